from typing import Any

from django.core.management.base import BaseCommand

from core.jobs import sweep_jobs


class Command(BaseCommand):
    """Send again, or without a broker run here, the jobs that wait and that nobody works on.

    Beat does the same every few seconds; this is for a cron job, or for a look by hand.
    """

    help = "Send again the jobs that nobody works on (without a broker: run them here)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stderr.write(f"{sweep_jobs()} job(s) sent")
