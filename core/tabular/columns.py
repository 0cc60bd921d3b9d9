"""Kinds of columns: text in, value out, or FieldFault with what was expected."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.identity_numbers import IdentityNumber, IdentityNumberError, parse_identity_number
from core.money import AmountError, parse_strict
from core.tabular.faults import FieldFault

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
# A day outside these years is a slip, or somebody's "until further notice", which is empty here.
_FIRST_YEAR, _LAST_YEAR = 1850, 2199
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Kind:
    """How a field is read. `parse` gets text that is stripped and not empty; `empty` stands for none.

    With `repeats`, values are remembered: for kinds whose values come again and again in a file.
    """

    parse: Callable[[str], Any]
    empty: Any = None
    repeats: bool = True


@dataclass(frozen=True)
class Column:
    """A column of a file. One that is `required` must be there and be filled in on every row.

    `refers_to` names the file whose first column the value must be found in, or the database.
    """

    name: str
    kind: Kind
    required: bool = False
    refers_to: str | None = None


def text(max_length: int = 10_000, *, repeats: bool = False) -> Kind:
    """Free text; empty is "". Newlines are kept, as \\n."""

    def parse(value: str) -> str:
        if len(value) > max_length:
            raise FieldFault(
                _("%(length)s characters; expected at most %(most)s")
                % {"length": len(value), "most": max_length}
            )
        return value.replace("\r\n", "\n").replace("\r", "\n")

    return Kind(parse, empty="", repeats=repeats)


def reference(max_length: int = 64) -> Kind:
    """The name that a row goes by, in its own file or in another's; empty is None."""
    return Kind(text(max_length).parse, repeats=False)


def day() -> Kind:
    """A day as YYYY-MM-DD; empty is None."""
    return Kind(_parse_day)


def choice(options: Collection[str] | Mapping[str, Any]) -> Kind:
    """One of the options, as written; a mapping gives the value that it stands for. Empty is None."""
    values: dict[str, Any] = (
        dict(options) if isinstance(options, Mapping) else {option: option for option in options}
    )

    def parse(value: str) -> Any:
        try:
            return values[value]
        except KeyError:
            raise FieldFault(_unknown_choice(value, values)) from None

    return Kind(parse)


def choices(options: Collection[str], separator: str = "|") -> Kind:
    """Several of the options, each once, in the order of the file; empty is ()."""
    values = list(options)

    def parse(value: str) -> tuple[str, ...]:
        found = [part.strip() for part in value.split(separator)]
        for part in found:
            if part not in values:
                raise FieldFault(_unknown_choice(part, values))
        return tuple(dict.fromkeys(found))

    return Kind(parse, empty=())


def yes_no() -> Kind:
    """`yes` or `no`; empty is None."""
    return choice(_YES_NO)


def whole_number(least: int = 0, most: int = 2_147_483_647) -> Kind:
    """A whole number from `least` to `most`, both allowed; empty is None."""

    def parse(value: str) -> int:
        number = int(value) if _WHOLE.fullmatch(value) else None
        if number is None or not least <= number <= most:
            raise FieldFault(
                _("“%(value)s” does not fit; expected a whole number from %(least)s to %(most)s")
                % {"value": shortened(value), "least": least, "most": most}
            )
        return number

    return Kind(parse)


def amount_sek(most: Decimal = Decimal("99999999.99")) -> Kind:
    """Kronor, never negative, decimal point or comma, no thousands separator; empty is None."""

    def parse(value: str) -> Decimal:
        amount = _parse_amount(value)
        if amount > most:
            raise FieldFault(
                _("“%(value)s” is too much; expected at most %(most)s")
                % {"value": shortened(value), "most": most}
            )
        return amount

    return Kind(parse)


def identity_number() -> Kind:
    """A personnummer or coordination number as IdentityNumber; empty is None."""
    return Kind(_parse_identity_number, repeats=False)


def shortened(value: str) -> str:
    """Text from a file, short and on one line, to be shown in a fault."""
    line = " ".join(value.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _parse_day(value: str) -> date:
    if not _ISO_DAY.fullmatch(value):
        raise FieldFault(
            pgettext("import", "“%(value)s” is not a date as written here; expected YYYY-MM-DD")
            % {"value": shortened(value)}
        )
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        raise FieldFault(
            _("“%(value)s” is not in the calendar; expected a day that exists") % {"value": value}
        ) from None
    if not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        raise FieldFault(
            _("the year %(year)s is not possible; expected a year from %(first)s to %(last)s")
            % {"year": value[:4], "first": _FIRST_YEAR, "last": _LAST_YEAR}
        )
    return parsed


def _parse_amount(value: str) -> Decimal:
    try:
        amount = parse_strict(value)
    except AmountError as error:
        raise FieldFault(str(error)) from None
    if amount < 0:
        raise FieldFault(
            _("“%(value)s” is negative; expected an amount of 0 or more") % {"value": shortened(value)}
        )
    return amount


def _parse_identity_number(value: str) -> IdentityNumber:
    try:
        return parse_identity_number(value)
    except IdentityNumberError as error:
        raise FieldFault(str(error)) from None


def _unknown_choice(value: str, options: Collection[str]) -> str:
    return _("“%(value)s” is not a choice here; expected one of: %(options)s") % {
        "value": shortened(value),
        "options": ", ".join(options),
    }
