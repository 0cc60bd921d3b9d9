"""The journal: what was said and done with a household, signed by who wrote it, corrected openly."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Authority, Unit
from cases.enums import CONTACT_NOTES, NoteKind
from cases.models.household import Household
from cases.models.people import HouseholdMember
from cases.querysets import JournalNoteQuerySet
from core.append_only import AppendOnly

LONGEST_NOTE = 20_000
LONGEST_OTHERS = 300


class JournalNote(models.Model):
    """A note as it reads now; every saving of it is kept as a version.

    Once signed it is locked: then only a marked correction changes it, and both texts are shown. `is_late`:
    written after the case was closed. `client_key` is made by the page: the same one sent twice is one note.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="journal_notes")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(pgettext_lazy("note", "kind"), max_length=16, choices=NoteKind)
    happened_on = models.DateField(_("day"))
    happened_at = models.TimeField(_("time"), null=True, blank=True)
    text = models.TextField(_("text"), max_length=LONGEST_NOTE)
    members = models.ManyToManyField(
        HouseholdMember, blank=True, related_name="journal_notes", verbose_name=_("members present")
    )
    others_present = models.CharField(_("others present"), max_length=LONGEST_OTHERS, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_late = models.BooleanField(default=False)
    client_key = models.UUIDField(editable=False)

    objects = JournalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note in the journal")
        verbose_name_plural = _("notes in the journal")
        constraints = [
            models.UniqueConstraint(fields=["household", "client_key"], name="cases_note_client_key"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="cases_note_signed",
            ),
            models.CheckConstraint(condition=Q(saved_at__gte=F("written_at")), name="cases_note_saved"),
        ]
        indexes = [
            models.Index(fields=["household", "-happened_on", "-id"], name="cases_note_household"),
            models.Index(fields=["author"], condition=Q(signed_at=None), name="cases_note_unsigned"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind}"

    @property
    def is_contact(self) -> bool:
        """Whether it counts as a contact with the household."""
        return self.kind in CONTACT_NOTES


class NoteVersion(models.Model):
    """What a note said after a saving. Never changed. A correction of a signed note has its reason.

    `content` is the flat text by which two writers' changes are compared (cases.note_content).
    """

    note = models.ForeignKey(JournalNote, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_correction = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("version of a note")
        verbose_name_plural = _("versions of notes")
        ordering = ["-number"]
        constraints = [
            AppendOnly(name="cases_noteversion_append_only"),
            models.UniqueConstraint(fields=["note", "number"], name="cases_noteversion_once"),
            models.CheckConstraint(
                condition=Q(is_correction=False, reason="") | (Q(is_correction=True) & ~Q(reason="")),
                name="cases_noteversion_reason",
                violation_error_message=_("Write why the note is corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} v{self.number}"


class Phrase(models.Model):
    """Words that a unit writes often, put into a note with one press. Retired ones are kept, unoffered."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    title = models.CharField(pgettext_lazy("phrase", "name"), max_length=60)
    text = models.TextField(_("text"), max_length=2000)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["unit__name", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="cases_phrase_title",
                violation_error_message=_("The unit has a phrase of that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title
