"""A stay goes on, comes to its end, or is let go on over the limit."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import now, today
from housing.actions import stay_checks as checks
from housing.actions.agenda import agenda_changed
from housing.actions.recording import check_nights, record
from housing.actions.stay_follow_ups import plan_follow_ups, stop_follow_ups
from housing.enums import DelegatedArea, FlatKind
from housing.limits import last_allowed_night
from housing.models import BoardDecision, Delegation, StayExtension, Tenancy
from housing.recusals import kept_out_of


@transaction.atomic
def end_tenancy(
    *, tenancy: Tenancy, last_night: date, by: User, moved_to: str = "", moved_to_named: str = ""
) -> Tenancy:
    """End a tenancy; last_night is the last that is counted. Its meetings end with it.

    The same end sent twice is one. Raises ActionRefused when it has ended on another night already.
    """
    tenancy = checks.held(tenancy, by, with_agenda=True)
    check_nights(tenancy.first_night, last_night)
    if tenancy.last_night == last_night:
        return tenancy
    if tenancy.last_night is not None:
        raise ActionRefused(
            _("The stay ended on %(night)s already. Correct it if that is wrong.")
            % {"night": tenancy.last_night},
            "last_night",
        )
    tenancy.last_night, tenancy.moved_to = last_night, moved_to
    tenancy.moved_to_named = moved_to_named.strip()
    tenancy.save(update_fields=["last_night", "moved_to", "moved_to_named"])
    record("tenancy.ended", by, tenancy, {"last_night": last_night.isoformat(), "moved_to": moved_to})
    stop_follow_ups(tenancy, by, last_night + timedelta(days=1))
    agenda_changed(tenancy.authority, by=by)
    return tenancy


@transaction.atomic
def resume_tenancy(*, tenancy: Tenancy, by: User) -> Tenancy:
    """Undo of ending: the household lives on in the flat, and its meetings come back.

    Raises ActionRefused when the flat has been given to somebody else, or the household another one.
    """
    tenancy = checks.held(tenancy, by, with_agenda=True)
    if tenancy.last_night is None:
        return tenancy
    checks.refuse_taken(tenancy.flat, tenancy.first_night, None, but=tenancy.pk)
    checks.refuse_second_home(tenancy.household, tenancy.first_night, None, but=tenancy.pk)
    tenancy.last_night, tenancy.moved_to, tenancy.moved_to_named = None, "", ""
    tenancy.save(update_fields=["last_night", "moved_to", "moved_to_named"])
    record("tenancy.resumed", by, tenancy)
    plan_follow_ups(tenancy, by)
    agenda_changed(tenancy.authority, by=by)
    return tenancy


@transaction.atomic
def extend_tenancy(
    *, tenancy: Tenancy, planned_last_night: date | None, by: User, decision: BoardDecision | None = None
) -> Tenancy:
    """Another planned end, later or earlier, by the decision that covers it (None: the same as before).

    None for the night, in other than transitional flats: until further notice. Raises ActionRefused over
    the limit without an authorised extension, for nights that flat or decision lacks, and after the end.
    """
    tenancy = checks.held(tenancy, by, with_agenda=True)
    _refuse_ended(tenancy)
    check_nights(tenancy.first_night, planned_last_night, field="planned_last_night")
    authorised = checks.authorised_through(tenancy)
    checks.refuse_over_limit(tenancy.flat, tenancy.first_night, planned_last_night, authorised)
    checks.refuse_unavailable(tenancy.flat, tenancy.first_night, planned_last_night)
    if decision is not None:
        # Of the nights that are new: those before rest on the decision before.
        first = max(tenancy.first_night, decision.valid_from or tenancy.first_night)
        checks.refuse_uncovered(decision, tenancy.household, tenancy.flat, first, planned_last_night)
    before = (tenancy.planned_last_night, tenancy.decision_id)
    tenancy.planned_last_night = planned_last_night
    tenancy.decision = decision or tenancy.decision
    if (tenancy.planned_last_night, tenancy.decision_id) == before:
        return tenancy
    tenancy.save(update_fields=["planned_last_night", "decision"])
    through = planned_last_night.isoformat() if planned_last_night else None
    record("tenancy.extended", by, tenancy, {"through": through})
    plan_follow_ups(tenancy, by)
    agenda_changed(tenancy.authority, by=by)
    return tenancy


@transaction.atomic
def authorise_extension(*, tenancy: Tenancy, last_night: date, reason: str, by: User) -> StayExtension:
    """Let a stay in a transitional flat go on over the three months, through a night, by `by`'s delegation.

    The same one sent twice is one. Raises ActionRefused without a reason or a delegation that reaches so far.
    """
    tenancy = checks.held(tenancy, by)
    if tenancy.flat.kind != FlatKind.TRANSITIONAL:
        raise ActionRefused(_("Only stays in transitional flats have the limit of three months."))
    allowed = last_allowed_night(tenancy.first_night)
    if last_night <= allowed:
        raise ActionRefused(
            _("Through %(night)s no extension is needed. Choose a later night.") % {"night": allowed},
            "last_night",
        )
    if not reason.strip():
        raise ActionRefused(_("Write why the stay may go over the three months."), "reason")
    same = StayExtension.objects.filter(tenancy=tenancy, last_night=last_night, authorised_by=by).first()
    if same is not None:
        return same
    _refuse_ended(tenancy)
    if by.pk in kept_out_of(tenancy.household_id):
        raise ActionRefused(_("You keep out of this household (recusal). Ask somebody else to authorise it."))
    checks.refuse_unavailable(tenancy.flat, tenancy.first_night, last_night)
    delegation = _delegation_for(by, (last_night - allowed).days)
    extension = StayExtension.objects.create(
        tenancy=tenancy,
        last_night=last_night,
        reason=reason.strip(),
        authorised_by=by,
        authorised_on=today(),
        delegation_reference=delegation.delegation_reference,
        recorded_by=by,
        recorded_at=now(),
    )
    tenancy.planned_last_night = last_night
    tenancy.save(update_fields=["planned_last_night"])
    details = {"extension": extension.pk, "through": last_night.isoformat(), "delegation": delegation.pk}
    record("tenancy.overstay_authorised", by, tenancy, details)
    plan_follow_ups(tenancy, by)
    return extension


def may_authorise(user: User) -> bool:
    """Whether user holds a delegation of today for stays over the limit."""
    return _delegations(user).exists()


def _delegation_for(by: User, days: int) -> Delegation:
    delegations = list(_delegations(by))
    if not delegations:
        raise ActionRefused(
            _("You have no delegation for stays over the limit. Ask somebody who has to authorise it.")
        )
    for delegation in delegations:
        if delegation.most_days is None or days <= delegation.most_days:
            return delegation
    raise ActionRefused(
        _("Your delegation reaches %(days)s days over the limit. Choose an earlier night.")
        % {"days": max(delegation.most_days or 0 for delegation in delegations)},
        "last_night",
    )


def _delegations(user: User) -> models.QuerySet[Delegation]:
    day = today()
    rows = Delegation.objects.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day, user=user)
    return rows.filter(area=DelegatedArea.OVERSTAY, authority=user.authority).order_by("pk")


def _refuse_ended(tenancy: Tenancy) -> None:
    if tenancy.last_night is not None:
        raise ActionRefused(_("The stay ended on %(night)s.") % {"night": tenancy.last_night})
