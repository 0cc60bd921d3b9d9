"""What reports contributes to pages of other apps."""

from django.utils.translation import gettext_lazy as _

from core.registries import NavItem, job_handlers, navigation
from reports.actions import PDF_JOB
from reports.tasks import make_pdf


def register() -> None:
    """Called once, when the apps are ready."""
    navigation.register(
        "reports", NavItem("reports", _("Reports"), "reports:index", "report.read", 70, icon="bar-chart-line")
    )
    job_handlers.register(PDF_JOB, make_pdf)
