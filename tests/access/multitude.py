"""Hundreds of everything: what a small world holds, copied in bulk.

`multiply` copies every row with what hangs on it, as if there were so many more households, flats and
landlords. `deepen` copies every row beside the one it was copied from, as if so much more had happened to
the same household, in the same flat. A model that is added tomorrow is copied without anybody remembering.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date, timedelta
from itertools import count as count_up
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import Membership, User
from core.constraints import NoOverlap
from core.periods import add_months

# Of the installation or of its machinery: as many as there are, however many households there are.
NOT_COPIED_APPS = {
    "account",
    "auth",
    "contenttypes",
    "core",
    "django_celery_beat",
    "mfa",
    "sessions",
    "socialaccount",
}
NOT_COPIED = {
    "cases.casenumberseries": "a number a year",
    "cases.digestsent": "shown nowhere",
    "cases.material": "one of a kind and language",
    "cases.silencelimit": "one a situation and day",
    "debtadvice.debtcaseseries": "a number a year",
}
# Copied too, but a copied household keeps its board, its unit and its staff.
KEPT_AS_THEY_ARE = {"accounts.authority", "accounts.unit", "accounts.user"}
# So many are there of what one household has in one place, by the product's own limits or by what is usual.
FEWER = {
    "cases.plangoal": 10,
    "cases.planstep": 20,
    "debtadvice.plandebt": 30,
    "debtadvice.debt": 60,
    "dropin.visit": 100,
}
# A board has tens of units at most, and each stands in the choices of many forms.
FEWER_APART = {"accounts.unit": 30}
# Of a person's roles each goes with its own.
GOES_ALONG = {"accounts.membership"}

_serial, _nights = count_up(1), count_up(1)
Model = type[models.Model]
Rows = dict[Model, list[Any]]


def copied_models() -> list[Model]:
    """Every model that is copied, those that are pointed at before those that point at them."""
    wanted = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in NOT_COPIED_APPS
        and model._meta.label_lower not in NOT_COPIED
        and not hasattr(model, "instance_type")  # django-simple-history's own
    ]
    ordered: list[Model] = []
    while wanted:
        ready = [model for model in wanted if not _waits_for(model, wanted)]
        # Where they point at each other in a circle, what need not be pointed at is left empty in the copies.
        ready = ready or [model for model in wanted if not _waits_for(model, wanted, only_needed=True)][:1]
        assert ready, f"These point at each other in a circle: {wanted}"
        ordered += ready
        wanted = [model for model in wanted if model not in ready]
    return ordered


def rows_of_all(staff: int) -> Rows:
    """What there is of every copied model; of staff and their roles, one person's."""
    rows = {model: list(model._base_manager.order_by("pk")) for model in copied_models()}
    for model, key in ((User, "pk"), (Membership, "user_id")):
        rows[model] = [row for row in rows[model] if getattr(row, key) == staff]
    return rows


def multiply(rows: Rows, count: int) -> dict[tuple[Model, Any], list[Any]]:
    """`count` more of each row; a copy points at the copies of what it pointed at. Their keys by the row."""
    made: dict[tuple[Model, Any], list[Any]] = {}
    for model, originals in rows.items():
        fields = [field for field in _relations(model) if _is_repointed(model, field)]
        new, many = [], FEWER_APART.get(model._meta.label_lower, count)
        for row in originals:
            for number in range(1, many + 1):
                other = _blank(row)
                for field in fields:
                    there = made.get((field.related_model, getattr(row, field.attname)))
                    setattr(other, field.attname, there[number - 1] if there else None)
                _make_unique(other, number, {field.name for field in fields})
                new.append(other)
        model._base_manager.bulk_create(new, batch_size=1000)
        for place, row in enumerate(originals):
            made[model, row.pk] = [one.pk for one in new[place * many : (place + 1) * many]]
    return made


def deepen(rows: Rows, count: int, users: list[Any]) -> set[str]:
    """`count` more of each row beside it, with what hangs on it; the models of which there may be no more."""
    stayed, hanging = set(), _hanging(rows)
    for model, originals in rows.items():
        if not any(_is_repointed(model, field) for field in _relations(model)):
            continue
        for row in originals:
            try:
                with transaction.atomic():
                    fewer = FEWER.get(model._meta.label_lower, count)
                    _copy_branch(rows, _branch(row, hanging), fewer, users)
            except IntegrityError:
                stayed.add(model._meta.label_lower)
    return stayed


