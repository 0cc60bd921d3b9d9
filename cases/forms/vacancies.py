"""Vacant homes: one at a time, or many rows pasted from a list."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.actions.vacancies import VacancyInput
from cases.forms.choices import PAST_HINT, offer
from cases.forms.municipality import MunicipalityField
from cases.models import Landlord
from cases.search_enums import VacancyEnd, VacancySource
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm

if TYPE_CHECKING:
    from accounts.models import Authority

MOST_ROWS = 200
MOST_CHARACTERS = 60_000
# Header words of pasted lists, by the field that they name; without a header the columns come in this order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "address": ("adress", "address", "gatuadress"),
    "municipality": ("kommun", "ort", "municipality"),
    "rooms": ("rum", "antal rum", "rooms"),
    "area_m2": ("yta", "kvm", "m2", "area"),
    "rent_sek": ("hyra", "hyra/mån", "månadshyra", "rent"),
    "available_from": ("tillträde", "inflytt", "inflyttning", "från"),
    "apply_by": ("sista dag", "sök senast", "sista ansökningsdag", "apply by"),
    "landlord_name": ("hyresvärd", "värd", "landlord"),
    "website": ("länk", "webb", "url", "link"),
}
FEWEST_HEADERS = 2


class HomeFields(HemvagForm):
    """What is known of a home to let, typed or pasted."""

    address = forms.CharField(label=gettext_lazy("Address"), max_length=160)
    municipality = MunicipalityField(label=gettext_lazy("Municipality"))
    rooms = forms.DecimalField(
        label=gettext_lazy("Rooms"),
        required=False,
        localize=True,
        min_value=1,
        max_value=20,
        max_digits=3,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    area_m2 = forms.IntegerField(
        label=gettext_lazy("Square metres"),
        required=False,
        min_value=5,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    rent_sek = AmountField(label=gettext_lazy("Rent a month"), required=False, most=999_999)
    available_from = FlexibleDateField(label=gettext_lazy("To move into from"), required=False)
    apply_by = FlexibleDateField(label=gettext_lazy("Apply by"), required=False)
    website = forms.URLField(label=gettext_lazy("Web address"), required=False, assume_scheme="https")


class VacancyForm(HomeFields):
    landlord = forms.ModelChoiceField(
        Landlord.objects.none(),
        label=gettext_lazy("Landlord"),
        required=False,
        empty_label=gettext_lazy("Not known"),
    )
    source = forms.ChoiceField(
        label=pgettext_lazy("vacancy", "Found"), choices=VacancySource, initial=VacancySource.INTERNET
    )
    note = forms.CharField(
        label=pgettext_lazy("vacancy", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    datalists = ("municipalities",)
    field_order = (
        "landlord",
        "address",
        "municipality",
        "rooms",
        "area_m2",
        "rent_sek",
        "available_from",
        "apply_by",
        "source",
        "website",
        "note",
    )

    def __init__(
        self, *args: Any, authority: "Authority | None", keep: Landlord | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        landlords = Landlord.objects.filter(authority=authority, is_active=True)
        if keep is not None:
            landlords = landlords | Landlord.objects.filter(authority=authority, pk=keep.pk)
        offer(self, "landlord", landlords.order_by("name", "pk"))

    def as_input(self) -> VacancyInput:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return VacancyInput(**facts)


class VacancyEndForm(HemvagForm):
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=VacancyEnd, widget=forms.RadioSelect)
    ended_on = FlexibleDateField(
        label=gettext_lazy("Ended"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )


class PastedRowForm(HomeFields):
    """A pasted row: the landlord is named, not chosen."""

    landlord_name = forms.CharField(label=gettext_lazy("Landlord"), max_length=120, required=False)


@dataclass(frozen=True)
class PastedRow:
    """A row as it was read: `home` is None when something is wrong, and `faults` says what, by column."""

    number: int
    cells: dict[str, str]
    home: VacancyInput | None
    faults: list[str]


class PasteForm(HemvagForm):
    rows = forms.CharField(
        label=gettext_lazy("Rows"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "wrap": "off"}),
        help_text=gettext_lazy(
            "One home a row, with tabs or semicolons between: address, municipality, rooms, square metres, "
            "rent, to move into from, apply by, landlord, web address. With headings, in any order."
        ),
    )
    source = forms.ChoiceField(
        label=pgettext_lazy("vacancy", "Found"), choices=VacancySource, initial=VacancySource.INTERNET
    )

    def clean_rows(self) -> str:
        text = str(self.cleaned_data["rows"]).replace("\r\n", "\n").strip("\n")
        if text.count("\n") >= MOST_ROWS:
            raise forms.ValidationError(_("Paste at most %(most)s rows at a time") % {"most": MOST_ROWS})
        if not text.strip():
            raise forms.ValidationError(_("Paste at least one row"))
        return text


def read_pasted(text: str, source: str) -> list[PastedRow]:
    """The rows that are not empty, each read or with its faults. Never raises for what they hold."""
    records = list(_records(text))
    if not records:
        return []
    names = list(COLUMNS)
    if (named := _header(records[0][1])) is not None:
        names, records = named, records[1:]
    return [_row(number, dict(zip(names, cells, strict=False)), source) for number, cells in records]


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    delimiter = "\t" if "\t" in text else ";"
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(f" {delimiter}"):
            yield number, [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]


def _header(cells: list[str]) -> list[str] | None:
    """The fields that the first row names; None when it is a row like the others. "" for columns unknown."""
    by_word = {word: name for name, words in COLUMNS.items() for word in words}
    names = [by_word.get(cell.casefold().rstrip(":"), "") for cell in cells]
    return names if sum(map(bool, names)) >= FEWEST_HEADERS else None


def _row(number: int, cells: dict[str, str], source: str) -> PastedRow:
    cells.pop("", None)
    form = PastedRowForm({**cells, "rooms": _rooms(cells.get("rooms", ""))})
    if form.is_valid():
        return PastedRow(number, cells, VacancyInput(source=source, **form.cleaned_data), [])
    faults = [str(message) for messages in form.errors.values() for message in messages]
    return PastedRow(number, cells, None, faults)


def _rooms(text: str) -> str:
    """ "3 rok", "3 rum": the number."""
    return text.casefold().removesuffix("rok").removesuffix("rum").removesuffix("r o k").strip()


def key_of(home: VacancyInput) -> tuple[str, str, Decimal | None]:
    """What makes two pasted homes the same."""
    return " ".join(home.address.casefold().split()), home.municipality, home.rent_sek
