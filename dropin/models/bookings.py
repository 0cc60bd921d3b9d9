"""A booked visit: day, time, reason, interpreter; and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import AuthorityOwned
from cases.models import Household
from dropin.enums import BookingReason, BookingState
from dropin.models.visits import Visit
from dropin.querysets import BookingQuerySet


class Booking(AuthorityOwned):
    """Day and time are local. Moving one changes it in place; its history keeps where it was."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="bookings")
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("time"))
    duration_minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=45)
    reason = models.CharField(
        _("reason"),
        max_length=20,
        choices=BookingReason,
        default=BookingReason.FOLLOW_UP,
    )
    interpreter_language = models.CharField(_("interpreter"), max_length=60, blank=True)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("with"),
    )
    state = models.CharField(_("state"), max_length=10, choices=BookingState, default=BookingState.BOOKED)
    made_in_visit = models.ForeignKey(
        Visit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings_made",
    )
    visit = models.OneToOneField(
        Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="booking"
    )
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()
    objects = BookingQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(visit=None) | Q(state=BookingState.ARRIVED),
                name="dropin_booking_visit",
            ),
            models.UniqueConstraint(
                fields=["household", "day", "starts_at"],
                condition=Q(state=BookingState.BOOKED),
                name="dropin_booking_once",
                violation_error_message=_("The household already has a booking at that time."),
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "day", "starts_at"], name="dropin_booking_day"),
            models.Index(fields=["household", "-day", "-id"], name="dropin_booking_household"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts_at:%H.%M}"
