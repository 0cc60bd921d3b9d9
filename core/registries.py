"""Where upper apps contribute to pages of lower ones, so that no import points upwards.

Each app registers from its AppConfig.ready(); the lower app merges, orders and pages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils.functional import Promise

from core.periods import Period
from core.registry import Registry

Text = str | Promise


# --- timeline -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TimelineEntry:
    """One event of a household. `at` is None where only the day is known (never an invented 00:00).

    `place`: -1 for what began the day, as the opening of the case; 1 for what ended it. Between them, what
    has no time stands after what has: mostly it came of it, as a decision of a visit. `is_struck`: it never
    was, and stays in sight with a line through it.
    """

    day: date
    kind: str
    title: Text
    source: str
    object_id: int
    at: time | None = None
    body: Text = ""
    who: str = ""
    url: str = ""
    badge: Text = ""
    badge_tone: str = ""
    place: int = 0
    is_struck: bool = False

    @property
    def sort_key(self) -> tuple[date, int, time, str, int]:
        return (self.day, self.place, self.at or time.max, self.source, self.object_id)


@dataclass(frozen=True)
class TimelineSource:
    """`fetch(household, user, *, until, limit)`: newest first, at most limit, already scoped to user.

    A constant number of queries. `until` (a day or None) bounds the page: events on or before it.
    """

    name: str
    fetch: Callable[..., list[TimelineEntry]]


# --- figures --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Figure:
    """A figure of the report: declared once, and its definition is printed beside it.

    `kind` tells how its value is shown: count, percent, amount (SEK, two decimals), average (two
    decimals), days (one decimal). `parent` names the figure that this is a part of ("of which").
    """

    key: str
    label: Text
    definition: Text
    population: Text
    kind: str = "count"
    parent: str = ""


@dataclass(frozen=True)
class FigureQuery:
    """What a figure is asked for: a period, the as-of day, the boards (None: all of them)."""

    period: Period
    as_of: date
    authority_ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class FigureValues:
    """What a group counted: a value for each of its figures and, by month, for its month figures.

    Counts and per cents are int, amounts and averages Decimal, None where there is nothing to say.
    `months` has an entry for every month part of the period ("2013-09"), also when nothing happened.
    """

    period: Mapping[str, Any]
    months: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class FigureGroup:
    """Figures that are computed together, in a number of queries that depends on neither rows nor months.

    A figure that stands in both `figures` and `month_figures` is the same object, with one definition.
    """

    name: str
    label: Text
    order: int
    figures: Sequence[Figure]
    compute: Callable[[FigureQuery], FigureValues]
    month_figures: Sequence[Figure] = ()


# --- navigation -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class NavItem:
    """An entry of the main menu, shown to those who hold the permission ("" = everyone signed in)."""

    name: str
    label: Text
    url_name: str
    permission: str
    order: int
    icon: str = ""
    prefixes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Shortcut:
    """A button at the foot of every page, for what should never be more than one click away (by POST)."""

    name: str
    label: Text
    url_name: str
    permission: str
    order: int
    icon: str = ""


@dataclass(frozen=True)
class HelpTopic:
    """A part of the help page, shown to those who hold the permission ("" = everyone signed in)."""

    name: str
    template: str
    permission: str
    order: int


@dataclass(frozen=True)
class HouseholdPanel:
    """A panel in the household page's side column: `context(household, user)` feeds `template`."""

    name: str
    order: int
    template: str
    context: Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class HouseholdAction:
    """A button of the household page: where it leads and who sees it. `primary` ones come first."""

    name: str
    label: Text
    url: Callable[[Any], str]
    permission: str
    order: int
    primary: bool = False


@dataclass(frozen=True)
class HouseholdTab:
    """A part of the household's file, in sight on all its pages: where it leads and who sees it.

    `views` are the names of the pages that belong to it.
    """

    name: str
    label: Text
    url: Callable[[Any], str]
    permission: str
    order: int
    views: tuple[str, ...]


# --- documents ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DocumentKind:
    """A kind of printed document (core.documents).

    `may_read(user, document)` decides who may open it; `file_name(document)` is plain ASCII without a
    suffix and names nobody; `back(document)` is the page that it belongs to.
    """

    name: str
    title: Text
    template: str
    may_read: Callable[[Any, Any], bool]
    file_name: Callable[[Any], str]
    back: Callable[[Any], str]
    back_label: Text
    # The file that a read of the document is logged on, where it is no household's.
    read_subject: Callable[[Any], Any] | None = None
    # Instead of `back`, where those who may read it come from different pages: (user, document).
    back_for: Callable[[Any, Any], str] | None = None


