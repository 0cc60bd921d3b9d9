"""Landlords' notices."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import PAST_HINT
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from debtadvice.enums import NoticeKind, NoticeResult


class NoticeForm(HemvagForm):
    kind = forms.ChoiceField(label=_("What it tells"), choices=NoticeKind.choices, widget=forms.RadioSelect)
    case_number = forms.CharField(
        label=_("The household's case number"),
        max_length=64,
        required=False,
        help_text=_("Empty: no household of ours"),
    )
    name = forms.CharField(label=_("Who it concerns"), max_length=160, required=False)
    landlord = forms.CharField(label=_("Landlord"), max_length=120)
    received_on = FlexibleDateField(
        label=_("Received"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    served_on = FlexibleDateField(
        label=_("Served on the tenant"), prefer="past", latest=today, required=False, help_text=PAST_HINT
    )
    amount_sek = AmountField(label=_("Unpaid rent"), required=False)
    eviction_on = FlexibleDateField(label=_("Day of the eviction"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput)


class NoticeActionForm(HemvagForm):
    on_day = FlexibleDateField(
        label=_("Day"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    note = forms.CharField(
        label=_("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    served_on = FlexibleDateField(
        label=_("Served on the tenant"), prefer="past", latest=today, required=False, help_text=PAST_HINT
    )


class NoticeCloseForm(HemvagForm):
    result = forms.ChoiceField(
        label=pgettext_lazy("notice", "How it went"), choices=NoticeResult.choices, widget=forms.RadioSelect
    )
    closed_on = FlexibleDateField(
        label=_("Day"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )


class NoticeLinkForm(HemvagForm):
    number = forms.CharField(
        label=_("Number of the debt case"), max_length=32, help_text=_("For example S2026-0012")
    )
