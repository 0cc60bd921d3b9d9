"""Which registration is the double."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Household
from core.forms import HemvagForm

if TYPE_CHECKING:
    from accounts.models import User


class MergeForm(HemvagForm):
    """The other case, by its number: what hangs on it comes here."""

    case_number = forms.CharField(
        label=_("Case number of the double"),
        max_length=64,
        help_text=_("What hangs on it comes here, and its case is closed"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, household: Household, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household, self.user = household, user
        self.source: Household | None = None

    def clean_case_number(self) -> str:
        number = str(self.cleaned_data["case_number"]).strip()
        reachable = Household.objects.visible_to(self.user, "household.change").with_label()
        self.source = reachable.filter(case_number=number).exclude(pk=self.household.pk).first()
        if self.source is None:
            raise forms.ValidationError(_("Write the case number of another household that you work with"))
        return number
