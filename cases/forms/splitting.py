"""Splitting, joining and handing over."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Authority
from cases.forms.choices import PAST_HINT, SituationField, StaffField, offer, offer_staff, units_of
from cases.models import Household, HouseholdMember
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm

if TYPE_CHECKING:
    from accounts.models import User


class MembersField(forms.ModelMultipleChoiceField):
    """Some of the household's members, by name and age."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: HouseholdMember) -> str:
        age = obj.person.age_on(today())
        parts = [obj.person.name, str(obj.get_role_display()).lower()]
        if age is not None:
            parts.append(ngettext("%(n)s year", "%(n)s years", age) % {"n": age})
        return ", ".join(parts)


class SplitForm(HemvagForm):
    people = MembersField(HouseholdMember.objects.none(), label=_("Who goes to the new household?"))
    on_day = FlexibleDateField(
        label=_("First day as two households"),
        prefer="past",
        latest=today,
        initial=today,
        help_text=PAST_HINT,
    )
    situation = SituationField(label=_("Situation of the new household"))
    project_worker = StaffField(label=_("Project worker of the new household"))

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "people", household.members.in_household_on(today()).select_related("person"))
        offer_staff(self, "project_worker", household.authority, keep=household.project_worker)


class JoinForm(HemvagForm):
    case_number = forms.CharField(
        label=_("Case number of the other household"),
        max_length=64,
        help_text=_("Its members come here and its case is closed"),
    )
    on_day = FlexibleDateField(
        label=_("First day as one household"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )

    def __init__(self, *args: Any, household: Household, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household, self.user = household, user
        self.source: Household | None = None
        self.fields["case_number"].widget.attrs["autocomplete"] = "off"

    def clean_case_number(self) -> str:
        number = str(self.cleaned_data["case_number"]).strip()
        reachable = Household.objects.visible_to(self.user, "household.change").with_label()
        self.source = reachable.filter(case_number=number).exclude(pk=self.household.pk).first()
        if self.source is None:
            raise forms.ValidationError(_("Write the case number of another household that you work with"))
        return number


class OfferForm(HemvagForm):
    to_authority = forms.ModelChoiceField(
        Authority.objects.none(), label=_("Receiving board"), empty_label=_("Choose a board")
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=120, initial=_("SoL 29:10, with consent")
    )
    reason = forms.CharField(
        label=_("Why it is transferred"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Stays with us; the other board does not see it"),
    )
    people = MembersField(HouseholdMember.objects.none(), label=_("Who it is about"))
    with_identity_numbers = forms.BooleanField(label=_("Send identity numbers"), required=False)
    with_interpreter = forms.BooleanField(label=_("Send the need of an interpreter"), required=False)
    with_situation = forms.BooleanField(label=_("Send the situation of today"), required=False)
    message = forms.CharField(
        label=_("Message to the other board"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = Authority.objects.filter(is_active=True).exclude(pk=household.authority_id)
        offer(self, "to_authority", boards)
        offer(self, "people", household.members.in_household_on(today()).select_related("person"))


class ReceiveForm(HemvagForm):
    unit = forms.ModelChoiceField(units_of(None), label=_("Unit"), empty_label=_("Choose a unit"))
    project_worker = StaffField(label=_("Project worker"))

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_of(user.authority))
        offer_staff(self, "project_worker", user.authority)
