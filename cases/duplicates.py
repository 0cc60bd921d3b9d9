"""Does the household exist already? Asked before a new one is made."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Household, HouseholdMember, Person
from cases.search import LAST_SIGN, identity_number_forms, in_order
from core.names import search_key

if TYPE_CHECKING:
    from accounts.models import User

MOST_HITS = 5
MOST_CANDIDATES = 60
# Below this it is a namesake.
WORTH_SHOWING = 40
SAME_NUMBER, SAME_NAME, SWAPPED_NAMES, ONE_NAME, LIKE_NAME, SAME_BIRTH = 100, 50, 45, 20, 10, 40
OTHER_NUMBER, OTHER_BIRTH = -60, -30
LIKE_LETTERS = 3


@dataclass(frozen=True)
class DuplicateHit:
    """A household that may be the same, why, and how likely (about 100: almost certainly)."""

    household: Household
    reasons: list[str]
    score: int


@dataclass(frozen=True)
class _Asked:
    given: str
    family: str
    born_on: date | None
    numbers: tuple[str, ...]


def likely_duplicates(
    user: "User",
    *,
    given_name: str = "",
    family_name: str = "",
    born_on: date | None = None,
    identity_number: str = "",
) -> list[DuplicateHit]:
    """Households within user's reach that the described person may belong to, the likeliest first.

    Current and former members; protected households only for those named. At most five, in at most four
    queries. The caller logs what it shows.
    """
    asked = _Asked(
        search_key(given_name), search_key(family_name), born_on, identity_number_forms(identity_number)
    )
    condition = _candidates(asked)
    if condition is None:
        return []
    visible = Household.objects.visible_to(user)
    people = Person.objects.of_authority(user).filter(condition)
    members = HouseholdMember.objects.filter(person__in=people, household__in=visible)
    best: dict[int, tuple[int, list[str]]] = {}
    for member in members.select_related("person").order_by("pk")[:MOST_CANDIDATES]:
        score, reasons = _score(asked, member.person)
        if score >= WORTH_SHOWING and score > best.get(member.household_id, (0, []))[0]:
            best[member.household_id] = (score, reasons)
    ids = sorted(best, key=lambda pk: (-best[pk][0], pk))[:MOST_HITS]
    return [
        DuplicateHit(household, best[household.pk][1], best[household.pk][0])
        for household in in_order(visible, ids)
    ]


def _candidates(asked: _Asked) -> Q | None:
    """Who is worth comparing, each part by an index; None when nothing can be told."""
    parts = []
    if asked.numbers:
        parts.append(Q(identity_number__in=asked.numbers))
    if asked.given and asked.family:
        parts.append(Q(family_key=asked.family, given_key=asked.given))
        parts.append(Q(family_key=asked.given, given_key=asked.family))
    if asked.born_on and asked.given:
        parts.append(Q(given_key=asked.given, born_on=asked.born_on))
    if asked.born_on and asked.family:
        like = asked.family[:LIKE_LETTERS]
        parts.append(Q(family_key__gte=like, family_key__lt=like + LAST_SIGN, born_on=asked.born_on))
    if not parts:
        return None
    condition = parts[0]
    for part in parts[1:]:
        condition |= part
    return condition


def _score(asked: _Asked, person: Person) -> tuple[int, list[str]]:
    score, reasons = _score_names(asked, person)
    if asked.numbers and person.identity_number:
        if person.identity_number in asked.numbers:
            score += SAME_NUMBER
            reasons.insert(0, _("same identity number"))
        else:
            score += OTHER_NUMBER
    if asked.born_on and person.born_on:
        if asked.born_on == person.born_on:
            score += SAME_BIRTH
            reasons.append(_("same birth date"))
        else:
            score += OTHER_BIRTH
    return score, reasons


def _score_names(asked: _Asked, person: Person) -> tuple[int, list[str]]:
    given, family = asked.given, asked.family
    if given and family and (given, family) == (person.given_key, person.family_key):
        return SAME_NAME, [_("same name")]
    if given and family and (family, given) == (person.given_key, person.family_key):
        return SWAPPED_NAMES, [_("same names in the other order")]
    score, reasons = 0, []
    if given and given == person.given_key:
        score += ONE_NAME
        reasons.append(_("same given name"))
    if family and family == person.family_key:
        score += ONE_NAME
        reasons.append(_("same family name"))
    elif family and person.family_key.startswith(family[:LIKE_LETTERS]):
        score += LIKE_NAME
        reasons.append(_("similar family name"))
    return score, reasons
