"""Two people at one note, one assessment or one plan at the same moment: nobody's words are lost.

    DATABASE_URL=... python -m bench.writers [--rounds 1000] [--unguarded] [--only note]

Needs an empty, migrated database. In each round both open the page of a gunicorn, type a word and save at
once, every other round in the same field. Whoever is answered with both texts sends them brought together.
In the end both words stand in what is saved. The exit code is 1 where a word was lost, where somebody was
refused without being shown both texts, or where anything was answered with a fault of the server's.

--unguarded is the control: without locks and comparison (bench/unguarded.py) the same rounds have to lose
words, and the exit code is 1 when they do not.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import django

from bench.forms import read_form
from bench.live import BACKEND, TOKEN, cookies, server
from bench.tally import Tally, tell

OPENED, REFUSED = 200, 422
WRITERS = 2
Form = dict[str, list[str]]


@dataclass(frozen=True)
class Page:
    """A page that two write on: two of its fields, and what is saved, as one text."""

    address: str
    fields: tuple[str, str]
    saved: Callable[[], str]


@dataclass(frozen=True)
class Answer:
    status: int
    body: str


@dataclass
class Words(Tally):
    """How many words were typed, and what became of them."""

    typed: int = 0
    lost: int = 0
    clashes: int = 0
    not_shown: int = 0

    @property
    def faults(self) -> int:
        return self.lost + self.not_shown + self.server_faults

    def found(self) -> str:
        return (
            f"{self.typed} words typed, {self.lost} lost, {self.clashes} shown both texts, "
            f"{self.not_shown} refused without"
        )


class Writer:
    """Somebody signed in, at one page's form."""

    def __init__(self, port: int, session: str) -> None:
        self._port, self._session = port, session
        self.form: Form = {}

    def open(self, page: Page, has: str) -> None:
        answer = self._ask("GET", page.address, None)
        for _again in range(20):  # without guards SQLite now and then refuses the log of who has read
            if answer.status == OPENED:
                break
            answer = self._ask("GET", page.address, None)
        self.form = read_form(answer.body, has)
        assert has in self.form, f"{page.address} has no field {has}"

    def type(self, name: str, word: str) -> None:
        self.form[name] = [f"{self.form[name][0]} {word}".strip()]

    def send(self, page: Page) -> Answer:
        return self._ask("POST", page.address, urlencode(self.form, doseq=True))

    def _ask(self, method: str, address: str, body: str | None) -> Answer:
        http = HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = {"Cookie": cookies(self._session)}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body += f"&csrfmiddlewaretoken={TOKEN}"
        http.request(method, address, body, headers)
        response = http.getresponse()
        answer = Answer(response.status, response.read().decode())
        http.close()
        return answer


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--unguarded", action="store_true", help="the control: without the guards")
    parser.add_argument("--only", choices=["note", "assessment", "plan"], help="one of the three")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.development")
    os.environ["DEBUG"] = "false"
    os.environ["CELERY_BROKER_URL"] = "memory://"
    django.setup()
    from django.db import connection  # settings come first

    print(f"{connection.vendor}, {'without guards' if options.unguarded else 'as it is'}", flush=True)
    makers = {"one note": _note, "one assessment": _assessment, "one plan": _plan}
    chosen = {name: make for name, make in makers.items() if name.endswith(options.only or "")}
    with server(WRITERS, options.unguarded) as port:
        tallies = {name: _run(make, options.rounds, port) for name, make in chosen.items()}
    return tell(tallies, unguarded=options.unguarded)


def _run(make: Callable[[Any, Any], Page], rounds: int, port: int) -> Words:
    tally = Words()
    household, users = _cast()
    writers = [Writer(port, session) for session in users.values()]
    with ThreadPoolExecutor(WRITERS) as pool:
        for number in range(rounds):
            page = make(household, next(iter(users)))
            began = time.perf_counter()
            _round(number, page, writers, pool, tally)
            tally.seconds += time.perf_counter() - began
    return tally


