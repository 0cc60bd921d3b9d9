"""When a household counts as silent, set by the board from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority
from cases.enums import HOUSED, NO_SITUATION, Situation
from cases.errors import ActionRefused
from cases.models import SilenceLimit
from cases.silence import limits_on
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User

MOST_DAYS = 366


@transaction.atomic
def set_silence_limits(*, days: Mapping[int, int], valid_from: date, by: "User") -> int:
    """The days for each situation, from a day on. What holds then already is not written again.

    Returns how many were set. Raises ActionRefused for a day that has gone and for days out of reason.
    """
    assert by.authority_id is not None
    authority = Authority.objects.select_for_update(no_key=True).get(pk=by.authority_id)
    if valid_from < today():
        raise ActionRefused(_("The day has passed. Choose today or a later day."), "valid_from")
    known = {NO_SITUATION, *Situation.values, HOUSED}
    if not set(days) <= known or not all(0 <= n <= MOST_DAYS for n in days.values()):
        raise ActionRefused(_("Write the days as a number from 0 to 366."))
    before = limits_on(authority.pk, valid_from)
    changed = {situation: n for situation, n in days.items() if before[situation] != n}
    for situation, n in changed.items():
        SilenceLimit.objects.update_or_create(
            authority=authority,
            situation=situation,
            valid_from=valid_from,
            defaults={"days": n, "set_by": by},
        )
    if changed:
        details = {"days": {str(key): n for key, n in sorted(changed.items())}}
        details["from"] = valid_from.isoformat()  # type: ignore[assignment]  # details are plain JSON
        record_event("silence.set", by=by, authority_id=authority.pk, subject=authority, details=details)
    return len(changed)
