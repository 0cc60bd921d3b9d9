"""The three weeks in which a lease that is forfeited for unpaid rent can be won back.

Jordabalken 12:44: the tenant may not be parted from the flat if the rent is paid within three weeks from
when both have happened: the tenant was served a notice that paying wins the lease back, and the social
welfare board was told of the termination and its reason; or if the board, within the same time, tells the
landlord in writing that it takes on the payment.

Lag (1930:173) om beräkning av lagstadgad tid. 1 §: a time in weeks ends on the same weekday as it began.
2 §: when its last day is a Sunday, another public holiday, a Saturday, or Midsummer, Christmas or New Year's
Eve, the act may be done on the next working day.
"""

from datetime import date, timedelta

from core.holidays import next_working_day

THREE_WEEKS = timedelta(weeks=3)


def begins_on(served_on: date | None, received_on: date) -> date | None:
    """When both the tenant and the board had been told; None while the tenant has not been served."""
    return None if served_on is None else max(served_on, received_on)


def last_day_to_pay(served_on: date | None, received_on: date) -> date | None:
    """The last day on which paying wins the lease back; None while the clock has not begun."""
    start = begins_on(served_on, received_on)
    return None if start is None else next_working_day(start + THREE_WEEKS)
