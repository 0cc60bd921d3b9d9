"""Applications for temporary housing: written, submitted, withdrawn."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked, refuse_future
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import now, today
from housing.actions.agenda import agenda_changed
from housing.actions.recording import record, refuse_closed
from housing.enums import OPEN_APPLICATION_STATES, Accommodation, ApplicationKind, ApplicationState
from housing.models import Application, Placement, Tenancy


@dataclass(frozen=True)
class ApplicationInput:
    """What is written in an application. A draft may lack anything but what is asked for."""

    accommodation: str
    kind: str = ApplicationKind.NEW
    applied_on: date | None = None
    wanted_from: date | None = None
    wanted_until: date | None = None
    why_now: str = ""
    already_tried: str = ""
    child_best_interests: str = ""
    child_view: str = ""
    next_solution_named: str = ""
    extends_placement: Placement | None = None
    extends_tenancy: Tenancy | None = None


@transaction.atomic
def save_application(
    *,
    household: Household,
    content: ApplicationInput,
    by: User,
    application: Application | None = None,
    client_key: UUID | None = None,
) -> Application:
    """Keep a draft, new or changed. The same client_key gives the application that it made before.

    Raises ActionRefused when the household has another open application, when it is no draft any more, and
    for what can't be: an unknown kind of accommodation, days in the wrong order, another household's stay.
    """
    household = locked(household, by)
    if application is None and client_key is not None:
        application = Application.objects.filter(household=household, client_key=client_key).first()
    if application is None:
        if open_application(household) is not None:
            raise ActionRefused(_("The household already has an open application. Open that one."))
        application = Application(
            household=household,
            authority_id=household.authority_id,
            created_by=by,
            created_at=now(),
            client_key=client_key,
        )
        action = "application.begun"
    else:
        application = held(application, by)
        _refuse_unless_draft(application)
        action = "application.changed"
    _write(application, content)
    application.save()
    record(action, by, application)
    return application


def _write(application: Application, content: ApplicationInput) -> None:
    if content.accommodation not in Accommodation.values:
        raise ActionRefused(_("Choose what is asked for."), "accommodation")
    applied_on = content.applied_on or application.applied_on or today()
    refuse_future(applied_on, "applied_on")
    if content.wanted_from and content.wanted_until and content.wanted_until < content.wanted_from:
        raise ActionRefused(_("The last day is before the first."), "wanted_until")
    for stay in (content.extends_placement, content.extends_tenancy):
        if stay is not None and stay.household_id != application.household_id:
            raise ActionRefused(_("The stay is another household's."), "kind")
    values: dict[str, Any] = {name: getattr(content, name) for name in ApplicationInput.__dataclass_fields__}
    for name, value in values.items():
        setattr(application, name, value.strip() if isinstance(value, str) else value)
    application.applied_on = applied_on
    application.changed_at = now()


@transaction.atomic
def submit_application(*, application: Application, by: User) -> Application:
    """Hand the application in: it comes on the agenda of the next meeting. Submitted already: nothing more.

    Raises ActionRefused in a closed case, when something is missing that the Boråd needs, the child's part
    among it when the household has a child today (SoL 2025:400 3:1–3), and for others than the project's when
    it is about a transitional flat.
    """
    application = held(application, by)
    if application.state == ApplicationState.SUBMITTED:
        return application
    _refuse_unless_draft(application)
    refuse_closed(application.household, today(), "")
    _refuse_incomplete(application)
    if application.accommodation == Accommodation.TRANSITIONAL and not by.can("transitional.propose"):
        raise ActionRefused(  # report 2014: the project chooses who may come in question
            _("The project proposes who may move into a transitional flat. Let a project worker submit it."),
            "accommodation",
        )
    application.state = ApplicationState.SUBMITTED
    application.submitted_by, application.submitted_at = by, now()
    application.save(update_fields=["state", "submitted_by", "submitted_at"])
    record("application.submitted", by, application, {"accommodation": application.accommodation})
    agenda_changed(application.authority, by=by)
    return application


def _refuse_incomplete(application: Application) -> None:
    needed = [
        ("wanted_from", _("Write from when.")),
        ("why_now", _("Write why it is needed now.")),
        ("already_tried", _("Write what else has been tried.")),
    ]
    if application.accommodation == Accommodation.TRANSITIONAL:
        needed.append(("next_solution_named", _("Write which next solution the household waits for.")))
    if application.household.is_family_with_children_on(today()):
        needed += [
            ("child_best_interests", _("Write what is best for the child.")),
            ("child_view", _("Write what the child says, or why the child was not asked.")),
        ]
    for name, words in needed:
        if not getattr(application, name):
            raise ActionRefused(words, name)


@transaction.atomic
def withdraw_application(*, application: Application, reason: str, by: User) -> Application:
    """The household no longer asks for it. Raises ActionRefused without a reason, or when it is decided."""
    application = held(application, by)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    if not application.is_open:
        raise ActionRefused(_("The application is decided already."))
    if not reason.strip():
        raise ActionRefused(_("Write why it is withdrawn."), "reason")
    application.state, application.withdrawn_at = ApplicationState.WITHDRAWN, now()
    application.withdrawn_reason = reason.strip()
    application.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    record("application.withdrawn", by, application)
    agenda_changed(application.authority, by=by)
    return application


@transaction.atomic
def reopen_draft(*, application: Application, by: User) -> Application:
    """Take a submitted application back to be changed. Raises ActionRefused when it was taken up."""
    application = held(application, by)
    if application.state == ApplicationState.DRAFT:
        return application
    if application.state != ApplicationState.SUBMITTED or application.decisions.exists():
        raise ActionRefused(_("The Boråd has taken it up already. Write a new one when there is need."))
    application.state = ApplicationState.DRAFT
    application.submitted_by = application.submitted_at = None
    application.save(update_fields=["state", "submitted_by", "submitted_at"])
    record("application.taken_back", by, application)
    agenda_changed(application.authority, by=by)
    return application


def open_application(household: Household) -> Application | None:
    """The household's application that is not decided or withdrawn; there is at most one."""
    return Application.objects.filter(household=household, state__in=OPEN_APPLICATION_STATES).first()


def held(application: Application, by: User) -> Application:
    """The application as it is now; its household is held until the transaction ends."""
    household = locked(application.household, by)
    row = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    row.household = household
    return row


def _refuse_unless_draft(application: Application) -> None:
    if application.state == ApplicationState.SUBMITTED:
        raise ActionRefused(_("The application is submitted. Take it back to change it."))
    if application.state != ApplicationState.DRAFT:
        raise ActionRefused(_("The application is decided or withdrawn, and can't be changed."))
