"""What whoever opens a household must see first."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import AccessKind
from cases.models import Household, NamedAccess
from core.periods import turns_18_on
from core.registries import HouseholdWarning, household_warnings

# A child who soon comes of age changes what the household may get.
OF_AGE_SOON_DAYS = 60
WEIGHTS = {"bad": 0, "warn": 1, "info": 2}

if TYPE_CHECKING:
    from accounts.models import User


def warnings_for(
    household: Household,
    *,
    today: date,
    contact: date | None,
    access: Sequence[NamedAccess] = (),
    may_act: bool = True,
) -> list[HouseholdWarning]:
    """In order of weight. `contact`: the latest day of contact, None when there was none yet.

    Silence is told to those only who can do something about it (`may_act`).
    """
    found = []
    if household.is_protected:
        found.append(
            HouseholdWarning(
                "bad",
                str(household.get_protected_identity_display()),
                _("Say nothing of where they are. Only those named here see the household."),
            )
        )
    found += [_emergency(row) for row in access if row.kind == AccessKind.BREAK_GLASS]
    if household.closed_on is not None:
        text = _("Late notes can still be made. Reopen it if the household is back.")
        found.append(
            HouseholdWarning("info", _("The case was closed %(day)s.") % {"day": household.closed_on}, text)
        )
        return found
    found += _of_age_soon(household, today)
    if may_act and (silent := _silence(household, today, contact)):
        found.append(silent)
    if household.project_worker_id is None and household.caseworker_id is None:
        text = _("Name who follows up.")
        found.append(HouseholdWarning("warn", _("Nobody is responsible for the household."), text))
    return found


def all_warnings(
    household: Household, user: "User", *, today: date, contact: date | None, access: Sequence[NamedAccess]
) -> list[HouseholdWarning]:
    """Those of the household itself and those that other apps contribute, the worst ones first."""
    may_act = user.can("household.change")
    found = warnings_for(household, today=today, contact=contact, access=access, may_act=may_act)
    for source in household_warnings:
        found.extend(source(household, user))
    return sorted(found, key=lambda warning: WEIGHTS[warning.kind])


def _emergency(access: NamedAccess) -> HouseholdWarning:
    return HouseholdWarning(
        "warn",
        _("%(name)s has emergency access through %(day)s.")
        % {"name": access.user.full_name, "day": access.last_day},
        _("It is reviewed afterwards."),
    )


def _of_age_soon(household: Household, today: date) -> list[HouseholdWarning]:
    found = []
    for member in household.members_on(today):
        if not member.is_child_on(today) or member.person.born_on is None:
            continue
        adult_on = turns_18_on(member.person.born_on)
        days = (adult_on - today).days
        if days > OF_AGE_SOON_DAYS:
            continue
        title = ngettext(
            "%(name)s turns 18 tomorrow, %(date)s.", "%(name)s turns 18 on %(date)s, in %(n)s days.", days
        ) % {"name": member.person.given_name or member.person.name, "date": _day(adult_on), "n": days}
        found.append(HouseholdWarning("warn", title, _("Check what that changes.")))
    return found


def _silence(household: Household, today: date, contact: date | None) -> HouseholdWarning | None:
    # What the board has set, from HouseholdQuerySet.with_silence(); cases.silence has the definition.
    limit = getattr(household, "silence_days", settings.NO_CONTACT_DAYS)
    since = contact or household.opened_on
    days = (today - since).days
    if not limit or days <= limit:
        return None
    if contact is None:
        title = _("No contact since the case was opened %(day)s.") % {"day": household.opened_on}
    else:
        title = ngettext("No contact for %(n)s day.", "No contact for %(n)s days.", days) % {"n": days}
    return HouseholdWarning("warn", title, _("Book a visit or call."))


def _day(day: date) -> str:
    return date_format(day, "j F")
