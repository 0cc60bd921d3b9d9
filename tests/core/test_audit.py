"""The two logs: every row chained, nothing changed unseen, no page without its row."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import User
from core import audit
from core.append_only import disposal_allowed
from core.clock import today
from core.models import AuditEvent, ChainHead, ReadEvent
from tests.factories.accounts import UserFactory

TAMPERINGS = 200
PAGES_AT_ONCE = 8


def _reads(user, count):
    for number in range(count):
        audit.record_reads(user, [number + 1], page="cases:household_detail", authority_id=1)


@pytest.mark.django_db
def test_reads_of_several_households_make_one_row_each():
    user = UserFactory()
    audit.record_reads(user, [3, 1, 3], page="dropin:desk", authority_id=user.authority_id)
    rows = ReadEvent.objects.order_by("sequence").values_list("household_id", "sequence", "actor_id")
    assert list(rows) == [(1, 1, user.pk), (3, 2, user.pk)]


@pytest.mark.django_db
def test_reads_of_nothing_make_no_row(django_assert_num_queries):
    user = UserFactory()
    with django_assert_num_queries(0):
        audit.record_reads(user, [], page="dropin:desk", authority_id=1)


@pytest.mark.django_db
def test_number_of_queries_does_not_depend_on_the_number_of_households(django_assert_num_queries):
    user = UserFactory()
    audit.record_reads(user, [1], page="p", authority_id=1)
    reader = User.objects.get(pk=user.pk)
    with django_assert_num_queries(3):  # the head, the head again, the rows
        audit.record_reads(reader, range(1, 80), page="p", authority_id=1)


def _as_in_a_request(user):
    return User.objects.at_work(user.pk, today())


@pytest.mark.django_db
def test_one_read_with_the_end_of_the_chain_writes_in_two_queries(django_assert_num_queries):
    user = UserFactory()
    _reads(user, 1)
    reader = _as_in_a_request(user)
    for _ in range(2):  # the second part of a page knows what the first one wrote
        with django_assert_num_queries(2):  # the head, if it is where it was, and the rows
            audit.record_reads(reader, range(1, 80), page="p", authority_id=1)
    assert ReadEvent.objects.filter(chain=f"read:{user.pk}").count() == 159
    assert audit.verify_chains() == []


@pytest.mark.django_db
def test_pages_that_believe_in_the_same_end_make_one_chain():
    user = UserFactory()
    _reads(user, 2)
    pages = [_as_in_a_request(user) for _ in range(3)]
    for number, reader in enumerate(pages):
        audit.record_reads(reader, [number], page="p", authority_id=1)
    rows = ReadEvent.objects.filter(chain=f"read:{user.pk}").order_by("sequence")
    assert list(rows.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert audit.verify_chains() == []


@pytest.mark.parametrize("guess", ["7:beef", "0:", "2:0000"])
@pytest.mark.django_db
def test_a_wrong_end_is_not_believed(guess):
    user = UserFactory()
    _reads(user, 2)
    user.read_head = guess
    audit.record_reads(user, [1], page="p", authority_id=1)
    assert ChainHead.objects.get(chain=f"read:{user.pk}").sequence == 3
    assert audit.verify_chains() == []


@pytest.mark.django_db
def test_an_end_that_was_rolled_back_is_not_believed():
    user = UserFactory()
    _reads(user, 1)
    reader = _as_in_a_request(user)
    sid = transaction.savepoint()
    audit.record_reads(reader, [1, 2], page="p", authority_id=1)
    transaction.savepoint_rollback(sid)
    audit.record_reads(reader, [3], page="p", authority_id=1)
    assert ReadEvent.objects.filter(chain=f"read:{user.pk}").count() == 2
    assert audit.verify_chains() == []


@pytest.mark.django_db(transaction=True)
def test_simultaneous_pages_of_one_person_make_one_chain():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    user = UserFactory()
    _reads(user, 1)
    start = Barrier(PAGES_AT_ONCE)

    def page(number):
        try:
            with transaction.atomic():
                reader = _as_in_a_request(user)
                start.wait(timeout=20)
                audit.record_reads(reader, [number, number + 1], page="p", authority_id=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(PAGES_AT_ONCE) as pool:
        list(pool.map(page, range(PAGES_AT_ONCE)))
    assert ReadEvent.objects.filter(chain=f"read:{user.pk}").count() == 1 + 2 * PAGES_AT_ONCE
    assert audit.verify_chains() == []


@pytest.mark.django_db
def test_untouched_chains_verify():
    first, second = UserFactory(), UserFactory()
    _reads(first, 5)
    _reads(second, 5)
    audit.record_event("visit.logged", by=first, authority_id=1, details={"topics": ["debts"]})
    audit.record_event("report.made", by=None, authority_id=1)
    assert audit.verify_chains() == []


def _tamper(choice: random.Random) -> None:
    """One change behind the application's back: a value, a row gone, rows swapped, the end cut off."""
    row = choice.choice(list(ReadEvent.objects.all()))
    kind = choice.randrange(6)
    rows = ReadEvent.objects.filter(pk=row.pk)
    if kind == 0:
        rows.update(household_id=row.household_id + 1000)
    elif kind == 1:
        rows.update(at=row.at + timedelta(seconds=1))
    elif kind == 2:
        rows.update(page="somewhere:else")
    elif kind == 3:
        rows.delete()
    elif kind == 4:
        ReadEvent.objects.filter(chain=row.chain, sequence=5).delete()
    else:
        ReadEvent.objects.filter(chain=row.chain).delete()
        ChainHead.objects.filter(chain=row.chain).delete()
        ReadEvent.objects.create(chain="read:999999", sequence=1, digest="0" * 64, at=row.at, page="x")


