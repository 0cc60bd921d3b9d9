"""Figures of the board's own flats: stays in transitional flats, what they save, and occupied nights."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core import sql
from core.money import from_ore
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues
from housing.enums import (
    NIGHTS_PER_MONTH,
    PLACEMENT_BEFORE_DAYS,
    TRANSITIONAL_LIMIT_MONTHS,
    FlatKind,
    PricePer,
)

_STAYS = _("Stays in transitional flats")
_FLATS = _("All flats of the board: transitional, emergency, trial and training")

STAYS = Figure(
    key="transitional_stays",
    label=_("Stays in transitional flats"),
    definition=_("Tenancies of transitional flats with a night in the period."),
    population=_STAYS,
)
OVER_LIMIT = Figure(
    key="transitional_stays_over_limit",
    label=_("Stays in transitional flats over three months"),
    definition=_(
        "Of these, the stays with a night on or after the same date three months after the first night: "
        "after a first night on 15 January, the last allowed one is 14 April. Where that month lacks the "
        "date, its last day counts as the date."
    ),
    population=_STAYS,
    parent="transitional_stays",
)
SAVING = Figure(
    key="transitional_saving_sek_per_month",
    label=_("Saving by transitional flats, per month"),
    definition=_(
        "For stays that begin in the period, where the household had a placement in acute accommodation "
        "before: the monthly price of that placement (30 nights when it was per night) less the rent of the "
        "flat. The placement before began before the first night, and was in force the day before it or "
        "ended at most 31 days before it; if there are several, the one that ended last. The rent is that of "
        "the first night."
    ),
    population=_STAYS,
    kind="amount",
)
AVAILABLE = Figure(
    key="flat_nights_available",
    label=_("Flat nights available"),
    definition=_("Nights of the period on which flats were available to the board, added over all flats."),
    population=_FLATS,
)
OCCUPIED = Figure(
    key="flat_nights_occupied",
    label=_("Flat nights occupied"),
    definition=_(
        "Nights of tenancies in the period, added over all flats. Nights after the day of the figures are "
        "not counted."
    ),
    population=_FLATS,
)


def compute(query: FigureQuery) -> FigureValues:
    """Nights of tenancies are bounded by the as-of day; availability and beginnings are not."""
    parameters: sql.Parameters = {
        "start": query.period.start,
        "end": query.period.end,
        "night_end": min(query.period.end, query.as_of),
        "transitional": FlatKind.TRANSITIONAL.value,
        "per_night": PricePer.NIGHT.value,
        "nights_per_month": NIGHTS_PER_MONTH,
    }
    values = sql.row(
        f"""
        WITH stays AS ({_stays(query, parameters)})
        SELECT COUNT(CASE WHEN s.transitional THEN 1 END) AS {STAYS.key},
            COUNT(CASE WHEN s.transitional AND s.over_limit THEN 1 END) AS {OVER_LIMIT.key},
            ({_saving(query, parameters)}) AS {SAVING.key},
            ({_available(query, parameters)}) AS {AVAILABLE.key},
            COALESCE(SUM(s.nights), 0) AS {OCCUPIED.key}
        FROM stays s
        """,
        parameters,
    )
    whole = {key: int(value) for key, value in values.items()}
    return FigureValues(whole | {SAVING.key: from_ore(whole[SAVING.key])})


def _stays(query: FigureQuery, parameters: sql.Parameters) -> str:
    """Tenancies with a counted night in the period: its nights, and whether it is over the limit.

    No night is counted when the as-of day is before the period: night_end is then before start.
    """
    last = sql.least(f"COALESCE(t.last_night, {sql.day('night_end')})", sql.day("night_end"))
    first = sql.greatest("t.first_night", sql.day("start"))
    limit = sql.add_months("t.first_night", TRANSITIONAL_LIMIT_MONTHS)
    return f"""
        SELECT f.kind = %(transitional)s AS transitional, {last} >= {limit} AS over_limit,
            {sql.nights(first, last)} AS nights
        FROM housing_tenancy t JOIN housing_flat f ON f.id = t.flat_id
        WHERE {sql.day("start")} <= {sql.day("night_end")} AND t.first_night <= %(night_end)s
            AND (t.last_night IS NULL OR t.last_night >= %(start)s) AND t.annulled_at IS NULL
            AND {sql.any_of("t.authority_id", query.authority_ids, parameters)}
        """


def saving_per_month(tenancy_id: int) -> Decimal | None:
    """What one stay saves a month, as the figure counts it; None without a placement before."""
    parameters: sql.Parameters = {
        "transitional": FlatKind.TRANSITIONAL.value,
        "per_night": PricePer.NIGHT.value,
        "nights_per_month": NIGHTS_PER_MONTH,
        "tenancy": tenancy_id,
    }
    found = sql.rows(f"{_compared()} AND t.id = %(tenancy)s", parameters)
    if not found or found[0]["before_ore"] is None:
        return None
    return from_ore(int(found[0]["before_ore"]) - int(found[0]["rent_ore"]))


def _saving(query: FigureQuery, parameters: sql.Parameters) -> str:
    """Öre a month over the stays that begin in the period, where there was a placement before."""
    return f"""
        SELECT COALESCE(SUM(b.before_ore - b.rent_ore), 0)
        FROM (
            {_compared()} AND t.first_night BETWEEN %(start)s AND %(end)s
                AND {sql.any_of("t.authority_id", query.authority_ids, parameters)}
        ) b
        WHERE b.before_ore IS NOT NULL
        """


def _compared() -> str:
    """Stays in transitional flats: öre a month of the placement before (NULL: none), and of the rent."""
    monthly = (
        f"{sql.ore('p.price_sek')} * "
        "CASE WHEN p.price_per = %(per_night)s THEN %(nights_per_month)s ELSE 1 END"
    )
    before = f"""
        SELECT {monthly} AS monthly_ore
        FROM housing_placement p
        WHERE p.household_id = t.household_id AND p.first_night < t.first_night AND p.annulled_at IS NULL
            AND (p.last_night IS NULL
                OR p.last_night >= {sql.add_days("t.first_night", -PLACEMENT_BEFORE_DAYS)})
        ORDER BY CASE WHEN p.last_night IS NULL THEN 0 ELSE 1 END, p.last_night DESC,
            p.first_night DESC, monthly_ore DESC
        LIMIT 1
        """
    rent = """
        SELECT r.monthly_rent_sek FROM housing_flatrent r
        WHERE r.flat_id = f.id AND r.first_day <= t.first_night ORDER BY r.first_day DESC LIMIT 1
        """
    return f"""
        SELECT ({before}) AS before_ore, {sql.ore(f"COALESCE(({rent}), f.monthly_rent_sek)")} AS rent_ore
        FROM housing_tenancy t JOIN housing_flat f ON f.id = t.flat_id
        WHERE f.kind = %(transitional)s AND t.annulled_at IS NULL
        """


def _available(query: FigureQuery, parameters: sql.Parameters) -> str:
    """Nights of the period from available_from to available_until, over all flats."""
    until = sql.least(f"COALESCE(f.available_until, {sql.day('end')})", sql.day("end"))
    since = sql.greatest("f.available_from", sql.day("start"))
    return f"""
        SELECT COALESCE(SUM({sql.nights(since, until)}), 0)
        FROM housing_flat f
        WHERE f.available_from <= %(end)s
            AND (f.available_until IS NULL OR f.available_until >= %(start)s)
            AND {sql.any_of("f.authority_id", query.authority_ids, parameters)}
        """


GROUP = FigureGroup(
    name="flats",
    label=_("Flats"),
    order=50,
    figures=[STAYS, OVER_LIMIT, SAVING, AVAILABLE, OCCUPIED],
    compute=compute,
)
