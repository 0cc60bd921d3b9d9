"""Providers and their dated price lists: one price of a line a day, and nothing overwritten."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.enums import Role
from cases.errors import ActionRefused
from core.models import AuditEvent
from housing import actions
from housing.enums import PricePer, ProviderKind
from housing.models import Provider, ProviderPrice
from tests.factories.accounts import UnitFactory, staff
from tests.factories.events import ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return staff(Role.UNIT_MANAGER, unit=UnitFactory())


@pytest.fixture
def provider(manager):
    return ProviderFactory(authority=manager.authority, name="Hotell Vällingby")


def _price(provider, by, day, sek="600", what="", per=PricePer.NIGHT):
    return actions.set_price(
        provider=provider, first_day=day, price_sek=Decimal(sek), price_per=per, by=by, what=what
    )


def _lines(what=""):
    rows = ProviderPrice.objects.filter(what=what).order_by("first_day")
    return [(row.first_day, row.last_day, int(row.price_sek)) for row in rows]


def test_a_provider_is_added_and_changed_with_events(manager):
    made = actions.add_provider(by=manager, name="  Hotell  Nord ", kind=ProviderKind.HOTEL, phone="08-1")
    assert (made.name, made.authority, made.phone) == ("Hotell Nord", manager.authority, "08-1")
    actions.change_provider(provider=made, by=manager, phone="08-2", note="Bara vardagar ")
    actions.change_provider(provider=made, by=manager, phone="08-2")
    made.refresh_from_db()
    assert (made.phone, made.note) == ("08-2", "Bara vardagar")
    events = list(AuditEvent.objects.order_by("pk").values_list("action", "details"))
    assert events == [("provider.added", {}), ("provider.changed", {"fields": ["note", "phone"]})]


@pytest.mark.parametrize("name", ["", "  ", "hotell  vällingby"])
def test_a_name_is_needed_and_is_there_once(manager, provider, name):
    with pytest.raises(ActionRefused) as refusal:
        actions.add_provider(by=manager, name=name, kind=ProviderKind.HOTEL)
    assert refusal.value.field == "name"
    assert Provider.objects.count() == 1


def test_another_boards_name_and_its_own_name_are_free(manager, provider):
    ProviderFactory(name="Hotell Nord")
    actions.add_provider(by=manager, name="Hotell Nord", kind=ProviderKind.HOTEL)
    actions.change_provider(provider=provider, by=manager, name="Hotell Vällingby", kind="hostel")
    assert Provider.objects.count() == 3


def test_out_of_use_and_into_use_again(manager, provider):
    for act, is_active in ((actions.deactivate_provider, False), (actions.reactivate_provider, True)):
        act(provider=provider, by=manager)
        act(provider=provider, by=manager)
        provider.refresh_from_db()
        assert provider.is_active is is_active
    assert AuditEvent.objects.count() == 2


def test_another_boards_provider_is_refused(manager):
    other = ProviderFactory()
    for act in (
        lambda: actions.change_provider(provider=other, by=manager, phone="1"),
        lambda: actions.deactivate_provider(provider=other, by=manager),
        lambda: _price(other, manager, date(2013, 1, 1)),
    ):
        with pytest.raises(ActionRefused):
            act()
    assert not ProviderPrice.objects.exists()


def test_a_new_price_closes_the_one_before_and_ends_before_the_next(manager, provider):
    _price(provider, manager, date(2013, 1, 1), "500")
    _price(provider, manager, date(2014, 1, 1), "700")
    _price(provider, manager, date(2013, 7, 1), "600")
    _price(provider, manager, date(2013, 7, 1), "900", what="Familjerum")
    assert _lines() == [
        (date(2013, 1, 1), date(2013, 6, 30), 500),
        (date(2013, 7, 1), date(2013, 12, 31), 600),
        (date(2014, 1, 1), None, 700),
    ]
    assert _lines("Familjerum") == [(date(2013, 7, 1), None, 900)]
    for day in (date(2013, 6, 30), date(2013, 7, 1), date(2014, 1, 1)):
        assert ProviderPrice.objects.active_on(day).filter(what="").count() == 1


def test_a_price_of_the_same_day_is_corrected_and_the_same_price_is_nothing(manager, provider):
    for sek in ("500", "500", "550"):
        _price(provider, manager, date(2013, 1, 1), sek)
    assert _lines() == [(date(2013, 1, 1), None, 550)]
    actions_done = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions_done == ["provider.priced", "provider.price_corrected"]


def test_a_negative_price_is_refused(manager, provider):
    with pytest.raises(ActionRefused) as refusal:
        _price(provider, manager, date(2013, 1, 1), "-1")
    assert refusal.value.field == "price_sek"


@pytest.mark.parametrize(
    ("last_day", "is_refused"),
    [(date(2012, 12, 31), True), (date(2013, 1, 1), False), (date(2013, 6, 1), False)],
)
def test_a_line_ends_on_a_day_that_it_has_a_price_on(manager, provider, last_day, is_refused):
    price = _price(provider, manager, date(2013, 1, 1))
    if is_refused:
        with pytest.raises(ActionRefused):
            actions.end_price(price=price, last_day=last_day, by=manager)
    else:
        for _ in range(2):
            actions.end_price(price=price, last_day=last_day, by=manager)
        assert _lines()[0][1] == last_day
        assert AuditEvent.objects.count() == 2
