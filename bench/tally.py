"""What came of all rounds of a race, told in a line each, and whether that is as it should be."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.live import SERVER_FAULT


@dataclass
class Tally(ABC):
    """How many rounds there were, what the server answered, and how long it took."""

    rounds: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def server_faults(self) -> int:
        return sum(n for status, n in self.answers.items() if status >= SERVER_FAULT)

    @property
    @abstractmethod
    def faults(self) -> int:
        """All that went wrong."""

    @abstractmethod
    def found(self) -> str:
        """What came of the rounds, in words."""

    def line(self, name: str) -> str:
        answers = ", ".join(f"{status}: {n}" for status, n in sorted(self.answers.items()))
        return (
            f"{name}: {self.rounds} rounds, {self.found()}, {self.server_faults} x 5xx "
            f"({answers}; {self.seconds:.0f} s)"
        )


def tell(tallies: Mapping[str, Tally], *, unguarded: bool) -> int:
    """Print a line for each, and return the exit code: without guards every one has to have faults."""
    for name, tally in tallies.items():
        print(tally.line(name), flush=True)
    if unguarded:
        return 0 if all(tally.faults for tally in tallies.values()) else 1
    return 1 if any(tally.faults for tally in tallies.values()) else 0
