"""Choices of the drop-in desk. Values of kind, referral and topics are those of visits.csv."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VisitKind(models.TextChoices):
    DROP_IN = "drop_in", _("Drop-in visit")
    BOOKED = "booked", _("Booked visit")


class Place(models.TextChoices):
    """Where the visit was: the desk, or the citizens' office at the library (report 2014, "Bibblerian")."""

    DESK = "desk", _("The desk")
    CITIZENS_OFFICE = "citizens_office", _("Citizens' office at the library")


class Topic(models.TextChoices):
    """What a visit was about, in the order of the chips."""

    QUEUE_AND_FEE = "queue_and_fee", _("Housing queue and fee")
    VACANCIES = "vacancies", _("Vacant homes")
    OTHER_MUNICIPALITIES = "other_municipalities", _("Other municipalities")
    DEBTS = "debts", _("Debts")
    CONTRACT_AND_LANDLORD = "contract_and_landlord", _("Contract and landlord")
    EVICTION_RISK = "eviction_risk", _("Risk of eviction")
    PRIORITY = "priority", _("Priority allocation")
    FORMS = "forms", _("Forms")


class Referrer(models.TextChoices):
    SELF = "self", _("Came by themselves")
    CASEWORKER = "caseworker", _("Caseworker")
    INCOME_SUPPORT = "income_support", _("Income support")
    BOARD = "board", _("The Boråd")
    CITIZEN_OFFICE = "citizen_office", _("Citizens' office")
    DEBT_ADVICE = "debt_advice", _("Budget and debt advice")
    OTHER_UNIT = "other_unit", _("Another unit")
    OTHER = "other", pgettext_lazy("referrer", "Other")


class HomelessTiming(models.TextChoices):
    """Whether they came before or after becoming homeless (report 2014, result of acute housing)."""

    BEFORE = "before", _("Before becoming homeless")
    AFTER = "after", _("After becoming homeless")


class NextStep(models.TextChoices):
    NOTHING = "nothing", _("Nothing more")
    BOOKED_VISIT = "booked_visit", pgettext_lazy("next step", "Book a visit")
    BOARD_APPLICATION = "board_application", _("Application to the Boråd")
    DEBT_ADVICE = "debt_advice", pgettext_lazy("next step", "Budget and debt advice")
    REFER_ON = "refer_on", _("Refer on")


class BookingReason(models.TextChoices):
    """Why a visit is booked (report 2014, "Inbokade besök")."""

    INTERPRETER = "interpreter", _("Needs an interpreter")
    ACUTE = "acute", _("Acute, needs action at once")
    WHOLE_SITUATION = "whole_situation", _("Talk through the whole situation")
    THREE_PARTY = "three_party", _("Three-party meeting with the caseworker")
    FOLLOW_UP = "follow_up", _("Follow-up")
    PLACED = "placed", _("Placed in temporary housing")


class BookingState(models.TextChoices):
    BOOKED = "booked", pgettext_lazy("booking", "Booked")
    ARRIVED = "arrived", pgettext_lazy("booking", "Came")
    NO_SHOW = "no_show", pgettext_lazy("booking", "Did not come")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")
