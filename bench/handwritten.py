"""Single statements for all figures of a period, written by hand and for nothing else.

They differ in how they find the families with children: by looking into each household and month, by
collecting the children of the placed households first, or by joining everybody under 18.
"""

from collections.abc import Callable
from typing import Any

from core import sql
from core.periods import Period
from reports.computation import ReportResult

_CHILD = (
    "{c}.born_on <= h.last AND {c}.adult_on > h.last AND ({c}.joined_on IS NULL OR {c}.joined_on <= h.last) "
    "AND ({c}.left_on IS NULL OR {c}.left_on > h.last)"
)
_MINORS = (
    "SELECT m.household_id, p.born_on, p.adult_on, m.joined_on, m.left_on FROM cases_householdmember m "
    "JOIN cases_person p ON p.id = m.person_id WHERE p.adult_on > %(start)s AND p.born_on <= %(end)s"
)


def _families_looked_up() -> tuple[str, str]:
    return "", (
        f"SUM(CASE WHEN EXISTS (SELECT 1 FROM ({_MINORS}) c WHERE c.household_id = h.household_id "
        f"AND {_CHILD.format(c='c')}) THEN 1 ELSE 0 END)"
    )


def _families_of_placed() -> tuple[str, str]:
    return _families_by_set(f"{_MINORS} AND m.household_id IN (SELECT household_id FROM stays)")


def _families_of_all() -> tuple[str, str]:
    return _families_by_set(_MINORS)


def _families_by_set(minors: str) -> tuple[str, str]:
    ctes = (
        f", minors AS MATERIALIZED ({minors}), families AS (SELECT h.n, COUNT(*) AS number "
        "FROM households h WHERE EXISTS (SELECT 1 FROM minors c WHERE c.household_id = h.household_id AND "
        f"{_CHILD.format(c='c')}) GROUP BY h.n)"
    )
    return ctes, "COALESCE((SELECT f.number FROM families f WHERE f.n = h.n), 0)"


def _scalars() -> str:
    """Everything but the month figures, each as a subquery of its own."""
    between = "BETWEEN %(start)s AND %(end)s"
    own = f"FROM cases_home WHERE moved_in_on {between} AND contract IN ('first_hand','second_hand','lodger')"
    elsewhere = "municipality NOT IN ('', 'Stockholm')"
    moves = {
        "homes": "",
        "homes_first_hand": " AND contract = 'first_hand'",
        "homes_other_municipality": f" AND {elsewhere}",
    }
    last = sql.least(f"COALESCE(t.last_night, {sql.day('end')})", sql.day("end"))
    first = sql.greatest("t.first_night", sql.day("start"))
    until = sql.least(f"COALESCE(f.available_until, {sql.day('end')})", sql.day("end"))
    since = sql.greatest("f.available_from", sql.day("start"))
    stays = (
        "FROM housing_tenancy t JOIN housing_flat f ON f.id = t.flat_id WHERE t.first_night <= %(end)s "
        "AND (t.last_night IS NULL OR t.last_night >= %(start)s)"
    )
    visits = f"FROM dropin_visit WHERE visited_on {between} AND undone_at IS NULL"
    debts = "FROM debtadvice_debtcase WHERE opened_on <= %(end)s"
    active = f"{debts} AND (closed_on IS NULL OR closed_on > %(end)s)"
    decided = f"FROM housing_boarddecision WHERE decided_on {between}"
    monthly = f"{sql.ore('p.price_sek')} * CASE WHEN p.price_per = 'night' THEN 30 ELSE 1 END"
    before = (
        f"SELECT {monthly} AS ore FROM housing_placement p WHERE p.household_id = t.household_id "
        "AND p.first_night < t.first_night AND (p.last_night IS NULL OR p.last_night >= "
        f"{sql.add_days('t.first_night', -31)}) ORDER BY CASE WHEN p.last_night IS NULL THEN 0 ELSE 1 END, "
        "p.last_night DESC, p.first_night DESC, ore DESC LIMIT 1"
    )
    scalars = {
        "drop_in_visits": f"SELECT COUNT(*) {visits} AND kind = 'drop_in'",
        "drop_in_visits_anonymous": f"SELECT COUNT(*) {visits} AND kind = 'drop_in' AND household_id IS NULL",
        "new_households": (
            f"SELECT COUNT(*) FROM (SELECT DISTINCT household_id {visits} AND household_id IS NOT NULL) v "
            "WHERE NOT EXISTS (SELECT 1 FROM dropin_visit e WHERE e.household_id = v.household_id "
            "AND e.visited_on < %(start)s AND e.undone_at IS NULL)"
        ),
        "debt_cases": f"SELECT COUNT(*) {debts} AND (closed_on IS NULL OR closed_on >= %(start)s)",
        "debt_cases_active_at_end": f"SELECT COUNT(*) {active}",
        "debt_cases_active_with_housing_problem": f"SELECT COUNT(*) {active} AND has_housing_problem",
        "transitional_stays": f"SELECT COUNT(*) {stays} AND f.kind = 'transitional'",
        "transitional_stays_over_limit": (
            f"SELECT COUNT(*) {stays} AND f.kind = 'transitional' "
            f"AND {last} >= {sql.add_months('t.first_night', 3)}"
        ),
        "saving_ore": (
            f"SELECT COALESCE(SUM(b.ore - b.rent), 0) FROM (SELECT ({before}) AS ore, "
            f"{sql.ore('f.monthly_rent_sek')} AS rent FROM housing_tenancy t JOIN housing_flat f "
            f"ON f.id = t.flat_id WHERE f.kind = 'transitional' AND t.first_night {between}) b "
            "WHERE b.ore IS NOT NULL"
        ),
        "flat_nights_available": (
            f"SELECT COALESCE(SUM({sql.nights(since, until)}), 0) FROM housing_flat f "
            "WHERE f.available_from <= %(end)s "
            "AND (f.available_until IS NULL OR f.available_until >= %(start)s)"
        ),
        "flat_nights_occupied": f"SELECT COALESCE(SUM({sql.nights(first, last)}), 0) {stays}",
        "board_approved": f"SELECT COUNT(*) {decided} AND outcome = 'approved'",
        "board_rejected": f"SELECT COUNT(*) {decided} AND outcome = 'rejected'",
        "board_deferred": f"SELECT COUNT(*) {decided} AND outcome = 'deferred'",
        "middle_days": (
            "SELECT AVG(days * 1.0) FROM (SELECT days, ROW_NUMBER() OVER (ORDER BY days) AS r, "
            f"COUNT(*) OVER () AS n FROM (SELECT {sql.days_between('applied_on', 'decided_on')} AS days "
            f"{decided} AND outcome <> 'deferred') d) w WHERE r IN ((n + 1) / 2, (n + 2) / 2)"
        ),
    }
    child = _CHILD.format(c="c")
    for key, condition in moves.items():
        scalars[key] = f"SELECT COUNT(DISTINCT household_id) {own}{condition}"
        scalars[f"{key}_families_with_children"] = (
            f"SELECT COUNT(*) FROM (SELECT household_id, MAX(moved_in_on) AS last {own}{condition} "
            f"GROUP BY household_id) h WHERE EXISTS (SELECT 1 FROM ({_MINORS}) c "
            f"WHERE c.household_id = h.household_id AND {child})"
        )
    return ", ".join(f"({query}) AS {name}" for name, query in scalars.items())


