"""The printed documents of housing: who may open them, and where they belong."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Document
from core.registries import DocumentKind, document_kinds
from housing.actions.letters import LETTER
from housing.actions.minutes import AGENDA, MINUTES
from housing.models import BoardDecision, BoardMeeting


def _may_read_letter(user: Any, document: Document) -> bool:
    """Those who may open the decision's page: who work with the household, and the board."""
    decided = BoardDecision.objects.filter(pk=document.subject_id or 0)
    return any(decided.visible_to(user, permission).exists() for permission in ("housing.read", "board.read"))


def _may_read_meeting(user: Any, document: Document) -> bool:
    """Minutes and agendas name cases by their number only, and protected ones not even so."""
    meetings = BoardMeeting.objects.of_authority(user).filter(pk=document.subject_id or 0)
    return bool(user.can("board.prepare") or user.can("board.decide")) and meetings.exists()


def _named(name: str) -> Callable[[Document], str]:
    return lambda document: f"{name}-{document.subject_id}"


def register_documents() -> None:
    """The kinds of documents of this app."""
    document_kinds.register(
        LETTER,
        DocumentKind(
            name=LETTER,
            title=_("Decision letter"),
            template="pdf/decision_letter.html",
            may_read=_may_read_letter,
            file_name=lambda document: f"beslut-{document.subject_id}",
            back=lambda document: reverse("housing:decision", args=[document.subject_id]),
            back_label=_("Back to the decision"),
        ),
    )
    for kind, title, template, name in (
        (MINUTES, _("Minutes of the Boråd"), "pdf/minutes.html", "protokoll"),
        (AGENDA, _("Agenda of the Boråd"), "pdf/agenda.html", "foredragningslista"),
    ):
        document_kinds.register(
            kind,
            DocumentKind(
                name=kind,
                title=title,
                template=template,
                may_read=_may_read_meeting,
                file_name=_named(name),
                back=lambda document: reverse("housing:meeting", args=[document.subject_id]),
                back_label=_("Back to the meeting"),
            ),
        )
