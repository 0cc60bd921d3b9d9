"""No page asks the database more where there is more to show: every address, every filter, 1 and 300 rows."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.models import Model
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from cases.models import Assessment, Household
from tests.access import lists
from tests.access.filled import filled_world, more_in_the_log
from tests.access.lists import ADDRESSES, LISTS, Asked, Page, opened
from tests.access.multitude import copied_models, deepen, more_versions, multiply, rows_of_all
from tests.access.test_sweep import _patterns
from tests.access.world import World

pytestmark = pytest.mark.django_db
MANY = 300
# Of what one household, case, meeting or flat may have one only, or a fixed few.
ONE_EACH = {
    "cases.assessment",
    "cases.casemerge",
    "cases.hometask",
    "cases.journalnote_members",
    "cases.leadevent",
    "cases.programmetime",
    "cases.queuefee",
    "cases.sensitiveassessment",
    "cases.transfer",
    "cases.workplan",
    "debtadvice.conditioncheck",
    "debtadvice.consent",
    "debtadvice.plandebt",
    "debtadvice.referral",
    "debtadvice.restructuring",
    "debtadvice.restructuringshare",
    "dropin.visitmember",
    "dropin.visittopic",
    "housing.agendaitem",
    "housing.application",
    "housing.boarddecision",
    "housing.boardmeeting",
    "housing.judgement",
    "housing.takeoverobstacle",
}
# They show the few likeliest, however many there are.
LIKELIEST = {"cases:duplicates", "dropin:duplicates"}
# What an address may say that chooses no rows: which form is begun, where a button stood.
NO_FILTERS = {"hyresvard", "tips", "mall", "plats", "visit", "rad", "flat", "booking", "household", "hamta"}
NO_FILTERS |= {"at", "fel", "flyttat", "meddelanden", "period", "place"}


@dataclass(frozen=True)
class Proof:
    """Every page with one of everything, and with three hundred."""

    world: World
    one: dict[Page, Asked]
    many: dict[Page, Asked]
    stayed: set[str]
    empty: list[type[Model]]


@pytest.fixture(scope="module")
def proof(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Proof]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = filled_world()
        rows = rows_of_all(staff=world.places["own"].objects["user"].pk)
        clients = lists.clients_of(world)
        one = lists.ask_all(world, clients)
        made = multiply(rows, MANY - 1)
        users = next(keys for (model, _pk), keys in made.items() if model is User)
        stayed = deepen(rows, MANY - 1, users)
        more_versions(Assessment.objects.filter(household=world.places["own"].household), MANY - 1)
        more_in_the_log(world, MANY - 1)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        many = lists.ask_all(world, clients)
        yield Proof(world, one, many, stayed, [model for model, there in rows.items() if not there])
        transaction.set_rollback(True)


def _compared(proof: Proof) -> Iterator[tuple[Page, Asked, Asked]]:
    """Each page with the same one of the small world; a further page of a list with its first page."""
    for page, many in proof.many.items():
        query, body = (re.sub(r"&?page=\d+", "", text) for text in (page.query, page.body))
        first = Page(page.name, query, page.role, body)
        yield (page, (proof.one if first == page else proof.many)[first], many)


# --- what is proven, and of how much ------------------------------------------------------------------------
def test_every_address_that_one_opens_is_named_as_list_or_says_why_it_is_none() -> None:
    assert set(LISTS) == set(opened()) | set(lists.searched())
    kinds = ({"list"}, {"no_list"}, {"found"}, {"list", "found"})
    assert [name for name, entry in LISTS.items() if set(entry) not in kinds] == []
    found = {name for name, entry in LISTS.items() if "found" in entry}
    assert {"cases:duplicates", "dropin:duplicates", "dropin:who", "cases:log_review"} <= found
    assert sum("list" in entry for entry in LISTS.values()) >= 65


def test_every_filter_is_asked_for() -> None:
    """What a page's module reads out of the address stands in one of its lines, or is no filter."""
    patterns, unasked = _patterns(), set()
    for name in opened():
        if "." not in ADDRESSES[name]["needs"]:
            continue
        module = inspect.getmodule(inspect.unwrap(patterns[name].callback))
        source = inspect.getsource(module) if module is not None else ""
        reads = set(re.findall(r"""(?:GET|asked)(?:\.get\(|\[)\s*["'](\w+)["']""", source))
        here = [
            one for one in opened() if inspect.getmodule(inspect.unwrap(patterns[one].callback)) is module
        ]
        given = {
            pair.partition("=")[0]
            for one in here
            for query in LISTS[one].get("list", [])
            for pair in query.split("&")
        }
        unasked |= {(name, parameter) for parameter in reads - given - NO_FILTERS}
    assert unasked == set()


def test_the_world_of_the_proof_holds_one_of_everything_and_three_hundred(proof: Proof) -> None:
    assert proof.empty == []
    assert Household.objects.filter(authority=proof.world.board).count() >= MANY
    assert proof.stayed <= ONE_EACH
    assert len(copied_models()) > 80


def test_every_list_shows_more_where_there_is_more(proof: Proof) -> None:
    listed = [
        (page, one, many)
        for page, one, many in _compared(proof)
        if page.name not in LIKELIEST and (page.body or "list" in LISTS[page.name])
    ]
    same = [
        (page.name, page.query, page.body)
        for page, one, many in listed
        if "page=" not in page.query + page.body and many.size <= one.size
    ]
    assert same == []
    assert len(listed) > 120


def test_every_page_answers(proof: Proof) -> None:
    wrong = {
        (page.name, page.query): many.status for page, _one, many in _compared(proof) if many.status != 200
    }
    redirected = {"core:start", "cases:attachment_file", "housing:application_new"}
    not_made = {"core:document", "core:document_file", "reports:job", "reports:job_file"}
    assert {name for name, _query in wrong} == redirected | not_made
    assert [page.name for page, one, many in _compared(proof) if one.status != many.status] == []


# --- the proof ---------------------------------------------------------------------------------------------
def test_no_page_asks_more_for_300_than_for_1(proof: Proof) -> None:
    grown = {
        f"{page.name}?{page.query}{page.body}": (len(one.queries), len(many.queries), _more(one, many))
        for page, one, many in _compared(proof)
        if len(many.queries) > len(one.queries)
    }
    assert grown == {}, grown
    assert len(proof.many) > 250


def test_no_page_asks_more_than_its_share(proof: Proof) -> None:
    """A household's own page puts together what every app knows; no other comes near it."""
    most = {page.name: len(many.queries) for page, _one, many in _compared(proof) if len(many.queries) > 45}
    assert set(most) <= {"cases:household_detail"}, most
    assert max(len(many.queries) for many in proof.many.values()) <= 60


def test_control_a_page_that_asks_for_each_row_is_noticed(
    proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one query more for each line, the same measure says so."""
    page = next(page for page in proof.many if page.name == "cases:silent_list")
    number = User.objects.count

    def label(household: Household) -> str:
        return str(number())

    monkeypatch.setattr(Household, "label", property(label))
    asked = page.ask(lists.clients_of(proof.world)[page.role], proof.world)
    assert len(asked.queries) > len(proof.one[page].queries) + 20


def _more(one: Asked, many: Asked) -> list[str]:
    """What was asked more often, for whoever has to mend it."""

    def shape(sql: str) -> str:
        return re.sub(r"\d+", "#", sql)[:300]

    before = [shape(sql) for sql in one.queries]
    found = []
    for sql in many.queries:
        if shape(sql) in before:
            before.remove(shape(sql))
        else:
            found.append(shape(sql))
    return found[:3]
