"""What the server's log says of an error: its class and its place, and nothing that it names."""

import io
import logging

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction

from core.log_format import NamelessFormatter
from tests.factories.cases import HouseholdMemberFactory, PersonFactory


def _logged(error_in):
    """What a handler with our formatter writes when error_in raises."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(NamelessFormatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("tests.nameless")
    logger.propagate = False
    logger.handlers = [handler]
    try:
        error_in()
    except Exception:
        logger.exception("Internal Server Error: /hushall/1/")
    return stream.getvalue()


def test_the_installations_log_is_written_this_way():
    made = settings.LOGGING["formatters"]["plain"]["()"]
    assert made == f"{NamelessFormatter.__module__}.{NamelessFormatter.__name__}"


def test_class_and_place_are_told_and_words_are_not():
    words = "-".join(["Kanarie", "fågel"])

    def fail():
        try:
            raise DatabaseError(words)
        except DatabaseError as error:
            raise ValueError(words) from error

    text = _logged(fail)
    assert "ValueError" in text
    assert "DatabaseError" in text
    assert "in fail" in text
    assert words not in text


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_in_the_log():
    member = HouseholdMemberFactory(person=PersonFactory(given_name="Hemlig"))

    def fail():
        with transaction.atomic():
            type(member).objects.filter(pk=member.pk).update(
                left_on=member.household.opened_on, joined_on=member.household.closed_on or "2099-01-01"
            )

    text = _logged(fail)
    assert IntegrityError.__name__ in text
    assert "2099" not in text.replace('"2099-01-01"', "")
    assert "cases_member_days" not in text
