"""What a household's page says of a threatened home: the risk and the day, never the debts."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.models import Household
from core.clock import today
from core.registries import HouseholdWarning
from debtadvice.models import HomeNotice

if TYPE_CHECKING:
    from accounts.models import User


def home_warnings(household: Household, user: "User") -> list[HouseholdWarning]:
    """A warning for each open notice about the household's home; for everybody who sees the household."""
    if not getattr(household, "has_home_notices", True):
        return []
    notices = HomeNotice.objects.open().filter(household=household).order_by("received_on", "pk")
    return [_warning(notice) for notice in notices]


def _warning(notice: HomeNotice) -> HouseholdWarning:
    title = _("The home is at risk: %(what)s.") % {"what": str(notice.get_kind_display()).lower()}
    text = _("Noted %(day)s.") % {"day": notice.received_on}
    if notice.pays_by is not None and notice.pays_by >= today():
        text = _("The lease can be won back through %(day)s.") % {"day": notice.pays_by}
    if notice.eviction_on is not None:
        text = _("Eviction %(day)s.") % {"day": notice.eviction_on}
    advice = _("Contact budget and debt advice.")
    return HouseholdWarning("bad", title, f"{text} {advice}")
