"""What a work plan says, in words: whose a step is, and what two writers' fields are called."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.enums import PlanOwner
from cases.models import PlanStep
from cases.plan_content import row_of, text_name

if TYPE_CHECKING:
    from collections.abc import Mapping


def owner_label(step: PlanStep) -> str:
    """Whose it is: a unit by its name. Needs the step's unit."""
    return step.unit.name if step.unit is not None else str(step.get_whose_display())


def owner_choices(units: list[Unit]) -> list[tuple[str, str]]:
    """Whose a step can be: the three of the report, and each of the board's units."""
    named = [(f"unit:{unit.pk}", unit.name) for unit in units]
    return [(value, str(label)) for value, label in PlanOwner.choices] + named


def label_of(name: str, content: "Mapping[str, str]") -> str:
    """What a field of the plan is called where two texts are compared."""
    if name == "about":
        return _("What the household wants")
    if name == "language":
        return _("Language of the client's copy")
    if name.startswith("goal|"):
        return _("Goal")
    words = {
        "text": _("Step"),
        "whose": _("Whose: %(step)s"),
        "due_on": _("By: %(step)s"),
        "goal": _("Goal of: %(step)s"),
    }
    text = content.get(text_name(row_of(name)), "")
    return words[name.rsplit("|", 1)[1]] % {"step": text}


def value_in_words(name: str, value: str, owners: "Mapping[str, str]", content: "Mapping[str, str]") -> str:
    """A field of the plan as one reads it."""
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if name.endswith("|whose"):
        return owners.get(value, value)
    if name.startswith("step|") and name.endswith("|goal"):
        return content.get(f"goal|{value}", "")
    if name.endswith("|text") or name.startswith("goal|"):
        return value or _("Removed")
    return value or "–"
