"""What the desk fetches while one types: households, likely duplicates, the draft's safekeeping."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import User
from core.audit import record_reads
from core.clock import today
from core.drafts import MAX_PAYLOAD_CHARACTERS, drop_draft, save_draft
from dropin import who as people
from dropin.forms import NewHouseholdForm
from dropin.models import Visit
from dropin.views import state as states
from dropin.views.household import find_duplicates
from dropin.views.reader import signed_in

NEW_VISIT = "dropin:visit"


@requires("visit.log")
@require_POST
def who(request: HttpRequest) -> HttpResponse:
    """Rows of the desk's combobox: hits of what was typed, or today's bookings when nothing was."""
    user = signed_in(request)
    term = request.POST.get("q", "").strip()
    found = people.search(user, term, today()) if term else people.booked_today(user, today())
    _log(user, found, "dropin:who", "search" if term else "list")
    context = {"candidates": found, "term": term, "may_create": user.can("household.create")}
    return render(request, "dropin/_options.html", context)


@requires("household.create")
@require_POST
def duplicates(request: HttpRequest) -> HttpResponse:
    """Households that may be the one being typed as new."""
    user = signed_in(request)
    if not user.can("visit.log"):
        raise PermissionDenied
    form = NewHouseholdForm(request.POST)
    # Half a form is normal here: what can't be read yet is left out of the comparison.
    form.is_valid()
    for name, empty in (("given_name", ""), ("family_name", ""), ("born", (None, "", ""))):
        form.cleaned_data.setdefault(name, empty)
    found = find_duplicates(user, form, today())
    _log(user, found, "dropin:duplicates", "search")
    context = {"candidates": found, "seen": " ".join(str(one.household.pk) for one in found)}
    return render(request, "dropin/_duplicates.html", context)


@requires("visit.log")
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being written, if there is a note to lose. ?visit= names a logged visit being edited."""
    user = signed_in(request)
    key = draft_key(user, request.GET.get("visit", ""))
    state = states.from_post(request.POST)
    payload = states.to_draft(state)
    if not state.values["note"].strip():
        drop_draft(user, key)
    elif len(str(payload)) <= MAX_PAYLOAD_CHARACTERS:
        save_draft(user, key, payload)
    else:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


@requires("visit.log")
@require_POST
def draft_drop(request: HttpRequest) -> HttpResponse:
    """Throw the unfinished text away. ?visit= names a logged visit being edited."""
    user = signed_in(request)
    number = request.GET.get("visit", "")
    drop_draft(user, draft_key(user, number))
    return redirect("dropin:visit_edit", number) if number else redirect(reverse("dropin:desk"))


def draft_key(user: User, number: str) -> str:
    """The name of the draft: one for the new visit, one for each logged visit that user may edit."""
    if not number:
        return NEW_VISIT
    digits = number if number.isascii() and number.isdigit() and len(number) <= people.MOST_DIGITS else "0"
    return visit_key(get_object_or_404(Visit.objects.visible_to(user, "visit.log"), pk=int(digits)))


def visit_key(visit: Visit) -> str:
    return f"{NEW_VISIT}:{visit.pk}"


def _log(user: User, found: list[people.Candidate], page: str, purpose: str) -> None:
    ids = [candidate.household.pk for candidate in found]
    record_reads(user, ids, page=page, authority_id=user.authority_id, purpose=purpose)
