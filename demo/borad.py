"""The demo's Boråd: its weekly hour, delegations and prices, and meetings held through the real actions."""

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from accounts.models import Authority, User
from cases.models import Household
from core.clock import today
from demo.texts import REASON_CHILDREN, REASONS_APPROVED, REASONS_REJECTED
from housing import actions
from housing.actions import ApplicationInput, DecisionInput, JudgementInput
from housing.actions.applications import open_application
from housing.actions.deciding import criteria_of
from housing.actions.providers import set_price
from housing.enums import (
    Accommodation,
    ApplicationState,
    CriterionOutcome,
    DelegatedArea,
    ItemKind,
    MeetingPart,
    Outcome,
    PricePer,
)
from housing.models import (
    AgendaItem,
    Application,
    BoardMeeting,
    Delegation,
    MeetingSeries,
    Provider,
    ProviderPrice,
)

WEDNESDAY = 2
REFERENCE = "Delegationsordningen 4.2"
PRICES = (585, 640, 720, 890, 950, 1100)
# Telephone numbers of the series that PTS keeps free for fiction.
CONTACTS = (
    ("Monika Strand", "08-465 004 11"),
    ("Receptionen", "08-465 004 12"),
    ("Ali Demir", "08-465 004 13"),
    ("Birgit Sjö", "08-465 004 14"),
)
# So many applications are decided at a meeting; the others are deferred to the next.
DECIDED = 3
# So many apply before the coming meeting.
COMING = 5
JUDGED = (CriterionOutcome.PASSED,) * 4 + (CriterionOutcome.UNKNOWN,)
WHY_NOW = (
    "Andrahandskontraktet är uppsagt och hushållet måste flytta inom en vecka.",
    "Har bott hos en vän som inte längre kan ta emot dem.",
    "Separation. Den ena föräldern har lämnat bostaden med barnen.",
)
TRIED = (
    "Har frågat släkt och vänner, sökt i tre kommuner och anmält sig i bostadskön.",
    "Har varit på två visningar i Eskilstuna och väntar svar.",
)


def set_up(board: Authority, staff: dict[str, User], random: Random) -> None:
    """Delegations, price lists and the weekly hour, unless the board has them. The clock says from when."""
    if MeetingSeries.objects.filter(authority=board).exists():
        return
    karin, first_day = staff["karin"], today()
    for area in DelegatedArea:
        _delegate(karin, area, karin, None)
    _delegate(staff["peter"], DelegatedArea.ACUTE, karin, 60)
    _know_providers(board, karin)
    parts = {
        "karin": MeetingPart.CHAIR,
        "peter": MeetingPart.MEMBER,
        "sara": MeetingPart.MEMBER,
        "maria": MeetingPart.PRESENTER,
        "jonas": MeetingPart.SECRETARY,
    }
    actions.set_series(
        authority=board,
        weekday=WEDNESDAY,
        starts_at=time(9),
        first_day=first_day,
        participants={staff[name].pk: part for name, part in parts.items()},
        place="Sammanträdesrum Kyrksjön",
        by=karin,
    )


def _know_providers(board: Authority, karin: User) -> None:
    """Whom to call there, and what a night costs from today on."""
    for provider, price in zip(Provider.objects.filter(authority=board).order_by("pk"), PRICES, strict=False):
        if not ProviderPrice.objects.filter(provider=provider).exists():
            set_price(
                provider=provider,
                what="",
                price_sek=Decimal(price),
                price_per=PricePer.NIGHT,
                first_day=today(),
                by=karin,
            )
    for provider, (name, phone) in zip(Provider.objects.filter(authority=board), CONTACTS, strict=False):
        if not provider.contact_name:
            actions.change_provider(provider=provider, contact_name=name, phone=phone, by=karin)


def _delegate(user: User, area: str, by: User, most_days: int | None) -> None:
    if not Delegation.objects.filter(user=user, area=area).exists():
        actions.give_delegation(
            user=user,
            area=area,
            delegation_reference=REFERENCE,
            first_day=today(),
            most_days=most_days,
            by=by,
        )


def apply_for(household: Household, worker: User, random: Random) -> Application | None:
    """The project worker writes and submits the household's application."""
    if open_application(household) is not None:
        return None
    has_children = household.is_family_with_children_on(today())
    application = actions.save_application(
        household=household,
        content=ApplicationInput(
            accommodation=Accommodation.ACUTE,
            wanted_from=today(),
            why_now=random.choice(WHY_NOW),
            already_tried=random.choice(TRIED),
            child_best_interests="Att få gå kvar i skolan utan fler uppbrott." if has_children else "",
            child_view="Vill bo nära sina vänner. Är trött på att flytta." if has_children else "",
        ),
        by=worker,
    )
    return actions.submit_application(application=application, by=worker)