def _statement(families: Callable[[], tuple[str, str]]) -> Callable[[Period], Callable[[], Any]]:
    def prepare(period: Period) -> Callable[[], Any]:
        parameters: sql.Parameters = {"start": period.start, "end": period.end}
        months = sql.month_table(period.months(), parameters)
        ctes, number = families()
        first, last = sql.greatest("p.first_night", "m.first"), sql.least("p.last_night", "m.last")
        placed = (
            "SELECT household_id, first_night, last_night, price_sek, price_per FROM housing_placement "
            "WHERE last_night >= %(start)s AND first_night <= %(end)s UNION ALL "
            f"SELECT household_id, first_night, {sql.day('end')}, price_sek, price_per "
            "FROM housing_placement WHERE last_night IS NULL AND first_night <= %(end)s"
        )
        text = f"""
            WITH months (n, year, first, last, days) AS ({months}),
            stays AS (
                SELECT m.n, m.days, p.household_id, p.price_per, {sql.ore("p.price_sek")} AS ore,
                    {last} AS last, {sql.nights(first, last)} AS nights
                FROM ({placed}) p JOIN months m ON p.first_night <= m.last AND p.last_night >= m.first
            ),
            households AS (
                SELECT n, household_id, MAX(last) AS last, SUM(nights) AS nights,
                    SUM(CASE WHEN price_per = 'night' THEN nights * ore
                        ELSE (2 * nights * ore + days) / (2 * days) END) AS ore
                FROM stays GROUP BY n, household_id
            ){ctes}
            SELECT h.n, COUNT(*) AS households, SUM(h.nights) AS nights, SUM(h.ore) AS ore,
                {number} AS families, {_scalars()}
            FROM households h GROUP BY h.n ORDER BY h.n
            """
        return lambda: sql.rows(text, parameters)

    return prepare


STATEMENTS: dict[str, Callable[[Period], Callable[[], Any]]] = {
    "by hand: looked up": _statement(_families_looked_up),
    "by hand: children of the placed": _statement(_families_of_placed),
    "by hand: all children": _statement(_families_of_all),
}


def must_agree(name: str, rows: list[dict[str, Any]], report: ReportResult) -> None:
    """Raise SystemExit unless the statement counted what the report says."""
    figures = report.figures
    pairs = [(rows[0][key], figures[key]) for key in rows[0] if key in figures]
    pairs += [(sum(row["nights"] for row in rows), figures["acute_nights"])]
    pairs += [(sum(row["ore"] for row in rows), (figures["acute_cost_sek"] or 0) * 100)]
    pairs += [(rows[0]["saving_ore"], (figures["transitional_saving_sek_per_month"] or 0) * 100)]
    pairs += [(rows[0]["middle_days"], figures["board_median_days_to_decision"])]
    for row, month in zip(rows, report.months, strict=True):
        pairs += [
            (row["households"], month.figures["placed_households"]),
            (row["families"], month.figures["placed_families_with_children"]),
        ]
    if any(ours != theirs for ours, theirs in pairs):
        raise SystemExit(f"{name} counts something else: {[pair for pair in pairs if pair[0] != pair[1]]}")
