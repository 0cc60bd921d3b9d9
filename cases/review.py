"""The list of a case review: latest contact, obstacles to a contract, and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cases.contacts import latest_contacts
from cases.enums import IncomeSource, Situation
from cases.models import Assessment, FollowUp, Household, PlanStep

if TYPE_CHECKING:
    from accounts.models import User
    from cases.querysets import HouseholdQuerySet

MOST_HOUSEHOLDS = 100


@dataclass(frozen=True)
class Reviewed:
    """A line of the list. `obstacles` is None for one who may not read the assessment, or has none."""

    household: Household
    situation: int | None
    situation_words: str
    worker: str
    contact: date | None
    obstacles: list[str] | None
    next_on: date | None
    next_step: str


def reviewed(households: "HouseholdQuerySet", user: "User", day: date) -> list[Reviewed]:
    """The open ones of these households, by responsible worker. A constant number of queries."""
    rows = households.filter(closed_on=None).with_label().with_situation()
    rows = rows.select_related("project_worker", "caseworker")
    found = list(rows.order_by("project_worker__full_name", "-opened_on", "-pk")[:MOST_HOUSEHOLDS])
    ids = [household.pk for household in found]
    contacts, obstacles, steps = latest_contacts(ids), obstacles_of(ids, user), next_steps(ids, user)
    return [
        Reviewed(
            household=household,
            situation=household.situation_now,
            situation_words=_situation(household.situation_now),
            worker=_worker(household),
            contact=contacts.get(household.pk),
            obstacles=obstacles.get(household.pk),
            next_on=steps.get(household.pk, (None, ""))[0],
            next_step=steps.get(household.pk, (None, ""))[1],
        )
        for household in found
    ]


def obstacles_of(household_ids: Sequence[int], user: "User") -> dict[int, list[str]]:
    """What stands in the way of a contract of one's own, by the assessments that user may read. One query.

    Facts only (report 2014, "Slutord"): causes and needs are never in a list.
    """
    rows = Assessment.objects.visible_to(user, "assessment.read").filter(household__in=household_ids)
    return {row.household_id: _obstacles(row) for row in rows}


def _obstacles(row: Assessment) -> list[str]:
    own_income = row.has_own_income is False or row.income_source in (
        IncomeSource.INCOME_SUPPORT,
        IncomeSource.NONE,
    )
    told: list[tuple[bool, Any]] = [
        (row.in_housing_queue is False, _("in no queue")),
        (row.queue_fee_paid is False, _("queue fee unpaid")),
        (row.rent_arrears is True, _("rent arrears")),
        (
            row.other_debts is True and row.pays_enforcement_authority is not True,
            _("debts that are not paid off"),
        ),
        (row.has_default_record is True, _("payment default record")),
        (own_income, _("no income of their own")),
        (row.has_references is False, _("no references")),
        (row.willing_to_move is False, _("does not want to move")),
    ]
    return [str(words) for holds, words in told if holds]


def next_steps(household_ids: Sequence[int], user: "User") -> dict[int, tuple[date, str]]:
    """The earliest open follow-up or step of a plan of each household. Two queries."""
    found: dict[int, tuple[date, str]] = {}
    follow_ups = FollowUp.objects.open().filter(household__in=household_ids).order_by("due_on", "pk")
    steps = PlanStep.objects.visible_to(user, "plan.read").open().filter(household__in=household_ids)
    for row in follow_ups:
        _earlier(found, row.household_id, row.due_on, str(row.get_kind_display()))
    for step in steps.exclude(due_on=None).order_by("due_on", "pk"):
        _earlier(found, step.household_id, step.due_on, step.text)
    return found


def _earlier(found: dict[int, tuple[date, str]], pk: int, day: Any, words: str) -> None:
    if pk not in found or day < found[pk][0]:
        found[pk] = (day, words)


def _situation(number: int | None) -> str:
    return str(Situation(number).label) if number else ""


def _worker(household: Household) -> str:
    worker = household.project_worker or household.caseworker
    return worker.full_name if worker else ""