@pytest.mark.django_db
def test_every_tampering_is_found():
    choice = random.Random(2013)
    for user in UserFactory.create_batch(3):
        _reads(user, 5)
    found = 0
    for _ in range(TAMPERINGS):
        sid = transaction.savepoint()
        with disposal_allowed():
            _tamper(choice)
        found += bool(audit.verify_chains())
        transaction.savepoint_rollback(sid)
    assert audit.verify_chains() == []
    assert found == TAMPERINGS


@pytest.mark.django_db
def test_the_key_is_needed_to_forge_a_chain(settings):
    _reads(UserFactory(), 2)
    settings.AUDIT_KEY = "another"
    assert audit.verify_chains() != []


@pytest.mark.parametrize("verb", ["update", "delete"])
@pytest.mark.django_db
def test_rows_can_be_neither_changed_nor_deleted(verb):
    _reads(UserFactory(), 1)
    audit.record_event("x", by=None, authority_id=None)
    for model in (ReadEvent, AuditEvent):
        rows = model.objects.all()
        change = partial(rows.update, authority_id=7) if verb == "update" else rows.delete
        with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
            change()
        assert model.objects.count() == 1


@pytest.mark.django_db
def test_disposal_can_delete_and_then_the_guard_is_back():
    _reads(UserFactory(), 2)
    with disposal_allowed():
        ReadEvent.objects.filter(sequence=1).delete()
    assert ReadEvent.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadEvent.objects.all().delete()


@pytest.mark.django_db
def test_a_log_that_can_not_be_written_raises(monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(ReadEvent._default_manager.__class__, "bulk_create", broken)
    with pytest.raises(audit.LogUnavailable):
        audit.record_reads(UserFactory(), [1], page="p", authority_id=1)


@pytest.mark.django_db(transaction=True)
def test_a_broken_log_rolls_back_what_was_written_with_it(monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    def write_and_log():
        with transaction.atomic():
            UserFactory(short_name="kvar")
            audit.record_event("staff.created", by=None, authority_id=None)

    with monkeypatch.context() as patch:
        patch.setattr(AuditEvent._default_manager.__class__, "bulk_create", broken)
        with pytest.raises(audit.LogUnavailable):
            write_and_log()
    assert not User.objects.filter(short_name="kvar").exists()
    write_and_log()
    assert User.objects.filter(short_name="kvar").exists()
    assert AuditEvent.objects.count() == 1
