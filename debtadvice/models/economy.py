"""Debts with the history of their amounts, budgets, repayment plans and what was paid."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from debtadvice.enums import ENFORCED_KINDS, DebtKind, PlanState, Strategy
from debtadvice.models.cases import DebtCase
from debtadvice.querysets import OfDebtCaseQuerySet, OfPlanQuerySet, PaymentQuerySet

NOUGHT = Decimal(0)


def sek(label: object = "", **options: object) -> models.DecimalField:
    """Kronor with öre, never negative by the forms."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, **options)  # type: ignore[arg-type]


class Debt(models.Model):
    """What is owed to one creditor. Its amounts are in `amounts`, each as of a day; the latest one counts."""

    case = models.ForeignKey(DebtCase, on_delete=models.PROTECT, related_name="debts")
    creditor = models.CharField(_("creditor"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=DebtKind)
    held_by = models.CharField(_("with whom now"), max_length=120, blank=True)
    creditor_reference = models.CharField(_("the creditor's reference"), max_length=64, blank=True)
    interest_percent = models.DecimalField(
        _("interest a year, per cent"), max_digits=5, decimal_places=2, default=NOUGHT
    )
    arose_on = models.DateField(_("arose"), null=True, blank=True)
    statute_barred_on = models.DateField(_("statute-barred"), null=True, blank=True)
    settled_on = models.DateField(_("settled"), null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = OfDebtCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("debt")
        constraints = [
            models.UniqueConstraint(fields=["case", "client_key"], name="debtadvice_debt_key"),
            models.UniqueConstraint(
                fields=["case", "creditor", "creditor_reference"],
                condition=~Q(creditor_reference=""),
                name="debtadvice_debt_reference",
                violation_error_message=_("This creditor has a debt with that reference already."),
            ),
            models.CheckConstraint(
                condition=Q(interest_percent__gte=0, interest_percent__lte=100),
                name="debtadvice_debt_interest",
            ),
        ]
        indexes = [models.Index(fields=["case", "creditor"], name="debtadvice_debt_case")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_enforced(self) -> bool:
        return self.kind in ENFORCED_KINDS

    @property
    def latest(self) -> "DebtAmount | None":
        """The amount that counts. Reads the prefetched amounts without a query."""
        amounts = sorted(self.amounts.all(), key=lambda amount: amount.as_of)
        return amounts[-1] if amounts else None

    @property
    def total_sek(self) -> Decimal:
        latest = self.latest
        return latest.total_sek if latest else NOUGHT


class DebtAmount(models.Model):
    """What a debt came to on a day: capital, interest and fees."""

    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="amounts")
    as_of = models.DateField(_("as of"))
    capital_sek = sek(_("capital"))
    interest_sek = sek(_("interest"), default=NOUGHT)
    fees_sek = sek(_("fees"), default=NOUGHT)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("amount of a debt")
        constraints = [
            models.UniqueConstraint(
                fields=["debt", "as_of"],
                name="debtadvice_amount_day",
                violation_error_message=_("There is already an amount as of that day."),
            ),
            models.CheckConstraint(
                condition=Q(capital_sek__gte=0, interest_sek__gte=0, fees_sek__gte=0),
                name="debtadvice_amount_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of}"

    @property
    def total_sek(self) -> Decimal:
        return self.capital_sek + self.interest_sek + self.fees_sek


class Budget(models.Model):
    """A month's incomes and expenses as they are, or as they would be. A new version is a new row."""

    case = models.ForeignKey(DebtCase, on_delete=models.PROTECT, related_name="budgets")
    name = models.CharField(_("name"), max_length=60)
    valid_from = models.DateField(_("from"))
    lines = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    adults = models.PositiveSmallIntegerField(_("adults"), default=1)
    child_ages = models.JSONField(_("ages of the children"), default=list)
    lunch_ages = models.JSONField(_("ages of those who have lunch away from home"), default=list)
    # As the tables were when the budget was made; empty where they did not say.
    norm_sek = sek(_("national norm"), null=True, blank=True)
    norm_from = models.DateField(null=True, blank=True)
    # Codes of the amounts that the table lacked for this household (debtadvice.norms).
    norm_missing = models.JSONField(default=list)
    reasonable_rent_sek = sek(_("reasonable rent"), null=True, blank=True)
    income_sek = sek(_("incomes"))
    expense_sek = sek(_("expenses"))
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    objects = OfDebtCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        constraints = [
            models.UniqueConstraint(fields=["case", "client_key"], name="debtadvice_budget_key"),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="debtadvice_budget_case")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def left_sek(self) -> Decimal:
        """What is left to pay debts with; negative where the money does not suffice."""
        return self.income_sek - self.expense_sek

    def line(self, code: str) -> Decimal:
        return Decimal(self.lines.get(code, NOUGHT))

    @property
    def is_below_norm(self) -> bool:
        """Whether they are to live on less than the national norm."""
        return self.norm_sek is not None and self.line("living") < self.norm_sek

    @property
    def is_rent_high(self) -> bool:
        return self.reasonable_rent_sek is not None and self.line("rent") > self.reasonable_rent_sek


class RepaymentPlan(models.Model):
    """How the debts are paid off. Its instalments are written when it begins, and stay as they were."""

    case = models.ForeignKey(DebtCase, on_delete=models.PROTECT, related_name="plans")
    strategy = models.CharField(_("order"), max_length=14, choices=Strategy)
    money_sek = sek(_("money a month"))
    first_month = models.DateField(_("first month"))
    skips_june_and_december = models.BooleanField(_("nothing in June and December"), default=False)
    enforced_least_sek = sek(_("at least to the Enforcement Authority"), default=Decimal(100))
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=PlanState, default=PlanState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = OfDebtCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("repayment plan")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=PlanState.RUNNING),
                name="debtadvice_plan_one",
                violation_error_message=_("Another plan is running. End it first."),
            )
        ]
        indexes = [models.Index(fields=["state", "started_on"], name="debtadvice_plan_state")]

    def __str__(self) -> str:
        return f"{self.pk}"


class PlanDebt(models.Model):
    """A creditor's part of a plan: what was owed when it was made."""

    plan = models.ForeignKey(RepaymentPlan, on_delete=models.PROTECT, related_name="parts")
    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="+")
    balance_sek = sek(_("debt"))
    interest_percent = models.DecimalField(max_digits=5, decimal_places=2, default=NOUGHT)
    own_sek = sek(_("own amount a month"), default=NOUGHT)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "debt"], name="debtadvice_plandebt_once")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Instalment(models.Model):
    """What is to be paid to a creditor in a month of a plan that has begun."""

    part = models.ForeignKey(PlanDebt, on_delete=models.PROTECT, related_name="instalments")
    month = models.DateField()
    due_sek = sek()
    interest_sek = sek()
    remaining_sek = sek()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "month"], name="debtadvice_instalment_once")]
        indexes = [models.Index(fields=["month"], name="debtadvice_instalment_month")]

    def __str__(self) -> str:
        return f"{self.month}"


class TakenBack(models.Model):
    """A row that counts no more when it was entered by mistake: it says when that was found, and by whom."""

    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Payment(TakenBack):
    """Money that a creditor got within a plan. `reference` is the bank's own."""

    part = models.ForeignKey(PlanDebt, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField(_("paid"))
    amount_sek = sek(_("amount"))
    reference = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        constraints = [
            models.UniqueConstraint(
                fields=["part", "reference"],
                condition=~Q(reference="") & Q(taken_back_at=None),
                name="debtadvice_payment_reference",
            ),
            models.UniqueConstraint(fields=["part", "client_key"], name="debtadvice_payment_key"),
            models.CheckConstraint(condition=Q(amount_sek__gt=0), name="debtadvice_payment_positive"),
        ]
        indexes = [models.Index(fields=["part", "paid_on"], name="debtadvice_payment_part")]

    def __str__(self) -> str:
        return f"{self.paid_on}"
