"""The best of one kind for a text: BM25 chooses a hundred, the re-ranker orders them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from django.db import connection

from .features import NAMES, Candidates, closeness, features
from .index import array
from .query import SHORT, Query, ask

RERANKED = 100
NEAR = 0.4
MODEL = Path(__file__).with_name("reranker.json")

_CHOOSE = """
SELECT d.object_id, best.score, d.length, d.title_terms, d.text_terms
FROM (
    SELECT p.document_id, sum(q.weight * p.weight) AS score
    FROM unnest(%s::int[], %s::real[]) AS q(term, weight)
    JOIN matchmaking_matchposting p ON p.term = q.term AND p.kind = %s
    GROUP BY p.document_id ORDER BY score DESC, p.document_id LIMIT %s
) best JOIN matchmaking_matchdocument d ON d.id = best.document_id
ORDER BY best.score DESC, d.id
"""


@dataclass(frozen=True, slots=True)
class Match:
    """An item found: its primary key, how well it fits (comparable within one query), how close it is (between queries too)."""

    number: int
    fit: float
    closeness: float


def candidates(kind: int, query: Query, limit: int = RERANKED) -> Candidates:
    """The documents of ``kind`` that BM25 puts first."""
    with connection.cursor() as cursor:
        terms, weights = array(query.terms[query.asked]), array(query.weights[query.asked])
        cursor.execute(_CHOOSE, [terms, weights, kind, limit])
        rows = cursor.fetchall()
    return Candidates(
        numbers=np.array([row[0] for row in rows], dtype=np.int64),
        scores=np.array([row[1] for row in rows], dtype=float),
        lengths=np.array([row[2] for row in rows], dtype=float),
        sequences=[row[place] for place in (3, 4) for row in rows[:RERANKED]],
    )


def best(kind: int, text: str, limit: int = 20, *, also: str = "", rerank: bool = True) -> list[Match]:
    """The ``limit`` items of ``kind`` that fit ``text`` best, the best first; fewer where fewer share a term with it.

    ``also`` holds synonyms of its words.
    """
    query = ask(kind, text, also)
    if not query:
        return []
    found = candidates(kind, query)
    if not len(found):
        return []
    fits = Reranker.shipped().fits(query, found) if rerank else found.scores
    order = np.argsort(-fits, kind="stable")[:limit]
    near = closeness(query, [found.sequences[start + i] for start in (0, len(found)) for i in order])
    return [Match(int(found.numbers[i]), float(fits[i]), float(close)) for i, close in zip(order, near, strict=True)]


def found(kind: int, text: str, limit: int, *, also: str = "") -> list[int]:
    """The numbers of all that a line of a search box finds, at most ``limit``: the re-ranker orders the first hundred, BM25 the rest.

    What holds less than ``NEAR`` of the best one's words is no answer to it.
    """
    query = ask(kind, text, also)
    if not query or not len(every := candidates(kind, query, limit)):
        return []
    first = every.first(RERANKED)
    order = np.argsort(-Reranker.shipped().fits(query, first), kind="stable").tolist()
    order += range(len(first), len(every))
    near = NEAR * every.scores.max()
    return [int(every.numbers[i]) for i in order if every.scores[i] >= near]


@dataclass(frozen=True, slots=True)
class Reranker:
    """A linear model of the features, each as it is and against the other candidates of the query; short texts have
    weights of their own beside."""

    mean: np.ndarray
    deviation: np.ndarray
    weights: np.ndarray

    @classmethod
    @cache
    def shipped(cls) -> "Reranker":
        """The model in ``reranker.json``; its card says from which data under which licences."""
        stored = json.loads(MODEL.read_text())
        if stored["features"] != list(NAMES):
            raise ValueError("reranker.json was trained on other features: run manage.py match_train")
        return cls(*(np.array(stored[part]) for part in ("mean", "deviation", "weights")))

    def fits(self, query: Query, found: Candidates) -> np.ndarray:
        """How well each candidate fits."""
        return ((inputs(query, found) - self.mean) / self.deviation) @ self.weights


def inputs(query: Query, found: Candidates) -> np.ndarray:
    """What the model sees: (candidate, input)."""
    raw = features(query, found)
    relative = (raw - raw.mean(axis=0)) / (raw.std(axis=0) + 1e-9)
    short = relative if query.length <= SHORT else np.zeros_like(relative)
    return np.hstack([raw, relative, short])
