"""The pages of flats and stays: what they show to whom, and that each form does what it says."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core.clock import today
from core.models import ReadEvent
from core.periods import Period
from core.registries import FigureQuery
from housing.enums import FlatKind
from housing.figures.flats import compute
from housing.models import Flat, Tenancy
from housing.vacancy import empty_nights
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.events import FlatFactory, PlacementFactory, TenancyFactory
from tests.housing.flats_cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


@pytest.fixture
def stay(cast: Cast) -> Tenancy:
    decision = cast.approval(cast.household, valid_until=today() + 300 * DAY)
    first = today() - 50 * DAY
    return cast.start(first_night=first, planned_last_night=today() + 30 * DAY, decision=decision)


def test_list_asks_as_often_for_thirty_flats_as_for_three(
    cast: Cast, client: Client, django_assert_max_num_queries
) -> None:
    def count(n: int) -> None:
        for _ in range(n):
            household = HouseholdFactory(authority=cast.board, project_worker=cast.manager)
            TenancyFactory(household=household, flat=cast.flat(FlatKind.TRIAL))

    count(3)
    with django_assert_max_num_queries(30) as few:
        client.get(reverse("housing:flat_list"))
    count(27)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert client.get(reverse("housing:flat_list")).status_code == 200


def test_who_may_not_know_sees_that_a_flat_is_lived_in_and_not_by_whom(cast: Cast, stay: Tenancy) -> None:
    name = stay.household.members.first().person.family_name
    elsewhere = UnitFactory(authority=cast.board)
    reader, client = staff(Role.CASEWORKER, unit=elsewhere), Client()
    client.force_login(cast.manager)
    for address in (reverse("housing:flat_list"), reverse("housing:flat_detail", args=[stay.flat_id])):
        assert name in client.get(address).content.decode()
    assert ReadEvent.objects.filter(household_id=stay.household_id).count() == 2
    client.force_login(reader)
    for address in (reverse("housing:flat_list"), reverse("housing:flat_detail", args=[stay.flat_id])):
        page = client.get(address)
        assert page.status_code == 200
        assert name not in page.content.decode()


def test_stay_page_tells_the_day_the_limit_and_logs_the_read(client: Client, stay: Tenancy) -> None:
    page = client.get(reverse("housing:tenancy", args=[stay.pk])).content.decode()
    assert "Dag 51 av" in page
    assert ReadEvent.objects.filter(page="housing:tenancy").count() == 1


def test_stay_over_the_limit_is_named_unauthorised(cast: Cast, client: Client) -> None:
    long = TenancyFactory(household=cast.household, first_night=today() - 120 * DAY)
    page = client.get(reverse("housing:tenancy", args=[long.pk])).content.decode()
    assert "inte godkänt" in page


def test_saving_is_the_figures_own(cast: Cast, client: Client) -> None:
    flat = cast.flat(monthly_rent_sek=5000)
    stay = TenancyFactory(household=cast.household, flat=flat, first_night=date(2025, 10, 1))
    PlacementFactory(household=cast.household, first_night=date(2025, 9, 1), last_night=date(2025, 9, 30))
    values = compute(FigureQuery(Period.month(2025, 10), today(), (cast.board.pk,))).period
    page = client.get(reverse("housing:tenancy", args=[stay.pk])).context["stay"]
    assert page.saving_sek == values["transitional_saving_sek_per_month"] == 585 * 30 - 5000


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("end", {"last_night": "idag", "moved_to": "own_home"}),
        ("extend", {"planned_last_night": "+2v"}),
        ("annul", {"reason": "Fel hushåll"}),
        ("keys", {"what": "Portnyckel", "count": "2", "day": "idag"}),
        ("incident", {"happened_on": "idag", "kind": "damage", "note": "Trasig ruta"}),
        ("rent", {"month": "idag", "paid_on": "idag"}),
        ("obstacle", {"kind": "income", "day": "idag"}),
        ("next", {"next_solution": "other_unit", "next_solution_named": "Ekbacken"}),
    ],
)
def test_form_saves_and_keeps_what_it_refuses(client: Client, stay: Tenancy, verb: str, data) -> None:
    address = reverse(f"housing:tenancy_{verb}", args=[stay.pk])
    assert client.get(address).status_code == 200
    hostile = dict.fromkeys(data, "\x00<script>")
    refused = client.post(address, hostile)
    assert refused.status_code == 422
    assert "<script>" not in refused.content.decode().split("<main")[1].split("</main")[0]
    for _ in range(2):
        assert client.post(address, data).status_code in (302, 422)
    assert client.post(address, data, follow=True).status_code in (200, 422)
    assert client.get(reverse("housing:tenancy", args=[stay.pk])).status_code == 200


def test_second_editor_of_a_stay_overwrites_nothing_unseen(client: Client, stay: Tenancy) -> None:
    address = reverse("housing:tenancy_correct", args=[stay.pk])
    version = client.get(address).context["form"].initial["version"]
    data = {
        "first_night": stay.first_night.isoformat(),
        "planned_last_night": stay.planned_last_night.isoformat(),
        "fee_sek": "4789,50",
        "reason": "Fel",
        "version": version,
    }
    assert client.post(address, data | {"contract_number": "A 1"}).status_code == 302
    second = client.post(address, data | {"contract_number": "B 2"})
    assert second.status_code == 422
    assert "A 1" in second.content.decode()
    stay.refresh_from_db()
    assert stay.contract_number == "A 1"


def test_household_moves_in_by_the_form_once(cast: Cast, client: Client) -> None:
    flat = cast.flat()
    decision = cast.approval(cast.household, valid_until=today() + 300 * DAY)
    address = reverse("housing:tenancy_new", args=[cast.household.pk])
    data = {
        "flat": flat.pk,
        "decision": decision.pk,
        "first_night": "idag",
        "planned_last_night": "+8v",
        "next_solution": "own_home",
        "next_solution_named": "Hyresrätt i Eskilstuna",
    }
    assert client.post(address, data | {"planned_last_night": "+20v"}).status_code == 422
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert Tenancy.objects.count() == 1


def test_flat_is_added_changed_and_given_back_by_its_forms(client: Client) -> None:
    data = {"kind": "trial", "address": "Ny gata 1", "monthly_rent_sek": "6 200", "available_from": "idag"}
    assert client.post(reverse("housing:flat_new"), data).status_code == 302
    assert client.post(reverse("housing:flat_new"), data).status_code == 422
    flat = Flat.objects.get()
    version = client.get(reverse("housing:flat_edit", args=[flat.pk])).context["form"].initial["version"]
    changed = {"kind": "trial", "address": "Ny gata 1", "version": version}
    edit = reverse("housing:flat_edit", args=[flat.pk])
    assert client.post(edit, changed | {"rooms": "3"}).status_code == 302
    assert client.post(edit, changed | {"rooms": "4"}).status_code == 422
    for name, sent in (
        ("flat_rent", {"first_day": "+1m", "monthly_rent_sek": "6400"}),
        ("flat_retire", {"last_day": "+3m"}),
    ):
        assert client.post(reverse(f"housing:{name}", args=[flat.pk]), {"sent": "1"}).status_code == 422
        assert client.post(reverse(f"housing:{name}", args=[flat.pk]), sent).status_code == 302
    flat.refresh_from_db()
    assert (flat.rooms, flat.rents.count()) == (3, 1)
    sent = {"percent": "16", "first_day": "idag"}
    assert client.post(reverse("housing:surcharge"), sent).status_code == 422
    assert client.post(reverse("housing:surcharge"), sent | {"percent": "5"}).status_code == 302


def test_empty_nights_are_available_less_occupied(cast: Cast) -> None:
    start, end = date(2025, 1, 1), date(2025, 6, 30)
    nights = [
        (date(2024, 12, 1), None, [(date(2024, 12, 20), date(2025, 1, 3)), (date(2025, 2, 1), None)]),
        (date(2025, 3, 10), date(2025, 5, 1), [(date(2025, 3, 10), date(2025, 4, 1))]),
        (
            date(2025, 1, 1),
            None,
            [(date(2025, 1, 4), date(2025, 1, 4)), (date(2025, 1, 5), date(2025, 2, 2))],
        ),
        (date(2025, 7, 1), None, []),
    ]
    counted = []
    for since, until, stays in nights:
        flat = FlatFactory(authority=cast.board, available_from=since, available_until=until)
        for first, last in stays:
            household = HouseholdFactory(authority=cast.board)
            TenancyFactory(household=household, flat=flat, first_night=first, last_night=last)
        counted.append(empty_nights((since, until), stays, start, end))
    assert counted == [28, 30, 151, 0]
    values = compute(FigureQuery(Period(start, end), end, (cast.board.pk,))).period
    assert sum(counted) == values["flat_nights_available"] - values["flat_nights_occupied"]
