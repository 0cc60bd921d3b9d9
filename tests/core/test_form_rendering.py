"""Our templates for lists of choices make what Django's own make, without the space between the options."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from core.forms.rendering import FormRenderer

GROUPED = [("", "–"), ("Hotell", [("a", "A & B"), ("b", 'Säg "hej"')]), ("c", "C")]
PLAIN = [("", "–"), (1, "Ett <b>"), (2, "Två")]
TRUE_AND_FALSE = {"disabled": True, "hidden": False, "data-x": "1 > 2"}


def _html(widget: forms.Widget, value: object, renderer: DjangoTemplates) -> str:
    html = widget.render("field", value, attrs={"id": "id_field"}, renderer=renderer)
    return re.sub(r"\s*([<>])\s*", r"\1", html)


@pytest.mark.parametrize("value", ["", None, 1, "b", ["1", "2"]])
@pytest.mark.parametrize(
    "make", [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]
)
def test_choices_are_what_django_makes_of_them(make: type[forms.Select], value: object) -> None:
    choices = GROUPED if issubclass(make, forms.Select) else PLAIN
    widget = make(choices=choices, attrs=TRUE_AND_FALSE)
    assert _html(widget, value, FormRenderer()) == _html(widget, value, DjangoTemplates())


def test_fields_without_choices_are_djangos_own() -> None:
    assert _html(forms.TextInput(), "x", FormRenderer()) == _html(forms.TextInput(), "x", DjangoTemplates())
