"""What this app's actions are called in the log."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "debt_case.opened": _("Opened a debt case"),
    "debt_case.closed": _("Closed a debt case"),
}
