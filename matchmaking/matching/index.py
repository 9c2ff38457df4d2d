"""The inverted index in plain PostgreSQL tables: documents, postings, terms. No extension is needed, any locale serves.

Weights are BM25's (k1 = 2, b = 0.75, a term of the title counts three times) under the mean length of the day they were
written; ``refresh`` writes them anew under today's.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from os import getpid

import numpy as np
from django.db import connection, transaction

from .terms import counted, sequence

K1, B, TITLE_COUNTS = 2.0, 0.75, 3.0
TABLES = ("matchdocument", "matchposting", "matchterm", "matchsize")
AT_ONCE = 2000  # Documents whose terms are held in memory together.


@dataclass(frozen=True, slots=True)
class Item:
    """What is indexed of one achievement or demand."""

    number: int  # Its primary key.
    title: str
    text: str

    @property
    def digest(self) -> bytes:
        """Equal texts, equal digests: an unchanged item is not indexed anew."""
        return blake2b(f"{self.title}\0{self.text}".encode(), digest_size=16).digest()


@dataclass(slots=True)
class _Read:
    """An item cut into terms."""

    item: Item
    title: np.ndarray
    text: np.ndarray
    terms: np.ndarray  # The different ones.
    counts: np.ndarray  # Of each, the title's three times.
    in_title: np.ndarray
    occurrences: np.ndarray

    @property
    def length(self) -> float:
        return float(self.counts.sum())


def _read(item: Item) -> _Read:
    title, text = sequence(item.title), sequence(item.text)
    title_terms, title_counts = counted(title)
    text_terms, text_counts = counted(text)
    terms = np.union1d(title_terms, text_terms)
    in_title, in_text = np.zeros(len(terms)), np.zeros(len(terms))
    in_title[np.searchsorted(terms, title_terms)] = title_counts
    in_text[np.searchsorted(terms, text_terms)] = text_counts
    return _Read(item, title, text, terms, TITLE_COUNTS * in_title + in_text, in_title > 0, in_title + in_text)


def put(kind: int, items: Iterable[Item]) -> int:
    """Index ``items`` of ``kind`` in the present transaction, replacing what was known of them; gives how many changed."""
    remaining, changed = iter(items), 0
    while some := list(islice(remaining, AT_ONCE)):
        changed += _put(kind, some)
    return changed


@transaction.atomic
def build(kind: int, items: Iterable[Item]) -> int:
    """As ``put`` for a whole collection: every weight is written once, under the mean length of all of them."""
    remaining, changed = iter(items), 0
    while some := list(islice(remaining, AT_ONCE)):
        changed += _put(kind, some, postings=False)
    refresh(kind)
    return changed


@transaction.atomic
def _put(kind: int, items: list[Item], *, postings: bool = True) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, kind])
        cursor.execute(
            "SELECT object_id, digest FROM matchmaking_matchdocument WHERE kind = %s AND object_id = ANY(%s)",
            [kind, [item.number for item in items]],
        )
        known = {number: bytes(digest) for number, digest in cursor.fetchall()}
        items = [item for item in items if known.get(item.number) != item.digest]
        _take_out(cursor, kind, [item.number for item in items if item.number in known])
        _bring_in(cursor, kind, [_read(item) for item in items], postings)
    return len(items)


_LOCK = 7_301  # Writers of one kind go one after the other: their counts of terms would wait for each other anyway.


@transaction.atomic
def remove(kind: int, numbers: Iterable[int]) -> None:
    """Take items out of the index: withdrawn, voided, expired."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, kind])
        _take_out(cursor, kind, list(numbers))


def _take_out(cursor, kind: int, numbers: list[int]) -> None:
    if not numbers:
        return
    cursor.execute(
        "DELETE FROM matchmaking_matchdocument WHERE kind = %s AND object_id = ANY(%s) "
        "RETURNING length, title_terms, text_terms",
        [kind, numbers],
    )
    gone, length, documents = _Counts(), 0.0, 0
    for size, title, text in cursor.fetchall():
        gone.add(*_unpacked(title, text), sign=-1)
        length, documents = length + size, documents + 1
    _count(cursor, kind, gone, -documents, -length)


