"""Every code that a row of the log may hold has words for whoever reviews it."""

import re
from pathlib import Path

import pytest

from accounts.permissions import permissions
from core.log_words import log_words
from tests.access.test_sweep import ADDRESSES

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "cases", "dropin", "housing", "debtadvice", "reports")
LITERAL = re.compile(r'"([a-z_]+\.[a-z_]+)"')
# Words with a dot that are no actions: kinds of jobs and documents.
OTHER = {
    "report.pdf",
    "housing.decision_letter",
    "housing.minutes",
    "housing.agenda",
    "cases.work_plan",
    "cases.material",
    "debtadvice.creditor_letter",
    "debtadvice.client_plan",
    "cases.assessment",
}


def _actions():
    files = [
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "actions" in str(path) or path.name == "imports.py"
    ]
    files.append(ROOT / "cases" / "views" / "log_review.py")
    found = {code for path in files for code in LITERAL.findall(path.read_text(encoding="utf-8"))}
    return sorted(code for code in found - set(permissions()) - OTHER if not code.endswith(".csv"))


def test_the_search_finds_actions():
    assert {"visit.logged", "access.break_glass", "role.given", "booking.no_show"} <= set(_actions())


@pytest.mark.parametrize("code", _actions())
def test_every_action_has_words(code):
    assert code in log_words


def _pages_with_households():
    return sorted(
        name
        for name, entry in ADDRESSES.items()
        if entry["needs"].split(".")[0] in ("household", "visit", "booking", "search", "plan", "journal")
        and (entry.get("method", "get") == "get" or entry.get("object") in {"unit_link", "named_access"})
    )


@pytest.mark.parametrize("name", _pages_with_households())
def test_every_page_that_shows_a_household_has_words(name):
    assert name in log_words
