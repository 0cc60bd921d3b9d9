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
    """What is applied for and decided; imported history may hold other words, shown as they are written."""

    ACUTE = "acute", _("Acute accommodation")
    TRANSITIONAL = "transitional", _("Transitional flat")
    EMERGENCY = "emergency", _("Emergency flat")
    TRIAL = "trial", _("Trial flat")
    TRAINING = "training", _("Training flat")


FLAT_ACCOMMODATIONS = (
    Accommodation.TRANSITIONAL,
    Accommodation.EMERGENCY,
    Accommodation.TRIAL,
    Accommodation.TRAINING,
)


class Outcome(models.TextChoices):
    """What was decided. The first three are those of decisions.csv and of the figures."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")
    REVOKED = "revoked", _("Revoked")


IMPORTED_OUTCOMES = (Outcome.APPROVED, Outcome.REJECTED, Outcome.DEFERRED)


class ApplicationKind(models.TextChoices):
    NEW = "new", _("New application")
    EXTENSION = "extension", _("Extension")


class ApplicationState(models.TextChoices):
    """A deferred application stays submitted until it is decided."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_APPLICATION_STATES = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


class LegalBasis(models.TextChoices):
    """SoL (2025:400), and the act before it for what was decided then."""

    SOL_11_1 = "sol_11_1", _("Social Services Act (2025:400) 11:1")
    SOL_12_1 = "sol_12_1", _("Social Services Act (2025:400) 12:1")
    SOL_2001_4_1 = "sol_2001_4_1", _("Social Services Act (2001:453) 4:1")


class DelegatedArea(models.TextChoices):
    """What a delegation lets its holder decide."""

    ACUTE = "acute", _("Acute accommodation")
    TRANSITIONAL = "transitional", _("Transitional flats")
    FLATS = "flats", _("Emergency, trial and training flats, and continued assistance in them")
    OVERSTAY = "overstay", _("Stays over the limit in transitional flats")


AREA_OF = {
    Accommodation.ACUTE: DelegatedArea.ACUTE,
    Accommodation.TRANSITIONAL: DelegatedArea.TRANSITIONAL,
    Accommodation.EMERGENCY: DelegatedArea.FLATS,
    Accommodation.TRIAL: DelegatedArea.FLATS,
    Accommodation.TRAINING: DelegatedArea.FLATS,
}


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Going on")
    CLOSED = "closed", _("Closed")


class MeetingPart(models.TextChoices):
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")
    PRESENTER = "presenter", _("Presenter")


class ItemKind(models.TextChoices):
    """Why something is on the agenda, in the order in which it is taken up."""

    CONFIRM_URGENT = "confirm_urgent", _("Urgent decision to confirm")
    DEFERRED = "deferred", _("Deferred earlier")
    APPLICATION = "application", _("New application")
    PLACEMENT_ENDS = "placement_ends", _("Placement whose decision ends")
    TENANCY_ENDS = "tenancy_ends", _("Stay whose decision ends")
    FLAT_FREE = "flat_free", _("Transitional flat free")


class CriterionOutcome(models.TextChoices):
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    UNKNOWN = "unknown", _("Not known")


class PlacementEnd(models.TextChoices):
    """Why a placement ended."""

    OWN_HOME = "own_home", _("Moved to a home of their own")
    OUR_FLAT = "our_flat", _("Moved to one of our flats")
    OTHER_PROVIDER = "other_provider", _("Moved to another provider")
    NEW_PRICE = "new_price", _("Goes on at a new price")
    SUPPORTED_HOUSING = "supported_housing", _("Moved to supported housing or care")
    FOUND_ELSEWHERE = "found_elsewhere", _("Found somewhere else to stay")
    NOT_EXTENDED = "not_extended", _("Not extended")
    LEFT = "left", _("Left without saying where")
    OTHER = "other", _("Other")


class NextSolution(models.TextChoices):
    """Where a stay in a transitional flat leads (report 2014: awaiting a named other solution)."""

    OWN_HOME = "own_home", _("A home of their own")
    OTHER_MUNICIPALITY = "other_municipality", _("A home in another municipality")
    OTHER_FLAT = "other_flat", _("Another of our flats")
    OTHER_UNIT = "other_unit", _("Housing or care through another unit")
    FAMILY_OR_FRIENDS = "family_or_friends", _("With family or friends")
    ACUTE = "acute", _("Back to acute accommodation")
    OTHER = "other", _("Other")


class IncidentKind(models.TextChoices):
    DISTURBANCE = "disturbance", _("Disturbance")
    DAMAGE = "damage", _("Damage")
    RENT = "rent", _("Rent not paid")
    RULES = "rules", _("Broke the rules of the flat")
    OTHER = "other", _("Other")


class Obstacle(models.TextChoices):
    """What keeps a tenant from taking over the lease (report 2014, the 15 families)."""

    RENT_ARREARS = "rent_arrears", _("Rent arrears")
    OTHER_DEBTS = "other_debts", _("Other debts")
    INCOME = "income", _("No income of their own")
    QUEUE = "queue", _("Not in the housing queue, or fee not paid")
    REFERENCES = "references", _("No housing references")
    DISTURBANCES = "disturbances", _("Disturbances")
    LANDLORD = "landlord", _("The landlord does not agree")
    OTHER = "other", _("Other")


# The client's fee in a transitional flat is what the district pays and this much more, since it is
# furnished (report 2014, "Genomgångsbostäder i Rinkeby"; at most 15 % by JB 12:55). Boards date their own.
DEFAULT_SURCHARGE_PERCENT = 3
# A favourable decision not carried out within this time is reported every quarter (SoL 2025:400 34:1).
UNEXECUTED_MONTHS = 3
# A stay in a transitional flat is at most this long (report 2014, "Genomgångsbostäder i Rinkeby").
TRANSITIONAL_LIMIT_MONTHS = 3
# What a month costs when the price is per night (figures.md, transitional_saving_sek_per_month).
NIGHTS_PER_MONTH = 30
# A placement that ended longer ago is not "the placement before" (figures.md, the same).
PLACEMENT_BEFORE_DAYS = 31
