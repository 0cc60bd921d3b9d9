"""What goes along when households split or join: what goes on, not what has been.

History stays where it was written, and the two cases link to each other. What is to be done, the queues,
the leads and the applications for priority that wait are about the people, and follow them; so does what
the apps above say of theirs (core.registries.carried_rows).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps

from cases.enums import FollowUpState
from cases.linked_rows import Link, groups_of, move_group
from cases.models import Household, HousingQueue
from cases.search_enums import PriorityResult
from core.registries import carried_rows

# By model: what makes a row one that goes on.
GOES_ON: dict[str, dict[str, object]] = {
    "cases.followup": {"state": FollowUpState.OPEN},
    "cases.followupseries": {"ended_on": None},
    "cases.housingqueue": {"ended_on": None},
    "cases.lead": {"outcome": ""},
    "cases.priorityapplication": {"result": PriorityResult.WAITING},
    "cases.programmetime": {"last_day": None},
    "cases.workplan": {},
}


@dataclass(frozen=True)
class Carried:
    """The rows that come along, and those that stay since the target has the like already."""

    moved: tuple[Link, ...]
    stayed: tuple[Link, ...]


def carry_along(source: Household, target: Household) -> Carried:
    """Everything of source that goes on comes to target; what target has already stays with source."""
    above = {label: carried_rows[label] for label in carried_rows.names()}
    links = [
        Link(label, pk, "household")
        for label, condition in {**GOES_ON, **above}.items()
        for pk in apps.get_model(label)
        ._base_manager.filter(household=source, **condition)
        .order_by("pk")
        .values_list("pk", flat=True)
    ]
    moved: list[Link] = []
    stayed: list[Link] = []
    for group in groups_of(links):
        into = moved if move_group(group, target.pk) else stayed
        into.extend(group)
    return Carried(tuple(moved), tuple(stayed))


def carry_queues(source: Household, target: Household, person_ids: Sequence[int]) -> None:
    """The queues in which those stand who go to a household of their own."""
    for queue in HousingQueue.objects.filter(household=source, person__in=person_ids, ended_on=None):
        move_group([Link("cases.housingqueue", queue.pk, "household")], target.pk)
