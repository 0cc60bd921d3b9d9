"""Figures of what the clients owe, of their plans, and of homes that were at risk."""

from django.utils.translation import gettext_lazy as _

from core import sql
from core.money import from_ore
from core.ratios import quotient
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues
from debtadvice.enums import NoticeKind, NoticeResult

_INDEBTED = _("Debt-advice cases active at the end of the period that have debts entered")
_PLANS = _("Repayment plans that run at the end of the period")
_NOTICES = _("Landlords' notices of unpaid rent, termination or eviction")
_RESTRUCTURING = _("Debt restructurings that the advice has helped with")
_RESULT = _("Landlords' notices whose result lies in the period")

DEBTS = Figure(
    key="debt_sum_sek",
    label=_("What the clients owe"),
    definition=_(
        "Debts of the cases active at the end of the period, as they were by their latest amount on or "
        "before that day: capital, interest and fees. Debts settled by then are not counted."
    ),
    population=_INDEBTED,
    kind="amount",
)
MEDIAN = Figure(
    key="debt_median_sek",
    label=_("What a client owes, median"),
    definition=_(
        "The middle value of what is owed in a case, or the mean of the two middle ones. Cases without debts "
        "are not counted; nought when there is none."
    ),
    population=_INDEBTED,
    kind="amount",
    parent="debt_sum_sek",
)
RUNNING = Figure(
    key="debt_plans_running",
    label=_("Repayment plans that run"),
    definition=_(
        "Repayment plans that began on or before the last day of the period and had not ended on it."
    ),
    population=_PLANS,
)
KEPT = Figure(
    key="debt_plans_kept",
    label=_("Repayment plans that are kept"),
    definition=_(
        "Of these, the plans in which no creditor had got less on the last day of the period than was due "
        "for the months before that day's month."
    ),
    population=_PLANS,
    parent="debt_plans_running",
)
APPLIED = Figure(
    key="debt_restructurings_applied",
    label=_("Debt restructurings applied for"),
    definition=_("Applications for debt restructuring that were made with the advice's help in the period."),
    population=_RESTRUCTURING,
)
GRANTED = Figure(
    key="debt_restructurings_granted",
    label=_("Debt restructurings granted"),
    definition=_(
        "Decisions of the Enforcement Authority in the period that grant debt restructuring, also to those "
        "who applied before it."
    ),
    population=_RESTRUCTURING,
)
NOTICES = Figure(
    key="home_notices",
    label=_("Homes at risk"),
    definition=_(
        "Landlords' notices of late rent, of termination for unpaid rent and of an eviction date that were "
        "received in the period."
    ),
    population=_NOTICES,
)
AVERTED = Figure(
    key="evictions_averted",
    label=_("Evictions averted"),
    definition=_(
        "Notices of termination for unpaid rent or of an eviction date whose result lies in the period: the "
        "home was kept, or the landlord withdrew."
    ),
    population=_RESULT,
)
EVICTED = Figure(
    key="evictions_carried_out",
    label=_("Evictions carried out"),
    definition=_("Notices, of whatever kind, whose result in the period was that the household was evicted."),
    population=_RESULT,
)


def compute(query: FigureQuery) -> FigureValues:
    """One row for all of them. The as-of day plays no part."""
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "month": query.period.end.replace(day=1),
        "evicted": NoticeResult.EVICTED.value,
    }
    board = sql.any_of("c.authority_id", query.authority_ids, parameters)
    values = sql.row(
        f"""
        WITH owed AS ({_owed(board)}),
        ranked AS (
            SELECT ore, ROW_NUMBER() OVER (ORDER BY ore) AS place, COUNT(*) OVER () AS number FROM owed
        ),
        plans AS ({_plans(board)})
        SELECT COALESCE((SELECT SUM(ore) FROM owed), 0) AS sum_ore,
            (SELECT MIN(ore) FROM ranked WHERE place = (number + 1) / 2) AS lower_middle,
            (SELECT MIN(ore) FROM ranked WHERE place = (number + 2) / 2) AS upper_middle,
            (SELECT COUNT(*) FROM plans) AS {RUNNING.key},
            (SELECT COUNT(*) FROM plans WHERE is_kept) AS {KEPT.key},
            (SELECT COUNT(*) FROM debtadvice_restructuring r JOIN debtadvice_debtcase c ON c.id = r.case_id
                WHERE r.applied_on BETWEEN %(start)s AND %(end)s AND {board}) AS {APPLIED.key},
            (SELECT COUNT(*) FROM debtadvice_restructuring r JOIN debtadvice_debtcase c ON c.id = r.case_id
                WHERE r.decided_on BETWEEN %(start)s AND %(end)s AND r.first_month IS NOT NULL
                    AND {board}) AS {GRANTED.key},
            {_notices(board, parameters)}
        """,
        parameters,
    )
    lower, upper = values.pop("lower_middle"), values.pop("upper_middle")
    middle = 0 if lower is None else int(quotient(int(lower + upper), 2, 0))
    amounts = {DEBTS.key: from_ore(int(values.pop("sum_ore"))), MEDIAN.key: from_ore(middle)}
    return FigureValues(amounts | values)


