"""Duplicates: which one, what would move, done, and undone."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.actions.merging import merge_households, plan_merge, undo_merge
from cases.duplicates import DuplicateHit, likely_duplicates
from cases.errors import ActionRefused
from cases.forms.merging import MergeForm
from cases.models import CaseMerge, Household
from cases.views.household import done, household_page, log_reads, put_refusal, reached, staff_of
from cases.views.left_behind import counted, going_on
from core.clock import today

CHANGE = "household.change"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """The case that is kept is this one. First which is the double, then what moves, then it is done."""
    household, user = reached(request, pk, CHANGE), staff_of(request)
    form = MergeForm(request.POST or None, household=household, user=user)
    preview = None
    if request.method == "POST" and form.is_valid() and form.source is not None:
        source = form.source
        log_reads(request, [source])
        if request.POST.get("do") == "merge":
            made: list[CaseMerge] = []
            if done(form, lambda: made.append(merge_households(source=source, target=household, by=user))):
                address = reverse("cases:merge_undo", args=[made[0].pk])
                messages.success(request, _("The duplicates are one case."), extra_tags=f"undo:{address}")
                return redirect(household)
        else:
            preview = _preview(form, source, household, user)
    hits = _hits(household, user) if preview is None else []
    log_reads(request, [hit.household for hit in hits], "duplicates")
    context = {
        "form": form,
        "preview": preview,
        "hits": hits,
        "merges": list(household.merges_in.filter(undone_at=None).select_related("source", "merged_by")),
    }
    return household_page(request, household, "cases/merge.html", context, status=422 if form.errors else 200)


@require_POST
@requires(CHANGE)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row goes back where it was."""
    user = staff_of(request)
    merges = CaseMerge.objects.visible_to(user, CHANGE).select_related("source", "target")
    row = get_object_or_404(merges, pk=pk)
    household = reached(request, row.target_id, CHANGE)
    try:
        with transaction.atomic():
            undo_merge(merge=row, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The merge is undone: both cases are as they were."))
    return redirect(household)


def _hits(household: Household, user: User) -> list[DuplicateHit]:
    """Others that may be the same, by the applicant's name, number and birth date."""
    members = household.members_on(today())
    if not members:
        return []
    person = members[0].person
    found = likely_duplicates(
        user,
        given_name=person.given_name,
        family_name=person.family_name,
        born_on=person.born_on,
        identity_number=person.identity_number,
    )
    return [hit for hit in found if hit.household.pk != household.pk]


def _preview(form: MergeForm, source: Household, household: Household, user: User) -> dict[str, Any] | None:
    try:
        plan = plan_merge(source=source, target=household, by=user)
    except ActionRefused as refused:
        put_refusal(form, refused)
        return None
    return {
        "source": source,
        "moved": counted(plan.moved, user),
        "stayed": counted(plan.stayed, user),
        "going_on": going_on(source, user, plan.stayed),
    }
