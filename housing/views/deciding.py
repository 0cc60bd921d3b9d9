"""What the page of a decision holds: the form, the criteria, the evidence, what it costs, like cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from cases.views.household import head_of, may
from core.clock import today
from core.money import format_sek
from housing.actions import DecisionInput, JudgementInput, decide, replace_decision
from housing.actions.criteria import criteria_for
from housing.actions.deciding import criteria_of
from housing.actions.replacing import PLACE
from housing.alternatives import Alternative, alternatives_for, placements_with_cost
from housing.coverage import Span, covered_through
from housing.delegations import area_of
from housing.enums import Accommodation, CriterionOutcome, LegalBasis, Outcome
from housing.evidence import Evidence, evidence_for
from housing.forms.board import DecisionForm, JudgementForm
from housing.limits import last_allowed_night
from housing.models import AgendaItem, Application, BoardDecision
from housing.stays import acute_spans, approvals_of, flat_spans

USUAL_DAYS = 30
FOLLOW_UP_DAYS = 14
LIKE_CASES_DAYS = 365
# Counts below this could tell of somebody in particular.
FEWEST_SHOWN = 5


# What only an approval sets.
OF_APPROVAL = frozenset(
    {
        "valid_from",
        "valid_until",
        "provider",
        "flat",
        "price_sek",
        "price_per",
        "project_worker",
        "caseworker",
        "follow_up_on",
        "conditions",
    }
)


class _Undo(Exception):
    """Takes a trial back."""


@dataclass
class Row:
    """A criterion on the page: its form, and what the system knows of it."""

    form: JudgementForm
    evidence: Evidence

    @property
    def criterion(self) -> Any:
        return self.form.criterion


@dataclass
class DecisionPage:
    """Everything on the page of one application."""

    application: Application
    household: Household
    item: AgendaItem | None
    form: DecisionForm
    rows: list[Row]
    replaces: BoardDecision | None = None

    def make(self, user: User, item: AgendaItem | None) -> BoardDecision:
        """Decide, or put a new decision in another's place. Raises ActionRefused in words."""
        if self.replaces is not None:
            return replace_decision(decision=self.replaces, content=self.content(), by=user)
        return decide(application=self.application, content=self.content(), by=user, item=item)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(row.form.is_valid() for row in self.rows)])

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors) or any(row.form.errors for row in self.rows)

    def content(self) -> DecisionInput:
        data = {name: value for name, value in self.form.cleaned_data.items() if name != "version"}
        if self.replaces is not None:
            data |= {name: getattr(self.replaces, name) for name in PLACE}
        judgements = {
            row.criterion.pk: JudgementInput(
                outcome=row.form.cleaned_data["outcome"],
                note=row.form.cleaned_data["note"],
                evidence_outcome=row.evidence.kept_outcome,
                evidence_text=row.evidence.kept_text,
            )
            for row in self.rows
            if row.form.cleaned_data["outcome"]
        }
        return DecisionInput(**data, judgements=judgements)

    def refuse(self, refused: ActionRefused) -> None:
        name = refused.field if refused.field in self.form.fields else None
        self.form.add_error(name, str(refused.message))

    def would_be_refused(self, user: User, item: AgendaItem | None) -> ActionRefused | None:
        """Try the decision and take it back, so that what stands in the way is said before the check."""
        try:
            with transaction.atomic():
                self.make(user, item)
                raise _Undo
        except _Undo:
            self.application.refresh_from_db()
            return None
        except ActionRefused as refused:
            self.refuse(refused)
            return refused

    def answers(self) -> list[dict[str, str]]:
        """What is about to be decided, to be looked over."""
        shown = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if name == "version" or value in (None, "") or not self._belongs(name):
                continue
            shown.append({"label": str(field.label), "value": self._words(name, value)})
        judged = [row for row in self.rows if row.form.cleaned_data["outcome"]]
        shown += [
            {
                "label": row.criterion.text,
                "value": str(CriterionOutcome(row.form.cleaned_data["outcome"]).label),
            }
            for row in judged
        ]
        return shown

    def _belongs(self, name: str) -> bool:
        outcome = self.form.cleaned_data["outcome"]
        if name == "deferred_until":
            return bool(outcome == Outcome.DEFERRED)
        return outcome == Outcome.APPROVED or name not in OF_APPROVAL

    def _words(self, name: str, value: Any) -> str:
        field = self.form.fields[name]
        if hasattr(field, "choices") and not hasattr(value, "pk"):
            return str(dict(field.choices).get(value, value))
        if name == "price_sek":
            return format_sek(value)
        if hasattr(value, "isoformat"):
            return date_format(value, "l j F Y")
        return str(value)

    def hidden(self) -> list[tuple[str, str]]:
        """The form as it was sent, to be sent again with the confirmation."""
        data: Any = self.form.data
        return [(name, data[name]) for name in data if name not in ("csrfmiddlewaretoken", "do")]

    def context(self, user: User) -> dict[str, Any]:
        return {
            "application": self.application,
            "household": self.household,
            "head": head_of(self.household),
            "no_link": not may(user, self.household, "household.read"),
            "form": self.form,
            "rows": self.rows,
            "alternatives": self.alternatives(),
            "history": placements_with_cost(self.household.pk, today()),
            "like": like_cases(self.application, self.household),
            "replaces": self.replaces,
        }

    def alternatives(self) -> list[Alternative]:
        return alternatives_for(self.application, today())


