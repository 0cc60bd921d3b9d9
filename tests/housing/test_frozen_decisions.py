"""A decision made here can't be changed or removed, by anybody; an imported one can be corrected."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.append_only import disposal_allowed
from core.clock import now
from housing.models import BoardDecision
from tests.factories.events import BoardDecisionFactory
from tests.factories.housing import ApplicationFactory, DelegationFactory

pytestmark = pytest.mark.django_db


def decided_here(**fields: Any) -> BoardDecision:
    application = ApplicationFactory()
    delegation = DelegationFactory(authority=application.authority)
    return BoardDecisionFactory(
        household=application.household,
        application=application,
        delegation=delegation,
        decided_by=delegation.user,
        decided_at=now(),
        **fields,
    )


def test_decision_made_here_is_frozen() -> None:
    decision = decided_here()
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardDecision.objects.filter(pk=decision.pk).update(reason="Ett annat skäl")
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.delete()
    assert BoardDecision.objects.get().reason == decision.reason


def test_imported_decision_can_be_corrected() -> None:
    decision = BoardDecisionFactory()
    BoardDecision.objects.filter(pk=decision.pk).update(reason="Rättat")
    assert BoardDecision.objects.get().reason == "Rättat"


def test_disposal_reaches_frozen_decisions() -> None:
    decision = decided_here()
    with disposal_allowed():
        decision.delete()
    assert not BoardDecision.objects.exists()


def test_application_has_one_final_decision() -> None:
    decision = decided_here()
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardDecisionFactory(
            household=decision.household,
            application=decision.application,
            delegation=decision.delegation,
            decided_by=decision.decided_by,
            decided_at=now(),
        )


def test_decision_made_here_names_who_decided() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardDecisionFactory(application=ApplicationFactory())
