"""Evidence beside the criteria: what the rules find, and who learns what is sensitive."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from cases.enums import SubstanceAbuse
from core.clock import today
from housing.actions.criteria import DEFAULTS
from housing.actions.deciding import criteria_of
from housing.eligibility import RULES
from housing.enums import Accommodation, CriterionOutcome, FlatKind
from housing.evidence import evidence_for
from housing.models import AgendaItem, Judgement
from tests.factories.accounts import staff
from tests.factories.casework import AssessmentFactory, SensitiveAssessmentFactory
from tests.factories.events import FlatFactory, VisitFactory
from tests.factories.housing import MeetingParticipantFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db
CONTENT = "Pågående eller omfattande."
HIDDEN = "Finns i kartläggningen."


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def applied(borad: Borad, abuse: str = SubstanceAbuse.ONGOING):
    household = borad.household()
    VisitFactory(household=household, visited_on=today())
    application = borad.applied(
        household, accommodation=Accommodation.TRANSITIONAL, next_solution_named="Ekbacken"
    )
    assessment = AssessmentFactory(household=household, other_options_exhausted=True)
    SensitiveAssessmentFactory(assessment=assessment, substance_abuse=abuse)
    return application


def member_of_the_board(borad: Borad):
    user = staff(Role.BOARD_MEMBER, unit=borad.unit)
    MeetingParticipantFactory(meeting=borad.meeting, user=user, part="member")
    return user


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_default_criterion_names_a_rule_or_none() -> None:
    named = [one.evidence for criteria in DEFAULTS.values() for one in criteria if one.evidence]
    assert len(named) > 10
    assert set(named) <= set(RULES)
    assert [one.evidence for one in DEFAULTS[Accommodation.TRANSITIONAL]] == [
        "project_contact",
        "next_solution",
        "no_substance_abuse",
        "no_extensive_support",
    ]


def test_the_boards_criteria_say_what_the_rules_find(borad: Borad) -> None:
    item = borad.item(applied(borad))
    page = client_of(borad.manager).get(reverse("housing:item", args=[item.pk])).content.decode()
    assert "Ekbacken, men det är inte känt när." in page
    assert "Alla andra möjligheter är prövade." in page


def test_sensitive_evidence_is_for_those_who_may_read_causes(borad: Borad) -> None:
    item = borad.item(applied(borad))
    address = reverse("housing:item", args=[item.pk])
    page = client_of(borad.manager).get(address)
    assert CONTENT in page.content.decode()
    page = client_of(member_of_the_board(borad)).get(address)
    assert page.status_code == 200
    assert HIDDEN in page.content.decode()
    assert CONTENT not in page.content.decode()


@pytest.mark.parametrize("abuse", [SubstanceAbuse.ONGOING, SubstanceAbuse.PAST])
def test_the_answer_does_not_show_in_how_the_evidence_turned_out(borad: Borad, abuse: str) -> None:
    application = applied(borad, abuse)
    household = type(application.household).objects.with_label().get(pk=application.household_id)
    seen = evidence_for(household, borad.manager)["no_substance_abuse"]
    hidden = evidence_for(household, member_of_the_board(borad))["no_substance_abuse"]
    assert seen.outcome == ("failed" if abuse == SubstanceAbuse.ONGOING else "passed")
    assert (hidden.outcome, HIDDEN in hidden.text) == (CriterionOutcome.UNKNOWN, True)
    for evidence in (seen, hidden):
        assert (evidence.kept_outcome, HIDDEN in evidence.kept_text) == (CriterionOutcome.UNKNOWN, True)


def test_what_is_kept_beside_a_judgement_has_no_sensitive_content(borad: Borad) -> None:
    """Whoever reads the decision later reads the judgement too, without the permission of who judged."""
    application = applied(borad)
    item = borad.item(application)
    data = {
        "outcome": "rejected",
        "reason": "Behöver annat stöd",
        "decided_by": borad.manager.pk,
        "legal_basis": "sol_11_1",
        "do": "confirm",
    }
    for criterion in criteria_of(application):
        data[f"c{criterion.pk}-outcome"] = CriterionOutcome.FAILED
    answer = client_of(borad.manager).post(reverse("housing:item", args=[item.pk]), data)
    assert answer.status_code == 302
    kept = {row.criterion.code: row for row in Judgement.objects.select_related("criterion")}
    assert kept["no_substance_abuse"].evidence_outcome == CriterionOutcome.UNKNOWN
    assert HIDDEN in kept["no_substance_abuse"].evidence_text
    assert kept["short_stay"].evidence_text.startswith("Ekbacken")


def test_matching_hides_the_same_from_the_same_and_ranks_without_it(borad: Borad) -> None:
    application = applied(borad)
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL, rooms=3)
    address = reverse("housing:match_household", args=[application.household_id])
    page = client_of(borad.manager).get(address, {"alla": "1"}).content.decode()
    assert flat.address in page
    assert CONTENT in page
    reader = client_of(borad.worker)
    page = reader.get(address, {"alla": "1"}).content.decode()
    assert flat.address in page
    assert HIDDEN in page
    assert CONTENT not in page
    # One who may not know is not told by the list that leaves out those that fail.
    assert flat.address in reader.get(address).content.decode()
    assert flat.address not in client_of(borad.manager).get(address).content.decode()


def test_matching_leads_to_the_application_and_the_item_to_matching(borad: Borad) -> None:
    application = applied(borad)
    FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL, address="Rinkeby 1")
    address = reverse("housing:match_household", args=[application.household_id])
    writer, reader = client_of(borad.worker), client_of(member_of_the_board(borad))
    AgendaItem.objects.all().delete()
    own = reverse("housing:application", args=[application.pk])
    assert own in writer.get(address).content.decode()
    item = borad.item(application)
    at_board = reverse("housing:item", args=[item.pk])
    for client in (writer, reader):
        assert at_board in client.get(address, {"alla": "1"}).content.decode()
    assert address in reader.get(at_board).content.decode()


def test_evidence_takes_a_fixed_number_of_queries(borad: Borad) -> None:
    application = applied(borad)
    households = type(application.household).objects.with_label()
    household = households.get(pk=application.household_id)
    with CaptureQueriesContext(connection) as queries:
        evidence_for(household, borad.manager)
    assert len(queries) < 25
