"""The template of the work plan: goals and steps, read out of a text that the board edits.

    # A goal
    - A step of it (the client, 2 weeks)

Whose a step is and by when stand last, in brackets; without them it is the client's, without a day.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.enums import PlanOwner
from cases.markup import HEADING, POINT
from core.periods import add_months

_WHOSE = {
    "klienten": PlanOwner.CLIENT,
    "client": PlanOwner.CLIENT,
    "the client": PlanOwner.CLIENT,
    "projektmedarbetaren": PlanOwner.PROJECT_WORKER,
    "project worker": PlanOwner.PROJECT_WORKER,
    "the project worker": PlanOwner.PROJECT_WORKER,
    "annan enhet": PlanOwner.OTHER_UNIT,
    "another unit": PlanOwner.OTHER_UNIT,
}
_UNITS = {"d": ("dag", "dagar", "day", "days"), "w": ("vecka", "veckor", "week", "weeks")}
_UNITS["m"] = ("månad", "månader", "month", "months")
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_ENDING = re.compile(r"^(?P<text>.+?)\s*\((?P<whose>[^\d(),]+)(?:,\s*(?P<count>\d{1,3})\s+(?P<unit>\w+))?\)$")


class TemplateFault(ValueError):
    """A line that can't be read; its words say which one and what to write."""


@dataclass(frozen=True)
class TemplateStep:
    text: str
    whose: str
    count: int = 0
    unit: str = ""

    def due_on(self, start: date) -> date | None:
        """The day, counted from the day on which the plan is begun; None where there is none."""
        if not self.unit:
            return None
        if self.unit == "m":
            return add_months(start, self.count)
        return start + timedelta(days=self.count * (7 if self.unit == "w" else 1))


@dataclass(frozen=True)
class TemplateGoal:
    text: str
    steps: tuple[TemplateStep, ...]


def read_template(body: str) -> list[TemplateGoal]:
    """The goals with their steps. Raises TemplateFault."""
    goals: list[tuple[str, list[TemplateStep]]] = []
    for number, raw in enumerate(body.splitlines(), start=1):
        line = raw.strip()
        if line.startswith(HEADING):
            goals.append((line.removeprefix(HEADING).strip(), []))
        elif line.startswith(POINT):
            if not goals:
                raise TemplateFault(
                    _("Line %(n)s: write a goal, which begins with #, above the first step") % {"n": number}
                )
            goals[-1][1].append(_step(line.removeprefix(POINT).strip(), number))
        elif line:
            raise TemplateFault(
                _("Line %(n)s: begin a goal with # and a space, and a step with - and a space")
                % {"n": number}
            )
    if not goals:
        raise TemplateFault(_("Write at least one goal: a line that begins with # and a space"))
    return [TemplateGoal(text, tuple(steps)) for text, steps in goals]


def _step(line: str, number: int) -> TemplateStep:
    if not line.endswith(")"):
        return TemplateStep(line, PlanOwner.CLIENT)
    match = _ENDING.match(line)
    whose = _WHOSE.get(match["whose"].strip().casefold()) if match else None
    unit = _UNIT_OF.get((match["unit"] or "").casefold(), "") if match else ""
    if match is None or whose is None or (match["count"] and not unit):
        words = _("Line %(n)s: write last whose it is and by when, as (the client, 2 weeks)")
        raise TemplateFault(words % {"n": number})
    return TemplateStep(match["text"], whose, int(match["count"] or 0), unit)
