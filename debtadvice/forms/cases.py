"""Opening a case, its facts, closing it, and what is done in it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import Protection
from cases.forms.choices import PAST_HINT, YesNoField
from core.clock import today
from core.forms import (
    FlexibleDateField,
    FlexibleTimeField,
    HemvagForm,
    IdentityNumberField,
    PhoneField,
)
from debtadvice.enums import (
    AdviceKind,
    AppointmentState,
    CameFrom,
    CaseOutcome,
    CloseReason,
    ConsentForm,
    ConsentScope,
    Entry,
)
from debtadvice.forms.choices import AdviserField, offer_advisers

if TYPE_CHECKING:
    from accounts.models import User
    from debtadvice.models import DebtCase

MOST_NOTE_CHARACTERS = 20_000
MOST_MINUTES = 600
CAME_FROM = [("", pgettext_lazy("referrer", "Not asked")), *CameFrom.choices]
OUTCOMES = [("", pgettext_lazy("outcome", "Not known")), *CaseOutcome.choices]


class MinutesField(forms.IntegerField):
    """How long it took: an effort, 1 to 600 minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_MINUTES, widget=forms.TextInput, **kwargs)
        self.widget.attrs.update(inputmode="numeric", autocomplete="off")


class OpenAdviceForm(HemvagForm):
    """Advice to somebody who gives no name."""

    minutes = MinutesField(label=pgettext_lazy("time", "Minutes"), initial=15)
    has_housing_problem = forms.BooleanField(label=_("About their home"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput)


class ClientFields(HemvagForm):
    """Who it is and why they come: the same when a case is opened and when it is changed."""

    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    identity_number = IdentityNumberField(label=_("Identity number"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    protected_identity = forms.ChoiceField(
        label=_("Protected identity"), choices=Protection.choices, initial=Protection.NONE
    )
    children = forms.IntegerField(
        label=_("Number of children"), min_value=0, max_value=20, required=False, widget=forms.TextInput
    )
    risks_eviction = forms.BooleanField(label=_("Risk of eviction"), required=False)
    blocks_takeover = forms.BooleanField(
        label=_("Debts stop them from taking over their flat"), required=False
    )
    has_housing_problem = forms.BooleanField(label=_("Housing problem"), required=False)
    came_from = forms.ChoiceField(label=_("Came from"), choices=CAME_FROM, required=False)
    asked_on = FlexibleDateField(
        label=_("Asked for advice"), prefer="past", latest=today, required=False, help_text=PAST_HINT
    )
    adviser = AdviserField(label=_("Adviser"), required=False)

    def __init__(self, *args: Any, user: "User", keep: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_advisers(self, "adviser", user.authority, keep)
        self.fields["children"].widget.attrs.update(inputmode="numeric")

    def clean_identity_number(self) -> str:
        number = self.cleaned_data["identity_number"]
        return number.number if number else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        hides = cleaned.get("protected_identity") != Protection.NONE
        if hides and not cleaned.get("adviser") and "adviser" not in self.errors:
            self.add_error(
                "adviser", _("Choose an adviser: with a protected identity, only they see the case")
            )
        if cleaned.get("address") and hides:
            self.add_error("address", _("Leave the address out: it is protected"))
        return cleaned


class NewCaseForm(ClientFields):
    """A new case, and the advice that was given just now, if any."""

    entry = forms.ChoiceField(
        label=_("Came by"), choices=Entry.choices, widget=forms.RadioSelect, initial=Entry.OPEN_ADVICE
    )
    minutes = MinutesField(
        label=_("Minutes of advice today"), required=False, help_text=_("Empty: they wait for a first time")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=MOST_NOTE_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("note") and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Write how many minutes the advice took"))
        return cleaned


class FactsForm(ClientFields):
    """The facts of a case. `version` tells what the writer had seen."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)


class ContactForm(HemvagForm):
    kind = forms.ChoiceField(label=pgettext_lazy("advice", "How"), choices=AdviceKind.choices)
    on_day = FlexibleDateField(label=_("Day"), prefer="past", latest=today, initial=today)
    minutes = MinutesField(label=pgettext_lazy("time", "Minutes"))
    note = forms.CharField(
        label=_("Note"),
        max_length=MOST_NOTE_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)


class MeetingForm(HemvagForm):
    day = FlexibleDateField(label=_("Day"), help_text=_("9/12, Monday, +1w"))
    starts_at = FlexibleTimeField(label=_("Time"), help_text=_("10 or 10.30"))
    adviser = AdviserField(label=_("With"))

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_advisers(self, "adviser", user.authority)


class SettleForm(HemvagForm):
    """What came of a meeting."""

    state = forms.ChoiceField(
        label=_("What came of it"),
        choices=[choice for choice in AppointmentState.choices if choice[0] != AppointmentState.BOOKED],
        widget=forms.RadioSelect,
    )
    minutes = MinutesField(
        label=pgettext_lazy("time", "Minutes"), required=False, help_text=_("If they came")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=MOST_NOTE_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CloseForm(HemvagForm):
    closed_on = FlexibleDateField(
        label=_("Last day of the case"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    close_reason = forms.ChoiceField(label=_("Closed because"), choices=CloseReason.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, required=False)


class LinkForm(HemvagForm):
    case_number = forms.CharField(
        label=_("The household's case number"),
        max_length=64,
        help_text=_("For example 2013-0412. Nothing of the debt case is shown there without consent."),
    )


class ConsentGivenForm(HemvagForm):
    scope = forms.TypedChoiceField(
        label=_("What those who work with the household may see"),
        choices=ConsentScope.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(label=_("Given"), choices=ConsentForm.choices, initial=ConsentForm.WRITTEN)
    given_on = FlexibleDateField(
        label=_("Given on"), prefer="past", latest=today, initial=today, help_text=PAST_HINT
    )
    valid_until = FlexibleDateField(
        label=_("Through"), required=False, help_text=_("Empty: until it is revoked")
    )


class FindForm(HemvagForm):
    q = forms.CharField(label=_("Name, identity number or number of the debt case"), max_length=120)


class ReferForm(HemvagForm):
    reason = forms.CharField(
        label=_("Why they need advice"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The adviser reads this. Ask the household before you refer them."),
    )
    risks_eviction = forms.BooleanField(label=_("Risk of eviction"), required=False)


class AnswerForm(HemvagForm):
    answer = forms.CharField(
        label=_("Answer to the referrer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without consent, say nothing of their economy, nor whether they have come."),
    )
    opens_case = YesNoField(label=_("Open a debt case"), initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["opens_case"]
        field.choices = [choice for choice in field.choices if choice[0]]


def facts_of(case: "DebtCase", names: tuple[str, ...]) -> dict[str, Any]:
    """The case's facts as the form shows them."""
    return {name: getattr(case, name) for name in names}
