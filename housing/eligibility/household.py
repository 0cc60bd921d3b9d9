"""Rules about a household: the report's criteria, and what the Boråd asks of everybody. No queries."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Situation
from core.periods import add_months
from housing.eligibility.facts import Facts, Known
from housing.eligibility.findings import FAILED, PASSED, UNKNOWN, Finding
from housing.eligibility.limits import ACTIVE_CONTACT_DAYS, ACUTE_WITHIN_DAYS, MOST_MONTHS


def acute_need(facts: Facts) -> Finding:
    """No place to stay within `ACUTE_WITHIN_DAYS`: placed already, acutely homeless, or about to leave."""
    until, limit = facts.answers.housing_until, facts.day + timedelta(days=ACUTE_WITHIN_DAYS)
    outcome, text, day, source = UNKNOWN, _("It is not known until when they can stay."), None, ""
    if facts.lives is not None:
        outcome, day, source = FAILED, facts.lives.first_night, _("Flats")
        text = _("Lives in one of our flats since %(day)s.") % {"day": day}
    elif facts.placed is not None:
        outcome, day, source = PASSED, facts.placed.first_night, _("Placements")
        text = _("In acute accommodation since %(day)s.") % {"day": day}
    elif until.value is not None:
        outcome = PASSED if until.value <= limit else FAILED
        text = _("Can stay until %(day)s.") % {"day": until.value}
        day, source = until.noted_on, _from_assessment(until)
    elif facts.situation == Situation.ACUTE:
        outcome, text = PASSED, _("Acutely homeless by the recorded situation.")
    return Finding("acute_need", _("Has nowhere to stay"), outcome, text, day, source)


def active_contact(facts: Facts) -> Finding:
    """The household meets the project: the latest contact is at most `ACTIVE_CONTACT_DAYS` old."""
    found = replace(contact(facts), code="active_contact", label=_("Active contact with the project"))
    if facts.latest_contact is None or found.outcome != PASSED:
        return found
    days = (facts.day - facts.latest_contact).days
    outcome = PASSED if days <= ACTIVE_CONTACT_DAYS else FAILED
    return replace(found, outcome=outcome)


def contact(facts: Facts) -> Finding:
    """The household has met the project."""
    label = _("Contact with the project")
    if facts.contacts is None:
        return Finding("contact", label, UNKNOWN, _("Contacts are not counted here."))
    if facts.contacts:
        text = ngettext("%(n)s contact, on %(day)s.", "%(n)s contacts, the latest %(day)s.", facts.contacts)
        text %= {"n": facts.contacts, "day": facts.latest_contact}
        return Finding("contact", label, PASSED, text, facts.latest_contact, _("Visits"))
    text = _("No contact yet.")
    if facts.next_visit is not None:
        text = _("No contact yet; booked for %(day)s.") % {"day": facts.next_visit}
    return Finding("contact", label, FAILED, text, None, _("Visits"))


def options_exhausted(facts: Facts) -> Finding:
    """The household has no other possibility left. What an application writes of it is no answer yet."""
    found = _answer(
        "options_exhausted",
        _("Other possibilities are exhausted"),
        facts.answers.other_options_exhausted,
        (_("Every other possibility has been tried."), _("There are possibilities left to try.")),
    )
    application = facts.application
    if found.outcome == UNKNOWN and application is not None and application.tried_written:
        text = _("What has been tried is described; the assessment does not say whether that is all.")
        return replace(found, text=text, day=application.applied_on, source=_("Application"))
    return found


def project_contact(facts: Facts) -> Finding:
    """Criterion (a) of the report: contact with the project that shows other possibilities exhausted."""
    met, exhausted = contact(facts), options_exhausted(facts)
    outcomes = {met.outcome, exhausted.outcome}
    outcome = FAILED if FAILED in outcomes else UNKNOWN if UNKNOWN in outcomes else PASSED
    label = _("Contact with the project shows that other possibilities are exhausted")
    text = f"{met.text} {exhausted.text}"
    return Finding(
        "project_contact", label, outcome, text, exhausted.day or met.day, exhausted.source or met.source
    )


def next_solution(facts: Facts) -> Finding:
    """Criterion (b): a short stay of at most three months, awaiting a named other solution.

    The last allowed night is the one before the same date three months after moving in.
    """
    label = _("Waits for a named other solution, at most three months")
    home, start = facts.next_home, _moves_in(facts)
    if home is None or not home.named.strip():
        return Finding("next_solution", label, UNKNOWN, _("No next solution is named."))
    if home.expected_on is None:
        text = _("%(solution)s, but it is not known when.") % {"solution": home.named}
        return Finding("next_solution", label, UNKNOWN, text, home.noted_on, _("Application"))
    limit = add_months(start, MOST_MONTHS)
    outcome = PASSED if home.expected_on < limit else FAILED
    text = _("%(solution)s, through %(day)s. The last allowed night is %(limit)s.") % {
        "solution": home.named,
        "day": home.expected_on,
        "limit": limit - timedelta(days=1),
    }
    return Finding("next_solution", label, outcome, text, home.noted_on, _("Application"))


def no_substance_abuse(facts: Facts) -> Finding:
    """Criterion (c): no extensive or ongoing substance abuse. Sensitive."""
    return _answer(
        "no_substance_abuse",
        _("No extensive or ongoing substance abuse"),
        facts.answers.substance_abuse,
        (_("Ongoing or extensive."), _("Neither ongoing nor extensive.")),
        passes=False,
        is_sensitive=True,
    )


def no_extensive_support(facts: Facts) -> Finding:
    """Criterion (d): no need of extensive support, no serious mental illness. Sensitive."""
    return _answer(
        "no_extensive_support",
        _("No need of extensive support"),
        facts.answers.support_need,
        (_("The need of support is extensive."), _("The need of support is not extensive.")),
        passes=False,
        is_sensitive=True,
    )


def children_heard(facts: Facts) -> Finding:
    """The application says what is best for the children and what they say (SoL 3:1-3)."""
    label, source = _("The children's best interests are described"), _("Application")
    if not facts.children and not facts.unknown_ages:
        return Finding("children_heard", label, PASSED, _("No children in the household."))
    if facts.application is None:
        return Finding("children_heard", label, UNKNOWN, _("There is no open application."))
    day = facts.application.applied_on
    if facts.application.best_interests_written and facts.application.child_heard_written:
        return Finding("children_heard", label, PASSED, _("Both parts are written."), day, source)
    return Finding("children_heard", label, UNKNOWN, _("The child's section is not written."), day, source)


def willing_to_move(facts: Facts) -> Finding:
    return _answer(
        "willing_to_move",
        _("Willing to move"),
        facts.answers.willing_to_move,
        (_("Willing to move to another municipality."), _("Not willing to move.")),
    )


def searches_elsewhere(facts: Facts) -> Finding:
    return _answer(
        "searches_elsewhere",
        _("Searches in other municipalities"),
        facts.answers.searches_elsewhere,
        (_("Searches in other municipalities too."), _("Searches only here.")),
    )


def own_income(facts: Facts) -> Finding:
    return _answer(
        "own_income",
        _("Own income"),
        facts.answers.has_own_income,
        (_("Has an income of their own."), _("Has no income of their own.")),
    )


def no_rent_arrears(facts: Facts) -> Finding:
    return _answer(
        "no_rent_arrears",
        _("No rent arrears"),
        facts.answers.rent_arrears,
        (_("Has rent arrears."), _("Has no rent arrears.")),
        passes=False,
    )


def _moves_in(facts: Facts) -> date:
    """The first night of the stay that the criterion is about: the present one, or the one asked for."""
    if facts.lives is not None and facts.lives.kind == "transitional":
        return facts.lives.first_night
    wanted = facts.application.wanted_from if facts.application else None
    return max(wanted, facts.day) if wanted else facts.day


def _answer(
    code: str,
    label: str,
    known: Known[bool],
    words: tuple[str, str],
    *,
    passes: bool = True,
    is_sensitive: bool = False,
) -> Finding:
    """A yes or no of the assessment, with words for both; `passes` is the answer that passes."""
    if known.value is None:
        return Finding(code, label, UNKNOWN, _("The assessment does not say."), is_sensitive=is_sensitive)
    outcome = PASSED if known.value is passes else FAILED
    text = words[0] if known.value else words[1]
    return Finding(code, label, outcome, text, known.noted_on, _from_assessment(known), is_sensitive)


def _from_assessment(known: "Known[bool] | Known[date]") -> str:
    return _("Assessment, %(who)s") % {"who": known.noted_by} if known.noted_by else _("Assessment")
