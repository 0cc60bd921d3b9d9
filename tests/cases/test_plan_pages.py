"""The work plan's pages, its duties in "Min vecka", its events and the client's copy."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions import agree_plan, complete_step, save_plan
from cases.actions.plan_letters import print_plan
from cases.enums import Protection, StepState
from cases.models import Household, PlanStep, WorkPlan
from cases.plan_content import GoalInput, StepInput
from cases.plan_duties import plan_duties
from cases.timeline import timeline_page
from core.clock import today
from core.holidays import next_working_day
from core.models import Document, Draft, ReadEvent
from tests.factories.accounts import staff
from tests.factories.cases import family
from tests.factories.casework import PlanStepFactory, plan_of

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def sent(page: Client, address: str) -> dict[str, Any]:
    """What the writing page would send as it stands."""
    form = page.get(address).context["form"]
    values: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    values["row"] = [
        line for goal in form.goal_fields() for line in (goal.row, *(step.row for step in goal.steps))
    ]
    return values


def test_without_a_plan_the_page_offers_the_template(page: Client, to: Callable[..., str]) -> None:
    answer = text(page.get(to("plan")))
    assert "Ingen arbetsplan än" in answer
    assert "?mall=sv" in answer


@pytest.mark.parametrize(("language", "words"), [("sv", "Stå i kö"), ("en", "Be in the queues")])
def test_begun_from_the_template_and_saved(
    page: Client, to: Callable[..., str], household: Household, language: str, words: str
) -> None:
    values = sent(page, to("plan_edit") + f"?mall={language}")
    assert page.post(to("plan_edit"), values).status_code == 302
    plan = WorkPlan.objects.get(household=household)
    assert (plan.language, plan.goals.count()) == (language, 5)
    assert plan.goals.all()[0].text.startswith(words)
    assert plan.steps.filter(due_on=next_working_day(today() + timedelta(weeks=1))).exists()
    assert "Arbetsplan påbörjad" in text(page.get(reverse("cases:household_detail", args=[household.pk])))
    assert ReadEvent.objects.filter(page="cases:plan_edit", household_id=household.pk).exists()


def test_more_lines_keep_what_was_typed(page: Client, to: Callable[..., str]) -> None:
    values = sent(page, to("plan_edit"))
    goal = next(name for name in values if name.startswith("goal-"))
    answer = page.post(to("plan_edit"), values | {goal: "Ett hem i Eskilstuna", "more": "1"})
    assert "Ett hem i Eskilstuna" in text(answer)
    assert len(answer.context["goals"][0].steps) > 3
    assert not WorkPlan.objects.exists()


def test_a_faulty_day_keeps_every_value(page: Client, to: Callable[..., str]) -> None:
    values = sent(page, to("plan_edit"))
    goal = next(name for name in values if name.startswith("goal-"))
    due = next(name for name in values if name.endswith("-due_on"))
    answer = page.post(to("plan_edit"), values | {goal: "Ett hem", due: "nångång"})
    assert answer.status_code == 422
    assert 'value="nångång"' in text(answer)
    assert "<title>Fel:" in text(answer)


def test_the_second_writer_sees_both_texts_and_chooses(
    page: Client, to: Callable[..., str], household: Household, worker: User
) -> None:
    step = plan_of(household, "Ring", saved_by=worker).steps.get()
    field = f"step-{step.key}-text"
    first, second = sent(page, to("plan_edit")), sent(page, to("plan_edit"))
    assert page.post(to("plan_edit"), first | {field: "Ring i dag"}).status_code == 302
    answer = page.post(to("plan_edit"), second | {field: "Ring på fredag"})
    assert answer.status_code == 422
    (clash,) = answer.context["clashes"]
    assert (clash.label, clash.theirs, clash.yours) == ("Steg", "Ring i dag", "Ring på fredag")
    assert PlanStep.objects.get().text == "Ring i dag"
    form = answer.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    again["row"] = [
        line for goal in form.goal_fields() for line in (goal.row, *(one.row for one in goal.steps))
    ]
    assert page.post(to("plan_edit"), again).status_code == 302
    assert PlanStep.objects.get().text == "Ring på fredag"


def test_a_draft_comes_back_and_is_thrown_away(page: Client, to: Callable[..., str], worker: User) -> None:
    values = sent(page, to("plan_edit"))
    goal = next(name for name in values if name.startswith("goal-"))
    assert page.post(to("plan_draft"), values | {goal: "Halvskrivet mål"}).status_code == 204
    assert "Halvskrivet mål" in text(page.get(to("plan_edit")))
    assert "är inte sparat ännu" in text(page.get(to("plan")))
    page.post(to("plan_draft_drop"))
    assert "är inte sparat ännu" not in text(page.get(to("plan")))
    assert not Draft.objects.filter(user=worker).exists()
    assert page.post(to("plan_draft"), values | {goal: "x" * 200_000}).status_code == 413


def test_steps_are_done_on_the_page_and_agreed(
    page: Client, to: Callable[..., str], household: Household, worker: User
) -> None:
    step = plan_of(household, "Ring", saved_by=worker).steps.get()
    page.post(to("plan_step", step.pk), {"verb": "done"})
    assert "Klart" in text(page.get(to("plan")))
    page.post(to("plan_step", step.pk), {"verb": "reopen"})
    assert PlanStep.objects.get().state == StepState.OPEN
    assert page.post(to("plan_agree"), {"version": "0", "agreed_on": "idag"}).status_code == 422
    assert page.post(to("plan_agree"), {"version": "1", "agreed_on": "idag"}).status_code == 302
    history = text(page.get(to("plan_history")))
    assert "överenskommen 20" in history
    assert "Klienten" in history


def test_a_step_of_another_household_does_not_exist(page: Client, to: Callable[..., str]) -> None:
    other = plan_of(family(), "Ring").steps.get()
    assert page.post(to("plan_step", other.pk), {"verb": "done"}).status_code == 404


def test_steps_with_a_day_are_duties_done_by_one_key(
    page: Client, household: Household, worker: User
) -> None:
    step = plan_of(household, "Betala köavgiften", saved_by=worker).steps.get()
    PlanStep.objects.filter(pk=step.pk).update(due_on=today())
    week = reverse("cases:my_week")
    assert "Betala köavgiften" in text(page.get(week))
    names = ["cases.plan_steps", step.pk]
    page.post(reverse("cases:duty", args=names), {"due_on": (today() + timedelta(days=3)).isoformat()})
    assert PlanStep.objects.get().due_on == today() + timedelta(days=3)
    page.post(reverse("cases:duty_done", args=names), {"note": "Kvitto"})
    assert PlanStep.objects.get().state == StepState.DONE
    page.post(reverse("cases:duty_reopened", args=names))
    page.post(reverse("cases:duty_cancelled", args=names))
    assert PlanStep.objects.get().state == StepState.CANCELLED
    assert "Betala köavgiften" not in text(page.get(week))


@pytest.mark.parametrize("hidden", ["no day", "closed", "colleague's"])
def test_what_is_no_duty_of_mine(household: Household, worker: User, hidden: str) -> None:
    step = plan_of(household, "Ring", saved_by=worker).steps.get()
    day = None if hidden == "no day" else today()
    PlanStep.objects.filter(pk=step.pk).update(due_on=day)
    whose = [worker.pk]
    if hidden == "closed":
        Household.objects.filter(pk=household.pk).update(closed_on=today())
    elif hidden == "colleague's":
        colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
        PlanStep.objects.filter(pk=step.pk).update(assigned_to=colleague)
        assert plan_duties(worker, assigned_to_ids=[colleague.pk], until=today(), limit=9)
    assert plan_duties(worker, assigned_to_ids=whose, until=today(), limit=9) == []


def test_duties_and_page_cost_the_same_whatever_there_is(page: Client, worker: User) -> None:
    def cost(address: str) -> int:
        page.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(address).status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)

    households = [family(authority=worker.authority, project_worker=worker) for _ in range(30)]
    first = plan_of(households[0], "Ring", saved_by=worker)
    PlanStep.objects.update(due_on=today())
    one_week, one_page = cost(reverse("cases:my_week")), cost(reverse("cases:plan", args=[households[0].pk]))
    for household in households[1:]:
        plan_of(household, "Ring", saved_by=worker)
    PlanStepFactory.create_batch(30, goal=first.goals.get())
    PlanStep.objects.update(due_on=today())
    assert cost(reverse("cases:my_week")) == one_week
    assert cost(reverse("cases:plan", args=[households[0].pk])) == one_page


def test_events_tell_of_agreement_and_steps(household: Household, worker: User) -> None:
    rows = (GoalInput(PlanStepFactory.build().key, "Mål", (StepInput(PlanStepFactory.build().key, "Ring"),)),)
    plan = save_plan(household=household, language="sv", about="", goals=rows, seen_version=0, by=worker)
    agree_plan(plan=plan, seen_version=1, agreed_on=today(), by=worker)
    complete_step(step=plan.steps.get(), by=worker)
    titles = {str(entry.title) for entry in timeline_page(household, worker).entries}
    assert {"Arbetsplan påbörjad", "Arbetsplanen överenskommen med klienten"} <= titles
    assert "Steg i arbetsplanen klart" in titles
    adviser = staff(Role.DEBT_ADVISER, unit=household.unit_links.get().unit)
    assert "Arbetsplan påbörjad" not in {
        str(entry.title) for entry in timeline_page(household, adviser).entries
    }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_clients_copy_is_frozen_in_their_language(
    household: Household, worker: User, language: str
) -> None:
    plan = plan_of(household, "Ring", saved_by=worker, language=language)
    document = print_plan(plan=plan, by=worker)
    step = document.payload["goals"][0]["steps"][0]
    assert step["whose"] == {"sv": "Klienten", "en": "The client"}[language]
    assert (document.language, document.payload["names"]) == (language, ["Amira Lindgren"])


def test_no_name_of_a_protected_household_on_the_copy(household: Household, worker: User) -> None:
    household.protected_identity = Protection.MARKED
    household.save()
    plan = plan_of(household, "Ring", saved_by=worker)
    assert print_plan(plan=plan, by=worker).payload["names"] == []


def test_the_copy_is_opened_by_those_who_read_the_plan(
    page: Client, client: Client, to: Callable[..., str], household: Household, worker: User
) -> None:
    plan_of(household, "Ring", saved_by=worker)
    address = page.post(to("plan_print")).url
    assert page.get(address).status_code == 200
    document = Document.objects.get()
    client.force_login(staff(Role.DEBT_ADVISER, unit=household.unit_links.get().unit))
    assert client.get(reverse("core:document", args=[document.public_id])).status_code == 404
