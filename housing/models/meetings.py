"""The Boråd: a weekly series of meetings, who takes part, and what is on the agenda."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority, AuthorityOwned
from accounts.querysets import AuthorityOwnedQuerySet
from cases.models import Household
from cases.querysets import OfHouseholdQuerySet
from housing.enums import ItemKind, MeetingPart, MeetingState
from housing.models.applications import Application
from housing.models.decisions import BoardDecision
from housing.models.flats import Flat
from housing.models.placements import Placement
from housing.models.tenancies import Tenancy


class MeetingSeries(models.Model):
    """A board's weekly hour: which weekday, when, from and to which day."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    starts_at = models.TimeField(_("begins"))
    duration_minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=120, blank=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of meetings")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="housing_series_weekday"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="housing_series_days",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts_at}"


class SeriesParticipant(models.Model):
    """Who is called to every meeting of a series, and as what."""

    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=10, choices=MeetingPart, default=MeetingPart.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "user"], name="housing_seriesparticipant_once"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(part="chair"), name="housing_seriesparticipant_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.part}"


class SkippedWeek(models.Model):
    """A meeting day of a series that is not held, and why."""

    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="skipped")
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="housing_skippedweek_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class BoardMeeting(AuthorityOwned):
    """One meeting. When it is closed its minutes are frozen (core.documents) and nothing of it changes."""

    series = models.ForeignKey(
        MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins"))
    duration_minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=MeetingState, default=MeetingState.PLANNED)
    note = models.TextField(_("note in the minutes"), blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("meeting of the Boråd")
        verbose_name_plural = _("meetings of the Boråd")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "held_on", "starts_at"], name="housing_boardmeeting_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="housing_boardmeeting_closed",
            ),
        ]
        indexes = [models.Index(fields=["authority", "-held_on", "-id"], name="housing_boardmeeting_day")]

    def __str__(self) -> str:
        return f"{self.held_on}"

    @property
    def is_closed(self) -> bool:
        return self.state == MeetingState.CLOSED


class MeetingParticipant(models.Model):
    """Who is called to a meeting, as what, and whether they came (None: not noted yet)."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=10, choices=MeetingPart, default=MeetingPart.MEMBER)
    is_present = models.BooleanField(_("present"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="housing_meetingparticipant_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(part="chair"), name="housing_meetingparticipant_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.part}"


class AgendaItem(AuthorityOwned):
    """Something that a meeting takes up. `household` is empty for a free flat, which is nobody's.

    What it is about is one of application, placement, tenancy, flat and decision, by its kind. It is taken
    up once at a meeting; what is deferred comes back as an item of a later one.
    """

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("kind"), max_length=16, choices=ItemKind)
    position = models.PositiveSmallIntegerField(_("place on the agenda"))
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    tenancy = models.ForeignKey(
        Tenancy, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    flat = models.ForeignKey(
        Flat, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    confirms = models.ForeignKey(
        BoardDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
    decision = models.OneToOneField(
        BoardDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_item"
    )
    is_settled = models.BooleanField(_("taken up"), default=False)
    note = models.TextField(_("note in the minutes"), blank=True)
    added_at = models.DateTimeField()

    objects = OfHouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["meeting", "application"], name="housing_agendaitem_application"),
            models.UniqueConstraint(fields=["meeting", "placement"], name="housing_agendaitem_placement"),
            models.UniqueConstraint(fields=["meeting", "tenancy"], name="housing_agendaitem_tenancy"),
            models.UniqueConstraint(fields=["meeting", "flat"], name="housing_agendaitem_flat"),
            models.UniqueConstraint(fields=["meeting", "confirms"], name="housing_agendaitem_confirms"),
            models.CheckConstraint(
                condition=Q(household__isnull=False) | Q(kind="flat_free", flat__isnull=False),
                name="housing_agendaitem_about",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class Recusal(models.Model):
    """Somebody who takes no part in a household's case (jäv, FL 16–18 §§; KL 6:28–30), and why.

    It is noted at an item and holds for the household until it is taken back. `item` is empty while the case
    is on no agenda. `is_over`: taken back later; it stays to be seen with the item that it was noted at.
    """

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals"
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals"
    )
    is_over = models.BooleanField(_("taken back"), default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("recusal")
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="housing_recusal_once"),
            models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(household__isnull=False), name="housing_recusal_about"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.user_id}"
