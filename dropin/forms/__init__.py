"""The drop-in's forms: they read and check what was typed; the actions decide."""

from dropin.forms.bookings import BookingForm, MoveForm
from dropin.forms.hours import ClosedDayForm, HoursForm
from dropin.forms.new_household import NewHouseholdForm
from dropin.forms.visit import BookingWith, VisitForm

__all__ = [
    "BookingForm",
    "BookingWith",
    "ClosedDayForm",
    "HoursForm",
    "MoveForm",
    "NewHouseholdForm",
    "VisitForm",
]
