"""Placements: where they are placed and at which price, and what is changed afterwards."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority, Unit
from cases.models import Household
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm
from core.money import format_sek
from housing.enums import FLAT_ACCOMMODATIONS, Outcome, PlacementEnd, PricePer
from housing.models import BoardDecision, Placement, Provider, ProviderPrice

_REASONS = [("", _("Not known")), *PlacementEnd.choices]
_LINE, _PROVIDER = "l", "p"


@dataclass(frozen=True)
class Place:
    """What is chosen: a provider, and the line of its price list (None: another price)."""

    provider: Provider
    what: str | None


class PlaceField(forms.ChoiceField):
    """A provider in use and a line of its price list, in one choice; the prices shown are today's."""

    def offer(self, authority: Authority, day: date, *, leave_out: int | None = None) -> None:
        """Fill the choices with what the board's providers sell on day."""
        providers = Provider.objects.filter(authority=authority, is_active=True)
        if leave_out is not None:
            providers = providers.exclude(pk=leave_out)
        prices: dict[int, list[ProviderPrice]] = defaultdict(list)
        lines = ProviderPrice.objects.active_on(day).filter(provider__in=providers)
        for line in lines.select_related("provider").order_by("what", "price_sek"):
            prices[line.provider_id].append(line)
        self._lines = {line.pk: line for found in prices.values() for line in found}
        self._providers = {provider.pk: provider for provider in providers.order_by("name")}
        groups = [
            (provider.name, _choices(provider, prices[provider.pk])) for provider in self._providers.values()
        ]
        self.choices = [("", gettext("Choose")), *groups]

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        kind, pk = text[0], int(text[1:])
        if kind == _LINE:
            return Place(self._lines[pk].provider, self._lines[pk].what)
        return Place(self._providers[pk], None)


def _choices(provider: Provider, lines: list[ProviderPrice]) -> list[tuple[str, str]]:
    priced = [
        (
            f"{_LINE}{line.pk}",
            f"{provider.name}{', ' if line.what else ''}{line.what}, "
            f"{format_sek(line.price_sek)} {line.get_price_per_display()}",
        )
        for line in lines
    ]
    return [*priced, (f"{_PROVIDER}{provider.pk}", f"{provider.name}, {gettext('another price')}")]


class _DecisionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        words = {"decided": obj.decided_on, "from": obj.valid_from or "", "through": obj.valid_until or ""}
        return gettext("Decided %(decided)s, holds %(from)s–%(through)s") % words


def acute_approvals(household: Household) -> Any:
    """The approvals that a placement of the household may rest on, latest first."""
    rows = BoardDecision.objects.filter(household=household, outcome=Outcome.APPROVED, replaced_by=None)
    return rows.exclude(accommodation__in=FLAT_ACCOMMODATIONS).order_by("-decided_on", "-pk")


def _decision_field() -> _DecisionChoice:
    return _DecisionChoice(
        label=_("Decision"),
        queryset=BoardDecision.objects.none(),
        required=False,
        empty_label=_("No decision yet"),
    )


class _PricedForm(HemvagForm):
    """A price of one's own beside the price list."""

    price_sek = AmountField(label=_("Price in kronor"), required=False)
    price_per = forms.ChoiceField(
        label=_("Price per"), choices=PricePer.choices, required=False, initial=PricePer.NIGHT
    )

    def price_by_list(self, place: Place | None, first_night: date | None) -> None:
        """Take the price of the first night from the list where none was written."""
        data = self.cleaned_data
        if place is None or first_night is None or "price_sek" not in data or "price_sek" in self.errors:
            return
        data["price_per"] = data.get("price_per") or PricePer.NIGHT
        if data["price_sek"] is not None:
            return
        if place.what is None:
            self.add_error("price_sek", gettext("Write the price."))
            return
        lines = ProviderPrice.objects.active_on(first_night)
        line = lines.filter(provider=place.provider, what=place.what).first()
        if line is None:
            self.add_error(
                "price_sek", gettext("The price list has no price on the first night. Write the price.")
            )
            return
        data["price_sek"], data["price_per"] = line.price_sek, line.price_per


