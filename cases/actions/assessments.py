"""Saving an assessment: each saving is a version, and nobody's text is lost."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.enums import Cause
from cases.errors import ActionRefused
from cases.merging import merge
from cases.models import Assessment, Household, SensitiveAssessment
from cases.models.assessments import FACTS, SENSITIVE_FACTS
from core.audit import record_event
from core.clock import now

if TYPE_CHECKING:
    from accounts.models import User


class ChangedMeanwhile(ActionRefused):
    """Somebody else changed the same fields. Nothing is written.

    `theirs` and `mine` hold the clashing fields; `merged` what to show in the form: mine, and theirs where
    I had changed nothing; `version` is what has been seen when the form is sent again.
    """

    def __init__(
        self, *, names: Sequence[str], theirs: Mapping[str, Any], merged: Mapping[str, Any], version: int
    ) -> None:
        super().__init__(
            _("Somebody else saved changes while you were writing. Compare below, then save again.")
        )
        self.names, self.version = tuple(names), version
        self.theirs, self.merged = dict(theirs), dict(merged)


@transaction.atomic
def save_assessment(
    *,
    household: Household,
    facts: Mapping[str, Any],
    seen_version: int,
    by: "User",
    sensitive: Mapping[str, Any] | None = None,
) -> Assessment:
    """Save what the page asks for as a new version; what has not changed makes none.

    `facts` has every name of FACTS; `sensitive` every name of SENSITIVE_FACTS, or is None for a writer who
    may not see them. `seen_version` is the version that the writer began from (0: none). Changes that
    others saved since then are kept; raises ChangedMeanwhile where both changed the same field.
    """
    household = locked(household, by)
    row = Assessment.objects.filter(household=household).first()
    mine = _complete(facts, sensitive)
    theirs = _values(row, getattr(row, "sensitive", None), mine)
    version = row.version if row is not None else 0
    base = theirs if seen_version == version else _at_version(row, seen_version, mine)
    merged = merge(base=base, theirs=theirs, mine=mine)
    if merged.clashes:
        raise ChangedMeanwhile(names=merged.clashes, theirs=theirs, merged=merged.values, version=version)
    changed = sorted(name for name, value in merged.values.items() if value != theirs[name])
    if row is not None and not changed:
        return row
    return _write(household, row, merged.values, changed, by)


def _complete(facts: Mapping[str, Any], sensitive: Mapping[str, Any] | None) -> dict[str, Any]:
    mine = {name: facts[name] for name in FACTS}
    if sensitive is not None:
        mine |= {name: sensitive[name] for name in SENSITIVE_FACTS}
        mine["causes"] = sorted(set(mine["causes"]))
        if not set(mine["causes"]) <= set(Cause.values):
            raise ActionRefused(_("Choose causes among those in the list."), "causes")
    return mine


def _values(row: Any, sensitive: Any, names: Mapping[str, Any]) -> dict[str, Any]:
    """What a version says of each name; what was not there is unknown."""
    blank, no_needs = Assessment(), SensitiveAssessment()
    return {
        name: getattr((sensitive or no_needs) if name in SENSITIVE_FACTS else (row or blank), name)
        for name in names
    }


def _at_version(row: Assessment | None, version: int, names: Mapping[str, Any]) -> dict[str, Any]:
    """What the writer began from, out of the history; of a version that never was, nothing."""
    if row is None:
        return _values(None, None, names)
    then = row.history.filter(version=version).order_by("-history_id").first()
    sensitive = getattr(row, "sensitive", None)
    if sensitive is not None:
        sensitive = sensitive.history.filter(version__lte=version).order_by("-history_id").first()
    return _values(then, sensitive, names)


def _write(
    household: Household, row: Assessment | None, values: Mapping[str, Any], changed: list[str], by: "User"
) -> Assessment:
    moment = now()
    if row is None:
        row = Assessment(
            authority_id=household.authority_id, household=household, version=0, first_saved_at=moment
        )
    row.version += 1
    row.saved_at, row.saved_by = moment, by
    for name in FACTS:
        setattr(row, name, values[name])
    row._history_user = by  # type: ignore[attr-defined]  # simple_history reads it
    row.save()
    is_sensitive = bool(set(changed) & set(SENSITIVE_FACTS))
    if is_sensitive:
        _write_sensitive(row, values, by)
    record_event(
        "assessment.saved",
        by=by,
        authority_id=household.authority_id,
        subject=row,
        household_id=household.pk,
        details={
            "version": row.version,
            "fields": [name for name in changed if name in FACTS],
            "sensitive": is_sensitive,
        },
    )
    return row


def _write_sensitive(row: Assessment, values: Mapping[str, Any], by: "User") -> None:
    sensitive = getattr(row, "sensitive", None) or SensitiveAssessment(assessment=row)
    for name in SENSITIVE_FACTS:
        setattr(sensitive, name, values[name])
    sensitive.version, sensitive.saved_at, sensitive.saved_by = row.version, row.saved_at, by
    sensitive._history_user = by  # type: ignore[union-attr]  # simple_history reads it
    sensitive.save()