@dataclass(frozen=True)
class HouseholdWarning:
    """What whoever opens a household must see first. `kind` is bad, warn or info."""

    kind: str
    title: Text
    text: Text = ""


@dataclass(frozen=True)
class ReadinessFact:
    """A condition for a lease of one's own, as an app above knows it. `is_met` None: not known.

    `code` is one of cases.eligibility.readiness; `evidence` says what it rests on, without creditors or sums;
    `label`, if any, goes before the condition's own.
    """

    code: str
    is_met: bool | None
    evidence: Text = ""
    day: date | None = None
    source: Text = ""
    label: Text = ""


@dataclass(frozen=True)
class OpenRow:
    """Something that goes on and stays with a case when its household joins another, or was a double.

    `model` and `object_id` name the row; `advice` says in plain words what to do about it.
    """

    model: str
    object_id: int
    title: Text
    advice: Text
    url: str = ""


document_kinds: Registry[DocumentKind] = Registry("document kinds")


# --- duties: what is to be done, when and by whom ----------------------------------------------------
@dataclass(frozen=True)
class Duty:
    """Something to be done on a day: a line of "Min vecka".

    A source fills everything but `case_number` and `label`, which whoever merges the sources adds for the
    household. `kind` is a code of the source's own, `tone` the colour of its tag ("", ok, info, warn or
    bad) and `at` the time where one is set. `can_settle`: the reader may do, move or cancel it in place.
    `subject`: the file that it tells of when that is no household's; whoever shows the duty logs the read.
    """

    source: str
    object_id: int
    due_on: date
    title: Text
    household_id: int | None = None
    assigned_to_id: int | None = None
    kind: str = ""
    tone: str = ""
    at: time | None = None
    note: Text = ""
    url: str = ""
    can_settle: bool = False
    case_number: str = ""
    label: str = ""
    subject: Any = None

    @property
    def sort_key(self) -> tuple[date, time, str, int]:
        return (self.due_on, self.at or time.max, self.source, self.object_id)


@dataclass(frozen=True)
class DutySource:
    """`fetch(user, *, assigned_to_ids, unit_ids, until, limit)`: the open duties due on or before `until`.

    Earliest first, at most `limit`, already scoped to user, in a constant number of queries. A duty is
    asked for by whose it is: assigned to one of `assigned_to_ids`; or, assigned to nobody, of a household
    for which one of them is responsible or with which one of `unit_ids` works (cases.duties.whose says it
    as a condition).

    What can be done in place, each raising cases.errors.ActionRefused with words that say why not, and
    django.http.Http404 for what lies outside user's reach: `complete(user, object_id, *, note)`,
    `move(user, object_id, *, day)`, `cancel(user, object_id)` and, as the undo of all three,
    `reopen(user, object_id)`. `find(user, object_id)` gives the duty of that number, which moving needs.
    None: this source's duties are settled at their `url`. `takes_note`: what is written when it is done is
    kept, and moving and cancelling take a `note` too; others are not asked for one. `complete_label` and
    `cancel_label`: what the buttons say where "Done" and "Cancel" would not tell what happens.
    """

    name: str
    fetch: Callable[..., list[Duty]]
    complete: Callable[..., Any] | None = None
    move: Callable[..., Any] | None = None
    cancel: Callable[..., Any] | None = None
    reopen: Callable[..., Any] | None = None
    find: Callable[..., Duty] | None = None
    takes_note: bool = False
    complete_label: Text = ""
    cancel_label: Text = ""


@dataclass(frozen=True)
class HandOver:
    """What goes to a colleague while somebody is away, and comes back when the absence is off.

    `due(user_id, first_day, last_day)` gives the open rows that are theirs on those days (both included), as
    a queryset of a model with a `household`. `holder` names the field that says whose a row is, `is_open`
    which rows may still go back. `busy(rows, colleague_id)` gives the keys of those that the colleague can't
    take on, having something else at that moment. `left(days, households)` gives what nobody has taken over,
    as Duties whose url is where they are moved: `days` has (user id, first day, last day) of each who is
    away, `households` is a queryset of the keys that the reader may change; one query.
    """

    due: Callable[[int, date, date], Any]
    holder: str
    is_open: Mapping[str, object]
    busy: Callable[[Sequence[Any], int], set[int]] | None = None
    left: Callable[[Sequence[tuple[int, date, date]], Any], Sequence[Duty]] | None = None


