"""People and their dated membership of households."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import AuthorityOwned
from cases.enums import IdentityKind, MemberRole
from cases.querysets import MemberQuerySet, PersonQuerySet
from core.models import KeyField
from core.names import search_key, sort_key
from core.periods import turns_18_on


class Person(AuthorityOwned):
    """Somebody in a household. Everything may be unknown: a first visit with nothing but a name is fine.

    The keys and `adult_on` follow from the names and the birth date: call `derive()` before a bulk write.
    """

    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    born_on = models.DateField(_("born"), null=True, blank=True)
    identity_number = models.CharField(_("identity number"), max_length=12, blank=True)
    identity_kind = models.CharField(
        _("kind of number"),
        max_length=12,
        choices=IdentityKind,
        default=IdentityKind.NONE,
    )
    # The day of the 18th birthday; for one born on 29 February, 1 March.
    adult_on = models.DateField(null=True, blank=True, editable=False)
    given_key = KeyField(max_length=100, blank=True, editable=False)
    family_key = KeyField(max_length=100, blank=True, editable=False)
    # "family given family": a piece of the name is found in whichever order it is typed.
    search_key = KeyField(max_length=310, blank=True, editable=False)
    sort_key = KeyField(max_length=310, blank=True, editable=False)

    history = HistoricalRecords(
        excluded_fields=[
            "given_key",
            "family_key",
            "search_key",
            "sort_key",
            "adult_on",
        ]
    )
    objects = PersonQuerySet.as_manager()

    class Meta(AuthorityOwned.Meta):
        abstract = False
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["authority", "family_key"], name="cases_person_family"),
            models.Index(fields=["authority", "given_key"], name="cases_person_given"),
            # Who is a child is counted in the index alone.
            models.Index(fields=["id", "born_on", "adult_on"], name="cases_person_birth"),
            models.Index(fields=["authority", "identity_number"], name="cases_person_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given name first, as in running text."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def list_name(self) -> str:
        """Family name first, as in lists."""
        return f"{self.family_name} {self.given_name}".strip()

    def derive(self) -> None:
        """Bring the derived columns in line with the names and the birth date."""
        self.given_key, self.family_key = (
            search_key(self.given_name),
            search_key(self.family_name),
        )
        self.search_key = f"{self.family_key} {self.given_key} {self.family_key}".strip()
        self.sort_key = sort_key(f"{self.family_name} {self.given_name}")
        self.adult_on = turns_18_on(self.born_on) if self.born_on else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def age_on(self, day: date) -> int | None:
        """Whole years on day; None when the birth date is unknown."""
        if self.born_on is None:
            return None
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))


class HouseholdMember(models.Model):
    """A person's time in a household. `left_on` is the first day on which they no longer belong to it."""

    household = models.ForeignKey("cases.Household", on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=MemberRole)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)

    history = HistoricalRecords()
    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("household member")
        verbose_name_plural = _("household members")
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=F("joined_on")),
                name="cases_member_days",
                violation_error_message=_("The day of leaving is before the day of joining."),
            ),
            models.UniqueConstraint(
                fields=["household", "person", "joined_on"],
                name="cases_member_once",
                violation_error_message=_("The person is already a member of the household."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "joined_on", "left_on", "person"],
                name="cases_member_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"

    def belongs_on(self, day: date) -> bool:
        """Whether the person belongs to the household on day."""
        return (self.joined_on is None or self.joined_on <= day) and (
            self.left_on is None or self.left_on > day
        )

    def is_child_on(self, day: date) -> bool:
        """Under 18 on day, born on or before it, and in the household then."""
        person = self.person
        return (
            person.born_on is not None
            and person.adult_on is not None
            and person.born_on <= day < person.adult_on
            and self.belongs_on(day)
        )
