"""What reports contributes to pages of other apps."""

from django.utils.translation import gettext_lazy as _

from core.log_words import name_codes
from core.registries import HelpTopic, NavItem, Shortcut, help_topics, job_handlers, navigation, shortcuts
from reports.actions import PDF_JOB
from reports.log_words import WORDS
from reports.tasks import make_pdf


def register() -> None:
    """Called once, when the apps are ready."""
    name_codes(WORDS)
    navigation.register(
        "reports", NavItem("reports", _("Reports"), "reports:index", "report.read", 70, icon="bar-chart-line")
    )
    shortcuts.register(
        "latest-tertial",
        Shortcut(
            "latest-tertial",
            _("The latest tertial report (PDF)"),
            "reports:order_latest",
            "report.read",
            10,
            icon="file-earmark-pdf",
        ),
    )
    help_topics.register("reports", HelpTopic("reports", "reports/_help.html", "report.read", 30))
    job_handlers.register(PDF_JOB, make_pdf)
