"""Roles and kinds of units, as domain.md names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is at a unit. What each role may do stands in accounts/permissions.toml."""

    PROJECT_WORKER = "project_worker", _("Project worker")
    CASEWORKER = "caseworker", _("Caseworker")
    BOARD_MEMBER = "board_member", _("Boråd member")
    UNIT_MANAGER = "unit_manager", _("Unit manager")
    TEAM_LEADER = "team_leader", _("Team leader")
    DEBT_ADVISER = "debt_adviser", _("Debt adviser")
    FLAT_COORDINATOR = "flat_coordinator", _("Flat coordinator")
    DEPARTMENT_MANAGER = "department_manager", _("Department manager")
    LOG_REVIEWER = "log_reviewer", _("Log reviewer")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")


class UnitKind(models.TextChoices):
    RECEPTION = "reception", _("Reception and service")
    INCOME_SUPPORT = "income_support", _("Income support")
    ADULTS = "adults", _("Adults")
    CHILDREN_AND_YOUTH = "children_and_youth", _("Children and youth")
    DEBT_ADVICE = "debt_advice", _("Budget and debt advice")
    SOCIAL_PSYCHIATRY = "social_psychiatry", _("Social psychiatry")
    DISABILITY = "disability", _("Disability support")
    DEPARTMENT = "department", _("Department")
    OTHER = "other", _("Other unit")


# The units of the 2014 report by the names they have there, so that an import knows their kind.
UNIT_KIND_BY_NAME = {
    "Mottagnings- och service": UnitKind.RECEPTION,
    "Försörjningsstöd": UnitKind.INCOME_SUPPORT,
    "Vuxen": UnitKind.ADULTS,
    "Barn och ungdom": UnitKind.CHILDREN_AND_YOUTH,
    "Budget- och skuldrådgivning": UnitKind.DEBT_ADVICE,
    "Socialpsykiatri": UnitKind.SOCIAL_PSYCHIATRY,
    "Funktionsnedsättning": UnitKind.DISABILITY,
}
