"""What is known of households for the rules: gathered for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.utils.timezone import localdate

from cases.assessment_facts import latest_facts
from cases.contacts import latest_contacts, next_contacts
from cases.models import Household, HouseholdMember, SituationRecord
from cases.querysets import HouseholdQuerySet
from core.registries import contact_counts
from housing.eligibility.facts import (
    Applied,
    Decided,
    Facts,
    FlatFacts,
    Lives,
    NextHome,
    Placed,
)
from housing.enums import OPEN_APPLICATION_STATES, FlatKind
from housing.models import Application, BoardDecision, Flat, Tenancy
from housing.unbroken import unbroken_on


def gather(household_ids: Collection[int], *, day: date) -> dict[int, Facts]:
    """The facts of each household on day, in a number of queries that depends on nothing.

    The caller has reached the households (`visible_to`) and logs that they were read.
    """
    return gather_for(Household.objects.filter(pk__in=household_ids).with_label(), day=day)


def gather_for(households: "Iterable[Household] | HouseholdQuerySet", *, day: date) -> dict[int, Facts]:
    """The same for households that were read `with_label()`, in their order."""
    rows = list(households)
    ids = [row.pk for row in rows]
    if not ids:
        return {}
    placed, lives = _placements(ids, day), _tenancies(ids, day)
    decided, applied = _decisions(ids, day), _applications(ids)
    met, coming, numbers = latest_contacts(ids), next_contacts(ids, day), _numbers_of_contacts(ids)
    answers, situations = latest_facts(ids), _situations(rows, day)
    facts = {}
    for row in rows:
        application, applied_home = applied.get(row.pk, (None, None))
        living, lived_home = lives.get(row.pk, (None, None))
        facts[row.pk] = replace(
            _people(row, day),
            situation=situations.get(row.pk),
            placed=placed.get(row.pk),
            days_placed=(day - placed[row.pk].first_night).days + 1 if row.pk in placed else 0,
            lives=living,
            contacts=numbers.get(row.pk),
            latest_contact=met.get(row.pk),
            next_visit=coming.get(row.pk),
            decisions=tuple(decided[row.pk]),
            application=application,
            next_home=lived_home or applied_home,
            answers=answers[row.pk],
        )
    return facts


def flats(rows: Iterable[Flat], *, day: date) -> dict[int, FlatFacts]:
    """The facts of each flat on day: one query for who lives there, and who moves in next."""
    found = list(rows)
    taken: set[int] = set()
    following: dict[int, date] = {}
    stays = Tenancy.objects.counted().filter(flat__in=[flat.pk for flat in found])
    stays = stays.exclude(last_night__lt=day).order_by("-first_night")
    for flat_id, first_night in stays.values_list("flat", "first_night"):
        if first_night <= day:
            taken.add(flat_id)
        else:
            following[flat_id] = first_night
    return {
        flat.pk: FlatFacts(
            flat_id=flat.pk,
            kind=FlatKind(flat.kind),
            address=flat.address,
            available_from=flat.available_from,
            available_until=flat.available_until,
            rooms=flat.rooms,
            most_people=flat.most_people,
            waiver_approved_on=flat.waiver_approved_on,
            waiver_expires_on=flat.waiver_expires_on,
            taken=flat.pk in taken,
            next_tenant_on=following.get(flat.pk),
        )
        for flat in found
    }


def _people(household: Household, day: date) -> Facts:
    members = household.members_on(day)
    ageless = sum(_age_is_unknown(member) for member in members)
    children = sum(member.is_child_on(day) for member in members)
    return Facts(
        household_id=household.pk,
        day=day,
        adults=len(members) - children - ageless,
        children=children,
        unknown_ages=ageless,
        interpreter=household.interpreter_language,
    )


def _age_is_unknown(member: HouseholdMember) -> bool:
    """Applicants and adults are of age also when nobody knows their birth date."""
    return member.person.born_on is None and member.role == "child"


def _placements(ids: list[int], day: date) -> dict[int, Placed]:
    """The placement on day, back to the first night of the unbroken stay."""
    return {
        pk: Placed(
            provider=stay.latest.provider_name,
            first_night=stay.first_night,
            planned_last_night=stay.latest.last_night or stay.latest.planned_last_night,
        )
        for pk, stay in unbroken_on(ids, day).items()
    }


def _tenancies(ids: list[int], day: date) -> dict[int, tuple[Lives, NextHome | None]]:
    rows = Tenancy.objects.on_night(day).filter(household__in=ids).select_related("flat")
    return {
        row.household_id: (
            Lives(
                flat_id=row.flat_id,
                kind=row.flat.kind,
                address=row.flat.address,
                first_night=row.first_night,
                last_night=row.last_night,
                planned_last_night=row.planned_last_night,
            ),
            NextHome(row.next_solution_named, row.next_solution_on) if row.next_solution_named else None,
        )
        for row in rows.order_by("first_night", "pk")
    }


def _decisions(ids: list[int], day: date) -> defaultdict[int, list[Decided]]:
    rows = BoardDecision.objects.filter(household__in=ids, replaced_by=None, decided_on__lte=day)
    found: defaultdict[int, list[Decided]] = defaultdict(list)
    columns = ("household", "outcome", "accommodation", "decided_on", "valid_from", "valid_until")
    for pk, *values in rows.order_by("-decided_on", "-pk").values_list(*columns):
        found[pk].append(Decided(*values))
    return found


def _applications(ids: list[int]) -> dict[int, tuple[Applied, NextHome | None]]:
    """The open one; the database lets a household have no more than one."""
    rows = Application.objects.filter(household__in=ids, state__in=OPEN_APPLICATION_STATES)
    return {
        row.household_id: (
            Applied(
                pk=row.pk,
                accommodation=row.accommodation,
                state=row.state,
                applied_on=row.applied_on,
                wanted_from=row.wanted_from,
                wanted_until=row.wanted_until,
                tried_written=bool(row.already_tried.strip()),
                best_interests_written=bool(row.child_best_interests.strip()),
                child_heard_written=bool(row.child_view.strip()),
            ),
            NextHome(row.next_solution_named, row.wanted_until, localdate(row.changed_at))
            if row.next_solution_named
            else None,
        )
        for row in rows
    }


def _numbers_of_contacts(ids: list[int]) -> dict[int, int]:
    """How often each household has been in contact; empty where no app counts contacts at all."""
    numbers = dict.fromkeys(ids, 0) if contact_counts.names() else {}
    for count in contact_counts:
        for pk, number in count(ids).items():
            numbers[pk] += number
    return numbers


def _situations(rows: list[Household], day: date) -> dict[int, int]:
    records = SituationRecord.objects.filter(household__in=[row.pk for row in rows], valid_from__lte=day)
    ordered = records.order_by("valid_from", "pk").values_list("household", "situation")
    return dict(ordered)
