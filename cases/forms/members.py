"""A person and their place in the household."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import MemberInput
from cases.enums import IdentityKind, MemberRole
from cases.forms.choices import PAST_HINT
from cases.models import HouseholdMember
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm, IdentityNumberField
from core.identity_numbers import IdentityNumber

_KINDS = {"personnummer": IdentityKind.PERSONAL, "coordination": IdentityKind.COORDINATION}


class PersonForm(HemvagForm):
    """Name, birth date and number. A number fills in the birth date when that is left empty."""

    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    identity_number = IdentityNumberField(label=_("Identity number"), required=False)
    born_on = FlexibleDateField(
        label=_("Birth date"),
        required=False,
        prefer="past",
        latest=today,
        help_text=_("Taken from the number when left empty"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("given_name", "family_name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self._is_left_out() and not (cleaned.get("given_name") or cleaned.get("family_name")):
            self.add_error("given_name", _("Write a given name or a family name."))
        return cleaned

    def _is_left_out(self) -> bool:
        """Whether the row was left empty, so that nobody is meant."""
        return self.empty_permitted and not self.has_changed()

    def as_input(self, *, role: str, **more: Any) -> MemberInput:
        """What the actions take. Call when the form is valid."""
        cleaned = self.cleaned_data
        number: IdentityNumber | None = cleaned["identity_number"]
        return MemberInput(
            given_name=cleaned["given_name"],
            family_name=cleaned["family_name"],
            born_on=cleaned["born_on"] or (number.born_on if number else None),
            identity_number=number.number if number else "",
            identity_kind=_KINDS[number.kind] if number else IdentityKind.NONE,
            role=role,
            **more,
        )


class RowForm(PersonForm):
    """A further member when a household is registered."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(MemberRole.CHILD, MemberRole.CHILD.label), (MemberRole.ADULT, MemberRole.ADULT.label)],
        initial=MemberRole.CHILD,
    )

    def has_changed(self) -> bool:
        """A row with the family name alone, which is filled in beforehand, means nobody."""
        return bool({"given_name", "identity_number", "born_on"} & set(self.changed_data))


class MemberForm(PersonForm):
    """One who joins, or one whose facts are corrected."""

    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)
    joined_on = FlexibleDateField(
        label=_("Belongs to the household from"),
        required=False,
        prefer="past",
        latest=today,
        help_text=_("Leave empty if they have belonged to it since before we knew them"),
    )

    field_order = ["given_name", "family_name", "identity_number", "born_on", "role", "joined_on"]

    def as_member(self, **more: Any) -> MemberInput:
        return self.as_input(role=self.cleaned_data["role"], joined_on=self.cleaned_data["joined_on"], **more)


class ChangeMemberForm(MemberForm):
    """Adds the day of leaving, for one who has left: it may have been wrong."""

    left_on = FlexibleDateField(
        label=_("Left the household"),
        required=False,
        prefer="past",
        latest=today,
        help_text=_("First day of no longer belonging. Empty: belongs to it still"),
    )

    def __init__(self, *args: Any, has_left: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_left:
            del self.fields["left_on"]

    def as_member(self, **more: Any) -> MemberInput:
        return super().as_member(left_on=self.cleaned_data.get("left_on"), **more)


def initial_of(member: HouseholdMember) -> dict[str, Any]:
    """What ChangeMemberForm starts from."""
    person = member.person
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "born_on": person.born_on,
        "identity_number": person.identity_number,
        "role": member.role,
        "joined_on": member.joined_on,
        "left_on": member.left_on,
    }


class LeaveForm(HemvagForm):
    left_on = FlexibleDateField(
        label=_("First day of no longer belonging"),
        prefer="past",
        latest=today,
        initial=today,
        help_text=PAST_HINT,
    )


MemberRows = forms.formset_factory(RowForm, extra=0, max_num=20, absolute_max=20)
