"""What is done so that whoever is placed meets the project, told to the one who started the placement."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.contacts import next_contacts
from cases.enums import FollowUpKind
from cases.models import FollowUp
from housing.actions.placements import origin_of
from housing.models import Placement


def started_words(placement: Placement, day: date) -> str:
    """The follow-up that was planned, or the day of the booking; neither for nights that are over."""
    due = _first_contact_due(placement)
    if due is not None:
        return _(
            "The placement is started. The drop-in had no time to book, so a first contact is to follow up "
            "by %(day)s."
        ) % {"day": _words(due)}
    booked = next_contacts([placement.household_id], day).get(placement.household_id)
    if booked is not None:
        return _("The placement is started, and the household is booked into the drop-in %(day)s.") % {
            "day": _words(booked)
        }
    return _("The placement is started.")


def _first_contact_due(placement: Placement) -> date | None:
    rows = FollowUp.objects.filter(
        household=placement.household_id, kind=FollowUpKind.FIRST_CONTACT, origin=origin_of(placement)
    )
    due: date | None = rows.open().values_list("due_on", flat=True).first()
    return due


def _words(day: date) -> str:
    return date_format(day, "l j F")
