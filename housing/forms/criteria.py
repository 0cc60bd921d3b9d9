"""A new version of the criteria: a line each, and from which day."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.forms import FlexibleDateField, HemvagForm

MOST = 20


class CriteriaForm(HemvagForm):
    valid_from = FlexibleDateField(label=_("From"))
    source = forms.CharField(label=_("Source"), max_length=200, required=False)


class CriterionForm(HemvagForm):
    """One criterion; an empty text leaves it out."""

    code = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40)
    evidence = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40)
    text = forms.CharField(label=_("Criterion"), max_length=200, required=False)
    help_text = forms.CharField(label=_("How it is judged"), max_length=300, required=False)
    is_required = forms.BooleanField(label=_("Required"), required=False)


def rows_of(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The lines that have a text, each with a code of its own."""
    found: list[dict[str, Any]] = []
    for number, form in enumerate(formset.forms, start=1):
        row = form.cleaned_data
        if row.get("text", "").strip():
            code = row.get("code") or f"{slugify(row['text'])[:30] or 'kriterium'}-{number}"
            found.append({**row, "code": code})
    return found


CriterionFormSet = formset_factory(CriterionForm, extra=2, max_num=MOST, absolute_max=MOST)
