"""A demand, an achievement or a line typed into a search box, as the index is asked for it."""

from dataclasses import dataclass

import numpy as np
from django.db import connection

from .index import K1, array
from .terms import BREAK, SENTENCE, SEQUENCE, characters_of, sequence

COUNTED_TO = 3  # A term that stands more often in the query weighs no more.
COMMON = 0.15  # Terms in a larger share of the documents find nothing in particular.
ALWAYS_KEPT = 50  # Documents: a small collection has no common terms.
FEW = 8  # With fewer terms left the common ones are asked for too.
ASKED = 128  # The best terms by weight.
SHORT = 25  # Terms: a line of a search box rather than a described demand.
POSTINGS = 4_500  # Read at most so many, whatever the size of the collection: more find no more (development queries).
SYNONYM = 0.5  # What a term weighs that stands in a synonym alone.
OTHERS = 500  # Documents that a small collection is taken to have besides, none of them with the query's terms.


_SLOTS_BITS, _TRIES = 16, 12


class Lookup:
    """Where a term stands among some: a table without two terms in one slot, because thirty thousand are looked up for a query."""

    def __init__(self, terms: np.ndarray):
        self.terms, self.table = terms, None
        rng = np.random.default_rng(len(terms))
        for _ in range(_TRIES if len(terms) < 600 else 0):  # More than some hundreds never get a slot each.
            self.factor = np.uint32(rng.integers(1, 1 << 31) * 2 + 1)
            slots = self._slots(terms)
            table = np.zeros(1 << _SLOTS_BITS, np.int16)
            table[slots] = np.arange(len(terms))
            if (table[slots] == np.arange(len(terms))).all():
                self.table = table
                break

    def _slots(self, terms: np.ndarray) -> np.ndarray:
        return (terms.view(np.uint32) * self.factor) >> np.uint32(32 - _SLOTS_BITS)

    def places(self, wanted: np.ndarray) -> np.ndarray:
        """Of each the place at which it would stand: whether it is the one that stands there, the caller compares."""
        if self.table is None:
            return np.minimum(np.searchsorted(self.terms, wanted), len(self.terms) - 1)
        return self.table[self._slots(wanted)].astype(np.intp)


@dataclass(frozen=True, slots=True)
class Query:
    """The different terms that the collection knows, sorted, and what is known of each; one entry per term."""

    terms: np.ndarray
    lookup: Lookup
    idf: np.ndarray
    weights: np.ndarray  # min(occurrences, 3) × idf
    traits: np.ndarray  # (trait, term): see TRAITS
    neighbours: np.ndarray  # Codes i × len(terms) + j of terms that follow each other, sorted.
    asked: np.ndarray  # Positions of the terms that choose the candidates.
    mean_length: float
    length: int  # Terms of the query, repeats included.
    runs: tuple[
        np.ndarray, ...
    ]  # Of a short query: positions of the terms of each unbroken run that can be found whole.
    characters: np.ndarray  # Of a short query: its different characters.
    telling: np.ndarray  # What it tells that a term is shared, 0 to 1: alike in small and large collections.

    @property
    def possible(self) -> float:
        """No document's score can be more: every term asked for, endlessly often."""
        return float(self.weights[self.asked].sum() * (K1 + 1))

    def __bool__(self):
        return bool(len(self.terms))


TRAITS = ("even", "in_titles", "repeated_in_texts", "early", "late", "repeated", "foreign", "rare", "usual", "common", "spread", "rarity")  # fmt: skip


def ask(kind: int, text: str, also: str = "") -> Query:
    """Read from the index what it knows of the terms of ``text`` among documents of ``kind``.

    ``also`` holds synonyms of its words: their terms are asked for at half weight.
    """
    own = sequence(text)
    order = np.concatenate([own, np.array([SENTENCE], SEQUENCE), sequence(also)]) if also else own
    size, length, rows = _known(kind, array(np.unique(order)))
    known = np.array(rows, dtype=np.int64).reshape(-1, 4)
    terms, documents = known[:, 0].astype(SEQUENCE), known[:, 1]
    idf = np.log1p((size - documents + 0.5) / (documents + 0.5)) if len(known) else np.zeros(0)
    places = _places(order, terms)
    occurrences = _occurrences(places[: len(own)], len(terms))
    if also:
        occurrences = np.where(occurrences > 0, occurrences, SYNONYM)
    weights = np.minimum(occurrences, COUNTED_TO) * idf
    return Query(
        terms=terms,
        lookup=Lookup(terms),
        idf=idf,
        weights=weights,
        traits=_traits(order, places, known, idf, occurrences, size),
        neighbours=_neighbours(places, len(terms)),
        asked=_asked(weights, documents, size),
        mean_length=length / size if size else 1.0,
        length=length_of(own),
        runs=_runs(own, places[: len(own)]) if length_of(own) <= SHORT else (),
        characters=_characters(own) if length_of(own) <= SHORT else np.zeros(0, SEQUENCE),
        telling=_telling(documents, size) * np.minimum(occurrences, 1),
    )


