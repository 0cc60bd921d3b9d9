"""Every verb of housing: it leaves its event, is refused to another board, leaves nothing when it fails."""

from typing import Any

import pytest
from django.apps import apps

from accounts.enums import Role
from accounts.models import User
from cases.errors import ActionRefused
from core import audit
from core.models import AuditEvent
from housing import actions
from tests.factories.accounts import UnitFactory, staff
from tests.housing.board_verbs import BOARD
from tests.housing.flat_verbs import FLATS
from tests.housing.placement_verbs import PLACEMENTS
from tests.housing.scene import Scene

pytestmark = pytest.mark.django_db
# They read, or bring in line what others changed, and say so themselves only when there was something.
NO_VERBS = {"criteria_for", "surcharge_on", "refresh_agenda", "plan_meetings"}
VERBS = {**BOARD, **FLATS, **PLACEMENTS}


def rows_of_everything() -> dict[str, list[Any]]:
    """Every row of every model of the product, to be compared."""
    own = {"accounts", "cases", "core", "dropin", "housing", "debtadvice"}
    models = [model for model in apps.get_models() if model._meta.app_label in own]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_no_verb_is_forgotten() -> None:
    verbs = {name for name in actions.__all__ if name[0].islower()}
    assert verbs - NO_VERBS == set(VERBS)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verb_leaves_its_event_with_who_did_it(scene: Scene, verb: str) -> None:
    terms = VERBS[verb](scene)
    before = AuditEvent.objects.count()
    getattr(actions, verb)(by=scene.by, **terms)
    assert AuditEvent.objects.filter(actor=scene.by).count() > 0
    assert AuditEvent.objects.count() > before


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verb_is_refused_to_another_board(scene: Scene, verb: str) -> None:
    if verb == "add_provider":
        pytest.skip("a provider is added to the board of whoever adds it")
    terms = VERBS[verb](scene)
    stranger: User = staff(Role.UNIT_MANAGER, unit=UnitFactory())
    before = rows_of_everything()
    with pytest.raises(ActionRefused) as refused:
        getattr(actions, verb)(by=stranger, **terms)
    assert str(refused.value)
    assert rows_of_everything() == before


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_nothing_is_left_when_the_event_can_not_be_written(
    scene: Scene, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = VERBS[verb](scene)
    before = rows_of_everything()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(audit, "_append", broken)
    with pytest.raises(RuntimeError, match="the log is full"):
        getattr(actions, verb)(by=scene.by, **terms)
    assert rows_of_everything() == before
