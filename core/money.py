"""Swedish kronor as Decimal: rounding, öre, reading what people and files write, showing it."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
ORE_PER_KRONA = 100

# No-break, narrow no-break and thin spaces stand between thousands in Swedish text.
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_THOUSANDS_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+(?:[.,][0-9]+)?|[+-]?[0-9]+(?:[.,][0-9]+)?"
)
# 12,000 in a file is somebody's twelve thousand; read as twelve kronor it would go unnoticed.
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[\s\u00a0\u202f\u2009.,'’][0-9]{3})+(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
# After the number, as people write it: "kr", "kronor", "SEK", ":-".
_CURRENCY = re.compile(r"\s*(?:kr\.?|kronor|sek|:-|,-)$", re.IGNORECASE)
# 999 999 999 999 kr: more digits than any account of ours, few enough for every engine.
MAX_DIGITS = 12


class AmountError(ValueError):
    """An amount that cannot be read. The message is translated and says what to write instead."""


def round_half_up(value: Decimal | int, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero, as Swedish accounts do.

    Python's own rounding takes halves to the even digit.
    """
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def from_ore(ore: int) -> Decimal:
    """Whole öre as kronor with two decimals."""
    return Decimal(ore).scaleb(-2).quantize(Decimal("0.01"))


def to_ore(amount_sek: Decimal) -> int:
    """Kronor as whole öre, halves up."""
    return int(round_half_up(amount_sek * ORE_PER_KRONA, 0))


def format_number(value: Decimal | int, places: int | None = None) -> str:
    """`12 000`, `12,50`: a no-break space between thousands, a comma, a true minus sign.

    `places` rounds half up to that many decimals; without it the value keeps its own.
    """
    number = Decimal(value) if places is None else round_half_up(value, places)
    text = f"{abs(number):,f}".replace(",", NO_BREAK_SPACE).replace(".", ",")
    return f"{MINUS}{text}" if number < 0 else text


def format_sek(amount_sek: Decimal | int, *, ore: bool | None = None) -> str:
    """`12 000 kr`, `12,50 kr`. Öre are shown when there are any, or always or never by `ore`."""
    amount = round_half_up(amount_sek, 2)
    show_ore = amount != amount.to_integral_value() if ore is None else ore
    return f"{format_number(amount, 2 if show_ore else 0)}{NO_BREAK_SPACE}kr"


def parse_strict(text: str) -> Decimal:
    """An amount in a file: digits, and a point or a comma before one or two decimals.

    Raises AmountError; a thousands separator gets words of its own. May be negative.
    """
    if _GROUPED.fullmatch(text):
        problem = pgettext(
            "amount", "“%(text)s” has a thousands separator; expected digits only, as 12000.50"
        )
    elif not _PLAIN.fullmatch(text):
        problem = pgettext(
            "amount", "“%(text)s” is not a number; expected an amount such as 12000 or 12000.50"
        )
    elif re.search(r"[.,]\d{3,}$", text):
        problem = pgettext("amount", "“%(text)s” has more than two decimals; expected whole öre")
    else:
        return _sized(Decimal(text.replace(",", ".")))
    raise AmountError(problem % {"text": text[:40]})


def parse_typed(text: str) -> Decimal:
    """An amount as people type it: `1 234,50`, `1234.50 kr`, `600:-`. May be negative.

    A point or a comma is always the decimal sign, so `1.234.567` and `12,000,000` are refused
    rather than guessed; so is `12.000`, which Swedes may mean as twelve thousand. Raises AmountError.
    """
    bare = _CURRENCY.sub("", text.strip().replace(MINUS, "-"))
    if not _THOUSANDS_GROUPED.fullmatch(bare) or re.search(r"[.,]\d{3,}$", bare):
        raise AmountError(_("Write the amount with digits, and a comma before öre, for example 1 234,50"))
    return _sized(Decimal(_SPACES.sub("", bare).replace(",", ".")))


def _sized(amount: Decimal) -> Decimal:
    if amount.adjusted() >= MAX_DIGITS:
        raise AmountError(_("Write an amount with at most %(digits)s digits") % {"digits": MAX_DIGITS})
    return amount
