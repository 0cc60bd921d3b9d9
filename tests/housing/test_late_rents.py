"""Late rents of the board's own flats reach debt advice: by a button of the stay, and by themselves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.models import AuditEvent
from core.money import format_sek
from debtadvice.actions.notices import close_notice
from debtadvice.models import HomeNotice
from housing import actions
from housing.models import LateRent, Tenancy
from housing.tasks import send_late_rents
from tests.factories.accounts import staff
from tests.factories.events import TenancyFactory
from tests.housing.flats_cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# November's rent is due by the last of October; 7 November is a week late, 8 November more than that.
NOVEMBER, DUE = date(2025, 11, 1), date(2025, 10, 31)


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def stay(cast: Cast) -> Tenancy:
    stay = cast.start()
    actions.record_rent(tenancy=stay, month=date(2025, 10, 1), paid_on=date(2025, 10, 1), by=cast.manager)
    return stay


def _on(day: date) -> Any:
    return clock.set_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def _page(user: Any, address: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def test_a_late_rent_goes_from_the_stays_page_to_the_adviser_and_warns_the_household(cast, stay):
    """From the button to every page that is to tell of it, and none of the amount beside the advice."""
    adviser = staff(Role.DEBT_ADVISER, unit=cast.unit)
    home, notices = cast.household.get_absolute_url(), reverse("debtadvice:notices")
    assert "Bostaden är i fara" not in _page(cast.manager, home)
    assert cast.household.case_number not in _page(adviser, notices)
    client = Client()
    client.force_login(cast.manager)
    with _on(DUE + 2 * DAY):
        for _click in range(2):
            address = reverse("housing:tenancy_rent_late", args=[stay.pk])
            assert client.post(address, {"month": NOVEMBER.isoformat()}).status_code == 302
    notice = HomeNotice.objects.get()
    assert (notice.kind, notice.household, notice.rent_month) == ("rent_late", cast.household, NOVEMBER)
    assert cast.household.case_number in _page(adviser, notices)
    amount = format_sek(notice.amount_sek)
    assert amount in _page(adviser, notice.get_absolute_url())
    warned = _page(cast.manager, home)
    assert "Bostaden är i fara" in warned
    assert amount not in warned.partition("Bostaden är i fara")[2].partition("</div>")[0]
    assert _page(cast.manager, notice.get_absolute_url()) == "403"
    close_notice(notice=notice, result="kept", closed_on=clock.today(), by=adviser)
    assert "Bostaden är i fara" not in _page(cast.manager, home)


@pytest.mark.parametrize(("after", "sent"), [(1, 0), (7, 0), (8, 1), (38, 1), (39, 0)])
def test_a_rent_reaches_the_advice_by_itself_when_it_is_more_than_a_week_late(stay, after, sent):
    with _on(DUE + after * DAY):
        told = send_late_rents()
        assert send_late_rents() == 0
    months = list(LateRent.objects.values_list("month", flat=True))
    assert (NOVEMBER in months) is bool(sent)
    assert told == len(months) == HomeNotice.objects.count()


def test_what_the_calendar_sent_says_so_in_the_log(cast, stay):
    with _on(DUE + 8 * DAY):
        send_late_rents()
    event = AuditEvent.objects.get(action="tenancy.late_rent_sent")
    assert event.details == {"month": "2025-11", "by_itself": True}
    assert event.actor_id == cast.manager.pk
    assert HomeNotice.objects.get().household == cast.household


def test_a_rent_that_is_paid_told_or_of_a_stay_that_has_ended_is_not_sent(cast, stay):
    with _on(DUE + 2 * DAY):
        actions.send_late_rent_on(tenancy=stay, month=NOVEMBER, by=cast.manager)
    with _on(DUE + 8 * DAY):
        assert send_late_rents() == 0
    assert HomeNotice.objects.count() == 1
    HomeNotice.objects.all().delete()
    LateRent.objects.all().delete()
    actions.record_rent(tenancy=stay, month=NOVEMBER, paid_on=DUE, by=cast.manager)
    with _on(DUE + 8 * DAY):
        assert send_late_rents() == 0
    actions.withdraw_rent(tenancy=stay, month=NOVEMBER, by=cast.manager)
    Tenancy.objects.update(last_night=DUE)
    with _on(DUE + 8 * DAY):
        assert send_late_rents() == 0
    assert not HomeNotice.objects.exists()


def test_a_stay_that_was_imported_is_left_alone_until_a_rent_is_noted_here(cast):
    stay = TenancyFactory(household=cast.household, first_night=date(2025, 9, 1))
    with _on(DUE + 8 * DAY):
        assert send_late_rents() == 0
    actions.record_rent(tenancy=stay, month=date(2025, 10, 1), paid_on=date(2025, 10, 1), by=cast.manager)
    with _on(DUE + 8 * DAY):
        assert send_late_rents() == 1


def test_a_board_that_notes_no_rents_turns_it_off(stay, settings):
    settings.LATE_RENTS_BY_THEMSELVES = False
    with _on(DUE + 8 * DAY):
        assert send_late_rents() == 0
    assert not HomeNotice.objects.exists()
