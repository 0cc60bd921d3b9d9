"""Fictional people. Identity numbers have birth numbers 980-989, which the Tax Agency keeps for tests."""

from datetime import date
from random import Random

from cases.actions import MemberInput
from cases.enums import IdentityKind, MemberRole

GIVEN = [
    "Amira",
    "Ahmed",
    "Anton",
    "Aisha",
    "Björn",
    "Carina",
    "Daniel",
    "Elin",
    "Elsa",
    "Fadumo",
    "Fatima",
    "Gustav",
    "Hanna",
    "Hassan",
    "Ingrid",
    "Jamal",
    "Johan",
    "Karim",
    "Leila",
    "Linnéa",
    "Magnus",
    "Mehmet",
    "Mikael",
    "Nadia",
    "Omar",
    "Per",
    "Petra",
    "Rania",
    "Samir",
    "Selam",
    "Svetlana",
    "Tomas",
    "Tsegay",
    "Viktor",
    "Yasmin",
    "Åsa",
    "Östen",
]
FAMILY = [
    "Abdi",
    "Andersson",
    "Berg",
    "Björk",
    "Dahl",
    "Demir",
    "Ek",
    "Eriksson",
    "Ghebre",
    "Haddad",
    "Hansson",
    "Hussein",
    "Karlsson",
    "Kaya",
    "Lindgren",
    "Lindqvist",
    "Lundin",
    "Mohamud",
    "Nilsson",
    "Norberg",
    "Osman",
    "Rashid",
    "Sahin",
    "Sjöberg",
    "Tesfay",
    "Wallin",
    "Yılmaz",
    "Åberg",
    "Öberg",
]
LANGUAGES = ("", "", "", "arabiska", "dari", "somaliska", "tigrinja", "turkiska")


def reserved_identity_number(born_on: date, serial: int) -> str:
    """Twelve digits with a right check digit, from the series for tests (serial 0-99)."""
    nine = f"{born_on:%y%m%d}{980 + serial % 10}"
    total = 0
    for place, digit in enumerate(nine):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return f"{born_on:%Y%m%d}{980 + serial % 10}{-total % 10}"


def household_members(random: Random, day: date) -> list[MemberInput]:
    """An applicant, often with children, sometimes with a partner, as they are on day."""
    family_name = random.choice(FAMILY)
    adults = 2 if random.random() < 0.3 else 1
    children = random.choice((0, 0, 0, 1, 1, 2, 2, 3, 4)) if random.random() < 0.75 else 0
    names = random.sample(GIVEN, adults + children)
    members = [
        _adult(random, day, given_name, family_name, first=place == 0)
        for place, given_name in enumerate(names[:adults])
    ]
    oldest = day.year - random.randint(max(1, 2 * children), 16)
    members += [
        _child(random, oldest + 2 * place, day, given_name, family_name)
        for place, given_name in enumerate(names[adults:])
    ]
    return members


def _adult(random: Random, day: date, given_name: str, family_name: str, *, first: bool) -> MemberInput:
    born_on = _birthday(random, day.year - random.randint(20, 58))
    has_number = random.random() < 0.8
    return MemberInput(
        given_name=given_name,
        family_name=family_name,
        born_on=born_on,
        identity_number=reserved_identity_number(born_on, random.randint(0, 9)) if has_number else "",
        identity_kind=IdentityKind.PERSONAL if has_number else IdentityKind.NONE,
        role=MemberRole.APPLICANT if first else MemberRole.ADULT,
        joined_on=None,
    )


def _child(random: Random, year: int, day: date, given_name: str, family_name: str) -> MemberInput:
    return MemberInput(
        given_name=given_name,
        family_name=family_name,
        born_on=_birthday(random, min(year, day.year - 1)),
        identity_number="",
        identity_kind=IdentityKind.NONE,
        role=MemberRole.CHILD,
        joined_on=None,
    )


def _birthday(random: Random, year: int) -> date:
    return date(year, random.randint(1, 12), random.randint(1, 28))
