"""`manage.py demo_data`: the golden history and a living present. Run again, it keeps what was entered."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from demo.history import close_history, import_history
from demo.present import WEEKS, make_present
from demo.staff import ensure_administrator, ensure_boards, ensure_staff
from dropin.actions import ensure_default_hours

# The project's first day (report 2014): the desk has been open since.
PROJECT_START = date(2011, 9, 1)


class Command(BaseCommand):
    help = "Fill in the demo's data: the published history and the last months. Keeps what was entered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--weeks", type=int, default=WEEKS, help="how far back the desk has been busy (104: two years)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("sv"):
            administrator = ensure_administrator()
            board, neighbour = ensure_boards(administrator)
            imported = import_history(board)
            staff = ensure_staff(board, administrator)
            for each in (board, neighbour):
                ensure_default_hours(each, first_day=PROJECT_START)
            if imported:
                close_history(board, staff["karin"])
            weeks = make_present(board, staff, options["weeks"])
        self.stderr.write(
            f"Demo data: history {'imported' if imported else 'kept'}, {weeks} new weeks at the desk."
        )
