"""One logged visit: correct it, undo it, restore it, say whose it was."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import record_reads
from core.clock import today
from core.drafts import drop_draft, load_draft
from dropin import who
from dropin.actions import attach_visit, detach_visit, restore_visit, undo_visit, version_of
from dropin.actions.refusals import EditedMeanwhile
from dropin.enums import BookingState
from dropin.forms import VisitForm
from dropin.models import Visit
from dropin.views import state as states
from dropin.views.desk import Page
from dropin.views.fragments import visit_key
from dropin.views.reader import signed_in
from dropin.views.saving import save_changes
from dropin.views.state import State


def the_visit(user: User, pk: int, *, undone: bool = False) -> Visit:
    """A visit that user may change; 404 for every other one, and for an undone one unless it is asked for."""
    visits = Visit.objects.visible_to(user, "visit.log").select_related("household", "authority")
    return get_object_or_404(visits if undone else visits.kept(), pk=pk)


@requires("visit.log")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a visit. When somebody else has saved it meanwhile, both texts are shown."""
    user = signed_in(request)
    visit = the_visit(user, pk)
    key = visit_key(visit)
    if request.method != "POST":
        draft = load_draft(user, key)
        state = states.from_draft(draft.payload) if draft else states.from_visit(visit, version_of(visit))
        return _edit_page(request, visit, Page(state, draft=draft))
    page = Page(states.from_post(request.POST))
    form = VisitForm(request.POST)
    theirs = None
    if form.is_valid():
        try:
            with transaction.atomic():
                save_changes(user, form, visit)
        except ActionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            if isinstance(refusal, EditedMeanwhile):
                theirs = Visit.objects.get(pk=visit.pk)
                page.state.values["version"] = str(version_of(theirs))
        else:
            drop_draft(user, key)
            messages.success(request, _("The changes are saved."))
            return redirect(_day_address(visit))
    page.state.read_errors(form, None)
    page.status = 422
    return _edit_page(request, visit, page, theirs)


def _edit_page(request: HttpRequest, visit: Visit, page: Page, theirs: Visit | None = None) -> HttpResponse:
    user = signed_in(request)
    if visit.household_id is not None:
        page.chosen = who.find(user, f"h{visit.household_id}", visit.visited_on)
        if page.chosen is not None:
            _tick(page.chosen, page.state)
        record_reads(user, [visit.household_id], page="dropin:visit_edit", authority_id=user.authority_id)
    address = reverse("dropin:draft")
    context = {
        "page": page,
        "state": page.state,
        "chosen": page.chosen,
        "editing": visit,
        "theirs": theirs,
        "booked": visit.bookings_made.filter(state=BookingState.BOOKED).first(),
        "back_url": _day_address(visit),
        "draft_url": f"{address}?visit={visit.pk}",
        "drop_url": reverse("dropin:draft_drop") + f"?visit={visit.pk}",
        "focus_topics": False,
        "may_create": False,
    }
    return render(request, "dropin/visit_edit.html", context, status=page.status)


def _tick(candidate: who.Candidate, state: State) -> None:
    for person in candidate.people:
        person["is_here"] = person["pk"] in state.lists["people"]


def _day_address(visit: Visit) -> str:
    if visit.visited_on == today():
        return reverse("dropin:desk")
    return reverse("dropin:day_of", args=[visit.visited_on.isoformat()])


@requires("visit.log")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the visit away, with what it booked; the message offers to restore it."""
    user = signed_in(request)
    visit = undo_visit(visit=the_visit(user, pk, undone=True), by=user)
    address = reverse("dropin:visit_restore", args=[visit.pk])
    messages.success(request, _("The visit is undone."), extra_tags=f"undo:{address}")
    return redirect(_day_address(visit))


@requires("visit.log")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """The visit counts again."""
    user = signed_in(request)
    visit = restore_visit(visit=the_visit(user, pk, undone=True), by=user)
    messages.success(request, _("The visit is restored."))
    return redirect(_day_address(visit))


@requires("visit.log")
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Search for the household of an anonymous visit and attach it; the search terms stay in the body."""
    user = signed_in(request)
    visit = the_visit(user, pk)
    if visit.household_id is not None:
        messages.error(request, _("The visit already has a household, or has been undone."))
        return redirect(_day_address(visit))
    term = request.POST.get("q", "").strip()
    error = ""
    picked = who.find(user, request.POST.get("pick", ""), today())
    if picked is not None:
        try:
            attach_visit(visit=visit, household=picked.household, by=user)
        except ActionRefused as refusal:
            error = str(refusal)
        else:
            address = reverse("dropin:visit_detach", args=[visit.pk])
            messages.success(
                request, _("The visit is attached to the household."), extra_tags=f"undo:{address}"
            )
            return redirect(_day_address(visit))
    found = who.search(user, term, visit.visited_on) if term else []
    ids = [candidate.household.pk for candidate in found]
    record_reads(user, ids, page="dropin:visit_attach", authority_id=user.authority_id, purpose="search")
    context = {
        "visit": visit,
        "term": term,
        "error": error,
        "candidates": found,
        "is_searched": bool(term),
        "back_url": _day_address(visit),
    }
    return render(request, "dropin/visit_attach.html", context, status=422 if error else 200)


@requires("visit.log")
@require_POST
def detach(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of attaching."""
    user = signed_in(request)
    try:
        visit = detach_visit(visit=the_visit(user, pk), by=user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("dropin:desk")
    messages.success(request, _("The visit is anonymous again."))
    return redirect(_day_address(visit))


def reachable_household(user: User, pk: int, permission: str) -> Household:
    """A household that user reaches by permission; 404 for every other one."""
    return get_object_or_404(Household.objects.visible_to(user, permission).with_label(), pk=pk)
