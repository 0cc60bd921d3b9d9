"""The Boråd's start page: the next meeting, what waits, and the meetings before."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import Authority, User
from cases.views.household import log_reads, staff_of
from core.clock import today
from core.documents import documents_of
from housing.actions.agenda import coming_meetings
from housing.actions.minutes import MINUTES
from housing.enums import OPEN_APPLICATION_STATES, MeetingState
from housing.models import AgendaItem, Application, BoardMeeting
from housing.views.agenda import lines_of, prepare

EARLIER_SHOWN = 12


@requires("board.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Nothing is written: agendas follow from what happens, not from being looked at."""
    user = staff_of(request)
    board = board_of(user)
    coming = coming_meetings(board.pk, today())
    following = coming[0] if coming else None
    lines = lines_of(following, user) if following else []
    waiting = _waiting(user)
    urls = _urls(user, [one.pk for one in waiting])
    shown = [line.item.household for line in lines if not line.is_hidden] + [one.household for one in waiting]
    log_reads(request, [one for one in shown if one is not None], "list")
    earlier = list(
        BoardMeeting.objects.of_authority(user)
        .filter(state=MeetingState.CLOSED)
        .order_by("-held_on", "-pk")[:EARLIER_SHOWN]
    )
    minutes = documents_of(MINUTES, [meeting.pk for meeting in earlier])
    context = {
        "following": following,
        "later": coming[1:],
        "lines": lines,
        "waiting": [(one, urls.get(one.pk, "")) for one in waiting],
        "earlier": [(meeting, minutes.get(meeting.pk)) for meeting in earlier],
        "may_prepare": user.can("board.prepare"),
        "may_configure": user.can("board.configure"),
        "may_read_minutes": user.can("board.prepare") or user.can("board.decide"),
    }
    return render(request, "housing/board_list.html", context)


def _urls(user: User, ids: list[int]) -> dict[int, str]:
    """Where the reader meets the applications: as they are written, else on the agenda. Two queries."""
    items = AgendaItem.objects.visible_to(user, "board.read").filter(application__in=ids, is_settled=False)
    at_board = dict(items.order_by("-meeting__held_on").values_list("application", "pk"))
    own = Application.objects.visible_to(user, "application.write").filter(pk__in=ids)
    return {pk: reverse("housing:item", args=[item]) for pk, item in at_board.items()} | {
        pk: reverse("housing:application", args=[pk]) for pk in own.values_list("pk", flat=True)
    }


def board_of(user: User) -> Authority:
    """The board of the one who asks. Raises PermissionDenied for one who belongs to none."""
    if user.authority is None:
        raise PermissionDenied
    return user.authority


def _waiting(user: User) -> list[Application]:
    """Drafts and submitted applications that the reader reaches, the oldest first."""
    rows = Application.objects.visible_to(user, "board.read").filter(state__in=OPEN_APPLICATION_STATES)
    found = list(rows.select_related("household", "created_by").order_by("applied_on", "pk")[:50])
    prepare([one.household for one in found])
    return found
