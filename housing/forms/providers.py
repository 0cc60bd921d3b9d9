"""Providers and their price lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm, PhoneField
from housing.enums import PricePer, ProviderKind


class ProviderForm(HemvagForm):
    """Who sells nights. `version`: what was known when the form was opened."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProviderKind.choices)
    contact_name = forms.CharField(label=_("Contact"), max_length=120, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), max_length=160, required=False)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Number of rooms, pets, stairs; nothing about those who live there"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class PriceForm(HemvagForm):
    """What a line of the price list costs from a day on."""

    what = forms.CharField(
        label=_("What it is for"),
        help_text=_("For example double room, or family of five. Empty when there is one price."),
        max_length=80,
        required=False,
    )
    price_sek = AmountField(label=_("Price in kronor"))
    price_per = forms.ChoiceField(label=_("Price per"), choices=PricePer.choices)
    first_day = FlexibleDateField(label=_("Holds from"), prefer="nearest", initial=today)


class EndPriceForm(HemvagForm):
    """The line is sold no longer."""

    last_day = FlexibleDateField(label=_("Last day"), prefer="nearest")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today()
