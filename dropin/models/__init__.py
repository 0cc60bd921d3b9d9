"""The drop-in desk: opening hours, visits and bookings."""

from dropin.models.bookings import Booking
from dropin.models.opening import ClosedDay, OpeningHours
from dropin.models.visits import Visit, VisitMember, VisitTopic

__all__ = ["Booking", "ClosedDay", "OpeningHours", "Visit", "VisitMember", "VisitTopic"]
