"""Splitting and joining: written first, checked on a page of its own, then done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.models import User
from cases.actions import join_households, split_household
from cases.actions.joining import plan_join
from cases.carrying import Carried
from cases.forms.splitting import JoinForm, SplitForm
from cases.models import Household
from cases.views.household import done, household_page, log_reads, onwards, reached, staff_of
from cases.views.left_behind import counted, going_on


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def split(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    now = household.situation_now  # type: ignore[attr-defined]  # from with_situation()
    initial = {"situation": now, "project_worker": household.project_worker_id}
    form = SplitForm(request.POST or None, household=household, initial=initial)
    is_checked = False
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "people": list(form.cleaned_data["people"])}
        if _staying(household, given["people"]) == []:
            form.add_error("people", _("Somebody must stay in the household."))
        elif "do" not in request.POST or request.POST["do"] == "check":
            is_checked = True
        elif request.POST["do"] == "split":
            made: list[Household] = []
            if done(form, lambda: made.append(split_household(household=household, by=user, **given))):
                messages.success(
                    request, _("The new household has case number %(number)s.") % {"number": made[0]}
                )
                return onwards(request, made[0])
    context = {
        "form": form,
        "title": _("Split the household"),
        "answers": _split_answers(form, household) if is_checked else None,
        "action": _("Split the household"),
        "do": "split",
        "going_on": [],
        "consequence": _(
            "The members who go leave this household and belong to the new one. Queues in their names come "
            "along; leads, follow-ups and the work plan stay here."
        ),
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/household_decide.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def join(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    form = JoinForm(request.POST or None, household=household, user=user)
    carried: list[Carried] = []
    if request.method == "POST" and form.is_valid() and form.source is not None:
        source, on_day = form.source, form.cleaned_data["on_day"]
        if request.POST.get("do") != "join":
            log_reads(request, [source])
            done(
                form,
                lambda: carried.append(plan_join(source=source, target=household, on_day=on_day, by=user)),
            )
        elif done(form, lambda: join_households(source=source, target=household, on_day=on_day, by=user)):
            messages.success(request, _("The households are one."))
            return onwards(request, household)
    context = {
        "form": form,
        "title": _("Join with another household"),
        "answers": _join_answers(form, household, carried[0], user) if carried else None,
        "going_on": going_on(form.source, user) if carried and form.source is not None else [],
        "action": _("Join the households"),
        "do": "join",
        "consequence": _("The other case is closed. Its own history stays there."),
    }
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/household_decide.html", context, status=status)


def _staying(household: Household, leaving: list) -> list:
    gone = {member.pk for member in leaving}
    return [member for member in household.members.all() if member.left_on is None and member.pk not in gone]


def _split_answers(form: SplitForm, household: Household) -> list[dict[str, str]]:
    given = form.cleaned_data
    leaving = list(given["people"])
    worker, situation = given["project_worker"], given["situation"]
    return [
        {"label": _("To the new household"), "value": _names(leaving)},
        {"label": _("Stay here"), "value": _names(_staying(household, leaving))},
        {"label": _("First day as two households"), "value": str(given["on_day"])},
        {
            "label": _("Situation of the new household"),
            "value": str(situation) if situation else _("As before"),
        },
        {
            "label": _("Project worker of the new household"),
            "value": worker.full_name if worker else _("As before"),
        },
    ]


def _join_answers(form: JoinForm, household: Household, carried: Carried, user: User) -> list[dict[str, str]]:
    assert form.source is not None  # a valid form has one
    on_day = form.cleaned_data["on_day"]
    return [
        {
            "label": _("Comes here, and is closed"),
            "value": f"{form.source.case_number}: {_names(form.source.members_on(on_day))}",
        },
        {
            "label": _("Stays open"),
            "value": f"{household.case_number}: {_names(household.members_on(on_day))}",
        },
        {"label": _("First day as one household"), "value": str(on_day)},
        {"label": _("Comes along"), "value": _rows(counted(carried.moved, user))},
        {
            "label": _("Stays in the closed case, being here already"),
            "value": _rows(counted(carried.stayed, user)),
        },
    ]


def _rows(lines: list[dict[str, Any]]) -> str:
    return "\n".join(f"{line['label']}: {line['count']}" for line in lines) or "–"


def _names(members: list) -> str:
    return "\n".join(member.person.name for member in members) or "–"
