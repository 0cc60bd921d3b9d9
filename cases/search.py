"""Finding a household: by name, identity number or case number, and by nothing else.

Förordning (2001:637) 15 § allows casework no other search terms, so half an identity number (which is a
birth date) finds nothing. What was typed is never stored or logged.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from cases.models import Household, HouseholdMember, Person
from cases.querysets import HouseholdQuerySet, reach
from core.clock import today
from core.names import search_key

if TYPE_CHECKING:
    from accounts.models import User

MIN_CHARACTERS = 2
MAX_CHARACTERS = 120
# PostgreSQL's trigram index helps from three letters on.
MIN_PART_CHARACTERS = 3
# Members of one household often share a name: so many rows are read for each household wanted.
ROWS_PER_HOUSEHOLD = 6
# A part of a name that very many share is not worth sorting: type one more letter.
MOST_PART_MATCHES = 400
# Of so many matches it is asked at first which ones the reader reaches.
FIRST_MATCHES = 400
# Sorts after every letter, byte by byte, as the keys do.
LAST_SIGN = "\U0010ffff"
CENTURIES = ("19", "20", "18")

_SEPARATORS = re.compile(r"[\s\u00a0\u2009\u202f\u2010-\u2015\u2212+-]")
_YEAR_SERIES = re.compile(r"(\d{4})-(\d+)")


@dataclass(frozen=True)
class Terms:
    """What a text may mean: several at once, since a case number of old may look like a name."""

    identity_numbers: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = ()
    case_number_start: str = ""
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.identity_numbers or self.case_numbers or self.words)


def read_terms(text: str) -> Terms:
    """Take a typed text apart. Fewer than two characters mean nothing."""
    text = text.replace("\x00", "").strip()[:MAX_CHARACTERS]
    if len(text) < MIN_CHARACTERS:
        return Terms()
    has_digit = any(sign.isdecimal() for sign in text)
    has_letter = any(sign.isalpha() for sign in text)
    words = tuple(search_key(text).split()) if has_letter else ()
    return Terms(
        identity_numbers=identity_number_forms(text) if has_digit and not has_letter else (),
        case_numbers=_case_numbers(text) if has_digit else (),
        case_number_start=text if _YEAR_SERIES.fullmatch(text) else "",
        words=words if len("".join(words)) >= MIN_CHARACTERS else (),
    )


def search_households(
    user: "User", text: str, *, limit: int = 10, permission: str = "household.read"
) -> list[Household]:
    """At most `limit` households that user reaches and that the text finds, the nearest first.

    Current and former members are found, with å, ä, ö or without, names in any order and by a part. A
    household with a protected identity only for those named on it. With label and situation, in a number
    of queries that does not grow with what is found. The caller logs what it shows (core.audit.record_reads).
    """
    terms = read_terms(text)
    if not terms:
        return []
    visible = Household.objects.visible_to(user, permission)
    found: dict[int, None] = {}  # in the order of finding, each once
    if terms.identity_numbers or terms.case_numbers:
        found |= dict.fromkeys(_by_number(visible, terms, user, limit))
    if terms.words and len(found) < limit:
        found |= dict.fromkeys(_by_name(visible, terms.words, user, permission, limit - len(found)))
    return in_order(visible, list(found)[:limit])


def in_order(households: HouseholdQuerySet, ids: Sequence[int]) -> list[Household]:
    """The households with these ids, in this order, with what a list shows of them."""
    if not ids:
        return []
    rows = (
        households.filter(pk__in=ids)
        .with_label()
        .with_situation()
        .with_units(today())
        .select_related("project_worker", "caseworker")
    )
    by_id = {household.pk: household for household in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def identity_number_forms(text: str) -> tuple[str, ...]:
    """The twelve-digit numbers that a typed one may mean: ten digits fit every century."""
    digits = _SEPARATORS.sub("", text)
    if not digits.isdecimal():
        return ()
    if len(digits) == 12:
        return (digits,)
    if len(digits) == 10:
        return tuple(century + digits for century in CENTURIES)
    return ()


def _case_numbers(text: str) -> tuple[str, ...]:
    forms = {text, text.upper(), text.lower()}
    if match := _YEAR_SERIES.fullmatch(text):
        forms.add(f"{match[1]}-{int(match[2]):04d}")
    return tuple(sorted(forms))


def _by_number(visible: HouseholdQuerySet, terms: Terms, user: "User", limit: int) -> Iterable[int]:
    by_case = Q(case_number__in=terms.case_numbers)
    if terms.case_number_start:
        by_case |= Q(case_number__startswith=terms.case_number_start)
    yield from visible.filter(by_case).order_by("case_number").values_list("pk", flat=True)[:limit]
    if terms.identity_numbers:
        people = Person.objects.of_authority(user).filter(identity_number__in=terms.identity_numbers)
        members = HouseholdMember.objects.filter(person__in=people, household__in=visible)
        # Where the person lives now comes before where they used to.
        rows = members.order_by(F("left_on").desc(nulls_first=True), "-pk")
        yield from rows.values_list("household_id", flat=True)[: limit * ROWS_PER_HOUSEHOLD]


def _by_name(
    visible: HouseholdQuerySet, words: Sequence[str], user: "User", permission: str, limit: int
) -> Iterable[int]:
    found: dict[int, None] = {}
    is_whole_board = reach(user, permission) == Q()
    leading = max(words, key=len)
    others = list(words)
    others.remove(leading)
    for column, then in (("family_key", "given_key"), ("given_key", "family_key")):
        if len(found) < limit:
            found |= dict.fromkeys(
                _by_start(visible, column, then, leading, others, user, limit, is_whole_board)
            )
    if len(found) < limit and len(leading) >= MIN_PART_CHARACTERS:
        found |= dict.fromkeys(_by_part(visible, words, user, limit, is_whole_board))
    return found


def _by_start(
    visible: HouseholdQuerySet,
    column: str,
    then: str,
    leading: str,
    others: Sequence[str],
    user: "User",
    limit: int,
    is_whole_board: bool,
) -> Iterable[int]:
    """Names that begin with the leading word, read in the order of the index until there are enough."""
    starts = {f"person__{column}__gte": leading, f"person__{column}__lt": leading + LAST_SIGN}
    members = HouseholdMember.objects.filter(
        *(_word_begins(word, "person__") for word in others),
        person__authority_id=user.authority_id,  # type: ignore[misc]  # None finds nobody
        **starts,
    )
    rows = members.order_by(f"person__{column}", f"person__{then}", "person_id", "pk")
    return _seen(rows, visible, limit * ROWS_PER_HOUSEHOLD, is_whole_board=is_whole_board)


def _seen(
    members: QuerySet[HouseholdMember], visible: HouseholdQuerySet, most: int, *, is_whole_board: bool
) -> list[int]:
    """The households of the first `most` members whose household is visible, in the members' order.

    Who reaches a part of the board is asked about the first matches only: making the set of all that they
    reach costs more than the search. When too few of those are visible and there are more, it is made.
    """
    ids = members.values_list("household_id", flat=True)
    if not is_whole_board:
        first = list(ids[:FIRST_MATCHES])
        reached = set(visible.filter(pk__in=set(first)).values_list("pk", flat=True)) if first else set()
        found = [pk for pk in first if pk in reached]
        if len(found) >= most or len(first) < FIRST_MATCHES:
            return found[:most]
    return list(ids.filter(household__in=visible)[:most])


def _by_part(
    visible: HouseholdQuerySet, words: Sequence[str], user: "User", limit: int, is_whole_board: bool
) -> Iterable[int]:
    """Names that hold every word somewhere inside."""
    parts = [word for word in words if len(word) >= MIN_PART_CHARACTERS]
    people = Person.objects.of_authority(user).filter(
        *(Q(search_key__contains=word) for word in parts),
        *(_word_begins(word) for word in words if word not in parts),
    )
    members = HouseholdMember.objects.all()
    if is_whole_board:
        # The whole board: nearly all that match may be shown, so a bounded number of them will do.
        members = members.filter(person__in=list(people.values_list("pk", flat=True)[:MOST_PART_MATCHES]))
    else:
        members = members.filter(person__in=people)
    rows = members.order_by("person__family_key", "person__given_key", "person_id", "pk")
    return _seen(rows, visible, limit * ROWS_PER_HOUSEHOLD, is_whole_board=is_whole_board)


def _word_begins(word: str, prefix: str = "") -> Q:
    return Q(**{f"{prefix}search_key__startswith": word}) | Q(**{f"{prefix}search_key__contains": f" {word}"})
