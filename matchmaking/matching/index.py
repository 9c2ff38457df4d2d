"""The inverted index in plain PostgreSQL tables: documents, postings, terms. No extension is needed, any locale serves.

Weights are BM25's (k1 = 2, b = 0.75, a term of the title counts three times) under the mean length of the day they were
written; ``refresh`` writes them anew under today's.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from itertools import islice
from os import getpid

import numpy as np
from django.db import connection, transaction

from .terms import SEQUENCE, counted, sequence

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
    """As ``put`` for a whole collection: every term and every weight is written once, under the mean length of all of them."""
    remaining, parts = iter(items), []
    with connection.cursor() as cursor:
        while some := list(islice(remaining, AT_ONCE)):
            fresh = _without_unchanged(cursor, kind, some)
            _write_documents(cursor, kind, fresh)
            parts.append(_Counts.of([(one.terms, one.in_title, one.occurrences, one.length) for one in fresh]))
        counts = _Counts.summed(parts)
        _count(cursor, kind, counts)
    refresh(kind)
    return counts.size


@transaction.atomic
def _put(kind: int, items: list[Item]) -> int:
    with connection.cursor() as cursor:
        fresh = _without_unchanged(cursor, kind, items)
        if fresh:
            parts = [(one.terms, one.in_title, one.occurrences, one.length) for one in fresh]
            mean = _count(cursor, kind, _Counts.of(parts))
            ids = _write_documents(cursor, kind, fresh)
            _write_postings(cursor, kind, mean, [(ids[d.item.number], d.length, d.terms, d.counts) for d in fresh])
    return len(fresh)


def _without_unchanged(cursor, kind: int, items: list[Item]) -> list[_Read]:
    """Those whose texts are not as they were indexed, cut into terms; what was known of them is taken out."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, kind])
    cursor.execute(
        "SELECT object_id, digest FROM matchmaking_matchdocument WHERE kind = %s AND object_id = ANY(%s)",
        [kind, [item.number for item in items]],
    )
    known = {number: bytes(digest) for number, digest in cursor.fetchall()}
    items = [item for item in items if known.get(item.number) != item.digest]
    _take_out(cursor, kind, [item.number for item in items if item.number in known])
    return [_read(item) for item in items]


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
        "RETURNING id, length, title_terms, text_terms",
        [kind, numbers],
    )
    rows = cursor.fetchall()
    # No foreign key does it: it would ask for each of two hundred terms whether the document is there.
    cursor.execute("DELETE FROM matchmaking_matchposting WHERE document_id = ANY(%s)", [[row[0] for row in rows]])
    _count(cursor, kind, _Counts.of([(*_unpacked(title, text), length) for _pk, length, title, text in rows]), sign=-1)


def _unpacked(title: memoryview, text: memoryview) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    title_terms, title_counts = counted(np.frombuffer(title, SEQUENCE))
    text_terms, text_counts = counted(np.frombuffer(text, SEQUENCE))
    terms = np.union1d(title_terms, text_terms)
    in_title, occurrences = np.zeros(len(terms)), np.zeros(len(terms))
    in_title[np.searchsorted(terms, title_terms)] = title_counts
    occurrences[np.searchsorted(terms, text_terms)] = text_counts
    return terms, in_title > 0, in_title + occurrences


@dataclass(frozen=True, slots=True)
class _Counts:
    """Of each different term of some documents, sorted: in how many it stands, in how many titles, how often in all."""

    terms: np.ndarray
    documents: np.ndarray
    titles: np.ndarray
    occurrences: np.ndarray
    size: int  # How many documents.
    length: float

    @classmethod
    def of(cls, documents: list[tuple[np.ndarray, np.ndarray, np.ndarray, float]]) -> "_Counts":
        """Of documents given as (terms, whether each is in the title, how often, length)."""
        return cls.summed(
            [
                cls(terms, np.ones(len(terms)), in_title, occurrences, 1, length)
                for terms, in_title, occurrences, length in documents
            ]
        )

    @classmethod
    def summed(cls, parts: list["_Counts"]) -> "_Counts":
        """All of them together."""
        if not parts:
            return cls(*[np.zeros(0, SEQUENCE)] * 4, 0, 0.0)
        terms, at = np.unique(np.concatenate([part.terms for part in parts]), return_inverse=True)
        sums = (
            np.bincount(at, np.concatenate([getattr(part, name) for part in parts]), len(terms)).astype(int)
            for name in ("documents", "titles", "occurrences")
        )
        return cls(terms, *sums, sum(part.size for part in parts), sum(part.length for part in parts))


