"""Eight at the same moment decide on one application, or move into one flat, round after round.

    DATABASE_URL=... python -m bench.rounds [--rounds 1000] [--at-once 8] [--unguarded] [--only flat]

Needs an empty, migrated database. The forms are sent to a gunicorn with a worker for each of them, by three
people, every other round at a meeting and every other between meetings. Whatever is sent at once, one of
them is done and the others are told so; the exit code is 1 where two were, where none was, where somebody
was told a thing that is not so, or where anything was answered with a fault of the server's.

--unguarded is the control: without locks, check and constraints (bench/unguarded.py) the same rounds have to
fail, and the exit code is 1 when they do not.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import django

from bench.live import BACKEND, DONE, TOKEN, cookies, server
from bench.tally import Tally, tell

# Decided and moved into by hand, a constraint each.
CONSTRAINTS = {
    "BoardDecision": "housing_boarddecision_one_final",
    "Tenancy": "housing_tenancy_no_overlap",
}


@dataclass
class Attempt:
    """A form that somebody sends."""

    address: str
    session: str
    data: dict[str, Any]


@dataclass
class Race:
    """One round: what is sent at once, and how many were made of what there may be one of."""

    attempts: list[Attempt]
    made: Callable[[], int]


@dataclass
class Made(Tally):
    """How many were made of what there may be one of a round."""

    made: int = 0
    doubles: int = 0
    nothing: int = 0
    untrue: int = 0

    def count(self, answers: Counter[int], made: int) -> None:
        self.rounds += 1
        self.made += made
        self.doubles += max(made - 1, 0)
        self.nothing += made == 0
        self.untrue += answers[DONE] != made
        self.answers += answers

    @property
    def faults(self) -> int:
        return self.doubles + self.nothing + self.untrue + self.server_faults

    def found(self) -> str:
        return (
            f"{self.answers.total()} sent, {self.made} made, {self.doubles} doubles, "
            f"{self.nothing} rounds with nothing, {self.untrue} told otherwise"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--unguarded", action="store_true", help="the control: without the guards")
    parser.add_argument("--only", choices=["application", "flat"], help="one of the two races")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.development")
    os.environ["DEBUG"] = "false"
    # Letters wait for a worker that is not there: their PDF is no part of this.
    os.environ["CELERY_BROKER_URL"] = "memory://"
    django.setup()
    from django.db import connection  # settings come first
    from django.test import override_settings

    print(f"{connection.vendor}, {'without guards' if options.unguarded else 'as it is'}", flush=True)
    _go_on_counting()
    if options.unguarded:
        _drop_constraints()
    # Nobody signs in by password here, so that hashing them well would only take time.
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers), server(options.at_once, options.unguarded) as port:
        races = {"one application": _decisions, "one flat": _moves}
        chosen = {name: race for name, race in races.items() if name.endswith(options.only or "")}
        tallies = {name: _run(race, options, port) for name, race in chosen.items()}
    return tell(tallies, unguarded=options.unguarded)


def _run(race: Callable[[int, int], Race], options: argparse.Namespace, port: int) -> Made:
    tally = Made()
    with ThreadPoolExecutor(options.at_once) as pool:
        for number in range(options.rounds):
            one = race(number, options.at_once)
            started = time.perf_counter()
            answers = _send_at_once(pool, one.attempts, port)
            tally.seconds += time.perf_counter() - started
            tally.count(answers, one.made())
    return tally


def _send_at_once(pool: ThreadPoolExecutor, attempts: list[Attempt], port: int) -> Counter[int]:
    barrier = Barrier(len(attempts))

    def send(attempt: Attempt) -> int:
        body = urlencode({**attempt.data, "csrfmiddlewaretoken": TOKEN}, doseq=True)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookies(attempt.session),
        }
        http = HTTPConnection("127.0.0.1", port, timeout=120)
        http.connect()
        barrier.wait()
        http.request("POST", attempt.address, body, headers)
        status = http.getresponse().status
        http.close()
        return status

    return Counter(pool.map(send, attempts))


def _decisions(number: int, at_once: int) -> Race:
    """One application, approved by every other form and rejected by the rest."""
    from housing.models import BoardDecision
    from tests.housing.board import make_borad

    borad = make_borad()
    application = borad.applied()
    address = _address(borad, application, at_meeting=number % 2 == 0)
    forms = [{**_approval(borad), "outcome": ("approved", "rejected")[n % 2]} for n in range(at_once)]
    attempts = [
        Attempt(address, session, form) for session, form in zip(_sessions(borad), forms, strict=False)
    ]
    return Race(attempts, BoardDecision.objects.filter(application=application).count)


def _moves(number: int, at_once: int) -> Race:
    """One flat, granted to as many households as there are forms."""
    from housing.models import Tenancy
    from tests.factories.events import FlatFactory
    from tests.housing.board import make_borad

    borad = make_borad()
    flat = FlatFactory(authority=borad.board, kind="trial")
    applications = [borad.applied(accommodation="trial") for _ in range(at_once)]
    form = {**_approval(borad), "flat": flat.pk}
    attempts = [
        Attempt(_address(borad, application, at_meeting=number % 2 == 0), session, form)
        for session, application in zip(_sessions(borad), applications, strict=False)
    ]
    return Race(attempts, Tenancy.objects.filter(flat=flat).count)


def _address(borad: Any, application: Any, *, at_meeting: bool) -> str:
    from django.urls import reverse

    from housing.actions.deciding import criteria_of

    # A board's first page writes its criteria, and the others would wait for it: no race any more.
    criteria_of(application)
    if at_meeting:
        return reverse("housing:item", args=[borad.item(application).pk])
    return reverse("housing:urgent", args=[application.pk])


def _approval(borad: Any) -> dict[str, Any]:
    from core.clock import today

    return {
        "do": "confirm",
        "outcome": "approved",
        "reason": "Inget annat boende är ordnat",
        "decided_by": borad.manager.pk,
        "legal_basis": "sol_11_1",
        "valid_from": today().isoformat(),
        "valid_until": (today() + timedelta(days=29)).isoformat(),
        "provider": borad.provider.pk,
        "price_sek": "585",
        "price_per": "night",
        "project_worker": borad.worker.pk,
        "caseworker": borad.caseworker.pk,
        "follow_up_on": (today() + timedelta(days=14)).isoformat(),
    }


def _sessions(borad: Any) -> Iterator[str]:
    """Whoever keeps the board's papers may send the form: three people by turns."""
    from bench.pages import session_of

    sessions = [session_of(user, BACKEND) for user in (borad.manager, borad.leader, borad.worker)]
    while True:
        yield from sessions


def _go_on_counting() -> None:
    """Names that the factories number stay new where an earlier run has left its boards."""
    from accounts.models import Authority, User
    from tests.factories.accounts import AuthorityFactory, UserFactory

    AuthorityFactory.reset_sequence(Authority.objects.count())
    UserFactory.reset_sequence(User.objects.count())


def _drop_constraints() -> None:
    from django.db import connection

    from housing import models

    for name, wanted in CONSTRAINTS.items():
        model = getattr(models, name)
        constraint = next(one for one in model._meta.constraints if one.name == wanted)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)


if __name__ == "__main__":
    sys.exit(main())
