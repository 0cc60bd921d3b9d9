"""What this app's actions are called in the log."""

from django.utils.translation import gettext_lazy as _

WORDS = {"report.revision": _("Made a version of a report")}
