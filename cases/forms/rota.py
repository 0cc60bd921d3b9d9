"""Being away, limits of silence, programmes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from cases.enums import HOUSED, NO_SITUATION, IntervalUnit, Situation
from cases.forms.choices import colleagues, offer
from cases.models import Programme
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm

RHYTHMS = {
    "weeks-1": (IntervalUnit.WEEKS, 1),
    "weeks-2": (IntervalUnit.WEEKS, 2),
    "months-1": (IntervalUnit.MONTHS, 1),
    "months-3": (IntervalUnit.MONTHS, 3),
}


class AbsenceForm(HemvagForm):
    """`away`: whom the writer may say is away; themselves, and those they lead."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Who is away"))
    first_day = FlexibleDateField(label=_("First day away"), prefer="future")
    last_day = FlexibleDateField(label=_("Last day away"), prefer="future")
    substitute = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hands over to"),
        empty_label=_("Choose a colleague"),
        help_text=_("Follow-ups, steps of plans and booked visits of those days go to this colleague"),
    )

    def __init__(self, *args: Any, reader: User, away: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", away)
        offer(self, "substitute", colleagues(reader.authority, "household.change"))


class SilenceForm(HemvagForm):
    """A field of days for every situation, for none recorded, and for a home of their own."""

    valid_from = FlexibleDateField(label=_("Holds from"), prefer="future", initial=today, earliest=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels: list[tuple[int, Any]] = [(one.value, f"{one.value} · {one.label}") for one in Situation]
        others = [(NO_SITUATION, _("No situation recorded")), (HOUSED, _("Home of their own"))]
        for number, label in [*labels, *others]:
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=366,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
        self.order_fields([name for name in self.fields if name != "valid_from"])

    def days(self) -> dict[int, int]:
        return {
            int(name.removeprefix("days_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("days_")
        }


class ProgrammeForm(HemvagForm):
    name = forms.CharField(label=pgettext_lazy("programme", "Name"), max_length=80)
    rhythm = forms.ChoiceField(
        label=_("Its households are followed up"),
        choices=[
            ("weeks-1", _("Every week")),
            ("weeks-2", _("Every second week")),
            ("months-1", _("Every month")),
            ("months-3", _("Every third month")),
        ],
        initial="months-1",
    )
    is_active = forms.BooleanField(label=_("Households can be taken in"), required=False)

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programme is None:
            del self.fields["is_active"]


class JoinForm(HemvagForm):
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), empty_label=_("Choose a programme")
    )
    first_day = FlexibleDateField(label=_("From"), initial=today, help_text=_("For example today or 9/12"))

    def __init__(self, *args: Any, authority: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", Programme.objects.filter(authority=authority, is_active=True))


class LeaveForm(HemvagForm):
    last_day = FlexibleDateField(
        label=_("Last day in the programme"), initial=today, help_text=_("For example today or 9/12")
    )
