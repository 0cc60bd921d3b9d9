"""The pages used all day against a bare page of Django's in the same run (bench/bare.py).

    DATABASE_URL=... python -m bench.pages [--households 20000] [--rounds 7] [--times 20]

Fills an empty, migrated database as bench.figures does, or takes one that was. In process, through the
whole middleware of each side, with a session in the database and the transaction of each request. In every
round each page takes its turns among as many of the bare one; a ratio is the median over the rounds of
page ÷ bare. The visit is the whole journey: the form sent, the redirect, the fresh desk.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time as clock_time
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import django

TODAY_VISITS, TODAY_BOOKINGS, STAFF = 30, 12, 30
TOKEN = "b" * 32
SEARCH = "/hushall/sok/"
HOUSING = {
    "placed now": "/boende/placeringar/",
    "placements that have ended": "/boende/placeringar/?visa=avslutade",
    "flats": "/boende/lagenheter/",
    "occupancy of a year": "/boende/belaggning/",
    "the Boråd": "/borad/",
}
MEETINGS = 500
Turn = Callable[[], Any]


@dataclass
class Browser:
    """Somebody signed in, at one side's WSGI application."""

    application: Any
    session: str
    sizes: dict[str, int] = field(default_factory=dict)

    def get(self, address: str) -> bytes:
        return self._ask("GET", address, b"", {200})

    def post(self, address: str, data: dict[str, Any], expect: int = 200) -> bytes:
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN}, doseq=True).encode()
        return self._ask("POST", address, body, {expect})

    def _ask(self, method: str, address: str, body: bytes, expected: set[int]) -> bytes:
        from django.conf import settings

        path, _, query = address.partition("?")
        answered: list[str] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={TOKEN}",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        response = self.application(environ, lambda status, headers: answered.append(status))
        content = b"".join(response)
        response.close()
        if int(answered[0][:3]) not in expected:
            raise SystemExit(f"{method} {address} answered {answered[0]}")
        self.sizes[address] = len(content)
        return content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--times", type=int, default=20, help="turns of each page in a round")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.development")
    os.environ["DEBUG"] = "false"  # DEBUG keeps every query in memory
    django.setup()

    from bench import history  # settings come first

    history.fill_unless_there(options.households)
    ours, bare = _browsers()
    _print(_measure(_turns(ours), lambda: bare.get("/bare/"), options.rounds, options.times))


def _browsers() -> tuple[Browser, Browser]:
    """Ours and the bare one, each with the middleware of its own and somebody signed in."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    from bench import bare

    backends = ["accounts.backends.StaffBackend", "django.contrib.auth.backends.ModelBackend"]
    override_settings(AUTHENTICATION_BACKENDS=backends).enable()
    application = WSGIHandler()
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        plain = WSGIHandler()

    worker = _worker()
    return Browser(application, session_of(worker, backends[0])), Browser(
        plain, session_of(worker, backends[1])
    )


def _worker() -> Any:
    """A project worker with colleagues, a day's visits and a day's bookings, made once."""
    from accounts.enums import Role
    from accounts.models import Authority, Membership, Unit, User
    from bench.history import AUTHORITY

    board = Authority.objects.get(name=AUTHORITY)
    unit, _ = Unit.objects.get_or_create(authority=board, short_name="Bench", defaults={"name": "Bench"})
    for number in range(STAFF):
        user, is_new = User.objects.get_or_create(
            authority=board, short_name=f"bench{number}", defaults={"full_name": f"Bench Person {number}"}
        )
        if is_new:
            Membership.objects.create(user=user, unit=unit, role=Role.PROJECT_WORKER, first_day="2014-01-01")
    worker = User.objects.get(authority=board, short_name="bench0")
    _fill_today(worker)
    _fill_board(worker)
    return worker


def _fill_today(worker: Any) -> None:
    from cases.models import Household
    from core.clock import today
    from dropin.models import Booking, Visit

    day = today()
    wanted = Household.objects.of_authority(worker).order_by("pk")
    if not Booking.objects.of_authority(worker).filter(day=day).exists():
        Visit.objects.bulk_create(
            Visit(authority_id=worker.authority_id, household=one, visited_on=day, logged_by=worker)
            for one in wanted[:TODAY_VISITS]
        )
        Booking.objects.bulk_create(
            Booking(
                authority_id=worker.authority_id,
                household=one,
                day=day,
                starts_at=clock_time(8 + number // 2, 30 * (number % 2)),
                booked_by=worker,
            )
            for number, one in enumerate(wanted[TODAY_VISITS : TODAY_VISITS + TODAY_BOOKINGS])
        )


def _fill_board(worker: Any) -> None:
    """Ten years of weekly meetings that are closed, and one that is going on."""
    from core.clock import today
    from housing.enums import MeetingState
    from housing.models import BoardMeeting

    if BoardMeeting.objects.of_authority(worker).exists():
        return
    BoardMeeting.objects.bulk_create(
        BoardMeeting(
            authority_id=worker.authority_id,
            held_on=today() - timedelta(weeks=week),
            starts_at=clock_time(9),
            state=MeetingState.CLOSED if week else MeetingState.OPEN,
        )
        for week in range(MEETINGS)
    )


def session_of(user: Any, backend: str) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = backend
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _turns(browser: Browser) -> dict[str, Turn]:
    from cases.models import Household

    # One with a full page of events: every household of the history has ten visits and two placements.
    one = Household.objects.order_by("pk")[100]

    def visit() -> None:
        browser.post("/drop-in/", {"client_key": str(uuid4()), "who": f"h{one.pk}", "topics": "debts"}, 302)
        browser.get("/drop-in/")

    pages = {name: partial(browser.get, address) for name, address in HOUSING.items()}
    return {
        "desk": lambda: browser.get("/drop-in/"),
        "visit (form, redirect, desk)": visit,
        "household": lambda: browser.get(one.get_absolute_url()),
        "search by name": lambda: browser.post(SEARCH, {"q": "lindgren amira"}),
        "search by part of a name": lambda: browser.post(SEARCH, {"q": "ndgre"}),
        "search that finds nobody": lambda: browser.post(SEARCH, {"q": "xyzzyx"}),
        **pages,
    }


def _measure(turns: dict[str, Turn], bare: Turn, rounds: int, times: int) -> dict[str, list[float]]:
    ratios: dict[str, list[float]] = {name: [] for name in turns}
    for turn in (bare, *turns.values()):
        turn()  # the first one of each loads templates and begins the log's chain
    for _round in range(rounds):
        for name, turn in turns.items():
            theirs, our = [], []
            for _time in range(times):
                theirs.append(_seconds(bare))
                our.append(_seconds(turn))
            ratios[name].append(statistics.median(our) / statistics.median(theirs))
            _undo_visits()
    return ratios


def _seconds(turn: Turn) -> float:
    started = time.perf_counter()
    turn()
    return time.perf_counter() - started


def _undo_visits() -> None:
    """What the journeys logged goes off the day's list again, so that it stays as long as it was."""
    from django.db.models import F

    from core.clock import now
    from dropin.models import Visit

    logged = Visit.objects.filter(client_key__isnull=False, undone_at=None)
    logged.update(undone_at=now(), undone_by=F("logged_by"))


def _print(ratios: dict[str, list[float]]) -> None:
    for name, each in ratios.items():
        print(
            f"{name:<30} {statistics.median(each):5.2f} × bare "
            f"({min(each):.2f}–{max(each):.2f} over {len(each)} rounds)"
        )


if __name__ == "__main__":
    main()
