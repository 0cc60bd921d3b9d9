"""A progress bar for whoever watches a terminal; silence for everybody else."""

import shutil
import time

from django.core.management.base import OutputWrapper

_REDRAW_SECONDS = 0.1
_BAR_WIDTH = 30


class ProgressBar:
    """One line of a command's standard error, drawn over and over.

    Call it with a label, how much is done and of how many. Nothing is written when the stream is no
    terminal, so that logs and pipes stay clean. As a context manager it leaves the line empty behind it.
    """

    def __init__(self, stream: OutputWrapper) -> None:
        self.stream = stream
        self.enabled = stream.isatty()
        self.drawn_at = 0.0
        self.label = ""

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *exception: object) -> None:
        if self.enabled and self.drawn_at:
            self._draw("")

    def __call__(self, label: str, done: int, total: int) -> None:
        if not self.enabled:
            return
        now = time.monotonic()
        if label == self.label and done < total and now - self.drawn_at < _REDRAW_SECONDS:
            return
        self.label, self.drawn_at = label, now
        filled = _BAR_WIDTH * done // total if total else _BAR_WIDTH
        line = f"{label:<16} [{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {done}/{total}"
        self._draw(line[: shutil.get_terminal_size().columns - 1])

    def _draw(self, line: str) -> None:
        self.stream.write("\r\x1b[K" + line, style_func=str, ending="")
        self.stream.flush()