def page_for(
    application: Application,
    household: Household,
    item: AgendaItem | None,
    data: Mapping[str, Any] | None,
    *,
    bound: bool = True,
    user: User,
) -> DecisionPage:
    """The page; with `bound` False, data is a draft and fills the form without judging it."""
    area = area_of(application.accommodation)
    application.household = household
    first = _initial(application, household)
    if data is not None and not bound:
        first, data = {**first, **data}, None
    form = DecisionForm(data, application=application, area=area, initial=first)
    kept = {row.criterion_id: row for row in application.judgements.all()}
    evidence = evidence_for(household, user)
    rows = []
    for criterion in criteria_of(application):
        there = kept.get(criterion.pk)
        start = {"outcome": there.outcome, "note": there.note} if there else {}
        drafted = {
            name: first[f"c{criterion.pk}-{name}"]
            for name in ("outcome", "note")
            if f"c{criterion.pk}-{name}" in first
        }
        rows.append(
            Row(
                JudgementForm(data, criterion=criterion, initial=start | drafted),
                evidence.get(criterion.evidence, Evidence()),
            )
        )
    return DecisionPage(application, household, item, form, rows)


def before_the_application(item: AgendaItem, household: Household, user: User) -> dict[str, Any]:
    """What is known of a stay whose extension is not prepared yet: the evidence, the costs, like cases."""
    asked = Application(
        household=household,
        authority_id=item.authority_id,
        accommodation=item.tenancy.flat.kind if item.tenancy else Accommodation.ACUTE,
    )
    evidence = evidence_for(household, user)
    criteria = criteria_for(item.authority, asked.accommodation, today()).criteria.order_by("position")
    return {
        "rows": [
            Row(JudgementForm(criterion=one), evidence.get(one.evidence, Evidence())) for one in criteria
        ],
        "alternatives": alternatives_for(asked, today()),
        "history": placements_with_cost(household.pk, today()),
        "like": like_cases(asked, household),
    }


def page_to_replace(
    decision: BoardDecision, household: Household, data: Mapping[str, Any] | None, *, user: User
) -> DecisionPage:
    """The page of a decision that takes another's place: what was decided, ready to be changed.

    How the criteria were judged stands, and so does where the household lives.
    """
    application = decision.application
    assert application is not None
    page = page_for(application, household, None, data, user=user)
    form, page.rows, page.replaces = page.form, [], decision
    form.fields["outcome"].choices = [(Outcome.APPROVED, pgettext("board", "Approve"))]
    for name in ("legal_basis", "conditions", "valid_from", "valid_until"):
        form.initial[name] = getattr(decision, name)
    form.initial["outcome"] = Outcome.APPROVED
    form.keep_place()
    return page


def _initial(application: Application, household: Household) -> dict[str, Any]:
    begins = max(application.wanted_from or today(), today(), _covered_until(application))
    until = application.wanted_until or begins + timedelta(days=USUAL_DAYS - 1)
    if application.accommodation == "transitional":
        until = last_allowed_night(begins)
    return {
        "legal_basis": LegalBasis.SOL_11_1,
        "valid_from": begins,
        "valid_until": until,
        "project_worker": household.project_worker_id,
        "caseworker": household.caseworker_id,
        "follow_up_on": today() + timedelta(days=FOLLOW_UP_DAYS),
        "child_best_interests": application.child_best_interests,
        "child_view": application.child_view,
    }


def _covered_until(application: Application) -> date:
    """The day after the last that decisions cover of the stay that is to be extended; today without any."""
    stay, day = application.extends_placement or application.extends_tenancy, today()
    if stay is None:
        return day
    approvals = approvals_of([application.household_id])[application.household_id]
    spans = acute_spans(approvals) if application.extends_placement else flat_spans(approvals)
    covered = covered_through(Span(stay.first_night), spans, on=day)
    return day if covered is None or covered == date.max else covered + timedelta(days=1)


def like_cases(application: Application, household: Household) -> dict[str, Any]:
    """How the board decided on the same kind for families, or for those without children, last year: counts.

    None where there are too few to say anything without telling of somebody.
    """
    since = today() - timedelta(days=LIKE_CASES_DAYS)
    rows = BoardDecision.objects.filter(
        authority_id=application.authority_id,
        accommodation=application.accommodation,
        decided_on__gte=since,
        outcome__in=[Outcome.APPROVED, Outcome.REJECTED],
    ).exclude(household=household)
    child = Q(household__members__role="child", household__members__left_on=None)
    is_family = household.is_family_with_children_on(today())
    families = rows.filter(child).values("pk")
    rows = rows.filter(pk__in=families) if is_family else rows.exclude(pk__in=families)
    counted = rows.values("outcome").annotate(n=Count("pk")).values_list("outcome", "n")
    counts = dict(counted)
    total = sum(counts.values())
    if total < FEWEST_SHOWN:
        return {"about": _about_like(is_family), "counts": None}
    labels = {Outcome.APPROVED: Outcome.APPROVED.label, Outcome.REJECTED: Outcome.REJECTED.label}
    return {
        "about": _about_like(is_family),
        "counts": [(str(label), counts.get(outcome, 0)) for outcome, label in labels.items()],
    }


def _about_like(is_family: bool) -> str:
    if is_family:
        return _("Families with children, the same accommodation, the last year")
    return _("Without children, the same accommodation, the last year")
