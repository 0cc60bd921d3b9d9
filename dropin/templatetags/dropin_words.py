"""Words for the drop-in's rows."""

from django import template

from dropin.daylist import next_step_text
from dropin.models import Visit

register = template.Library()


@register.filter
def next_step_words(visit: Visit) -> str:
    """The next step of a row of the day's list; empty when there is none."""
    return next_step_text(visit)
