"""Where a household lives now: on its page, with a warning when no decision covers tonight."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cases.models import Household
from cases.views.household import may
from core.clock import today
from core.registries import HouseholdWarning
from housing.coverage import Span, covered_through
from housing.enums import OPEN_APPLICATION_STATES, FlatKind
from housing.limits import day_of_stay, is_over_limit, last_allowed_night
from housing.models import Application, Placement, Tenancy
from housing.placed import cost_so_far, forecast_of
from housing.stays import acute_spans, approvals_of, flat_spans
from housing.unbroken import StayRow, UnbrokenStay, unbroken_on

if TYPE_CHECKING:
    from accounts.models import User

READ = "housing.read"
_KEPT = "housing_now_of"


@dataclass(frozen=True)
class HousingNow:
    """What is known of tonight. Any of them may be missing; `covered_through` None: no decision tonight."""

    day: date
    stay: UnbrokenStay | None
    tenancy: Tenancy | None
    application: Application | None
    covered_through: date | None
    cost_sek: Decimal

    @property
    def forecast_sek(self) -> Decimal | None:
        """Through the planned end of the placements; None without one."""
        return forecast_of(self.stay, self.day) if self.stay else None

    @property
    def placement(self) -> StayRow | None:
        return self.stay.rows_on(self.day)[-1] if self.stay else None

    @property
    def nights(self) -> int:
        first = self.stay.first_night if self.stay else self.tenancy.first_night if self.tenancy else self.day
        return (self.day - first).days + 1

    @property
    def limit(self) -> date | None:
        """The last night that a stay in a transitional flat may have."""
        if self.tenancy is None or self.tenancy.flat.kind != FlatKind.TRANSITIONAL:
            return None
        return last_allowed_night(self.tenancy.first_night)

    @property
    def day_of_stay(self) -> int:
        return day_of_stay(self.tenancy.first_night, self.day) if self.tenancy else 0

    @property
    def is_over_limit(self) -> bool:
        return (
            self.limit is not None
            and self.tenancy is not None
            and is_over_limit(self.tenancy.first_night, self.day)
        )

    @property
    def lacks_decision(self) -> bool:
        return self.stay is not None and self.covered_through is None


def has_housing() -> Q:
    """A mark over households: placed or in a flat tonight, or with an open application."""
    of, day = {"household": OuterRef("pk")}, today()
    return (
        Q(Exists(Placement.objects.on_night(day).filter(**of)))
        | Q(Exists(Tenancy.objects.on_night(day).filter(**of)))
        | Q(Exists(Application.objects.filter(state__in=OPEN_APPLICATION_STATES, **of)))
    )


def housing_now(household: Household, user: "User") -> HousingNow | None:
    """None where there is nothing, or nothing that user may see. Four queries, once for each household."""
    if not getattr(household, "has_housing", True) or not may(user, household, READ):
        return None
    if not hasattr(household, _KEPT):
        setattr(household, _KEPT, _now(household, today()))
    kept: HousingNow | None = getattr(household, _KEPT)
    return kept


def _now(household: Household, day: date) -> HousingNow | None:
    stay = unbroken_on([household.pk], day).get(household.pk)
    lives = Tenancy.objects.on_night(day).filter(household=household).select_related("flat")
    tenancy = lives.order_by("-first_night", "-pk").first()
    applied = Application.objects.filter(household=household, state__in=OPEN_APPLICATION_STATES)
    application = applied.order_by("-pk").first()
    if stay is None and tenancy is None and application is None:
        return None
    decisions = approvals_of([household.pk])[household.pk]
    spans, first = (acute_spans(decisions), stay.first_night) if stay else (flat_spans(decisions), day)
    return HousingNow(
        day=day,
        stay=stay,
        tenancy=tenancy,
        application=application,
        covered_through=covered_through(Span(first), spans, on=day),
        cost_sek=cost_so_far(stay, day) if stay else Decimal(0),
    )


def household_panel(household: Household, user: "User") -> dict[str, Any] | None:
    """The panel's context."""
    now = housing_now(household, user)
    if now is None:
        return None
    return {
        "now": now,
        "household": household,
        "may_apply": now.application is None and may(user, household, "application.write"),
        "may_write": may(user, household, "application.write"),
    }


def housing_warnings(household: Household, user: "User") -> list[HouseholdWarning]:
    """Nights that nobody has decided on, and a stay over its limit."""
    now = housing_now(household, user)
    found = []
    if now is not None and now.lacks_decision:
        found.append(
            HouseholdWarning(
                "bad", _("No decision covers tonight."), _("Apply to the Boråd, or ask the delegate.")
            )
        )
    return found
