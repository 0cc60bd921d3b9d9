"""Registering a household, and its facts."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.enums import EntryReason, Protection
from cases.forms.choices import (
    PAST_HINT,
    SituationField,
    StaffField,
    YesNoField,
    offer,
    offer_staff,
    units_of,
)
from cases.models import Household
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm

if TYPE_CHECKING:
    from accounts.models import User

ENTRY_REASONS = [("", _("Not known")), *EntryReason.choices]
LANGUAGES = (
    "arabiska",
    "dari",
    "engelska",
    "farsi",
    "franska",
    "kurmanji",
    "persiska",
    "polska",
    "rumänska",
    "ryska",
    "somaliska",
    "sorani",
    "spanska",
    "teckenspråk",
    "tigrinja",
    "turkiska",
    "ukrainska",
)


class NewHouseholdForm(HemvagForm):
    """What is asked about the household itself; its members are in forms of their own."""

    situation = SituationField(label=_("Situation now"))
    entry_reason = forms.ChoiceField(label=_("Came because"), choices=ENTRY_REASONS, required=False)
    interpreter_language = forms.CharField(
        label=_("Interpreter"), max_length=60, required=False, help_text=_("Language; empty: no interpreter")
    )
    lives_in_district = YesNoField(label=_("Lives in the district"))
    known_to_social_services = YesNoField(label=_("Known to social services"))
    protected_identity = forms.ChoiceField(
        label=_("Protected identity"), choices=Protection.choices, initial=Protection.NONE
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("None"))
    project_worker = StaffField(label=_("Project worker"))
    caseworker = StaffField(label=_("Ordinary caseworker"))
    opened_on = FlexibleDateField(
        label=_("Opened"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_of(user.authority))
        for name in ("project_worker", "caseworker"):
            offer_staff(self, name, user.authority)
        self.fields["interpreter_language"].widget.attrs.update(list="languages", autocomplete="off")

    @property
    def languages(self) -> tuple[str, ...]:
        return LANGUAGES


class FactsForm(HemvagForm):
    """The facts of a household that is registered already. `version` tells what the writer had seen."""

    entry_reason = forms.ChoiceField(label=_("Came because"), choices=ENTRY_REASONS, required=False)
    interpreter_language = forms.CharField(
        label=_("Interpreter"), max_length=60, required=False, help_text=_("Language; empty: no interpreter")
    )
    lives_in_district = YesNoField(label=_("Lives in the district"))
    known_to_social_services = YesNoField(label=_("Known to social services"))
    opened_on = FlexibleDateField(label=_("Opened"), prefer="past", latest=today, help_text=PAST_HINT)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interpreter_language"].widget.attrs.update(list="languages", autocomplete="off")

    @property
    def languages(self) -> tuple[str, ...]:
        return LANGUAGES


class SituationForm(HemvagForm):
    situation = SituationField(label=_("Situation"), required=True)
    valid_from = FlexibleDateField(
        label=_("Since"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )


class CloseForm(HemvagForm):
    closed_on = FlexibleDateField(
        label=_("Last day of the case"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )


class ProtectionForm(HemvagForm):
    protected_identity = forms.ChoiceField(
        label=_("Protected identity"), choices=Protection.choices, widget=forms.RadioSelect
    )


class ResponsibleForm(HemvagForm):
    """Who follows up."""

    project_worker = StaffField(label=_("Project worker"))
    caseworker = StaffField(label=_("Ordinary caseworker"))
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("project_worker", "caseworker"):
            offer_staff(self, name, household.authority, keep=getattr(household, name))
