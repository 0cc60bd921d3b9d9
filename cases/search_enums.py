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


class LandlordKind(models.TextChoices):
    PUBLIC = "public", _("Municipal housing company")
    PRIVATE = "private", _("Private company")
    PERSON = "person", _("Private person")
    FOUNDATION = "foundation", _("Foundation or cooperative")


class LandlordContactKind(models.TextChoices):
    PHONE = "phone", _("By telephone")
    EMAIL = "email", _("By e-mail")
    MEETING = "meeting", pgettext_lazy("landlord", "Meeting")
    OTHER = "other", pgettext_lazy("landlord", "In another way")


class CheckSource(models.TextChoices):
    """Where a landlord was looked up. A record of what was done, not a register of bad people."""

    TENANTS_UNION = "tenants_union", _("The tenants' association")
    HEM_HYRA = "hem_hyra", _("Hem & Hyra")
    COMPANY_REGISTER = "company_register", _("Company register")
    LAND_REGISTER = "land_register", _("Land register: who owns the house")
    COLLEAGUES = "colleagues", _("Colleagues' experience")
    OTHER = "other", pgettext_lazy("check", "Another source")


class CheckResult(models.TextChoices):
    NOTHING = "nothing", pgettext_lazy("check", "Nothing that speaks against")
    DOUBTS = "doubts", pgettext_lazy("check", "Something to ask about")
    NOT_FOUND = "not_found", pgettext_lazy("check", "Not found there")


class VacancySource(models.TextChoices):
    INTERNET = "internet", _("The internet")
    AGENCY = "agency", _("A housing agency")
    LANDLORD = "landlord", _("The landlord")
    OTHER = "other", pgettext_lazy("vacancy", "In another way")


class VacancyEnd(models.TextChoices):
    OURS = "ours", _("One of our households got it")
    TAKEN = "taken", _("Somebody else got it")
    WITHDRAWN = "withdrawn", pgettext_lazy("vacancy", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("vacancy", "Too late to apply")
    MISTAKE = "mistake", _("Entered by mistake")
