"""Swedish identity numbers: personnummer and coordination numbers (samordningsnummer)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from personnummer.personnummer import Personnummer, PersonnummerException

from core import clock

# Nobody alive was born before; an older year is a slip.
_OLDEST_YEAR = 1850
_SHAPE = re.compile(r"(?:[0-9]{2})?[0-9]{6}[-+]?[0-9]{4}")


class IdentityNumberError(ValueError):
    """A number that cannot be anybody's. The message is translated and never repeats the number."""


@dataclass(frozen=True)
class IdentityNumber:
    """`number` has twelve digits. `born_on` is what the number says.

    The number's day may be a neighbour of the true birthday (FOL 18 §), so a birth date that is
    known otherwise goes before it.
    """

    number: str
    kind: Literal["personnummer", "coordination"]
    born_on: date

    def __str__(self) -> str:
        return format_identity_number(self.number)


def parse_identity_number(text: str, *, today: date | None = None) -> IdentityNumber:
    """Read 12 or 10 digits, with a hyphen, a plus or spaces or without.

    Ten digits mean the latest birth year that is not ahead; a plus, the century before. Raises
    IdentityNumberError for another shape, a wrong check digit, and a birth date that does not
    exist or lies ahead.
    """
    today = today or clock.today()
    digits = re.sub(r"[\s\u00a0\u2009\u202f]", "", text).replace("–", "-").replace("−", "-")
    if not _SHAPE.fullmatch(digits):
        raise IdentityNumberError(_("expected an identity number with 12 or 10 digits, as YYYYMMDD-NNNN"))
    try:
        parsed = Personnummer(_with_century(digits, today))
        born_on = parsed.get_date()
    except (PersonnummerException, ValueError):
        raise IdentityNumberError(
            _("its check digit or its date is wrong; expected a personnummer or coordination number")
        ) from None
    if born_on > today or born_on.year < _OLDEST_YEAR:
        raise IdentityNumberError(_("its birth date is not possible; expected a day that has been"))
    return IdentityNumber(
        number=parsed.format(long_format=True),
        kind="coordination" if parsed.is_coordination_number() else "personnummer",
        born_on=born_on,
    )


def format_identity_number(number: str) -> str:
    """Twelve digits as people read them: `19880927-9808`."""
    return f"{number[:8]}-{number[8:]}" if len(number) == 12 else number


def _with_century(digits: str, today: date) -> str:
    """The library asks the server's clock for the century; this asks the caller's day."""
    bare = digits.replace("-", "").replace("+", "")
    if len(bare) == 12:
        return bare
    year = today.year - (today.year - int(bare[:2])) % 100
    if "+" in digits:
        year -= 100
    return f"{year // 100:02}{bare}"
