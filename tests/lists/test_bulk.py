"""Many new rows at once: indexes of an all but empty register are built afterwards, and are then what they were."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from bureau.lists.bulk import LARGE, in_bulk
from patents.models import Patent

HEADINGS = ["申请号", "专利名称", "专利类型", "申请人", "县（市、区）", "申请日"]
TABLE = Patent._meta.db_table


def indexes() -> dict[str, tuple[int, str]]:
    """Each index of the register: which one it is, and how it is defined."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, indexrelid, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass",
            [TABLE],
        )
        return {name: (oid, definition) for name, oid, definition in cursor.fetchall()}


def lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


class Broken(Exception):
    """What ends a load in the middle."""


def definitions() -> dict[str, str]:
    return {name: definition for name, (_oid, definition) in indexes().items()}


def rows(first: int, count: int) -> list[list]:
    """Applications of a year, numbered from ``first``."""
    return [
        [f"2015{n:08}.{_check_digit(f'2015{n:08}')}", f"一种方法{n}", "发明", f"甲{n % 50}", "章贡区", "2015-03-01"]
        for n in range(first, first + count)
    ]


def _check_digit(number: str) -> str:
    total = (
        sum(int(digit) * weight for digit, weight in zip(number, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
        % 11
    )
    return "X" if total == 10 else str(total)


@pytest.mark.django_db
def test_a_first_long_list_builds_its_indexes_once_and_as_they_were(workbook, load):
    before, defined = indexes(), definitions()
    half = LARGE // 2  # Of two sheets, because no sheet holds a million rows.
    _run, result = load(workbook([HEADINGS, *rows(10_000_000, half)], [HEADINGS, *rows(10_100_000, half)]))

    after = indexes()
    assert result.written
    assert Patent.objects.count() == LARGE
    assert definitions() == defined
    anew = {name for name in after if after[name][0] != before[name][0]}
    assert {"patent_search", "patent_filed", "patent_facts"} <= anew
    assert not [name for name in anew if "UNIQUE" in after[name][1]], "What keeps rows apart is never set aside."

    kept = indexes()
    _run, result = load(
        workbook([HEADINGS, *rows(10_200_000, LARGE)])
    )  # As many again: now there is something to read.
    assert result.written
    assert indexes() == kept


@pytest.mark.django_db
def test_nothing_is_set_aside_for_few_rows(patents, load):
    load(patents(["201510000001.0", "甲法", "发明", "甲", "章贡区", "2015-03-01"]))
    before, defined = indexes(), definitions()
    with in_bulk(TABLE, LARGE - 1):
        assert indexes() == before
    with in_bulk(TABLE, LARGE):
        assert indexes().keys() < before.keys()
        assert lock_timeout() == "0", "The load itself waits for others as long as it must."
    assert definitions() == defined


@pytest.mark.django_db(transaction=True)
def test_who_is_reading_the_register_is_not_waited_for():
    before = indexes()
    other = connection.copy()
    try:
        with transaction.atomic(), other.cursor() as reader:
            reader.execute(f'BEGIN; SELECT count(*) FROM "{TABLE}"')
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '10s'")  # Who waits much longer than that is stopped.
            with in_bulk(TABLE, LARGE):
                assert indexes() == before
            assert lock_timeout() == "0"
    finally:
        other.close()
    assert indexes() == before


@pytest.mark.django_db(transaction=True)
def test_a_load_that_fails_leaves_the_indexes():
    before = indexes()
    with transaction.atomic(), suppress(Broken), in_bulk(TABLE, LARGE):
        assert indexes() != before
        transaction.set_rollback(True)
        raise Broken
    assert indexes() == before
