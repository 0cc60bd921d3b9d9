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
    kept = _storable(payload)
    draft, _ = Draft.objects.update_or_create(user=user, key=key, defaults={"payload": kept})
    return draft


def _storable(value: Any) -> Any:
    """Without NUL, which PostgreSQL refuses: a draft is kept as far as it can be."""
    if isinstance(value, dict):
        return {name: _storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def load_draft(user: Any, key: str) -> Draft | None:
    """The draft of the form named key, or None; no query for one who was read as having none."""
    if getattr(user, "has_drafts", True) is False:
        return None
    return Draft.objects.filter(user=user, key=key).first()


def drop_draft(user: Any, key: str) -> None:
    """Forget the draft: it was saved, or the writer threw it away."""
    Draft.objects.filter(user=user, key=key).delete()