def _owed(board: str) -> str:
    """What is owed in each active case, in öre, by each debt's latest amount."""
    ore = " + ".join(sql.ore(f"a.{name}") for name in ("capital_sek", "interest_sek", "fees_sek"))
    return f"""
        SELECT c.id, SUM({ore}) AS ore
        FROM debtadvice_debtcase c
        JOIN debtadvice_debt d ON d.case_id = c.id AND (d.settled_on IS NULL OR d.settled_on > %(end)s)
        JOIN debtadvice_debtamount a ON a.debt_id = d.id AND a.as_of = (
            SELECT MAX(l.as_of) FROM debtadvice_debtamount l WHERE l.debt_id = d.id AND l.as_of <= %(end)s
        )
        WHERE c.opened_on <= %(end)s AND (c.closed_on IS NULL OR c.closed_on > %(end)s) AND {board}
            AND NOT EXISTS (
                SELECT 1 FROM debtadvice_earlierclosure k
                WHERE k.case_id = c.id AND k.closed_on <= %(end)s AND k.reopened_on > %(end)s
            )
        GROUP BY c.id
    """


def _plans(board: str) -> str:
    """Plans that run at the end, and whether no creditor has got less than was due."""
    due, paid = sql.ore("i.due_sek"), sql.ore("y.amount_sek")
    return f"""
        SELECT p.id, NOT EXISTS (
            SELECT 1 FROM debtadvice_plandebt part
            WHERE part.plan_id = p.id
                AND COALESCE((SELECT SUM({due}) FROM debtadvice_instalment i
                    WHERE i.part_id = part.id AND i.month < %(month)s), 0)
                > COALESCE((SELECT SUM({paid}) FROM debtadvice_payment y
                    WHERE y.part_id = part.id AND y.taken_back_at IS NULL AND y.paid_on <= %(end)s), 0)
        ) AS is_kept
        FROM debtadvice_repaymentplan p JOIN debtadvice_debtcase c ON c.id = p.case_id
        WHERE p.started_on <= %(end)s AND (p.ended_on IS NULL OR p.ended_on > %(end)s) AND {board}
    """


def _notices(board: str, parameters: sql.Parameters) -> str:
    unpaid = sql.any_of(
        "c.kind",
        [NoticeKind.RENT_LATE.value, NoticeKind.TERMINATION.value, NoticeKind.EVICTION.value],
        parameters,
        "unpaid",
    )
    threatened = sql.any_of(
        "c.kind", [NoticeKind.TERMINATION.value, NoticeKind.EVICTION.value], parameters, "threatened"
    )
    kept = sql.any_of("c.result", [NoticeResult.KEPT.value, NoticeResult.WITHDRAWN.value], parameters, "kept")
    closed = f"c.closed_on BETWEEN %(start)s AND %(end)s AND {board}"
    return f"""
        (SELECT COUNT(*) FROM debtadvice_homenotice c
            WHERE c.received_on BETWEEN %(start)s AND %(end)s AND {unpaid} AND {board}) AS {NOTICES.key},
        (SELECT COUNT(*) FROM debtadvice_homenotice c
            WHERE {threatened} AND {kept} AND {closed}) AS {AVERTED.key},
        (SELECT COUNT(*) FROM debtadvice_homenotice c
            WHERE c.result = %(evicted)s AND {closed}) AS {EVICTED.key}
    """


GROUP = FigureGroup(
    name="debts_and_homes",
    label=_("Debts, plans and homes at risk"),
    order=41,
    figures=[DEBTS, MEDIAN, RUNNING, KEPT, APPLIED, GRANTED, NOTICES, AVERTED, EVICTED],
    compute=compute,
)
