"""Why the drop-in's actions say no, each reason a type of its own. Nothing has been written then."""

from cases.errors import ActionRefused


class NotYours(ActionRefused):
    """It belongs to another board, or lies outside what this person reaches."""


class HouseholdNeeded(ActionRefused):
    """What was asked for can't be done for an anonymous visit."""


class WrongDay(ActionRefused):
    """The day can't be right: a visit tomorrow, a booking yesterday or on a holiday."""


class Incomplete(ActionRefused):
    """Something that the choice needs is missing."""


class TimeTaken(ActionRefused):
    """The household already has a booking then."""


class WrongState(ActionRefused):
    """It has been undone, cancelled or settled in the meantime."""


class EditedMeanwhile(ActionRefused):
    """Somebody else has saved it since it was opened; what they wrote is kept."""
