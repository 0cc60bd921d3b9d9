"""Every figure in plain Python, night by night and in no hurry: what the SQL is held against.

Written from the definitions, not from the SQL: sets of nights instead of arithmetic on days.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from cases.models import Home, Household
from core.periods import MonthPart, Period, add_months
from debtadvice.models import DebtCase, EarlierClosure
from dropin.models import Visit
from housing.models import BoardDecision, Flat, Placement, Tenancy
from tests.reports.debt_oracle import debts_and_homes

ONE_DAY = timedelta(days=1)


def expected(period: Period, as_of: date, boards: Iterable[int] | None) -> dict[str, Any]:
    """The figures by key and, under "months", those of each month."""
    return Oracle(period, as_of, boards).figures()


def days(first: date, last: date) -> set[date]:
    return {first + ONE_DAY * n for n in range((last - first).days + 1)}


def rounded(value: Decimal, places: str) -> str:
    return str(value.quantize(Decimal(places), ROUND_HALF_UP))


class Oracle:
    def __init__(self, period: Period, as_of: date, boards: Iterable[int] | None) -> None:
        self.period, self.as_of = period, as_of
        self.boards = None if boards is None else set(boards)
        self.days = days(period.start, period.end)

        def rows(model: Any) -> list[Any]:
            return [
                row for row in model.objects.all() if self.boards is None or row.authority_id in self.boards
            ]

        self.placements, self.tenancies, self.flats = rows(Placement), rows(Tenancy), rows(Flat)
        self.homes, self.debts, self.decisions = rows(Home), rows(DebtCase), rows(BoardDecision)
        self.visits = [visit for visit in rows(Visit) if visit.undone_at is None]
        households = Household.objects.prefetch_related("members__person")
        self.households = {household.pk: household for household in households}
        self.flat_of = {flat.pk: flat for flat in Flat.objects.all()}

    def nights(self, stay: Placement | Tenancy) -> set[date]:
        last = min(stay.last_night or self.as_of, self.as_of)
        return days(stay.first_night, last) if stay.first_night <= last else set()

    def family(self, household: int, day: date) -> bool:
        return self.households[household].is_family_with_children_on(day)

    def figures(self) -> dict[str, Any]:
        months = {part.month: self.month(part) for part in self.period.months()}
        counted = list(months.values())

        def average(key: str) -> str:
            return rounded(sum(Decimal(month[key]) for month in counted) / len(counted), "0.01")

        return {
            "placed_households_average": average("placed_households"),
            "placed_families_with_children_average": average("placed_families_with_children"),
            "acute_nights": sum(month["acute_nights"] for month in counted),
            "acute_cost_sek": str(sum(Decimal(month["acute_cost_sek"]) for month in counted)),
            "acute_cost_sek_monthly_average": average("acute_cost_sek"),
            **self.drop_in(),
            **self.moves(),
            **self.debt_advice(),
            **self.transitional(),
            "flat_nights_available": sum(
                len(days(flat.available_from, flat.available_until or self.period.end) & self.days)
                for flat in self.flats
            ),
            "flat_nights_occupied": sum(len(self.nights(stay) & self.days) for stay in self.tenancies),
            **self.board(),
            "months": months,
        }

    def month(self, part: MonthPart) -> dict[str, Any]:
        in_part = days(part.start, part.end)
        last: dict[int, date] = {}
        nights, cost = 0, Decimal(0)
        for placement in self.placements:
            placed = self.nights(placement) & in_part
            if not placed:
                continue
            nights += len(placed)
            price = placement.price_sek * len(placed)
            if placement.price_per == "month":
                price = Decimal(rounded(price / part.days_in_month, "0.01"))
            cost += price
            household = placement.household_id
            last[household] = max(last.get(household, date.min), max(placed))
        return {
            "placed_households": len(last),
            "placed_families_with_children": sum(self.family(*each) for each in last.items()),
            "acute_nights": nights,
            "acute_cost_sek": rounded(cost, "0.01"),
        }

    def drop_in(self) -> dict[str, Any]:
        drop_in = [
            visit for visit in self.visits if visit.kind == "drop_in" and visit.visited_on in self.days
        ]
        first: dict[int, date] = {}
        for visit in self.visits:
            if visit.household_id:
                first[visit.household_id] = min(first.get(visit.household_id, date.max), visit.visited_on)
        return {
            "drop_in_visits": len(drop_in),
            "drop_in_visits_anonymous": sum(visit.household_id is None for visit in drop_in),
            "new_households": sum(day in self.days for day in first.values()),
        }

    def moves(self) -> dict[str, Any]:
        own = ("first_hand", "second_hand", "lodger")
        moves = [home for home in self.homes if home.contract in own and home.moved_in_on in self.days]
        return {
            **self.latest("homes", moves),
            **self.latest("homes_first_hand", [home for home in moves if home.contract == "first_hand"]),
            **self.latest(
                "homes_other_municipality",
                [home for home in moves if home.municipality not in ("", "Stockholm")],
            ),
        }

    def latest(self, key: str, moves: list[Home]) -> dict[str, Any]:
        latest: dict[int, date] = {}
        for home in sorted(moves, key=lambda home: home.moved_in_on):
            latest[home.household_id] = home.moved_in_on
        return {
            key: len(latest),
            f"{key}_families_with_children": sum(self.family(*each) for each in latest.items()),
        }

    def debt_advice(self) -> dict[str, Any]:
        start, end = self.period.start, self.period.end
        closures: dict[int, list[tuple[date, date]]] = {}
        for case, closed, reopened in EarlierClosure.objects.values_list("case", "closed_on", "reopened_on"):
            closures.setdefault(case, []).append((closed, reopened))

        def is_open(case: DebtCase, day: date) -> bool:
            away = any(closed < day < reopened for closed, reopened in closures.get(case.pk, ()))
            return case.opened_on <= day and not away and (case.closed_on is None or day <= case.closed_on)

        def goes_on(case: DebtCase) -> bool:
            away = any(closed <= end < reopened for closed, reopened in closures.get(case.pk, ()))
            return case.opened_on <= end and not away and (case.closed_on is None or case.closed_on > end)

        def closed_in(case: DebtCase, in_days: set[date]) -> bool:
            return bool({case.closed_on, *(closed for closed, _ in closures.get(case.pk, ()))} & in_days)

        active = [case for case in self.debts if goes_on(case)]
        housing = [case for case in active if case.has_housing_problem]
        share = Decimal(100 * len(housing)) / len(active) if active else None
        waits = sorted(
            (case.first_offered_on - case.asked_on).days
            for case in self.debts
            if case.asked_on and case.first_offered_on and start <= case.first_offered_on <= end
        )
        median = Decimal(waits[(len(waits) - 1) // 2] + waits[len(waits) // 2]) / 2 if waits else None
        return {
            "debt_cases": sum(any(is_open(case, day) for day in self.days) for case in self.debts),
            "debt_cases_active_at_end": len(active),
            "debt_cases_active_with_housing_problem": len(housing),
            "debt_cases_active_with_housing_problem_percent": (
                None if share is None else int(rounded(share, "1"))
            ),
            "debt_cases_active_at_risk_of_eviction": sum(case.risks_eviction for case in active),
            "debt_cases_active_with_children": sum(bool(case.has_children) for case in active),
            "debt_cases_active_that_stop_a_takeover": sum(case.blocks_takeover for case in active),
            "debt_case_children": sum(case.children or 0 for case in active),
            "debt_cases_new": sum(case.opened_on in self.days for case in self.debts),
            "debt_cases_closed": sum(closed_in(case, self.days) for case in self.debts),
            "debt_cases_median_days_waited": None if median is None else rounded(median, "0.1"),
            "debt_cases_waited_over_four_weeks": sum(days > 28 for days in waits),
            **debts_and_homes(self.days, {case.pk for case in active}, self.boards),
        }

    def transitional(self) -> dict[str, Any]:
        ours = [stay for stay in self.tenancies if self.flat_of[stay.flat_id].kind == "transitional"]
        stays = [stay for stay in ours if self.nights(stay) & self.days]
        over = [
            stay
            for stay in stays
            if any(add_months(stay.first_night, 3) <= night <= self.period.end for night in self.nights(stay))
        ]
        saving = sum((self.saving(stay) for stay in ours if stay.first_night in self.days), Decimal(0))
        return {
            "transitional_stays": len(stays),
            "transitional_stays_over_limit": len(over),
            "transitional_saving_sek_per_month": rounded(saving, "0.01"),
        }

    def saving(self, stay: Tenancy) -> Decimal:
        def monthly(placement: Placement) -> Decimal:
            return placement.price_sek * (30 if placement.price_per == "night" else 1)

        def ended(placement: Placement) -> date:
            return placement.last_night or date.max

        before = [
            placement
            for placement in self.placements
            if placement.household_id == stay.household_id
            and placement.first_night < stay.first_night
            and (
                ended(placement) >= stay.first_night - ONE_DAY
                or (stay.first_night - ended(placement)).days <= 31
            )
        ]
        if not before:
            return Decimal(0)
        latest = max(before, key=lambda placed: (ended(placed), placed.first_night, monthly(placed)))
        return monthly(latest) - self.flat_of[stay.flat_id].monthly_rent_sek

    def board(self) -> dict[str, Any]:
        taken = [decision for decision in self.decisions if decision.decided_on in self.days]
        waited = [
            Decimal((decision.decided_on - decision.applied_on).days)
            for decision in taken
            if decision.outcome in ("approved", "rejected")
        ]
        return {
            **{
                f"board_{outcome}": sum(decision.outcome == outcome for decision in taken)
                for outcome in ("approved", "rejected", "deferred")
            },
            "board_median_days_to_decision": rounded(median(waited), "0.1") if waited else None,
        }
