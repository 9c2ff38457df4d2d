"""How near an expert is to an application: by the field of both, and by the words of both. From 0 to 1."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bureau.text import bigrams, searchable

FIELD_SHARE = 0.6  # The rest is the words'.
BY_PLACE = (1.0, 0.9, 0.8)  # The field that an expert names first counts most.
SAME_BRANCH = 0.5  # Another field under the same one of the first level.


@dataclass(frozen=True, slots=True)
class Topic:
    """An application: the code of its field (or nothing) and its words."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An expert: the codes of the fields, best known first, and the words that describe them."""

    fields: tuple[str, ...]
    text: str


def matches(topics: Sequence[Topic], experts: Sequence[Knowledge]) -> np.ndarray:
    """A row for each application, a column for each expert."""
    return FIELD_SHARE * _by_field(topics, experts) + (1 - FIELD_SHARE) * _by_words(topics, experts)


def _by_field(topics, experts) -> np.ndarray:
    found = np.zeros((len(topics), len(experts)))
    known: dict[str, np.ndarray] = {}
    for row, topic in enumerate(topics):
        if topic.field not in known:
            known[topic.field] = np.array([field_match(topic.field, expert.fields) for expert in experts])
        found[row] = known[topic.field]
    return found


def field_match(field: str, fields: Sequence[str]) -> float:
    """How near a field is to those of an expert: the same or below it, above it, or of the same branch."""
    if not field:
        return 0.0
    return max((_near(field, own) * share for own, share in zip(fields, BY_PLACE, strict=False)), default=0.0)


def _near(field: str, own: str) -> float:
    if field.startswith(own) or own.startswith(field):
        return 1.0
    return SAME_BRANCH if field[:2] == own[:2] else 0.0


def _by_words(topics, experts) -> np.ndarray:
    """The cosine of the rarer pairs of characters, stretched so that the best expert of each application counts whole."""
    cut = [bigrams(*searchable(expert.text).split("、")) for expert in experts]
    often = Counter(term for terms in cut for term in terms)
    place = {term: number for number, term in enumerate(often)}
    if not place:
        return np.zeros((len(topics), len(experts)))
    weight = np.array([math.log(1 + len(experts) / often[term]) for term in place], np.float32)
    of_experts = _vectors(cut, place, weight)
    of_topics = _vectors([bigrams(searchable(topic.text)) & place.keys() for topic in topics], place, weight)
    cosine = of_topics @ of_experts.T
    best = cosine.max(axis=1, keepdims=True)
    return np.divide(cosine, best, out=np.zeros_like(cosine), where=best > 0).astype(float)


def _vectors(cut, place, weight) -> np.ndarray:
    found = np.zeros((len(cut), len(place)), np.float32)
    for row, terms in enumerate(cut):
        columns = [place[term] for term in terms]
        found[row, columns] = weight[columns]
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return np.divide(found, length, out=found, where=length > 0)
