"""Forms of the Boråd: applications, decisions, meetings, delegations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Authority, User
from cases.forms.choices import StaffField, colleagues, offer_staff
from cases.models import Household
from core.clock import today
from core.forms import AmountField, FlexibleDateField, FlexibleTimeField, HemvagForm
from housing.actions.revoking import stays_of
from housing.delegations import deciders_for
from housing.enums import (
    FLAT_ACCOMMODATIONS,
    Accommodation,
    ApplicationKind,
    CriterionOutcome,
    DelegatedArea,
    LegalBasis,
    MeetingPart,
    Outcome,
    PricePer,
)
from housing.models import Application, BoardDecision, BoardMeeting, Criterion, Flat, Provider, ProviderPrice

AREA = forms.Textarea(attrs={"rows": 3})
WEEKDAYS = [
    (0, _("Mondays")),
    (1, _("Tuesdays")),
    (2, _("Wednesdays")),
    (3, _("Thursdays")),
    (4, _("Fridays")),
]


class ApplicationForm(HemvagForm):
    """What is asked for and why. The child's section is there when the household has a child today."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ApplicationKind.choices, widget=forms.RadioSelect)
    accommodation = forms.ChoiceField(
        label=_("What is asked for"), choices=Accommodation.choices, widget=forms.RadioSelect
    )
    applied_on = FlexibleDateField(label=_("Applied"), prefer="past")
    wanted_from = FlexibleDateField(label=_("From when"), required=False)
    wanted_until = FlexibleDateField(label=_("Until when"), required=False)
    why_now = forms.CharField(label=_("Why now"), widget=AREA, required=False)
    already_tried = forms.CharField(
        label=_("What else has been tried"),
        help_text=_("Network, relatives, own money, other municipalities"),
        widget=AREA,
        required=False,
    )
    next_solution_named = forms.CharField(
        label=_("Which next solution the household waits for"),
        help_text=_("Needed for a transitional flat: where they move, and when"),
        max_length=160,
        required=False,
    )
    child_best_interests = forms.CharField(label=_("What is best for the child"), widget=AREA, required=False)
    child_view = forms.CharField(
        label=_("What the child says"),
        help_text=_("Or why the child has not been asked"),
        widget=AREA,
        required=False,
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_children = household.is_family_with_children_on(today())
        if not self.has_children:
            del self.fields["child_best_interests"], self.fields["child_view"]


class WithdrawForm(HemvagForm):
    reason = forms.CharField(label=_("Why it is withdrawn"), widget=AREA)


class DecisionForm(HemvagForm):
    """What the Boråd decides on one application. The action knows what each outcome needs."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Outcome.APPROVED, pgettext_lazy("board", "Approve")),
            (Outcome.REJECTED, pgettext_lazy("board", "Reject")),
            (Outcome.DEFERRED, pgettext_lazy("board", "Defer")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 4}))
    decided_by = forms.ModelChoiceField(label=_("Decision-maker"), queryset=User.objects.none())
    legal_basis = forms.ChoiceField(label=_("Legal basis"), choices=LegalBasis.choices)
    conditions = forms.CharField(
        label=_("Conditions"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    valid_from = FlexibleDateField(label=_("From"), required=False)
    valid_until = FlexibleDateField(label=_("Through"), required=False)
    provider = forms.ModelChoiceField(
        label=_("Provider"), queryset=Provider.objects.none(), required=False, empty_label=_("No provider")
    )
    flat = forms.ModelChoiceField(
        label=_("Flat"), queryset=Flat.objects.none(), required=False, empty_label=_("No flat")
    )
    price_sek = AmountField(
        label=_("Price in kronor"), help_text=_("Empty: as the price list says"), required=False
    )
    price_per = forms.ChoiceField(
        label=_("Price per"), choices=PricePer.choices, required=False, initial=PricePer.NIGHT
    )
    project_worker = StaffField(label=_("Project worker"))
    caseworker = StaffField(label=_("Ordinary caseworker"))
    follow_up_on = FlexibleDateField(label=_("First follow-up"), required=False)
    deferred_until = FlexibleDateField(label=_("Deferred until"), required=False)
    child_best_interests = forms.CharField(
        label=_("What is best for the child"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    child_view = forms.CharField(
        label=_("What the child says"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, *args: Any, application: Application, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authority = application.authority
        _offer_deciders(self, authority.pk, area)
        self.fields["provider"].queryset = Provider.objects.filter(authority=authority, is_active=True)
        self.fields["flat"].queryset = _flats(authority, application)
        self._offer_staff(authority, application.household)
        self.in_flat = application.accommodation in FLAT_ACCOMMODATIONS
        if self.in_flat:
            for name in ("provider", "price_sek", "price_per"):
                del self.fields[name]
            if application.extends_tenancy is not None:
                self.fields["flat"].empty_label = _("Stays where they are")
        else:
            del self.fields["flat"]
            if application.extends_placement is not None:
                self.fields["provider"].empty_label = _("Stays where they are")
        if not application.household.is_family_with_children_on(today()):
            del self.fields["child_best_interests"], self.fields["child_view"]

    def _offer_staff(self, authority: Authority, household: Household) -> None:
        """The same colleagues for both, read once."""
        everybody = {person.pk: person for person in colleagues(authority)}
        for name in ("project_worker", "caseworker"):
            own = getattr(household, name)
            offer_staff(self, name, authority, own)
            people = everybody.values() if own is None else (everybody | {own.pk: own}).values()
            _list(self.fields[name], sorted(people, key=lambda person: person.full_name))

    def keep_place(self) -> None:
        """A decision that takes another's place says nothing new of where they live."""
        for name in ("provider", "flat", "price_sek", "price_per"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """The price of the first night by the list, where the provider has one and none was written."""
        data = super().clean() or self.cleaned_data
        provider, first = data.get("provider"), data.get("valid_from")
        if provider is None or first is None or data.get("price_sek") is not None:
            return data
        if "price_sek" not in self.errors:
            lines = list(ProviderPrice.objects.active_on(first).filter(provider=provider)[:2])
            if len(lines) == 1:
                data["price_sek"], data["price_per"] = lines[0].price_sek, lines[0].price_per
        return data


def _offer_deciders(form: HemvagForm, authority_id: int, area: str) -> None:
    """Who may decide in the area; the only one who may is chosen from the start."""
    field, deciders = form.fields["decided_by"], deciders_for(authority_id, area, today())
    field.queryset, field.empty_label = deciders, _("Choose the decision-maker")
    people = list(deciders)
    _list(field, people)
    if len(people) == 1:
        form.initial["decided_by"] = form.initial.get("decided_by") or people[0].pk


def _list(field: Any, people: Iterable[User]) -> None:
    """Show those that were read already; what is sent is looked up as ever."""
    field.choices = [
        ("", field.empty_label),
        *((person.pk, field.label_from_instance(person)) for person in people),
    ]


def _flats(authority: Authority, application: Application) -> Any:
    return (
        Flat.objects.filter(authority=authority, kind=application.accommodation)
        .free_on(today())
        .order_by("address")
    )


class JudgementForm(HemvagForm):
    """One criterion: passed, not passed or not known, and a note."""

    outcome = forms.ChoiceField(
        label=_("Judgement"), choices=CriterionOutcome.choices, widget=forms.RadioSelect, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"c{criterion.pk}", **kwargs)
        self.criterion = criterion


class RecusalForm(HemvagForm):
    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Why they keep out of it"), max_length=200)


class SettleForm(HemvagForm):
    note = forms.CharField(
        label=_("Note in the minutes"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class ItemNoteForm(SettleForm):
    """A note of an item. `seen`: the one that was there when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class RevokeForm(HemvagForm):
    """Taking an approval back."""

    reason = forms.CharField(label=_("Reasons"), widget=AREA)
    proposed_by = forms.ModelChoiceField(
        label=_("Proposed by"),
        help_text=_("Who asked for it: another than who decides"),
        queryset=User.objects.none(),
    )
    decided_by = forms.ModelChoiceField(label=_("Decision-maker"), queryset=User.objects.none())
    last_night = FlexibleDateField(
        label=_("Last night of the stay"),
        help_text=_("Empty: the stay goes on, without a decision"),
        required=False,
        prefer="nearest",
    )

    def __init__(self, *args: Any, decision: BoardDecision, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed_by"].queryset = colleagues(decision.authority, "application.write")
        self.fields["proposed_by"].initial = decision.household.project_worker_id
        _offer_deciders(self, decision.authority_id, area)
        ahead = [stay.first_night for stay in stays_of(decision) if stay.first_night >= today()]
        if ahead:
            self.fields["last_night"].help_text = _(
                "Empty: the stay goes on, without a decision. It begins %(day)s: write an earlier day, "
                "and it is called off."
            ) % {"day": date_format(min(ahead), "j F Y")}


class ExtraMeetingForm(HemvagForm):
    held_on = FlexibleDateField(label=_("Day"))
    starts_at = FlexibleTimeField(label=_("Begins"), help_text=_("For example 9 or 13.30"))


class ParticipantForm(HemvagForm):
    """Somebody is called to one meeting, as what."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    part = forms.ChoiceField(label=_("As"), choices=MeetingPart.choices, initial=MeetingPart.PRESENTER)

    def __init__(self, *args: Any, meeting: BoardMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(meeting.authority, "board.read")


class CloseForm(HemvagForm):
    """The end of a meeting."""

    note = forms.CharField(
        label=_("Otherwise, in the minutes"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        required=False,
    )


class SeriesForm(HemvagForm):
    """The weekly hour, and who is called to it."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    starts_at = FlexibleTimeField(label=_("Begins"))
    duration_minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=480, initial=60)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    first_day = FlexibleDateField(label=_("From"))
    chair = forms.ModelChoiceField(label=_("Chair"), queryset=User.objects.none())
    secretary = forms.ModelChoiceField(label=_("Secretary"), queryset=User.objects.none(), required=False)
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues(authority, "board.read")
        for name in ("chair", "secretary", "members"):
            self.fields[name].queryset = people

    def participants(self) -> dict[int, str]:
        """User id to part; the chair before the secretary before a member, who is each only once."""
        data = self.cleaned_data
        parts = {user.pk: str(MeetingPart.MEMBER) for user in data["members"]}
        if data["secretary"]:
            parts[data["secretary"].pk] = MeetingPart.SECRETARY
        parts[data["chair"].pk] = MeetingPart.CHAIR
        return parts


class SkipForm(HemvagForm):
    day = FlexibleDateField(label=_("Day"))
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)


class DelegationForm(HemvagForm):
    """Who may decide on what."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    area = forms.ChoiceField(label=_("May decide on"), choices=DelegatedArea.choices)
    delegation_reference = forms.CharField(label=_("Reference in the delegation order"), max_length=120)
    most_days = forms.IntegerField(
        label=_("For at most so many days"), min_value=1, max_value=3650, required=False
    )
    first_day = FlexibleDateField(label=_("From"))
    last_day = FlexibleDateField(label=_("To"), required=False)

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(authority, "board.decide")
