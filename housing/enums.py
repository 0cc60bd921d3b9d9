"""Choices of temporary housing, flats and the Boråd. Values are those of the CSV files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderKind(models.TextChoices):
    HOTEL = "hotel", _("Hotel")
    HOSTEL = "hostel", _("Hostel")
    EMERGENCY_FAMILY_HOME = "emergency_family_home", _("Emergency family home")
    QUICK_HOUSING = "quick_housing", _("Quick housing")
    SHELTER = "shelter", _("Shelter")
    OTHER = "other", _("Other provider")


class PricePer(models.TextChoices):
    NIGHT = "night", _("per night")
    MONTH = "month", _("per month")


class FlatKind(models.TextChoices):
    TRANSITIONAL = "transitional", _("Transitional flat")
    EMERGENCY = "emergency", _("Emergency flat")
    TRIAL = "trial", _("Trial flat")
    TRAINING = "training", _("Training flat")


class Accommodation(models.TextChoices):
    """What is applied for, where it has a code; other words are shown as they are written."""

    ACUTE = "acute", _("Acute accommodation")


class Outcome(models.TextChoices):
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")


# A stay in a transitional flat is at most this long (report 2014, "Genomgångsbostäder i Rinkeby").
TRANSITIONAL_LIMIT_MONTHS = 3
# What a month costs when the price is per night (figures.md, transitional_saving_sek_per_month).
NIGHTS_PER_MONTH = 30
# A placement that ended longer ago is not "the placement before" (figures.md, the same).
PLACEMENT_BEFORE_DAYS = 31
