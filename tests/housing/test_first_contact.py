"""What whoever starts a placement is told: the booking that was made, or the follow-up in its place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.clock import today
from dropin.models import Booking
from housing import actions
from housing.first_contact import started_words
from housing.models import Placement
from tests.factories.events import OpeningHoursFactory
from tests.factories.housing import ProviderPriceFactory
from tests.housing.board import Borad, make_borad, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def _told(borad: Borad) -> str:
    """The message after the form."""
    price = ProviderPriceFactory(provider=borad.provider)
    address = reverse("housing:placement_new", args=[borad.household().pk])
    form = {"place": f"l{price.pk}", "price_per": "night", "first_night": "idag"}
    page = signed_in(borad.worker).post(address, form, follow=True)
    return " ".join(str(message) for message in page.context["messages"])


def test_booking_is_told_with_its_day(borad: Borad) -> None:
    for weekday in range(7):
        OpeningHoursFactory(authority=borad.board, weekday=weekday)
    words = _told(borad)
    assert "bokat till drop-in" in words
    assert str(Booking.objects.get().day.day) in words


def test_follow_up_is_told_where_nothing_could_be_booked(borad: Borad) -> None:
    words = _told(borad)
    assert "Drop-in hade ingen tid" in words
    assert "bokat" not in words
    assert not Booking.objects.exists()


def test_nights_that_are_over_lead_to_nothing(borad: Borad) -> None:
    placement = actions.start_placement(
        household=borad.household(),
        provider=borad.provider,
        first_night=today() - 9 * DAY,
        last_night=today() - 2 * DAY,
        price_sek=585,
        price_per="night",
        by=borad.worker,
    )
    assert started_words(Placement.objects.get(pk=placement.pk), today()) == "Placeringen är påbörjad."
