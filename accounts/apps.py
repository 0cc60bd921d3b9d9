from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Staff, units and roles")

    def ready(self) -> None:
        from accounts import registration  # models must be loaded first

        registration.register()
