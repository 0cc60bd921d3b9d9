"""The field include and the crispy template: the same words, the same links to hint and error."""

import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string


class Form(forms.Form):
    name = forms.CharField(label="Namn", help_text="Som i folkbokföringen.")
    phone = forms.CharField(label="Telefon", required=False)
    situation = forms.ChoiceField(
        label="Situation", choices=[("1", "Ett"), ("2", "Två")], widget=forms.RadioSelect
    )
    is_known = forms.BooleanField(label="Känd", required=False)


def by_include(form: forms.Form) -> str:
    return "".join(render_to_string("components/field.html", {"field": field}) for field in form)


def by_crispy(form: forms.Form) -> str:
    helper = FormHelper()
    helper.form_tag = False
    return str(render_crispy_form(form, helper))


@pytest.mark.parametrize("render", [by_include, by_crispy])
def test_only_what_may_be_left_empty_is_marked(render) -> None:
    html = render(Form())
    assert html.count("(valfritt)") == 1
    assert re.search(r"Telefon\s*<span class=\"optional\">\(valfritt\)", html)
    assert "*" not in html


@pytest.mark.parametrize("render", [by_include, by_crispy])
def test_hint_and_error_have_the_ids_that_the_field_names(render) -> None:
    html = render(Form({}))
    names = re.findall(r'aria-describedby="([^"]+)"', html)
    assert len(names) >= 2
    for name in " ".join(names).split():
        assert html.count(f'id="{name}"') == 1
    assert 'aria-invalid="true"' in html


def test_error_summary_leads_to_every_field_in_order() -> None:
    html = render_to_string("components/error_summary.html", {"form": Form({})})
    assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "id_situation_0"]


def test_pagination_keeps_the_filters_and_names_the_pages() -> None:
    page = Paginator(range(120), 50).page(2)
    page.pages = [1, 2, 3]
    html = render_to_string("components/pagination.html", {"page": page, "query": "worker=3&"})
    assert "Sida 2 av 3" in html
    assert 'href="?worker=3&amp;page=3"' in html
    assert 'aria-current="page"' in html


def test_page_numbers_in_addresses_have_no_thousands_separator() -> None:
    page = Paginator(range(100_000), 50).page(1500)
    page.pages = [1, 1500, 2000]
    html = render_to_string("components/pagination.html", {"page": page})
    assert set(re.findall(r"page=([^\"]+)", html)) == {"1", "1499", "1501", "2000"}


def test_values_in_components_are_escaped() -> None:
    for name, values in {
        "tag": {"text": "<b>"},
        "empty": {"title": "<b>", "text": "<b>"},
        "kpi": {"label": "<b>", "value": "<b>", "note": "<b>"},
        "combobox_option": {
            "value": '"<b>',
            "title": "<b>",
            "text": "<b>",
            "tags": [{"text": "<b>", "kind": ""}],
        },
    }.items():
        assert "<b>" not in render_to_string(f"components/{name}.html", values)
    assert engines["django"].from_string("{{ text }}").render({"text": "<b>"}) == "&lt;b&gt;"
