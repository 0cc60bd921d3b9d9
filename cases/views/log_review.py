"""The log reviewer's page: who has read and changed what in one's own board (2001:454 § 10).

It shows case numbers, never names of clients. Filters are sent by POST and kept out of the address.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.models import User
from cases.models import Household, NamedAccess
from core.audit import record_event
from core.clock import today
from core.forms import FlexibleDateField, HemvagFormMixin
from core.log_words import in_words
from core.models import AuditEvent, ReadEvent
from core.registries import log_subjects

# What cases.actions.open_emergency_access records.
EMERGENCY = "access.break_glass"
PAGE_SIZE = 100
DEFAULT_DAYS = 7
MAX_DAYS = 366


class LogFilterForm(HemvagFormMixin, forms.Form):
    """What to review: a span of days, and optionally one person, one household, one kind of event."""

    first_day = FlexibleDateField(label=_("From"), prefer="past")
    last_day = FlexibleDateField(label=_("To"), prefer="past")
    kind = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("read", _("What was read")),
            ("changed", _("What was changed")),
            ("emergency", _("Emergency access only")),
        ],
    )
    person = forms.ModelChoiceField(label=_("Member of staff"), queryset=User.objects.none(), required=False)
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=64)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reviewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(authority=reviewer.authority).order_by("full_name")
        self.fields["person"].queryset = staff

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        elif first and last and (last - first).days > MAX_DAYS:
            self.add_error("last_day", _("Choose at most a year at a time."))
        return cleaned


@dataclass(frozen=True)
class LogLine:
    """A line of either log, as it is shown."""

    at: datetime
    who: str
    what: str
    case_number: str
    is_emergency: bool
    reason: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires("log.review")
def log_review(request: HttpRequest) -> HttpResponse:
    """The last week, or what the form asks for. Reviewing is itself an audit event."""
    reviewer = cast(StaffRequest, request).user
    initial = {
        "first_day": today() - timedelta(days=DEFAULT_DAYS),
        "last_day": today(),
        "kind": "read",
    }
    form = LogFilterForm(request.POST or None, initial=initial, reviewer=reviewer)
    if request.method == "POST" and not form.is_valid():
        return render(request, "cases/log_review.html", {"form": form, "page": None}, status=422)
    wanted = form.cleaned_data if request.method == "POST" else initial
    events = _events(reviewer, wanted)
    page = Paginator(events, PAGE_SIZE).get_page(str(wanted.get("page") or 1))
    days = {"from": str(wanted["first_day"]), "to": str(wanted["last_day"]), "kind": wanted.get("kind")}
    record_event("log.reviewed", by=reviewer, authority_id=reviewer.authority_id, details=days)
    context = {"form": form, "page": page, "lines": _lines(reviewer, list(page.object_list))}
    return render(request, "cases/log_review.html", context)


def _events(reviewer: User, wanted: dict[str, Any]) -> QuerySet[Any]:
    kind = wanted.get("kind") or "read"
    events: QuerySet[Any] = (
        AuditEvent.objects.all() if kind == "changed" else ReadEvent.objects.all()
    ).filter(authority_id=reviewer.authority_id)
    if kind == "emergency":
        events = AuditEvent.objects.filter(authority_id=reviewer.authority_id, action=EMERGENCY)
    events = events.filter(
        at__gte=_midnight(wanted["first_day"]),
        at__lt=_midnight(wanted["last_day"] + timedelta(days=1)),
    )
    if wanted.get("person"):
        events = events.filter(actor=wanted["person"])
    if wanted.get("case_number"):
        households = Household.objects.filter(
            authority=reviewer.authority, case_number__iexact=wanted["case_number"].strip()
        )
        events = events.filter(household_id__in=households.values("pk"))
    return events.select_related("actor").order_by("-at", "-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _lines(reviewer: User, events: list[Any]) -> list[LogLine]:
    """Of another board's household, seen in a transfer, not even the number is told."""
    ids = {event.household_id for event in events if event.household_id is not None}
    own = Household.objects.of_authority(reviewer).filter(pk__in=ids)
    numbers = dict(own.values_list("pk", "case_number"))
    files = _numbers_of_files(events)
    taken = [event.subject_id for event in events if getattr(event, "action", "") == EMERGENCY]
    reasons = dict(NamedAccess.objects.filter(pk__in=taken).values_list("pk", "reason")) if taken else {}
    return [
        LogLine(
            at=event.at,
            who=event.actor.full_name if event.actor else str(_("The system")),
            what=in_words(event.action if isinstance(event, AuditEvent) else event.page),
            case_number=numbers.get(event.household_id, "")
            or files.get((event.subject_type, event.subject_id), ""),
            is_emergency=getattr(event, "action", "") == EMERGENCY,
            reason=reasons.get(event.subject_id, "") if getattr(event, "action", "") == EMERGENCY else "",
        )
        for event in events
    ]


def _numbers_of_files(events: list[Any]) -> dict[tuple[str, int], str]:
    """The numbers of files apart from the households, by (kind, id); one query for each kind."""
    ids: dict[str, list[int]] = {}
    for event in events:
        if event.subject_type in log_subjects and event.subject_id is not None:
            ids.setdefault(event.subject_type, []).append(event.subject_id)
    return {
        (kind, pk): number
        for kind, subjects in ids.items()
        for pk, number in log_subjects[kind](subjects).items()
    }
