"""The pages of placements and providers, the overview and its worklists."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from cases.models import HouseholdMember
from core.clock import today
from core.models import AuditEvent, ReadEvent
from core.periods import Period, add_months
from core.registries import FigureQuery
from housing import actions
from housing.board_costs import month_costs
from housing.figures.placements import compute
from housing.models import Placement, Provider
from housing.placed import ending_within, placed_households, with_children, without_contact, without_decision
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory, HouseholdUnitFactory, family
from tests.factories.events import BoardDecisionFactory, PlacementFactory, ProviderFactory, VisitFactory
from tests.factories.housing import ProviderPriceFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Cast:
    """A family placed for twenty nights, by whom it is seen, and a provider with a price list."""

    def __init__(self) -> None:
        self.household = family(date(2018, 3, 1))
        self.board = self.household.authority
        self.unit = UnitFactory(authority=self.board)
        HouseholdUnitFactory(household=self.household, unit=self.unit)
        self.worker = staff(Role.PROJECT_WORKER, unit=self.unit)
        self.provider = ProviderFactory(authority=self.board, name="Hotell Norr")
        self.price = ProviderPriceFactory(
            provider=self.provider, what="Familjerum", price_sek=Decimal("900.00")
        )
        self.placement = self.placed(self.household, 20)

    def placed(self, household, nights: int, **fields) -> Placement:
        values = {"first_night": today() - (nights - 1) * DAY, "provider": self.provider, **fields}
        return PlacementFactory(household=household, **values)

    def approval(self, **fields):
        values = {
            "household": self.household,
            "accommodation": "acute",
            "decided_on": today() - 30 * DAY,
            "applied_on": today() - 30 * DAY,
            "valid_from": today() - 30 * DAY,
            "valid_until": today() + 30 * DAY,
            **fields,
        }
        return BoardDecisionFactory(**values)


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.worker)
    return client


def page(client: Client, name: str, *args, **query) -> str:
    response = client.get(reverse(f"housing:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_worklists_pick_who_has_to_be_seen_to(cast: Cast) -> None:
    alone = HouseholdFactory(authority=cast.board)
    cast.placed(alone, 5, planned_last_night=today() + 10 * DAY)
    VisitFactory(household=alone, visited_on=today())
    rows = placed_households(cast.worker, today())
    households = [cast.household, alone]
    assert [row.household for row in rows] == households
    assert [row.household for row in without_decision(rows)] == households
    assert [row.household for row in ending_within(rows, 10)] == [alone]
    assert ending_within(rows, 9) == []
    assert [row.household for row in without_contact(rows)] == [cast.household]
    assert [row.household for row in with_children(rows)] == [cast.household]


@pytest.mark.parametrize(
    ("valid", "uncovered", "covered_now"),
    [
        ((-30, 30), 0, True),
        ((-30, 0), 0, True),
        ((-30, -1), 1, False),
        ((-18, 30), 1, True),  # the first of twenty nights came before the decision
        ((-19, 30), 0, True),
        ((1, 30), 20, False),
    ],
)
def test_nights_without_a_decision_on_both_boundary_days(cast: Cast, valid, uncovered, covered_now) -> None:
    first, last = (today() + days * DAY for days in valid)
    cast.approval(valid_from=first, valid_until=last)
    (row,) = placed_households(cast.worker, today())
    assert (row.uncovered_nights, not row.is_uncovered_now) == (uncovered, covered_now)


def test_approval_of_a_flat_covers_no_nights_at_a_hotel(cast: Cast) -> None:
    cast.approval(accommodation="transitional")
    (row,) = placed_households(cast.worker, today())
    assert row.is_uncovered_now


def test_stay_is_counted_through_moves_and_prices(cast: Cast) -> None:
    other = ProviderFactory(authority=cast.board)
    actions.move_placement(
        placement=cast.placement,
        provider=other,
        first_night=today() - 4 * DAY,
        price_sek=Decimal(500),
        price_per="night",
        by=cast.worker,
    )
    (row,) = placed_households(cast.worker, today())
    assert (row.nights, row.providers) == (20, other.name)
    assert row.cost_to_date == 15 * 585 + 5 * 500


def test_month_before_costs_what_the_figure_says(cast: Cast) -> None:
    costs = month_costs(cast.worker, today())
    eve = today().replace(day=1) - DAY
    month = Period.month(eve.year, eve.month)
    figures = compute(FigureQuery(month, today(), (cast.board.pk,))).period
    assert costs.cost_before_sek == figures["acute_cost_sek"]
    assert (costs.households, costs.families) == (1, 1)


def test_provider_of_a_hidden_household_is_not_told(cast: Cast) -> None:
    hidden = HouseholdFactory(authority=cast.board, protected_identity="marked")
    secret = ProviderFactory(authority=cast.board, name="Hemliga huset")
    cast.placed(hidden, 3, provider=secret)
    costs = month_costs(cast.worker, today())
    assert costs.households == 2
    assert [line.name for line in costs.providers] == ["Hotell Norr", ""]
    hidden.project_worker = cast.worker
    hidden.save()
    assert {line.name for line in month_costs(cast.worker, today()).providers} == {
        "Hotell Norr",
        "Hemliga huset",
    }


def test_overview_shows_the_lists_and_logs_whom_it_names(cast: Cast, client: Client) -> None:
    body = page(client, "overview")
    assert "Nätter utan beslut" in body
    assert cast.household.label in body
    assert ReadEvent.objects.filter(household_id=cast.household.pk, page="housing:overview").count() == 1


@pytest.mark.parametrize("name", ["overview", "placement_list"])
def test_lists_ask_as_often_for_thirty_as_for_three(
    cast: Cast, client: Client, name: str, django_assert_max_num_queries
) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            cast.placed(family(date(2019, 1, 1), authority=cast.board), 3)

    more(2)
    with django_assert_max_num_queries(40) as few:
        page(client, name)
    more(27)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page(client, name)


@pytest.mark.parametrize(
    "show", ["nu", "utan-beslut", "slutar", "utan-kontakt", "barn", "kommande", "avslutade", "x"]
)
def test_every_list_opens_with_and_without_rows(cast: Cast, client: Client, show: str) -> None:
    page(client, "placement_list", visa=show, dagar="30")
    cast.placed(HouseholdFactory(authority=cast.board), 9, last_night=today() - 3 * DAY)
    cast.placed(HouseholdFactory(authority=cast.board), -3)
    page(client, "placement_list", visa=show, dagar="7", page="2")


def test_export_names_nobody_says_its_filter_and_is_logged(cast: Cast, client: Client) -> None:
    address = reverse("housing:placement_export", args=["csv"])
    text = client.get(address, {"visa": "barn"}).content.decode()
    name = cast.household.members.first().person.family_name
    assert cast.household.case_number in text
    assert "Barn som varit placerade längst" in text
    assert name not in text
    assert ReadEvent.objects.filter(household_id=cast.household.pk, purpose="export").count() == 1
    assert client.get(reverse("housing:placement_export", args=["xlsx"])).content[:2] == b"PK"
    assert client.get(reverse("housing:placement_export", args=["pdf"])).status_code == 404


def test_placement_page_tells_costs_decision_and_the_same_nights_elsewhere(
    cast: Cast, client: Client
) -> None:
    cheap = ProviderFactory(authority=cast.board, name="Vandrarhemmet")
    ProviderPriceFactory(provider=cheap, price_sek=Decimal("400.00"))
    facts = client.get(reverse("housing:placement", args=[cast.placement.pk])).context["facts"]
    assert facts.cost_to_date_sek == 20 * 585
    assert facts.uncovered_nights == 20
    (one,) = facts.elsewhere
    assert (one.name, one.same_nights_sek) == ("Vandrarhemmet", 20 * 400)
    assert one.same_nights_difference_sek == 20 * (400 - 585)
    assert "Makulera" in page(client, "placement", cast.placement.pk)


def test_start_takes_the_price_of_the_list_once(cast: Cast, client: Client) -> None:
    other = HouseholdFactory(authority=cast.board)
    address = reverse("housing:placement_new", args=[other.pk])
    form = client.get(address).context["form"]
    data = {
        "place": f"l{cast.price.pk}",
        "price_per": "night",
        "first_night": "idag",
        "planned_last_night": "+2v",
        "client_key": str(form["client_key"].value()),
    }
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    (made,) = other.placements.all()
    assert (made.price_sek, made.provider) == (900, cast.provider)
    assert made.planned_last_night == today() + 14 * DAY


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"place": ""}, "place", "Välj"),
        ({"first_night": "2012-01-01"}, "price_sek", "Prislistan har inget pris"),
        ({"place": "p"}, "price_sek", "Skriv priset"),
        ({"planned_last_night": "2013-12-09"}, "planned_last_night", "före den första"),
    ],
)
def test_start_says_what_is_missing_and_keeps_the_rest(
    cast: Cast, client: Client, change, field: str, words: str
) -> None:
    other = HouseholdFactory(authority=cast.board)
    data = {"place": f"l{cast.price.pk}", "price_per": "night", "first_night": "idag", **change}
    if data["place"] == "p":
        data["place"] = f"p{cast.provider.pk}"
    response = client.post(reverse("housing:placement_new", args=[other.pk]), data)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert not other.placements.exists()


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("extend", {"planned_last_night": "+3v"}),
        ("reprice", {"from_night": "idag", "price_sek": "700", "price_per": "night"}),
        ("end", {"last_night": "idag", "end_reason": "own_home"}),
        ("annul", {"reason": "Fel hushåll"}),
    ],
)
def test_form_saves_and_keeps_what_it_refuses(cast: Cast, client: Client, verb: str, data) -> None:
    address = reverse(f"housing:placement_{verb}", args=[cast.placement.pk])
    assert client.get(address).status_code == 200
    refused = client.post(address, dict.fromkeys(data, "\x00<script>"))
    assert refused.status_code == 422
    assert "<script>" not in refused.content.decode().split("<main")[1].split("</main")[0]
    response = client.post(address, data)
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    assert AuditEvent.objects.filter(household_id=cast.household.pk, actor=cast.worker).exists()


def test_move_and_correct_by_their_forms(cast: Cast, client: Client) -> None:
    hostel = ProviderFactory(authority=cast.board)
    data = {"place": f"p{hostel.pk}", "price_sek": "450", "price_per": "night", "first_night": "idag"}
    moved = client.post(reverse("housing:placement_move", args=[cast.placement.pk]), data)
    row = Placement.objects.get(continues=cast.placement)
    assert moved.url == reverse("housing:placement", args=[row.pk])
    address = reverse("housing:placement_correct", args=[row.pk])
    form = client.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    wrong = client.post(address, {**values, "provider": hostel.pk, "price_sek": "460"})
    assert wrong.status_code == 422  # without a reason
    values |= {"provider": hostel.pk, "price_sek": "460", "reason": "Fel pris i bekräftelsen"}
    assert client.post(address, values).status_code == 302
    row.refresh_from_db()
    assert row.price_sek == 460
    body = page(client, "placement", row.pk)
    assert "450 kr → 460 kr" in body.replace("\xa0", " ")


def test_correction_that_somebody_came_before_shows_both(cast: Cast, client: Client) -> None:
    address = reverse("housing:placement_correct", args=[cast.placement.pk])
    form = client.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    actions.correct_placement(
        placement=cast.placement, changes={"price_sek": Decimal(600)}, reason="Annat pris", by=cast.worker
    )
    values |= {"provider": cast.provider.pk, "price_sek": "590", "reason": "Fel pris"}
    response = client.post(address, values)
    assert response.status_code == 422
    assert [(one.theirs, one.yours) for one in response.context["clashes"]] == [("600.00", "590.00")]
    values["version"] = response.context["form"]["version"].value()
    assert client.post(address, values).status_code == 302


def test_end_is_undone_from_the_page(cast: Cast, client: Client) -> None:
    actions.end_placement(placement=cast.placement, last_night=today(), by=cast.worker)
    address = reverse("housing:placement_reopen", args=[cast.placement.pk])
    assert client.post(address).status_code == 302
    cast.placement.refresh_from_db()
    assert cast.placement.last_night is None


def test_household_page_says_where_they_live_and_warns(cast: Cast, client: Client) -> None:
    address = cast.household.get_absolute_url()
    body = client.get(address).content.decode()
    assert "Hotell Norr" in body
    assert "Inget beslut täcker natten." in body
    cast.approval()
    assert "Inget beslut täcker natten." not in client.get(address).content.decode()


def test_providers_are_added_priced_and_taken_out_of_use(cast: Cast) -> None:
    client = Client()
    client.force_login(staff(Role.UNIT_MANAGER, unit=cast.unit))
    data = {"name": "Jourhem Ek", "kind": "emergency_family_home", "phone": "08-123 45 67"}
    added = client.post(reverse("housing:provider_new"), data)
    assert added.status_code == 302
    again = client.post(reverse("housing:provider_new"), data)
    assert "name" in again.context["form"].errors
    provider = Provider.objects.get(authority=cast.board, name="Jourhem Ek")
    price = {"what": "Ett rum", "price_sek": "550", "price_per": "night", "first_day": "2026-01-01"}
    assert client.post(reverse("housing:provider_price", args=[provider.pk]), price).status_code == 302
    line = provider.prices.get()
    ended = client.post(reverse("housing:price_end", args=[line.pk]), {"last_day": "idag"})
    assert ended.status_code == 302
    assert "550" in page(client, "provider", provider.pk)
    client.post(reverse("housing:provider_use", args=[provider.pk]), {"in_use": "0"})
    assert "Används inte" in page(client, "provider_list")
    client.post(reverse("housing:provider_use", args=[provider.pk]), {"in_use": "1"})
    assert "Används inte" not in page(client, "provider_list")
    change = {"name": "Jourhem Ekan", "kind": "emergency_family_home"}
    form = client.get(reverse("housing:provider_edit", args=[provider.pk])).context["form"]
    change["version"] = form["version"].value()
    assert client.post(reverse("housing:provider_edit", args=[provider.pk]), change).status_code == 302


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_children_are_counted_as_everywhere_else(cast: Cast, days: int) -> None:
    born = add_months(today(), -18 * 12) + days * DAY
    household = family(born, born, born, authority=cast.board)
    left = household.members.filter(role="child").order_by("pk")
    for member, gone_on in zip(left, (today(), today() + DAY), strict=False):
        HouseholdMember.objects.filter(pk=member.pk).update(left_on=gone_on)
    cast.placed(household, 5)
    (row,) = (row for row in placed_households(cast.worker, today()) if row.household == household)
    assert row.children == sum(one.is_child_on(today()) for one in household.members.all()) == 2 * (days > 0)
