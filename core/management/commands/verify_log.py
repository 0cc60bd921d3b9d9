"""`manage.py verify_log`: whether the read log and the audit log hold, row by row."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit import verify_chains
from core.models import AuditEvent, ReadEvent


class Command(BaseCommand):
    help = "Check the chains of the read log and the audit log; exit 1 and say where if one is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = verify_chains()
        for fault in faults:
            self.stderr.write(f"{fault.log} {fault.chain}: broken at row {fault.sequence}")
        if faults:
            raise CommandError(f"{len(faults)} broken chains")
        self.stdout.write(
            f"{ReadEvent.objects.count()} reads and {AuditEvent.objects.count()} events: every chain holds"
        )
