"""Choices of the household file, as domain.md names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Protection(models.TextChoices):
    """Protected identity. Values are those of households.csv."""

    NONE = "none", _("No protection")
    MARKED = "marked", _("Confidentiality marking")
    PROTECTED_REGISTRATION = (
        "protected_registration",
        _("Protected population registration"),
    )


class MemberRole(models.TextChoices):
    """A member's place in the household. Values are those of members.csv."""

    APPLICANT = "applicant", _("Applicant")
    ADULT = "adult", _("Adult")
    CHILD = "child", _("Child")


class IdentityKind(models.TextChoices):
    PERSONAL = "personal", _("Personal identity number")
    COORDINATION = "coordination", _("Coordination number")
    NONE = "none", _("No number")


class Situation(models.IntegerChoices):
    """The homelessness situations of the 2014 report (after the National Board of Health and Welfare)."""

    ACUTE = 1, _("Acute homelessness")
    INSTITUTION = 2, _("In an institution, no home to leave for")
    MUNICIPAL_SOLUTION = 3, _("In housing arranged by the municipality")
    TEMPORARY = 4, _("Temporarily with others, or a short contract")
    YOUNG_PERSON = 5, _("Young person outside the family")


# What a limit of silence is set for beside the situations: none is recorded; in a home of its own that no
# situation has followed, where a household is silent only if the board wants to be told.
NO_SITUATION, HOUSED = 0, max(Situation) + 1
HOUSED_DAYS = 0


# The wording of the definitions that a recorded situation followed.
SITUATION_DEFINITION = "2014"


class EntryReason(models.TextChoices):
    """Why the household came (report 2014, the project's goals: acute, temporary, at risk)."""

    ACUTE = "acute", _("Acutely homeless")
    TEMPORARY = "temporary", _("In temporary housing")
    AT_RISK = "at_risk", _("At risk of becoming homeless")


class HomeContract(models.TextChoices):
    """How the household lives after the move. Values are those of homes.csv."""

    FIRST_HAND = "first_hand", _("First-hand contract")
    SECOND_HAND = "second_hand", _("Sublease")
    LODGER = "lodger", _("Lodger")
    SHORT_TERM = "short_term", _("Short-term contract")
    SUPPORTED_HOUSING = "supported_housing", _("Supported housing")


# "Eget boende" in the report: a contract of one's own, a sublease or lodgings.
OWN_HOME_CONTRACTS = (
    HomeContract.FIRST_HAND,
    HomeContract.SECOND_HAND,
    HomeContract.LODGER,
)


class AccessKind(models.TextChoices):
    NAMED = "named", _("Named")
    BREAK_GLASS = "break_glass", _("Emergency access")


class LinkKind(models.TextChoices):
    SPLIT = "split", _("Split")
    JOINED = "joined", _("Joined")
    MERGED = "merged", _("Was a double")


class TransferState(models.TextChoices):
    OFFERED = "offered", _("Waiting for the receiving board")
    RECEIVED = "received", _("Received")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FollowUpKind(models.TextChoices):
    """Why a household is followed up (report 2014: drop-in, Boråd, transitional flats, families in flats)."""

    FIRST_CONTACT = "first_contact", _("First contact with the project")
    AFTER_BOARD = "after_board", _("Follow-up after the Boråd")
    TRANSITIONAL_WEEKLY = "transitional_weekly", _("Weekly meeting, transitional flat")
    FLAT_FAMILY_MONTHLY = "flat_family_monthly", _("Monthly meeting, family in a flat")
    UNTIL_HOUSED = "until_housed", _("Follow-up until there is a home")
    UNTIL_MOVED_IN = "until_moved_in", _("Follow-up until they have moved in")
    AFTER_MOVE = "after_move", _("Follow-up after the move")
    PROGRAMME = "programme", _("Follow-up in a programme")
    OTHER = "other", pgettext_lazy("follow-up", "Follow-up")


