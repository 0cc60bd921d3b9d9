"""Landlords' notices: noted, acted on, closed with what came of them."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import record_event
from core.clock import today
from debtadvice.actions.cases import change_debt_case
from debtadvice.actions.locking import record, refuse_future, refuse_other_board, sent_before
from debtadvice.enums import NoticeKind, NoticeResult
from debtadvice.models import DebtCase, HomeNotice, NoticeAction

OUR_OWN_FLATS = "Nämndens egna lägenheter"


@transaction.atomic
def record_notice(
    *,
    authority: Authority,
    kind: NoticeKind,
    landlord: str,
    received_on: date,
    by: User,
    household: Household | None = None,
    client_key: UUID | None = None,
    **more: Any,
) -> HomeNotice:
    """Note what a landlord has told the board. `more`: name, served_on, rent_month, amount_sek, eviction_on.

    A late rent of one household and month is noted once. Raises ActionRefused for an eviction without a day.
    """
    refuse_other_board(authority.pk, by)
    refuse_future(received_on, "received_on")
    if household is not None:
        refuse_other_board(household.authority_id, by)
    if kind == NoticeKind.EVICTION and not more.get("eviction_on"):
        raise ActionRefused(_("Write the day of the eviction"), "eviction_on")
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    if before := sent_before(HomeNotice, client_key, authority=authority):
        return before
    rent_month = more.get("rent_month")
    if kind == NoticeKind.RENT_LATE and household is not None and rent_month is not None:
        known = HomeNotice.objects.filter(household=household, kind=kind, rent_month=rent_month).first()
        if known is not None:
            return known
    notice = HomeNotice.objects.create(
        authority=authority,
        household=household,
        kind=kind,
        landlord=landlord,
        received_on=received_on,
        recorded_by=by,
        client_key=client_key,
        **more,
    )
    _record("home_notice.recorded", notice, by)
    return notice


def receive_late_rent(*, household: Household, month: date, amount_sek: Decimal, by: User) -> HomeNotice:
    """A late rent in one of our own flats. Told twice of one month, it is one notice."""
    return record_notice(
        authority=household.authority,
        household=household,
        kind=NoticeKind.RENT_LATE,
        landlord=OUR_OWN_FLATS,
        received_on=today(),
        rent_month=month.replace(day=1),
        amount_sek=amount_sek,
        by=by,
    )


@transaction.atomic
def act_on_notice(
    *, notice: HomeNotice, on_day: date, note: str, by: User, served_on: date | None = None
) -> NoticeAction:
    """Write down what was done, and when the tenant was served if that is known by now."""
    notice = _locked_open(notice, by)
    refuse_future(on_day, "on_day")
    if served_on is not None:
        refuse_future(served_on, "served_on")
        notice.served_on = served_on
        notice.save(update_fields=["served_on"])
    action = NoticeAction.objects.create(notice=notice, on_day=on_day, note=note.strip(), done_by=by)
    _record("home_notice.acted", notice, by)
    return action


@transaction.atomic
def close_notice(*, notice: HomeNotice, result: NoticeResult, closed_on: date, by: User) -> HomeNotice:
    """Say how it went. Raises ActionRefused when that is said already, and for a day before it came."""
    notice = _locked_open(notice, by)
    refuse_future(closed_on, "closed_on")
    if closed_on < notice.received_on:
        raise ActionRefused(_("The notice came %(day)s.") % {"day": notice.received_on}, "closed_on")
    notice.result, notice.closed_on = result, closed_on
    notice.save(update_fields=["result", "closed_on"])
    _record("home_notice.closed", notice, by, result=result)
    return notice


@transaction.atomic
def link_notice(*, notice: HomeNotice, case: DebtCase | None, by: User) -> HomeNotice:
    """Tie a notice to the debt case of the one whom it concerns, or untie it.

    The case is then at risk of eviction and comes first in the queue, while the notice is open.
    """
    notice = HomeNotice.objects.select_for_update().get(pk=notice.pk)
    refuse_other_board(notice.authority_id, by)
    if case is not None:
        refuse_other_board(case.authority_id, by)
    if notice.case_id == (case.pk if case else None):
        return notice
    former, notice.case = notice.case, case
    notice.save(update_fields=["case"])
    # On the debt case and without the household: the link itself is confidential.
    if case is not None:
        record("home_notice.linked", case, by, notice=notice.pk)
    elif former is not None:
        record("home_notice.unlinked", former, by, notice=notice.pk)
    if case is not None and notice.closed_on is None and not case.risks_eviction and case.is_open:
        change_debt_case(case=case, by=by, risks_eviction=True)
    return notice


def _locked_open(notice: HomeNotice, by: User) -> HomeNotice:
    notice = HomeNotice.objects.select_for_update().get(pk=notice.pk)
    refuse_other_board(notice.authority_id, by)
    if notice.closed_on is not None:
        raise ActionRefused(_("The notice is closed already."))
    return notice


def _record(action: str, notice: HomeNotice, by: User, **details: Any) -> None:
    record_event(
        action,
        by=by,
        authority_id=notice.authority_id,
        subject=notice,
        household_id=notice.household_id,
        details=details,
    )