def _write_documents(cursor, kind: int, documents: list[_Read]) -> dict[int, int]:
    """The documents themselves; gives the key of each by its item's number."""
    rows = (
        (kind, d.item.number, d.length, _hex(d.title.tobytes()), _hex(d.text.tobytes()), _hex(d.item.digest))
        for d in documents
    )
    _copy(cursor, "matchdocument (kind, object_id, length, title_terms, text_terms, digest)", rows)
    cursor.execute(
        "SELECT object_id, id FROM matchmaking_matchdocument WHERE kind = %s AND object_id = ANY(%s)",
        [kind, [d.item.number for d in documents]],
    )
    return dict(cursor.fetchall())


# A tuple of PostgreSQL's binary COPY: the number of columns, then each with its length before it.
_POSTING = np.dtype(
    [
        ("columns", ">i2"),
        ("term_bytes", ">i4"),
        ("term", ">i4"),
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
        4,
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


def _count(cursor, kind: int, counts: _Counts, sign: int = 1) -> float:
    """Add to (or take from) what is known of the terms and of the collection; gives the new mean length of a document."""
    if len(counts.terms):
        columns = [counts.terms, *(sign * one for one in (counts.documents, counts.titles, counts.occurrences))]
        cursor.execute(
            "INSERT INTO matchmaking_matchterm AS known (kind, term, documents, titles, occurrences) "
            "SELECT %s, * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[]) "
            "ON CONFLICT (term, kind) DO UPDATE SET documents = known.documents + excluded.documents, "
            "titles = known.titles + excluded.titles, occurrences = known.occurrences + excluded.occurrences",
            [kind, *map(array, columns)],
        )
    cursor.execute(
        "INSERT INTO matchmaking_matchsize AS known (kind, documents, length) VALUES (%s, %s, %s) ON CONFLICT (kind) "
        "DO UPDATE SET documents = known.documents + excluded.documents, length = known.length + excluded.length "
        "RETURNING documents, length",
        [kind, sign * counts.size, sign * counts.length],
    )
    total, length = cursor.fetchone()
    return length / total if total and length > 0 else 1.0


def array(values: np.ndarray) -> str:
    """As PostgreSQL reads an array: one text, not hundreds of parameters."""
    return "{" + ",".join(map(str, values.tolist())) + "}"


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
    title_terms, title_counts = counted(np.frombuffer(title, SEQUENCE))
    text_terms, text_counts = counted(np.frombuffer(text, SEQUENCE))
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
            cursor.execute("SELECT to_regclass(%s)", [f"matchmaking_{TABLES[0]}"])
            if cursor.fetchone()[0]:
                for table in TABLES:
                    name = f"matchmaking_{table}"
                    cursor.execute(f"CREATE TABLE {schema}.{name} (LIKE {name} INCLUDING ALL)")
                cursor.execute(f"SET search_path TO {schema}, {before}")
            else:  # A database that nobody has migrated yet serves as well.
                cursor.execute(f"SET search_path TO {schema}, {before}")
                for name, statements in (("0002_index", "CREATE"), ("0006_short_terms", "SHORTEN")):
                    cursor.execute(getattr(import_module(f"matchmaking.migrations.{name}"), statements))
            yield
        finally:
            cursor.execute(f"SET search_path TO {before}")
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
