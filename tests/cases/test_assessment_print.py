"""The assessment on paper: what is saved, without causes and needs, for those who read it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from cases.actions.assessment_prints import assessment_payload
from cases.enums import Protection
from cases.models import Assessment
from core.models import Document
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.casework import AssessmentFactory, SensitiveAssessmentFactory

pytestmark = pytest.mark.django_db


def test_the_paper_has_the_facts_and_not_the_causes() -> None:
    household = family(date(2010, 3, 1))
    row = AssessmentFactory(household=household, rent_arrears=True, network_note="En syster")
    SensitiveAssessmentFactory(assessment=row, sensitive_note="Kanarieorsak", causes=["eviction"])
    payload = assessment_payload(Assessment.objects.get(pk=row.pk))
    facts = dict(line for _title, lines in payload["sections"] for line in lines)
    assert facts["Hyresskuld"] == "Ja"
    assert "En syster" in facts.values()
    assert payload["names"][0] == "Amira Lindgren"
    assert "Kanarieorsak" not in str(payload)
    assert "Vräkning" not in str(payload)


def test_no_name_of_a_protected_household() -> None:
    row = AssessmentFactory(household=family(protected_identity=Protection.MARKED))
    assert assessment_payload(Assessment.objects.get(pk=row.pk))["names"] == []


def test_printed_from_the_page_by_those_who_read_it(client: Client) -> None:
    worker = staff(Role.PROJECT_WORKER)
    household = family(authority=worker.authority, project_worker=worker)
    address = reverse("cases:assessment_print", args=[household.pk])
    client.force_login(worker)
    assert client.post(address).url == reverse("cases:assessment_history", args=[household.pk])
    AssessmentFactory(household=household)
    assert client.get(client.post(address).url).status_code == 200
    found = reverse("core:document", args=[Document.objects.get().public_id])
    client.force_login(staff(Role.DEBT_ADVISER, unit=worker.memberships.get().unit))
    assert client.get(found).status_code == 404
