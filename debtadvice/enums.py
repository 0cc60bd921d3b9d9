"""Choices of budget and debt advice. Values are those of debt_cases.csv."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.TextChoices):
    OPEN_ADVICE = "open_advice", _("Open advice")
    BOOKED = "booked", _("Booked advice")
