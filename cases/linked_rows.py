"""What hangs on a household: the rows of every app that point at one, found by walking the models.

So a model that is added tomorrow takes part in merging without anybody having to remember it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DatabaseError, models, transaction

from cases.models import Household

# About the case itself, not about the people in it: the units and the staff who reach it, its links and
# transfers stay where they are.
OF_THE_CASE = frozenset(
    {
        "cases.casemerge",
        "cases.householdlink",
        "cases.householdunit",
        "cases.namedaccess",
        "cases.transfer",
    }
)


@dataclass(frozen=True, order=True)
class Link:
    """A row of a model, and its field that points at a household."""

    model: str
    pk: int
    field: str

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def point_at(self, household_id: int) -> int:
        """Repoint it in the database alone: what happened is no new event in its history. Rows changed."""
        rows = self.model_class._base_manager.filter(pk=self.pk)
        return rows.update(**{f"{self.field}_id": household_id})

    def points_at(self) -> int | None:
        rows = self.model_class._base_manager.filter(pk=self.pk)
        return rows.values_list(f"{self.field}_id", flat=True).first()


def linked_models() -> Iterator[tuple[type[models.Model], str]]:
    """Every model with a relation to Household, and the relation's name; the histories of models left out."""
    for relation in Household._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model = relation.related_model
        if hasattr(model, "instance_type"):  # django-simple-history's own
            continue
        yield model, relation.field.name


def links_of(household_id: int) -> list[Link]:
    """The rows about the household's people that point at it, in a steady order. One query a model."""
    found = []
    for model, field in linked_models():
        label = model._meta.label_lower
        if label in OF_THE_CASE:
            continue
        rows = model._base_manager.filter(**{f"{field}_id": household_id})
        found += [Link(label, pk, field) for pk in rows.values_list("pk", flat=True)]
    return sorted(found)


def groups_of(links: Iterable[Link]) -> list[list[Link]]:
    """The rows in groups: those that point at each other belong together, and move together or not at all."""
    rows = list(links)
    places = {(link.model, link.pk): place for place, link in enumerate(rows)}
    parent = list(range(len(rows)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for place, other in _pairs(rows, places):
        parent[root(place)] = root(other)
    grouped: dict[int, list[Link]] = defaultdict(list)
    for place, link in enumerate(rows):
        grouped[root(place)].append(link)
    return sorted(grouped.values())


def _pairs(rows: list[Link], places: dict[tuple[str, int], int]) -> Iterator[tuple[int, int]]:
    """Places of rows one of which points at the other. One query a model."""
    by_model: dict[str, list[int]] = defaultdict(list)
    for link in rows:
        by_model[link.model].append(link.pk)
    for label, pks in by_model.items():
        model = apps.get_model(label)
        fields = [
            field
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model and field.related_model._meta.label_lower in by_model
        ]
        if not fields:
            continue
        names = [field.attname for field in fields]
        for pk, *ids in model._base_manager.filter(pk__in=pks).values_list("pk", *names):
            for field, other in zip(fields, ids, strict=True):
                there = places.get((field.related_model._meta.label_lower, other))
                if there is not None:
                    yield places[label, pk], there


def move_group(group: Iterable[Link], to: int) -> bool:
    """Repoint a group, or leave it whole where the database refuses one of its rows; whether it moved."""
    try:
        with transaction.atomic():
            for link in group:
                link.point_at(to)
    except DatabaseError:
        # Something of the kind is there already, or the row may never change: the group stays.
        return False
    return True
