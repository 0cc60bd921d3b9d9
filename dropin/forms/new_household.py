"""The short form of a household that nobody knew: a name is enough."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.actions import MemberInput
from cases.enums import IdentityKind, MemberRole, Protection
from core.clock import today
from core.forms import HemvagForm, UnreadableDay, read_day
from core.identity_numbers import IdentityNumberError, parse_identity_number
from core.periods import turns_18_on

MOST_OTHERS = 30
YES_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]


class BornField(forms.CharField):
    """An identity number or a birth date, whichever they have. Cleans to (born_on, number, kind)."""

    default_error_messages = {
        "unreadable": _("Write the identity number with 12 digits, or the birth date as 1985-03-14"),
    }

    def clean(self, value: Any) -> tuple[date | None, str, str]:
        text = super().clean(value)
        if not text:
            return None, "", IdentityKind.NONE
        try:
            return read_born(text)
        except ValueError:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from None


class OthersField(forms.CharField):
    """The rest of the household, a line each: a name, then a birth date or an identity number if known."""

    def clean(self, value: Any) -> list[MemberInput]:
        lines = [line.strip(" \t,;") for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_OTHERS:
            raise ValidationError(_("Write at most %(n)s people here."), params={"n": MOST_OTHERS})
        return [read_member(line) for line in lines]


class NewHouseholdForm(HemvagForm):
    """Applicant, the others, language; `seen` are the likely duplicates that were shown before."""

    given_name = forms.CharField(label=_("Given name"), required=False, max_length=80)
    family_name = forms.CharField(label=_("Family name"), required=False, max_length=80)
    born = BornField(label=_("Identity number or birth date"), required=False, max_length=20)
    others = OthersField(label=_("Others in the household"), required=False, max_length=2000)
    interpreter_language = forms.CharField(
        label=pgettext_lazy("household", "Interpreter"), required=False, max_length=60
    )
    lives_in_district = forms.ChoiceField(label=_("Lives in the district"), choices=YES_NO, required=False)
    known_to_social_services = forms.ChoiceField(
        label=_("Known to social services"), choices=YES_NO, required=False
    )
    protected_identity = forms.ChoiceField(label=_("Protected identity"), choices=Protection, required=False)
    seen = forms.CharField(required=False, max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="new", **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("given_name") and not cleaned.get("family_name") and not self.errors:
            self.add_error("given_name", _("Write at least a given name or a family name"))
        return cleaned

    def applicant(self) -> MemberInput:
        """The one who came, from a valid form."""
        data = self.cleaned_data
        born_on, number, kind = data["born"]
        return MemberInput(
            given_name=data["given_name"],
            family_name=data["family_name"],
            born_on=born_on,
            identity_number=number,
            identity_kind=kind,
            role=MemberRole.APPLICANT,
        )

    def other_members(self) -> list[MemberInput]:
        """The others, with the applicant's family name where a line holds only a given name."""
        family_name = self.cleaned_data["family_name"]
        return [
            MemberInput(
                given_name=other.given_name,
                family_name=other.family_name or family_name,
                born_on=other.born_on,
                identity_number=other.identity_number,
                identity_kind=other.identity_kind,
                role=other.role,
            )
            for other in self.cleaned_data["others"]
        ]


def yes_no(value: str) -> bool | None:
    """True, False, or None where nobody asked."""
    return {"yes": True, "no": False}.get(value)


def read_born(text: str) -> tuple[date, str, str]:
    """(birth date, twelve digits or "", kind of number). Raises ValueError for anything else."""
    day = today()
    digits = sum(sign.isdecimal() for sign in text)
    if digits >= 10:
        try:
            number = parse_identity_number(text, today=day)
        except IdentityNumberError as error:
            raise ValueError from error
        is_personal = number.kind == "personnummer"
        kind = IdentityKind.PERSONAL if is_personal else IdentityKind.COORDINATION
        return number.born_on, number.number, kind
    try:
        born_on = read_day(text, today=day, prefer="past")
    except UnreadableDay as error:
        raise ValueError from error
    if born_on > day:
        raise ValueError
    return born_on, "", IdentityKind.NONE


def read_member(line: str) -> MemberInput:
    """ "Sara 2009-05-14" or "Sara Berg 20090514-2384" or just "Sara": a child when under 18 today."""
    words = line.replace(",", " ").split()
    born_on, number, kind = None, "", str(IdentityKind.NONE)
    if len(words) > 1 and any(sign.isdecimal() for sign in words[-1]):
        try:
            born_on, number, kind = read_born(words[-1])
        except ValueError:
            raise ValidationError(
                _("Others in the household: write each on a line, as Sara 2009-05-14. Check “%(line)s”."),
                params={"line": line[:60]},
            ) from None
        words = words[:-1]
    is_child = born_on is not None and turns_18_on(born_on) > today()
    return MemberInput(
        given_name=words[0][:80],
        family_name=" ".join(words[1:])[:80],
        born_on=born_on,
        identity_number=number,
        identity_kind=kind,
        role=MemberRole.CHILD if is_child else MemberRole.ADULT,
    )
