"""What speaks for a candidate: the numbers that the re-ranker weighs, computed from the terms' order in both texts."""

from dataclasses import dataclass

import numpy as np

from .index import K1, TITLE_COUNTS, B, weight
from .query import TRAITS, Query
from .terms import BREAK, CHARACTERS, SENTENCE, SEQUENCE, characters_of

IN_TITLE = ("even", "in_titles", "late", "repeated", "common")  # Traits that are weighed for the title alone too.
_IN_TITLE = [TRAITS.index(name) for name in IN_TITLE]
NAMES = (
    "score", "score_of_best", "place", "title", "text", "title_covered", "text_covered", "query_covered", "terms_matched",
    "best_term", "best_three", "best_eight", "pairs_in_title", "pairs_in_text",
    "phrase_in_title", "phrases_in_title", "long_phrases_in_title", "longest_in_title",
    "phrase_in_text", "phrases_in_text", "long_phrases_in_text", "longest_in_text",
    "sentence", "length", "title_length", "score_of_possible", "lead",
    "whole_in_title", "whole_in_text", "characters_in_title", "characters_in_text",
    *TRAITS, *(f"title_{name}" for name in IN_TITLE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the index gave: one entry per document, the best first. Texts are there of those that the re-ranker sees."""

    numbers: np.ndarray  # Of the items.
    scores: np.ndarray
    lengths: np.ndarray
    sequences: list[bytes]  # The terms of each one's title, then of each one's text.

    def __len__(self):
        return len(self.numbers)

    def first(self, count: int) -> "Candidates":
        """The best ``count`` of them, which have texts."""
        return Candidates(self.numbers[:count], self.scores[:count], self.lengths[:count], self.sequences)


class _Row:
    """The titles and then the texts of all candidates laid end to end, and where the query's terms stand in them.

    What a method gives has one entry for each title, then one for each text: both are computed in one go.
    """

    def __init__(self, query: Query, sequences: list[bytes]):
        self.query, self.pieces = query, len(sequences)
        lengths = np.array([len(one) for one in sequences]) // SEQUENCE().itemsize
        self.row = np.frombuffer(b"".join(sequences), SEQUENCE)
        self.piece = np.repeat(np.arange(self.pieces), lengths)
        self.place = query.lookup.places(self.row)
        self.hit = query.terms[self.place] == self.row
        self.at = np.flatnonzero(self.hit)
        self.hit_place, self.hit_piece = self.place[self.at], self.piece[self.at]
        breaks = self._sums(self.piece[(self.row == BREAK) | (self.row == SENTENCE)])
        self.size = lengths - breaks

    def counts(self) -> np.ndarray:
        """How often each term of the query stands in each piece."""
        width = len(self.query.terms)
        at = self.hit_piece * width + self.hit_place
        return np.bincount(at, minlength=self.pieces * width).reshape(self.pieces, width).astype(float)

    def covered(self) -> np.ndarray:
        """The share of the piece's terms that the query has."""
        return self._sums(self.hit_piece) / np.maximum(self.size, 1)

    def pairs(self) -> np.ndarray:
        """Terms that follow each other here as they do in the query: three characters and more in common."""
        width = len(self.query.terms)
        both = np.flatnonzero(np.diff(self.at) == 1)
        codes = self.hit_place[both] * width + self.hit_place[both + 1]
        shared = _among(codes, self.query.neighbours)
        if not shared.any():
            return np.zeros(self.pieces)
        keys, times = np.unique(self.hit_piece[both][shared] * width * width + codes[shared], return_counts=True)
        codes = keys % (width * width)
        value = (self.query.idf[codes // width] + self.query.idf[codes % width]) / 2 * times / (times + 1.5)
        return self._sums(keys // (width * width), value)

    def phrases(self) -> list[np.ndarray]:
        """Of the unbroken runs of shared terms: the weightiest, their sums with long runs counted more, the longest."""
        if not len(self.at):
            return [np.zeros(self.pieces)] * 4
        first = np.concatenate([[0], np.flatnonzero(np.diff(self.at) != 1) + 1])
        pieces = self.hit_piece[first]
        weights = np.add.reduceat(self.query.idf[self.hit_place], first)
        lengths = np.diff(first, append=len(self.at))
        return [
            self._most(pieces, weights),
            self._sums(pieces, weights**1.5) ** (2 / 3),
            np.sqrt(self._sums(pieces, weights**2)),
            self._most(pieces, lengths),
        ]

    def whole(self) -> np.ndarray:
        """Of a short query: the share of its runs (words, names) that stand here unbroken, by weight."""
        found, possible = np.zeros(self.pieces), 0.0
        for run in self.query.runs:
            starts = self.at[self.hit_place == run[0]]
            starts = starts[starts + len(run) <= len(self.row)]
            for step, place in enumerate(run.tolist()[1:], 1):
                starts = starts[self.hit[starts + step] & (self.place[starts + step] == place)]
            weight_of_run = self.query.idf[run].sum()
            found[self.piece[starts]] += weight_of_run
            possible += weight_of_run
        return found / possible if possible else found

    def characters(self) -> np.ndarray:
        """Of a short query: the share of its characters that stand here, in whatever company."""
        wanted = self.query.characters
        if not len(wanted):
            return np.zeros(self.pieces)
        numbers = np.zeros(CHARACTERS, np.int8)  # A short query has a few dozen; 0 stands for none of them.
        numbers[wanted] = np.arange(1, len(wanted) + 1)
        seen = np.zeros((self.pieces, len(wanted) + 1), bool)
        for codes in characters_of(self.row):
            here = numbers[codes]
            at = np.flatnonzero(here)
            seen[self.piece[at], here[at]] = True
        return seen[:, 1:].sum(axis=1) / len(wanted)

    def best_sentences(self) -> np.ndarray:
        """The weight of the query's terms in the sentence that has most of them, long sentences held back."""
        if not len(self.at):
            return np.zeros(self.pieces)
        turns = self.row == SENTENCE
        turns[0] = True
        turns[1:] |= self.piece[1:] != self.piece[:-1]
        first = np.flatnonzero(turns)
        sentence = np.searchsorted(first, self.at, side="right") - 1
        value = np.bincount(sentence, weights=self.query.weights[self.hit_place], minlength=len(first))
        return self._most(self.piece[first], value / (6 + np.sqrt(np.diff(first, append=len(self.row)))))

    def _most(self, pieces: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The greatest value of each piece, 0 of one that has none. ``pieces`` is in order."""
        found = np.zeros(self.pieces)
        first = np.concatenate([[0], np.flatnonzero(np.diff(pieces)) + 1])
        found[pieces[first]] = np.maximum.reduceat(values, first)
        return found

    def _sums(self, pieces: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(pieces, weights=weights, minlength=self.pieces).astype(float)


def _among(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which of ``values`` are among ``known`` (sorted)."""
    if not len(known):
        return np.zeros(len(values), bool)
    return known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values


def features(query: Query, found: Candidates) -> np.ndarray:
    """(candidate, feature) in the order of NAMES. ``found`` holds one candidate or more, all with their texts."""
    row, count = _Row(query, found.sequences), len(found)
    in_title, in_text = halves(row.counts(), count)
    title_size, text_size = halves(row.size, count)
    whole = TITLE_COUNTS * in_title + in_text
    posting = weight(whole, found.lengths[:, None], query.mean_length, K1, B)
    title_posting = weight(in_title, title_size[:, None], max(title_size.mean(), 1), 1.2, 0.5)
    text_posting = weight(in_text, text_size[:, None], max(text_size.mean(), 1), 1.5, B)
    idf, present = query.idf, whole > 0
    strongest = _strongest(np.where(present, idf, 0))
    best, second = found.scores[0], found.scores[min(1, count - 1)]
    (title_pairs, text_pairs), (title_covered, text_covered) = halves(row.pairs(), count), halves(row.covered(), count)
    phrases = [halves(one, count) for one in row.phrases()]
    columns = [
        found.scores,
        found.scores / best,
        1 / (1 + np.searchsorted(-found.scores, -found.scores)),  # Equal scores, equal places.
        title_posting @ query.weights,
        text_posting @ query.weights,
        title_covered,
        text_covered,
        present @ idf / max(idf.sum(), 1),
        present.sum(axis=1) / len(query.terms),
        strongest[:, 0],
        strongest[:, :3].sum(axis=1),
        strongest[:, :8].sum(axis=1),
        title_pairs,
        text_pairs,
        *(title for title, _text in phrases),
        *(text for _title, text in phrases),
        row.best_sentences()[count:],
        np.log1p(found.lengths),
        title_size,
        found.scores / max(query.possible, 1),
        np.full(count, (best - second) / best),
        *halves(row.whole(), count),
        *halves(row.characters(), count),
        *(posting @ (query.weights * query.traits).T).T,
        *(title_posting @ (query.weights * query.traits[_IN_TITLE]).T).T,
    ]
    return np.stack(columns, axis=1)


def closeness(query: Query, sequences: list[bytes]) -> np.ndarray:
    """How close each document is to the text, 0 and up: what they have in common, in terms as rare as can be.

    It is alike in collections of any size, so bands go by it. ``sequences`` are as in ``Candidates``.
    """
    in_title, in_text = halves(_Row(query, sequences).counts(), len(sequences) // 2)
    return (in_title + in_text > 0) @ query.telling


def halves(both: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """What is of titles and what is of texts."""
    return both[:count], both[count:]


def _strongest(weights: np.ndarray) -> np.ndarray:
    """The eight greatest of each row (fewer where it has fewer), the greatest first."""
    if weights.shape[1] > 8:
        weights = np.partition(weights, -8, axis=1)[:, -8:]
    return np.sort(weights, axis=1)[:, ::-1]
