"""Commands whose standard output other programs read."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

ARGPARSE_REFUSED = 2


class DataCommand(BaseCommand):
    """Standard output carries the data and nothing else; messages go to standard error.

    Exit 0 when done and 1 when refused, also for arguments that can't be read.
    """

    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except SystemExit as refused:
            if refused.code == ARGPARSE_REFUSED:
                sys.exit(1)
            raise

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            raise CommandError(
                _("The database did not answer: %(error)s. Is it the right one, and migrated?")
                % {"error": str(error).strip().rstrip(".")}
            ) from error
