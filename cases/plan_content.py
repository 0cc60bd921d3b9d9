"""A work plan as flat text: what two writers' changes are compared by, and what each version keeps.

Names are "language", "about", "goal|<key>", and "step|<key>|<part>" with a part for each of STEP_PARTS.
A row whose text is empty is not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cases.enums import PlanOwner
from cases.merging import Merged, merge
from cases.models import PlanGoal, PlanStep, WorkPlan

STEP_PARTS = ("text", "goal", "whose", "due_on")
HEAD = ("language", "about")
Content = dict[str, str]


@dataclass(frozen=True)
class StepInput:
    """A step as a page sends it. `whose` is a PlanOwner, or "unit:12" for a unit of the board."""

    key: UUID
    text: str
    whose: str = PlanOwner.CLIENT
    due_on: date | None = None


@dataclass(frozen=True)
class GoalInput:
    key: UUID
    text: str
    steps: tuple[StepInput, ...] = field(default_factory=tuple)


def content_of(language: str, about: str, goals: Iterable[GoalInput]) -> Content:
    """What a page sends, flat."""
    content = {"language": language, "about": about.strip()}
    for goal in goals:
        content[f"goal|{goal.key}"] = goal.text.strip()
        for step in goal.steps:
            parts = (
                step.text.strip(),
                str(goal.key),
                step.whose,
                step.due_on.isoformat() if step.due_on else "",
            )
            content |= {
                f"step|{step.key}|{part}": value for part, value in zip(STEP_PARTS, parts, strict=True)
            }
    return content


def saved_content(plan: WorkPlan, goals: Iterable[PlanGoal], steps: Iterable[PlanStep]) -> Content:
    """What is saved, flat."""
    content = {"language": plan.language, "about": plan.about}
    goal_keys = {}
    for goal in goals:
        content[f"goal|{goal.key}"] = goal.text
        goal_keys[goal.pk] = str(goal.key)
    for step in steps:
        parts = (
            step.text,
            goal_keys[step.goal_id],
            owner_code(step),
            step.due_on.isoformat() if step.due_on else "",
        )
        content |= {f"step|{step.key}|{part}": value for part, value in zip(STEP_PARTS, parts, strict=True)}
    return content


def owner_code(step: PlanStep) -> str:
    """Whose it is as one value."""
    return f"unit:{step.unit_id}" if step.unit_id is not None else step.whose


def merge_contents(*, base: Content, theirs: Content, mine: Content) -> tuple[Merged, Content]:
    """What two writers made of `base`, brought together; and theirs, with every name that either knows.

    Where both changed the same thing, or one removed what the other changed, the value is mine.
    """
    base, theirs, mine = _aligned(base, theirs, mine)
    merged = merge(base=base, theirs=theirs, mine=mine)
    clashes = sorted(set(merged.clashes) | _removed_under_hand(base, theirs, mine))
    return Merged(merged.values | {name: mine[name] for name in clashes}, tuple(clashes)), theirs


def _aligned(*contents: Mapping[str, str]) -> list[Content]:
    """The same names in each, in the order in which they come; what is not there is empty."""
    names = list(dict.fromkeys(name for content in contents for name in content))
    return [{name: content.get(name, "") for name in names} for content in contents]


def row_of(name: str) -> str:
    """The row that a name belongs to: the whole goal, or the whole step."""
    return "|".join(name.split("|")[:2])


def text_name(row: str) -> str:
    """Under which name a row's text stands."""
    return f"{row}|text" if row.startswith("step|") else row


def _removed_under_hand(base: Content, theirs: Content, mine: Content) -> set[str]:
    """Names of texts that one removed while the other changed something of the same row.

    The steps of a goal belong to its row: a step that is added below a goal changes it.
    """
    clashing = set()
    for row in {row_of(name) for name in mine if name not in HEAD}:
        name = text_name(row)
        if not base[name] or bool(theirs[name]) == bool(mine[name]):
            continue
        kept = mine if mine[name] else theirs
        if any(kept[part] != base[part] for part in _parts(row, kept)):
            clashing.add(name)
    return clashing


def _parts(row: str, content: Content) -> set[str]:
    """The names that a row is made of; a goal's with those of the steps that are there below it."""
    parts = {name for name in content if row_of(name) == row}
    kind, _sep, key = row.partition("|")
    if kind == "goal":
        for name in content:
            step = row_of(name)
            if name.endswith("|text") and content[name] and content[f"{step}|goal"] == key:
                parts |= {f"{step}|{part}" for part in STEP_PARTS}
    return parts
