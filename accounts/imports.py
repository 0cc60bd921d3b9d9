"""Importing a folder for one board: the board itself, the units and the staff that files name."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from accounts.enums import UNIT_KIND_BY_NAME, UnitKind
from accounts.models import Authority, Unit, User
from core import registries
from core.audit import record_event
from core.sql import refresh_statistics
from core.tabular.folder import ImportContext, ImportResult, import_folder
from core.tabular.upsert import ImportCount, Progress, no_progress

SHORT_NAME_LENGTH = 60
# New rows that change how a database should go about its questions.
MANY = 1000


@dataclass
class BoardImport(ImportContext):
    """An import into one board. Files name its staff and units by their short names.

    Those that do not exist are created when the import writes: staff as inactive accounts without
    e-mail and password, which are names in the history and can't sign in; units as units in use.
    """

    staff: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    new_staff: dict[str, None] = field(default_factory=dict)
    new_units: dict[str, None] = field(default_factory=dict)

    def opened(self) -> None:
        """One import of a board at a time; then see whom and what the board has."""
        if self.authority.pk is None:
            name = self.authority.name
            self.note(_("“%(name)s” is not known among the boards: it is created") % {"name": name})
            return
        Authority.objects.select_for_update().get(pk=self.authority.pk)
        self.staff = dict(User.objects.filter(authority=self.authority).values_list("short_name", "pk"))
        self.units = dict(Unit.objects.filter(authority=self.authority).values_list("short_name", "pk"))

    def expect_staff(self, names: Iterable[str]) -> None:
        """Take note of those who have no account, and say so once for each."""
        for name in sorted(set(names) - self.staff.keys() - self.new_staff.keys() - {""}):
            self.new_staff[name] = None
            self.note(
                _("“%(name)s” is not known among the staff: an inactive account is created, without sign-in")
                % {"name": name}
            )

    def expect_units(self, names: Iterable[str]) -> None:
        """Take note of units that the board does not have, and say so once for each."""
        for name in sorted(set(names) - self.units.keys() - self.new_units.keys() - {""}):
            self.new_units[name] = None
            self.note(_("“%(name)s” is not known among the units: it is created") % {"name": name})

    def writing(self) -> None:
        """Create the board, the staff and the units that were missing."""
        if self.authority.pk is None:
            self.authority.save()
        for name in self.new_staff:
            user = User.objects.create_user(
                authority=self.authority, short_name=name, full_name=name, is_active=False
            )
            self.staff[name] = user.pk
        for name in self.new_units:
            kind = UNIT_KIND_BY_NAME.get(name, UnitKind.OTHER)
            unit = Unit.objects.create(authority=self.authority, short_name=name, name=name, kind=kind)
            self.units[name] = unit.pk

    def written(self, filename: str, rows: int, count: ImportCount) -> None:
        """Log the file: how many rows, and what they led to."""
        details = {
            "file": filename,
            "rows": rows,
            "created": count.created,
            "updated": count.updated,
            "unchanged": count.unchanged,
        }
        record_event(
            "records.imported", by=self.by, authority_id=self.authority.pk, subject=None, details=details
        )


@dataclass(frozen=True)
class BoardImportResult:
    """What a folder led to; `notes` are worth telling and no faults."""

    result: ImportResult
    authority: Authority
    notes: list[str]


def import_records(
    folder: Path,
    authority_name: str = "",
    *,
    check_only: bool = False,
    by: User | None = None,
    progress: Progress = no_progress,
) -> BoardImportResult:
    """Import a folder of CSV files into a board (default: the installation's), all or nothing.

    The board is created when it is missing. Records of other boards and records entered by hand are
    neither seen nor touched. Raises FolderError for a folder that holds nothing to import.
    """
    name = authority_name or settings.DEFAULT_AUTHORITY
    authority = (
        Authority.objects.filter(name=name).first()
        or Authority.objects.filter(name__iexact=name).first()
        or Authority(name=name, municipality=settings.HOME_MUNICIPALITY)
    )
    context = BoardImport(authority=authority, by=by, progress=progress)
    with _statements_not_kept():
        result = import_folder(folder, registries.importers, context, check_only=check_only)
    if sum(count.created for count in result.counts.values()) >= MANY and not check_only:
        refresh_statistics()  # the figures are asked for at once, of years that were not there before
    return BoardImportResult(result, authority, context.notes)


@contextmanager
def _statements_not_kept() -> Iterator[None]:
    """With DEBUG every statement is kept as text, which takes half as long as the import itself."""
    wrapper: Any = connection
    kept, wrapper.make_debug_cursor = wrapper.make_debug_cursor, wrapper.make_cursor
    try:
        yield
    finally:
        wrapper.make_debug_cursor = kept
