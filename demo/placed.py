"""Placements that somebody has to see to: no decision, a plan that has run out, a new price."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Authority, User
from cases.models import Home, Household
from core.clock import now, set_to, today
from housing import actions
from housing.enums import PricePer
from housing.models import Placement, Provider, Tenancy

# Days since the first night, and prices per night.
SINCE_SUNDAY, LONG_AGO, LAST_MONTH, RETURN_WITHIN = 5, 61, 33, 170
PRICE, DEARER, CHEAPER = Decimal(720), Decimal(790), Decimal(640)


def place_some(board: Authority, staff: dict[str, User]) -> None:
    """Three households that live nowhere of ours, each placed so that one of the worklists tells of it."""
    households = _homeless(board)
    providers = list(Provider.objects.filter(authority=board, is_active=True).order_by("pk"))
    if len(households) < 3 or len(providers) < 2:
        return
    day, eva = today(), staff["eva"]
    with set_to(_morning(day - timedelta(days=SINCE_SUNDAY))):
        _start(households[0], providers[0], day + timedelta(days=9), eva)
    with set_to(_morning(day - timedelta(days=LONG_AGO))):
        dear = _start(households[1], providers[1], day - timedelta(days=2), eva)
    with set_to(_morning(day - timedelta(days=20))):
        actions.reprice_placement(
            placement=dear, from_night=today(), price_sek=DEARER, price_per=PricePer.NIGHT, by=eva
        )
    with set_to(_morning(day - timedelta(days=LAST_MONTH))):
        moved = _start(households[2], providers[1], day + timedelta(days=6), eva)
    with set_to(_morning(day - timedelta(days=12))):
        moved = actions.move_placement(
            placement=moved,
            provider=providers[0],
            first_night=today(),
            price_sek=CHEAPER,
            price_per=PricePer.NIGHT,
            planned_last_night=day + timedelta(days=6),
            by=eva,
        )
        actions.correct_placement(
            placement=moved,
            changes={"price_sek": CHEAPER - 5},
            reason="Priset står fel i bekräftelsen från anordnaren.",
            by=eva,
        )


def return_one(board: Authority, staff: dict[str, User]) -> None:
    """A household that moved out of a home again: placed since Sunday, and somebody is asked about it."""
    provider = Provider.objects.filter(authority=board, is_active=True).order_by("pk").first()
    moved = Home.objects.kept().filter(
        household__authority=board,
        household__closed_on=None,
        household__protected_identity="none",
        household__placements=None,
        moved_in_on__range=(today() - timedelta(days=RETURN_WITHIN), today() - timedelta(days=LAST_MONTH)),
    )
    home = moved.select_related("household").order_by("moved_in_on", "pk").first()
    if home is None or provider is None:
        return
    day = today()
    with set_to(_morning(day - timedelta(days=SINCE_SUNDAY))):
        _start(home.household, provider, day + timedelta(days=9), staff["eva"])


def _start(household: Household, provider: Provider, planned: date, by: User) -> Placement:
    return actions.start_placement(
        household=household,
        provider=provider,
        first_night=today(),
        planned_last_night=planned,
        price_sek=PRICE,
        price_per=PricePer.NIGHT,
        by=by,
    )


def _homeless(board: Authority) -> list[Household]:
    """Open cases, without protection, that are placed nowhere and live in none of the flats."""
    since = today() - timedelta(days=90)
    placed = Placement.objects.between(since, today()).values("household")
    living = Tenancy.objects.between(since, today()).values("household")
    rows = Household.objects.filter(authority=board, closed_on=None, protected_identity="none")
    rows = rows.filter(
        opened_on__lte=today() - timedelta(days=LONG_AGO), opened_on__year__gte=today().year - 1
    )
    return list(rows.exclude(pk__in=placed).exclude(pk__in=living).order_by("-pk")[:3])


def _morning(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, time(9))), now())
