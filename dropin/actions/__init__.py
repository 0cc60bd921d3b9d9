"""What the drop-in does, each in one transaction with its audit event."""

from dropin.actions.attaching import attach_visit, detach_visit
from dropin.actions.bookings import (
    BookingInput,
    book_visit,
    cancel_booking,
    mark_arrived,
    mark_no_show,
    move_booking,
    reopen_booking,
)
from dropin.actions.hours import add_hours, close_day, end_hours, ensure_default_hours, open_day
from dropin.actions.placed import book_next_session
from dropin.actions.visits import (
    already_logged,
    change_visit,
    log_visit,
    restore_visit,
    undo_visit,
    version_of,
)

__all__ = [
    "BookingInput",
    "add_hours",
    "already_logged",
    "attach_visit",
    "book_next_session",
    "book_visit",
    "cancel_booking",
    "change_visit",
    "close_day",
    "detach_visit",
    "end_hours",
    "ensure_default_hours",
    "log_visit",
    "mark_arrived",
    "mark_no_show",
    "move_booking",
    "open_day",
    "reopen_booking",
    "restore_visit",
    "undo_visit",
    "version_of",
]
