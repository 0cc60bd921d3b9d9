"""The desk: one page where a visit is logged while the visitor is there."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from core.audit import record_reads
from core.clock import now, today
from core.drafts import drop_draft, load_draft
from core.models import Draft
from dropin import who
from dropin.actions import already_logged
from dropin.daylist import bookings_on, is_waiting, prepare_households, visits_on
from dropin.enums import Place
from dropin.forms import NewHouseholdForm, VisitForm
from dropin.models import Visit
from dropin.opening import Schedule, Session, schedule_of
from dropin.views import state as states
from dropin.views.fragments import NEW_VISIT as DRAFT
from dropin.views.household import unseen_duplicates
from dropin.views.reader import signed_in
from dropin.views.saving import save_visit, sent_before
from dropin.views.state import State


@dataclass
class Page:
    """What the desk shows beside the day itself."""

    state: State
    chosen: who.Candidate | None = None
    hits: list[who.Candidate] | None = None
    duplicates: list[who.Candidate] | None = None
    draft: Draft | None = None
    is_in_the_way: bool = False
    status: int = 200


@requires("visit.read")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """GET: the desk, with the unfinished visit if there is one. POST: log, or take the next step to it.

    ?booking= and ?household= choose who comes; ?place= is where the desk stands today.
    """
    if request.method == "POST":
        return _post(request)
    return _show(request, _opened(request))


def _opened(request: HttpRequest) -> Page:
    user = signed_in(request)
    place = request.GET.get("place", "")
    named = ((name[0], request.GET[name]) for name in ("booking", "household") if name in request.GET)
    asked = "".join(next(named, ()))
    draft = load_draft(user, DRAFT)
    if draft is not None and user.authority is not None:
        state = states.from_draft(draft.payload)
        key = _key(state)
        if key is None or already_logged(authority=user.authority, by=user, client_key=key) is None:
            # What was begun goes first, also when somebody else is asked for: it is not written over.
            is_in_the_way = bool(asked) and state.values["who"] != asked
            return _with_chosen(user, Page(state, draft=draft, is_in_the_way=is_in_the_way))
        draft.delete()  # saved after all: the last autosave came in after the visit
    state = states.fresh(place=place)
    state.values["who"] = asked
    if state.is_tally and not asked:
        state.values["who"] = who.ANONYMOUS
    return _with_chosen(user, Page(state))


def _key(state: State) -> UUID | None:
    try:
        return UUID(state.values["client_key"])
    except ValueError:
        return None


def _with_chosen(user: User, page: Page) -> Page:
    """Look up the household that the form names; one that can't be reached any more is let go."""
    if page.state.who_kind == "known":
        page.chosen = who.find(user, page.state.values["who"], today())
        if page.chosen is None:
            page.state.values["who"] = ""
        else:
            page.state.choose(page.chosen)
    return page


