"""A job for the tests: it leaves a mark at each step, and waits where a test wants to interrupt it."""

import time
from pathlib import Path
from typing import Any

from core.jobs import JobContext
from core.registries import job_handlers

KIND = "test.checkpoints"
STEPS = 4


def run(context: JobContext) -> dict[str, Any]:
    """Marks `started`, `step-N` and `ended` in params["folder"], a line for each run.

    With params["hold"] the first attempt waits after that step until it is killed or `go` exists.
    """
    folder = Path(context.params["folder"])
    _mark(folder / "started", context)
    for step in range(1, STEPS + 1):
        context.progress(step, STEPS)
        _mark(folder / f"step-{step}", context)
        if context.attempt == 1 and context.params.get("hold") == step:
            _wait_for(folder / "go")
        time.sleep(context.params.get("step_seconds", 0))
    if context.params.get("fail_attempts", 0) >= context.attempt:
        raise ZeroDivisionError("Amira Lindgren 19800517-1234")
    with context.result_file("result.txt") as path:
        path.write_text(f"attempt {context.attempt}", encoding="utf-8")
    _mark(folder / "ended", context)
    return {"file": "result.txt"}


def _mark(path: Path, context: JobContext) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{context.claim}\n")


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def register() -> None:
    if KIND not in job_handlers:
        job_handlers.register(KIND, run)
