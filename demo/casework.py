"""The demo's casework: plans, notes, information, an assessment now and then, through the same actions."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from accounts.models import Authority, User
from cases.actions import agree_plan, save_assessment, save_plan
from cases.actions.absences import plan_absence
from cases.actions.attachments import attach_document
from cases.actions.information import give_information
from cases.actions.journal import correct_note, sign_note, write_note
from cases.actions.phrases import save_phrase
from cases.actions.plan_steps import complete_step
from cases.actions.programmes import join_programme, save_programme
from cases.actions.silence import set_silence_limits
from cases.enums import (
    HOUSED,
    HousingNow,
    IncomeSource,
    InformationTopic,
    IntervalUnit,
    MaterialKind,
    NoteKind,
)
from cases.materials import plan_begun_from, text_of
from cases.models import (
    Absence,
    Assessment,
    Household,
    JournalNote,
    Phrase,
    Programme,
    SilenceLimit,
    WorkPlan,
)
from cases.models.assessments import FACTS
from cases.note_content import NoteInput
from cases.plan_content import GoalInput, StepInput
from core.clock import today
from demo.texts import CONSULTATION, JOURNAL, NETWORKS, PHRASES, WANTS

FAMILIES = "Familjer i jour- och försökslägenheter"
# A one-page PDF without a word in it that could be somebody's.
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"  # noqa: E501 - the file as it is


def set_up_casework(board: Authority, staff: dict[str, User]) -> None:
    """What those who lead have set: phrases, days of silence, a programme. Once."""
    leader = staff["karin"]
    unit = leader.memberships.order_by("pk")[0].unit
    if unit is not None and not Phrase.objects.filter(unit=unit).exists():
        for title, text in PHRASES:
            save_phrase(unit=unit, title=title, text=text, by=leader)
    if not SilenceLimit.objects.filter(authority=board).exists():
        days = {1: 14, 2: 30, 3: 0, 4: 21, 5: 14, 0: 0, HOUSED: 0}
        set_silence_limits(days=days, valid_from=today(), by=leader)
    if not Programme.objects.filter(authority=board).exists():
        save_programme(name=FAMILIES, interval_unit=IntervalUnit.MONTHS, interval=1, by=leader)


class Casework:
    """A week of casework with the households that came to the desk in the weeks before."""

    def __init__(self, board: Authority, staff: dict[str, User], random: Random) -> None:
        self.board, self.staff, self.random = board, staff, random

    def of_week(self, day: date) -> None:
        """Somebody is mapped, somebody gets a plan, there are calls and meetings."""
        known = Household.objects.filter(
            authority=self.board, reference=None, closed_on=None, homes=None, opened_on__lte=day
        ).select_related("project_worker", "caseworker")
        rows = list(known.order_by("-opened_on", "-pk")[:25])
        for household in self.random.sample(rows, min(4, len(rows))):
            self._note(household, day)
        for household in rows[:8]:
            if not Assessment.objects.filter(household=household).exists() and self.random.random() < 0.6:
                self._assess(household)
            elif not WorkPlan.objects.filter(household=household).exists() and self.random.random() < 0.5:
                self._plan(household, day)
        self._steps(day)

    def _worker(self, household: Household) -> User:
        return household.project_worker or self.staff["maria"]

    def _note(self, household: Household, day: date) -> None:
        worker = self._worker(household)
        kind = self.random.choice(NoteKind.values[:5])
        is_consultation = kind == NoteKind.CONSULTATION
        members = [] if is_consultation else household.members_on(day)
        said = NoteInput(
            kind=kind,
            happened_on=day - timedelta(days=self.random.randint(0, 3)),
            text=CONSULTATION if is_consultation else self.random.choice(JOURNAL),
            member_ids=tuple(member.pk for member in members),
            others_present="Eva Sandström, Försörjningsstöd" if kind == NoteKind.THREE_PARTY else "",
        )
        key = UUID(int=self.random.getrandbits(128))
        note = write_note(household=household, content=said, client_key=key, by=worker)
        if self.random.random() < 0.9:
            sign_note(note=note, seen_version=note.version, by=worker)

    def _assess(self, household: Household) -> None:
        blank = Assessment()
        source = self.random.choice((IncomeSource.WORK, IncomeSource.INCOME_SUPPORT, IncomeSource.PARENTAL))
        in_queue = self.random.random() < 0.6
        known = {
            "housing_now": self.random.choice((HousingNow.EMERGENCY, HousingNow.WITH_OTHERS)),
            "other_options_exhausted": True,
            "income_source": source,
            "has_own_income": source != IncomeSource.INCOME_SUPPORT,
            "income_sek": Decimal(self.random.randint(9, 24) * 1000),
            "rent_arrears": self.random.random() < 0.3,
            "other_debts": self.random.random() < 0.4,
            "in_housing_queue": in_queue,
            "queue_fee_paid": in_queue and self.random.random() < 0.7,
            "willing_to_move": self.random.random() < 0.6,
            "network_note": self.random.choice(NETWORKS),
        }
        facts = {name: getattr(blank, name) for name in FACTS} | known
        save_assessment(household=household, facts=facts, seen_version=0, by=self._worker(household))
        topics = self.random.sample([one for one in InformationTopic if one != InformationTopic.BROCHURE], 6)
        give_information(
            household=household, topics=topics, given_on=today(), by=self._worker(household), brochure="sv"
        )

    def _plan(self, household: Household, day: date) -> None:
        text = text_of(self.board.pk, MaterialKind.PLAN_TEMPLATE, "sv")
        assert text is not None
        worker, begun = self._worker(household), plan_begun_from(text, day)
        goals = [
            GoalInput(
                goal.key,
                goal.text,
                tuple(
                    StepInput(step.key, step.text, step.whose, step.due_on)
                    for step in goal.steps
                    if step.due_on is None or self.random.random() < 0.4
                ),
            )
            for goal in self.random.sample(begun, 3)
        ]
        plan = save_plan(
            household=household,
            language="sv",
            about=self.random.choice(WANTS),
            goals=goals,
            seen_version=0,
            by=worker,
        )
        if self.random.random() < 0.8:
            agree_plan(plan=plan, seen_version=plan.version, agreed_on=day, by=worker)
        if self.random.random() < 0.3:
            attach_document(
                household=household, content=PAPER, name="skuldoversikt.pdf", title="Skuldöversikt", by=worker
            )

    def _steps(self, day: date) -> None:
        """Most of what was to be done by now has been."""
        plans = WorkPlan.objects.filter(authority=self.board).select_related("household__project_worker")
        for plan in plans.order_by("pk"):
            for step in plan.steps.filter(state="open", due_on__lte=day).select_related("household"):
                if self.random.random() < 0.8:
                    complete_step(step=step, by=self._worker(plan.household))


def finish(board: Authority, staff: dict[str, User]) -> None:
    """What can be seen today: a correction, a family in the programme, somebody away next week."""
    maria, jonas = staff["maria"], staff["jonas"]
    signed = JournalNote.objects.filter(authority=board, signed_at__isnull=False, kind=NoteKind.PHONE)
    note = signed.select_related("household").order_by("-happened_on", "-pk").first()
    if note is not None and not note.versions.filter(is_correction=True).exists():
        members = tuple(note.members.values_list("pk", flat=True))
        text = f"{note.text} Återkommer på fredag."
        said = NoteInput(note.kind, note.happened_on, text, note.happened_at, members, note.others_present)
        correct_note(
            note=note,
            content=said,
            reason="Dagen för nästa kontakt saknades",
            seen_version=note.version,
            by=maria,
        )
    programme = Programme.objects.filter(authority=board).order_by("pk").first()
    settled = Household.objects.filter(authority=board, closed_on=None, tenancies__last_night=None)
    families = settled.filter(tenancies__isnull=False, reference__isnull=False).distinct().order_by("pk")
    if programme is not None:
        for household in families[:15]:
            join_programme(household=household, programme=programme, first_day=today(), by=maria)
    monday = today() + timedelta(days=7 - today().weekday())
    if Absence.objects.filter(authority=board).exists():
        return
    plan_absence(
        user=jonas, substitute=maria, first_day=monday, last_day=monday + timedelta(days=4), by=jonas
    )