def _round(number: int, page: Page, writers: list[Writer], pool: ThreadPoolExecutor, tally: Words) -> None:
    """Both open, type and save at once; then whoever clashed sends both texts."""
    names = page.fields if number % 2 else (page.fields[0], page.fields[0])
    words = [f"ord{number}x{place}" for place in range(WRITERS)]
    list(pool.map(lambda pair: pair[0].open(page, pair[1]), zip(writers, names, strict=True)))
    for writer, name, word in zip(writers, names, words, strict=True):
        writer.type(name, word)
    barrier = Barrier(WRITERS)

    def send(writer: Writer) -> Answer:
        barrier.wait()
        return writer.send(page)

    for writer, name, word, answer in zip(writers, names, words, pool.map(send, writers), strict=True):
        tally.answers[answer.status] += 1
        while answer.status == REFUSED:
            others = [one for one in words if one != word]
            if word not in answer.body or not all(one in answer.body for one in others):
                tally.not_shown += 1
                break
            tally.clashes += 1
            writer.form = read_form(answer.body, name)
            writer.type(name, " ".join(others))
            answer = writer.send(page)
            tally.answers[answer.status] += 1
    saved = page.saved().split()
    tally.rounds, tally.typed = tally.rounds + 1, tally.typed + len(words)
    tally.lost += sum(word not in saved for word in words)


def _cast() -> tuple[Any, dict[Any, str]]:
    """A household and two who work with it, with their sessions."""
    from datetime import date

    from accounts.enums import Role
    from accounts.models import Authority, Unit, User
    from bench.pages import session_of
    from tests.factories.accounts import AuthorityFactory, UnitFactory, UserFactory, staff
    from tests.factories.cases import HouseholdUnitFactory, family

    for factory, model in ((AuthorityFactory, Authority), (UnitFactory, Unit), (UserFactory, User)):
        factory.reset_sequence(model.objects.count())
    unit = UnitFactory()
    users = [staff(Role.PROJECT_WORKER, unit=unit) for _ in range(WRITERS)]
    household = family(date(2015, 3, 1), authority=unit.authority, project_worker=users[0])
    HouseholdUnitFactory(household=household, unit=unit)
    return household, {user: session_of(user, BACKEND) for user in users}


def _note(household: Any, by: Any) -> Page:
    from django.urls import reverse

    from cases.models import JournalNote
    from tests.factories.casework import JournalNoteFactory

    note = JournalNoteFactory(household=household, author=by, text="Början")

    def saved() -> str:
        row = JournalNote.objects.get(pk=note.pk)
        return f"{row.text} {row.others_present}"

    return Page(reverse("cases:note_edit", args=[household.pk, note.pk]), ("text", "others_present"), saved)


def _assessment(household: Any, by: Any) -> Page:
    from django.urls import reverse

    from cases.models import Assessment

    def saved() -> str:
        row = Assessment.objects.get(household=household)
        return f"{row.network_note} {row.debts_note}"

    if (row := Assessment.objects.filter(household=household).first()) is not None:
        # Its fields hold no thousand words: each round begins with short ones.
        Assessment.objects.filter(pk=row.pk).update(network_note="", debts_note="")
        row.history.filter(version=row.version).update(network_note="", debts_note="")
    return Page(reverse("cases:assessment", args=[household.pk]), ("network_note", "debts_note"), saved)


def _plan(household: Any, by: Any) -> Page:
    from uuid import UUID

    from django.urls import reverse

    from cases.actions import save_plan
    from cases.models import WorkPlan
    from cases.plan_content import GoalInput, StepInput

    goal, step = UUID(int=1), UUID(int=2)
    plan = WorkPlan.objects.filter(household=household).first()
    save_plan(
        household=household,
        language="sv",
        about="",
        goals=[GoalInput(goal, "Ett eget kontrakt", (StepInput(step, "Början"),))],
        seen_version=plan.version if plan is not None else 0,
        by=by,
    )

    def saved() -> str:
        row = WorkPlan.objects.get(household=household)
        return " ".join([row.about, *row.steps.values_list("text", flat=True)])

    return Page(reverse("cases:plan_edit", args=[household.pk]), (f"step-{step}-text", "about"), saved)


if __name__ == "__main__":
    sys.exit(main())
