"""The tick-list of information: what this household has been told, and what not yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from cases.actions.information import give_information, withdraw_information
from cases.enums import InformationTopic, MaterialKind
from cases.forms.information import InformationForm
from cases.information_timeline import words_of
from cases.materials import texts_of
from cases.models import Household, InformationGiven
from cases.views.household import done, household_page, may, reached, staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires("journal.read")
def information(request: HttpRequest, pk: int) -> HttpResponse:
    """Every topic with the latest day and who, and a form to tick more."""
    household, user = reached(request, pk, "journal.read"), staff_of(request)
    may_write = may(user, household, "journal.write")
    brochures = [text for text in texts_of(household.authority_id) if text.kind == MaterialKind.BROCHURE]
    form = InformationForm(request.POST or None, brochures=brochures)
    if request.method == "POST" and may_write and form.is_valid():
        made: list[int] = []
        given = form.cleaned_data
        if done(form, lambda: made.append(give_information(household=household, by=user, **given))):
            words = ngettext("%(n)s point is noted.", "%(n)s points are noted.", made[0])
            messages.success(request, words % {"n": made[0]})
            return redirect("cases:information", household.pk)
    context = {**_given(household), "form": form, "may_write": may_write, "user_id": user.pk}
    status = 422 if form.errors else 200
    return household_page(request, household, "cases/information.html", context, status)


@require_POST
@requires("journal.write")
def information_withdraw(request: HttpRequest, pk: int, given_pk: int) -> HttpResponse:
    """It was ticked by mistake."""
    household, user = reached(request, pk, "journal.write"), staff_of(request)
    row = get_object_or_404(InformationGiven.objects.kept(), pk=given_pk, household=household)
    row.household = household
    withdraw_information(given=row, by=user)
    messages.success(request, _("It is taken away."))
    return redirect("cases:information", household.pk)


def _given(household: Household) -> dict[str, Any]:
    """The latest time of every topic, those never given, and every time that it was."""
    rows = list(
        InformationGiven.objects.kept()
        .filter(household=household)
        .select_related("given_by")
        .order_by("-given_on", "-pk")
    )
    latest: dict[str, InformationGiven] = {}
    for row in rows:
        latest.setdefault(row.topic, row)
    topics = [{"label": topic.label, "row": latest.get(topic.value)} for topic in InformationTopic]
    return {
        "topics": topics,
        "given": [{"row": row, "words": words_of(row)} for row in rows],
        "count": sum(1 for topic in topics if topic["row"] is not None),
    }
