"""What an assessment says, in words: for its history and for two writers' comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases.enums import Cause
from cases.models import Assessment, SensitiveAssessment
from cases.models.assessments import FACTS, SENSITIVE_FACTS
from core.money import format_sek

# The page's parts, in the order in which one talks.
SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Housing now"),
        (
            "housing_now",
            "housing_until",
            "other_options_exhausted",
            "settled_on",
            "moves_last_year",
            "housing_note",
        ),
    ),
    (gettext_lazy("Income"), ("income_source", "has_own_income", "income_sek", "income_note")),
    (
        gettext_lazy("Debts, as the household tells"),
        (
            "rent_arrears",
            "rent_arrears_sek",
            "other_debts",
            "pays_enforcement_authority",
            "has_default_record",
            "debts_note",
        ),
    ),
    (gettext_lazy("Queues"), ("in_housing_queue", "queue_fee_paid", "queues_note")),
    (
        gettext_lazy("Moving, references and network"),
        (
            "willing_to_move",
            "able_to_move",
            "searches_elsewhere",
            "where_to_move",
            "has_references",
            "references_note",
            "network_note",
        ),
    ),
    (
        gettext_lazy("Children, other units and interpreter"),
        ("children_note", "school_changes", "other_interventions", "needs_interpreter"),
    ),
)


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One saving: what it changed, who and when."""

    number: int
    saved_at: datetime
    who: str
    changes: list[Change]


def label_of(name: str) -> str:
    return capfirst(str(_field(name).verbose_name))


def in_words(name: str, value: Any) -> str:
    """A fact as one reads it; what is not known says so."""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if value in (None, "", []):
        return _("Not known")
    if name == "causes":
        return ", ".join(str(cause.label) for cause in Cause if cause in value)
    if isinstance(value, Decimal):
        return format_sek(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(dict(_field(name).flatchoices).get(value, value))


def versions_of(row: Assessment, *, with_sensitive: bool) -> list[Version]:
    """Every saving, the newest first. Two queries; the sensitive facts only when asked for."""
    plain = list(row.history.select_related("saved_by").order_by("version", "history_id"))
    sensitive = getattr(row, "sensitive", None) if with_sensitive else None
    needs: dict[int, Any] = {}
    if sensitive is not None:
        needs = {one.version: one for one in sensitive.history.order_by("history_id")}
    found, before, needs_before = [], Assessment(), SensitiveAssessment()
    for then in plain:
        changes = list(_changes(FACTS, before, then))
        if then.version in needs:
            changes += _changes(SENSITIVE_FACTS, needs_before, needs[then.version])
            needs_before = needs[then.version]
        found.append(Version(then.version, then.saved_at, then.saved_by.full_name, changes))
        before = then
    return found[::-1]


def _changes(names: Sequence[str], before: Any, after: Any) -> Iterator[Change]:
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(label_of(name), in_words(name, old), in_words(name, new))


def _field(name: str) -> "models.Field[Any, Any]":
    model: type[models.Model] = SensitiveAssessment if name in SENSITIVE_FACTS else Assessment
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field
