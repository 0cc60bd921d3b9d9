"""What of the household's follow-ups and plans an absence hands over."""

from datetime import date
from typing import Any

from cases.enums import FollowUpState, HandedKind, StepState
from cases.models import FollowUp, PlanStep
from core.registries import HandOver, hand_overs


def register_hand_overs() -> None:
    """Called once, when the apps are ready."""
    for kind, model, is_open in (
        (HandedKind.FOLLOW_UP, FollowUp, FollowUpState.OPEN),
        (HandedKind.STEP, PlanStep, StepState.OPEN),
    ):
        source = HandOver(due=_due(model), holder="assigned_to", is_open={"state": is_open})
        hand_overs.register(kind.value, source)


def _due(model: Any) -> Any:
    """Theirs, or nobody's in households that they are responsible for."""

    def due(user_id: int, first_day: date, last_day: date) -> Any:
        return model.objects.open().of_staff({user_id}).filter(due_on__gte=first_day, due_on__lte=last_day)

    return due
