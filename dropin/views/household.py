"""The short form of a new household, and those that may be the same."""

from datetime import date

from accounts.enums import Role
from accounts.models import Unit, User
from cases.actions import register_household
from cases.duplicates import likely_duplicates
from cases.enums import Protection
from cases.models import Household
from dropin import who
from dropin.forms import NewHouseholdForm
from dropin.forms.new_household import yes_no


def find_duplicates(user: User, form: NewHouseholdForm, day: date) -> list[who.Candidate]:
    """Households that the applicant of a valid form may belong to already."""
    applicant = form.applicant()
    hits = likely_duplicates(
        user,
        given_name=applicant.given_name,
        family_name=applicant.family_name,
        born_on=applicant.born_on,
        identity_number=applicant.identity_number,
    )
    return who.candidates([hit.household for hit in hits], day)


def unseen_duplicates(user: User, form: NewHouseholdForm, day: date) -> list[who.Candidate]:
    """The likely duplicates, if any of them has not been shown before; else none."""
    found = find_duplicates(user, form, day)
    seen = set(form.cleaned_data["seen"].split())
    return found if any(str(one.household.pk) not in seen for one in found) else []


def register(user: User, form: NewHouseholdForm, opened_on: date) -> Household:
    """Register what a valid form holds. Who logs the first visit takes the household on (report 2014, D)."""
    assert user.authority is not None
    data = form.cleaned_data
    roles = {grant.role: grant.unit_id for grant in user.grants.get("household.create", ())}
    unit_id = next((unit_id for unit_id in roles.values() if unit_id is not None), None)
    return register_household(
        authority=user.authority,
        by=user,
        opened_on=opened_on,
        applicant=form.applicant(),
        others=form.other_members(),
        unit=Unit.objects.filter(pk=unit_id).first() if unit_id else None,
        lives_in_district=yes_no(data["lives_in_district"]),
        known_to_social_services=yes_no(data["known_to_social_services"]),
        interpreter_language=data["interpreter_language"],
        protected_identity=data["protected_identity"] or Protection.NONE,
        project_worker=user if Role.PROJECT_WORKER in roles else None,
        caseworker=user if Role.PROJECT_WORKER not in roles and Role.CASEWORKER in roles else None,
    )
