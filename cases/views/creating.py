"""A new household: one short form, after a look at whether it is here already."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.actions import register_household
from cases.duplicates import DuplicateHit, likely_duplicates
from cases.enums import MemberRole
from cases.errors import ActionRefused
from cases.forms.households import NewHouseholdForm
from cases.forms.members import MemberRows, PersonForm
from cases.models import Household
from cases.search import identity_number_forms
from cases.views.household import log_reads, onwards, put_refusal, staff_of
from core.clock import today

MOST_ROWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.create")
def household_create(request: HttpRequest) -> HttpResponse:
    """`do` tells which button: start (from the search), add, remove-N, create or create_anyway."""
    user = staff_of(request)
    do = request.POST.get("do", "start")
    if request.method != "POST" or do == "start":
        return _page(request, *_fresh(user, request.POST.get("q", "")))
    if do == "add" or do.startswith("remove-"):
        return _page(request, *_with_rows_changed(request, do))
    form = NewHouseholdForm(request.POST, user=user)
    applicant = PersonForm(request.POST, prefix="applicant", use_required_attribute=False)
    rows = MemberRows(_with_management(request.POST), prefix="others")
    if all([form.is_valid(), applicant.is_valid(), rows.is_valid()]):
        hits = _hits(user, applicant) if do != "create_anyway" else []
        if hits:
            return _page(request, form, applicant, rows, hits=hits, asked=True)
        if household := _registered(user, form, applicant, rows):
            messages.success(
                request, _("The household is registered with case number %(number)s.") % {"number": household}
            )
            return onwards(request, household)
    return _page(request, form, applicant, rows, status=422)


@require_POST
@requires("household.create")
def duplicates(request: HttpRequest) -> HttpResponse:
    """Likely duplicates alone, as the applicant is written."""
    applicant = PersonForm(request.POST, prefix="applicant")
    applicant.is_valid()
    hits = _hits(staff_of(request), applicant)
    log_reads(request, [hit.household for hit in hits], purpose="search")
    return render(request, "cases/_duplicates.html", {"hits": hits, "asked": False})


def _page(
    request: HttpRequest,
    form: NewHouseholdForm,
    applicant: PersonForm,
    rows: Any,
    *,
    hits: list[DuplicateHit] | None = None,
    asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    log_reads(request, [hit.household for hit in hits or []], purpose="search")
    context = {
        "form": form,
        "applicant": applicant,
        "rows": rows,
        "other_forms": [*rows.forms, form],
        "has_errors": bool(status != 200),
        "hits": hits or [],
        "asked": asked,
        "may_add": len(rows.forms) < MOST_ROWS,
    }
    return render(request, "cases/household_create.html", context, status=status)


def _fresh(user: User, q: str) -> tuple[NewHouseholdForm, PersonForm, Any]:
    """An empty form, but for what was searched for and who is asking."""
    own_units = list(user.units_on(today())[:2])
    is_project = any(grant.role == "project_worker" for grant in user.grants.get("household.create", ()))
    initial = {
        "client_key": uuid.uuid4(),
        "project_worker" if is_project else "caseworker": user.pk,
        "unit": own_units[0].pk if len(own_units) == 1 else None,
    }
    form = NewHouseholdForm(initial=initial, user=user)
    return form, PersonForm(prefix="applicant", initial=_from_search(q)), MemberRows(prefix="others")


def _from_search(q: str) -> dict[str, str]:
    """What was typed in the search, put where it most likely belongs."""
    q = " ".join(q.split())[:80]
    if not q:
        return {}
    if identity_number_forms(q):
        return {"identity_number": q}
    if any(sign.isdigit() for sign in q):
        return {}
    words = [word[:1].upper() + word[1:] for word in q.split(" ")]
    if len(words) == 1:
        return {"family_name": words[0]}
    return {"given_name": " ".join(words[:-1]), "family_name": words[-1]}


def _with_rows_changed(request: HttpRequest, do: str) -> tuple[NewHouseholdForm, PersonForm, Any]:
    """The same page with a member more or less; nothing is checked yet, everything typed is kept."""
    data = _with_management(request.POST)
    count = int(data["others-TOTAL_FORMS"])
    kept = [index for index in range(count) if do != f"remove-{index}"]
    values = [
        {name: data.get(f"others-{index}-{name}", "") for name in MemberRows.form.base_fields}
        for index in kept
    ]
    if do == "add" and len(values) < MOST_ROWS:
        values.append({"family_name": data.get("applicant-family_name", ""), "role": MemberRole.CHILD})
    form = NewHouseholdForm(initial=data.dict(), user=staff_of(request))
    names = PersonForm.base_fields
    applicant = PersonForm(
        prefix="applicant", initial={name: data.get(f"applicant-{name}", "") for name in names}
    )
    return form, applicant, MemberRows(prefix="others", initial=values)


def _with_management(posted: Any) -> Any:
    """The posted data with a sane row count, whatever was sent."""
    data = posted.copy()
    total = data.get("others-TOTAL_FORMS", "0")
    count = int(total) if total.isdecimal() and len(total) < 4 else 0
    data["others-TOTAL_FORMS"] = str(min(count, MOST_ROWS))
    data["others-INITIAL_FORMS"] = "0"
    return data


def _hits(user: User, applicant: PersonForm) -> list[DuplicateHit]:
    cleaned = applicant.cleaned_data
    number = cleaned.get("identity_number")
    return likely_duplicates(
        user,
        given_name=cleaned.get("given_name", ""),
        family_name=cleaned.get("family_name", ""),
        born_on=cleaned.get("born_on") or (number.born_on if number else None),
        identity_number=number.number if number else "",
    )


def _registered(user: User, form: NewHouseholdForm, applicant: PersonForm, rows: Any) -> Household | None:
    facts = form.cleaned_data
    others = [row.as_input(role=row.cleaned_data["role"]) for row in rows.forms if row.has_changed()]
    assert user.authority is not None  # whoever may create households belongs to a board
    try:
        return register_household(
            authority=user.authority,
            by=user,
            applicant=applicant.as_input(role=MemberRole.APPLICANT),
            others=others,
            **facts,
        )
    except ActionRefused as refused:
        put_refusal(form, refused)
        return None
