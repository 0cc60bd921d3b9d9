"""A version of a table of amounts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from core.forms import AmountField, FlexibleDateField, HemvagForm
from debtadvice.enums import TableKind
from debtadvice.norms import CODES

EXAMPLES = {
    TableKind.NORM: _("For example: Socialstyrelsen, riksnormen 2027"),
    TableKind.RENT: _("For example: the board's guidelines of 12 January 2026"),
    TableKind.MINIMUM: _("For example: the advice's practice, 12 January 2026"),
}


class TableForm(HemvagForm):
    """An amount for each code; what is left empty is not known. Rents belong to a board."""

    valid_from = FlexibleDateField(label=_("Holds from"))
    source = forms.CharField(label=_("Where the amounts come from"), max_length=200)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = EXAMPLES[TableKind(kind)]
        if kind == TableKind.RENT:
            boards = Authority.objects.filter(is_active=True)
            self.fields["authority"] = forms.ModelChoiceField(boards, label=_("Board"), empty_label=None)
        self.codes = [code for code, _words in CODES[kind]]
        for code, words in CODES[kind]:
            self.fields[code] = AmountField(label=words, required=False)

    def amounts(self) -> dict[str, Decimal]:
        found = {code: self.cleaned_data[code] for code in self.codes}
        return {code: amount for code, amount in found.items() if amount is not None}

    @property
    def amount_fields(self) -> list[Any]:
        return [self[code] for code in self.codes]
