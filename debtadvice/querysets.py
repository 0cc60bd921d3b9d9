"""Questions to debt cases and what hangs on them. They are confidential towards the rest of the house."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext

from accounts.querysets import AuthorityOwnedQuerySet
from cases.enums import Protection
from cases.querysets import named_on
from debtadvice.enums import Priority

if TYPE_CHECKING:
    from accounts.models import User


class DebtCaseQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Debt cases of one's own board, for debt advisers only. A link to a household gives no access.

        A case of somebody with a protected identity is seen by its own adviser, and by an adviser who is
        named on the household.
        """
        if not user.can(permission):
            return self.none()
        return self.of_authority(user).filter(_open_to(user, ""))

    def active_on(self, day: date) -> Self:
        """Opened on or before day and not closed on or before it."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)

    def waiting(self) -> Self:
        """The queue: open cases of people who have asked for advice and have not had any yet."""
        from debtadvice.models import AdviceContact  # querysets lie below the models that use them

        met = AdviceContact.objects.filter(case=OuterRef("pk"), undone_at=None)
        return self.filter(~Exists(met), closed_on=None, asked_on__isnull=False)

    def with_priority(self) -> Self:
        """Adds `priority`: the first of the groups that fits."""
        return self.annotate(
            priority=Case(
                When(risks_eviction=True, then=Value(Priority.EVICTION)),
                When(has_children=True, then=Value(Priority.CHILDREN)),
                When(blocks_takeover=True, then=Value(Priority.TAKEOVER)),
                default=Value(Priority.OTHER),
                output_field=models.PositiveSmallIntegerField(),
            )
        )

    def in_queue_order(self) -> Self:
        """Needs with_priority(): the most urgent group first, and in it who has waited longest."""
        return self.order_by("priority", "asked_on", "pk")


class OfDebtCaseQuerySet(models.QuerySet):
    """Rows that belong to a debt case and are seen by those who see it."""

    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Rows whose debt case user reaches by permission."""
        from debtadvice.models import DebtCase  # querysets lie below the models that use them

        return self.filter(case__in=DebtCase.objects.visible_to(user, permission))


class OfPlanQuerySet(models.QuerySet):
    """Rows that belong to a repayment plan and are seen by those who see its debt case."""

    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Rows whose plan's debt case user reaches by permission."""
        from debtadvice.models import DebtCase  # querysets lie below the models that use them

        cases = DebtCase.objects.visible_to(user, permission)
        path = "plan__case__in" if hasattr(self.model, "plan") else "part__plan__case__in"
        return self.filter(**{path: cases})


class OfRestructuringQuerySet(models.QuerySet):
    """Rows that belong to a debt restructuring and are seen by those who see its debt case."""

    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Rows whose debt case user reaches by permission."""
        from debtadvice.models import DebtCase  # querysets lie below the models that use them

        return self.filter(restructuring__case__in=DebtCase.objects.visible_to(user, permission))


class PaymentQuerySet(OfPlanQuerySet):
    def kept(self) -> Self:
        """Without those that were taken back."""
        return self.filter(taken_back_at=None)


class RestructuringPaymentQuerySet(OfRestructuringQuerySet):
    def kept(self) -> Self:
        """Without those that were taken back."""
        return self.filter(taken_back_at=None)


class NoticeQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Notices to one's own board, for debt advisers; of the protected, for those named."""
        if not user.can(permission):
            return self.none()
        bare = Q(household=None) | Q(household__protected_identity=Protection.NONE)
        return self.of_authority(user).filter(bare | Q(household__in=named_households(user)))

    def open(self) -> Self:
        return self.filter(closed_on=None)


class ContactQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Contacts of the cases that user reaches, and the board's anonymous ones."""
        from debtadvice.models import DebtCase  # querysets lie below the models that use them

        if not user.can(permission):
            return self.none()
        cases = DebtCase.objects.visible_to(user, permission)
        return self.of_authority(user).filter(Q(case=None) | Q(case__in=cases))

    def kept(self) -> Self:
        """Without those that were undone."""
        return self.filter(undone_at=None)


class ConsentQuerySet(OfDebtCaseQuerySet):
    def in_force_on(self, day: date) -> Self:
        """Consents that hold on day. A revoked one holds no more from the moment it was revoked."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), revoked_at=None, given_on__lte=day)


class ReferralQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Referrals to the advice of one's own board, for its advisers, by the rule of protected identity."""
        if not user.can(permission):
            return self.none()
        named = named_households(user)
        hidden = ~Q(household__protected_identity=Protection.NONE)
        return self.of_authority(user).filter(~hidden | Q(household__in=named))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class AmountTableQuerySet(models.QuerySet):
    def in_force(self, kind: str, day: date, authority_id: int | None = None) -> Any:
        """The version of a kind that holds on day; None before the first. Rents: of the board."""
        rows = self.filter(kind=kind, authority=authority_id, valid_from__lte=day)
        return rows.order_by("-valid_from").first()


def named_households(user: "User") -> models.QuerySet:
    """Households on which user is named today."""
    from cases.models import Household  # querysets lie below the models that use them

    return Household.objects.filter(named_on(user)).values("pk")


def _open_to(user: "User", prefix: str) -> Q:
    own = Q(**{f"{prefix}adviser": user})
    bare = Q(**{f"{prefix}protected_identity": Protection.NONE}) & (
        Q(**{f"{prefix}household": None}) | Q(**{f"{prefix}household__protected_identity": Protection.NONE})
    )
    return own | bare | Q(**{f"{prefix}household__in": named_households(user)})


def referred_by_staff(user: "User", unit_ids: set[int]) -> Q:
    """Of the scope "referred": households whose referral to debt advice still waits for its answer.

    Once it is answered, what the adviser needs stands in the debt case.
    """
    from debtadvice.models import Referral  # querysets lie below the models that use them

    return Q(Exists(Referral.objects.waiting().filter(household=OuterRef("pk"))))


def has_debt_advice() -> Q:
    """A mark over households: some referral, or a consent that has not been revoked."""
    from debtadvice.models import Consent, Referral  # querysets lie below the models that use them

    consents = Consent.objects.filter(case__household=OuterRef("pk"), revoked_at=None)
    return Q(Exists(Referral.objects.filter(household=OuterRef("pk")))) | Q(Exists(consents))


def has_home_notices() -> Q:
    """A mark over households: an open notice about their home."""
    from debtadvice.models import HomeNotice  # querysets lie below the models that use them

    return Q(Exists(HomeNotice.objects.open().filter(household=OuterRef("pk"))))


def names_of_notices(notice_ids: Sequence[int]) -> dict[int, str]:
    """What landlords' notices are called in the log review: a number, and nobody's name."""
    return {pk: gettext("Notice %(number)s") % {"number": pk} for pk in notice_ids}


def numbers_of(case_ids: Sequence[int]) -> dict[int, str]:
    """The numbers of debt cases, for the log review: nothing else of a case is told there."""
    from debtadvice.models import DebtCase  # querysets lie below the models that use them

    return {case.pk: case.number for case in DebtCase.objects.filter(pk__in=case_ids)}
