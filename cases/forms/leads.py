"""Leads: a new one, a step, a step back, an end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from cases.actions.leads import LeadInput
from cases.forms.choices import PAST_HINT, colleagues, offer
from cases.forms.municipality import MunicipalityField
from cases.forms.queues import PersonField
from cases.models import Household, Landlord, Lead, Person, Vacancy
from cases.search_enums import LEAD_STEPS, LeadOutcome, LeadReason, LeadStep
from core.clock import today
from core.forms import AmountField, FlexibleDateField, FlexibleTimeField, HemvagForm

MOST_HOMES = 200


def _note(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class VacancyField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Vacancy) -> str:
        return f"{obj.address}, {obj.municipality}"


class LeadForm(HemvagForm):
    """A home in the list, or one that stands nowhere."""

    vacancy = VacancyField(
        Vacancy.objects.none(), label=_("Vacant home"), required=False, empty_label=_("Another home")
    )
    title = forms.CharField(
        label=_("Which home"), max_length=160, required=False, help_text=_("When it is not in the list")
    )
    municipality = MunicipalityField(label=_("Municipality"), required=False)
    landlord = forms.ModelChoiceField(
        Landlord.objects.none(), label=_("Landlord"), required=False, empty_label=_("Not known")
    )
    rent_sek = AmountField(label=_("Rent a month"), required=False, most=999_999)
    opened_on = FlexibleDateField(
        label=_("Details given"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    assigned_to = forms.ModelChoiceField(
        User.objects.none(),
        label=pgettext_lazy("follow-up", "Whose"),
        required=False,
        empty_label=_("Whoever is responsible for the household"),
    )
    note = _note(pgettext_lazy("lead", "Note"))
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    datalists = ("municipalities",)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if household.is_protected:
            self.fields["title"].help_text = _("Protected identity: seen on the lead's own page only")
        board = household.authority
        homes = Vacancy.objects.filter(authority=board).open().order_by("municipality", "address", "pk")
        offer(self, "vacancy", homes)
        offer(self, "landlord", Landlord.objects.filter(authority=board, is_active=True).order_by("name"))
        offer(self, "assigned_to", colleagues(board))

    def home(self) -> LeadInput:
        names = ("vacancy", "title", "municipality", "landlord", "rent_sek", "note")
        return LeadInput(**{name: self.cleaned_data[name] for name in names})


class StepForm(HemvagForm):
    """A step forward. The fields of viewing and signature are asked for where they still lie ahead."""

    step = forms.ChoiceField(label=pgettext_lazy("lead", "Step"), choices=[])
    on_day = FlexibleDateField(
        label=_("Reached"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    viewing_on = FlexibleDateField(
        label=_("Day of the viewing"), required=False, help_text=_("Asked for when the step is a viewing")
    )
    viewing_at = FlexibleTimeField(label=_("Time of the viewing"), required=False)
    signed_by = PersonField(
        Person.objects.none(),
        label=_("Who of the household signed"),
        empty_label=_("Choose"),
    )
    note = _note(pgettext_lazy("lead", "Note"))

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = LEAD_STEPS[LEAD_STEPS.index(LeadStep(lead.step)) + 1 :]
        self.fields["step"].choices = [(step.value, step.label) for step in later]
        if LeadStep.VIEWING not in later:
            del self.fields["viewing_on"], self.fields["viewing_at"]
        if lead.step != LeadStep.CONTRACT_CHECKED:
            # The contract has to be checked before anybody signs.
            del self.fields["signed_by"]
            return
        # Who signed may have left the household since, as when it has split: the day decides.
        members = lead.household.members.select_related("person")
        since = [row for row in members if row.left_on is None or row.left_on > lead.opened_on]
        grown = [row for row in since if row.person.adult_on is None or row.person.adult_on <= today()]
        adults = [row.person_id for row in grown]
        offer(self, "signed_by", Person.objects.filter(pk__in=adults).order_by("pk"))


class ViewingForm(HemvagForm):
    viewing_on = FlexibleDateField(label=_("Day of the viewing"))
    viewing_at = FlexibleTimeField(label=_("Time of the viewing"), required=False)


class BackForm(HemvagForm):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LeadEndForm(HemvagForm):
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        choices=[choice for choice in LeadOutcome.choices if choice[0] != LeadOutcome.SIGNED],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Choose")), *LeadReason.choices],
        required=False,
        help_text=_("Asked for when somebody said no"),
    )
    ended_on = FlexibleDateField(
        label=_("Ended"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    note = _note(pgettext_lazy("lead", "Note"))
