"""Duties of flats: days 45, 60 and 75, waivers and late rents; for whom, from when, and settled in place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Protection
from cases.errors import ActionRefused
from core import clock
from core.models import AuditEvent
from core.registries import Duty, duty_sources
from housing import actions
from housing.actions.stay_records import check_limit
from housing.duties import LIMITS, RENTS, WAIVERS
from housing.enums import FlatKind
from housing.models import LimitCheck, Tenancy
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.events import TenancyFactory
from tests.factories.housing import LateRentFactory, RentPaymentFactory, StayExtensionFactory
from tests.housing.flats_cast import FIRST, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    cast = Cast()
    cast.household.project_worker = cast.manager
    cast.household.save()
    return cast


def lived(cast: Cast, first: date = FIRST, kind: str = FlatKind.TRANSITIONAL, **fields) -> Tenancy:
    household = fields.pop("household", cast.household)
    return TenancyFactory(household=household, flat=cast.flat(kind), first_night=first, **fields)


def on(day: date):
    return clock.set_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def duties(cast: Cast, source: str, day: date, ahead: int = 0, user=None) -> list[Duty]:
    user = user or cast.manager
    with on(day):
        return duty_sources[source].fetch(user, assigned_to_ids=[user.pk], until=day + ahead * DAY, limit=50)


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2025, 11, 13), []),
        (date(2025, 11, 14), ["day_45"]),
        (date(2025, 11, 29), ["day_60"]),
        (date(2025, 12, 14), ["day_75"]),
        (date(2025, 12, 30), ["day_75"]),
        (date(2025, 12, 31), ["day_75", "limit"]),
        (date(2026, 1, 20), ["day_75", "limit"]),
    ],
)
def test_stay_is_looked_at_three_times_before_its_limit(cast: Cast, day: date, kinds: list[str]) -> None:
    stay = lived(cast)
    found = duties(cast, LIMITS, day)
    assert [duty.kind for duty in found] == kinds
    assert {duty.household_id for duty in found} <= {stay.household_id}
    assert all(duty.can_settle == (duty.kind != "limit") for duty in found)


def test_last_night_follows_an_authorised_extension_and_goes_with_the_stay(cast: Cast) -> None:
    stay = lived(cast, next_solution_named="Ekbacken")
    StayExtensionFactory(tenancy=stay, last_night=date(2026, 1, 20))
    assert [duty.kind for duty in duties(cast, LIMITS, date(2026, 1, 1))] == ["day_75"]
    found = duties(cast, LIMITS, date(2026, 1, 10), ahead=14)
    assert [(duty.kind, duty.due_on) for duty in found] == [
        ("day_75", date(2025, 12, 14)),
        ("limit", date(2026, 1, 20)),
    ]
    assert found[0].note == "Nästa lösning: Ekbacken"
    Tenancy.objects.update(last_night=date(2026, 1, 9))
    assert duties(cast, LIMITS, date(2026, 1, 10)) == []


def test_other_flats_have_no_limit(cast: Cast) -> None:
    lived(cast, kind=FlatKind.TRIAL)
    assert duties(cast, LIMITS, date(2026, 3, 1)) == []


def test_day_is_done_and_undone_in_my_week(client, cast: Cast) -> None:
    stay = lived(cast)
    client.force_login(cast.manager)
    with on(date(2025, 11, 14)):
        (duty,) = duties(cast, LIMITS, date(2025, 11, 14))
        assert "Dag 45 av 92" in client.get(reverse("cases:my_week")).content.decode()
        names = [LIMITS, duty.object_id]
        for _ in range(2):
            answer = client.post(reverse("cases:duty_done", args=names), {"note": "Visning på fredag"})
            assert answer.status_code == 302
        assert LimitCheck.objects.get().note == "Visning på fredag"
        assert "Dag 45 av 92" not in client.get(reverse("cases:my_week")).content.decode()
        assert "Visning på fredag" in client.get(reverse("housing:tenancy", args=[stay.pk])).content.decode()
        client.post(reverse("cases:duty_reopened", args=names))
        assert "Dag 45 av 92" in client.get(reverse("cases:my_week")).content.decode()
    done = AuditEvent.objects.filter(action__startswith="tenancy.limit").order_by("pk")
    assert [(event.action, event.details) for event in done] == [
        ("tenancy.limit_checked", {"mark": 45}),
        ("tenancy.limit_unchecked", {"mark": 45}),
    ]


def test_day_is_looked_at_on_the_stays_own_page(client, cast: Cast) -> None:
    stay = lived(cast, clock.today() - 50 * DAY)
    client.force_login(cast.manager)
    address = reverse("housing:tenancy_check", args=[stay.pk])
    assert "Avstämt" in client.get(reverse("housing:tenancy", args=[stay.pk])).content.decode()
    for mark in ("45", "45", "46"):
        assert client.post(address, {"mark": mark}).status_code == 302
    assert LimitCheck.objects.get().mark == 45
    for mark in ("", "x", "-1", "²"):
        assert "Bara dag 45" in client.post(address, {"mark": mark}, follow=True).content.decode()


def test_what_is_not_a_mark_of_a_transitional_flat_is_refused(cast: Cast, monkeypatch) -> None:
    stay = lived(cast)
    trial = lived(cast, kind=FlatKind.TRIAL, household=family(authority=cast.board))
    for tenancy, mark in ((stay, 44), (trial, 45)):
        with pytest.raises(ActionRefused, match="Bara dag 45"):
            check_limit(tenancy=tenancy, mark=mark, by=cast.manager)
    with pytest.raises(ActionRefused):
        check_limit(tenancy=stay, mark=45, by=staff(Role.UNIT_MANAGER))

    def broken(*_args, **_kwargs) -> None:
        raise RuntimeError

    monkeypatch.setattr("housing.actions.stay_records.record", broken)
    with pytest.raises(RuntimeError):
        check_limit(tenancy=stay, mark=45, by=cast.manager)
    assert not LimitCheck.objects.exists()


def test_duties_are_for_whoever_is_responsible_and_sees_the_household(cast: Cast, client) -> None:
    stay = lived(cast)
    colleague = staff(Role.PROJECT_WORKER, unit=cast.unit)
    assert duties(cast, LIMITS, date(2025, 12, 1), user=colleague) == []
    hidden = family(authority=cast.board, protected_identity=Protection.MARKED)
    lived(cast, household=hidden)
    assert [duty.household_id for duty in duties(cast, LIMITS, date(2025, 12, 1))] == [stay.household_id]
    client.force_login(staff(Role.UNIT_MANAGER))
    (duty,) = duties(cast, LIMITS, date(2025, 12, 1))
    assert client.post(reverse("cases:duty_done", args=[LIMITS, duty.object_id])).status_code == 404
    client.force_login(cast.manager)
    assert client.post(reverse("cases:duty_done", args=[LIMITS, 999_999_99])).status_code == 404


@pytest.mark.parametrize(
    ("expires", "due"),
    [
        (date(2024, 3, 30), date(2024, 2, 29)),
        (date(2025, 3, 30), date(2025, 2, 28)),
        (date(2025, 12, 31), date(2025, 12, 1)),
        (date(2026, 1, 30), date(2025, 12, 31)),
    ],
)
def test_waivers_are_renewed_thirty_days_ahead(cast: Cast, expires: date, due: date) -> None:
    approved = date(2023, 1, 1)
    lived(cast, approved, FlatKind.TRIAL, waiver_approved_on=approved, waiver_expires_on=expires)
    cast.flat(waiver_approved_on=approved, waiver_expires_on=expires)
    assert duties(cast, WAIVERS, due - DAY) == []
    found = sorted((duty.kind, duty.due_on) for duty in duties(cast, WAIVERS, due))
    assert found == [("flat", due), ("tenant", due)]
    worker = staff(Role.PROJECT_WORKER, unit=cast.unit)
    assert duties(cast, WAIVERS, due, user=worker) == []


def test_late_rent_is_a_duty_from_the_day_after_it_was_due(cast: Cast) -> None:
    stay = lived(cast, date(2024, 1, 10), FlatKind.TRIAL, started_by=cast.manager)
    for month in (date(2024, 1, 1), date(2024, 2, 1)):
        RentPaymentFactory(tenancy=stay, month=month, paid_on=month + 10 * DAY)
    assert duties(cast, RENTS, date(2024, 2, 29)) == []
    (duty,) = duties(cast, RENTS, date(2024, 3, 1))
    assert (duty.due_on, duty.title) == (date(2024, 3, 1), "Sen hyra: mars 2024")
    (duty,) = duties(cast, RENTS, date(2024, 4, 1))
    assert (duty.due_on, duty.title) == (date(2024, 3, 1), "Sen hyra: mars 2024, april 2024")
    LateRentFactory(tenancy=stay, month=date(2024, 3, 1))
    (duty,) = duties(cast, RENTS, date(2024, 4, 1))
    assert (duty.due_on, duty.title) == (date(2024, 4, 1), "Sen hyra: april 2024")


def test_sources_ask_as_often_for_thirty_stays_as_for_one(cast: Cast) -> None:
    def count(number: int) -> int:
        for _ in range(number):
            household = family(authority=cast.board, project_worker=cast.manager)
            stay = lived(cast, household=household, started_by=cast.manager)
            Tenancy.objects.filter(pk=stay.pk).update(
                waiver_approved_on=FIRST, waiver_expires_on=FIRST + 90 * DAY
            )
            cast.flat(waiver_approved_on=FIRST, waiver_expires_on=FIRST + 90 * DAY)
        with CaptureQueriesContext(connection) as queries:
            for source in (LIMITS, WAIVERS, RENTS):
                assert len(duties(cast, source, date(2025, 12, 20))) >= min(50, number)
        return len(queries)

    count(1)  # the reader's permissions are read once
    assert count(1) == count(28)


def test_meetings_are_weekly_in_transitional_flats_and_monthly_for_families(cast: Cast) -> None:
    """Worked case: first night 1 October; the planned end is 31 December."""
    with on(FIRST):
        cast.start()
        trial = cast.flat(FlatKind.TRIAL)
        household = family(date(2015, 3, 1), authority=cast.board)
        decision = cast.approval(household, accommodation="trial")
        cast.start(trial, household=household, planned_last_night=None, decision=decision)
    weekly = cast.household.follow_ups.order_by("planned_on")
    assert [row.planned_on for row in weekly] == [FIRST + timedelta(weeks=n) for n in range(1, 14)]
    monthly = household.follow_ups.order_by("planned_on").values_list("planned_on", flat=True)
    assert list(monthly) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    with on(date(2025, 12, 1)):
        actions.end_tenancy(
            tenancy=cast.household.tenancies.get(),
            last_night=date(2025, 12, 1),
            by=cast.manager,
            moved_to="own_home",
        )
    assert not weekly.filter(state="open", planned_on__gt=date(2025, 12, 2)).exists()
