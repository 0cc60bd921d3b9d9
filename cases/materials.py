"""What the board's texts say today: its own latest version or, without one, the text that comes along."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from cases.enums import MaterialKind
from cases.languages import Language, language_of
from cases.markup import Block, blocks_of
from cases.models import Material, MaterialVersion
from cases.plan_template import read_template
from core.holidays import next_working_day

FOLDER = Path(__file__).parent / "material_texts"


@dataclass(frozen=True)
class Text:
    """A material as it stands. `number` 0: it comes with Hemväg, and nobody here has changed it."""

    kind: str
    code: str
    title: str
    body: str
    number: int = 0
    saved_at: datetime | None = None
    who: str = ""

    @property
    def language(self) -> Language:
        return language_of(self.code)

    @property
    def kind_label(self) -> str:
        return str(MaterialKind(self.kind).label)

    @property
    def blocks(self) -> list[Block]:
        return blocks_of(self.body)


@cache
def shipped() -> dict[tuple[str, str], Text]:
    """The texts that come with Hemväg, by kind and language: a title, an empty line, the text."""
    found = {}
    for path in sorted(FOLDER.glob("*.txt")):
        kind, code = path.stem.split(".")
        title, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        found[kind, code] = Text(kind, code, title.strip(), body.strip())
    return found


def texts_of(authority_id: int) -> list[Text]:
    """Every text of the board: by kind, Swedish and English first. One query."""
    found = dict(shipped())
    latest: dict[int, MaterialVersion] = {}
    rows = MaterialVersion.objects.filter(material__authority=authority_id)
    for version in rows.select_related("material", "saved_by").order_by("number"):
        latest[version.material_id] = version
    for version in latest.values():
        text = _as_text(version)
        found[text.kind, text.code] = text
    kinds = list(MaterialKind.values)
    first = {"sv": 0, "en": 1}
    return sorted(
        found.values(),
        key=lambda text: (kinds.index(text.kind), first.get(text.code, 2), text.language.name),
    )


def text_of(authority_id: int, kind: str, code: str) -> Text | None:
    """One text as it stands; None where there is none in that language. One query."""
    rows = MaterialVersion.objects.filter(
        material__authority=authority_id, material__kind=kind, material__language=code
    )
    version = rows.select_related("material", "saved_by").order_by("-number").first()
    return _as_text(version) if version is not None else shipped().get((kind, code))


def _as_text(version: MaterialVersion) -> Text:
    material: Material = version.material
    return Text(
        kind=material.kind,
        code=material.language,
        title=version.title,
        body=version.body,
        number=version.number,
        saved_at=version.saved_at,
        who=version.saved_by.full_name,
    )


@dataclass(frozen=True)
class FirstStep:
    key: UUID
    text: str
    whose: str
    due_on: date | None


@dataclass(frozen=True)
class FirstGoal:
    key: UUID
    text: str
    steps: tuple[FirstStep, ...]


def _working(day: date | None) -> date | None:
    """A day on which nobody works becomes the next working day, as for follow-ups."""
    return next_working_day(day) if day is not None else None


def plan_begun_from(text: Text, start: date) -> list[FirstGoal]:
    """The goals and steps of the template, with days counted from `start`."""
    return [
        FirstGoal(
            uuid4(),
            goal.text,
            tuple(
                FirstStep(uuid4(), step.text, step.whose, _working(step.due_on(start))) for step in goal.steps
            ),
        )
        for goal in read_template(text.body)
    ]
