"""Advice given and meetings booked. Open advice needs no case: it may be a tally and nothing more."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from debtadvice.enums import AdviceKind, AppointmentState
from debtadvice.models.cases import DebtCase
from debtadvice.querysets import ContactQuerySet, OfDebtCaseQuerySet


class AdviceContact(models.Model):
    """Advice on a day, with its effort in minutes. Without a case it is anonymous and holds no note."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        DebtCase, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=AdviceKind)
    on_day = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    has_housing_problem = models.BooleanField(_("housing problem"), default=False)
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice contact")
        constraints = [
            models.UniqueConstraint(fields=["authority", "client_key"], name="debtadvice_contact_key"),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(note="", kind=AdviceKind.OPEN_ADVICE),
                name="debtadvice_contact_anonymous",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600),
                name="debtadvice_contact_minutes",
                violation_error_message=_("Write the minutes as 1 to 600."),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-on_day", "-id"], name="debtadvice_contact_case"),
            models.Index(fields=["authority", "-on_day"], name="debtadvice_contact_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_day}"


class Appointment(models.Model):
    """A booked meeting. Day and time are local. The first one sets when advice was first offered."""

    case = models.ForeignKey(DebtCase, on_delete=models.PROTECT, related_name="appointments")
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("time"))
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AppointmentState, default=AppointmentState.BOOKED)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(auto_now_add=True)

    objects = OfDebtCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "day", "starts_at"],
                condition=Q(state=AppointmentState.BOOKED),
                name="debtadvice_appointment_once",
                violation_error_message=_("There is already a meeting at that time."),
            )
        ]
        indexes = [models.Index(fields=["state", "day", "starts_at"], name="debtadvice_appointment_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.starts_at:%H.%M}"
