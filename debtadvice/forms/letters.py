"""A letter to a creditor."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.forms import FlexibleDateField, HemvagForm
from debtadvice.enums import LetterKind

MOST_MONTHS = 24
TIME_TO_ANSWER = timedelta(weeks=3)


class LetterForm(HemvagForm):
    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=LetterKind.choices,
        widget=forms.RadioSelect,
        initial=LetterKind.PROPOSAL,
    )
    stops_interest = forms.BooleanField(
        label=_("Asks them to charge no interest and fees while the plan is kept"),
        required=False,
        initial=True,
    )
    months = forms.IntegerField(
        label=_("Months of respite"),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=3,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("When it asks for time"),
    )
    answer_by = FlexibleDateField(label=_("Answer by"))
    note = forms.CharField(
        label=_("More to say"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_by"].initial = today() + TIME_TO_ANSWER

    def clean_months(self) -> int:
        return self.cleaned_data["months"] or 3
