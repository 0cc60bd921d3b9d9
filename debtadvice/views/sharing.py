"""What passes between the advice and the rest of social services: consents, referrals."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from cases.models import Household
from cases.views.household import done as refused_or_done
from cases.views.household import household_page, log_reads
from cases.views.household import reached as reached_household
from debtadvice.actions import answer_referral, give_consent, refer, revoke_consent
from debtadvice.enums import ConsentScope
from debtadvice.forms.cases import AnswerForm, ConsentGivenForm, ReferForm
from debtadvice.models import Consent, DebtCase, Referral
from debtadvice.views.case_page import case_page, done, reached, reached_part, staff_of


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def consent_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a consent; it replaces the one that held."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = ConsentGivenForm(request.POST or None, initial={"scope": ConsentScope.IN_ADVICE})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: give_consent(case=case, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The consent is recorded."))
        return redirect(case)
    context = {
        "form": form,
        "title": _("Record consent"),
        "submit": _("Record the consent"),
        "lead": _(
            "Project workers and caseworkers who see the household see what the client has consented to."
        ),
    }
    return case_page(request, case, "debtadvice/case_form.html", context)


@requires("debt_case.change")
@require_POST
def consent_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a consent back; from now on nobody outside the advice sees anything."""
    consent = reached_part(request, Consent, pk)
    revoke_consent(consent=consent, by=staff_of(request))
    messages.success(request, _("The consent is revoked. Nobody outside the advice sees anything any more."))
    return redirect(consent.case)


@requires("debt_advice.refer")
@require_http_methods(["GET", "HEAD", "POST"])
def refer_household(request: HttpRequest, pk: int) -> HttpResponse:
    """From the household's page: ask the advice to take them on."""
    household, user = reached_household(request, pk, "debt_advice.refer"), staff_of(request)
    form = ReferForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and refused_or_done(form, lambda: refer(household=household, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The household is referred. The answer comes on its page."))
        return redirect(household)
    context = {
        "form": form,
        "title": _("Refer to budget and debt advice"),
        "submit": _("Refer the household"),
        "lead": _(
            "The advice is confidential: what comes of it is seen here only with the client's consent."
        ),
        "clashes": [],
        "only_button": False,
    }
    return household_page(
        request, household, "cases/household_form.html", context, status=422 if form.errors else 200
    )


@requires("debt_case.read")
@require_safe
def referral_list(request: HttpRequest) -> HttpResponse:
    """Referrals that wait for an answer, those with a risk of eviction first."""
    referrals = list(
        Referral.objects.visible_to(staff_of(request))
        .waiting()
        .select_related("household", "sent_by")
        .order_by("-risks_eviction", "sent_at")
    )
    households = _labelled([referral.household_id for referral in referrals])
    log_reads(request, households.values(), "list")
    rows = [{"referral": one, "household": households[one.household_id]} for one in referrals]
    return render(request, "debtadvice/referral_list.html", {"rows": rows})


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def referral_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a referral, and open a case for the household if so wished."""
    user = staff_of(request)
    referrals = Referral.objects.visible_to(user, "debt_case.change").waiting()
    referral = get_object_or_404(referrals.select_related("household", "sent_by"), pk=pk)
    form = AnswerForm(request.POST or None, initial={"opens_case": True})
    made: list[DebtCase | None] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: made.append(_answer(referral, form.cleaned_data, user)))
    ):
        messages.success(request, _("The referral is answered."))
        return redirect(made[0] or "debtadvice:referrals")
    household = _labelled([referral.household_id])[referral.household_id]
    log_reads(request, [household])
    context = {"form": form, "referral": referral, "household": household}
    return render(request, "debtadvice/referral_answer.html", context, status=422 if form.errors else 200)


def _answer(referral: Referral, data: dict[str, Any], user: Any) -> DebtCase | None:
    return answer_referral(
        referral=referral, answer=data["answer"], opens_case=bool(data["opens_case"]), by=user
    )


def _labelled(ids: list[int]) -> dict[int, Household]:
    """Households whose referral the reader may see, with what their names need."""
    return {household.pk: household for household in Household.objects.filter(pk__in=ids).with_label()}
