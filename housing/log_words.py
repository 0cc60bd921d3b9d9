"""What this app's actions are called in the log."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "decision.recorded": _("Recorded a decision"),
    "placement.started": _("Started a placement"),
    "placement.ended": _("Ended a placement"),
    "tenancy.started": _("Started a tenancy"),
    "tenancy.ended": _("Ended a tenancy"),
}
