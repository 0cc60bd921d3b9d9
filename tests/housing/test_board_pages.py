"""The settings of the Boråd, and the list of decisions that were not carried out."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.append_only import disposal_allowed
from core.clock import today
from housing import actions
from housing.models import (
    BoardDecision,
    BoardMeeting,
    CriteriaSet,
    Delegation,
    MeetingSeries,
    Placement,
)
from tests.factories.events import FlatFactory
from tests.housing.board import Borad, make_borad, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def test_settings_set_the_series_a_delegation_and_criteria(borad: Borad) -> None:
    client = signed_in(borad.manager)
    values = {
        "weekday": 2,
        "starts_at": "9",
        "duration_minutes": 60,
        "first_day": "idag",
        "chair": borad.manager.pk,
        "members": [borad.leader.pk, borad.worker.pk],
    }
    assert client.post(reverse("housing:board_series"), values).status_code == 302
    series = MeetingSeries.objects.get()
    meetings = BoardMeeting.objects.filter(series=series)
    assert 8 <= meetings.count() <= 11
    assert {one.held_on.weekday() for one in meetings} == {2}
    first = meetings.order_by("held_on")[0]
    assert client.post(reverse("housing:board_skip"), {"day": first.held_on.isoformat()}).status_code == 302
    assert not BoardMeeting.objects.filter(series=series, held_on=first.held_on).exists()
    client.post(reverse("housing:board_unskip", args=[series.skipped.get().pk]))
    assert BoardMeeting.objects.filter(series=series, held_on=first.held_on).exists()
    given = {
        "user": borad.leader.pk,
        "area": "transitional",
        "delegation_reference": "4.3",
        "first_day": "idag",
    }
    assert client.post(reverse("housing:delegation_new"), given).status_code == 302
    assert Delegation.objects.filter(user=borad.leader, area="transitional").exists()
    page = client.get(reverse("housing:criteria", args=["acute"]))
    formset = page.context["formset"]
    data = {
        "criteria-TOTAL_FORMS": len(formset.forms),
        "criteria-INITIAL_FORMS": formset.initial_form_count(),
    }
    for form in formset.forms:
        for name in ("code", "evidence", "text", "help_text"):
            data[form.add_prefix(name)] = form.initial.get(name, "")
    data["criteria-0-text"] = "Saknar tak över huvudet inom en vecka"
    data["valid_from"] = "imorgon"
    assert client.post(reverse("housing:criteria", args=["acute"]), data).status_code == 302
    newest = CriteriaSet.objects.filter(authority=borad.board, accommodation="acute").latest("version")
    assert newest.version == 2
    assert newest.criteria.get(position=1).text == "Saknar tak över huvudet inom en vecka"
    assert newest.criteria.get(position=1).code == "no_roof"


def test_decision_waiting_past_three_months_is_on_the_quarters_list(borad: Borad) -> None:
    flat = FlatFactory(authority=borad.board, kind="trial", available_from=date(2012, 1, 1))
    application = borad.applied(accommodation="trial")
    content = borad.approval(
        flat=flat, provider=None, price_sek=None, price_per="", judgements=borad.all_passed(application)
    )
    actions.decide(application=application, content=content, by=borad.manager, item=borad.item(application))
    client = signed_in(borad.manager)
    address = reverse("housing:unexecuted")
    assert application.household.label not in client.get(address).content.decode()
    unhoused = BoardDecision.objects.get()
    unhoused.tenancies.all().delete()
    with disposal_allowed():  # the one way to date a decision back
        BoardDecision.objects.filter(pk=unhoused.pk).update(
            decided_on=today() - timedelta(days=130), applied_on=today() - timedelta(days=140)
        )
    assert application.household.label in client.get(address).content.decode()


def test_replacement_starts_no_new_three_months(borad: Borad) -> None:
    decision = borad.decided()
    Placement.objects.all().delete()
    with disposal_allowed():
        BoardDecision.objects.filter(pk=decision.pk).update(
            decided_on=today() - timedelta(days=130), applied_on=today() - timedelta(days=140)
        )
    actions.replace_decision(decision=decision, content=borad.approval(), by=borad.manager)
    (row,) = signed_in(borad.manager).get(reverse("housing:unexecuted")).context["rows"]
    assert (row.decided_on, row.decision.replaces) == (today() - timedelta(days=130), decision)
