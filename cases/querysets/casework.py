"""Questions to follow-ups, plans, the journal, documents and information given."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Exists, OuterRef, Q

from cases.enums import FollowUpKind, FollowUpState, StepState
from cases.querysets.household import OfHouseholdQuerySet
from cases.querysets.reach import whose


class FollowUpQuerySet(OfHouseholdQuerySet):
    def open(self) -> Self:
        """Still to be done. A closed case is followed up after the move and in no other way."""
        going_on = Q(household__closed_on=None) | Q(kind=FollowUpKind.AFTER_MOVE)
        return self.filter(going_on, state=FollowUpState.OPEN)

    def of_staff(self, user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Self:
        """Whose they are; see `whose`."""
        return self.filter(whose(user_ids, unit_ids))


class PlanStepQuerySet(OfHouseholdQuerySet):
    def open(self) -> Self:
        """Still to be done, in households whose case is open."""
        return self.filter(state=StepState.OPEN, household__closed_on=None)

    def of_staff(self, user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Self:
        """Whose they are to see to; see `whose`."""
        return self.filter(whose(user_ids, unit_ids))


class JournalNoteQuerySet(OfHouseholdQuerySet):
    def with_corrected(self) -> Self:
        """Adds `is_corrected`: whether a correction was made after it was signed."""
        from cases.models import NoteVersion

        corrections = NoteVersion.objects.filter(note=OuterRef("pk"), is_correction=True)
        return self.annotate(is_corrected=Exists(corrections))


class AttachmentQuerySet(OfHouseholdQuerySet):
    def kept(self) -> Self:
        """Those that are in the file: not withdrawn."""
        return self.filter(withdrawn_at=None)


class InformationQuerySet(OfHouseholdQuerySet):
    def kept(self) -> Self:
        """Not ticked by mistake."""
        return self.filter(withdrawn_at=None)
