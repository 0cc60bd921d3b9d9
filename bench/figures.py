"""The figures of a period against the best SQL written by hand for it, in the same run.

    DATABASE_URL=... python -m bench.figures [--households 100000] [--period 2020-T2] [--rounds 7]

Fills an empty, migrated database with ten years of made-up history (2 placements a household), or takes
one that it filled before. Each round asks the product, every hand-written statement and the bare month
counts in turn; the ratio is the median over the rounds of product ÷ best statement. Both sides must
count the same, or nothing is printed.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

Row = dict[str, Any]
Timed = Callable[[], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--period", default="2020-T2")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.development")
    django.setup()

    from bench import handwritten, history  # settings come first
    from core.clock import today
    from core.periods import parse_period
    from reports.computation import compute_report

    history.fill_unless_there(options.households)
    period = parse_period(options.period)
    sides: dict[str, Timed] = {"product": lambda: compute_report(period, as_of=today())}
    sides |= {name: statement(period) for name, statement in handwritten.STATEMENTS.items()}

    report = compute_report(period, as_of=today())
    for name in handwritten.STATEMENTS:
        handwritten.must_agree(name, sides[name](), report)
    _print(period.key, _measure(sides, options.rounds))


def _measure(sides: dict[str, Timed], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each side in each round; the sides take turns."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(rounds):
        for name, ask in sides.items():
            start = time.perf_counter()
            ask()
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def _print(period: str, times: dict[str, list[float]]) -> None:
    medians = {name: statistics.median(each) for name, each in times.items()}
    for name, each in times.items():
        print(f"{period}  {name:<36} median {medians[name]:7.1f} ms   best {min(each):7.1f} ms")
    best = min((name for name in times if name != "product"), key=medians.__getitem__)
    ratios = [ours / theirs for ours, theirs in zip(times["product"], times[best], strict=True)]
    print(f"{period}  product ÷ {best}: {statistics.median(ratios):.2f} × over {len(ratios)} rounds")


if __name__ == "__main__":
    main()
