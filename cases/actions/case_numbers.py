"""Case numbers: one series for each board and year."""

from accounts.models import Authority
from cases.models import CaseNumberSeries, Household


def hold_series(authority: Authority, year: int) -> CaseNumberSeries:
    """The board's series of the year, held until the transaction ends: others wait for their number."""
    series, _created = CaseNumberSeries.objects.select_for_update().get_or_create(
        authority=authority, year=year
    )
    return series


def next_case_number(series: CaseNumberSeries) -> str:
    """The next free number as YYYY-NNNN, of a series that is held.

    Numbers that an import brought along are passed over. More than 9,999 in a year get five digits.
    """
    while True:
        series.last += 1
        number = str(series)
        if not Household.objects.filter(authority_id=series.authority_id, case_number=number).exists():
            series.save(update_fields=["last"])
            return number
