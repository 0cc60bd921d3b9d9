"""`manage.py describe_figures`: the list of figures for docs/figures.md, as the code declares them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.files import write_whole
from core.registries import Figure, FigureGroup, Text
from reports import catalogue

FILE = Path(settings.BASE_DIR) / "docs" / "figures.md"
# What stands outside these two lines is written by hand, and kept.
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
LANGUAGES = ("sv", "en")
UNITS = {
    "count": "number",
    "percent": "per cent, whole",
    "amount": "SEK, two decimals",
    "average": "number, two decimals",
    "days": "days, one decimal",
}


class Command(BaseCommand):
    help = "Write the figures' definitions into docs/figures.md, between its two marks."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when it is out of date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        old = FILE.read_text(encoding="utf-8")
        new = with_tables(old)
        if check and new != old:
            raise CommandError("docs/figures.md is out of date: run manage.py describe_figures")
        if not check:
            write_whole(FILE, new.encode())
        self.stderr.write(f"{len(catalogue.definitions())} figures described.")


def with_tables(text: str) -> str:
    """The file's text with today's tables between the marks. Raises CommandError without the marks."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise CommandError(f"docs/figures.md lacks the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def tables() -> str:
    """A heading and a table for each group, Swedish first: it is what users see."""
    return "\n".join(line for group in catalogue.groups() for line in _table(group))


def _table(group: FigureGroup) -> Iterator[str]:
    yield f"### {_both(group.label, ' · ')}"
    yield ""
    yield "| key | label | definition | counted among | unit |"
    yield "|---|---|---|---|---|"
    for figure in catalogue.declared(group):
        cells = (
            f"`{figure.key}`" + (f"<br>part of `{figure.parent}`" if figure.parent else ""),
            _both(figure.label, bold=True),
            _both(figure.definition),
            _both(figure.population),
            _unit(figure, group),
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""


def _unit(figure: Figure, group: FigureGroup) -> str:
    of_period, of_months = figure in group.figures, figure in group.month_figures
    when = {(True, True): "each month and the period", (False, True): "each month"}.get(
        (of_period, of_months)
    )
    return UNITS[figure.kind] + (f"; {when}" if when else "")


def _both(text: Text, separator: str = "<br>", *, bold: bool = False) -> str:
    words = dict.fromkeys(_in_language(language, lambda: str(text)) for language in LANGUAGES)
    swedish, *english = words
    return separator.join([f"**{swedish}**" if bold else swedish, *english])


def _in_language(language: str, say: Callable[[], str]) -> str:
    with translation.override(language):
        return say()
