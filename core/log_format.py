"""How the server's log is written: where something failed, never the words of the error."""

import logging
import traceback
from types import TracebackType

# As logging hands it over.
_Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class NamelessFormatter(logging.Formatter):
    """Tracebacks without messages: a database says of a refused row all that is in it."""

    def formatException(self, ei: _Error) -> str:  # noqa: N802 - logging calls it so
        error = ei[1]
        lines: list[str] = []
        while error is not None:
            lines = [*traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n", *lines]
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()
