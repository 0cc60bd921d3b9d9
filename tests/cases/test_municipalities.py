"""The official list of municipalities."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from cases.forms.municipality import MunicipalityField
from cases.municipalities import codes_by_name, is_same_county, municipality_named, municipality_names


def test_the_list_holds_all_290_in_21_counties() -> None:
    codes = codes_by_name()
    assert len(codes) == len(set(codes.values())) == 290
    assert len(Counter(code[:2] for code in codes.values())) == 21
    assert (codes["Stockholm"], codes["Haparanda"], codes["Gotland"]) == ("0180", "2583", "0980")


def test_names_come_in_the_order_of_the_swedish_alphabet() -> None:
    names = municipality_names()
    assert (names[0], names[-1]) == ("Ale", "Övertorneå")
    assert names.index("Åre") > names.index("Ystad")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("västerås", "Västerås"),
        (" Västerås  kommun ", "Västerås"),
        ("Stockholms stad", "Stockholm"),
        ("Falu kommun", None),
        ("Storstad", None),
        ("", None),
    ],
)
def test_what_is_typed_becomes_the_official_name(typed: str, name: str | None) -> None:
    assert municipality_named(typed) == name


def test_the_same_county() -> None:
    assert is_same_county("Stockholm", "Sigtuna")
    assert not is_same_county("Stockholm", "Uppsala")
    assert not is_same_county("Stockholm", "Storstad")


def test_the_field_refuses_what_is_no_municipality() -> None:
    field = MunicipalityField(required=False)
    assert field.clean(" eskilstuna kommun") == "Eskilstuna"
    assert field.clean("") == ""
    with pytest.raises(ValidationError, match="Västerås"):
        field.clean("Nowhere")
