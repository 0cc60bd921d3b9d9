"""What the pages and actions of the journal are called in the log."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "cases:journal": _("Opened the journal"),
    "cases:note_new": _("Opened the page that writes a note"),
    "cases:note_edit": _("Opened a note in the journal"),
    "cases:attachment_list": _("Opened the documents of the file"),
    "cases:attachment_file": _("Fetched a document of the file"),
    "attachment.added": _("Attached a document"),
    "attachment.withdrawn": _("Took a document out of the file"),
    "attachment.restored": _("Put a document back in the file"),
    "cases:information": _("Opened what the household has been told"),
    "information.given": _("Noted information given"),
    "information.withdrawn": _("Took away a note of information given"),
    "cases:absence_list": _("Saw who is away"),
    "cases:silent_list": _("Saw it among the silent cases"),
    "cases:case_review": _("Saw it in a list for case review"),
    "cases:programme_join": _("Opened the page that takes a household into a programme"),
    "cases:programme_leave": _("Opened the page that ends a time in a programme"),
    "silence.set": _("Set when households count as silent"),
    "absence.planned": _("Planned an absence"),
    "absence.handed_over": _("Handed over what is due in an absence"),
    "absence.cancelled": _("Called off an absence"),
    "programme.saved": _("Saved a programme"),
    "programme.joined": _("Took the household into a programme"),
    "programme.left": _("Ended the household's time in a programme"),
    "note.written": _("Wrote a note in the journal"),
    "note.changed": _("Changed a note in the journal"),
    "note.signed": _("Signed a note in the journal"),
    "note.corrected": _("Corrected a signed note"),
    "phrase.saved": _("Saved a phrase"),
}
