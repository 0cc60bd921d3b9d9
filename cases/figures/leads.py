"""Figures of leads: the funnel, step by step."""

from django.utils.translation import gettext_lazy as _

from cases.lead_funnel import funnel_by_month
from cases.search_enums import LeadStep
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues

_LEADS = _("Leads; those entered by mistake are none")
_STEP = _(
    "Leads that first came as far as this step in the period, also when they skipped it for a later one. A "
    "step that was taken back is not counted."
)
FIGURES: dict[LeadStep, Figure] = {
    LeadStep.DETAILS_GIVEN: Figure(
        key="leads_given",
        label=_("Leads: details given"),
        definition=_("Homes that a household got the details of in the period."),
        population=_LEADS,
    ),
    LeadStep.CONTACTED: Figure(
        key="leads_contacted", label=_("Leads: contact made"), definition=_STEP, population=_LEADS
    ),
    LeadStep.VIEWING: Figure(
        key="leads_viewing", label=_("Leads: viewing"), definition=_STEP, population=_LEADS
    ),
    LeadStep.OFFERED: Figure(
        key="leads_offered", label=_("Leads: offer"), definition=_STEP, population=_LEADS
    ),
    LeadStep.ACCEPTED: Figure(
        key="leads_accepted", label=_("Leads: accepted by the household"), definition=_STEP, population=_LEADS
    ),
    LeadStep.CONTRACT_CHECKED: Figure(
        key="leads_contract_checked",
        label=_("Leads: contract checked"),
        definition=_STEP,
        population=_LEADS,
    ),
    LeadStep.SIGNED: Figure(
        key="leads_signed",
        label=_("Leads: signed by the household"),
        definition=_("Leads that ended in the period with a lease that somebody of the household signed."),
        population=_LEADS,
    ),
}


def compute(query: FigureQuery) -> FigureValues:
    """The months of the funnel, added. The as-of day plays no part: a step is a day that is known."""
    months = funnel_by_month(query.period, query.authority_ids)
    values = {
        figure.key: sum(month[step.value] for month in months.values()) for step, figure in FIGURES.items()
    }
    return FigureValues(values)


GROUP = FigureGroup(name="leads", label=_("Leads"), order=75, figures=list(FIGURES.values()), compute=compute)
