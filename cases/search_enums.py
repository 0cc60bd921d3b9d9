"""Choices of the housing search: queues, priority, landlords, leads and the move."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QueueEnd(models.TextChoices):
    """Why a household stands in a queue no more."""

    LAPSED = "lapsed", _("The queue time was lost: the fee was not paid")
    HOUSED = "housed", _("Got a home through the queue")
    LEFT = "left", _("Left the queue")
    MISTAKE = "mistake", _("Entered by mistake")


class PriorityGround(models.TextChoices):
    """Why a household asks to go before others in a queue (förtur)."""

    MEDICAL = "medical", _("Medical reasons")
    SOCIAL = "social", _("Social reasons")
    CHILDREN = "children", _("For the children's sake")
    SAFETY = "safety", _("Threat or violence")
    WORK = "work", pgettext_lazy("priority", "Work or studies")
    OTHER = "other", pgettext_lazy("priority", "Other reasons")


class PriorityResult(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("priority", "Waits for an answer")
    GRANTED = "granted", pgettext_lazy("priority", "Granted")
    REJECTED = "rejected", pgettext_lazy("priority", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("priority", "Withdrawn")
