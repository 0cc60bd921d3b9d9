"""Duplicates merged and undone, and households split and joined: every linked table, compared row by row."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from cases.actions import join_households, split_household
from cases.actions.merging import merge_households, plan_merge, undo_merge
from cases.carrying import GOES_ON
from cases.enums import LinkKind, MemberRole, Protection
from cases.errors import ActionRefused
from cases.linked_rows import OF_THE_CASE, groups_of, linked_models, links_of
from cases.models import CaseMerge, Household, HouseholdLink, HouseholdMember, HousingQueue
from core.clock import today
from core.models import AuditEvent
from core.registries import carried_rows
from tests.factories import by_model
from tests.factories.accounts import staff
from tests.factories.cases import (
    FollowUpFactory,
    FollowUpSeriesFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    HouseholdUnitFactory,
    NamedAccessFactory,
    PersonFactory,
    family,
)
from tests.factories.casework import AssessmentFactory, WorkPlanFactory
from tests.factories.debt import ReferralFactory
from tests.factories.events import BookingFactory
from tests.factories.housing import RecusalFactory
from tests.factories.rota import ProgrammeTimeFactory
from tests.factories.search import HousingQueueFactory, LeadFactory, PriorityApplicationFactory

pytestmark = pytest.mark.django_db
Rows = dict[tuple[str, int], dict[str, Any]]


def rows_of_everything() -> Rows:
    """Every row of every model that points at a household, and the households themselves."""
    models = {model for model, _field in linked_models()} | {Household}
    return {
        (model._meta.label_lower, row["pk"] if "pk" in row else row[model._meta.pk.attname]): row
        for model in models - {CaseMerge}
        for row in model._base_manager.values()
    }


def hang_everything_on(household: Household) -> set[str]:
    """A row of every linked model, by its factory; the labels of the models."""
    made = by_model()
    labels = set()
    for model, field in linked_models():
        if model is CaseMerge:  # what is under test
            continue
        assert model in made, f"{model._meta.label} points at a household and has no factory"
        made[model](**{field: household})
        labels.add(model._meta.label_lower)
    return labels


@pytest.fixture
def worker() -> User:
    return staff(Role.PROJECT_WORKER)


@pytest.fixture
def source(worker: User) -> Household:
    return family(authority=worker.authority, family_name="Dubblett", opened_on=date(2013, 8, 1))


@pytest.fixture
def target(worker: User) -> Household:
    return family(date(2010, 1, 1), authority=worker.authority, family_name="Lindgren")


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(ActionRefused) as caught:
        act()
    return caught.value.field


def test_merge_and_undo_leave_every_linked_table_as_it_was(
    worker: User, source: Household, target: Household
) -> None:
    labels = hang_everything_on(source)
    assert {"dropin.visit", "housing.placement", "debtadvice.debtcase", "cases.lead"} <= labels
    before = rows_of_everything()
    merge = merge_households(source=source, target=target, by=worker)
    moved = {model for model, _pk, _field in merge.moved}
    assert moved == labels - OF_THE_CASE  # everything about the people really moved
    assert links_of(source.pk) == []
    after = rows_of_everything()
    assert sum(after.get(key) != row for key, row in before.items()) > len(moved)
    undo_merge(merge=merge, by=worker)
    assert rows_of_everything() == before


def test_what_the_target_has_already_stays_and_nothing_is_lost(
    worker: User, source: Household, target: Household
) -> None:
    for household in (source, target):
        AssessmentFactory(household=household)
        FollowUpFactory(household=household, origin="a")
    applicant = target.members.get(role=MemberRole.APPLICANT).person
    double = PersonFactory(
        authority=worker.authority,
        given_name=applicant.given_name.upper(),
        family_name=applicant.family_name,
        born_on=applicant.born_on,
    )
    HouseholdMemberFactory(household=source, person=double, role=MemberRole.ADULT)
    before = rows_of_everything()
    merge = merge_households(source=source, target=target, by=worker)
    assert merge.stayed == 3
    assert set(before) <= set(rows_of_everything())
    assert source.assessment.household_id == source.pk
    roles = set(target.members.values_list("role", flat=True))
    assert list(target.members.values_list("role", flat=True)).count(MemberRole.APPLICANT) == 1
    assert roles == {MemberRole.APPLICANT, MemberRole.ADULT, MemberRole.CHILD}
    undo_merge(merge=merge, by=worker)
    assert rows_of_everything() == before


def test_rows_that_belong_together_move_together_or_not_at_all(
    worker: User, source: Household, target: Household
) -> None:
    series = FollowUpSeriesFactory(household=source, origin="s", created_by=worker)
    FollowUpFactory(household=source, series=series, origin="s", kind=series.kind)
    FollowUpFactory(household=source, origin="free")
    assert sorted(len(group) for group in groups_of(links_of(source.pk))) == [1, 1, 2]
    FollowUpSeriesFactory(household=target, origin="s", created_by=worker)  # only one of an origin
    merge_households(source=source, target=target, by=worker)
    assert source.follow_ups.count() == source.follow_up_series.count() == 1
    assert target.follow_ups.get().origin == "free"


def test_the_preview_says_what_happens_and_writes_nothing(
    worker: User, source: Household, target: Household
) -> None:
    FollowUpFactory(household=source)
    before, events = rows_of_everything(), AuditEvent.objects.count()
    plan = plan_merge(source=source, target=target, by=worker)
    assert plan.counted(plan.moved) == {"cases.followup": 1, "cases.householdmember": 1}
    assert rows_of_everything() == before
    assert AuditEvent.objects.count() == events
    merge = merge_households(source=source, target=target, by=worker)
    assert len(merge.moved) == len(plan.moved)


def test_both_cases_are_kept_linked_and_audited(worker: User, source: Household, target: Household) -> None:
    unit = HouseholdUnitFactory(household=source).unit
    merge = merge_households(source=source, target=target, by=worker)
    source.refresh_from_db()
    assert source.closed_on == today()
    assert HouseholdLink.objects.get().kind == LinkKind.MERGED
    assert target.unit_links.get().unit == unit
    assert AuditEvent.objects.filter(action="household.merged").count() == 2
    for _ in range(2):
        undo_merge(merge=merge, by=worker)
    source.refresh_from_db()
    assert source.closed_on is None
    assert not target.unit_links.exists()
    assert AuditEvent.objects.filter(action="household.unmerged").count() == 2


def test_what_came_later_stays_where_it_is(worker: User, source: Household, target: Household) -> None:
    queue = HousingQueueFactory(household=source, recorded_by=worker)
    merge = merge_households(source=source, target=target, by=worker)
    later = HousingQueueFactory(household=target, recorded_by=worker)
    third = family(authority=worker.authority)
    HousingQueue.objects.filter(pk=queue.pk).update(household=third)  # moved on since
    undo_merge(merge=merge, by=worker)
    assert later.household_id == target.pk
    assert HousingQueue.objects.get(pk=queue.pk).household_id == third.pk


def test_a_merge_is_not_undone_out_of_protection(worker: User, source: Household, target: Household) -> None:
    merge = merge_households(source=source, target=target, by=worker)
    target.protected_identity = Protection.MARKED
    target.save()
    with pytest.raises(ActionRefused, match="olika skydd"):
        undo_merge(merge=merge, by=worker)
    source.refresh_from_db()
    source.protected_identity = Protection.MARKED
    source.save()
    undo_merge(merge=merge, by=worker)
    source.refresh_from_db()
    assert source.closed_on is None


def test_what_cannot_be_merged(worker: User, source: Household, target: Household) -> None:
    def merge(one: Household, other: Household, by: User = worker) -> Any:
        return merge_households(source=one, target=other, by=by)

    assert refused(lambda: merge(target, target)) == "case_number"
    assert refused(lambda: merge(source, target, staff(Role.PROJECT_WORKER))) == ""
    closed = family(authority=worker.authority, closed_on=date(2013, 12, 1))
    assert refused(lambda: merge(source, closed)) == "case_number"
    hidden = family(authority=worker.authority, protected_identity=Protection.MARKED)
    assert refused(lambda: merge(hidden, target)) == "case_number"
    first = merge(source, target)
    assert refused(lambda: merge(source, family(authority=worker.authority))) == "case_number"
    merge(target, family(authority=worker.authority))
    refused(lambda: undo_merge(merge=first, by=worker))
    assert CaseMerge.objects.filter(undone_at=None).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseMerge.objects.create(source=source, target=hidden, merged_at=first.merged_at, merged_by=worker)


def test_whoever_was_named_on_a_protected_double_sees_the_one_that_is_kept(worker: User) -> None:
    cast = [
        family(authority=worker.authority, protected_identity=Protection.MARKED, project_worker=worker)
        for _ in range(2)
    ]
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    NamedAccessFactory(household=cast[0], user=colleague, granted_by=worker)
    merge = merge_households(source=cast[0], target=cast[1], by=worker)
    assert list(cast[1].named_access.values_list("user", flat=True)) == [colleague.pk]
    undo_merge(merge=merge, by=worker)
    assert not cast[1].named_access.exists()


# --- split and join ---------------------------------------------------------------------------------------
def test_split_and_join_on_a_day_leave_every_linked_row_as_it_was(worker: User) -> None:
    household = family(authority=worker.authority)
    partner = HouseholdMemberFactory(
        household=household, person=PersonFactory(authority=worker.authority), role=MemberRole.ADULT
    )
    HouseholdUnitFactory(household=household)
    hang_everything_on(household)
    HousingQueueFactory(household=household, person=partner.person, recorded_by=worker)
    before = rows_of_everything()
    parted = split_household(household=household, people=[partner], on_day=today(), by=worker)
    assert parted.queues.count() == 1
    parted.refresh_from_db()
    changed = sum(rows_of_everything()[key] != row for key, row in before.items())
    assert changed >= 2  # the membership and the queue
    join_households(source=parted, target=household, on_day=today(), by=worker)
    after = rows_of_everything()
    assert {key: after[key] for key in before} == before


# What does not go on when households join: it was written of those who were one household then, or is
# of the people themselves and moves by rules of its own. Whoever adds a model that points at a household
# says here, in GOES_ON or in OF_THE_CASE which it is.
STAYS = {
    "cases.assessment": "of the household as it was; the one that is kept has its own",
    "cases.attachment": "history",
    "cases.home": "history: a home of one's own, moved into as it was",
    "cases.householdmember": "moves by its own rules, in cases.actions.joining",
    "cases.informationgiven": "history",
    "cases.journalnote": "history",
    "cases.planstep": "goes with its plan",
    "cases.situationrecord": "history",
    "debtadvice.debtcase": "confidential and a person's own; the advice links it anew",
    "debtadvice.homenotice": "of the address where that household lives",
    "dropin.visit": "history",
    "housing.agendaitem": "what the board has taken up",
    "housing.application": "what the board is asked for that household",
    "housing.boarddecision": "a decision is about those whom it names",
    "housing.placement": "nights that were stayed and paid for",
    "housing.tenancy": "the tenancy of that household",
}
# The log and the letters hold the number of a household without pointing at it: they are of the case.
NUMBERED = {"core.auditevent", "core.document", "core.readevent"}


def test_every_model_that_points_at_a_household_is_decided_upon() -> None:
    labels = {model._meta.label_lower for model, _field in linked_models()}
    decided = [set(GOES_ON), set(carried_rows.names()), set(OF_THE_CASE), set(STAYS)]
    assert sum(len(group) for group in decided) == len(set().union(*decided))  # each of them once
    assert labels == set().union(*decided)


def test_every_kind_of_row_has_a_name_in_swedish() -> None:
    """What the preview calls it: `verbose_name_plural` is given, and translated."""
    models = {model for model, _field in linked_models()}
    with translation.override("en"):
        english = {model: str(model._meta.verbose_name_plural) for model in models}
    with translation.override("sv"):
        assert [model for model in models if str(model._meta.verbose_name_plural) == english[model]] == []


def test_no_other_column_holds_the_number_of_a_household() -> None:
    """A number that nobody repoints would be left behind by a merge."""
    found = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "household" in field.name and not field.is_relation
    }
    assert found == NUMBERED


def test_what_goes_on_follows_a_join_and_what_has_been_stays(
    worker: User, source: Household, target: Household
) -> None:
    going = [
        FollowUpFactory(household=source),
        FollowUpSeriesFactory(household=source, created_by=worker),
        HousingQueueFactory(household=source, recorded_by=worker),
        LeadFactory(household=source),
        PriorityApplicationFactory(household=source, recorded_by=worker),
        WorkPlanFactory(household=source),
        ProgrammeTimeFactory(household=source, added_by=worker),
        BookingFactory(household=source, day=today() + timedelta(days=3), booked_by=worker),
        ReferralFactory(household=source, sent_by=worker),
        RecusalFactory(item=None, household=source, user=worker),
    ]
    assert {row._meta.label_lower for row in going} == set(GOES_ON) | set(carried_rows.names())
    done = FollowUpFactory(household=source, origin="x", state="done", settled_on=today(), settled_by=worker)
    left = HousingQueueFactory(
        household=source, recorded_by=worker, ended_on=date(2013, 1, 1), end_reason="left"
    )
    kept = BookingFactory(household=source, day=date(2013, 12, 2), booked_by=worker, state="no_show")
    join_households(source=source, target=target, on_day=today(), by=worker)
    for row in (*going, done, left, kept):
        row.refresh_from_db()
    assert {row.household_id for row in going} == {target.pk}
    assert {done.household_id, left.household_id, kept.household_id} == {source.pk}


# --- the page ---------------------------------------------------------------------------------------------
def test_the_page_shows_does_and_undoes(page: Client, source: Household, target: Household) -> None:
    FollowUpFactory(household=source)
    address = reverse("cases:merge", args=[target.pk])
    assert page.get(address).status_code == 200
    sent = {"case_number": source.case_number}
    shown = page.post(address, sent | {"do": "check"})
    assert {line["label"]: line["count"] for line in shown.context["preview"]["moved"]} == {
        "Uppföljningar": 1,
        "Hushållsmedlemmar": 1,
    }
    assert not CaseMerge.objects.exists()
    answer = page.post(address, sent | {"do": "merge"}, follow=True)
    undo = reverse("cases:merge_undo", args=[CaseMerge.objects.get().pk])
    assert undo in answer.content.decode()
    assert page.post(address, sent | {"do": "merge"}).status_code == 422
    page.post(undo)
    assert CaseMerge.objects.get().undone_at is not None
    assert page.post(address, {"case_number": "finns-inte"}).status_code == 422


def test_the_page_proposes_those_that_may_be_the_same(page: Client, worker: User, target: Household) -> None:
    double = family(authority=worker.authority, family_name="Lindgren")
    family(authority=worker.authority, given_name="Annan", family_name="Person")
    hits = page.get(reverse("cases:merge", args=[target.pk])).context["hits"]
    assert [hit.household for hit in hits] == [double]


def test_the_preview_tells_nothing_of_debt_advice(page: Client, source: Household, target: Household) -> None:
    by_model()[_debt_case()](household=source, authority=source.authority)
    address = reverse("cases:merge", args=[target.pk])
    shown = page.post(address, {"case_number": source.case_number, "do": "check"})
    assert [line["label"] for line in shown.context["preview"]["moved"]] == ["Hushållsmedlemmar"]


def _debt_case() -> type[Any]:
    models = (model for model, _field in linked_models())
    return next(model for model in models if model._meta.label_lower == "debtadvice.debtcase")


def test_an_empty_household_has_nothing_linked() -> None:
    assert links_of(HouseholdFactory().pk) == []
    assert HouseholdMember._meta.label_lower in {model._meta.label_lower for model, _field in linked_models()}
