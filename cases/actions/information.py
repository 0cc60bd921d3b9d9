"""Ticking what a household has been told, and which brochure it got."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked, refuse_future
from cases.enums import InformationTopic, MaterialKind
from cases.errors import ActionRefused
from cases.materials import text_of
from cases.models import Household, InformationGiven
from core.audit import record_event
from core.clock import now

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def give_information(
    *, household: Household, topics: Collection[str], given_on: date, by: "User", brochure: str = ""
) -> int:
    """Note that these topics were gone through on a day, and the brochure in that language handed out.

    What is noted for the day already is not doubled. Returns how many were new. Raises ActionRefused for a
    day ahead, for nothing at all, and for a brochure that the board does not have in that language.
    """
    household = locked(household, by)
    refuse_future(given_on, "given_on")
    told = [topic for topic in InformationTopic if topic != InformationTopic.BROCHURE]
    rows: list[tuple[str, str]] = [(topic.value, "") for topic in told if topic in topics]
    if len(rows) != len(set(topics)):
        raise ActionRefused(_("Choose topics among those in the list."), "topics")
    if brochure:
        if text_of(household.authority_id, MaterialKind.BROCHURE, brochure) is None:
            raise ActionRefused(_("Choose a brochure among those in the list."), "brochure")
        rows.append((InformationTopic.BROCHURE.value, brochure))
    if not rows:
        raise ActionRefused(_("Tick what you went through, or choose the brochure that you handed out."))
    kept = InformationGiven.objects.kept().filter(household=household, given_on=given_on)
    there = set(kept.values_list("topic", "brochure"))
    fresh = [row for row in rows if row not in there]
    moment = now()
    InformationGiven.objects.bulk_create(
        InformationGiven(
            household=household,
            authority_id=household.authority_id,
            topic=topic,
            brochure=language,
            given_on=given_on,
            given_by=by,
            recorded_at=moment,
        )
        for topic, language in fresh
    )
    if fresh:
        details: dict[str, object] = {
            "topics": [topic for topic, _language in fresh],
            "brochure": brochure,
            "given_on": given_on.isoformat(),
        }
        _record("information.given", household, by, details)
    return len(fresh)


@transaction.atomic
def withdraw_information(*, given: InformationGiven, by: "User") -> InformationGiven:
    """It was ticked by mistake. Withdrawn already, it stays so."""
    household = locked(given.household, by)
    row = InformationGiven.objects.get(pk=given.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _record("information.withdrawn", household, by, {"topic": row.topic})
    return row


def _record(action: str, household: Household, by: "User", details: dict[str, object]) -> None:
    record_event(
        action,
        by=by,
        authority_id=household.authority_id,
        subject=household,
        household_id=household.pk,
        details=details,
    )
