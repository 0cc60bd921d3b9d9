"""What the visit form shows: values as typed, choices with their marks, errors by field.

Built by hand instead of by form widgets: the desk is opened all day, and this is ten times as quick.
"""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from dropin.actions.visits import STEPS_OF_HOUSEHOLDS
from dropin.enums import NextStep, Place
from dropin.forms import NewHouseholdForm, VisitForm
from dropin.models import Visit
from dropin.who import ANONYMOUS, NEW, Candidate

# Fields that a draft keeps, beside the short form of a new household.
TEXTS = (
    "who", "situation", "note", "next_step", "booking_day", "booking_time", "booking_reason",
    "booking_interpreter", "booking_with", "referred_to", "referred_by", "homeless_timing", "place",
    "visited_on", "visited_at", "client_key", "version", "people_shown",
)  # fmt: skip
LISTS = ("topics", "people")
NEW_FIELDS = (
    "given_name", "family_name", "born", "others", "interpreter_language", "lives_in_district",
    "known_to_social_services", "protected_identity", "seen",
)  # fmt: skip
# Groups of chips: the summary's links lead to their first one.
CHIPS = ("topics", "next_step", "place")
VISIBLE = {*TEXTS, *LISTS, *NEW_FIELDS} - {"client_key", "version", "people_shown", "people", "seen"}


@dataclass
class Choice:
    """A line of a select or a chip."""

    value: str
    label: str
    is_on: bool
    number: int
    needs_household: bool = False


class Errors(dict[str, list[str]]):
    """Messages by field; a field without any has an empty list, so that a template can ask for every one."""

    def __missing__(self, name: str) -> list[str]:
        return []


@dataclass
class State:
    """One visit form as it stands: new, as typed, from a draft or from a logged visit."""

    values: dict[str, str]
    lists: dict[str, list[str]]
    new: dict[str, str] = field(default_factory=lambda: dict.fromkeys(NEW_FIELDS, ""))
    q: str = ""
    errors: Errors = field(default_factory=Errors)
    new_errors: Errors = field(default_factory=Errors)

    @property
    def who_kind(self) -> str:
        """ "", "anonymous", "new" or "known"."""
        who = self.values["who"]
        return who if who in ("", ANONYMOUS, NEW) else "known"

    @property
    def is_tally(self) -> bool:
        """At the citizens' office most visits are anonymous tallies."""
        return self.values["place"] == Place.CITIZENS_OFFICE

    def choices(self, name: str) -> list[Choice]:
        chosen = set(self.lists[name]) if name in LISTS else {self.values[name]}
        choices = VisitForm.base_fields[name].choices  # type: ignore[attr-defined]  # a choice field
        return [
            Choice(str(value), label, str(value) in chosen, number, value in STEPS_OF_HOUSEHOLDS)
            for number, (value, label) in enumerate(choices, start=1)
        ]

    @property
    def topics(self) -> list[Choice]:
        return self.choices("topics")

    @property
    def steps(self) -> list[Choice]:
        return self.choices("next_step")

    @property
    def situations(self) -> list[Choice]:
        return self.choices("situation")

    @property
    def reasons(self) -> list[Choice]:
        return self.choices("booking_reason")

    @property
    def companions(self) -> list[Choice]:
        return self.choices("booking_with")

    @property
    def referrers(self) -> list[Choice]:
        return self.choices("referred_by")

    @property
    def timings(self) -> list[Choice]:
        return self.choices("homeless_timing")

    @property
    def places(self) -> list[Choice]:
        return self.choices("place")

    @property
    def lives(self) -> list[Choice]:
        return self._new_choices("lives_in_district")

    @property
    def known(self) -> list[Choice]:
        return self._new_choices("known_to_social_services")

    @property
    def protections(self) -> list[Choice]:
        return self._new_choices("protected_identity")

    def _new_choices(self, name: str) -> list[Choice]:
        choices = NewHouseholdForm.base_fields[name].choices  # type: ignore[attr-defined]  # a choice field
        return [
            Choice(value, label, value == self.new[name], number)
            for number, (value, label) in enumerate(choices)
        ]

    @property
    def error_lines(self) -> list[dict[str, str]]:
        """The error summary: every message, and the id of the field that its link leads to."""
        lines = []
        for prefix, by_field in (("id_", self.errors), ("id_new-", self.new_errors)):
            for name, errors in by_field.items():
                target = prefix + name + ("_0" if name in CHIPS else "") if name in VISIBLE else ""
                lines += [{"text": text, "target": target} for text in errors]
        return lines

    @property
    def has_more(self) -> bool:
        """Whether the folded-up part holds something that must be seen."""
        names = ("referred_by", "homeless_timing", "visited_on", "visited_at")
        return any(self.values[name] for name in names) or any(name in self.errors for name in names)

    def read_errors(self, form: VisitForm, new_form: NewHouseholdForm | None) -> None:
        """Take over the errors of forms that have been checked."""
        self.errors = Errors({name: list(map(str, errors)) for name, errors in form.errors.items()})
        if new_form is not None and new_form.is_bound:
            found = {name: list(map(str, errors)) for name, errors in new_form.errors.items()}
            self.new_errors = Errors(found)

    def choose(self, candidate: Candidate) -> None:
        """Take a household, with what the form fills in from it where nothing has been typed."""
        self.values["who"] = candidate.value
        if not self.values["situation"] and candidate.situation is not None:
            self.values["situation"] = str(candidate.situation)
        if not self.values["booking_interpreter"]:
            self.values["booking_interpreter"] = candidate.household.interpreter_language
        if self.values["people_shown"]:
            for person in candidate.people:
                person["is_here"] = person["pk"] in self.lists["people"]


