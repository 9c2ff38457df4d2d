"""The book is only added to, and what is not as it was written is found and named."""

import threading
import time

import pytest
from django.db import InternalError, connection, connections, transaction

from bureau.audit.book import faults, note
from bureau.audit.models import Block, Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def book(db):
    """Three transactions: one line, two lines, one line."""
    note("one", by="测试", subject="甲")
    with transaction.atomic():
        note("two", by="测试", subject="乙", changes={"a": [1, "二"]})
        note("two", by="测试", subject="丙")
    note("three", by="测试", subject="丁")
    return list(Entry.objects.order_by("pk"))


def past_the_portal(sql, *parameters):
    """What somebody with the database's password could do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)


def test_an_untouched_book_has_no_faults(book):
    assert faults() == []
    assert list(Block.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET subject = 'x'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_block",
        "UPDATE audit_block SET hash = 'x'",
    ],
)
def test_the_database_refuses_to_change_the_book(book, sql):
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_changed_line_is_named(book):
    past_the_portal("UPDATE audit_entry SET subject = '戊' WHERE id = %s", book[1].pk)

    assert [str(book[1].pk) in fault and "被改动" in fault for fault in faults()] == [True]


def test_a_removed_line_is_named(book):
    past_the_portal("DELETE FROM audit_entry WHERE id = %s", book[2].pk)

    assert [str(book[2].pk) in fault and "被删除" in fault for fault in faults()] == [True]


def test_an_inserted_line_is_named_with_and_without_triggers(book):
    insert = (
        "INSERT INTO audit_entry (at, signature, origin, verb, model, subject, reason, changes, mac, transaction_id, search) "
        "VALUES (now(), '伪造', '', 'x', '', '', '', '{}', '', 0, '{}') RETURNING id"
    )
    past_the_portal(insert)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert)

    found = faults()
    forged = Entry.objects.filter(signature="伪造").values_list("pk", flat=True)
    assert len(found) == 2
    assert all(any(f"记录 {pk} 是插入的" in fault for fault in found) for pk in forged)


def test_a_removed_block_is_noticed(book):
    past_the_portal("DELETE FROM audit_block WHERE seq = 2")

    assert any("第 2 至 2 块缺失" in fault for fault in faults())


def test_a_long_transaction_holds_up_nobody(book):
    begun, done = threading.Event(), threading.Event()

    def long_load():
        with transaction.atomic():
            for number in range(50):
                note("long", by="测试", subject=str(number))
            begun.set()
            done.wait(20)
        connections.close_all()

    thread = threading.Thread(target=long_load)
    thread.start()
    begun.wait(20)
    start = time.monotonic()
    note("short", by="测试")
    waited = time.monotonic() - start
    done.set()
    thread.join()

    assert waited < 1
    assert faults() == []
    assert Block.objects.count() == 5
