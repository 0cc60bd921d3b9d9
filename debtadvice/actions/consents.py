"""Consents: given, widened, narrowed, revoked."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import now
from debtadvice.actions.locking import locked, locked_open, record, refuse_future
from debtadvice.enums import ConsentForm, ConsentScope
from debtadvice.models import Consent, DebtCase


@transaction.atomic
def give_consent(
    *,
    case: DebtCase,
    scope: ConsentScope,
    given_on: date,
    by: User,
    form: ConsentForm = ConsentForm.WRITTEN,
    valid_until: date | None = None,
) -> Consent:
    """Record what the client lets those who work with the household see. It replaces the one that held.

    Raises ActionRefused for a case without a household: nobody could see anything.
    """
    case = locked_open(case, by)
    if case.household_id is None:
        raise ActionRefused(
            _("The case is tied to no household, so nobody could see anything. Tie it to one first.")
        )
    refuse_future(given_on, "given_on")
    if valid_until is not None and valid_until < given_on:
        raise ActionRefused(_("The last day is before the first."), "valid_until")
    _end_present(case, by)
    consent = Consent.objects.create(
        case=case, scope=scope, form=form, given_on=given_on, valid_until=valid_until, recorded_by=by
    )
    record("debt_case.consent_given", case, by, scope=int(scope), consent=consent.pk)
    return consent


@transaction.atomic
def revoke_consent(*, consent: Consent, by: User) -> Consent:
    """The client takes it back: from this moment nobody outside the advice sees anything."""
    case = locked(consent.case, by)
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.revoked_at is None:
        consent.revoked_at, consent.revoked_by = now(), by
        consent.save(update_fields=["revoked_at", "revoked_by"])
        record("debt_case.consent_revoked", case, by, consent=consent.pk)
    return consent


def _end_present(case: DebtCase, by: User) -> None:
    present = case.consents.filter(revoked_at=None).first()
    if present is not None:
        revoke_consent(consent=present, by=by)