class StartForm(_PricedForm):
    """A household is placed with a provider."""

    field_order = (
        "place",
        "price_sek",
        "price_per",
        "first_night",
        "planned_last_night",
        "decision",
        "paying_unit",
    )
    place = PlaceField(label=_("Provider and price"))
    first_night = FlexibleDateField(label=_("First night"), prefer="nearest")
    planned_last_night = FlexibleDateField(label=_("Planned last night"), required=False)
    decision = _decision_field()
    paying_unit = forms.ModelChoiceField(
        label=_("Unit that pays"), queryset=Unit.objects.none(), required=False, empty_label=_("Not known")
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price_sek"].help_text = _("Only when it is another than in the price list")
        self.fields["place"].offer(household.authority, today())
        self.fields["decision"].queryset = acute_approvals(household)
        self.fields["paying_unit"].queryset = Unit.objects.filter(authority=household.authority).order_by(
            "name"
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.price_by_list(self.cleaned_data.get("place"), self.cleaned_data.get("first_night"))
        return self.cleaned_data


class MoveForm(_PricedForm):
    """The household goes on with another provider."""

    field_order = ("place", "price_sek", "price_per", "first_night", "planned_last_night", "decision")
    place = PlaceField(label=_("New provider and price"))
    first_night = FlexibleDateField(label=_("First night there"), prefer="nearest")
    planned_last_night = FlexibleDateField(label=_("Planned last night"), required=False)
    decision = _decision_field()
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price_sek"].help_text = _("Only when it is another than in the price list")
        self.fields["place"].offer(placement.authority, today(), leave_out=placement.provider_id)
        self.fields["decision"].queryset = acute_approvals(placement.household)
        self.fields["decision"].empty_label = _("The same as before")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.price_by_list(self.cleaned_data.get("place"), self.cleaned_data.get("first_night"))
        return self.cleaned_data


class ExtendForm(HemvagForm):
    """The placement is to go on."""

    planned_last_night = FlexibleDateField(label=_("Planned last night"))
    decision = _decision_field()

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = acute_approvals(placement.household)
        self.fields["decision"].empty_label = _("The same as before")


class RepriceForm(HemvagForm):
    """The same nights cost something else from a night on."""

    from_night = FlexibleDateField(label=_("New price from the night"), prefer="nearest")
    price_sek = AmountField(label=_("Price in kronor"))
    price_per = forms.ChoiceField(label=_("Price per"), choices=PricePer.choices)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class EndForm(HemvagForm):
    """The placement is over, or will be."""

    last_night = FlexibleDateField(
        label=_("Last night"), help_text=_("The last night that is paid for"), prefer="nearest"
    )
    end_reason = forms.ChoiceField(label=_("Why it ends"), choices=_REASONS, required=False)


class CorrectForm(HemvagForm):
    """What was entered wrongly, and why it is changed."""

    provider = forms.ModelChoiceField(label=_("Provider"), queryset=Provider.objects.none())
    first_night = FlexibleDateField(label=_("First night"), prefer="past")
    last_night = FlexibleDateField(label=_("Last night"), prefer="nearest", required=False)
    planned_last_night = FlexibleDateField(label=_("Planned last night"), required=False)
    price_sek = AmountField(label=_("Price in kronor"))
    price_per = forms.ChoiceField(label=_("Price per"), choices=PricePer.choices)
    paying_unit = forms.ModelChoiceField(
        label=_("Unit that pays"), queryset=Unit.objects.none(), required=False, empty_label=_("Not known")
    )
    decision = _decision_field()
    end_reason = forms.ChoiceField(label=_("Why it ended"), choices=_REASONS, required=False)
    reason = forms.CharField(label=_("What was wrong"), max_length=4000, widget=forms.Textarea({"rows": 3}))
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board = placement.authority
        usable = Provider.objects.filter(authority=board, is_active=True)
        own = Provider.objects.filter(pk=placement.provider_id)
        self.fields["provider"].queryset = (usable | own).order_by("name")
        self.fields["paying_unit"].queryset = Unit.objects.filter(authority=board).order_by("name")
        approvals = acute_approvals(placement.household)
        present = BoardDecision.objects.filter(pk=placement.decision_id or 0)
        self.fields["decision"].queryset = approvals | present


class AnnulForm(HemvagForm):
    """The placement never was."""

    reason = forms.CharField(
        label=_("Why the placement never was"), max_length=4000, widget=forms.Textarea({"rows": 3})
    )
