"""What can be chosen in the household's forms: colleagues, units, yes or no."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Unit, User
from accounts.permissions import permissions
from cases.enums import Situation
from core.clock import today

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from accounts.models import Authority

YES_NO_UNKNOWN: list[tuple[str, "StrPromise"]] = [
    ("yes", pgettext_lazy("answer", "Yes")),
    ("no", pgettext_lazy("answer", "No")),
    ("", pgettext_lazy("answer", "Don't know")),
]
# For days that have been: how they may be written.
PAST_HINT = _("For example today, 9/12 or -2d")
_AS_BOOLEAN = {"yes": True, "no": False, "": None}


def colleagues(authority: "Authority | None", permission: str = "household.read") -> QuerySet[User]:
    """Staff of the board whose role of today gives the permission, by name."""
    roles = list(permissions()[permission].scopes)
    members = Membership.objects.active_on(today()).filter(role__in=roles)
    return User.objects.filter(authority=authority, is_active=True, pk__in=members.values("user")).order_by(
        "full_name"
    )


def units_of(authority: "Authority | None") -> QuerySet[Unit]:
    """The board's units that are in use."""
    return Unit.objects.filter(authority=authority, is_active=True)


class YesNoField(forms.TypedChoiceField):
    """Yes, no or don't know: cleans to True, False or None."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO_UNKNOWN, coerce=_AS_BOOLEAN.__getitem__, empty_value=None, required=False, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class StaffField(forms.ModelChoiceField):
    """One colleague; `keep` stays choosable though they have left."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), required=False, empty_label=_("Nobody"), **kwargs)

    def offer(self, authority: "Authority | None", keep: User | None = None) -> None:
        staff = colleagues(authority)
        if keep is not None:
            ids = Q(pk__in=staff.values("pk")) | Q(pk=keep.pk)
            staff = User.objects.filter(ids, authority=authority).order_by("full_name")
        self.queryset = staff


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """What can be chosen in the field of that name."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


def offer_staff(
    form: forms.BaseForm, name: str, authority: "Authority | None", keep: User | None = None
) -> None:
    """The board's staff in the StaffField of that name."""
    cast(StaffField, form.fields[name]).offer(authority, keep=keep)


class SituationField(forms.TypedChoiceField):
    """One of the five situations, by number and words."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        choices: list[tuple[str, Any]] = [
            (str(number), f"{number} · {label}") for number, label in Situation.choices
        ]
        if not required:
            choices.insert(0, ("", _("Not known")))
        super().__init__(choices=choices, coerce=int, empty_value=None, required=required, **kwargs)
