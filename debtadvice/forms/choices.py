"""What can be chosen in the forms of the advice."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.forms.choices import colleagues, offer

if TYPE_CHECKING:
    from accounts.models import Authority


class AdviserField(forms.ModelChoiceField):
    """One of the board's debt advisers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), empty_label=_("Nobody yet"), **kwargs)


def offer_advisers(form: forms.BaseForm, name: str, authority: "Authority | None", keep: Any = None) -> None:
    """The advisers of the board in the field of that name; `keep` stays choosable though they have left."""
    advisers = colleagues(authority, "debt_case.change")
    if keep is not None:
        advisers = (advisers | User.objects.filter(pk=keep.pk, authority=authority)).distinct()
    offer(form, name, advisers.order_by("full_name"))
