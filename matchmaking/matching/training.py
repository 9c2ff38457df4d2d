"""Training the re-ranker: among the candidates of a judged query the relevant one should come first."""

from dataclasses import dataclass

import numpy as np

from .judged import KIND, Judged
from .query import ask
from .ranking import Reranker, candidates, inputs

RIDGE = 30.0
STEPS = 400


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one query as the model sees them, and which of them is relevant."""

    inputs: np.ndarray
    right: int  # Position of the best relevant candidate; -1 when none was found.


def examples(queries: list[Judged]) -> list[Example]:
    """What the index gives for each query; a query without any candidate gives an empty example."""
    found = []
    for judged in queries:
        query = ask(KIND, judged.text)
        chosen = candidates(KIND, query) if query else None
        if chosen is None or not len(chosen):
            found.append(Example(np.zeros((0, 0)), -1))
            continue
        right = [place for place, number in enumerate(chosen.numbers) if int(number) in judged.relevant]
        found.append(Example(inputs(query, chosen).astype(np.float32), right[0] if right else -1))
    return found


def train(given: list[Example], ridge: float = RIDGE) -> Reranker:
    """Listwise logistic regression: the relevant candidate's share of the softmax over its query, weights held small."""
    usable = [example for example in given if example.right >= 0]
    stacked = np.vstack([example.inputs for example in usable])
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    stacked = (stacked - mean) / deviation
    lengths = np.array([len(example.inputs) for example in usable])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    right = starts + np.array([example.right for example in usable])
    weights = _minimise(stacked, starts, lengths, right, ridge)
    return Reranker(mean.astype(float), deviation.astype(float), weights)


def _minimise(stacked, starts, lengths, right, ridge) -> np.ndarray:
    """Adam over all queries at once: the loss is convex, so where it starts does not matter."""
    weights = np.zeros(stacked.shape[1])
    momentum, variance = np.zeros_like(weights), np.zeros_like(weights)
    target = stacked[right].sum(axis=0)
    for step in range(1, STEPS + 1):
        scores = stacked @ weights.astype(np.float32)
        scores -= np.repeat(np.maximum.reduceat(scores, starts), lengths)
        share = np.exp(scores)
        share /= np.repeat(np.add.reduceat(share, starts), lengths)
        slope = (stacked.T @ share - target + 2 * ridge * weights) / len(starts)
        momentum = 0.9 * momentum + 0.1 * slope
        variance = 0.999 * variance + 0.001 * slope**2
        rate = 0.05 * min(1.0, 2 * (1 - step / STEPS) + 0.02)
        weights -= rate * (momentum / (1 - 0.9**step)) / (np.sqrt(variance / (1 - 0.999**step)) + 1e-8)
    return weights


def reciprocal_ranks(model: Reranker | None, given: list[Example]) -> list[float]:
    """1 / rank within ten of each example under ``model``; None keeps the order of the index."""
    found = []
    for example in given:
        if example.right < 0:
            found.append(0.0)
            continue
        if model is None:
            rank = example.right + 1
        else:
            fits = ((example.inputs - model.mean) / model.deviation) @ model.weights
            rank = 1 + int((fits > fits[example.right]).sum())
        found.append(1 / rank if rank <= 10 else 0.0)
    return found


def cross_validated(given: list[Example], ridge: float = RIDGE, folds: int = 5) -> list[float]:
    """Each example's reciprocal rank under a model that has not seen it."""
    fold = np.random.default_rng(7).integers(0, folds, len(given))
    found = np.zeros(len(given))
    for number in range(folds):
        model = train([example for example, f in zip(given, fold, strict=True) if f != number], ridge)
        inside = np.flatnonzero(fold == number)
        found[inside] = reciprocal_ranks(model, [given[i] for i in inside])
    return found.tolist()
