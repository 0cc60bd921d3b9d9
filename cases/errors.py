"""What an action says when it refuses."""

from django.utils.functional import Promise


class ActionRefused(Exception):
    """The action was not done and nothing was written.

    `message` is translated and says what to do; `field` names the input that it is about ("" = the whole).
    """

    def __init__(self, message: str | Promise, field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
