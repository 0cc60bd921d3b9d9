"""Words for the drop-in's rows."""

from django import template

from accounts.models import User
from core.registries import household_actions
from dropin.daylist import next_step_text
from dropin.enums import NextStep
from dropin.models import Visit

# The button of the household's page that leads to an application.
APPLY = "housing.apply"

register = template.Library()


@register.filter
def next_step_words(visit: Visit) -> str:
    """The next step of a row of the day's list; empty when there is none."""
    return next_step_text(visit)


@register.filter
def next_step_url(visit: Visit, user: User) -> str:
    """Where an application to the Boråd is written, for those who may; empty for every other next step."""
    if visit.next_step != NextStep.BOARD_APPLICATION or visit.household is None:
        return ""
    if APPLY not in household_actions or not user.can(household_actions[APPLY].permission):
        return ""
    return household_actions[APPLY].url(visit.household)
