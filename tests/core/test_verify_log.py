"""The command that an operator runs to know that nobody has touched the logs."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.append_only import disposal_allowed
from core.audit import record_reads
from core.models import ReadEvent
from tests.factories.accounts import UserFactory


@pytest.mark.django_db
def test_whole_chains_are_counted():
    record_reads(UserFactory(), [1, 2, 3], page="p", authority_id=1)
    out = StringIO()
    call_command("verify_log", stdout=out)
    assert out.getvalue().startswith("3 reads and 0 events")


@pytest.mark.django_db
def test_a_broken_chain_is_named_and_the_command_fails():
    user = UserFactory()
    record_reads(user, [1, 2, 3], page="p", authority_id=1)
    with disposal_allowed():
        ReadEvent.objects.filter(sequence=2).update(household_id=99)
    errors = StringIO()
    with pytest.raises(CommandError, match="1 broken"):
        call_command("verify_log", stdout=StringIO(), stderr=errors)
    assert f"read:{user.pk}: broken at row 2" in errors.getvalue()
