"""What is wrong in a file, where, and what was expected instead."""

from dataclasses import dataclass

# Stands for the column when the fault is the whole row's or the whole file's.
WHOLE_ROW = "-"


class FieldFault(ValueError):
    """Raised by the parser of a column. The message is translated: what is wrong, what was expected."""


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. `line` is the line of the file where the row begins, the header being 1."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.message}"