class FollowUpState(models.TextChoices):
    OPEN = "open", pgettext_lazy("follow-up", "To be done")
    DONE = "done", pgettext_lazy("follow-up", "Done")
    CANCELLED = "cancelled", pgettext_lazy("follow-up", "Cancelled")


class IntervalUnit(models.TextChoices):
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class PlanOwner(models.TextChoices):
    """Whose a step of a work plan is."""

    CLIENT = "client", pgettext_lazy("plan", "The client")
    PROJECT_WORKER = "project_worker", pgettext_lazy("plan", "The project worker")
    OTHER_UNIT = "other_unit", pgettext_lazy("plan", "Another unit")


class StepState(models.TextChoices):
    OPEN = "open", pgettext_lazy("step", "To be done")
    DONE = "done", pgettext_lazy("step", "Done")
    CANCELLED = "cancelled", pgettext_lazy("step", "Cancelled")


class NoteKind(models.TextChoices):
    """What a note in the journal tells of (report 2014, "Information/Konsultation")."""

    CONTACT = "contact", pgettext_lazy("note", "Meeting")
    PHONE = "phone", pgettext_lazy("note", "Phone call")
    THREE_PARTY = "three_party", pgettext_lazy("note", "Three-party meeting")
    HOME_VISIT = "home_visit", pgettext_lazy("note", "Home visit")
    CONSULTATION = "consultation", pgettext_lazy("note", "Consultation without the client")
    SCHOOL = "school", pgettext_lazy("note", "School or preschool")
    OTHER = "other", pgettext_lazy("note", "Other")


# Notes of a contact with the household itself: what "no contact for N days" counts from.
CONTACT_NOTES = (NoteKind.CONTACT, NoteKind.PHONE, NoteKind.THREE_PARTY, NoteKind.HOME_VISIT)


