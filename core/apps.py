from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.append_only import (
            install_disposal_switch,
        )  # models must be loaded first

        connection_created.connect(install_disposal_switch, dispatch_uid="core.append_only")
