"""Who keeps out of a household's case (jäv): what is noted at one item holds at the next ones too."""

from collections.abc import Iterable

from housing.models import Recusal


def kept_out_of(household_id: int | None) -> set[int]:
    """The ids of those who take no part in anything that is decided on the household."""
    rows = Recusal.objects.filter(household=household_id or 0, is_over=False)
    return set(rows.values_list("user", flat=True))


def known_recusals(household_ids: Iterable[int]) -> dict[int, list[Recusal]]:
    """Those that hold, by household, one for each person: the latest that was noted. One query."""
    found: dict[int, dict[int, Recusal]] = {}
    rows = Recusal.objects.filter(household__in=list(household_ids), is_over=False)
    for row in rows.order_by("recorded_at", "pk"):
        if row.household_id is not None:
            found.setdefault(row.household_id, {})[row.user_id] = row
    return {household_id: list(by_user.values()) for household_id, by_user in found.items()}