class FileKind(models.TextChoices):
    """What may be attached. The value is the ending of the file's name."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", _("Image (jpg)")
    PNG = "png", _("Image (png)")
    DOCX = "docx", _("Text (Word)")
    XLSX = "xlsx", _("Spreadsheet (Excel)")
    PPTX = "pptx", _("Presentation (PowerPoint)")
    ODT = "odt", _("Text (LibreOffice)")
    ODS = "ods", _("Spreadsheet (LibreOffice)")


class InformationTopic(models.TextChoices):
    """What is gone through with everybody who seeks a home (report 2014, "Arbetssätt"; SoL 11:6)."""

    MARKET = "market", _("How the housing market works")
    QUEUE_FEE = "queue_fee", _("Why the queue fee matters")
    HOW_TO_SEARCH = "how_to_search", _("How one looks for a home")
    QUEUES = "queues", _("Which queues there are")
    ECONOMY = "economy", _("Money in order: rent arrears and payment default records")
    RESPONSIBILITY = "responsibility", _("What one can do and has to do oneself")
    ELSEWHERE = "elsewhere", _("Moving to another municipality")
    REPAYMENT = "repayment", _("Repayment plans that can be kept")
    PRIORITY = "priority", _("Priority in the queue")
    CONTRACT = "contract", _("Checking landlord and contract, the Tenants' Union")
    ASSISTANCE = "assistance", _("The right to apply for assistance")
    BROCHURE = "brochure", _("Brochure handed out")


class HandedKind(models.TextChoices):
    """What an absence can hand over."""

    FOLLOW_UP = "follow_up", _("Follow-up")
    STEP = "step", _("Step of a work plan")
    BOOKING = "booking", _("Booked visit")


class MaterialKind(models.TextChoices):
    """Texts that the board edits itself (report 2014, "Slutord": lathund, arbetsplansmall, information)."""

    PLAN_TEMPLATE = "plan_template", _("Template of the work plan")
    STAFF_GUIDE = "staff_guide", _("Guide for staff")
    BROCHURE = "brochure", _("Brochure for those who seek a home")


class HousingNow(models.TextChoices):
    """How the household lives at the time of an assessment: what situations 1-5 are told apart by."""

    ROUGH_SLEEPING = "rough_sleeping", _("Without a roof: outdoors, car, tent")
    SHELTER = "shelter", _("Shelter for the night")
    EMERGENCY = "emergency", _("Hotel, hostel or emergency home")
    INSTITUTION = "institution", _("Prison, treatment or care institution")
    SUPPORTED = "supported", _("Supported housing")
    MUNICIPAL = "municipal", _("Trial, training or transitional flat, municipal contract")
    WITH_OTHERS = "with_others", _("With family or friends, no contract")
    SHORT_CONTRACT = "short_contract", _("Lodger or sublease with a private person")
    OWN_CONTRACT = "own_contract", _("Contract of their own")
    OTHER = "other", pgettext_lazy("housing now", "In another way")


class IncomeSource(models.TextChoices):
    """What the household lives on, above all."""

    WORK = "work", _("Wages")
    BUSINESS = "business", _("Business of their own")
    UNEMPLOYMENT = "unemployment", _("Unemployment benefit")
    SICKNESS = "sickness", _("Sickness or activity compensation")
    PARENTAL = "parental", _("Parental benefit")
    PENSION = "pension", _("Pension")
    STUDIES = "studies", _("Student aid")
    INTRODUCTION = "introduction", _("Introduction benefit")
    INCOME_SUPPORT = "income_support", _("Income support")
    NONE = "none", _("No income")
    OTHER = "other", pgettext_lazy("income", "Other income")


# Income that is the household's own, and not assistance from the social services.
OWN_INCOME = frozenset(IncomeSource) - {IncomeSource.INCOME_SUPPORT, IncomeSource.NONE}


class Cause(models.TextChoices):
    """What led to homelessness (report 2014, "Bakgrund"). Sensitive: never searched, listed or exported."""

    SUBSTANCE_ABUSE = "substance_abuse", _("Substance abuse")
    MENTAL_ILL_HEALTH = "mental_ill_health", _("Mental ill-health")
    PHYSICAL_ILL_HEALTH = "physical_ill_health", _("Physical ill-health")
    COMBINED_NEEDS = "combined_needs", _("Social and psychiatric problems together")
    UNEMPLOYMENT = "unemployment", _("Unemployment")
    FINANCIAL_DIFFICULTIES = "financial_difficulties", _("Financial difficulties")
    RELATIONSHIPS = "relationships", _("Problems in relationships")
    SEPARATION = "separation", _("Divorce or separation")
    EVICTION = "eviction", _("Eviction")
    NO_REFERENCES = "no_references", _("No references from landlords")
    LOW_INCOME = "low_income", _("Low or no income")
    INCOME_SUPPORT_REFUSED = "income_support_refused", _("Landlords do not accept income support")
    RENT_ARREARS = "rent_arrears", _("Rent arrears")
    OTHER_DEBTS = "other_debts", _("Other debts")
    YOUNG_ADULT = "young_adult", _("Young adult without a first home")
    BORN_ABROAD = "born_abroad", _("Born abroad, new to the housing market")


class SubstanceAbuse(models.TextChoices):
    """Sensitive. The criterion of a transitional flat is "no extensive or ongoing" abuse (report 2014)."""

    NONE = "none", pgettext_lazy("substance abuse", "No")
    PAST = "past", pgettext_lazy("substance abuse", "Earlier, not now")
    ONGOING = "ongoing", pgettext_lazy("substance abuse", "Ongoing")
    EXTENSIVE = "extensive", pgettext_lazy("substance abuse", "Extensive")


class SupportNeed(models.TextChoices):
    """Sensitive. How much support the household needs in order to live in a flat."""

    NONE = "none", pgettext_lazy("support", "None")
    SOME = "some", pgettext_lazy("support", "Some")
    EXTENSIVE = "extensive", pgettext_lazy("support", "Extensive")
