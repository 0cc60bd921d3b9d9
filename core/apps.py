from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.append_only import (
            install_disposal_switch,
        )  # models must be loaded first
        from core.documents import DOCUMENT_JOB, make_document
        from core.log_words import PAGES, name_codes
        from core.registries import job_handlers

        name_codes(PAGES)
        job_handlers.register(DOCUMENT_JOB, make_document)
        connection_created.connect(install_disposal_switch, dispatch_uid="core.append_only")
