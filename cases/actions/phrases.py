"""The units' phrase banks."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.errors import ActionRefused
from cases.models import Phrase
from core.audit import record_event

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def save_phrase(
    *, unit: Unit, title: str, text: str, by: "User", phrase: Phrase | None = None, is_active: bool = True
) -> Phrase:
    """A phrase of the unit, new or changed. Raises ActionRefused for another board's unit, and for a name
    that the unit uses already.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if unit.authority_id != by.authority_id:
        raise ActionRefused(_("This belongs to another board."))
    title = title.strip()
    taken = Phrase.objects.filter(unit=unit, title=title).first()
    if taken is not None and phrase is None and taken.text == text.strip():
        return taken  # the same form sent twice
    if taken is not None and (phrase is None or taken.pk != phrase.pk):
        raise ActionRefused(_("The unit has a phrase of that name already."), "title")
    row = phrase or Phrase()
    row.unit, row.title, row.text, row.is_active = unit, title, text.strip(), is_active
    row.save()
    record_event(
        "phrase.saved", by=by, authority_id=unit.authority_id, subject=row, details={"unit": unit.pk}
    )
    return row
