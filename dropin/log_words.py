"""What this app's pages and actions are called in the log."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "dropin:desk": _("Saw it on the drop-in desk"),
    "dropin:who": _("Found at the drop-in desk"),
    "dropin:duplicates": _("Saw it as a likely duplicate at the desk"),
    "dropin:day": _("Saw it among a day's visits"),
    "dropin:day_of": _("Saw it among a day's visits"),
    "dropin:visit_edit": _("Opened a visit"),
    "dropin:visit_attach": _("Found for an anonymous visit"),
    "dropin:bookings": _("Saw it among the booked visits"),
    "dropin:booking_new": _("Opened the page that books a visit"),
    "dropin:booking_move": _("Opened a booked visit"),
    "booking.made": _("Booked a visit"),
    "booking.moved": _("Moved a booked visit"),
    "booking.cancelled": _("Cancelled a booked visit"),
    "booking.no_show": _("Marked that nobody came"),
    "booking.arrived": _("Marked that they came"),
    "booking.reopened": _("Opened a booking again"),
    "day.closed": _("Closed a day"),
    "day.opened": _("Opened a closed day"),
    "hours.added": _("Added opening hours"),
    "hours.ended": _("Ended opening hours"),
    "hours.resumed": _("Resumed opening hours"),
    "visit.logged": _("Logged a visit"),
    "visit.changed": _("Changed a visit"),
    "visit.undone": _("Undid a visit"),
    "visit.restored": _("Restored a visit"),
    "visit.attached": _("Attached an anonymous visit"),
    "visit.detached": _("Detached a visit"),
}
