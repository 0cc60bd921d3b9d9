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


class LeadStep(models.TextChoices):
    """How far a lead has come (report 2014, "Drop in", "Kontakt med hyresvärdar"), in this order."""

    DETAILS_GIVEN = "details_given", _("Details given")
    CONTACTED = "contacted", _("Contact made")
    VIEWING = "viewing", _("Viewing")
    OFFERED = "offered", _("Offer")
    ACCEPTED = "accepted", _("Accepted by the household")
    CONTRACT_CHECKED = "contract_checked", _("Contract checked")
    SIGNED = "signed", _("Signed by the household")


LEAD_STEPS: tuple[LeadStep, ...] = tuple(LeadStep)


class LeadOutcome(models.TextChoices):
    """How a lead ended."""

    SIGNED = "signed", _("Signed by the household")
    DECLINED = "declined", _("The household said no")
    REFUSED = "refused", _("The landlord said no")
    GONE = "gone", _("The home is to let no more")
    MISTAKE = "mistake", _("Entered by mistake")


# A signed lease is moved in to within so long, or something else has happened to it.
LEASE_WAITS_MONTHS = 12


class LeadReason(models.TextChoices):
    """Why somebody said no. The first ones are the household's, the others the landlord's."""

    RENT = "rent", _("The rent is too high")
    PLACE = "place", _("The place")
    SIZE = "size", _("The size or the state of the home")
    CHILDREN = "children", _("School, daycare or the children")
    OTHER_HOME = "other_home", _("Has found another home")
    INCOME = "income", _("The income is too low")
    INCOME_SUPPORT = "income_support", _("Income support is not accepted")
    REFERENCES = "references", _("References are lacking")
    DEFAULT_RECORD = "default_record", _("Debts or a payment default record")
    ANOTHER_TENANT = "another_tenant", _("Somebody else was chosen")
    OTHER = "other", pgettext_lazy("lead", "Another reason")


class MoveTask(models.TextChoices):
    """What goes with a move (report 2014, "Drop in": "allt klart vid flyttning")."""

    LEASE_COPY = "lease_copy", _("Copy of the lease")
    HOUSING_ALLOWANCE = "housing_allowance", _("Housing allowance applied for")
    ADDRESS = "address", _("Change of address")
    RELOCATION_GRANT = "relocation_grant", _("Relocation grant applied for")
    FURNITURE = "furniture", pgettext_lazy("move", "Furniture")
    FINANCIAL_ASSISTANCE = "financial_assistance", _("Financial assistance in the new place: informed")
    SCHOOL = "school", _("School and daycare")
    QUEUE_KEPT = "queue_kept", _("The place in Stockholm's queue is kept")
    TENANTS_UNION = "tenants_union", _("Informed of the tenants' association and home insurance")


class TaskState(models.TextChoices):
    TO_DO = "to_do", pgettext_lazy("task", "To be done")
    DONE = "done", pgettext_lazy("task", "Done")
    NOT_NEEDED = "not_needed", pgettext_lazy("task", "Not needed")