def _hanging(rows: Rows) -> dict[tuple[Model, Any], list[Any]]:
    """The rows that point at each row."""
    found: dict[tuple[Model, Any], list[Any]] = {}
    for model, originals in rows.items():
        for field in _relations(model):
            if _is_repointed(model, field):
                for row in originals:
                    found.setdefault((field.related_model, getattr(row, field.attname)), []).append(row)
    return found


def _branch(row: Any, hanging: dict[tuple[Model, Any], list[Any]]) -> dict[tuple[Model, Any], Any]:
    """The row and everything that hangs on it."""
    found, coming = {}, [row]
    while coming:
        one = coming.pop()
        if (key := (type(one), one.pk)) not in found:
            found[key] = one
            coming += hanging.get(key, [])
    return found


def _copy_branch(rows: Rows, branch: dict[tuple[Model, Any], Any], count: int, users: list[Any]) -> None:
    made: dict[tuple[Model, Any], list[Any]] = {}
    for model in rows:
        for row in (one for (kind, _pk), one in branch.items() if kind is model):
            inside = [f for f in _relations(model) if (f.related_model, getattr(row, f.attname)) in branch]
            new = []
            for number in range(1, count + 1):
                other = _blank(row)
                for field in inside:
                    there = made.get((field.related_model, getattr(row, field.attname)))
                    setattr(other, field.attname, there[number - 1] if there else None)
                _make_unique(other, number, {field.name for field in inside}, users)
                _keep_apart(other)
                new.append(other)
            model._base_manager.bulk_create(new, batch_size=1000)
            made[model, row.pk] = [one.pk for one in new]


def _relations(model: Model) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation and field.related_model]


def _is_repointed(model: Model, field: Any) -> bool:
    label = field.related_model._meta.label_lower
    if label in NOT_COPIED or field.related_model._meta.app_label in NOT_COPIED_APPS:
        return False
    if label == "accounts.user" and model._meta.label_lower in GOES_ALONG:
        return True
    return label not in KEPT_AS_THEY_ARE


def _waits_for(model: Model, others: list[Model], *, only_needed: bool = False) -> bool:
    return any(
        field.related_model in others and field.related_model is not model and _is_repointed(model, field)
        for field in _relations(model)
        if not (only_needed and field.null)
    )


def _blank(row: Any) -> Any:
    """The row as one that is not saved yet."""
    other = copy(row)
    other._state = copy(row._state)
    other._state.adding, other._state.fields_cache = True, {}
    other.pk = None
    return other


def _make_unique(row: Any, number: int, differs: set[str], users: list[Any] | None = None) -> None:
    """Change what may not be the same twice. `differs`: the fields that are another's already."""
    for names in _unique_together(type(row)):
        if differs & set(names):
            continue
        fields = [row._meta.get_field(name) for name in names]
        if any(getattr(row, field.attname) is None for field in fields):
            continue
        for field in fields:
            if _changed(row, field, number, users):
                differs = differs | {field.name}
                break


def _unique_together(model: Model) -> Iterator[tuple[str, ...]]:
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.name,)
    yield from model._meta.unique_together
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield constraint.fields


def _changed(row: Any, field: Any, number: int, users: list[Any] | None) -> bool:
    """Give the field a value of its own, if it is of a kind that can have any; whether it got one."""
    value = getattr(row, field.attname)
    if field.is_relation:
        if users is None or field.related_model._meta.label_lower != "accounts.user":
            return False
        new: Any = users[number - 1]
    elif isinstance(field, models.UUIDField):
        new = uuid4()
    elif isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        is_month = field.name == "month"
        new = add_months(value, number) if is_month else value + timedelta(days=number)
    elif isinstance(field, models.IntegerField):
        new = value + number
    elif isinstance(field, models.EmailField):
        new = f"{number}.{value}"
    elif isinstance(field, models.CharField) and not field.choices and value:
        new = f"{value[: (field.max_length or 200) - 6]}{next(_serial):06}"
    else:
        return False
    setattr(row, field.attname, new)
    return True


def _keep_apart(row: Any) -> None:
    """Periods of which no two may have a night in common go back, one behind the other."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, NoOverlap):
            start: date = getattr(row, constraint.start)
            night = start - timedelta(days=2 * next(_nights))
            setattr(row, constraint.start, night)
            setattr(row, constraint.end, night)


def more_versions(rows: Iterable[Any], count: int) -> None:
    """`count` more versions in the history of each row."""
    for row in rows:
        then = row.history.first()
        copies = [copy(then) for _ in range(count)]
        for number, other in enumerate(copies, start=1):
            other._state = copy(then._state)
            other._state.adding = True
            other.pk, other.version = None, then.version + number
        row.history.model._base_manager.bulk_create(copies, batch_size=1000)
