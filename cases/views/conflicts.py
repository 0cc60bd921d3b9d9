"""Two people at one form: the second one sees both texts, and nothing is overwritten unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import models
from django.forms import BaseForm, ChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.models import Household, HouseholdMember
from core.identity_numbers import IdentityNumber


@dataclass(frozen=True)
class Clash:
    """A field that somebody else gave another value meanwhile."""

    label: str
    theirs: str
    yours: str


def version_of(*rows: Household | HouseholdMember | Any) -> str:
    """Changes with every change of the rows: the ids of their latest history."""
    latest = [
        row.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0 for row in rows
    ]
    return "-".join(str(pk) for pk in latest)


def clashes(form: BaseForm, current: dict[str, Any], version: str) -> list[Clash]:
    """What differs between the form that was sent and what is saved now; empty when nobody came between.

    With differences the form is refused once, and takes the present version along: sending it again is a
    choice that has been seen.
    """
    if form.cleaned_data.get("version", "") == version:
        return []
    found = []
    for name, field in form.fields.items():
        if name == "version" or name not in current:
            continue
        theirs, yours = _plain(current[name]), _plain(form.cleaned_data.get(name))
        if theirs != yours:
            found.append(Clash(str(field.label), _words(field, theirs), _words(field, yours)))
    if found:
        data = cast(QueryDict, form.data).copy()
        data[form.add_prefix("version")] = version
        form.data = data
        form.add_error(
            None,
            _("Somebody else saved changes while you were writing. Compare below, then save again."),
        )
    return found


def _plain(value: Any) -> str:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, IdentityNumber):
        return value.number
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _words(field: Any, value: str) -> str:
    if isinstance(field, ChoiceField):
        for key, label in cast(Iterable[tuple[Any, Any]], field.choices):
            if str(key) == value:
                return str(label)
    return value or "–"
