"""A version of a table of amounts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from debtadvice.norms import CODES


class TableForm(HemvagForm):
    """An amount for each code; what is left empty is not known."""

    valid_from = FlexibleDateField(label=_("Holds from"))
    source = forms.CharField(
        label=_("Where the amounts come from"),
        max_length=200,
        help_text=_("For example: Socialstyrelsen, riksnormen 2026"),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today().replace(month=1, day=1)
        self.codes = [code for code, _words in CODES[kind]]
        for code, words in CODES[kind]:
            self.fields[code] = AmountField(label=words, required=False)

    def amounts(self) -> dict[str, Decimal]:
        found = {code: self.cleaned_data[code] for code in self.codes}
        return {code: amount for code, amount in found.items() if amount is not None}

    @property
    def amount_fields(self) -> list[Any]:
        return [self[code] for code in self.codes]
