"""The rents of a stay: paid, not paid after all, and sent on to debt advice when late."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import refuse_future
from cases.errors import ActionRefused
from core.clock import now, today
from core.registries import late_rent_receivers
from housing.actions.recording import record
from housing.actions.stay_checks import held
from housing.models import LateRent, RentPayment, Tenancy
from housing.rents import due_on


@transaction.atomic
def record_rent(*, tenancy: Tenancy, month: date, paid_on: date, by: User) -> RentPayment:
    """The month's rent was paid on a day; said again, the first stands.

    Raises ActionRefused for a month outside the stay and for a day ahead.
    """
    tenancy = held(tenancy, by)
    month = month.replace(day=1)
    refuse_future(paid_on, "paid_on")
    _refuse_other_month(tenancy, month)
    values = {"paid_on": paid_on, "recorded_by": by, "recorded_at": now()}
    payment, is_new = RentPayment.objects.get_or_create(tenancy=tenancy, month=month, defaults=values)
    if is_new:
        record("tenancy.rent_paid", by, tenancy, {"month": month.isoformat()[:7]})
    return payment


@transaction.atomic
def withdraw_rent(*, tenancy: Tenancy, month: date, by: User) -> None:
    """Undo of `record_rent`: the month is not paid after all."""
    tenancy = held(tenancy, by)
    deleted, _rows = RentPayment.objects.filter(tenancy=tenancy, month=month.replace(day=1)).delete()
    if deleted:
        record("tenancy.rent_withdrawn", by, tenancy, {"month": month.isoformat()[:7]})


@transaction.atomic
def send_late_rent_on(*, tenancy: Tenancy, month: date, by: User, is_by_itself: bool = False) -> LateRent:
    """Tell debt advice of a rent that is late, once for each rent; told again, the first stands.

    `is_by_itself`: nobody asked for it, the calendar did, on behalf of whoever began to follow the stay.
    Raises ActionRefused for a month outside the stay, for one that is paid or not due yet, and where nobody
    takes such notices.
    """
    tenancy = held(tenancy, by)
    month = month.replace(day=1)
    told = LateRent.objects.filter(tenancy=tenancy, month=month).first()
    if told is not None:
        return told
    _refuse_other_month(tenancy, month)
    if RentPayment.objects.filter(tenancy=tenancy, month=month).exists():
        raise ActionRefused(_("The rent of that month is paid."), "month")
    due = due_on(month, tenancy.first_night)
    if due >= today():
        raise ActionRefused(_("The rent is not late until after %(day)s.") % {"day": due}, "month")
    if not late_rent_receivers.names():
        raise ActionRefused(_("Nobody here takes late rents on."))
    amount = tenancy.fee_sek if tenancy.fee_sek is not None else tenancy.flat.rent_on(month)
    told = LateRent.objects.create(tenancy=tenancy, month=month, recorded_by=by, recorded_at=now())
    for receive in late_rent_receivers:
        receive(household=tenancy.household, month=month, amount_sek=amount, by=by)
    details = {"month": month.isoformat()[:7]} | ({"by_itself": True} if is_by_itself else {})
    record("tenancy.late_rent_sent", by, tenancy, details)
    return told


def _refuse_other_month(tenancy: Tenancy, month: date) -> None:
    is_after = tenancy.last_night is not None and month > tenancy.last_night
    if month < tenancy.first_night.replace(day=1) or is_after:
        raise ActionRefused(_("The stay has no night in that month."), "month")
