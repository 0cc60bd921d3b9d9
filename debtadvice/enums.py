"""Choices of budget and debt advice. Values that stand in debt_cases.csv are those of the file."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Entry(models.TextChoices):
    OPEN_ADVICE = "open_advice", _("Open advice")
    BOOKED = "booked", _("Booked advice")


class CameFrom(models.TextChoices):
    """Who showed the way to the advice."""

    SELF = "self", _("Came by themselves")
    PROJECT = "project", _("The homelessness project")
    SOCIAL_SERVICES = "social_services", _("Another part of social services")
    LANDLORD = "landlord", _("A landlord's notice")
    ENFORCEMENT = "enforcement", _("The Enforcement Authority")
    HEALTH_CARE = "health_care", _("Health care")
    OTHER = "other", pgettext_lazy("referrer", "Other")


class Priority(models.IntegerChoices):
    """Who comes first (report 2014, Budget- och skuldrådgivning): the order of the queue."""

    EVICTION = 1, _("Risk of eviction")
    CHILDREN = 2, _("Children in the household")
    TAKEOVER = 3, _("Debts stop them from taking over their flat")
    OTHER = 4, pgettext_lazy("priority", "Others")


class AdviceKind(models.TextChoices):
    OPEN_ADVICE = "open_advice", _("Open advice")
    MEETING = "meeting", _("Booked meeting")
    PHONE = "phone", _("By telephone")
    LETTER = "letter", _("By letter or e-mail")
    WORK = "work", _("Work without the client")


class AppointmentState(models.TextChoices):
    BOOKED = "booked", pgettext_lazy("booking", "Booked")
    CAME = "came", pgettext_lazy("booking", "Came")
    NO_SHOW = "no_show", pgettext_lazy("booking", "Did not come")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")


class ConsentScope(models.IntegerChoices):
    """What the client lets social services see; each step holds the ones before it."""

    IN_ADVICE = 1, _("That the person is in advice")
    READINESS = 2, _("Also what matters for a lease of one's own")
    PLAN = 3, _("Also the repayment plan, and how it goes")


class ConsentForm(models.TextChoices):
    WRITTEN = "written", pgettext_lazy("consent", "In writing")
    ORAL = "oral", pgettext_lazy("consent", "Orally")


class CloseReason(models.TextChoices):
    FINISHED = "finished", _("The advice is finished")
    STOPPED = "stopped", _("The client ended it")
    NO_CONTACT = "no_contact", _("No contact any more")
    MOVED = "moved", _("Moved to another municipality")
    DIED = "died", _("The client has died")
    OTHER = "other", pgettext_lazy("reason", "Other")


class CaseOutcome(models.TextChoices):
    """What it led to, told when the case is closed."""

    BALANCED = "balanced", _("Income covers expenses")
    PLAN = "plan", _("Pays by a plan")
    DEBT_FREE = "debt_free", _("Free from debt")
    RESTRUCTURING = "restructuring", _("Debt restructuring")
    HOME_KEPT = "home_kept", _("The home is kept")
    INFORMED = "informed", _("Information and advice")
    UNCHANGED = "unchanged", _("No change")


class DebtKind(models.TextChoices):
    RENT = "rent", pgettext_lazy("debt", "Rent")
    STATE = "state", _("The Enforcement Authority, debt to the state")
    ENFORCED = "enforced", _("The Enforcement Authority, private creditor")
    CREDIT = "credit", _("Consumer credit")
    CARD = "card", _("Credit card")
    BILL = "bill", _("Unpaid bill")
    TAX = "tax", pgettext_lazy("debt", "Tax")
    ALIMONY = "alimony", _("Child maintenance")
    PRIVATE = "private", _("Private person")
    OTHER = "other", pgettext_lazy("debt", "Other")


# With the Enforcement Authority, whoever the creditor is.
ENFORCED_KINDS = (DebtKind.STATE, DebtKind.ENFORCED)


class Strategy(models.TextChoices):
    """In which order the same money pays the debts."""

    SMALLEST = "smallest", _("The smallest first")
    DEAREST = "dearest", _("The dearest first")
    EQUAL = "equal", _("The same to each")
    PROPORTIONAL = "proportional", _("In proportion to the debts")
    OWN = "own", _("An amount of its own for each creditor")


class LetterKind(models.TextChoices):
    """What a letter to a creditor asks for."""

    PROPOSAL = "proposal", _("Proposes instalments by the plan")
    RESPITE = "respite", _("Asks for time")
    STATEMENT = "statement", _("Asks what the debt comes to")


class TableKind(models.TextChoices):
    """Tables of amounts that hold from a day on, for the whole installation."""

    NORM = "norm", _("The national norm")
    RENT = "rent", _("Reasonable rent")
    MINIMUM = "minimum", _("At least to the Enforcement Authority")


class RestructuringState(models.TextChoices):
    """How far an application for debt restructuring (skuldsanering) has come."""

    PREPARING = "preparing", pgettext_lazy("restructuring", "Being prepared")
    APPLIED = "applied", pgettext_lazy("restructuring", "Applied for")
    GRANTED = "granted", pgettext_lazy("restructuring", "Granted")
    REJECTED = "rejected", pgettext_lazy("restructuring", "Rejected")
    ENDED = "ended", pgettext_lazy("restructuring", "Ended")


class Condition(models.TextChoices):
    """What the Enforcement Authority asks before it grants (skuldsaneringslagen 2016:675)."""

    LIVES_HERE = "lives_here", _("Has the centre of their life in Sweden")
    CANNOT_PAY = "cannot_pay", _("Can't pay the debts within a foreseeable time")
    REASONABLE = "reasonable", _("It is reasonable: how the debts arose and what has been tried")
    NO_BAN = "no_ban", _("Has no trading prohibition")
    FIRST_TIME = "first_time", _("Has not had debt restructuring before")
    MAPPED = "mapped", _("All debts are known and no new ones arise")


class RestructuringEnd(models.TextChoices):
    FULFILLED = "fulfilled", _("Paid to the end: free from debt")
    REVOKED = "revoked", _("Revoked")
    WITHDRAWN = "withdrawn", _("Withdrawn by the client")


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Proposal")
    RUNNING = "running", pgettext_lazy("plan", "Running")
    ENDED = "ended", pgettext_lazy("plan", "Ended")


class NoticeKind(models.TextChoices):
    """What a landlord tells the board (jordabalken 12:25 a, 12:42, 12:44)."""

    RENT_LATE = "rent_late", _("The rent is late")
    TERMINATION = "termination", _("Terminated because of unpaid rent")
    DISTURBANCE = "disturbance", _("Disturbance")
    EVICTION = "eviction", _("Eviction date")


class NoticeResult(models.TextChoices):
    KEPT = "kept", _("The home is kept")
    WITHDRAWN = "withdrawn", _("The landlord withdrew it")
    MOVED = "moved", _("Moved before the eviction")
    EVICTED = "evicted", _("Evicted")
    OTHER = "other", pgettext_lazy("result", "Other")