def _telling(documents: np.ndarray, size: int) -> np.ndarray:
    """The square of a term's idf against that of a term nobody has, in a collection with OTHERS besides."""
    whole = size + OTHERS
    return (np.log1p((whole - documents + 0.5) / (documents + 0.5)) / np.log1p((whole + 0.5) / 0.5)) ** 2


_KNOWN = """
SELECT NULL, documents, NULL, NULL, length FROM matchmaking_matchsize WHERE kind = %s
UNION ALL (
    SELECT term, documents, titles, occurrences, NULL FROM matchmaking_matchterm
    WHERE kind = %s AND term = ANY(%s::int[]) AND documents > 0 ORDER BY term
)
"""


def _known(kind: int, terms: str) -> tuple[int, float, list[tuple]]:
    """How many documents of ``kind`` there are, their whole length, and (term, documents, titles, occurrences) by term."""
    size, length, rows = 0, 0.0, []
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [kind, kind, terms])
        for term, documents, titles, occurrences, whole in cursor.fetchall():
            if term is None:
                size, length = documents, whole
            else:
                rows.append((term, documents, titles, occurrences))
    return size, length, rows if size else []


def _occurrences(places: np.ndarray, count: int) -> np.ndarray:
    """How often each of ``count`` terms stands in the text."""
    return np.bincount(places[places >= 0], minlength=count) if count else np.zeros(0, int)


def length_of(order: np.ndarray) -> int:
    """How many terms a sequence has, repeats included."""
    return int((order > SENTENCE).sum() + (order < BREAK).sum())


def _runs(order: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, ...]:
    ends = np.flatnonzero((order == BREAK) | (order == SENTENCE))
    pieces = (piece[piece >= 0] for piece in np.split(places, ends))
    whole = (len(piece) - 1 for piece in np.split(order, ends))  # Each piece but the first begins with what broke it.
    found = [(piece, size + (number == 0)) for number, (piece, size) in enumerate(zip(pieces, whole, strict=True))]
    return tuple(piece for piece, size in found if len(piece) and len(piece) == size)


def _characters(order: np.ndarray) -> np.ndarray:
    found = np.unique(np.concatenate(characters_of(order)))
    return found[found > 0]


def _places(order: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """For each place of a sequence the position of its term among ``terms`` (sorted), -1 where it is none of them."""
    if not len(terms):
        return np.full(len(order), -1)
    places = np.minimum(np.searchsorted(terms, order), len(terms) - 1)
    return np.where(terms[places] == order, places, -1)


def _asked(weights: np.ndarray, documents: np.ndarray, size: int) -> np.ndarray:
    seldom = documents <= max(ALWAYS_KEPT, COMMON * size)
    chosen = np.flatnonzero(seldom) if seldom.sum() >= FEW else np.arange(len(weights))
    chosen = chosen[np.argsort(-weights[chosen], kind="stable")][:ASKED]
    within = np.cumsum(documents[chosen]) <= POSTINGS
    within[: FEW * 2] = True
    return chosen[within]


def _neighbours(places: np.ndarray, count: int) -> np.ndarray:
    follow = (places[:-1] >= 0) & (places[1:] >= 0)
    return np.unique(places[:-1][follow] * count + places[1:][follow])


def _traits(order, places, known, idf, occurrences, size) -> np.ndarray:
    """What kind of term each is, each trait between 0 and about 1: a model learns which of them speak for a match."""
    count = len(known)
    if not count:
        return np.zeros((len(TRAITS), 0))
    documents, titles, total = known[:, 1], known[:, 2], known[:, 3]
    first, last = np.full(count, len(order)), np.zeros(count)
    at = np.flatnonzero(places >= 0)
    np.minimum.at(first, places[at], at)
    np.maximum.at(last, places[at], at)
    sentences = np.cumsum(order == SENTENCE)
    pairs = np.unique(np.stack([places[at], sentences[at]]), axis=1)
    spread = np.bincount(pairs[0], minlength=count) / (sentences[-1] + 1 if len(sentences) else 1)
    share = documents / max(size, 1)
    return np.stack(
        [
            np.ones(count),
            (titles + 0.4) / (documents + 5),
            np.minimum((total - documents) / (documents + 2), 3),
            1 - first / max(len(order), 1),
            last / max(len(order), 1),
            (occurrences > 1).astype(float),
            (known[:, 0] < 0).astype(float),
            (documents <= 5).astype(float),
            ((documents > 5) & (share <= 0.005)).astype(float),
            (share > 0.05).astype(float),
            spread,
            idf / 10,
        ]
    )
