"""Many new rows at once: the database works in larger pieces, and indexes of a register that was all but empty are built afterwards.

An index that is sorted once costs a fraction of one that grows row by row. Until the transaction ends, nobody else reads the
register then; so it is done only where there was hardly anything to read.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable

LARGE = 20_000
"""From so many new rows on."""
TIMES = 10
"""So many times the rows that are there must come, for indexes to be set aside."""
PATIENCE = "2s"
"""So long a load waits for those who are reading the register; then it leaves the indexes as they are."""

_IN_LARGE_PIECES = (
    "SET LOCAL work_mem = '128MB'; SET LOCAL gin_pending_list_limit = '64MB'; SET LOCAL maintenance_work_mem = '256MB'"
)
_MERGED = """
SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'gin')
"""
"""Search terms that wait to be merged into their index are read through by every search."""
_OWNED = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass"
_INDEXES = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = %s::regclass AND i.indisvalid AND c.reltablespace = 0
AND NOT (i.indisunique OR i.indisexclusion OR i.indisclustered OR i.indisreplident)
ORDER BY c.relname
"""
"""Those that only make reading quick; what keeps rows apart stays."""


@contextmanager
def in_bulk(table: str, count: int) -> Iterator[None]:
    """Around the storing of ``count`` rows in ``table``, inside a transaction; a small number changes nothing."""
    if count < LARGE:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_IN_LARGE_PIECES)
        indexes = _set_aside(cursor, table, count)
    yield
    with connection.cursor() as cursor:
        if indexes:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for definition in indexes:
                cursor.execute(definition)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(_MERGED, [table])


def _set_aside(cursor, table: str, count: int) -> list[str]:
    """Drop the indexes that only make reading quick and give their definitions; none where others read, or there is much to read."""
    cursor.execute(_OWNED, [table])
    if not cursor.fetchone()[0]:
        return []
    cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT %s) AS rows', [count // TIMES + 1])
    if cursor.fetchone()[0] > count // TIMES:
        return []
    try:
        with transaction.atomic():
            # What rows still to be checked refer to is checked now: the database drops no index before.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE')
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        return []
    cursor.execute(_INDEXES, [table])
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]
