"""What dropin contributes to pages of other apps."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.log_words import name_codes
from core.registries import (
    DutySource,
    HelpTopic,
    HouseholdAction,
    NavItem,
    booked_contacts,
    carried_rows,
    contact_counts,
    contact_sources,
    duty_sources,
    figure_groups,
    hand_overs,
    help_topics,
    household_actions,
    importers,
    navigation,
    referral_scopes,
    timeline_sources,
    visit_bookers,
)
from dropin.actions import book_next_session
from dropin.actions import duties as done
from dropin.duties import BOOKINGS, booking_duties, find_booking
from dropin.enums import BookingState
from dropin.figures import GROUPS
from dropin.handing_over import HAND_OVER
from dropin.imports import VISITS
from dropin.log_words import WORDS
from dropin.querysets import counted_visits, latest_visits, next_bookings, referred_to_debt_advice
from dropin.timeline import SOURCES


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    for group in GROUPS:
        figure_groups.register(group.name, group)
    for importer in (VISITS,):
        importers.register(importer.filename, importer)
    navigation.register(
        "dropin", NavItem("dropin", _("Drop-in"), "dropin:desk", "visit.read", 10, "door-open")
    )
    help_topics.register("dropin", HelpTopic("dropin", "dropin/_help.html", "visit.log", 10))
    for source in SOURCES:
        timeline_sources.register(source.name, source)
    for action in (
        HouseholdAction("dropin.log", _("Log a visit"), _log_url, "visit.log", 10, primary=True),
        HouseholdAction("dropin.book", _("Book a visit"), _book_url, "booking.change", 20),
    ):
        household_actions.register(action.name, action)
    contact_sources.register("visits", latest_visits)
    contact_counts.register("visits", counted_visits)
    booked_contacts.register("visits", next_bookings)
    hand_overs.register("booking", HAND_OVER)
    carried_rows.register("dropin.booking", {"state": BookingState.BOOKED})
    duty_sources.register(
        BOOKINGS,
        DutySource(
            BOOKINGS,
            booking_duties,
            complete=done.complete,
            move=done.move,
            cancel=done.cancel,
            reopen=done.reopen,
            find=find_booking,
        ),
    )
    visit_bookers.register("dropin", book_next_session)
    referral_scopes.register("visits", referred_to_debt_advice)


def _log_url(household: Any) -> str:
    return reverse("dropin:desk") + f"?household={household.pk}"


def _book_url(household: Any) -> str:
    return reverse("dropin:booking_new", args=[household.pk])
