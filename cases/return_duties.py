"""Returns to emergency housing as duties: somebody decides whether the household is homeless again."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Home, Household
from cases.querysets import whose
from cases.returns import Return, may_have_returned, undecided_returns
from core.registries import Duty

if TYPE_CHECKING:
    from accounts.models import User

RETURNS = "cases.returns"


def return_duties(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """Those that nobody has decided about, earliest first; one query, and one for each source of nights."""
    changeable = Household.objects.visible_to(user, "household.change").filter(pk=OuterRef("household"))
    rows = Home.objects.visible_to(user, "search.read").filter(
        whose(assigned_to_ids, unit_ids, field="household__project_worker")
    )
    homes = list(may_have_returned(rows).annotate(can_settle=Exists(changeable)).select_related("household"))
    undecided = undecided_returns(homes)
    found = [_duty(row, undecided[row.pk]) for row in homes if row.pk in undecided]
    return sorted((duty for duty in found if duty.due_on <= until), key=lambda duty: duty.sort_key)[:limit]


def _duty(row: Home, found: Return) -> Duty:
    household = row.household
    words = _("Within %(n)s months of the move %(day)s. Are they homeless again?")
    return Duty(
        source=RETURNS,
        object_id=row.pk,
        due_on=found.first_night,
        title=_("Back in emergency housing"),
        household_id=household.pk,
        assigned_to_id=household.project_worker_id or household.caseworker_id,
        kind="return",
        tone="bad",
        note=words % {"n": found.months, "day": row.moved_in_on},
        url=reverse("cases:home", args=[row.pk]),
        can_settle=row.can_settle,  # type: ignore[attr-defined]  # from the annotation
    )
