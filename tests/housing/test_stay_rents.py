"""Rents of stays: paid once, taken back, and sent on to debt advice once when late."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent
from core.registry import Registry
from debtadvice.models import HomeNotice
from housing import actions
from housing.actions import stay_rents
from housing.models import LateRent, RentPayment
from tests.factories.accounts import staff
from tests.housing.flats_cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOVEMBER = date(2025, 11, 1)


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def stay(cast: Cast):
    return cast.start()


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action))


def test_rent_is_paid_once_and_taken_back(cast: Cast, stay) -> None:
    paid_on = date(2025, 10, 31)
    for day in (paid_on, paid_on + DAY):
        actions.record_rent(tenancy=stay, month=NOVEMBER + 9 * DAY, paid_on=day, by=cast.manager)
    assert RentPayment.objects.get().paid_on == paid_on
    assert [event.details for event in events("tenancy.rent_paid")] == [{"month": "2025-11"}]
    for month, day in ((date(2025, 9, 1), paid_on), (date(2025, 12, 1), today() + DAY)):
        with pytest.raises(ActionRefused):
            actions.record_rent(tenancy=stay, month=month, paid_on=day, by=cast.manager)
    for _ in range(2):
        actions.withdraw_rent(tenancy=stay, month=NOVEMBER, by=cast.manager)
    assert not RentPayment.objects.exists()
    assert len(events("tenancy.rent_withdrawn")) == 1


def test_late_rent_is_sent_on_once_for_each_month(cast: Cast, stay) -> None:
    first, again = (
        actions.send_late_rent_on(tenancy=stay, month=NOVEMBER + DAY, by=cast.manager) for _ in range(2)
    )
    assert first.pk == again.pk
    actions.send_late_rent_on(tenancy=stay, month=date(2025, 12, 1), by=cast.manager)
    notices = HomeNotice.objects.order_by("rent_month").values_list("rent_month", "amount_sek", "household")
    assert list(notices) == [
        (NOVEMBER, stay.fee_sek, stay.household_id),
        (date(2025, 12, 1), stay.fee_sek, stay.household_id),
    ]
    sent = events("tenancy.late_rent_sent")
    assert [event.details for event in sent] == [{"month": "2025-11"}, {"month": "2025-12"}]
    assert {event.household_id for event in sent} == {stay.household_id}


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (date(2025, 9, 1), "ingen natt"),
        (date(2026, 1, 1), "ingen natt"),
        (date(2025, 11, 1), "betald"),
    ],
)
def test_what_is_not_late_is_not_sent_on(cast: Cast, stay, month: date, words: str) -> None:
    actions.record_rent(tenancy=stay, month=NOVEMBER, paid_on=NOVEMBER, by=cast.manager)
    actions.end_tenancy(tenancy=stay, last_night=date(2025, 12, 15), by=cast.manager, moved_to="own_home")
    with pytest.raises(ActionRefused, match=words):
        actions.send_late_rent_on(tenancy=stay, month=month, by=cast.manager)
    assert not LateRent.objects.exists()
    assert not HomeNotice.objects.exists()


def test_a_rent_that_is_due_today_is_not_late(cast: Cast) -> None:
    decision = cast.approval(cast.household, valid_until=today() + 300 * DAY)
    stay = cast.start(first_night=today(), planned_last_night=today() + 30 * DAY, decision=decision)
    with pytest.raises(ActionRefused, match="inte sen"):
        actions.send_late_rent_on(tenancy=stay, month=today(), by=cast.manager)


def test_nothing_is_sent_where_nobody_takes_it(cast: Cast, stay, monkeypatch) -> None:
    monkeypatch.setattr(stay_rents, "late_rent_receivers", Registry("nobody"))
    with pytest.raises(ActionRefused, match="Ingen tar emot"):
        actions.send_late_rent_on(tenancy=stay, month=NOVEMBER, by=cast.manager)
    assert not LateRent.objects.exists()


def test_a_receiver_that_fails_leaves_nothing_behind(cast: Cast, stay, monkeypatch) -> None:
    def broken(**_values) -> None:
        raise RuntimeError

    receivers = Registry("broken")
    receivers.register("broken", broken)
    monkeypatch.setattr(stay_rents, "late_rent_receivers", receivers)
    with pytest.raises(RuntimeError):
        actions.send_late_rent_on(tenancy=stay, month=NOVEMBER, by=cast.manager)
    assert not LateRent.objects.exists()
    assert events("tenancy.late_rent_sent") == []


def test_another_boards_worker_is_refused(cast: Cast, stay) -> None:
    stranger = staff(Role.UNIT_MANAGER)
    for act in (actions.send_late_rent_on, actions.withdraw_rent):
        with pytest.raises(ActionRefused):
            act(tenancy=stay, month=NOVEMBER, by=stranger)


def test_buttons_of_the_page_send_on_and_take_back(client, cast: Cast, stay) -> None:
    client.force_login(cast.manager)
    page = reverse("housing:tenancy", args=[stay.pk])
    late, undo = (reverse(f"housing:tenancy_rent_{verb}", args=[stay.pk]) for verb in ("late", "undo"))
    this_month = today().replace(day=1)
    assert "Meddela skuldrådgivningen" in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(late, {"month": this_month.isoformat()}, follow=True).status_code == 200
    assert "skuldrådgivningen fick veta" in client.get(page).content.decode()
    assert LateRent.objects.count() == 1
    actions.record_rent(tenancy=stay, month=this_month, paid_on=today(), by=cast.manager)
    assert "Inte betald" in client.get(page).content.decode()
    client.post(undo, {"month": this_month.isoformat()})
    assert not RentPayment.objects.exists()
    refused = client.post(late, {"month": "1999-01-01"}, follow=True)
    assert "ingen natt" in refused.content.decode()
    for month in ("", "banan", "2025-13-01"):
        answer = client.post(late, {"month": month}, follow=True)
        assert "Välj en av månaderna i listan." in answer.content.decode()
    assert LateRent.objects.count() == 1
