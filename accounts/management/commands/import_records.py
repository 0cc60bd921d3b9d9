"""`manage.py import_records FOLDER [--check]`: CSV files into the database, all or nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.imports import BoardImportResult, import_records
from accounts.models import Authority
from core.commands import DataCommand
from core.progress import ProgressBar
from core.tabular.folder import FolderError


class Command(DataCommand):
    """Import what a folder holds of the declared files; see docs/import.md.

    Everything that is said goes to standard error: each fault as `FILE:LINE: COLUMN: what is wrong,
    and what was expected`, or notes and a summary. Exit 1 when anything is wrong; nothing is written then.
    """

    help = (
        "Import the CSV files of a folder, all of them or nothing. Every fault is listed with its file, "
        "line and column."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds the CSV files")
        parser.add_argument("--check", action="store_true", help="find the faults, write nothing")
        parser.add_argument(
            "--authority",
            metavar="NAME",
            default=settings.DEFAULT_AUTHORITY,
            help="the board that the records belong to, created when it is missing (default: %(default)s)",
        )

    def handle(self, *, folder: Path, check: bool, authority: str, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            board = _board_name(authority)
            outcome = self._import(folder, board, check)
            self._tell(outcome, check)

    def _import(self, folder: Path, board: str, check: bool) -> BoardImportResult:
        try:
            with ProgressBar(self.stderr) as progress:
                return import_records(folder, board, check_only=check, progress=progress)
        except FolderError as error:
            raise CommandError(str(error)) from error
        except IntegrityError as error:
            raise CommandError(
                _("Nothing was imported: records were changed by somebody else meanwhile. Run it again.")
            ) from error

    def _tell(self, outcome: BoardImportResult, check: bool) -> None:
        faults = outcome.result.faults
        if faults:
            self.stderr.write("\n".join(str(fault) for fault in faults))
            raise CommandError(
                ngettext(
                    "%(count)s fault. Nothing was imported.",
                    "%(count)s faults. Nothing was imported.",
                    len(faults),
                )
                % {"count": len(faults)}
            )
        lines = [_("Note: %(note)s") % {"note": note} for note in outcome.notes]
        lines += [_summary(outcome, filename, rows) for filename, rows in outcome.result.rows.items()]
        if check:
            lines.append(_("No faults. Nothing was written, since this was a check."))
        else:
            lines.append(_("Imported into %(board)s.") % {"board": outcome.authority.name})
        self.stderr.write("\n".join(lines), style_func=str)  # what went well is not red


def _board_name(name: str) -> str:
    name = name.strip()
    most = Authority._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= most:
        raise CommandError(
            _("--authority: expected the name of a board, at most %(most)s characters") % {"most": most}
        )
    return name


def _summary(outcome: BoardImportResult, filename: str, rows: int) -> str:
    lines = ngettext("%(file)s: %(rows)s row", "%(file)s: %(rows)s rows", rows) % {
        "file": filename,
        "rows": rows,
    }
    count = outcome.result.counts.get(filename)
    if count is None:
        return lines
    return lines + _(" (%(created)s created, %(updated)s updated, %(unchanged)s unchanged)") % {
        "created": count.created,
        "updated": count.updated,
        "unchanged": count.unchanged,
    }
