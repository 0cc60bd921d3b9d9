"""The criteria by which every application is judged: versions of sets, and judgements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, User
from cases.actions.locking import refuse_other_board
from cases.errors import ActionRefused
from core.audit import record_event
from core.clock import now, today
from housing.actions.recording import record
from housing.enums import Accommodation, CriterionOutcome
from housing.models import Application, CriteriaSet, Criterion, Judgement

REPORT = "Hässelby-Vällingby stadsdelsförvaltning, Att motverka långvarig hemlöshet, 2014"


@dataclass(frozen=True)
class CriterionInput:
    """One criterion of a new version. `code` stays the same where the question does."""

    code: str
    text: str
    help_text: str = ""
    evidence: str = ""
    is_required: bool = False


# The report lists criteria for the transitional flats only; the general ones follow what its Boråd weighed.
GENERAL = (
    CriterionInput(
        "no_roof",
        "Saknar tak över huvudet inom 14 dagar",
        "Boendet upphör, eller har redan upphört, och inget annat är ordnat.",
        "acute_need",
    ),
    CriterionInput(
        "other_options",
        "Andra möjligheter är prövade",
        "Släkt, vänner och eget nätverk är tillfrågade.",
        "options_exhausted",
    ),
    CriterionInput(
        "contact",
        "Har aktiv kontakt med hemlöshetsprojektet",
        "Har varit på drop-in eller bokat besök den senaste tiden.",
        "active_contact",
    ),
    CriterionInput(
        "searches_elsewhere",
        "Söker bostad även på andra orter",
        "Är registrerad i köer och kan tänka sig att flytta.",
        "searches_elsewhere",
    ),
    CriterionInput("means", "Kan inte ordna boende med egna medel", "Inkomst och tillgångar räcker inte."),
    CriterionInput(
        "children",
        "Barnens situation är belyst",
        "Vad som är bäst för barnen och vad de säger är beskrivet.",
        "children_heard",
    ),
)
TRANSITIONAL = (
    CriterionInput(
        "options_exhausted",
        "Kontakt med hemlöshetsprojektet visar att andra möjligheter är uttömda",
        "Rapporten 2014, första kriteriet.",
        "project_contact",
        True,
    ),
    CriterionInput(
        "short_stay",
        "Bor högst tre månader i väntan på en namngiven lösning",
        "Inflyttning på annat håll, annan kommun, eller insats eller boende från en annan enhet.",
        "next_solution",
        True,
    ),
    CriterionInput(
        "no_substance_abuse",
        "Inget omfattande eller pågående missbruk",
        "Rapporten 2014, tredje kriteriet.",
        "no_substance_abuse",
        True,
    ),
    CriterionInput(
        "no_extensive_support",
        "Inget behov av omfattande stöd, ingen allvarlig psykisk problematik",
        "Rapporten 2014, fjärde kriteriet.",
        "no_extensive_support",
        True,
    ),
)
FLATS = (
    *GENERAL[1:3],
    CriterionInput("manages_tenancy", "Klarar att bo enligt hyreslagen", "Med det stöd som är planerat."),
    CriterionInput("pays_rent", "Kan betala hyran vid varje månadsskifte", "Egen inkomst eller bistånd."),
    GENERAL[5],
)
DEFAULTS: dict[str, Sequence[CriterionInput]] = {
    Accommodation.ACUTE: GENERAL,
    Accommodation.TRANSITIONAL: TRANSITIONAL,
    Accommodation.EMERGENCY: FLATS,
    Accommodation.TRIAL: FLATS,
    Accommodation.TRAINING: FLATS,
}


@transaction.atomic
def criteria_for(authority: Authority, accommodation: str, day: date) -> CriteriaSet:
    """The set in force on day. A board that has set none gets the default ones, kept as version 1."""
    held = CriteriaSet.objects.filter(authority=authority, accommodation=accommodation, valid_from__lte=day)
    latest = held.order_by("-valid_from", "-version").first()
    if latest is not None:
        return latest
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    first, is_new = CriteriaSet.objects.get_or_create(
        authority=authority,
        accommodation=accommodation,
        version=1,
        defaults={"valid_from": date(2012, 5, 1), "source": REPORT},
    )
    if is_new:
        _write(first, DEFAULTS[accommodation])
    return first


@transaction.atomic
def new_version(
    *,
    authority: Authority,
    accommodation: str,
    criteria: Sequence[CriterionInput],
    valid_from: date,
    by: User,
    source: str = "",
) -> CriteriaSet:
    """Other criteria from a day on; what was judged before keeps its own. Raises ActionRefused for none."""
    refuse_other_board(authority.pk, by)
    if not criteria or any(not one.text.strip() for one in criteria):
        raise ActionRefused(_("Write at least one criterion, and a text for each."), "criteria")
    if valid_from < today():
        raise ActionRefused(_("Choose today or a later day: what is judged already stays as it was."))
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    criteria_for(authority, accommodation, today())
    latest = CriteriaSet.objects.filter(authority=authority, accommodation=accommodation).latest("version")
    made = CriteriaSet.objects.create(
        authority=authority,
        accommodation=accommodation,
        version=latest.version + 1,
        valid_from=valid_from,
        source=source.strip(),
    )
    _write(made, criteria)
    record_event(
        "criteria.new_version",
        by=by,
        authority_id=authority.pk,
        subject=made,
        details={"accommodation": accommodation, "version": made.version},
    )
    return made


def _write(target: CriteriaSet, criteria: Sequence[CriterionInput]) -> None:
    Criterion.objects.bulk_create(
        Criterion(
            criteria_set=target,
            position=position,
            code=one.code,
            text=one.text.strip(),
            help_text=one.help_text.strip(),
            evidence=one.evidence,
            is_required=one.is_required,
        )
        for position, one in enumerate(criteria, start=1)
    )


@dataclass(frozen=True)
class JudgementInput:
    """How a person judges one criterion, with what the system knew then."""

    outcome: str
    note: str = ""
    evidence_outcome: str = ""
    evidence_text: str = ""


@transaction.atomic
def judge(*, application: Application, judgements: Mapping[int, JudgementInput], by: User) -> list[Judgement]:
    """Keep how each criterion (by its id) is judged; a later judgement takes the place of an earlier one.

    The caller holds the application. Raises ActionRefused when it is decided.
    """
    if not application.is_open:
        raise ActionRefused(_("The application is decided already."))
    kept = []
    for pk, one in judgements.items():
        if one.outcome not in CriterionOutcome.values:
            raise ActionRefused(_("Choose passed, not passed or not known for every criterion."), "criteria")
        judgement, _made = Judgement.objects.update_or_create(
            application=application,
            criterion_id=pk,
            defaults={
                "outcome": one.outcome,
                "note": one.note.strip(),
                "evidence_outcome": one.evidence_outcome,
                "evidence_text": one.evidence_text[:300],
                "judged_by": by,
                "judged_at": now(),
            },
        )
        kept.append(judgement)
    if kept:
        record("application.judged", by, application, {"criteria": len(kept)})
    return kept