def _unpacked(title: memoryview, text: memoryview) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    title_terms, title_counts = counted(np.frombuffer(title, np.int64))
    text_terms, text_counts = counted(np.frombuffer(text, np.int64))
    terms = np.union1d(title_terms, text_terms)
    in_title, occurrences = np.zeros(len(terms)), np.zeros(len(terms))
    in_title[np.searchsorted(terms, title_terms)] = title_counts
    occurrences[np.searchsorted(terms, text_terms)] = text_counts
    return terms, in_title > 0, in_title + occurrences


class _Counts:
    """What a change adds to each term: documents, titles, occurrences."""

    def __init__(self):
        self.documents, self.titles, self.occurrences = Counter(), Counter(), Counter()

    def add(self, terms: np.ndarray, in_title: np.ndarray, occurrences: np.ndarray, sign: int = 1) -> None:
        names = terms.tolist()
        self.documents.update(dict.fromkeys(names, sign))
        self.titles.update({name: sign for name, inside in zip(names, in_title.tolist(), strict=True) if inside})
        self.occurrences.update(
            {name: sign * int(times) for name, times in zip(names, occurrences.tolist(), strict=True)}
        )


def _bring_in(cursor, kind: int, documents: list[_Read], postings: bool) -> None:
    if not documents:
        return
    counts = _Counts()
    for document in documents:
        counts.add(document.terms, document.in_title, document.occurrences)
    mean = _count(cursor, kind, counts, len(documents), sum(document.length for document in documents))
    rows = (
        (kind, d.item.number, d.length, _hex(d.title.tobytes()), _hex(d.text.tobytes()), _hex(d.item.digest))
        for d in documents
    )
    _copy(cursor, "matchdocument (kind, object_id, length, title_terms, text_terms, digest)", rows)
    if not postings:
        return
    cursor.execute(
        "SELECT object_id, id FROM matchmaking_matchdocument WHERE kind = %s AND object_id = ANY(%s)",
        [kind, [d.item.number for d in documents]],
    )
    ids = dict(cursor.fetchall())
    _write_postings(cursor, kind, mean, [(ids[d.item.number], d.length, d.terms, d.counts) for d in documents])


# A tuple of PostgreSQL's binary COPY: the number of columns, then each with its length before it.
_POSTING = np.dtype(
    [
        ("columns", ">i2"),
        ("term_bytes", ">i4"),
        ("term", ">i8"),
        ("kind_bytes", ">i4"),
        ("kind", ">i2"),
        ("document_bytes", ">i4"),
        ("document", ">i4"),
        ("weight_bytes", ">i4"),
        ("weight", ">f4"),
    ]
)
_HEADER, _TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def _write_postings(cursor, kind: int, mean: float, documents: list[tuple[int, float, np.ndarray, np.ndarray]]) -> None:
    """Postings of documents given as (id, length, terms, counts), in the order of the index they go into."""
    if not documents:
        return
    sizes = [len(terms) for _pk, _length, terms, _counts in documents]
    rows = np.zeros(sum(sizes), dtype=_POSTING)
    rows["columns"], rows["term_bytes"], rows["kind_bytes"], rows["document_bytes"], rows["weight_bytes"] = (
        4,
        8,
        2,
        4,
        4,
    )
    rows["kind"] = kind
    rows["term"] = np.concatenate([terms for _pk, _length, terms, _counts in documents])
    rows["document"] = np.repeat([pk for pk, *_rest in documents], sizes)
    lengths = np.repeat([length for _pk, length, *_rest in documents], sizes)
    rows["weight"] = weight(np.concatenate([counts for *_rest, counts in documents]), lengths, mean)
    rows = rows[np.argsort(rows["term"], kind="stable")]
    stream = io.BytesIO(_HEADER + rows.tobytes() + _TRAILER)
    cursor.copy_expert(
        "COPY matchmaking_matchposting (term, kind, document_id, weight) FROM STDIN (FORMAT binary)", stream
    )


