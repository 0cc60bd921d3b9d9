"""The housing search in a household's line of events."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import AfterMoveSurvey, Household, LeadEvent
from cases.search_enums import LeadOutcome, LeadStep, PriorityResult
from cases.timeline import newest
from core.registries import TimelineEntry, TimelineSource

if TYPE_CHECKING:
    from accounts.models import User

TONES = {PriorityResult.GRANTED: "ok", PriorityResult.REJECTED: "bad"}


def _of_queues(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Registered, paid and ended; two queries, none for a household without any queue."""
    if not getattr(household, "has_queues", True) or not user.can("search.read"):
        return []
    entries = []
    for queue in household.queues.prefetch_related("fees"):
        steps = [(queue.registered_on, "queue", queue.pk, _("Registered in a housing queue"))]
        if queue.ended_on is not None:
            steps.append((queue.ended_on, "queue_end", queue.pk, queue.get_end_reason_display()))
        steps += [
            (fee.paid_on, "queue_fee", fee.pk, _("Queue fee paid"))
            for fee in queue.fees.all()
            if fee.paid_on is not None
        ]
        entries += [
            TimelineEntry(
                day=day,
                kind="housing",
                title=title,
                body=queue.agency,
                source=source,
                object_id=pk,
                url=reverse("cases:search_household", args=[household.pk]),
            )
            for day, source, pk, title in steps
        ]
    return newest(entries, until=until, limit=limit)


def _of_priority(
    household: Household, user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """Applied for and answered; one query, none for a household without any."""
    if not getattr(household, "has_priority", True) or not user.can("search.read"):
        return []
    entries = []
    for row in household.priority_applications.all():
        address = reverse("cases:search_household", args=[household.pk])
        applied = TimelineEntry(
            day=row.applied_on,
            kind="housing",
            title=_("Applied for priority"),
            body=row.agency,
            source="priority",
            object_id=row.pk,
            url=address,
        )
        entries.append(applied)
        if row.result_on is not None:
            entries.append(
                TimelineEntry(
                    day=row.result_on,
                    kind="housing",
                    title=_("Answer about priority"),
                    body=row.agency,
                    source="priority_answer",
                    object_id=row.pk,
                    url=address,
                    badge=str(row.get_result_display()),
                    badge_tone=TONES.get(PriorityResult(row.result), ""),
                )
            )
    return newest(entries, until=until, limit=limit)


def _of_leads(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Every step that was reached, and how leads ended; two queries, none for a household without any."""
    if not getattr(household, "has_leads", True) or not user.can("search.read"):
        return []
    steps = LeadEvent.objects.kept().filter(lead__household=household)
    ends = household.leads.exclude(outcome="").exclude(outcome=LeadOutcome.SIGNED)
    if until is not None:
        steps, ends = steps.filter(on_day__lte=until), ends.filter(ended_on__lte=until)
    reached = list(steps.select_related("lead", "recorded_by").order_by("-on_day", "-pk")[:limit])
    for step in reached:
        step.lead.household = household
    entries = [
        TimelineEntry(
            day=step.on_day,
            kind="housing",
            title=str(step.get_step_display()),
            body=", ".join(part for part in (step.lead.label, step.lead.place) if part),
            who=step.recorded_by.full_name,
            source="lead_step",
            object_id=step.pk,
            url=step.lead.get_absolute_url(),
            badge=_("Lease") if step.step == LeadStep.SIGNED else "",
            badge_tone="ok",
        )
        for step in reached
    ]
    entries += [
        TimelineEntry(
            day=cast(date, lead.ended_on),
            kind="housing",
            title=str(lead.get_outcome_display()),
            body=": ".join(part for part in (lead.label, str(lead.get_reason_display() or "")) if part),
            source="lead_end",
            object_id=lead.pk,
            url=lead.get_absolute_url(),
        )
        for lead in ends.order_by("-ended_on", "-pk")[:limit]
    ]
    return newest(entries, until=until, limit=limit)


def _of_surveys(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """When they were asked how it is after a move; one query, none for a household without a home."""
    if not getattr(household, "has_homes", True) or not user.can("search.read"):
        return []
    rows = AfterMoveSurvey.objects.filter(home__household=household)
    if until is not None:
        rows = rows.filter(asked_on__lte=until)
    return [
        TimelineEntry(
            day=row.asked_on,
            kind="followup",
            title=_("Told how it is after the move"),
            who=row.recorded_by.full_name,
            source="survey",
            object_id=row.pk,
            url=reverse("cases:home", args=[row.home_id]),
        )
        for row in rows.select_related("recorded_by").order_by("-asked_on", "-pk")[:limit]
    ]


SOURCES = (
    TimelineSource("queues", _of_queues),
    TimelineSource("priority", _of_priority),
    TimelineSource("leads", _of_leads),
    TimelineSource("surveys", _of_surveys),
)
