"""Attaching a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.choices import offer
from cases.models import Household, JournalNote
from cases.models.attachments import LONGEST_TITLE
from core.forms import HemvagForm

# Further back one attaches without a note.
LATEST_NOTES = 20


class NoteChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.happened_on.isoformat()} {obj.get_kind_display()}"


class AttachmentForm(HemvagForm):
    file = forms.FileField(
        label=_("File"),
        max_length=250,
        allow_empty_file=True,  # the action says in its own words that it is empty
        help_text=_("PDF, image or office document"),
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.pptx,.odt,.ods"},
        ),
    )
    title = forms.CharField(
        label=_("What it is called in the file"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("For example Lease, or Debt overview. Empty: the name of the file."),
    )
    note = NoteChoice(
        JournalNote.objects.none(),
        label=pgettext_lazy("attachment", "Belongs to a note"),
        required=False,
        empty_label=_("To none"),
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = household.journal_notes.order_by("-happened_on", "-pk").values("pk")[:LATEST_NOTES]
        rows = JournalNote.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
        offer(self, "note", rows.order_by("-happened_on", "-pk"))
