"""Providers' prices, flats and stays, and the Boråd with its meetings, applications and criteria."""

from datetime import date, time
from decimal import Decimal

import factory
from django.utils import timezone

from housing import models
from housing.enums import (
    Accommodation,
    ApplicationState,
    CriterionOutcome,
    DelegatedArea,
    IncidentKind,
    ItemKind,
    MeetingPart,
    Obstacle,
    PricePer,
)
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory
from tests.factories.events import (
    BoardDecisionFactory,
    FlatFactory,
    PlacementFactory,
    ProviderFactory,
    TenancyFactory,
)


class ProviderPriceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ProviderPrice

    provider = factory.SubFactory(ProviderFactory)
    price_sek = Decimal("585.00")
    price_per = PricePer.NIGHT
    first_day = date(2013, 1, 1)


class PlacementCorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PlacementCorrection

    placement = factory.SubFactory(PlacementFactory)
    before = factory.LazyFunction(lambda: {"price_sek": "585.00"})
    after = factory.LazyFunction(lambda: {"price_sek": "640.00"})
    reason = "Fel pris i avtalet"
    corrected_at = factory.LazyFunction(timezone.now)
    corrected_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..placement.authority"))


class FlatRentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FlatRent

    flat = factory.SubFactory(FlatFactory)
    first_day = date(2013, 7, 1)
    monthly_rent_sek = Decimal("4750.00")
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..flat.authority"))


class FeeSurchargeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FeeSurcharge

    authority = factory.SubFactory(AuthorityFactory)
    percent = Decimal("3.00")
    first_day = date(2012, 12, 1)


class TenancyRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    tenancy = factory.SubFactory(TenancyFactory)
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..tenancy.authority"))
    recorded_at = factory.LazyFunction(timezone.now)


class TenancyCorrectionFactory(TenancyRecordFactory):
    class Meta:
        model = models.TenancyCorrection

    before = factory.LazyFunction(lambda: {"first_night": "2013-10-01"})
    reason = "Fel datum"


class StayExtensionFactory(TenancyRecordFactory):
    class Meta:
        model = models.StayExtension

    last_night = date(2014, 1, 31)
    reason = "Inflyttning i ny lägenhet 1 februari"
    authorised_by = factory.SelfAttribute("recorded_by")
    authorised_on = date(2013, 12, 20)
    delegation_reference = "4.3"


class KeyHandoverFactory(TenancyRecordFactory):
    class Meta:
        model = models.KeyHandover

    what = "Lägenhetsnyckel"
    count = 2
    handed_out_on = date(2013, 10, 1)


class IncidentFactory(TenancyRecordFactory):
    class Meta:
        model = models.Incident

    happened_on = date(2013, 11, 5)
    kind = IncidentKind.DISTURBANCE
    note = "Hög musik efter midnatt"


class RentPaymentFactory(TenancyRecordFactory):
    class Meta:
        model = models.RentPayment

    month = date(2013, 11, 1)
    paid_on = date(2013, 10, 30)


class LateRentFactory(TenancyRecordFactory):
    class Meta:
        model = models.LateRent

    month = date(2013, 12, 1)


class LimitCheckFactory(TenancyRecordFactory):
    class Meta:
        model = models.LimitCheck

    mark = 45


class TakeoverObstacleFactory(TenancyRecordFactory):
    class Meta:
        model = models.TakeoverObstacle

    kind = Obstacle.OTHER_DEBTS
    noted_on = date(2013, 11, 5)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """Submitted; `state=DRAFT, submitted_by=None, submitted_at=None` for a draft."""

    class Meta:
        model = models.Application

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    accommodation = Accommodation.ACUTE
    state = ApplicationState.SUBMITTED
    applied_on = date(2013, 11, 14)
    wanted_from = date(2013, 11, 20)
    why_now = "Andrahandskontraktet är slut"
    already_tried = "Har frågat släkten"
    created_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.SelfAttribute("created_at")
    submitted_by = factory.SelfAttribute("created_by")
    submitted_at = factory.SelfAttribute("created_at")


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Delegation

    user = factory.SubFactory(UserFactory)
    authority = factory.SelfAttribute("user.authority")
    area = DelegatedArea.ACUTE
    delegation_reference = "Delegationsordningen 4.2"
    first_day = date(2012, 5, 1)


class DecisionParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DecisionParticipant

    decision = factory.SubFactory(BoardDecisionFactory)
    user = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..decision.authority"))
    part = MeetingPart.MEMBER


class MeetingSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MeetingSeries

    authority = factory.SubFactory(AuthorityFactory)
    weekday = 2
    starts_at = time(9)
    first_day = date(2012, 5, 2)


class SeriesParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SeriesParticipant

    series = factory.SubFactory(MeetingSeriesFactory)
    user = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..series.authority"))


class SkippedWeekFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SkippedWeek

    series = factory.SubFactory(MeetingSeriesFactory)
    day = date(2013, 12, 25)


class BoardMeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.BoardMeeting

    authority = factory.SubFactory(AuthorityFactory)
    held_on = factory.Sequence(lambda n: date.fromordinal(date(2013, 12, 11).toordinal() + 7 * n))
    starts_at = time(9)


class MeetingParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MeetingParticipant

    meeting = factory.SubFactory(BoardMeetingFactory)
    user = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..meeting.authority"))


class AgendaItemFactory(factory.django.DjangoModelFactory):
    """An application on the agenda of a meeting of its own board."""

    class Meta:
        model = models.AgendaItem

    application = factory.SubFactory(ApplicationFactory)
    household = factory.SelfAttribute("application.household")
    authority = factory.SelfAttribute("household.authority")
    meeting = factory.SubFactory(BoardMeetingFactory, authority=factory.SelfAttribute("..authority"))
    kind = ItemKind.APPLICATION
    position = factory.Sequence(lambda n: n + 1)
    added_at = factory.LazyFunction(timezone.now)


class RecusalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Recusal

    item = factory.SubFactory(AgendaItemFactory)
    household = factory.SelfAttribute("item.household")
    user = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..item.authority"))
    reason = "Granne med den sökande"
    recorded_by = factory.SelfAttribute("user")
    recorded_at = factory.LazyFunction(timezone.now)


class CriteriaSetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CriteriaSet

    authority = factory.SubFactory(AuthorityFactory)
    accommodation = Accommodation.ACUTE
    version = factory.Sequence(lambda n: n + 1)
    valid_from = date(2012, 5, 1)


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Criterion

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    position = factory.Sequence(lambda n: n + 1)
    code = factory.Sequence(lambda n: f"criterion-{n}")
    text = "Andra möjligheter är prövade"


class JudgementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Judgement

    application = factory.SubFactory(ApplicationFactory)
    criterion = factory.SubFactory(CriterionFactory)
    outcome = CriterionOutcome.PASSED
    judged_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..application.authority"))
    judged_at = factory.LazyFunction(timezone.now)
