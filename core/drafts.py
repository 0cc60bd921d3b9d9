"""Server-side drafts: a long note is never lost to an expired session or a closed laptop."""

from typing import Any

from core.models.drafts import Draft

MAX_PAYLOAD_CHARACTERS = 100_000


def save_draft(user: Any, key: str, payload: dict[str, Any]) -> Draft:
    """Keep payload as user's draft of the form named key, in place of an earlier one."""
    draft, _ = Draft.objects.update_or_create(user=user, key=key, defaults={"payload": payload})
    return draft


def load_draft(user: Any, key: str) -> Draft | None:
    """The draft of the form named key, or None."""
    return Draft.objects.filter(user=user, key=key).first()


def drop_draft(user: Any, key: str) -> None:
    """Forget the draft: it was saved, or the writer threw it away."""
    Draft.objects.filter(user=user, key=key).delete()
