from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        # Models must be loaded first. The import registers the handler of documents.
        from core import documents  # noqa: F401 - see above
        from core.append_only import install_disposal_switch

        connection_created.connect(install_disposal_switch, dispatch_uid="core.append_only")
