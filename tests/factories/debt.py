"""Budget and debt advice: cases and what hangs on them."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import factory

from debtadvice import models
from debtadvice.enums import AdviceKind, ConsentScope
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory

LOCAL = ZoneInfo("Europe/Stockholm")


class DebtCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DebtCase

    authority = factory.SubFactory(AuthorityFactory)
    opened_on = date(2013, 11, 6)
    has_housing_problem = True


class DebtCaseSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DebtCaseSeries

    authority = factory.SubFactory(AuthorityFactory)
    year = 2013


class OfCaseFactory(factory.django.DjangoModelFactory):
    """What hangs on a case, done by somebody of its board."""

    class Meta:
        abstract = True

    case = factory.SubFactory(DebtCaseFactory)


def by_colleague() -> factory.SubFactory:
    return factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..case.authority"))


class EarlierClosureFactory(OfCaseFactory):
    class Meta:
        model = models.EarlierClosure

    closed_on = date(2013, 11, 20)
    reopened_on = date(2013, 12, 9)
    reopened_by = by_colleague()


class AdviceContactFactory(OfCaseFactory):
    class Meta:
        model = models.AdviceContact

    authority = factory.SelfAttribute("case.authority")
    kind = AdviceKind.OPEN_ADVICE
    on_day = date(2013, 11, 6)
    minutes = 30
    recorded_by = by_colleague()


class AppointmentFactory(OfCaseFactory):
    class Meta:
        model = models.Appointment

    day = date(2013, 11, 20)
    starts_at = time(10)
    adviser = by_colleague()
    booked_by = by_colleague()


class ConsentFactory(OfCaseFactory):
    class Meta:
        model = models.Consent

    scope = ConsentScope.IN_ADVICE
    given_on = date(2013, 11, 6)
    recorded_by = by_colleague()


class ReferralFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Referral

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    reason = "Hyran är sen"
    sent_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    sent_at = datetime(2013, 11, 6, 10, tzinfo=LOCAL)


class DebtFactory(OfCaseFactory):
    class Meta:
        model = models.Debt

    creditor = "Inkassobolaget"
    kind = "credit"


class DebtAmountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DebtAmount

    debt = factory.SubFactory(DebtFactory)
    as_of = date(2013, 11, 6)
    capital_sek = Decimal("1000.00")
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..debt.case.authority"))


class BudgetFactory(OfCaseFactory):
    class Meta:
        model = models.Budget

    name = "I dag"
    valid_from = date(2013, 11, 1)
    income_sek = Decimal(15000)
    expense_sek = Decimal(14000)
    made_by = by_colleague()


class AmountTableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AmountTable

    kind = "norm"
    valid_from = date(2019, 1, 1)
    amounts = factory.LazyFunction(dict)
    source = "Socialstyrelsen"


class RepaymentPlanFactory(OfCaseFactory):
    class Meta:
        model = models.RepaymentPlan

    strategy = "equal"
    money_sek = Decimal(500)
    first_month = date(2013, 12, 1)
    made_by = by_colleague()


class PlanDebtFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PlanDebt

    plan = factory.SubFactory(RepaymentPlanFactory)
    debt = factory.SubFactory(DebtFactory, case=factory.SelfAttribute("..plan.case"))
    balance_sek = Decimal("1000.00")


class InstalmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Instalment

    part = factory.SubFactory(PlanDebtFactory)
    month = date(2013, 12, 1)
    due_sek = Decimal(500)
    interest_sek = Decimal(0)
    remaining_sek = Decimal(500)


class PaymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Payment

    part = factory.SubFactory(PlanDebtFactory)
    paid_on = date(2013, 12, 20)
    amount_sek = Decimal(500)
    recorded_by = factory.SubFactory(
        UserFactory, authority=factory.SelfAttribute("..part.plan.case.authority")
    )


class RestructuringFactory(OfCaseFactory):
    class Meta:
        model = models.Restructuring

    begun_on = date(2013, 11, 6)
    made_by = by_colleague()


class ConditionCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ConditionCheck

    restructuring = factory.SubFactory(RestructuringFactory)
    condition = "lives_here"


class RestructuringShareFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RestructuringShare

    restructuring = factory.SubFactory(RestructuringFactory)
    debt = factory.SubFactory(DebtFactory, case=factory.SelfAttribute("..restructuring.case"))
    owed_sek = Decimal("1000.00")
    month_sek = Decimal("10.00")
    total_sek = Decimal("500.00")


class RestructuringPaymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RestructuringPayment

    restructuring = factory.SubFactory(RestructuringFactory)
    month = date(2013, 12, 1)
    paid_on = date(2013, 12, 20)
    amount_sek = Decimal(10)
    recorded_by = factory.SubFactory(
        UserFactory, authority=factory.SelfAttribute("..restructuring.case.authority")
    )


class RestructuringFollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RestructuringFollowUp

    restructuring = factory.SubFactory(RestructuringFactory)
    due_on = date(2014, 11, 1)


class HomeNoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HomeNotice

    authority = factory.SubFactory(AuthorityFactory)
    kind = "rent_late"
    landlord = "Hyresbolaget"
    received_on = date(2013, 11, 6)
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..authority"))


class NoticeActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.NoticeAction

    notice = factory.SubFactory(HomeNoticeFactory)
    on_day = date(2013, 11, 7)
    note = "Ringde hyresvärden"
    done_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..notice.authority"))
