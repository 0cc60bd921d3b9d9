"""Every page of a filled installation, opened in process: how often it asks the database, how long it takes.

    DATABASE_URL=... python -m bench.walk [--most-queries 80] [--most-seconds 2]

For the demo's data, two years of it: WEEKS=104 make demo-data. Each address of tests/access/addresses.toml is
opened by somebody who may, with the filters of lists.toml and the newest thing of the kind that it is about.
The exit code is 1 where a page fails, or goes over one of the two limits.
"""

import argparse
import logging
import os
import statistics
import sys
from typing import Any

import django

# What a page is about, by the name in addresses.toml: (model, conditions).
OF_HOUSEHOLD = {
    "member": ("cases.HouseholdMember", {}),
    "named_access": ("cases.NamedAccess", {}),
    "note": ("cases.JournalNote", {}),
    "attachment": ("cases.Attachment", {}),
    "programme_time": ("cases.ProgrammeTime", {}),
}
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "household": ("cases.Household", {"closed_on": None}),
    "closed_household": ("cases.Household", {"closed_on__isnull": False}),
    "duty": ("cases.FollowUp", {"state": "open"}),
    "queue": ("cases.HousingQueue", {"ended_on": None}),
    "priority": ("cases.PriorityApplication", {}),
    "landlord": ("cases.Landlord", {}),
    "vacancy": ("cases.Vacancy", {}),
    "lead": ("cases.Lead", {"outcome": ""}),
    "home": ("cases.Home", {}),
    "phrase": ("cases.Phrase", {}),
    "programme": ("cases.Programme", {}),
    "visit": ("dropin.Visit", {"undone_at": None, "household__isnull": False}),
    "anonymous_visit": ("dropin.Visit", {"household": None}),
    "booking": ("dropin.Booking", {"state": "booked"}),
    "debt_case": ("debtadvice.DebtCase", {"closed_on": None}),
    "debt": ("debtadvice.Debt", {}),
    "debt_plan": ("debtadvice.RepaymentPlan", {}),
    "appointment": ("debtadvice.Appointment", {}),
    "restructuring": ("debtadvice.Restructuring", {}),
    "referral": ("debtadvice.Referral", {}),
    "home_notice": ("debtadvice.HomeNotice", {}),
    "flat": ("housing.Flat", {}),
    "tenancy": ("housing.Tenancy", {"last_night": None}),
    "placement": ("housing.Placement", {"last_night": None}),
    "provider": ("housing.Provider", {}),
    "meeting": ("housing.BoardMeeting", {}),
    "item": ("housing.AgendaItem", {}),
    "application": ("housing.Application", {}),
    "decision": ("housing.BoardDecision", {}),
    "user": ("accounts.User", {}),
    "unit": ("accounts.Unit", {}),
    "authority": ("accounts.Authority", {}),
}
MOST_TRIED = 40


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--most-queries", type=int, default=80)
    parser.add_argument("--most-seconds", type=float, default=2.0)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.demo")
    os.environ["DEBUG"] = "false"
    django.setup()
    from django.conf import settings
    from django.utils import translation

    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(
        logging.WARNING
    )  # the things that a reader does not reach are looked for, and passed over
    with translation.override("sv"):
        asked, unopened = _walk()
    times = [one.seconds for one in asked.values()]
    over = {
        name: one
        for name, one in asked.items()
        if one.status >= 400 or len(one.queries) > options.most_queries or one.seconds > options.most_seconds
    }
    for name, one in sorted(asked.items(), key=lambda pair: -pair[1].seconds)[:10]:
        print(f"{one.seconds:6.2f} s {len(one.queries):4} queries {one.size // 1024:5} KB  {name}")
    print(
        f"{len(asked)} pages, {len(unopened)} with nothing to open ({', '.join(unopened)}); "
        f"median {statistics.median(times) * 1000:.0f} ms, most {max(times):.2f} s, "
        f"most queries {max(len(one.queries) for one in asked.values())}"
    )
    for name, one in over.items():
        print(f"OVER: {name}: {one.status}, {len(one.queries)} queries, {one.seconds:.2f} s")
    return 1 if over else 0


def _walk() -> tuple[dict[str, Any], list[str]]:
    from django.test import Client

    from accounts.enums import Role
    from accounts.models import User
    from core.clock import today
    from demo.accounts import ACCOUNTS
    from tests.access.lists import LISTS, Page, opened, role_for

    staff = {Role(one.staff_role): User.objects.get(email=one.email) for one in ACCOUNTS}
    clients = {role: Client(raise_request_exception=False) for role in staff}
    for role, client in clients.items():
        client.force_login(staff[role])
    day = today()
    given = {
        "worker": staff[Role.PROJECT_WORKER].pk,
        "programme": 1,
        "board": staff[Role.PROJECT_WORKER].authority_id,
        "day": day.isoformat(),
        "quarter": f"{day.year}-K{(day.month + 2) // 3}",
    }
    asked, unopened = {}, []
    for name in opened():
        if name == "core:styleguide":  # for those who build; not everywhere
            continue
        for query in LISTS[name].get("list", [""]):
            found = _opened(Page(name, query.format(**given), role_for(name)), clients)
            if found is None:
                unopened.append(name)
                break
            asked[f"{name}?{query}" if query else name] = found
    return asked, unopened


def _opened(page: Any, clients: dict[Any, Any]) -> Any:
    """The page as it was answered, of the newest thing that its reader reaches; None where there is none."""
    from tests.access.lists import ADDRESSES, SHARED

    kind = ADDRESSES[page.name].get("object")
    if kind is None or kind in SHARED:
        return page.ask_of(clients[page.role], None)
    for target in _targets(kind):
        answer = page.ask_of(clients[page.role], target)
        if answer.status != 404:
            return answer
    return None


def _targets(kind: str) -> Any:
    from django.apps import apps

    if kind in OF_HOUSEHOLD:
        label, conditions = OF_HOUSEHOLD[kind]
        rows = apps.get_model(label).objects.filter(**conditions).select_related("household")
        return [(row.household, row) for row in rows.order_by("-pk")[:MOST_TRIED]]
    if kind not in KINDS:
        return []
    label, conditions = KINDS[kind]
    rows = apps.get_model(label).objects.filter(**conditions).order_by("-pk")[:MOST_TRIED]
    return [("cases.follow_ups", row) for row in rows] if kind == "duty" else list(rows)


if __name__ == "__main__":
    sys.exit(main())
