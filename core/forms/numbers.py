"""Amounts, identity numbers and telephone numbers, with the spaces and hyphens that people put in."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.base import in_sentence
from core.identity_numbers import (
    IdentityNumber,
    IdentityNumberError,
    format_identity_number,
    parse_identity_number,
)
from core.money import AmountError, format_number, parse_typed


class AmountField(forms.Field):
    """Kronor: `1 234,50`, `1234.50 kr`. Cleans to a Decimal with two decimals, or None when empty."""

    widget = forms.TextInput
    width = "amount"
    default_error_messages = {
        "unreadable": _("Write %(label)s with digits, for example 1 234,50"),
        "ore": _("Write %(label)s with at most two decimals"),
        "too_low": _("Write %(label)s as %(limit)s kr or more"),
        "too_high": _("Write %(label)s as %(limit)s kr or less"),
    }

    def __init__(
        self, *, least: Decimal | int = 0, most: Decimal | int = Decimal("99999999.99"), **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.least, self.most = Decimal(least), Decimal(most)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return format_number(value, 0 if value == int(value) else 2)
        return value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal | int):
            amount = Decimal(value)
        else:
            try:
                amount = parse_typed(str(value))
            except AmountError:
                raise self._refusal("unreadable") from None
        if amount != amount.quantize(Decimal("0.01")):
            raise self._refusal("ore")
        return amount.quantize(Decimal("0.01"))

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and value < self.least:
            raise self._refusal("too_low", self.least)
        if value is not None and value > self.most:
            raise self._refusal("too_high", self.most)

    def _refusal(self, code: str, limit: Decimal = Decimal(0)) -> ValidationError:
        label = in_sentence(self.label or _("the amount"))
        return ValidationError(
            self.error_messages[code], code=code, params={"label": label, "limit": format_number(limit)}
        )


class IdentityNumberField(forms.Field):
    """A personnummer or coordination number. Cleans to an IdentityNumber, or None when empty."""

    widget = forms.TextInput
    default_error_messages = {
        "unreadable": _("Check %(label)s: write 12 or 10 digits, for example 19900101-1234"),
        "impossible": _("Check %(label)s: a digit is wrong, or the day does not exist"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, IdentityNumber):
            return str(value)
        is_stored = isinstance(value, str) and not isinstance(value, _AsTyped) and len(value) == 12
        return format_identity_number(value) if is_stored else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        # Kept as typed: `prepare_value` would put a hyphen into twelve digits.
        return _AsTyped(data) if isinstance(data, str) else data

    def to_python(self, value: Any) -> IdentityNumber | None:
        if isinstance(value, IdentityNumber):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_identity_number(str(value), today=clock.today())
        except IdentityNumberError:
            digits = re.sub(r"\D", "", str(value))
            code = "impossible" if len(digits) in (10, 12) else "unreadable"
            label = in_sentence(self.label or _("the identity number"))
            raise ValidationError(self.error_messages[code], code=code, params={"label": label}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial.number if isinstance(initial, IdentityNumber) else (initial or "")
        try:
            now = self.to_python(data)
        except ValidationError:
            return True
        return bool(before != (now.number if now else ""))


class _AsTyped(str):
    __slots__ = ()


class PhoneField(forms.Field):
    """A telephone number. Cleans to digits with + and country code (Sweden when none is typed), or ""."""

    widget = forms.TextInput
    default_error_messages = {
        "unreadable": _("Check %(label)s: write it with area code, for example 070-123 45 67"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "tel", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        if value in self.empty_values or not str(value).strip():
            return ""
        bare = re.sub(r"[\s\u00a0\u2009\u202f()/.–−-]", "", str(value))
        bare = re.sub(r"^00", "+", bare)
        bare = re.sub(r"^0", "+46", bare)
        bare = re.sub(r"^\+460", "+46", bare)  # +46 (0)70
        if not re.fullmatch(r"\+[1-9][0-9]{6,14}", bare):
            label = in_sentence(self.label or _("the telephone number"))
            raise ValidationError(
                self.error_messages["unreadable"], code="unreadable", params={"label": label}
            )
        return bare
