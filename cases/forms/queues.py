"""Queues of a household, their fees, and applications for priority."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import PAST_HINT, offer
from cases.forms.municipality import MunicipalityField
from cases.models import Household, Person
from cases.models.queues import LONGEST_GRACE_MONTHS
from cases.queue_terms import KNOWN_QUEUES, PRIORITY_YEARS_REGISTERED
from cases.search_enums import PriorityGround, PriorityResult, QueueEnd
from core.clock import today
from core.forms import AmountField, FlexibleDateField, HemvagForm

MOST_FEE_SEK = 99_999
WAITING = PriorityResult.WAITING


class PersonField(forms.ModelChoiceField):
    """Somebody of the household, by name."""

    def label_from_instance(self, obj: Person) -> str:
        return obj.name or str(obj.pk)


def _note(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def _agency() -> forms.CharField:
    return forms.CharField(
        label=_("Queue"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "queues", "autocomplete": "off"}),
    )


class QueueFactsForm(HemvagForm):
    """What can be changed of a registration. `version` tells what the writer had seen."""

    municipality = MunicipalityField(label=_("Municipality"), required=False)
    registered_on = FlexibleDateField(
        label=_("Registered"), prefer="past", latest=today, help_text=_("From when the queue time counts")
    )
    member_number = forms.CharField(label=_("Member number"), max_length=40, required=False)
    fee_sek = AmountField(label=_("Fee a year"), required=False, most=MOST_FEE_SEK)
    fee_due_on = FlexibleDateField(
        label=_("Next fee is due"), required=False, help_text=_("Empty: none that is unpaid")
    )
    grace_months = forms.IntegerField(
        label=_("Months until the time is lost"),
        required=False,
        min_value=0,
        max_value=LONGEST_GRACE_MONTHS,
        help_text=_("Counted from the day when the fee was due"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    note = _note(pgettext_lazy("queue", "Note"))
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    datalists = ("municipalities",)


class QueueForm(HemvagForm):
    """A new registration. What is left empty is filled in for queues whose terms are known."""

    agency = _agency()
    person = PersonField(
        Person.objects.none(), label=_("In whose name"), required=False, empty_label=_("Not noted")
    )
    registered_on = FlexibleDateField(
        label=_("Registered"),
        prefer="past",
        latest=today,
        initial=today,
        help_text=_("From when the queue time counts"),
    )
    member_number = forms.CharField(label=_("Member number"), max_length=40, required=False)
    municipality = MunicipalityField(label=_("Municipality"), required=False)
    fee_sek = AmountField(label=_("Fee a year"), required=False, most=MOST_FEE_SEK)
    fee_due_on = FlexibleDateField(
        label=_("Next fee is due"), required=False, help_text=_("Empty: none that is unpaid")
    )
    fee_paid_on = FlexibleDateField(
        label=_("Latest fee paid"), required=False, prefer="past", latest=today, help_text=PAST_HINT
    )
    grace_months = forms.IntegerField(
        label=_("Months until the time is lost"),
        required=False,
        min_value=0,
        max_value=LONGEST_GRACE_MONTHS,
        help_text=_("Counted from the day when the fee was due"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    note = _note(pgettext_lazy("queue", "Note"))

    datalists = ("queues", "municipalities")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = household.members.in_household_on(today())
        offer(self, "person", Person.objects.filter(pk__in=members.values("person")).order_by("pk"))
        names = ", ".join(terms.agency for terms in KNOWN_QUEUES)
        self.fields["agency"].help_text = _(
            "For %(names)s, fee, due day and months are filled in when they are left empty."
        ) % {"names": names}


class FeePaidForm(HemvagForm):
    paid_on = FlexibleDateField(
        label=_("Paid"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )


class QueueEndForm(HemvagForm):
    ended_on = FlexibleDateField(
        label=_("Ended"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    reason = forms.ChoiceField(label=_("Why"), choices=QueueEnd, widget=forms.RadioSelect)


class PriorityForm(HemvagForm):
    agency = _agency()
    applied_on = FlexibleDateField(
        label=_("Applied"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    ground = forms.ChoiceField(label=_("Grounds"), choices=PriorityGround, widget=forms.RadioSelect)
    note = _note(pgettext_lazy("queue", "Note"))

    datalists = ("queues",)
    lead = _(
        "In Stockholm, priority is for those who are registered there since %(years)s years, stand in the "
        "queue and owe nothing for housing. It does not end an acute homelessness."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead_text = str(self.lead) % {"years": PRIORITY_YEARS_REGISTERED}


class PriorityAnswerForm(HemvagForm):
    result = forms.ChoiceField(
        label=_("Answer"),
        choices=[choice for choice in PriorityResult.choices if choice[0] != WAITING],
        widget=forms.RadioSelect,
    )
    result_on = FlexibleDateField(
        label=_("Answered"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    note = _note(_("About the answer"))