timeline_sources: Registry[TimelineSource] = Registry("timeline")
figure_groups: Registry[FigureGroup] = Registry("figures")
navigation: Registry[NavItem] = Registry("navigation")
shortcuts: Registry[Shortcut] = Registry("shortcuts")
# The search in the header: at most one is registered, and whoever may use it sees it.
header_search: Registry[NavItem] = Registry("header search")
help_topics: Registry[HelpTopic] = Registry("help")
household_panels: Registry[HouseholdPanel] = Registry("household panels")
household_actions: Registry[HouseholdAction] = Registry("household actions")
household_tabs: Registry[HouseholdTab] = Registry("household tabs")
# name -> function(household_ids) giving {household id: day of its latest contact}; one query
contact_sources: Registry[Callable[[Sequence[int]], Mapping[int, date]]] = Registry("contacts")
# name -> function(household_ids) giving {household id: how many contacts it has had}; one query
contact_counts: Registry[Callable[[Sequence[int]], Mapping[int, int]]] = Registry("numbers of contacts")
# name -> function(household_ids, day) giving {household id: its next booked contact from day on}; one query
booked_contacts: Registry[Callable[[Sequence[int], date], Mapping[int, date]]] = Registry("booked contacts")
importers: Registry[Any] = Registry("importers")
job_handlers: Registry[Callable[..., dict[str, Any]]] = Registry("job kinds")
# scope name -> function(user, ids of the units whose roles grant it) giving a Q over households
household_scopes: Registry[Callable[[Any, Any], Any]] = Registry("household scopes")
duty_sources: Registry[DutySource] = Registry("duties")
# code of cases.enums.HandedKind -> what an absence hands over of that kind
hand_overs: Registry[HandOver] = Registry("hand-overs")
# name -> function(*, household, by, not_before, worker=None) that books the household's next visit and
# returns the booking: the open one that it has already, or None when nothing is planned to book it into
visit_bookers: Registry[Callable[..., Any]] = Registry("visit bookers")
# label of a model with a field "household" -> what makes a row of it one that goes on, as a condition: such
# rows follow the people when their household joins another
carried_rows: Registry[Mapping[str, object]] = Registry("rows that are carried along")
# name -> function(household, user) giving the OpenRows of an app that user may see: what goes on and is not
# carried along. One query for each kind of row
rows_left_behind: Registry[Callable[[Any, Any], Sequence[OpenRow]]] = Registry("rows left behind")
# name -> function(user, ids of the units) giving a Q over households that were sent to debt advice: they
# make up the scope "referred"
referral_scopes: Registry[Callable[[Any, Any], Any]] = Registry("referrals")
# name -> function() giving an expression over households, true for the few that have something of the app's:
# the household's page reads it as the attribute `name`, and the others are asked no more
household_marks: Registry[Callable[[], Any]] = Registry("marks")
# name -> function(household, user) giving HouseholdWarnings that everybody who sees the household may see;
# one query
household_warnings: Registry[Callable[[Any, Any], Sequence[HouseholdWarning]]] = Registry("warnings")
# name -> function(*, household, month, amount_sek, by): told that a household in one of our own flats has
# not paid the rent of a month (its first day). Told twice of the same month, it writes once
late_rent_receivers: Registry[Callable[..., Any]] = Registry("late rents")
# label of a model ("debtadvice.debtcase") -> function(ids) giving {id: the number it has in the log review}
log_subjects: Registry[Callable[[Sequence[int]], Mapping[int, str]]] = Registry("log subjects")
# name -> function(household, user) giving ReadinessFacts that user may know, which it logs by itself
readiness_sources: Registry[Callable[[Any, Any], Sequence[ReadinessFact]]] = Registry("readiness")
# name -> function(household_ids) giving {household id: the first nights of its emergency housing}; one query
emergency_stays: Registry[Callable[[Sequence[int]], Mapping[int, list[date]]]] = Registry("emergency stays")
