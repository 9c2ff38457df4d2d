"""A pair of texts as pages show it: passage by passage with its number, the words that both say apart from the rest."""

from dataclasses import dataclass

from bureau.similarity import shared_runs
from projects.models import ComparedText, SimilarPair


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: ``number`` of its passage, 0 for what stands in one text only; ``runs`` of (words, shared)."""

    number: int
    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts."""

    heading: str
    unit: str
    title: str
    pieces: tuple[Piece, ...]


def side_by_side(pair: SimilarPair) -> tuple[Side, Side]:
    """The application's text, and what it resembles."""
    mine, other = pair.application.compared, pair.other
    source = other.application or other.project
    where = (
        f"{source.number}　{source.call}"
        if other.application
        else f"{source.number}　{source.get_level_display()}立项项目"
    )
    here = [(passage["here"], passage["there"]) for passage in pair.passages]
    there = [(there, here) for here, there in here]
    return (
        Side(f"{pair.application.number}　{pair.application.call}", str(pair.application.organisation), mine.title, _pieces(mine, other, here)),
        Side(where, str(source.organisation or source.organisation_name), other.title, _pieces(other, mine, there)),
    )  # fmt: skip


def _pieces(text: ComparedText, other: ComparedText, passages: list[tuple[dict, dict]]) -> tuple[Piece, ...]:
    numbered = sorted((own["start"], own["end"], number, twin) for number, (own, twin) in enumerate(passages, 1))
    found, at = [], 0
    for start, end, number, twin in numbered:
        if start < at:  # Two passages of the other text resemble this one: the first says so.
            continue
        if start > at:
            found.append(Piece(0, ((text.body[at:start], False),)))
        words = text.body[start:end]
        found.append(Piece(number, tuple(_runs(words, other.body[twin["start"] : twin["end"]]))))
        at = end
    if at < len(text.body):
        found.append(Piece(0, ((text.body[at:], False),)))
    return tuple(found)


def _runs(words: str, twin: str):
    at = 0
    for start, _there, size in shared_runs(words, twin):
        if start > at:
            yield words[at:start], False
        yield words[start : start + size], True
        at = start + size
    if at < len(words):
        yield words[at:], False
