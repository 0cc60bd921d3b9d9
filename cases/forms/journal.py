"""Writing and correcting a note, and the phrases of a unit."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from cases.enums import NoteKind
from cases.forms.choices import offer, units_of
from cases.models import HouseholdMember, Phrase
from cases.models.journal import LONGEST_NOTE, LONGEST_OTHERS
from cases.note_content import NoteInput
from core.clock import today
from core.forms import FlexibleDateField, FlexibleTimeField, HemvagForm


class NoteForm(HemvagForm):
    """One note. `is_correction`: it is signed, and asks why it is changed."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("note", "Kind"),
        choices=NoteKind,
        initial=NoteKind.CONTACT,
        widget=forms.RadioSelect,
    )
    happened_on = FlexibleDateField(
        label=pgettext_lazy("note", "Day"),
        prefer="past",
        initial=today,
        help_text=_("For example today, 9/12 or -2d"),
    )
    happened_at = FlexibleTimeField(label=pgettext_lazy("note", "Time"), required=False)
    members = forms.MultipleChoiceField(
        label=pgettext_lazy("note", "Members present"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others_present = forms.CharField(
        label=pgettext_lazy("note", "Others present"),
        required=False,
        max_length=LONGEST_OTHERS,
        help_text=_("For example an interpreter, the ordinary caseworker or a teacher"),
    )
    text = forms.CharField(
        label=pgettext_lazy("note", "Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        help_text=_("Shown beside the note, with both texts"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(
        self, *args: Any, members: Iterable[HouseholdMember], is_correction: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(str(member.pk), member.person.name) for member in members]
        if not is_correction:
            del self.fields["reason"]

    def note(self) -> NoteInput:
        data = self.cleaned_data
        return NoteInput(
            kind=data["kind"],
            happened_on=data["happened_on"],
            happened_at=data["happened_at"],
            text=data["text"],
            member_ids=tuple(int(pk) for pk in data["members"]),
            others_present=data["others_present"],
        )


class PhraseForm(HemvagForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    title = forms.CharField(label=pgettext_lazy("phrase", "Name"), max_length=60)
    text = forms.CharField(
        label=pgettext_lazy("phrase", "Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    is_active = forms.BooleanField(label=_("Offered when somebody writes a note"), required=False)

    def __init__(self, *args: Any, authority: Any, phrase: Phrase | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_of(authority))
        if phrase is None:
            del self.fields["is_active"]
