"""NoOverlap: the same answers from PostgreSQL and SQLite, also after a table is remade."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from core.constraints import NoOverlap, violated_constraint

pytestmark = pytest.mark.django_db(transaction=True)


def stay_model(*, constrained: bool = True) -> type[models.Model]:
    rules: list[Any] = [
        models.CheckConstraint(
            condition=models.Q(last_night__isnull=True) | models.Q(last_night__gte=models.F("first_night")),
            name="core_stay_last_not_before_first",
        ),
    ]
    if constrained:
        rules.append(
            NoOverlap(
                name="core_stay_no_overlap",
                key="room",
                start="first_night",
                end="last_night",
                void="cancelled_at",
                violation_error_message="The room is taken on some of those nights.",
            )
        )

    class Stay(models.Model):
        room = models.IntegerField(null=True)
        first_night = models.DateField()
        last_night = models.DateField(null=True)
        cancelled_at = models.DateTimeField(null=True)
        note = models.CharField(max_length=10, default="")

        class Meta:
            app_label = "core"
            constraints = rules

    return Stay


def two_stay_models() -> tuple[Any, Any]:
    """The same table without and with the rule."""
    with isolate_apps("core"):
        plain = stay_model(constrained=False)
    with isolate_apps("core"):
        return plain, stay_model()


@pytest.fixture
def stay() -> Iterator[type[models.Model]]:
    with isolate_apps("core"):
        model = stay_model()
        with connection.schema_editor() as editor:
            editor.create_model(model)
        yield model
        with connection.schema_editor() as editor:
            editor.delete_model(model)


def refused(create: Any) -> str | None:
    """The name of the constraint that refused, "none" when nothing did."""
    try:
        with transaction.atomic():
            create()
    except IntegrityError as error:
        return violated_constraint(error)
    return "none"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# (existing first, last), (new first, last), do they share a night
CASES = [
    ("2024-02-01", "2024-02-28", "2024-02-29", "2024-03-05", False),  # leap day follows
    ("2024-02-01", "2024-02-29", "2024-02-29", None, True),  # last night = first night
    ("2024-03-01", "2024-03-05", "2024-02-25", "2024-02-29", False),  # ends the night before
    ("2024-03-01", "2024-03-05", "2024-02-25", "2024-03-01", True),  # ends on the first night
    ("2024-03-01", "2024-03-05", "2024-03-02", "2024-03-03", True),  # inside
    ("2024-03-02", "2024-03-03", "2024-03-01", "2024-03-05", True),  # around
    ("2024-03-01", "2024-03-01", "2024-03-01", "2024-03-01", True),  # one night each
    ("2024-12-31", "2024-12-31", "2025-01-01", None, False),  # over the year's turn
    ("2024-12-31", None, "2025-01-01", "2025-01-02", True),  # open end before
    ("2024-12-31", None, "2024-12-01", "2024-12-30", False),  # closed before an open one
    ("2024-12-31", None, "2024-12-01", "2024-12-31", True),
    ("2024-12-31", None, "2030-01-01", None, True),  # two open ends
]


@pytest.mark.parametrize(("first", "last", "new_first", "new_last", "shared"), CASES)
def test_rows_that_share_a_night_are_refused(
    stay: Any, first: str, last: str | None, new_first: str, new_last: str | None, shared: bool
) -> None:
    stay.objects.create(room=1, first_night=day(first), last_night=day(last))
    row = stay(room=1, first_night=day(new_first), last_night=day(new_last))
    other_room = stay(room=2, first_night=day(new_first), last_night=day(new_last))
    other_room.validate_constraints()
    other_room.save()

    if shared:
        with pytest.raises(ValidationError) as raised:
            row.validate_constraints()
        assert raised.value.message_dict == {"first_night": ["The room is taken on some of those nights."]}
    else:
        row.validate_constraints()
    assert refused(row.save) == ("core_stay_no_overlap" if shared else "none")


def test_every_pair_of_short_periods_agrees_with_counting_nights(stay: Any) -> None:
    start = date(2024, 2, 27)
    days = [start + timedelta(days=n) for n in range(4)]
    periods = [(a, b) for a, b in product(days, [*days, None]) if b is None or b >= a]

    def nights(period: tuple[date, date | None]) -> set[date]:
        return {d for d in [*days, date(2099, 1, 1)] if period[0] <= d <= (period[1] or date.max)}

    wrong = []
    for index, (one, two) in enumerate(product(periods, periods)):
        stay.objects.create(room=index, first_night=one[0], last_night=one[1])
        row = stay(room=index, first_night=two[0], last_night=two[1])
        expected = bool(nights(one) & nights(two))
        if (refused(row.save) != "none") is not expected:
            wrong.append((one, two))
    assert len(periods) == 14
    assert wrong == []


def test_update_is_watched_too(stay: Any) -> None:
    stay.objects.create(room=1, first_night=date(2024, 1, 1), last_night=date(2024, 1, 10))
    row = stay.objects.create(room=1, first_night=date(2024, 1, 11), last_night=None)

    def move(**changes: Any) -> str | None:
        return refused(lambda: stay.objects.filter(pk=row.pk).update(**changes))

    assert move(first_night=date(2024, 1, 10)) == "core_stay_no_overlap"
    assert move(first_night=date(2024, 1, 12), note="later") == "none"
    assert move(room=2, first_night=date(2024, 1, 5)) == "none"
    assert move(room=1) == "core_stay_no_overlap"
    row.refresh_from_db()
    row.validate_constraints()  # a row is no obstacle to itself


def test_void_row_takes_no_nights_until_it_is_restored(stay: Any) -> None:
    moment = datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
    void = stay.objects.create(room=1, first_night=date(2024, 1, 1), cancelled_at=moment)
    live = stay(room=1, first_night=date(2024, 1, 1))
    live.validate_constraints()
    live.save()

    void.validate_constraints()
    void.cancelled_at = None
    with pytest.raises(ValidationError):
        void.validate_constraints()
    assert refused(void.save) == "core_stay_no_overlap"


def test_rows_without_a_key_never_meet(stay: Any) -> None:
    stay.objects.create(room=None, first_night=date(2024, 1, 1))
    stay.objects.create(room=1, first_night=date(2024, 1, 1))
    assert refused(stay(room=None, first_night=date(2024, 1, 1)).save) == "none"


def test_check_constraint_is_named_and_comes_before_the_overlap(stay: Any) -> None:
    row = stay(room=1, first_night=date(2024, 1, 2), last_night=date(2024, 1, 1))
    assert refused(row.save) == "core_stay_last_not_before_first"


def test_bulk_rows_that_overlap_each_other_are_refused(stay: Any) -> None:
    rows = [stay(room=1, first_night=date(2024, 1, n), last_night=None) for n in (1, 2)]
    assert refused(lambda: stay.objects.bulk_create(rows)) == "core_stay_no_overlap"
    assert stay.objects.count() == 0


def overlap_refused(model: Any) -> bool:
    name = refused(
        lambda: model.objects.bulk_create([model(room=99, first_night=date(2024, 1, 1)) for _ in range(2)])
    )
    return name == "core_stay_no_overlap"


def test_rule_survives_a_remade_table(stay: Any) -> None:
    stay.objects.create(room=1, first_night=date(2024, 1, 1), last_night=date(2024, 1, 3))
    wider = models.CharField(max_length=200, null=True)
    wider.set_attributes_from_name("note")
    wider.model = stay
    with connection.schema_editor() as editor:
        editor.alter_field(stay, stay._meta.get_field("note"), wider)
    assert stay.objects.count() == 1
    assert overlap_refused(stay)

    added = models.IntegerField(default=7)
    added.set_attributes_from_name("beds")
    added.model = stay
    with connection.schema_editor() as editor:
        editor.add_field(stay, added)
        editor.remove_field(stay, added)
    assert overlap_refused(stay)


def test_rule_can_be_added_and_removed() -> None:
    model, constrained = two_stay_models()
    rule = constrained._meta.constraints[-1]
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        assert not overlap_refused(model)
        model.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(constrained, rule)
        assert overlap_refused(constrained)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, rule)
        assert not overlap_refused(model)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)


@pytest.mark.parametrize(
    ("second_first", "accepted"), [(date(2024, 1, 10), False), (date(2024, 1, 11), True)]
)
def test_rule_is_not_added_over_rows_that_break_it(second_first: date, accepted: bool) -> None:
    model, constrained = two_stay_models()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    model.objects.create(room=1, first_night=date(2024, 1, 1), last_night=date(2024, 1, 10))
    model.objects.create(room=1, first_night=date(2024, 1, 2), cancelled_at=datetime.now(UTC))
    model.objects.create(room=None, first_night=date(2024, 1, 2))
    model.objects.create(room=2, first_night=date(2024, 1, 2))
    model.objects.create(room=1, first_night=second_first)

    def add() -> None:
        with connection.schema_editor() as editor:
            editor.add_constraint(constrained, constrained._meta.constraints[-1])

    try:
        if accepted:
            add()
            assert overlap_refused(constrained)
        else:
            with pytest.raises(IntegrityError) as raised:
                add()
            assert violated_constraint(raised.value) == "core_stay_no_overlap"
        assert model.objects.count() == 5
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)


def test_rule_follows_a_renamed_column_and_table(stay: Any) -> None:
    renamed = models.DateField(db_column="from_night")
    renamed.set_attributes_from_name("first_night")
    renamed.model = stay
    with connection.schema_editor() as editor:
        editor.alter_field(stay, stay._meta.get_field("first_night"), renamed)
        editor.alter_db_table(stay, "core_stay", "core_night")
    with connection.cursor() as cursor:
        insert = "INSERT INTO core_night (room, from_night, note) VALUES (1, '2024-01-01', '')"
        cursor.execute(insert)
        assert refused(lambda: cursor.execute(insert)) == "core_stay_no_overlap"
    with connection.schema_editor() as editor:
        editor.alter_db_table(stay, "core_night", "core_stay")


@isolate_apps("core")
def test_unique_constraints_are_named() -> None:
    class Numbered(models.Model):
        series = models.CharField(max_length=5)
        number = models.IntegerField()
        code = models.CharField(max_length=5, null=True)

        class Meta:
            app_label = "core"
            constraints = (
                models.UniqueConstraint(fields=["series", "number"], name="core_numbered_once"),
                models.UniqueConstraint(models.functions.Lower("code"), name="core_numbered_code_once"),
            )

    with connection.schema_editor() as editor:
        editor.create_model(Numbered)
    try:
        Numbered.objects.create(series="A", number=1, code="x")
        assert refused(lambda: Numbered.objects.create(series="A", number=2, code="X")) == (
            "core_numbered_code_once"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("core.constraints.apps.get_models", lambda **_: [Numbered])
            again = refused(lambda: Numbered.objects.create(series="A", number=1))
        assert again == "core_numbered_once"
        assert refused(lambda: Numbered.objects.create(series="A", number=None)) is None
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Numbered)


def test_deconstruct_round_trip() -> None:
    rule = stay_rule()
    path, args, kwargs = rule.deconstruct()
    assert path == "core.constraints.NoOverlap"
    assert NoOverlap(*args, **kwargs) == rule
    assert hash(rule.clone()) == hash(rule)
    assert NoOverlap(**{**kwargs, "end": "other"}) != rule
    assert rule != object()


def stay_rule() -> NoOverlap:
    return NoOverlap(name="core_stay_no_overlap", key="room", start="first", end="last")


@isolate_apps("core")
def test_wrong_fields_are_found_by_system_checks() -> None:
    class Wrong(models.Model):
        room = models.IntegerField()
        first = models.DateTimeField()
        last = models.DateField(null=True)
        gone = models.DateField()

        class Meta:
            app_label = "core"
            constraints = (NoOverlap(name="core_wrong", key="room", start="first", end="last", void="gone"),)

    found = Wrong._meta.constraints[0]._check(Wrong, connection)
    assert [error.id for error in found] == ["core.E001", "core.E002"]


def test_name_that_could_break_the_sql_is_refused() -> None:
    with pytest.raises(ValueError, match="NoOverlap name"):
        NoOverlap(name="it's", key="room", start="first", end="last")
