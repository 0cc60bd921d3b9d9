"""The log reviewer sees who has opened what in their own board, by case number and never by name."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from cases.actions import open_emergency_access
from cases.enums import Protection
from core import clock
from core.audit import record_event, record_reads
from core.clock import today
from core.models import AuditEvent
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import family

URL = "cases:log_review"


@pytest.fixture
def reviewer(client):
    user = staff(Role.LOG_REVIEWER)
    client.force_login(user)
    return user


@pytest.fixture
def reader(reviewer):
    return staff(Role.PROJECT_WORKER, unit=UnitFactory(authority=reviewer.authority), full_name="Lena Läsare")


def _read(reader, household, *, page="cases:household_detail"):
    record_reads(reader, [household.pk], page=page, authority_id=reader.authority_id)


def _ask(client, **changes):
    data = {"first_day": "-", "last_day": "idag", "kind": "read", "person": "", "case_number": ""}
    data["first_day"] = (today() - timedelta(days=30)).isoformat()
    return client.post(reverse(URL), {**data, **changes})


@pytest.mark.django_db
def test_a_read_is_shown_with_case_number_and_without_the_clients_name(client, reviewer, reader):
    household = family(authority=reviewer.authority, family_name="Kanariefågel")
    _read(reader, household)
    body = client.get(reverse(URL)).content.decode()
    assert household.case_number in body
    assert "Lena Läsare" in body
    assert "Kanariefågel" not in body


@pytest.mark.django_db
def test_another_boards_reads_are_not_shown(client, reviewer):
    elsewhere = staff(Role.PROJECT_WORKER, full_name="Annan Läsare")
    household = family(authority=elsewhere.authority)
    _read(elsewhere, household)
    body = client.get(reverse(URL)).content.decode()
    assert "Annan Läsare" not in body
    assert household.case_number not in body


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"case_number": "2031-0001"}, True),
        ({"case_number": " 2031-0001 "}, True),
        ({"case_number": "2031-0002"}, False),
        ({"kind": "changed"}, False),
        ({"kind": "emergency"}, False),
    ],
)
@pytest.mark.django_db
def test_the_filters_narrow_what_is_shown(client, reviewer, reader, changes, shown):
    household = family(authority=reviewer.authority, case_number="2031-0001")
    _read(reader, household)
    lines = _ask(client, **changes).context["lines"]
    assert (household.case_number in [line.case_number for line in lines]) is shown


@pytest.mark.parametrize(("hour", "minute", "shown"), [(0, 0, True), (23, 59, True)])
@pytest.mark.django_db
def test_both_days_are_whole_local_days(client, reviewer, reader, hour, minute, shown):
    household = family(authority=reviewer.authority)
    day = today() - timedelta(days=3)
    with clock.set_to(timezone.make_aware(datetime.combine(day, time(hour, minute)))):
        _read(reader, household)
    assert len(_ask(client, first_day=day.isoformat(), last_day=day.isoformat()).context["lines"]) == 1
    before = (day - timedelta(days=1)).isoformat()
    after = (day + timedelta(days=1)).isoformat()
    assert _ask(client, first_day=before, last_day=before).context["lines"] == []
    assert _ask(client, first_day=after, last_day=after).context["lines"] == []


@pytest.mark.django_db
def test_emergency_access_stands_out(client, reviewer, reader):
    household = family(authority=reviewer.authority, protected_identity=Protection.MARKED)
    open_emergency_access(
        user=reader, case_number=household.case_number, reason="Barnet måste hämtas från skolan"
    )
    record_event("household.changed", by=reader, authority_id=reader.authority_id, household_id=household.pk)
    for kind, expected in (("emergency", [True]), ("changed", [False, True])):
        lines = _ask(client, kind=kind, person=reader.pk).context["lines"]
        assert [line.is_emergency for line in lines] == expected
        assert lines[-1].case_number == household.case_number


@pytest.mark.parametrize(
    "changes",
    [{"first_day": "31/2"}, {"last_day": "2001-01-01"}, {"first_day": "1999-01-01"}, {"person": "x"}],
)
@pytest.mark.django_db
def test_a_span_that_can_not_be_read_is_said(client, reviewer, changes):
    response = _ask(client, **changes)
    assert response.status_code == 422
    assert response.context["form"].errors


@pytest.mark.django_db
def test_reviewing_is_itself_logged(client, reviewer):
    client.get(reverse(URL))
    assert AuditEvent.objects.filter(action="log.reviewed", actor=reviewer).count() == 1
