"""Landlords, contacts with them, and checks of them."""

from decimal import Decimal
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import PAST_HINT, YesNoField
from cases.forms.municipality import MunicipalityField
from cases.search_enums import CheckResult, CheckSource, LandlordContactKind, LandlordKind
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm, PhoneField

MOST_TIMES = 10


class LandlordForm(HemvagForm):
    """Who it is and what they ask for; not known is not no."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Not known")), *LandlordKind.choices], required=False
    )
    municipality = MunicipalityField(label=_("Municipality"), required=False)
    contact_person = forms.CharField(label=_("Contact person"), max_length=120, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Web address"), required=False, assume_scheme="https")
    requires_own_income = YesNoField(label=_("Asks for an income of one's own"))
    accepts_income_support = YesNoField(label=_("Accepts income support"))
    requires_references = YesNoField(label=_("Asks for references"))
    accepts_default_record = YesNoField(label=_("Accepts a payment default record"))
    income_times_rent = forms.DecimalField(
        label=_("Income, times the rent"),
        required=False,
        localize=True,
        min_value=Decimal("0.5"),
        max_value=MOST_TIMES,
        max_digits=3,
        decimal_places=1,
        help_text=_("For example 3 when the income has to be three times the rent"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    note = forms.CharField(
        label=pgettext_lazy("landlord", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_active = forms.BooleanField(label=_("In use: shown in lists"), required=False, initial=True)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    datalists = ("municipalities",)


class LandlordContactForm(HemvagForm):
    on_day = FlexibleDateField(
        label=pgettext_lazy("landlord", "Day"),
        prefer="past",
        latest=today,
        initial=today,
        help_text=PAST_HINT,
    )
    kind = forms.ChoiceField(label=_("How"), choices=LandlordContactKind)
    note = forms.CharField(
        label=_("What was said"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class LandlordCheckForm(HemvagForm):
    checked_on = FlexibleDateField(
        label=_("Checked"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    source = forms.ChoiceField(label=_("Where"), choices=CheckSource)
    result = forms.ChoiceField(label=_("What it said"), choices=CheckResult)
    note = forms.CharField(
        label=pgettext_lazy("landlord", "Note"),
        required=False,
        max_length=2000,
        help_text=_("What you saw and where; no judgements of people"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
