"""The assessment as one page: every fact may be left unknown."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.assessment_words import SECTIONS
from cases.enums import Cause, HousingNow, IncomeSource, SubstanceAbuse, SupportNeed
from cases.forms.choices import PAST_HINT, YesNoField
from cases.models import Assessment, SensitiveAssessment
from cases.models.assessments import FACTS, LONGEST_NOTE, SENSITIVE_FACTS
from core.forms import AmountField, FlexibleDateField, HemvagForm

NOT_KNOWN = _("Not known")
MOST_CHANGES = 99
MOST_SEK = 9_999_999


def _label(name: str) -> Any:
    model: type[models.Model] = SensitiveAssessment if name in SENSITIVE_FACTS else Assessment
    # The stubs allow for reverse relations too, which have no verbose name; a form names fields only.
    return lazy(lambda: capfirst(str(model._meta.get_field(name).verbose_name)), str)()  # type: ignore[union-attr]


def _one_of(name: str, choices: type[models.TextChoices]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_label(name), choices=[("", NOT_KNOWN), *choices.choices], required=False)


def _yes_no(name: str) -> YesNoField:
    return YesNoField(label=_label(name))


def _note(name: str) -> forms.CharField:
    return forms.CharField(
        label=_label(name),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _count(name: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=_label(name),
        min_value=0,
        max_value=MOST_CHANGES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class AssessmentForm(HemvagForm):
    """Cleans to the names of FACTS and, for who may see them, SENSITIVE_FACTS."""

    housing_now = _one_of("housing_now", HousingNow)
    housing_until = FlexibleDateField(label=_label("housing_until"), required=False, prefer="future")
    other_options_exhausted = _yes_no("other_options_exhausted")
    settled_on = FlexibleDateField(
        label=_label("settled_on"), required=False, prefer="past", help_text=PAST_HINT
    )
    moves_last_year = _count("moves_last_year")
    housing_note = _note("housing_note")
    income_source = _one_of("income_source", IncomeSource)
    has_own_income = _yes_no("has_own_income")
    income_sek = AmountField(label=_label("income_sek"), required=False, most=MOST_SEK)
    income_note = _note("income_note")
    rent_arrears = _yes_no("rent_arrears")
    rent_arrears_sek = AmountField(label=_label("rent_arrears_sek"), required=False, most=MOST_SEK)
    other_debts = _yes_no("other_debts")
    pays_enforcement_authority = _yes_no("pays_enforcement_authority")
    has_default_record = _yes_no("has_default_record")
    debts_note = _note("debts_note")
    in_housing_queue = _yes_no("in_housing_queue")
    queue_fee_paid = _yes_no("queue_fee_paid")
    queues_note = _note("queues_note")
    willing_to_move = _yes_no("willing_to_move")
    able_to_move = _yes_no("able_to_move")
    searches_elsewhere = _yes_no("searches_elsewhere")
    where_to_move = forms.CharField(label=_label("where_to_move"), max_length=300, required=False)
    has_references = _yes_no("has_references")
    references_note = _note("references_note")
    network_note = _note("network_note")
    children_note = _note("children_note")
    school_changes = _count("school_changes")
    other_interventions = _note("other_interventions")
    needs_interpreter = _yes_no("needs_interpreter")
    causes = forms.MultipleChoiceField(
        label=_label("causes"), choices=Cause.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    substance_abuse = _one_of("substance_abuse", SubstanceAbuse)
    support_need = _one_of("support_need", SupportNeed)
    sensitive_note = _note("sensitive_note")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, with_sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.with_sensitive = with_sensitive
        if not with_sensitive:
            for name in SENSITIVE_FACTS:
                del self.fields[name]

    def sections(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Title and fields of each part that the writer may see, without the sensitive one."""
        for title, names in SECTIONS:
            yield title, [self[name] for name in names]

    def sensitive_fields(self) -> list[BoundField]:
        return [self[name] for name in SENSITIVE_FACTS if name in self.fields]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    def sensitive(self) -> dict[str, Any] | None:
        """None for one who may not see them: they stay as they are."""
        if not self.with_sensitive:
            return None
        return {name: self.cleaned_data[name] for name in SENSITIVE_FACTS}
