"""Handing a household over to another board, and receiving one."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions import TransferContent, offer_transfer, receive_transfer, withdraw_transfer
from cases.enums import MemberRole, TransferState
from cases.errors import ActionRefused
from cases.forms.splitting import OfferForm, ReceiveForm
from cases.models import Household, Transfer
from cases.views.household import done, household_page, log_reads, onwards, put_refusal, reached, staff_of
from core.clock import today


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.transfer")
def transfer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What is sent is chosen here, shown once more, and then sent."""
    household, user = reached(request, pk, "household.transfer"), staff_of(request)
    form = OfferForm(request.POST or None, household=household)
    is_checked = False
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") != "send":
            is_checked = True
        elif done(form, lambda: _offer(household, form, user)):
            messages.success(request, _("The transfer is offered to the other board."))
            return redirect(household)
    context = {
        "form": form,
        "title": _("Transfer to another board"),
        "answers": _answers(form, household) if is_checked else None,
        "action": _("Offer the transfer"),
        "do": "send",
        "going_on": [],
        "consequence": _("The other board sees this and nothing else. It can be withdrawn until received."),
    }
    return household_page(request, household, "cases/household_decide.html", context)


@require_safe
@requires("household.transfer")
def transfer_list(request: HttpRequest) -> HttpResponse:
    """What other boards offer ours, and what we have offered that still waits."""
    user = staff_of(request)
    sent = (
        Transfer.objects.filter(
            state=TransferState.OFFERED,
            household__in=Household.objects.visible_to(user, "household.transfer"),
        )
        .select_related("household", "to_authority")
        .order_by("-sent_at")
    )
    log_reads(request, [transfer.household for transfer in sent], purpose="list")
    context = {"incoming": _incoming(user).order_by("-sent_at"), "sent": sent}
    return render(request, "cases/transfer_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.transfer")
def transfer_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """What the other board chose to send; receiving it makes a household of our own."""
    user = staff_of(request)
    transfer = get_object_or_404(_incoming(user), pk=pk)
    own_units = list(user.units_on(today())[:2])
    initial = {"unit": own_units[0].pk if len(own_units) == 1 else None}
    form = ReceiveForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            household = receive_transfer(transfer=transfer, by=user, **form.cleaned_data)
        except ActionRefused as refused:
            put_refusal(form, refused)
        else:
            messages.success(
                request, _("The household is received with case number %(number)s.") % {"number": household}
            )
            return onwards(request, household)
    # Read of the sender's file: what was sent belongs to it until it is received.
    log_reads(request, [transfer.household])
    context = {"form": form, "transfer": transfer, "people": _people(transfer)}
    return render(request, "cases/transfer_receive.html", context)


@require_POST
@requires("household.transfer")
def transfer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    own = Transfer.objects.filter(
        state=TransferState.OFFERED, household__in=Household.objects.visible_to(user, "household.transfer")
    )
    transfer = get_object_or_404(own.select_related("household"), pk=pk)
    try:
        withdraw_transfer(transfer=transfer, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The transfer is withdrawn."))
    return redirect(transfer.household)


def _incoming(user: User) -> QuerySet[Transfer]:
    waiting = Transfer.objects.filter(state=TransferState.OFFERED, to_authority_id=user.authority_id or 0)
    return waiting.select_related("from_authority", "household", "sent_by")


def _offer(household: Household, form: OfferForm, user: User) -> Transfer:
    given = form.cleaned_data
    return offer_transfer(
        household=household,
        to_authority=given["to_authority"],
        legal_basis=given["legal_basis"],
        reason=given["reason"],
        content=TransferContent(
            people=list(given["people"]),
            with_identity_numbers=given["with_identity_numbers"],
            with_interpreter=given["with_interpreter"],
            with_situation=given["with_situation"],
            message=given["message"],
        ),
        by=user,
    )


def _answers(form: OfferForm, household: Household) -> list[dict[str, str]]:
    given = form.cleaned_data
    sent = [_("names, birth dates and roles")]
    for name, words in (
        ("with_identity_numbers", _("identity numbers")),
        ("with_interpreter", _("need of an interpreter")),
        ("with_situation", _("situation of today")),
    ):
        if given[name]:
            sent.append(words)
    if household.is_protected:
        sent.append(_("that the identity is protected"))
    return [
        {"label": _("Receiving board"), "value": str(given["to_authority"])},
        {"label": _("Legal basis"), "value": given["legal_basis"]},
        {"label": _("Why it is transferred"), "value": given["reason"]},
        {"label": _("Who it is about"), "value": "\n".join(row.person.name for row in given["people"])},
        {"label": _("What is sent"), "value": ", ".join(sent)},
        {"label": _("Message to the other board"), "value": given["message"] or "–"},
    ]


def _people(transfer: Transfer) -> list[dict[str, str]]:
    return [
        {
            "name": f"{person['given_name']} {person['family_name']}".strip(),
            "role": str(MemberRole(person["role"]).label),
            "born_on": person["born_on"] or "",
            "number": person.get("identity_number", ""),
        }
        for person in transfer.content["people"]
    ]