def weight(counts, length, mean, k1: float = K1, b: float = B):
    """BM25's part of a posting: how often a term stands in a document, saturated, against the document's length."""
    return counts * (k1 + 1) / (counts + k1 * (1 - b + b * length / mean))


def _count(cursor, kind: int, counts: _Counts, documents: int, length: float) -> float:
    """Add to what is known of the terms and of the collection; gives the new mean length of a document."""
    rows = sorted((t, counts.documents[t], counts.titles[t], counts.occurrences[t]) for t in counts.documents)
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        cursor.execute(
            "INSERT INTO matchmaking_matchterm AS known (kind, term, documents, titles, occurrences) "
            "SELECT %s, * FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[]) "
            "ON CONFLICT (term, kind) DO UPDATE SET documents = known.documents + excluded.documents, "
            "titles = known.titles + excluded.titles, occurrences = known.occurrences + excluded.occurrences",
            [kind, *columns],
        )
    cursor.execute(
        "INSERT INTO matchmaking_matchsize AS known (kind, documents, length) VALUES (%s, %s, %s) ON CONFLICT (kind) "
        "DO UPDATE SET documents = known.documents + excluded.documents, length = known.length + excluded.length "
        "RETURNING documents, length",
        [kind, documents, length],
    )
    total, length = cursor.fetchone()
    return length / total if total and length > 0 else 1.0


def refresh(kind: int) -> None:
    """Write every weight anew under the present mean length, and forget terms that no document holds any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, kind])
        cursor.execute("SELECT documents, length FROM matchmaking_matchsize WHERE kind = %s", [kind])
        found = cursor.fetchone()
        if not found or not found[0]:
            return
        mean, last = found[1] / found[0], 0
        while True:
            cursor.execute(
                "SELECT id, length, title_terms, text_terms FROM matchmaking_matchdocument WHERE kind = %s AND id > %s "
                "ORDER BY id LIMIT %s",
                [kind, last, AT_ONCE],
            )
            rows = cursor.fetchall()
            if not rows:
                break
            last = rows[-1][0]
            cursor.execute("DELETE FROM matchmaking_matchposting WHERE document_id = ANY(%s)", [[r[0] for r in rows]])
            _write_postings(cursor, kind, mean, [(pk, size, *_weighed(title, text)) for pk, size, title, text in rows])
        cursor.execute("DELETE FROM matchmaking_matchterm WHERE kind = %s AND documents <= 0", [kind])


def _weighed(title: memoryview, text: memoryview) -> tuple[np.ndarray, np.ndarray]:
    """The different terms of a stored document and their counts, the title's three times."""
    title_terms, title_counts = counted(np.frombuffer(title, np.int64))
    text_terms, text_counts = counted(np.frombuffer(text, np.int64))
    terms = np.union1d(title_terms, text_terms)
    counts = np.zeros(len(terms))
    counts[np.searchsorted(terms, title_terms)] += TITLE_COUNTS * title_counts
    counts[np.searchsorted(terms, text_terms)] += text_counts
    return terms, counts


def _hex(value: bytes) -> str:
    return "\\\\x" + value.hex()


def _copy(cursor, into: str, rows: Iterable[tuple]) -> None:
    """COPY: rows by the ten thousand in one statement. Numbers and hexadecimal only, nothing needs quoting."""
    remaining = iter(rows)
    while piece := "".join("\t".join(map(str, row)) + "\n" for row in islice(remaining, 50_000)):
        cursor.copy_expert(f"COPY matchmaking_{into} FROM STDIN", io.StringIO(piece))


@contextmanager
def scratch() -> Iterator[None]:
    """Empty tables of the same shape in a schema of their own, gone afterwards: measuring touches nobody's index."""
    schema = f"match_scratch_{getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        before = cursor.fetchone()[0]
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        try:
            for table in TABLES:
                name = f"matchmaking_{table}"
                cursor.execute(f"CREATE TABLE {schema}.{name} (LIKE {name} INCLUDING ALL)")
            cursor.execute(f"SET search_path TO {schema}, {before}")
            yield
        finally:
            cursor.execute(f"SET search_path TO {before}")
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
