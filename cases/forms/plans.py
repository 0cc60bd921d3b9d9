"""The page that a work plan is written on: a row for each goal and each step, and empty ones to fill in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import PlanOwner
from cases.models.plans import LONGEST_ABOUT, LONGEST_LINE
from cases.plan_content import GoalInput, StepInput
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm

# No plan that anybody follows has more; it bounds what a request can ask for.
MOST_ROWS = 80
EMPTY_STEPS = 1


@dataclass
class Row:
    """A goal of the page with the keys of its steps, in order."""

    key: UUID
    steps: list[UUID] = field(default_factory=list)


def read_rows(sent: Iterable[str]) -> list[Row]:
    """`goal:<key>` and `step:<key>`, each step under the goal before it; what is not so is left out."""
    rows: list[Row] = []
    for text in list(sent)[:MOST_ROWS]:
        kind, _sep, number = text.partition(":")
        try:
            key = UUID(number)
        except ValueError:
            continue
        if kind == "goal":
            rows.append(Row(key))
        elif kind == "step" and rows:
            rows[-1].steps.append(key)
    return rows


def with_empty_rows(rows: list[Row], more: int = EMPTY_STEPS) -> list[Row]:
    """An empty step below every goal, and an empty goal with a step last."""
    if sum(1 + len(row.steps) for row in rows) + (more + 1) * (len(rows) + 1) > MOST_ROWS:
        return rows
    filled = [Row(row.key, row.steps + [uuid4() for _ in range(more)]) for row in rows]
    return [*filled, Row(uuid4(), [uuid4() for _ in range(more + 1)])]


@dataclass(frozen=True)
class StepFields:
    row: str
    text: BoundField
    whose: BoundField
    due_on: BoundField


@dataclass(frozen=True)
class GoalFields:
    row: str
    text: BoundField
    steps: list[StepFields]


class PlanForm(HemvagForm):
    """Has `goal-<key>` for every goal, and `step-<key>-text`, `-whose` and `-due_on` for every step."""

    about = forms.CharField(
        label=_("What the household wants"),
        required=False,
        max_length=LONGEST_ABOUT,
        help_text=_("In the client's own words, as far as you can"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    language = forms.ChoiceField(label=_("Language of the client's copy"), choices=settings.LANGUAGES)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, rows: list[Row], owners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, choices = rows, list(owners)
        self.order_fields(["about"])
        for number, row in enumerate(rows, start=1):
            self.fields[f"goal-{row.key}"] = _line(_("Goal %(n)s") % {"n": number})
            for place, key in enumerate(row.steps, start=1):
                label = _("Step %(n)s") % {"n": f"{number}.{place}"}
                self._add_step(key, label, choices)

    def _add_step(self, key: UUID, label: Any, choices: list[tuple[str, str]]) -> None:
        self.fields[f"step-{key}-text"] = _line(label)
        self.fields[f"step-{key}-whose"] = forms.ChoiceField(
            label=pgettext_lazy("step", "Whose"), choices=choices, required=False, initial=PlanOwner.CLIENT
        )
        self.fields[f"step-{key}-due_on"] = FlexibleDateField(
            label=pgettext_lazy("step", "By"), required=False, prefer="future"
        )

    def goal_fields(self) -> list[GoalFields]:
        """The rows as the page shows them."""
        return [
            GoalFields(
                row=f"goal:{row.key}",
                text=self[f"goal-{row.key}"],
                steps=[
                    StepFields(
                        f"step:{key}",
                        self[f"step-{key}-text"],
                        self[f"step-{key}-whose"],
                        self[f"step-{key}-due_on"],
                    )
                    for key in row.steps
                ],
            )
            for row in self.rows
        ]

    def goals(self) -> list[GoalInput]:
        """What was written, the rows that were left empty included: an emptied row is a removed one."""
        data = self.cleaned_data
        return [
            GoalInput(
                row.key,
                data[f"goal-{row.key}"],
                tuple(
                    StepInput(
                        key,
                        data[f"step-{key}-text"],
                        data[f"step-{key}-whose"] or PlanOwner.CLIENT,
                        data[f"step-{key}-due_on"],
                    )
                    for key in row.steps
                ),
            )
            for row in self.rows
        ]


def initial_of(content: Mapping[str, str]) -> tuple[list[Row], dict[str, Any]]:
    """Rows and initial values out of a plan's flat text (cases.plan_content)."""
    rows = {name.split("|")[1]: Row(UUID(name.split("|")[1])) for name in content if name.startswith("goal|")}
    values: dict[str, Any] = {name: content[name] for name in ("about", "language") if name in content}
    for name, value in content.items():
        kind, _sep, rest = name.partition("|")
        if kind == "goal":
            values[f"goal-{rest}"] = value
        elif kind == "step":
            key, part = rest.split("|")
            values[f"step-{key}-{part}"] = value
            if part == "goal" and value in rows:
                rows[value].steps.append(UUID(key))
    return list(rows.values()), values


def _line(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 1})
    )


class AgreeForm(HemvagForm):
    agreed_on = FlexibleDateField(
        label=_("The day you agreed"), prefer="past", initial=today, help_text=_("For example today or 9/12")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
