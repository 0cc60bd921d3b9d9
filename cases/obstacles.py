"""What stands in the way of a contract of one's own, for a list: the assessment, and what has happened since.

Where the records of queues and fees say more than the assessment did on its day, the records hold. Facts only
(report 2014, "Slutord"): causes and needs are never in a list.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import IncomeSource
from cases.models import Assessment, HousingQueue, Lead, PlanStep
from cases.queue_state import Standing, standing_of
from cases.search_enums import LeadOutcome, LeadReason

if TYPE_CHECKING:
    from accounts.models import User

SEARCH, PLAN, ASSESSMENT = "search.read", "plan.read", "assessment.read"
# A no is spoken of so many days: after that the situation may be another.
LATEST_NO_DAYS = 90


def obstacles_of(household_ids: Sequence[int], user: "User", day: date) -> dict[int, list[str]]:
    """The obstacles of each household of which user may know any; five queries, whatever there is.

    A household of which the reader may know nothing has no entry.
    """
    assessed = Assessment.objects.visible_to(user, ASSESSMENT).filter(household__in=household_ids)
    assessments = {row.household_id: row for row in assessed}
    queues = _standings(household_ids, user, day) if user.can(SEARCH) else None
    noes, late = _noes(household_ids, user, day), _late_steps(household_ids, user, day)
    found = {}
    for pk in household_ids:
        row, standings = assessments.get(pk), queues.get(pk, []) if queues is not None else None
        missing = [_("no assessment yet")] if row is None and user.can(ASSESSMENT) else []
        told = [*missing, *_of_queues(row, standings), *_of_assessment(row)]
        told += [*noes.get(pk, []), *late.get(pk, [])]
        if row is not None or told:
            found[pk] = told
    return found


def _of_queues(row: Assessment | None, standings: list[Standing] | None) -> list[str]:
    """`standings` None: the reader may not know them, and the assessment's own words are all there is."""
    if standings is None:
        told = [(row is not None and row.in_housing_queue is False, _("in no queue"))]
        told += [(row is not None and row.queue_fee_paid is False, _("queue fee unpaid"))]
        return [words for holds, words in told if holds]
    counted = [one for one in standings if one.counts]
    if not counted:
        if row is not None and row.in_housing_queue is not None:
            return [] if row.in_housing_queue else [_("in no queue")]
        return [_("no queue is noted")]
    known = [one.is_paid for one in counted if one.is_paid is not None]
    unpaid = not all(known) if known else row is not None and row.queue_fee_paid is False
    return [_("queue fee unpaid")] if unpaid else []


def _of_assessment(row: Assessment | None) -> list[str]:
    if row is None:
        return []
    no_income = row.has_own_income is False or row.income_source in (
        IncomeSource.INCOME_SUPPORT,
        IncomeSource.NONE,
    )
    told: list[tuple[bool, Any]] = [
        (row.rent_arrears is True, _("rent arrears")),
        (
            row.other_debts is True and row.pays_enforcement_authority is not True,
            _("debts that are not paid off"),
        ),
        (row.has_default_record is True, _("payment default record")),
        (no_income, _("no income of their own")),
        (row.has_references is False, _("no references")),
        (row.willing_to_move is False, _("does not want to move")),
    ]
    return [words for holds, words in told if holds]


def _standings(household_ids: Sequence[int], user: "User", day: date) -> dict[int, list[Standing]]:
    rows = HousingQueue.objects.visible_to(user, SEARCH).running().filter(household__in=household_ids)
    found: dict[int, list[Standing]] = defaultdict(list)
    for queue in rows.prefetch_related("fees"):
        found[queue.household_id].append(standing_of(queue, day))
    return found


def _noes(household_ids: Sequence[int], user: "User", day: date) -> dict[int, list[str]]:
    """Why the latest home came to nothing, whoever said no."""
    rows = Lead.objects.visible_to(user, SEARCH).filter(
        household__in=household_ids,
        outcome__in=(LeadOutcome.DECLINED, LeadOutcome.REFUSED),
        ended_on__gte=day - timedelta(days=LATEST_NO_DAYS),
    )
    latest = {row.household_id: row for row in rows.exclude(reason="").order_by("ended_on", "pk")}
    return {pk: [_no(row)] for pk, row in latest.items()}


def _no(row: Lead) -> str:
    label = str(LeadReason(row.reason).label)
    words = (
        _("the landlord said no: %(why)s")
        if row.outcome == LeadOutcome.REFUSED
        else _("the household said no: %(why)s")
    )
    return words % {"why": label[:1].lower() + label[1:]}


def _late_steps(household_ids: Sequence[int], user: "User", day: date) -> dict[int, list[str]]:
    steps = PlanStep.objects.visible_to(user, PLAN).open().filter(household__in=household_ids, due_on__lt=day)
    counted = Counter(steps.values_list("household", flat=True))
    words = {
        n: ngettext("%(n)s step of the plan is late", "%(n)s steps of the plan are late", n)
        for n in counted.values()
    }
    return {pk: [words[n] % {"n": n}] for pk, n in counted.items()}
