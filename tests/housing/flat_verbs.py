"""What each verb of flats and stays in them is called with."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from core.clock import today
from housing.enums import FlatKind, NextSolution
from tests.factories.housing import (
    KeyHandoverFactory,
    LimitCheckFactory,
    RentPaymentFactory,
    TakeoverObstacleFactory,
)
from tests.housing.scene import DAY, Scene, Terms, Verbs

FLATS: Verbs = {
    "add_flat": lambda s: {
        "authority": s.board,
        "kind": FlatKind.TRIAL,
        "address": "Astrakangatan 9",
        "monthly_rent_sek": Decimal(7000),
        "available_from": today(),
    },
    "annul_tenancy": lambda s: {"tenancy": s.tenancy(), "reason": "Fel hushåll"},
    "authorise_extension": lambda s: {
        "tenancy": s.tenancy(kind=FlatKind.TRANSITIONAL, first_night=today() - 80 * DAY),
        "last_night": today() + 30 * DAY,
        "reason": "Inflyttning den första",
    },
    "check_limit": lambda s: {"tenancy": s.tenancy(kind=FlatKind.TRANSITIONAL), "mark": 45},
    "uncheck_limit": lambda s: _looked_at(s),
    "change_flat": lambda s: {"flat": s.flat(), "landlord": "Familjebostäder"},
    "correct_tenancy": lambda s: {"tenancy": s.tenancy(), "reason": "Fel nummer", "contract_number": "A-2"},
    "end_tenancy": lambda s: {"tenancy": s.tenancy(), "last_night": today(), "moved_to": "own_home"},
    "extend_tenancy": lambda s: {"tenancy": s.tenancy(), "planned_last_night": today() + 9 * DAY},
    "hand_out_keys": lambda s: {
        "tenancy": s.tenancy(),
        "what": "Portnyckel",
        "count": 2,
        "handed_out_on": today(),
    },
    "move_in": lambda s: {
        "household": s.household,
        "flat": s.flat(),
        "first_night": today(),
        "decision": s.approval(),
    },
    "note_obstacle": lambda s: {"tenancy": s.tenancy(), "kind": "income", "noted_on": today()},
    "record_rent": lambda s: {
        "tenancy": s.tenancy(),
        "month": today().replace(day=1),
        "paid_on": today(),
    },
    "report_incident": lambda s: {
        "tenancy": s.tenancy(),
        "happened_on": today(),
        "kind": "damage",
        "note": "Trasig ruta",
    },
    "resolve_obstacle": lambda s: {
        "obstacle": TakeoverObstacleFactory(
            tenancy=s.tenancy(), noted_on=today() - DAY, recorded_at=timezone.now()
        ),
        "resolved_on": today(),
    },
    "restore_flat": lambda s: {"flat": s.flat(available_until=today())},
    "resume_tenancy": lambda s: {"tenancy": s.tenancy(last_night=today())},
    "retire_flat": lambda s: {"flat": s.flat(), "last_day": today()},
    "return_keys": lambda s: {
        "keys": KeyHandoverFactory(tenancy=s.tenancy(), handed_out_on=today() - DAY),
        "returned_on": today(),
        "returned_count": 2,
    },
    "send_late_rent_on": lambda s: {"tenancy": s.tenancy(), "month": _end_of_month().replace(day=1)},
    "set_next_solution": lambda s: {
        "tenancy": s.tenancy(),
        "next_solution": NextSolution.OTHER_UNIT,
        "next_solution_named": "Ekbacken",
    },
    "set_rent": lambda s: {"flat": s.flat(), "first_day": today(), "amount": Decimal(7100)},
    "set_surcharge": lambda s: {"authority": s.board, "percent": Decimal(4), "first_day": today()},
    "start_tenancy": lambda s: {
        "household": s.household,
        "flat": s.flat(),
        "first_night": today(),
        "decision": s.approval(),
    },
    "withdraw_rent": lambda s: _paid_rent(s),
}


def _looked_at(scene: Scene) -> Terms:
    return {
        "tenancy": LimitCheckFactory(tenancy=scene.tenancy(kind=FlatKind.TRANSITIONAL)).tenancy,
        "mark": 45,
    }


def _paid_rent(scene: Scene) -> Terms:
    tenancy, month = scene.tenancy(), today().replace(day=1)
    RentPaymentFactory(tenancy=tenancy, month=month, paid_on=today())
    return {"tenancy": tenancy, "month": month}


def _end_of_month() -> date:
    return today().replace(day=1) - DAY
