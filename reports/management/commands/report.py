"""`manage.py report PERIOD`: one report as JSON, CSV, XLSX or PDF."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import Authority
from core.clock import today
from core.commands import DataCommand
from core.files import write_whole
from core.periods import Period, PeriodError, parse_period
from reports import exports
from reports.computation import compute_comparison, compute_report
from reports.history import months_since_the_first
from reports.pdf import report_pdf
from reports.serialise import to_json

TEXT_FORMATS = ("json", "csv")
FORMATS = (*TEXT_FORMATS, "xlsx", "pdf")


class Command(DataCommand):
    help = (
        "Print the report on a period. JSON and CSV go to standard output when no file is named; so do "
        "XLSX and PDF when standard output is no terminal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", help="2013-12, 2013-T3, 2013 or 2011-09-01..2013-12-31")
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument("--as-of", metavar="DATE", help="nights after this date are not counted")
        parser.add_argument("--output", metavar="FILE", help="write to this file")
        parser.add_argument("--authority", metavar="NAME", help="one board; without it all add up")

    def handle(self, **options: Any) -> None:
        period = _period(options["period"])
        as_of = _day(options["as_of"]) if options["as_of"] else today()
        board = _board(options["authority"]) if options["authority"] else None
        output, form = options["output"], options["format"]
        if output is None and form not in TEXT_FORMATS:
            _binary(self.stdout, form)
        content = _content(form, period, as_of, board)
        if output is not None:
            _save(Path(output), content)
            self.stderr.write(_("Written: %(file)s") % {"file": output})
        elif form in TEXT_FORMATS:
            self.stdout.write(content.decode(), ending="")
        else:
            _binary(self.stdout, form).write(content)


def _content(form: str, period: Period, as_of: date, board: Authority | None) -> bytes:
    authority_ids = None if board is None else [board.pk]
    if form in TEXT_FORMATS:
        result = compute_report(period, as_of=as_of, authority_ids=authority_ids)
        return to_json(result).encode() if form == "json" else exports.data_csv(result)
    results = compute_comparison(period, as_of=as_of, authority_ids=authority_ids)
    boards = board.name if board else _("All boards")
    if form == "xlsx":
        return exports.workbook(results, boards=boards)
    history = months_since_the_first(period.end, as_of=as_of, authority_ids=authority_ids)
    return report_pdf(results, boards=boards, history=history)


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except PeriodError as error:
        raise CommandError(str(error)) from error


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass  # a day that no calendar has: the same words
    raise CommandError(_("--as-of: “%(text)s” is not a day. Write it as 2013-12-31.") % {"text": text[:40]})


def _board(name: str) -> Authority:
    board = Authority.objects.filter(name__iexact=name.strip()).first()
    if board is None:
        known = ", ".join(Authority.objects.values_list("name", flat=True)) or "–"
        raise CommandError(
            _("--authority: there is no board “%(name)s”. There are: %(known)s")
            % {"name": name[:80], "known": known}
        )
    return board


def _binary(stdout: Any, form: str) -> Any:
    """Standard output for bytes. Refused on a terminal, which can't show them."""
    stream = getattr(stdout, "buffer", None)
    if stream is None or stdout.isatty():
        raise CommandError(
            _("A report as %(format)s is no text: name a file with --output.") % {"format": form.upper()}
        )
    return stream


def _save(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise CommandError(
            _("--output: %(file)s can't be written: %(error)s") % {"file": path, "error": error.strerror}
        ) from error
