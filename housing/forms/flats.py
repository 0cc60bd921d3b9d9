"""Flats, their rents, and the surcharge of transitional flats."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, FlexibleDateField, HemvagForm
from housing.enums import FlatKind


class FlatForm(HemvagForm):
    """What is known of a flat. `version`: what it said when the form was opened."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FlatKind)
    address = forms.CharField(label=_("Address"), max_length=160)
    rooms = forms.IntegerField(label=_("Rooms"), min_value=1, max_value=20, required=False)
    most_people = forms.IntegerField(
        label=_("Room for at most (people)"), min_value=1, max_value=40, required=False
    )
    landlord = forms.CharField(label=_("Landlord"), max_length=120, required=False)
    landlord_contact = forms.CharField(label=_("Landlord's contact"), max_length=160, required=False)
    contract_number = forms.CharField(label=_("Contract number"), max_length=60, required=False)
    waiver_approved_on = FlexibleDateField(label=_("Tenure waiver approved"), prefer="past", required=False)
    waiver_expires_on = FlexibleDateField(label=_("Tenure waiver expires"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class NewFlatForm(FlatForm):
    """A flat that the board gets."""

    monthly_rent_sek = AmountField(label=_("Rent a month in kronor"))
    available_from = FlexibleDateField(label=_("Available from"))


class RentForm(HemvagForm):
    """A new rent."""

    first_day = FlexibleDateField(label=_("New rent from"))
    monthly_rent_sek = AmountField(label=_("Rent a month in kronor"))


class RetireForm(HemvagForm):
    """The flat is given back."""

    last_day = FlexibleDateField(label=_("The flat's last day"))


class SurchargeForm(HemvagForm):
    """Per cent of the rent."""

    percent = AmountField(label=_("Surcharge in per cent"), most=Decimal(15))
    first_day = FlexibleDateField(label=_("Holds from"))
    reference = forms.CharField(label=_("Decided in"), max_length=120, required=False)
