"""What the rules look at. None stands for "not known", which is never the same as no."""

from dataclasses import dataclass, field
from datetime import date

from cases.assessment_facts import AssessmentFacts as Answers
from cases.assessment_facts import Fact as Known
from housing.enums import FlatKind

__all__ = [
    "Answers",
    "Applied",
    "Decided",
    "Facts",
    "FlatFacts",
    "Known",
    "Lives",
    "NextHome",
    "Placed",
]


@dataclass(frozen=True)
class Placed:
    """The stay in acute accommodation on the day. `first_night` is that of the unbroken stay."""

    provider: str
    first_night: date
    planned_last_night: date | None = None


@dataclass(frozen=True)
class Lives:
    """The stay in one of the board's flats on the day."""

    flat_id: int
    kind: str
    address: str
    first_night: date
    last_night: date | None = None
    planned_last_night: date | None = None


@dataclass(frozen=True)
class Decided:
    """A decision of the Boråd that no later one has replaced."""

    outcome: str
    accommodation: str
    decided_on: date
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Applied:
    """The open application. The two texts of the child's section are kept apart as written or not."""

    pk: int
    accommodation: str
    state: str
    applied_on: date
    wanted_from: date | None = None
    wanted_until: date | None = None
    tried_written: bool = False
    best_interests_written: bool = False
    child_heard_written: bool = False


@dataclass(frozen=True)
class NextHome:
    """Where the household goes from a short stay: by name, and the day on which it can move in."""

    named: str
    expected_on: date | None = None
    noted_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """A household on `day`, as the rules see it. `contacts` None: nobody was asked."""

    household_id: int
    day: date
    adults: int = 0
    children: int = 0
    unknown_ages: int = 0
    situation: int | None = None
    interpreter: str = ""
    placed: Placed | None = None
    days_placed: int = 0
    lives: Lives | None = None
    contacts: int | None = None
    latest_contact: date | None = None
    next_visit: date | None = None
    decisions: tuple[Decided, ...] = ()  # the latest first
    application: Applied | None = None
    next_home: NextHome | None = None
    answers: Answers = field(default_factory=Answers)

    @property
    def people(self) -> int:
        return self.adults + self.children + self.unknown_ages

    def decision_in_force(self, accommodation: str) -> Decided | None:
        """The latest favourable decision on that accommodation that holds on the day."""
        return next(
            (
                one
                for one in self.decisions
                if one.outcome == "approved"
                and one.accommodation == accommodation
                and (one.valid_from is None or one.valid_from <= self.day)
                and (one.valid_until is None or one.valid_until >= self.day)
            ),
            None,
        )


@dataclass(frozen=True)
class FlatFacts:
    """A flat as the rules see it. `taken` says that somebody lives there on the day."""

    flat_id: int
    kind: FlatKind
    address: str
    available_from: date
    available_until: date | None = None
    rooms: int | None = None
    most_people: int | None = None
    waiver_approved_on: date | None = None
    waiver_expires_on: date | None = None
    taken: bool = False
    next_tenant_on: date | None = None
