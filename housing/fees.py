"""What the client of a transitional flat pays: what the district pays, and a dated surcharge."""

from datetime import date
from decimal import Decimal

from core.money import round_half_up
from housing.enums import DEFAULT_SURCHARGE_PERCENT
from housing.models import FeeSurcharge

HUNDRED = 100


def client_fee(rent_sek: Decimal, percent: Decimal) -> Decimal:
    """The monthly fee in kronor, half up to öre: 4 956,67 and 3 per cent give 5 105,37."""
    return round_half_up(rent_sek * (HUNDRED + percent) / HUNDRED, 2)


def surcharge_on(authority_id: int, day: date) -> Decimal:
    """The board's surcharge in per cent on day; the report's 3 where the board has set none."""
    rows = FeeSurcharge.objects.filter(authority_id=authority_id, first_day__lte=day)
    latest = rows.order_by("-first_day").values_list("percent", flat=True).first()
    return latest if latest is not None else Decimal(DEFAULT_SURCHARGE_PERCENT)
