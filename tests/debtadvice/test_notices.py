"""Landlords' notices: tied to a debt case, read by whom, and advice that is put back."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent, ReadEvent
from core.registries import log_subjects
from debtadvice.actions.notices import link_notice
from debtadvice.models import AdviceContact
from tests.factories.accounts import UnitFactory, staff
from tests.factories.cases import HouseholdFactory
from tests.factories.debt import AdviceContactFactory, DebtCaseFactory, HomeNoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return staff(Role.DEBT_ADVISER, unit=UnitFactory())


@pytest.fixture
def client(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def case(adviser):
    return DebtCaseFactory(authority=adviser.authority, opened_on=today(), case_number="S2026-0007")


@pytest.fixture
def notice(adviser):
    return HomeNoticeFactory(authority=adviser.authority, name="Nadia Öberg", received_on=today())


def _url(name, *args):
    return reverse(f"debtadvice:{name}", args=args)


def test_a_notice_is_tied_to_a_case_which_then_comes_first(client, adviser, case):
    household = HouseholdFactory(authority=adviser.authority)
    notice = HomeNoticeFactory(authority=adviser.authority, household=household, received_on=today())
    address = _url("notice_link", notice.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"number": "S2026-9999"}).status_code == 422
    for _click in range(2):
        assert client.post(address, {"number": "s2026-0007"}).status_code == 302
    case.refresh_from_db()
    assert case.risks_eviction
    assert "S2026-0007" in client.get(_url("notice", notice.pk)).content.decode()
    assert notice.get_absolute_url() in client.get(_url("case", case.pk)).content.decode()
    event = AuditEvent.objects.get(action="home_notice.linked")
    # The household's own log does not tell that it has a debt case.
    assert (event.subject_id, event.household_id) == (case.pk, None)
    client.post(address, {"unlink": "1"})
    notice.refresh_from_db()
    assert notice.case is None
    assert AuditEvent.objects.get(action="home_notice.unlinked").subject_id == case.pk


def test_another_boards_case_is_not_tied(adviser, notice):
    with pytest.raises(ActionRefused):
        link_notice(notice=notice, case=DebtCaseFactory(), by=adviser)
    notice.refresh_from_db()
    assert notice.case is None


def test_a_closed_notice_raises_no_alarm(adviser, notice, case):
    notice.closed_on, notice.result = today(), "kept"
    notice.save()
    link_notice(notice=notice, case=case, by=adviser)
    case.refresh_from_db()
    assert not case.risks_eviction


def test_a_notice_about_nobody_of_ours_is_read_in_the_log_by_number(client, adviser, notice):
    client.get(_url("notices"))
    client.get(_url("notice", notice.pk))
    reads = ReadEvent.objects.filter(actor=adviser, subject_type="debtadvice.homenotice").order_by("pk")
    assert [(read.subject_id, read.household_id, read.purpose) for read in reads] == [
        (notice.pk, None, "list"),
        (notice.pk, None, "view"),
    ]
    assert log_subjects["debtadvice.homenotice"]([notice.pk]) == {notice.pk: f"Meddelande {notice.pk}"}


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_advice_that_was_taken_away_is_put_back(client, adviser, case, is_anonymous):
    facts = {"authority": adviser.authority, "recorded_by": adviser}
    contact = (
        AdviceContactFactory(case=None, kind="open_advice", note="", **facts)
        if is_anonymous
        else AdviceContactFactory(case=case, note="Viktigt", **facts)
    )
    response = client.post(_url("open_undo", contact.pk), follow=True)
    assert _url("open_restore", contact.pk) in response.content.decode()
    assert not AdviceContact.objects.kept().exists()
    assert client.post(_url("open_restore", contact.pk)).status_code == 302
    assert AdviceContact.objects.kept().get() == contact
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["open_advice.undone", "open_advice.restored"]
