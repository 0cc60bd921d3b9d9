"""Server-side drafts: a long note is never lost to an expired session or a closed laptop."""

from typing import Any

from django.db.models import Exists

from core.models.drafts import Draft

MAX_PAYLOAD_CHARACTERS = 100_000


def any_drafts(user_id: int) -> Exists:
    """For the query that reads a person (`has_drafts`): most have nothing unfinished, and are not asked."""
    return Exists(Draft.objects.filter(user_id=user_id))


def save_draft(user: Any, key: str, payload: dict[str, Any]) -> Draft:
    """Keep payload as user's draft of the form named key, in place of an earlier one."""
    user.has_drafts = True
    draft, _ = Draft.objects.update_or_create(user=user, key=key, defaults={"payload": payload})
    return draft


def load_draft(user: Any, key: str) -> Draft | None:
    """The draft of the form named key, or None; no query for one who was read as having none."""
    if getattr(user, "has_drafts", True) is False:
        return None
    return Draft.objects.filter(user=user, key=key).first()


def drop_draft(user: Any, key: str) -> None:
    """Forget the draft: it was saved, or the writer threw it away."""
    Draft.objects.filter(user=user, key=key).delete()
