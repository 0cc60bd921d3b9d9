from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DropinConfig(AppConfig):
    name = "dropin"
    verbose_name = _("Drop-in")

    def ready(self) -> None:
        from dropin import registration  # models must be loaded first

        registration.register()
