"""Saving an assessment: versions, history, two writers, and who may know what of it."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from cases.actions import ChangedMeanwhile, save_assessment
from cases.assessment_facts import NOTHING_KNOWN, Fact, latest_facts
from cases.enums import Cause, HousingNow, SubstanceAbuse, SupportNeed
from cases.errors import ActionRefused
from cases.merging import merge
from cases.models import Assessment, Household, SensitiveAssessment
from core.clock import today
from core.models import AuditEvent
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.casework import facts, sensitive_facts

pytestmark = pytest.mark.django_db


def save(household: Household, by: User, seen: int, *, needs: Any = None, **known: Any) -> Assessment:
    return save_assessment(
        household=household, facts=facts(**known), sensitive=needs, seen_version=seen, by=by
    )


def test_first_saving_makes_version_one_with_everything_else_unknown(
    household: Household, worker: User
) -> None:
    row = save(household, worker, 0, housing_now=HousingNow.EMERGENCY)
    assert (row.version, row.saved_by, row.housing_now) == (1, worker, "emergency")
    assert row.rent_arrears is None
    assert row.history.get().history_user == worker


def test_saving_writes_codes_in_the_audit_log_and_no_words(household: Household, worker: User) -> None:
    save(household, worker, 0, housing_note="Bor hos Kanarie", needs=sensitive_facts(causes=["eviction"]))
    event = AuditEvent.objects.get(action="assessment.saved")
    assert event.details == {"version": 1, "fields": ["housing_note"], "sensitive": True}
    assert "Kanarie" not in str(event.details)


def test_saving_what_is_there_already_makes_no_version(household: Household, worker: User) -> None:
    save(household, worker, 0, rent_arrears=True)
    again = save(household, worker, 1, rent_arrears=True)
    sent_twice = save(household, worker, 0, rent_arrears=True)
    assert again.version == sent_twice.version == 1
    assert AuditEvent.objects.filter(action="assessment.saved").count() == 1


def test_a_new_version_keeps_the_old_one_whole(household: Household, worker: User) -> None:
    save(household, worker, 0, income_sek=Decimal("12000"), network_note="En syster")
    row = save(household, worker, 1, income_sek=Decimal("14000"), network_note="En syster")
    assert [then.income_sek for then in row.history.order_by("version")] == [12000, 14000]
    assert AuditEvent.objects.filter(action="assessment.saved").latest("pk").details["fields"] == [
        "income_sek"
    ]


def test_changes_to_different_fields_are_both_kept(household: Household, worker: User) -> None:
    other = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    save(household, worker, 0, network_note="En syster")
    save(household, other, 1, network_note="En syster", queues_note="Stockholm sedan 2009")
    row = save(household, worker, 1, network_note="En syster och en bror")
    assert (row.network_note, row.queues_note) == ("En syster och en bror", "Stockholm sedan 2009")


def test_the_second_of_two_first_savers_loses_nothing(household: Household, worker: User) -> None:
    save(household, worker, 0, network_note="En syster")
    row = save(household, worker, 0, queues_note="Stockholm")
    assert (row.version, row.network_note, row.queues_note) == (2, "En syster", "Stockholm")


def test_a_clash_writes_nothing_and_tells_of_both(household: Household, worker: User) -> None:
    save(household, worker, 0, network_note="Ingen")
    save(household, worker, 1, network_note="En syster", rent_arrears=True)
    with pytest.raises(ChangedMeanwhile) as refused:
        save(household, worker, 1, network_note="En bror")
    clash = refused.value
    assert (clash.names, clash.version) == (("network_note",), 2)
    assert (clash.theirs["network_note"], clash.merged["network_note"]) == ("En syster", "En bror")
    assert clash.merged["rent_arrears"] is True
    assert Assessment.objects.get().network_note == "En syster"
    assert (
        save_assessment(
            household=household, facts=clash.merged, seen_version=clash.version, by=worker
        ).network_note
        == "En bror"
    )


def test_nothing_is_lost_in_a_thousand_interleavings() -> None:
    """Each writer adds a word of its own to a random field; whoever clashes brings both together."""
    random.seed(2014)
    names = ("housing_note", "debts_note", "network_note")
    rounds = 0
    for _ in range(1000):
        saved = dict.fromkeys(names, "")
        history, seen, texts = [dict(saved)], [0, 0], [dict(saved), dict(saved)]
        order = [0, 1, 0, 1]
        random.shuffle(order)
        for turn, writer in enumerate(order):
            word = f" {writer}:{turn}"
            if random.random() < 0.5:
                seen[writer], texts[writer] = len(history) - 1, dict(saved)
            field = random.choice(names)
            texts[writer][field] += word
            merged = merge(base=history[seen[writer]], theirs=saved, mine=texts[writer])
            values = merged.values | {
                name: saved[name] + values_added(history[seen[writer]][name], texts[writer][name])
                for name in merged.clashes
            }
            saved = values
            history.append(dict(saved))
            seen[writer], texts[writer] = len(history) - 1, dict(saved)
            rounds += 1
            everything = " ".join(saved.values())
            assert word.strip() in everything
        assert sum(len(text.split()) for text in saved.values()) == len(order)
    assert rounds == 4000


def values_added(base: str, mine: str) -> str:
    assert mine.startswith(base)
    return mine[len(base) :]


def test_who_may_not_see_the_sensitive_leaves_it_as_it_is(household: Household, worker: User) -> None:
    save(household, worker, 0, needs=sensitive_facts(causes=["eviction"], substance_abuse="past"))
    row = save(household, worker, 1, rent_arrears=False)
    assert row.version == 2
    kept = SensitiveAssessment.objects.get()
    assert (kept.causes, kept.substance_abuse, kept.version) == (["eviction"], "past", 1)


def test_unknown_causes_are_refused(household: Household, worker: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        save(household, worker, 0, needs=sensitive_facts(causes=["invented"]))
    assert refused.value.field == "causes"
    assert not Assessment.objects.exists()


def test_another_boards_household_is_refused(household: Household) -> None:
    with pytest.raises(ActionRefused):
        save(household, staff(Role.PROJECT_WORKER), 0)
    assert not Assessment.objects.exists()


def test_a_failing_log_leaves_nothing(
    household: Household, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.actions.assessments.record_event", fail)
    with pytest.raises(RuntimeError):
        save(household, worker, 0, needs=sensitive_facts(causes=["eviction"]))
    assert not Assessment.objects.exists()
    assert not SensitiveAssessment.objects.exists()


def test_facts_have_their_day_and_who_and_unknown_has_neither(household: Household, worker: User) -> None:
    until = today() + timedelta(days=40)
    save(household, worker, 0, housing_until=until, rent_arrears=False, willing_to_move=True)
    known = latest_facts([household.pk])[household.pk]
    assert known.housing_until == Fact(until, today(), "Maria Lindqvist")
    assert known.rent_arrears == Fact(False, today(), "Maria Lindqvist")
    assert known.willing_to_move.value is True
    assert known.has_own_income == Fact()
    assert known.substance_abuse == Fact()


@pytest.mark.parametrize(
    ("abuse", "support", "expected"),
    [
        ("", "", (None, None)),
        (SubstanceAbuse.NONE, SupportNeed.NONE, (False, False)),
        (SubstanceAbuse.PAST, SupportNeed.SOME, (False, False)),
        (SubstanceAbuse.ONGOING, SupportNeed.EXTENSIVE, (True, True)),
        (SubstanceAbuse.EXTENSIVE, "", (True, None)),
    ],
)
def test_sensitive_facts_answer_the_criteria(
    household: Household, worker: User, abuse: str, support: str, expected: tuple[Any, Any]
) -> None:
    save(household, worker, 0, needs=sensitive_facts(substance_abuse=abuse, support_need=support))
    known = latest_facts([household.pk])[household.pk]
    assert (known.substance_abuse.value, known.support_need.value) == expected


def test_facts_of_many_households_take_one_query(household: Household, worker: User) -> None:
    others = [family(authority=worker.authority) for _ in range(3)]
    for one in (household, *others[:2]):
        save(one, worker, 0, needs=sensitive_facts(causes=[Cause.EVICTION], support_need="some"))
    ids = [household.pk, *(one.pk for one in others)]
    for wanted in (ids[:1], ids):
        with CaptureQueriesContext(connection) as queries:
            found = latest_facts(wanted)
        assert len(queries) == 1
        assert set(found) == set(wanted)
    assert found[others[2].pk] == NOTHING_KNOWN
