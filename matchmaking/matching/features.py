"""What speaks for a candidate: the numbers that the re-ranker weighs, computed from the terms' order in both texts."""

from dataclasses import dataclass

import numpy as np

from .index import K1, TITLE_COUNTS, B, weight
from .query import TRAITS, Query
from .terms import BREAK, SENTENCE, characters_of

IN_TITLE = ("even", "in_titles", "late", "repeated", "common")  # Traits that are weighed for the title alone too.
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
    """What the index gave: one entry per document, the best first."""

    numbers: np.ndarray  # Of the items.
    scores: np.ndarray
    lengths: np.ndarray
    titles: list[np.ndarray]  # Term sequences.
    texts: list[np.ndarray]

    def __len__(self):
        return len(self.numbers)

    def first(self, count: int) -> "Candidates":
        """The best ``count`` of them."""
        parts = (self.numbers, self.scores, self.lengths, self.titles, self.texts)
        return Candidates(*(part[:count] for part in parts))


class _Side:
    """The titles, or the texts, of all candidates laid end to end, and where the query's terms stand in them."""

    def __init__(self, query: Query, sequences: list[np.ndarray]):
        self.query, self.documents = query, len(sequences)
        lengths = np.array([len(s) for s in sequences])
        self.row = np.concatenate(sequences) if lengths.sum() else np.zeros(0, np.int64)
        self.document = np.repeat(np.arange(len(sequences)), lengths)
        places = np.minimum(np.searchsorted(query.terms, self.row), len(query.terms) - 1)
        self.hit = query.terms[places] == self.row
        self.place = np.where(self.hit, places, 0)
        terms = (self.row != BREAK) & (self.row != SENTENCE)
        self.size = np.bincount(self.document[terms], minlength=self.documents)

    def counts(self) -> np.ndarray:
        """How often each term of the query stands in each document."""
        width = len(self.query.terms)
        at = self.document[self.hit] * width + self.place[self.hit]
        return np.bincount(at, minlength=self.documents * width).reshape(self.documents, width).astype(float)

    def covered(self) -> np.ndarray:
        """The share of the document's terms that the query has."""
        return self._sums(self.document[self.hit]) / np.maximum(self.size, 1)

    def pairs(self) -> np.ndarray:
        """Terms that follow each other here as they do in the query: three characters and more in common."""
        hit, place, width = self.hit, self.place, len(self.query.terms)
        both = hit[:-1] & hit[1:]
        codes = place[:-1][both] * width + place[1:][both]
        documents = self.document[:-1][both]
        shared = np.isin(codes, self.query.neighbours)
        if not shared.any():
            return np.zeros(self.documents)
        keys, times = np.unique(documents[shared] * width * width + codes[shared], return_counts=True)
        codes = keys % (width * width)
        value = (self.query.idf[codes // width] + self.query.idf[codes % width]) / 2 * times / (times + 1.5)
        return self._sums(keys // (width * width), value)

    def phrases(self) -> list[np.ndarray]:
        """Of the unbroken runs of shared terms: the weightiest, their sums with long runs counted more, the longest."""
        hit = self.hit
        starts = hit & ~np.concatenate([[False], hit[:-1]]) if len(hit) else hit
        run = np.cumsum(starts)[hit] - 1
        documents = self.document[starts]
        weights = np.bincount(run, weights=self.query.idf[self.place[hit]], minlength=len(documents))
        lengths = np.bincount(run, minlength=len(documents))
        best, longest = np.zeros(self.documents), np.zeros(self.documents)
        np.maximum.at(best, documents, weights)
        np.maximum.at(longest, documents, lengths)
        return [
            best,
            self._sums(documents, weights**1.5) ** (2 / 3),
            np.sqrt(self._sums(documents, weights**2)),
            longest,
        ]

    def whole(self) -> np.ndarray:
        """Of a short query: the share of its runs (words, names) that stand here unbroken, by weight."""
        found, possible = np.zeros(self.documents), 0.0
        for run in self.query.runs:
            if len(run) > len(self.row):
                continue
            here = np.ones(len(self.row) - len(run) + 1, dtype=bool)
            for step, place in enumerate(run.tolist()):
                span = slice(step, step + len(here))
                here &= self.hit[span] & (self.place[span] == place)
            weight_of_run = self.query.idf[run].sum()
            found[np.unique(self.document[: len(here)][here])] += weight_of_run
            possible += weight_of_run
        return found / possible if possible else found

    def characters(self) -> np.ndarray:
        """Of a short query: the share of its characters that stand here, in whatever company."""
        wanted = self.query.characters
        if not len(wanted):
            return np.zeros(self.documents)
        pairs = self.row > SENTENCE
        codes = characters_of(self.row[pairs])
        documents = np.concatenate([self.document[pairs]] * 2)
        places = np.minimum(np.searchsorted(wanted, codes), len(wanted) - 1)
        same = wanted[places] == codes
        keys = np.unique(documents[same] * len(wanted) + places[same])
        return self._sums(keys // len(wanted)) / len(wanted)

    def best_sentence(self) -> np.ndarray:
        """The weight of the query's terms in the sentence that has most of them, long sentences held back."""
        if not len(self.row):
            return np.zeros(self.documents)
        turns = np.concatenate([[True], np.diff(self.document) > 0]) | (self.row == SENTENCE)
        sentence = np.cumsum(turns) - 1
        value = np.bincount(sentence, weights=np.where(self.hit, self.query.weights[self.place], 0))
        value = value / (6 + np.sqrt(np.bincount(sentence)))
        best = np.zeros(self.documents)
        np.maximum.at(best, self.document[turns], value)
        return best

    def _sums(self, documents: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(documents, weights=weights, minlength=self.documents).astype(float)


def features(query: Query, found: Candidates) -> np.ndarray:
    """(candidate, feature) in the order of NAMES. ``found`` holds one candidate or more."""
    title, text = _Side(query, found.titles), _Side(query, found.texts)
    in_title, in_text = title.counts(), text.counts()
    whole = TITLE_COUNTS * in_title + in_text
    posting = weight(whole, found.lengths[:, None], query.mean_length, K1, B)
    title_posting = weight(in_title, title.size[:, None], max(title.size.mean(), 1), 1.2, 0.5)
    text_posting = weight(in_text, text.size[:, None], max(text.size.mean(), 1), 1.5, B)
    idf, present = query.idf, whole > 0
    strongest = np.sort(np.where(present, idf, 0), axis=1)[:, ::-1]
    best, second = found.scores[0], found.scores[min(1, len(found) - 1)]
    count = len(found)
    columns = [
        found.scores,
        found.scores / best,
        1 / (1 + np.searchsorted(-found.scores, -found.scores)),  # Equal scores, equal places.
        title_posting @ query.weights,
        text_posting @ query.weights,
        title.covered(),
        text.covered(),
        present @ idf / max(idf.sum(), 1),
        present.sum(axis=1) / len(query.terms),
        strongest[:, 0],
        strongest[:, :3].sum(axis=1),
        strongest[:, :8].sum(axis=1),
        title.pairs(),
        text.pairs(),
        *title.phrases(),
        *text.phrases(),
        text.best_sentence(),
        np.log1p(found.lengths),
        title.size,
        found.scores / max(query.possible, 1),
        np.full(count, (best - second) / best),
        title.whole(),
        text.whole(),
        title.characters(),
        text.characters(),
        *(posting @ (query.weights * query.traits).T).T,
        *(title_posting @ (query.weights * query.traits[[TRAITS.index(name) for name in IN_TITLE]]).T).T,
    ]
    return np.stack([np.asarray(column, float) for column in columns], axis=1)