def fresh(*, place: str = Place.DESK) -> State:
    """An empty form with a key of its own: sent twice, it is still one visit."""
    values = dict.fromkeys(TEXTS, "")
    values |= {
        "client_key": str(uuid4()),
        "next_step": NextStep.NOTHING,
        "place": place if place in Place.values else Place.DESK,
        "booking_reason": "follow_up",
        "booking_with": "me",
    }
    return State(values, {name: [] for name in LISTS})


def from_post(data: QueryDict) -> State:
    """The form as it was sent."""
    state = fresh()
    for name in TEXTS:
        if name in data:
            state.values[name] = str(data[name])
    # A hit picked from the list of a page without script goes before what stood there.
    state.values["who"] = str(data.get("pick") or state.values["who"])
    state.lists = {name: data.getlist(name) for name in LISTS}
    state.new = {name: data.get(f"new-{name}", "") for name in NEW_FIELDS}
    state.q = data.get("q", "")
    return state


def to_draft(state: State) -> dict[str, Any]:
    """What is kept of an unfinished form. The search term is not: it is nobody's data yet."""
    return {"values": state.values, "lists": state.lists, "new": state.new}


def from_draft(payload: dict[str, Any]) -> State:
    """An unfinished form again. Keys that a later version no longer knows are left out."""
    state = fresh()
    for kept, target in (("values", state.values), ("new", state.new)):
        target |= {name: str(value) for name, value in payload.get(kept, {}).items() if name in target}
    state.lists |= {name: list(value) for name, value in payload.get("lists", {}).items() if name in LISTS}
    return state


def from_visit(visit: Visit, version: int) -> State:
    """A logged visit, to be corrected."""
    state = fresh()
    state.values |= {
        "who": ANONYMOUS if visit.household_id is None else f"h{visit.household_id}",
        "people_shown": "1",
        "situation": str(visit.situation or ""),
        "note": visit.note,
        "next_step": visit.next_step,
        "referred_to": visit.referred_to,
        "referred_by": visit.referred_by,
        "homeless_timing": visit.homeless_timing,
        "place": visit.place,
        "visited_on": _day(visit.visited_on),
        "visited_at": _time(visit.visited_at),
        "client_key": "",
        "version": str(version),
    }
    state.lists = {
        "topics": [link.topic for link in visit.topic_links.all()],
        "people": [str(link.person_id) for link in visit.present.all()],
    }
    return state


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _time(at: time | None) -> str:
    return f"{at:%H.%M}" if at else ""
