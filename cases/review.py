"""The list of a case review: latest contact, obstacles to a contract, and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cases.contacts import latest_contacts
from cases.enums import Situation
from cases.models import FollowUp, Household, PlanStep
from cases.obstacles import obstacles_of

if TYPE_CHECKING:
    from accounts.models import User
    from cases.querysets import HouseholdQuerySet

A_PAGE = 100


@dataclass(frozen=True)
class Reviewed:
    """A line of the list. `obstacles` is None where nothing that the reader may know is known."""

    household: Household
    situation: int | None
    situation_words: str
    housed_on: date | None
    worker: str
    contact: date | None
    obstacles: list[str] | None
    next_on: date | None
    next_step: str


def to_review(households: "HouseholdQuerySet") -> "HouseholdQuerySet":
    """The open ones of these households, by responsible worker."""
    rows = households.filter(closed_on=None).with_label().with_situation()
    rows = rows.select_related("project_worker", "caseworker")
    return rows.order_by("project_worker__full_name", "-opened_on", "-pk")


def reviewed(found: "Sequence[Household]", user: "User", day: date) -> list[Reviewed]:
    """These rows of `to_review` as lines. A constant number of queries."""
    ids = [household.pk for household in found]
    contacts, obstacles, steps = latest_contacts(ids), obstacles_of(ids, user, day), next_steps(ids, user)
    situations: dict[int, int | None] = {
        household.pk: household.situation_now  # type: ignore[attr-defined]  # from with_situation()
        for household in found
    }
    return [
        Reviewed(
            household=household,
            situation=situations[household.pk],
            situation_words=_situation(situations[household.pk]),
            housed_on=household.housed_on,  # type: ignore[attr-defined]  # from with_situation()
            worker=_worker(household),
            contact=contacts.get(household.pk),
            obstacles=obstacles.get(household.pk),
            next_on=steps.get(household.pk, (None, ""))[0],
            next_step=steps.get(household.pk, (None, ""))[1],
        )
        for household in found
    ]


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
