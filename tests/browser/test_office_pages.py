"""What a unit keeps for its casework (texts, phrases, programmes) and versions of a plan: clean by axe."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.enums import Role
from accounts.models import User
from cases.actions import complete_step
from tests.factories.accounts import staff
from tests.factories.cases import HouseholdUnitFactory, family
from tests.factories.casework import PhraseFactory, plan_of
from tests.factories.rota import ProgrammeFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(page: Page, sign_in: Callable[[Page, Any], None]) -> User:
    """The unit's manager, signed in."""
    made = staff(Role.UNIT_MANAGER, full_name="Karin Chef")
    sign_in(page, made)
    return made


def test_texts_phrases_and_programmes(
    see: Callable[..., None], see_refused: Callable[..., None], manager: User
) -> None:
    phrase = PhraseFactory(unit=manager.memberships.get().unit)
    programme = ProgrammeFactory(authority=manager.authority)
    for name in ("material_list", "phrase_list", "programme_list"):
        see(f"cases:{name}")
    see("cases:material", "staff_guide", "sv")
    see_refused("cases:material_new")
    see_refused("cases:material_edit", "plan_template", "sv")
    see_refused("cases:phrase_new")
    see_refused("cases:phrase_change", phrase)
    see_refused("cases:programme_change", programme, clear="input[type=text]")


def test_a_plan_and_its_versions(see: Callable[..., None], manager: User) -> None:
    unit = manager.memberships.get().unit
    household = family(date(2015, 3, 1), authority=manager.authority, project_worker=manager)
    HouseholdUnitFactory(household=household, unit=unit)
    plan = plan_of(household, "Ring hyresvärden", saved_by=manager)
    complete_step(step=plan.steps.get(), by=manager)
    see("cases:plan", household)
    see("cases:plan_history", household)
