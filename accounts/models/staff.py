"""Staff: who signs in, and their dated roles at units."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.organisation import Authority, Unit
from accounts.permissions import Grant, grants_of
from accounts.querysets import MembershipQuerySet
from core.audit import reads_so_far
from core.clock import today
from core.drafts import any_drafts
from core.prepared import Prepared


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def at_work(self, pk: int, day: date) -> "User | None":
        """The person with all that every page asks of them, in one query; None if there is nobody.

        That is: the board, the roles that hold on day, the end of their chain in the read log, and whether
        they have anything unfinished.
        """
        rows: list[Any] = AT_WORK.rows(pk, key=day, day=day)
        if not rows:
            return None
        roles = [(row.role_now, row.unit_now, row.unit_name_now) for row in rows if row.role_now is not None]
        user: User = rows[0]
        user.roles_today = roles
        return user

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """A member of staff. Without a password (None) there is no way to sign in."""
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The first account of an installation: a system administrator, who sees no client data."""
        user = self.create_user(email, password, **fields)
        Membership.objects.create(user=user, role=Role.SYSTEM_ADMINISTRATOR, first_day=today())
        return user


def _at_work(pk: int, day: date) -> models.QuerySet["User"]:
    """The person once for each role that holds on day."""
    holds = Q(memberships__last_day=None) | Q(memberships__last_day__gte=day)
    return (
        User.objects.filter(pk=pk)
        .select_related("authority")
        .annotate(
            now=FilteredRelation("memberships", condition=holds & Q(memberships__first_day__lte=day)),
            role_now=F("now__role"),
            unit_now=F("now__unit_id"),
            unit_name_now=F("now__unit__name"),
            read_head=reads_so_far(),
            has_drafts=any_drafts(pk),
        )
        .order_by("-now__first_day", "now__pk")
    )


AT_WORK = Prepared(_at_work)


class User(AbstractBaseUser):
    """A member of staff of one board. Who works for two boards has two accounts, as the law sees it.

    Imported people have neither e-mail nor password and are inactive: names in the history only.
    """

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    short_name = models.CharField(_("short name"), max_length=60)
    full_name = models.CharField(_("name"), max_length=120)
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("board"),
    )
    language = models.CharField(_("language"), max_length=5, default="sv")
    is_active = models.BooleanField(_("may sign in"), default=True)
    # The true moment, whatever day core.clock is set to.
    created_at = models.DateTimeField(default=timezone.now, editable=False)  # noqa: TID251 - migrations name it

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "short_name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "short_name"],
                name="accounts_user_short_name",
                violation_error_message=_("There is already somebody with this short name."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @cached_property
    def roles_today(self) -> list[tuple[str, int | None, str | None]]:
        """Role, unit and the unit's name, for what holds today. Read with the person when they sign in.

        One query, once, for a person who was read otherwise.
        """
        memberships = self.memberships.active_on(today())
        return list(memberships.values_list("role", "unit_id", "unit__name"))

    @cached_property
    def grants(self) -> Mapping[str, list[Grant]]:
        """Permission to grants, by the roles that hold today."""
        return grants_of(tuple((role, unit_id) for role, unit_id, _name in self.roles_today))

    @property
    def access_key(self) -> tuple[Any, ...]:
        """What the rule of who sees what asks of somebody beside who they are; changes with every right."""
        roles = tuple((role, unit_id) for role, unit_id, _name in self.roles_today)
        return self.authority_id, self.is_active, roles

    @property
    def role_names(self) -> list[str]:
        """What this person is today, in words: "Projektmedarbetare, Mottagnings- och service"."""
        return [
            f"{Role(role).label}, {unit}" if unit else str(Role(role).label)
            for role, _unit_id, unit in self.roles_today
        ]

    def can(self, permission: str) -> bool:
        """Whether any role of today gives the permission, in whatever scope."""
        return self.is_active and permission in self.grants

    def units_on(self, day: date) -> models.QuerySet[Unit]:
        """The units where this person has a role on day."""
        return Unit.objects.filter(memberships__in=self.memberships.active_on(day)).distinct()


class Membership(models.Model):
    """A role at a unit from a first day to a last one (both included; no last day: until further notice)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("unit"),
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["-first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="accounts_membership_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(unit=None, role=Role.SYSTEM_ADMINISTRATOR)
                | (Q(unit__isnull=False) & ~Q(role=Role.SYSTEM_ADMINISTRATOR)),
                name="accounts_membership_unit",
                violation_error_message=_("Every role belongs to a unit, except the system administrator's."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.first_day}"


def user_display(user: User) -> str:
    """What sign-in pages call somebody."""
    return user.full_name
