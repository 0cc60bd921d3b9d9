"""The demo's staff: one account per role, with a password that everybody may know."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

# Fictional people and a public password: this app is never installed in production.
PASSWORD = "hemvag-demo-2013"  # noqa: S105 - public by design
DEPARTMENT = "Individ- och familjeomsorg"


@dataclass(frozen=True)
class DemoAccount:
    """Somebody to sign in as, and what is worth a look then."""

    short_name: str
    full_name: str
    staff_role: Role
    unit: str
    see: str | Promise

    @property
    def email(self) -> str:
        return f"{self.short_name}@hemvag.example"

    @property
    def password(self) -> str:
        return PASSWORD

    @property
    def role(self) -> str:
        return str(self.staff_role.label)


ACCOUNTS = (
    DemoAccount(
        "maria",
        "Maria Lindqvist",
        Role.PROJECT_WORKER,
        "Mottagnings- och service",
        _("The drop-in desk, every household, reports"),
    ),
    DemoAccount(
        "eva",
        "Eva Sandström",
        Role.CASEWORKER,
        "Försörjningsstöd",
        _("Only the households of her unit"),
    ),
    DemoAccount(
        "karin",
        "Karin Berggren",
        Role.UNIT_MANAGER,
        "Mottagnings- och service",
        _("Opening hours, her unit's households, emergency access"),
    ),
    DemoAccount(
        "peter",
        "Peter Holm",
        Role.TEAM_LEADER,
        "Försörjningsstöd",
        _("His unit's households and the day's visits"),
    ),
    DemoAccount(
        "sara",
        "Sara Nyström",
        Role.BOARD_MEMBER,
        "Försörjningsstöd",
        _("Households that have been to the Boråd"),
    ),
    DemoAccount(
        "lars",
        "Lars Törnqvist",
        Role.DEBT_ADVISER,
        "Budget- och skuldrådgivning",
        _("The queue to debt advice, debts, plans and landlords' notices"),
    ),
    DemoAccount(
        "anna",
        "Anna Forsell",
        Role.FLAT_COORDINATOR,
        "Vuxen",
        _("Only households that live in the flats"),
    ),
    DemoAccount(
        "birgitta",
        "Birgitta Ek",
        Role.DEPARTMENT_MANAGER,
        DEPARTMENT,
        _("Reports, and no clients"),
    ),
    DemoAccount(
        "olle",
        "Olle Granath",
        Role.LOG_REVIEWER,
        DEPARTMENT,
        _("Who has opened what"),
    ),
    DemoAccount(
        "admin",
        "Systemadministratören",
        Role.SYSTEM_ADMINISTRATOR,
        "",
        _("Accounts and roles, and no clients"),
    ),
)
# A colleague from the history, so that households have two workers to belong to.
COLLEAGUE = DemoAccount("jonas", "Jonas Wall", Role.PROJECT_WORKER, "Mottagnings- och service", "")