def fill_next_meeting(board: Authority, staff: dict[str, User], random: Random) -> None:
    """Some apply in these days, so that the coming meeting has something to take up."""
    if Application.objects.filter(authority=board, state=ApplicationState.SUBMITTED).exists():
        return
    known = Household.objects.filter(authority=board, reference=None, closed_on=None, homes=None)
    waiting = known.filter(board_decisions=None, tenancies=None, protected_identity="none").order_by("-pk")
    for household in list(waiting)[:COMING]:
        apply_for(household, household.project_worker or staff["maria"], random)


def hold(meeting: BoardMeeting, staff: dict[str, User], random: Random) -> None:
    """The meeting from opening to minutes; what there is no time for is deferred."""
    karin = staff["karin"]
    actions.open_meeting(meeting=meeting, by=karin)
    actions.refresh_agenda(meeting=meeting, by=karin)
    people = meeting.participants.values_list("user", flat=True)
    absent = staff["sara"].pk if random.random() < 0.3 else None
    actions.note_attendance(meeting=meeting, present={pk: pk != absent for pk in people}, by=karin)
    decided = 0
    for item in AgendaItem.objects.filter(meeting=meeting, is_settled=False).order_by("position", "pk"):
        if item.kind in (ItemKind.APPLICATION, ItemKind.DEFERRED) and item.application is not None:
            decided += 1
            _decide(item, item.application, staff, random, in_time=decided <= DECIDED)
        elif item.kind != ItemKind.FLAT_FREE:
            _review(item, staff, random)
    actions.close_meeting(meeting=meeting, by=karin)


def _review(item: AgendaItem, staff: dict[str, User], random: Random) -> None:
    """A stay whose decision ends: extended by a month, or talked over."""
    karin = staff["karin"]
    if item.placement is None or random.random() < 0.3 or open_application(item.placement.household):
        actions.settle_item(item=item, note="Projektet återkommer med en plan.", by=karin)
        return
    application = actions.apply_for_stay(item=item, by=karin)
    content = _approval(application, staff, random, days=30)
    actions.decide(application=application, content=content, by=karin, item=item)


def _decide(
    item: AgendaItem, application: Application, staff: dict[str, User], random: Random, *, in_time: bool
) -> None:
    karin = staff["karin"]
    if not in_time:
        content = DecisionInput(
            outcome=Outcome.DEFERRED,
            decided_by=karin,
            reason="Underlaget kompletteras till nästa möte.",
            deferred_until=today() + timedelta(days=7),
        )
    elif random.random() < 0.7:
        content = _approval(application, staff, random, days=random.choice((14, 30, 60)))
    else:
        content = DecisionInput(
            outcome=Outcome.REJECTED, decided_by=karin, reason=random.choice(REASONS_REJECTED)
        )
    actions.decide(application=application, content=content, by=karin, item=item)


def _approval(
    application: Application, staff: dict[str, User], random: Random, *, days: int
) -> DecisionInput:
    household = application.household
    price = random.choice(list(ProviderPrice.objects.filter(provider__authority=application.authority)))
    is_extension = application.extends_placement_id is not None
    begins: date = today()
    family = household.is_family_with_children_on(begins)
    return DecisionInput(
        outcome=Outcome.APPROVED,
        decided_by=staff["karin"],
        reason=REASON_CHILDREN if family else random.choice(REASONS_APPROVED),
        conditions="Kontakt med projektet varje vecka. Söker bostad även på andra orter.",
        valid_from=begins,
        valid_until=begins + timedelta(days=days - 1),
        provider=None if is_extension else price.provider,
        price_sek=None if is_extension else price.price_sek,
        price_per="" if is_extension else price.price_per,
        project_worker=household.project_worker or staff["maria"],
        caseworker=household.caseworker or staff["eva"],
        follow_up_on=begins + timedelta(days=14),
        child_best_interests="Barnen behåller sin skola." if family else "",
        child_view="Vill inte flytta igen." if family else "",
        judgements={one.pk: JudgementInput(random.choice(JUDGED)) for one in criteria_of(application)},
    )
