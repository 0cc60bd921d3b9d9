"""Two people at one note, assessment or plan: whatever the order of their doings, nobody's words are lost.

Each opens the page, types a word and saves, twice. All 70 orders of these eight doings are played through the
actions, with the words in the same field and in different ones. Whoever clashes gets both texts, and sends
them brought together the next time it is their turn. `make rounds` does it a thousand times against a live
server.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.actions import ChangedMeanwhile, save_assessment, save_plan
from cases.actions.journal import change_note, write_note
from cases.enums import NoteKind
from cases.merging import Merged
from cases.models import Assessment, Household, WorkPlan
from cases.note_content import NoteInput, content_of, read
from cases.plan_content import GoalInput, StepInput, saved_content
from core.clock import today
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.casework import facts

pytestmark = pytest.mark.django_db
Texts = dict[str, Any]
DOINGS = 4
ORDERS = [
    [0 if place in first else 1 for place in range(2 * DOINGS)]
    for first in combinations(range(2 * DOINGS), DOINGS)
]
GOAL, STEP = UUID(int=1), UUID(int=2)
# Where each merges what two have written.
MERGES = ("cases.actions.journal.merge", "cases.actions.assessments.merge", "cases.plan_content.merge")


@dataclass
class Paper:
    """What two write in: how it is opened, saved and read."""

    names: tuple[str, str]
    opened: Callable[[], tuple[int, Texts]]
    save: Callable[[User, int, Texts], Any]


@dataclass
class Writer:
    """Somebody at the page. `seen` None: it is not open."""

    user: User
    paper: Paper
    texts: Texts = field(default_factory=dict)
    seen: int | None = None
    clash: ChangedMeanwhile | None = None
    typed: list[str] = field(default_factory=list)

    def open(self) -> None:
        while self.clash is not None:
            self.save()
        self.seen, self.texts = self.paper.opened()

    def type(self, name: str, word: str) -> None:
        self.texts[name] = f"{self.texts[name]} {word}".strip()
        self.typed.append(word)

    def save(self) -> None:
        """Send what the page holds; after a clash, both texts brought together."""
        if self.clash is not None:
            self._bring_together(self.clash)
        assert self.seen is not None
        try:
            self.paper.save(self.user, self.seen, self.texts)
        except ChangedMeanwhile as clash:
            self.clash, self.seen = clash, clash.version
        else:
            self.clash = None

    def _bring_together(self, clash: ChangedMeanwhile) -> None:
        self.texts = dict(clash.merged)
        for name in clash.names:
            mine = [word for word in self.texts[name].split() if word not in clash.theirs[name].split()]
            self.texts[name] = " ".join([clash.theirs[name], *mine]).strip()


@pytest.fixture
def writers() -> tuple[User, User]:
    first = staff(Role.PROJECT_WORKER)
    return first, staff(Role.PROJECT_WORKER, unit=first.memberships.get().unit)


@pytest.fixture
def household(writers: tuple[User, User]) -> Household:
    return family(date(2015, 3, 1), authority=writers[0].authority, project_worker=writers[0])


def a_note(household: Household, by: User) -> Paper:
    content = NoteInput(NoteKind.CONTACT, today(), "Början")
    note = write_note(household=household, content=content, client_key=uuid4(), by=by)

    def opened() -> tuple[int, Texts]:
        note.refresh_from_db()
        return note.version, dict(content_of(note, []))

    def save(user: User, seen: int, texts: Texts) -> Any:
        return change_note(note=note, content=read(texts), seen_version=seen, by=user)

    return Paper(("text", "others_present"), opened, save)


def an_assessment(household: Household, by: User) -> Paper:
    def opened() -> tuple[int, Texts]:
        row = Assessment.objects.filter(household=household).first()
        return (row.version if row else 0), {
            name: getattr(row, name, blank) for name, blank in facts().items()
        }

    def save(user: User, seen: int, texts: Texts) -> Any:
        return save_assessment(household=household, facts=texts, seen_version=seen, by=user)

    return Paper(("network_note", "debts_note"), opened, save)


def a_plan(household: Household, by: User) -> Paper:
    """The names of its texts are those of the flat plan; the page sends goals with steps."""
    goals = [GoalInput(GOAL, "Början", (StepInput(STEP, "Början"),))]
    save_plan(household=household, language="sv", about="", goals=goals, seen_version=0, by=by)

    def opened() -> tuple[int, Texts]:
        plan = WorkPlan.objects.get(household=household)
        return plan.version, dict(saved_content(plan, plan.goals.all(), plan.steps.all()))

    def save(user: User, seen: int, texts: Texts) -> Any:
        step = StepInput(STEP, texts[f"step|{STEP}|text"], texts[f"step|{STEP}|whose"])
        sent = [GoalInput(GOAL, texts[f"goal|{GOAL}"], (step,))]
        about = {"language": texts["language"], "about": texts["about"]}
        return save_plan(household=household, goals=sent, seen_version=seen, by=user, **about)

    return Paper((f"step|{STEP}|text", "about"), opened, save)


PAPERS = [a_note, an_assessment, a_plan]


def played(paper: Paper, users: tuple[User, User], order: list[int], number: int) -> Iterator[str]:
    """Play one order; gives each word that the paper has lost in the end."""
    writers = [Writer(user, paper) for user in users]
    doings = [0, 0]
    for who in order:
        writer, doing = writers[who], doings[who]
        doings[who] += 1
        if doing % 2 == 0:
            writer.open()
            # The word goes into the one field or the other: all four ways, over the orders.
            name = paper.names[(number >> (2 * (doing // 2) + who)) & 1]
            writer.type(name, f"{number}:{who}:{doing}")
        else:
            writer.save()
    for writer in writers:
        while writer.clash is not None:
            writer.save()
    text = " ".join(str(value) for value in paper.opened()[1].values()).split()
    yield from (word for writer in writers for word in writer.typed if word not in text)


def lost_in(orders: list[list[int]], make: Any, users: tuple[User, User]) -> list[str]:
    """Every word that was lost; now and then on a new paper, since a line has an end."""
    lost, paper = [], None
    for number, order in enumerate(orders):
        if paper is None or number % 8 == 0:
            household = family(date(2015, 3, 1), authority=users[0].authority, project_worker=users[0])
            paper = make(household, users[0])
        lost += played(paper, users, order, number)
    return lost


@pytest.mark.parametrize("make", PAPERS)
def test_no_order_of_two_writers_loses_a_word(make: Any, writers: tuple[User, User]) -> None:
    assert lost_in(ORDERS, make, writers) == []
    assert len(ORDERS) == 70


@pytest.mark.parametrize("make", PAPERS)
def test_the_second_sees_both_texts(make: Any, household: Household, writers: tuple[User, User]) -> None:
    paper = make(household, writers[0])
    first, second = (Writer(user, paper) for user in writers)
    for number, writer in enumerate((first, second)):
        writer.open()
        writer.type(paper.names[0], f"ord{number}")
    first.save()
    second.save()
    assert second.clash is not None
    (name,) = second.clash.names
    assert "ord0" in second.clash.theirs[name]
    assert "ord1" in second.clash.merged[name]
    assert "ord1" not in str(paper.opened()[1])  # nothing is written before it was seen
    second.save()
    assert {"ord0", "ord1"} <= set(paper.opened()[1][name].split())


@pytest.mark.parametrize("make", PAPERS)
def test_control_without_the_comparison_words_are_lost(
    make: Any, writers: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in MERGES:
        monkeypatch.setattr(name, lambda *, base, theirs, mine: Merged(dict(mine), ()))
    assert len(lost_in(ORDERS[:20], make, writers)) > 10