def _post(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.can("visit.log"):
        raise PermissionDenied
    page = Page(states.from_post(request.POST))
    act = request.POST.get("act", "")
    if act in ("search", "forget", who.ANONYMOUS, who.NEW):
        return _show(request, _step(user, page, act))
    return _save(request, user, page)


def _step(user: User, page: Page, act: str) -> Page:
    """The buttons of a page without script: they change the form, and nothing is saved."""
    state = page.state
    if act == "search":
        page.hits = who.search(user, state.q, today())
        state.values["who"] = ""
        return page
    state.values["who"] = "" if act == "forget" else act
    return page


def _save(request: HttpRequest, user: User, page: Page) -> HttpResponse:
    state = page.state
    form = VisitForm(_form_data(request, state))
    new_form = NewHouseholdForm(request.POST) if state.who_kind == who.NEW else None
    _with_chosen(user, page)
    _check_who(user, page, form)
    if form.is_valid() and (new_form is None or new_form.is_valid()):
        try:
            with transaction.atomic():
                visit = _logged(user, page, form, new_form)
        except ActionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            drop_draft(user, DRAFT)
            return _saved(request, visit)
    state.read_errors(form, new_form)
    page.status = 422
    return _show(request, page)


def _logged(user: User, page: Page, form: VisitForm, new_form: NewHouseholdForm | None) -> Visit:
    """Log what valid forms hold, once. Raises ActionRefused: also where the household may exist already.

    The same form sent before is looked for after the duplicates: what it registered may be one of them.
    """
    if new_form is not None:
        page.duplicates = unseen_duplicates(user, new_form, today())
    if page.duplicates:
        if (visit := sent_before(user, form)) is not None:
            return visit
        page.state.new["seen"] = " ".join(str(one.household.pk) for one in page.duplicates)
        raise ActionRefused(_("The household may exist already. Choose it, or save it as a new one."), "who")
    return save_visit(user, form, new_form, page.chosen)


def _form_data(request: HttpRequest, state: State) -> Any:
    data = request.POST.copy()
    data["who"] = state.values["who"]
    return data


def _check_who(user: User, page: Page, form: VisitForm) -> None:
    state = page.state
    if state.who_kind:
        return
    if state.is_tally and not state.q.strip():
        state.values["who"] = who.ANONYMOUS
        return
    if state.q.strip():
        page.hits = who.search(user, state.q, today())
        form.add_error("who", _("Choose the household in the list, or an anonymous visit."))
    else:
        form.add_error("who", _("Choose who is coming: search, or choose an anonymous visit."))


def _saved(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Back to a fresh desk. The message names nobody: it may travel in a cookie."""
    text = _("The visit is saved.")
    if visit.visited_at is not None:
        text = _("The visit at %(time)s is saved.") % {"time": f"{visit.visited_at:%H.%M}"}
    messages.success(request, text, extra_tags="undo:" + reverse("dropin:visit_undo", args=[visit.pk]))
    address = reverse("dropin:desk")
    return redirect(f"{address}?place={visit.place}" if visit.place != Place.DESK else address)


def _show(request: HttpRequest, page: Page) -> HttpResponse:
    user = signed_in(request)
    day = today()
    visits, bookings = visits_on(user, day), bookings_on(user, day)
    prepare_households(
        [*(visit.household for visit in visits.rows), *(booking.household for booking in bookings)]
    )
    candidates = [page.chosen, *(page.hits or []), *(page.duplicates or [])]
    shown = visits.household_ids | {booking.household_id for booking in bookings}
    shown |= {candidate.household.pk for candidate in candidates if candidate is not None}
    record_reads(user, shown, page="dropin:desk", authority_id=user.authority_id, purpose="list")
    context = {
        "page": page,
        "state": page.state,
        "chosen": page.chosen,
        "day": day,
        "visits": visits,
        "bookings": bookings,
        "waiting": sum(is_waiting(booking) for booking in bookings),
        "for_interpreter": sum(is_waiting(row) and bool(row.interpreter_language) for row in bookings),
        "opening": Opening.read(schedule_of(user.authority_id or 0, from_day=day), day),
        "focus_topics": bool(page.state.who_kind in ("known", who.ANONYMOUS) and page.status == 200),
        "focus_who": not page.state.who_kind and page.status == 200 and page.hits is None,
        "may_log": user.can("visit.log"),
        "may_create": user.can("household.create"),
        "may_configure": user.can("dropin.configure"),
        "draft_url": reverse("dropin:draft"),
    }
    return render(request, "dropin/desk.html", context, status=page.status)


@dataclass
class Opening:
    """What the heading says of the hours: open now, or when next and why not today."""

    now: Session | None
    next: Session | None
    closed_today: str

    @classmethod
    def read(cls, schedule: Schedule, day: date) -> "Opening":
        moment = now()
        session = schedule.session_at(moment)
        following = None if session else schedule.next_session(moment)
        return cls(session, following, schedule.why_closed(day) or "")
