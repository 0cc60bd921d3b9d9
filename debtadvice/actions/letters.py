"""Letters to creditors and the client's own plan: frozen as they were given out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from core.documents import give_out
from core.identity_numbers import format_identity_number
from core.models import Document
from core.money import format_sek
from core.periods import add_months
from debtadvice.actions.locking import locked, locked_open, record
from debtadvice.amortisation import Part
from debtadvice.enums import LetterKind, PlanState
from debtadvice.models import Debt, DebtCase, PlanDebt, RepaymentPlan
from debtadvice.planning import draw, owed_of

CREDITOR_LETTER = "debtadvice.creditor_letter"
CLIENT_PLAN = "debtadvice.client_plan"


@dataclass(frozen=True)
class LetterInput:
    """What the adviser chooses for a letter. `months`: of respite; `stops_interest`: of a proposal."""

    kind: LetterKind
    answer_by: date
    months: int = 3
    stops_interest: bool = True
    note: str = ""


@transaction.atomic
def write_to_creditor(*, debt: Debt, content: LetterInput, by: User) -> Document:
    """Give out a letter about a debt. A proposal tells of the plan that runs, or else of the latest one.

    Raises ActionRefused for a proposal about a debt that is in no plan, and for an answer asked for too soon.
    """
    case = locked_open(debt.case, by)
    debt = Debt.objects.prefetch_related("amounts").get(pk=debt.pk)
    if content.answer_by <= today():
        raise ActionRefused(_("Write a later day: they need time to answer."), "answer_by")
    part = _part_of(debt) if content.kind == LetterKind.PROPOSAL else None
    if content.kind == LetterKind.PROPOSAL and part is None:
        raise ActionRefused(_("The debt is in no repayment plan. Draw one up first."), "kind")
    with translation.override(settings.LANGUAGE_CODE):
        payload = _letter(case, debt, content, part, by)
    document = _give_out(CREDITOR_LETTER, case, debt.pk, payload, settings.LANGUAGE_CODE, by)
    record("debt.letter_written", case, by, debt=debt.pk, kind=content.kind)
    return document


@transaction.atomic
def print_plan(*, plan: RepaymentPlan, by: User, language: str = "sv") -> Document:
    """Give the client their plan in plain words, in the language that they want it in."""
    case = locked(plan.case, by)
    if language not in dict(settings.LANGUAGES):
        raise ActionRefused(_("The plan can't be written in that language."))
    with translation.override(language):
        payload = _plan(case, plan, by)
    document = _give_out(CLIENT_PLAN, case, plan.pk, payload, language, by)
    record("debt_plan.printed", case, by, plan=plan.pk, language=language)
    return document


def _give_out(
    kind: str, case: DebtCase, subject_id: int, payload: dict[str, Any], language: str, by: User
) -> Document:
    """No household stands on it: that somebody of a household is in advice is confidential."""
    assert case.authority_id is not None
    return give_out(
        kind, payload=payload, by=by, authority_id=case.authority_id, subject_id=subject_id, language=language
    )


def _part_of(debt: Debt) -> PlanDebt | None:
    parts = PlanDebt.objects.filter(debt=debt).exclude(plan__state=PlanState.ENDED).select_related("plan")
    return max(parts, key=lambda part: (part.plan.state == PlanState.RUNNING, part.plan_id), default=None)


def _letter(
    case: DebtCase, debt: Debt, content: LetterInput, part: PlanDebt | None, by: User
) -> dict[str, Any]:
    number = "" if case.is_protected or not case.identity_number else case.identity_number
    return {
        **_sender(case, by),
        "kind": content.kind,
        "heading": _HEADINGS[content.kind],
        "creditor": debt.held_by or debt.creditor,
        "client": case.client_name,
        "is_protected": case.is_protected,
        "facts": _facts(debt, format_identity_number(number) if number else ""),
        "instalments": _instalments(part) if part is not None else [],
        "stops_interest": content.stops_interest,
        "months": content.months,
        "respite_through": _day(add_months(today(), content.months)),
        "answer_by": _day(content.answer_by),
        "note": content.note.strip(),
    }


_HEADINGS = {
    LetterKind.PROPOSAL: "Förslag till avbetalning",
    LetterKind.RESPITE: "Begäran om anstånd",
    LetterKind.STATEMENT: "Begäran om uppgift om en skuld",
}


def _sender(case: DebtCase, by: User) -> dict[str, Any]:
    return {
        "board": case.authority.name if case.authority else "",
        "municipality": case.authority.municipality if case.authority else "",
        "case_number": case.number,
        "written_on": _day(today()),
        "adviser": (case.adviser or by).full_name,
    }


def _facts(debt: Debt, number: str) -> list[list[str]]:
    facts = [[_("Identity number"), number], [_("Your reference"), debt.creditor_reference]]
    if debt.held_by:
        facts.append([_("Creditor"), debt.creditor])
    if (latest := debt.latest) is not None:
        facts += [
            [_("As of"), _day(latest.as_of)],
            [_("Capital"), format_sek(latest.capital_sek)],
            [_("Interest and fees"), format_sek(latest.interest_sek + latest.fees_sek)],
            [_("In all"), format_sek(latest.total_sek)],
        ]
    return [fact for fact in facts if fact[1]]


def _instalments(part: PlanDebt) -> list[dict[str, str]]:
    parts = list(part.plan.parts.select_related("debt"))
    return _runs(draw(part.plan, owed_of([], parts)).of(part.debt_id))


def _runs(lines: Sequence[tuple[date, Part]]) -> list[dict[str, str]]:
    """The months with the same payment after each other as one line: from, through, each month."""
    runs = []
    for amount, group in groupby(lines, key=lambda line: line[1].paid_sek):
        months = [month for month, _part in group]
        runs.append(
            {
                "first": _month(months[0]),
                "last": _month(months[-1]),
                "amount": format_sek(amount),
                "months": str(len(months)),
            }
        )
    return runs


def _plan(case: DebtCase, plan: RepaymentPlan, by: User) -> dict[str, Any]:
    parts = list(plan.parts.select_related("debt").order_by("debt__creditor", "pk"))
    result = draw(plan, owed_of([], parts))
    creditors = []
    for part in parts:
        lines = result.of(part.debt_id)
        creditors.append(
            {
                "name": part.debt.creditor,
                "pay_to": part.debt.held_by or part.debt.creditor,
                "reference": part.debt.creditor_reference,
                "debt": format_sek(part.balance_sek),
                "runs": _runs(lines),
                "total": format_sek(sum(line.paid_sek for _month, line in lines)),
            }
        )
    return {
        **_sender(case, by),
        "client": case.client_name,
        "money": format_sek(plan.money_sek),
        "first_month": _month(plan.first_month),
        "last_month": _month(result.last_month) if result.last_month else "",
        "skips": plan.skips_june_and_december,
        "creditors": creditors,
        "total": format_sek(result.paid_sek),
        "interest": format_sek(result.interest_sek),
        "months": [
            [_month(month.first_day), format_sek(month.paid_sek), format_sek(month.remaining_sek)]
            for month in result.months
        ],
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _month(day: date) -> str:
    return date_format(day, "F Y")
