from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DebtadviceConfig(AppConfig):
    name = "debtadvice"
    verbose_name = _("Budget and debt advice")

    def ready(self) -> None:
        from debtadvice import registration  # models must be loaded first

        registration.register()
