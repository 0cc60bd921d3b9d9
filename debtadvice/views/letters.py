"""Letters to creditors and the client's plan on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from cases.errors import ActionRefused
from core.models import Document
from core.views.documents import document_address
from debtadvice.actions.letters import LetterInput, print_plan, write_to_creditor
from debtadvice.enums import LetterKind
from debtadvice.forms.letters import LetterForm
from debtadvice.models import Debt, RepaymentPlan
from debtadvice.views.case_page import case_page, done, reached_part, staff_of


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to a creditor about a debt; the PDF follows."""
    debt, user = reached_part(request, Debt, pk), staff_of(request)
    form = LetterForm(request.POST or None)
    made: list[Document] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: made.append(_write(debt, form, user)))
    ):
        return redirect(document_address(made[0]))
    context = {
        "form": form,
        "title": _("Letter to a creditor"),
        "submit": _("Write the letter"),
        "lead": debt.creditor,
        "back_url": reverse("debtadvice:economy", args=[debt.case_id]),
    }
    return case_page(request, debt.case, "debtadvice/case_form.html", context, tab="economy")


def _write(debt: Debt, form: LetterForm, user: object) -> Document:
    data = dict(form.cleaned_data)
    content = LetterInput(kind=LetterKind(data.pop("kind")), **data)
    return write_to_creditor(debt=debt, content=content, by=user)  # type: ignore[arg-type]  # staff


@requires("debt_case.change")
@require_POST
def plan_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a PDF for the client, in Swedish or as `language` says."""
    plan = reached_part(request, RepaymentPlan, pk)
    try:
        document = print_plan(plan=plan, by=staff_of(request), language=request.POST.get("language", "sv"))
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("debtadvice:plan", plan.pk)
    return redirect(document_address(document))
