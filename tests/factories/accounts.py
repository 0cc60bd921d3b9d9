"""Boards, units and staff."""

from datetime import date

import factory

from accounts.enums import Role, UnitKind
from accounts.models import Authority, Membership, Unit, User

PASSWORD = "hemlig-hemvag-2013"


class AuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Authority

    name = factory.Sequence(lambda n: f"Nämnd {n}")
    municipality = "Stockholm"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    authority = factory.SubFactory(AuthorityFactory)
    short_name = factory.Sequence(lambda n: f"Enhet {n}")
    name = factory.SelfAttribute("short_name")
    kind = UnitKind.RECEPTION


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    short_name = factory.Sequence(lambda n: f"person{n}")
    full_name = factory.Sequence(lambda n: f"Person Nummer{n}")
    email = factory.LazyAttribute(lambda user: f"{user.short_name}@hemvag.example")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory, authority=factory.SelfAttribute("..user.authority"))
    role = Role.PROJECT_WORKER
    first_day = date(2011, 9, 1)


def staff(role: Role, *, unit: Unit | None = None, **fields: object) -> User:
    """Somebody with one role, at unit (a new one unless given); a system administrator is at none."""
    if role == Role.SYSTEM_ADMINISTRATOR:
        user = UserFactory(authority=None, **fields)
        MembershipFactory(user=user, unit=None, role=role)
        return user
    unit = unit or UnitFactory()
    user = UserFactory(authority=unit.authority, **fields)
    MembershipFactory(user=user, unit=unit, role=role)
    return user
