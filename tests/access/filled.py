"""The world of the proof of constant queries: one of everything, and everything on one household."""

from datetime import date, timedelta
from typing import Any

from accounts.enums import Role
from cases.models import Household, Landlord
from cases.search_enums import VacancyEnd
from core.audit import record_event
from core.clock import today
from debtadvice.models import DebtCase
from dropin.enums import VisitKind
from dropin.models import Visit
from tests.access.multitude import copied_models
from tests.access.world import World
from tests.factories import by_model
from tests.factories.cases import HouseholdUnitFactory, NamedAccessFactory, family
from tests.factories.debt import DebtCaseFactory
from tests.factories.events import PlacementFactory, VisitFactory
from tests.factories.housing import ProviderPriceFactory
from tests.factories.search import VacancyFactory


def filled_world() -> World:
    """One household of the reader's own unit, the readers' own, and a row of every model that is copied."""
    world = World("own")
    own = world.places["own"]
    reader = world.readers[Role.UNIT_MANAGER]
    Household.objects.filter(pk=own.household.pk).update(project_worker=reader)
    adviser = world.readers[Role.DEBT_ADVISER]
    DebtCase.objects.filter(authority=world.board).update(adviser=adviser)
    for fields in ({"adviser": adviser}, {"adviser": None}):
        DebtCaseFactory(authority=world.board, household=own.household, **fields)
    _make_a_silent_double(world)
    _make_what_filters_choose(world)
    _make_what_is_missing(world)
    more_in_the_log(world, 1)
    return world


def more_in_the_log(world: World, count: int) -> None:
    """Emergency access taken so many times: the log itself is not copied."""
    reader, household = world.readers[Role.UNIT_MANAGER], world.places["own"].household
    where = {"authority_id": world.board.pk, "household_id": household.pk}
    for _ in range(count):
        access = NamedAccessFactory(household=household, user=reader, granted_by=reader, reason="Akut")
        record_event("access.break_glass", by=reader, subject=access, **where)


def _make_a_silent_double(world: World) -> None:
    """Somebody of the same name, placed, and heard of no more."""
    double = family(
        date(2015, 3, 1),
        authority=world.board,
        family_name=world.places["own"].canary,
        project_worker=world.readers[Role.UNIT_MANAGER],
    )
    HouseholdUnitFactory(household=double, unit=world.unit)
    day = today()
    PlacementFactory(household=double, planned_last_night=day + timedelta(days=3))
    PlacementFactory(household=double, first_night=day + timedelta(days=20))
    PlacementFactory(household=double, first_night=date(2013, 3, 1), last_night=date(2013, 3, 9))


def _make_what_filters_choose(world: World) -> None:
    """What is shown under a filter only."""
    own = world.places["own"]
    earlier = today() - timedelta(days=1)
    Visit.objects.filter(household=own.household, attached_at__isnull=False).update(visited_on=earlier)
    Visit.objects.filter(household=None).update(visited_on=earlier)
    VisitFactory(household=own.household, visited_on=today(), kind=VisitKind.BOOKED)
    Landlord.objects.update(accepts_income_support=True)
    VacancyFactory(authority=world.board, ended_on=today(), end_reason=VacancyEnd.TAKEN)
    ProviderPriceFactory(provider=own.objects["provider"])


def _make_what_is_missing(world: World) -> None:
    """A row of each model that has none, hung on what there is."""
    own, factories = world.places["own"], by_model()
    there: dict[Any, Any] = {}
    for value in [world.board, world.unit, *own.objects.values()]:
        for one in value if isinstance(value, tuple) else (value,):
            if hasattr(one, "_meta"):
                there.setdefault(type(one), one)
    for model in copied_models():
        if model not in there:
            make = factories.get(model, model._base_manager.create)  # a table between two has no factory
            there[model] = model._base_manager.first() or make(**_hung_on(model, there))


def _hung_on(model: Any, there: dict[Any, Any]) -> dict[str, Any]:
    """What the row belongs to; of two fields that point at the same model, the first."""
    found: dict[Any, tuple[str, Any]] = {}
    for field in model._meta.concrete_fields:
        if field.is_relation and not field.null and field.related_model in there:
            found.setdefault(field.related_model, (field.name, there[field.related_model]))
    return dict(found.values())
