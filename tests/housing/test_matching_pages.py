""" "Varför inte?": who is listed, in which order, with which words, and what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Protection
from core import clock
from core.models import ReadEvent
from housing.enums import ApplicationState, FlatKind
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import family
from tests.factories.events import FlatFactory, PlacementFactory, TenancyFactory
from tests.factories.housing import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def reader(client, unit):
    user = staff(Role.PROJECT_WORKER, unit=unit)
    client.force_login(user)
    return user


@pytest.fixture
def flat(unit):
    return FlatFactory(authority=unit.authority, kind=FlatKind.TRIAL, most_people=3)


def _waits(unit, name, children=1, **fields):
    born = [date(2020, 1, 1)] * children
    household = family(*born, authority=unit.authority, family_name=name, **fields)
    PlacementFactory(household=household, first_night=date(2026, 1, 1))
    return household


def test_the_best_match_comes_first_and_those_that_fail_are_asked_for(client, reader, unit, flat):
    _waits(unit, "Ensam", children=0)
    _waits(unit, "Familj")
    _waits(unit, "Bergkvist", children=5)
    url = reverse("housing:match_flat", args=[flat.pk])
    page = client.get(url).content.decode()
    assert "Familj" in page
    assert "Ensam" not in page
    assert "Bergkvist" not in page
    page = client.get(url, {"alla": "1"}).content.decode()
    assert page.index("Familj") < page.index("Ensam") < page.index("Bergkvist")
    assert "Bara för barnfamiljer." in page
    assert ReadEvent.objects.filter(page="housing:match_flat").count() == 1 + 3


def test_only_those_who_wait_and_are_within_reach_are_candidates(client, reader, unit, flat):
    _waits(unit, "Synlig")
    _waits(unit, "Skyddad", protected_identity=Protection.MARKED)
    _waits(UnitFactory(), "Annan")
    draft = family(authority=unit.authority, family_name="Utkast")
    ApplicationFactory(household=draft, state=ApplicationState.DRAFT, submitted_by=None, submitted_at=None)
    page = client.get(reverse("housing:match_flat", args=[flat.pk]), {"alla": "1"}).content.decode()
    assert "Synlig" in page
    assert [name for name in ("Skyddad", "Annan", "Utkast") if name in page] == []


def test_a_household_sees_every_free_flat_of_its_board(client, reader, unit, flat):
    taken, elsewhere = FlatFactory(authority=unit.authority), FlatFactory()
    TenancyFactory(flat=taken, household=family(authority=unit.authority))
    household = _waits(unit, "Familj")
    page = client.get(reverse("housing:match_household", args=[household.pk]), {"alla": "1"}).content.decode()
    assert flat.address in page
    assert taken.address not in page
    assert elsewhere.address not in page
    assert household.case_number in page.split("</title>")[0]
    assert ReadEvent.objects.get(page="housing:match_household").household_id == household.pk


def test_the_first_page_lists_free_flats_and_waiting_households(client, reader, unit, flat):
    assert "Ingen väntar" in client.get(reverse("housing:match_index")).content.decode()
    _waits(unit, "Familj")
    page = client.get(reverse("housing:match_index")).content.decode()
    assert flat.address in page
    assert "Familj" in page


@pytest.mark.parametrize("name", ["match_flat", "match_household", "match_index"])
def test_as_many_questions_for_few_as_for_many(client, reader, unit, flat, name):
    first = _waits(unit, "Familj")
    url = reverse(
        f"housing:{name}", args={"match_flat": [flat.pk], "match_household": [first.pk]}.get(name, [])
    )

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(url, {"alla": "1"})
        return len(queries)

    client.get(url)
    few = asked()
    for number in range(11):
        _waits(unit, f"Familj{number}")
        FlatFactory(authority=unit.authority)
    assert asked() <= few + 1  # the number of pages


def test_nobody_is_shown_when_the_reader_reaches_nobody(client, unit, flat):
    client.force_login(staff(Role.BOARD_MEMBER, unit=unit))
    _waits(unit, "Familj")
    page = client.get(reverse("housing:match_flat", args=[flat.pk]), {"alla": "1"}).content.decode()
    assert "Familj" not in page
    assert "Ingen väntar" in page
    assert clock.today().isoformat() in page
