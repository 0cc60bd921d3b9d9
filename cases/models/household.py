"""The household: the unit in which the report counts, and the file that everything is hung on."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from accounts.models import Authority, AuthorityOwned
from cases.enums import (
    SITUATION_DEFINITION,
    EntryReason,
    LinkKind,
    MemberRole,
    Protection,
    Situation,
    TransferState,
)
from cases.querysets import HouseholdQuerySet, OfHouseholdQuerySet
from core.clock import today

if TYPE_CHECKING:
    from cases.models.people import HouseholdMember


class CaseNumberSeries(models.Model):
    """The last case number that a board gave out in a year. The row is locked while the next is taken."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "year"], name="cases_series_year")]

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04d}"


# Who stands first: the applicant, then adults, then children.
ORDER: dict[str, int] = {MemberRole.APPLICANT: 0, MemberRole.ADULT: 1, MemberRole.CHILD: 2}


class Named(NamedTuple):
    """A member of a household on a day, as far as its label tells of them."""

    role: str
    born_on: date | None
    pk: int
    list_name: str
    is_child: bool


def label_of(case_number: str, members: Sequence[Named]) -> str:
    """ "Lindgren Amira + 2 barn": the first by name and how many the others are; with nobody, the number."""
    if not members:
        return case_number
    first = min(members, key=lambda member: (ORDER[member.role], member.born_on or date.max, member.pk))
    children = sum(member.is_child for member in members if member is not first)
    adults = len(members) - 1 - children
    parts = [first.list_name or case_number]
    if adults > 0:
        parts.append(ngettext("%(n)s adult", "%(n)s adults", adults) % {"n": adults})
    if children > 0:
        parts.append(ngettext("%(n)s child", "%(n)s children", children) % {"n": children})
    return " + ".join(parts)


class Household(AuthorityOwned):
    """A single person, a couple or a family: one household, one case, whatever its number of members.

    `reference` (the import's key) is the case number of imported households. `client_key` is made by the
    page that registers: the same one sent twice is one household.
    """

    # What `cases.labels.labelled` has found, for a page of many.
    known_label: str | None = None

    case_number = models.CharField(_("case number"), max_length=64)
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    entry_reason = models.CharField(_("came because"), max_length=12, choices=EntryReason, blank=True)
    lives_in_district = models.BooleanField(_("lives in the district"), null=True, blank=True)
    known_to_social_services = models.BooleanField(_("known to social services"), null=True, blank=True)
    interpreter_language = models.CharField(_("interpreter"), max_length=60, blank=True)
    protected_identity = models.CharField(
        _("protected identity"),
        max_length=24,
        choices=Protection,
        default=Protection.NONE,
    )
    project_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project worker"),
    )
    caseworker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ordinary caseworker"),
    )
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["client_key"])
    objects = HouseholdQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            *AuthorityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["authority", "case_number"], name="cases_household_case_number"),
            models.UniqueConstraint(fields=["authority", "client_key"], name="cases_household_client_key"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="cases_household_days",
                violation_error_message=_("The case can't be closed before it was opened."),
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "-opened_on", "-id"], name="cases_household_opened"),
            # For the beginning of a case number, whatever the database's collation (ignored by SQLite).
            models.Index(
                fields=["authority", "case_number"],
                name="cases_household_case_start",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.case_number

    def get_absolute_url(self) -> str:
        return reverse("cases:household_detail", args=[self.pk])

    @property
    def is_protected(self) -> bool:
        return self.protected_identity != Protection.NONE

    def members_on(self, day: date) -> list["HouseholdMember"]:
        """Who belongs to the household on day: the applicant first, then adults, then children by age.

        Reads the prefetched members (`with_label`) without a query.
        """
        members = [member for member in self.members.all() if member.belongs_on(day)]
        return sorted(
            members,
            key=lambda member: (
                ORDER[member.role],
                member.person.born_on or date.max,
                member.pk,
            ),
        )

    def is_family_with_children_on(self, day: date) -> bool:
        """Whether somebody in the household is a child on day (figures.md § 3)."""
        return any(member.is_child_on(day) for member in self.members.all())

    @property
    def label(self) -> str:
        """What lists call the household today: "Lindgren Amira + 2 barn"; with nobody known, its number."""
        if self.known_label is not None:
            return self.known_label
        day = today()
        members = [
            Named(
                member.role,
                member.person.born_on,
                member.pk,
                member.person.list_name,
                member.is_child_on(day),
            )
            for member in self.members.all()
            if member.belongs_on(day)
        ]
        return label_of(self.case_number, members)


class SituationRecord(models.Model):
    """The homelessness situation from a day on, with the version of the definitions it followed."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="situations")
    situation = models.PositiveSmallIntegerField(_("situation"), choices=Situation)
    valid_from = models.DateField(_("from"))
    definition_version = models.CharField(max_length=12, default=SITUATION_DEFINITION)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        constraints = [
            models.UniqueConstraint(fields=["household", "valid_from"], name="cases_situation_day"),
            models.CheckConstraint(
                condition=Q(situation__gte=1, situation__lte=5),
                name="cases_situation_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.situation} {self.valid_from}"


class HouseholdLink(models.Model):
    """Two households that were one, or became one: the history of a split or a join."""

    kind = models.CharField(max_length=8, choices=LinkKind)
    source = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="links_in")
    on_day = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("link to another case")
        verbose_name_plural = _("links to other cases")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "target", "on_day"],
                name="cases_householdlink_once",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="cases_householdlink_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class Transfer(models.Model):
    """A household handed over to another board: the one recorded way across (SoL 29:10).

    The receiving board gets a household of its own, made from what was sent; the sender keeps its file.
    `content` holds just what the sender chose to send, and is emptied when it has been received.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="transfers")
    from_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    to_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.OFFERED)
    legal_basis = models.CharField(_("legal basis"), max_length=120)
    reason = models.TextField(_("reason"))
    content = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_household = models.OneToOneField(
        Household,
        on_delete=models.PROTECT,
        null=True,
        related_name="received_by_transfer",
    )

    class Meta:
        verbose_name = _("handover to another board")
        verbose_name_plural = _("handovers to other boards")
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_authority=F("to_authority")),
                name="cases_transfer_two_boards",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="cases_transfer_settled",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state="offered"),
                name="cases_transfer_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} → {self.to_authority_id}"
