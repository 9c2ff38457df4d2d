"""Two texts side by side: which passages say the same, also when words were changed, moved or swapped for others.

Nothing here decides: ``Comparison.share`` only orders what a person will read.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from bureau.text import searchable

SHINGLE = 4
ONE_IN = 4  # Every fourth shingle is stored: chosen by its hash, so that two texts choose the same ones.
LONG, SHORT = 60, 12
ALIKE = 0.42
_STOPS = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*")
_PAUSES = re.compile(r"[^，,：:]+[，,：:]*")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a text, from ``start`` up to before ``end``, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What it says."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of one text and the one that says the same in the other; ``likeness`` from 0 to 1."""

    here: Span
    there: Span
    likeness: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """``share`` of the shorter text that stands in the other (0 to 1), ``characters`` of it, and where."""

    share: float
    characters: int
    passages: tuple[Passage, ...]


def shingles(text: str, salt: str = "", one_in: int = ONE_IN, size: int = SHINGLE) -> set[int]:
    """The text's sampled runs of ``size`` characters as signed 32-bit numbers: what two copies share whatever moved."""
    signs = plain(text)
    runs = {zlib.crc32((salt + signs[at : at + size]).encode()) for at in range(len(signs) - size + 1)}
    return {run - 2**31 for run in runs if run % one_in == 0}


def sentences(text: str) -> list[Span]:
    """The text cut at full stops and semicolons, long sentences at commas too; crumbs stay with what is before them."""
    found: list[Span] = []
    for span in _cut(text, _STOPS, 0, len(text)):
        parts = list(_cut(text, _PAUSES, span.start, span.end)) if span.end - span.start > LONG else [span]
        for place, part in enumerate(parts):
            if place and (part.end - part.start < SHORT or found[-1].end - found[-1].start < SHORT):
                found[-1] = Span(found[-1].start, part.end)
            else:
                found.append(part)
    return [span for span in found if len(plain(span.of(text))) >= SHORT // 2]


def _cut(text: str, pattern: re.Pattern, start: int, end: int) -> Iterator[Span]:
    for match in pattern.finditer(text, start, end):
        yield Span(match.start(), match.end())


def plain(text: str) -> str:
    """A text by its letters and digits alone."""
    return "".join(_WORDS.findall(searchable(text)))


def _pairs(text: str) -> frozenset[str]:
    signs = plain(text)
    return frozenset(signs[at : at + 2] for at in range(len(signs) - 1))


def compare(one: str, other: str, common: frozenset[str] = frozenset()) -> Comparison:
    """Match each sentence of the shorter text with the one most like it in the longer.

    ``common`` are sentences (as ``plain`` cuts them) that many texts hold: they count for nothing.
    """
    if len(one) > len(other):
        turned = compare(other, one, common)
        passages = tuple(Passage(p.there, p.here, p.likeness) for p in turned.passages)
        return Comparison(turned.share, turned.characters, passages)
    mine = [span for span in sentences(one) if plain(span.of(one)) not in common]
    theirs = [(span, _pairs(span.of(other))) for span in sentences(other)]
    holders: dict[str, list[int]] = {}
    for place, (_span, pairs) in enumerate(theirs):
        for pair in pairs:
            holders.setdefault(pair, []).append(place)
    passages: list[Passage] = []
    for span in mine:
        taken = {passage.there for passage in passages}
        if best := _best(span, _pairs(span.of(one)), theirs, holders, taken):
            passages.append(best)
    total = sum(span.end - span.start for span in mine)
    characters = sum(passage.here.end - passage.here.start for passage in passages)
    weighed = sum((p.here.end - p.here.start) * p.likeness for p in passages)
    return Comparison(weighed / total if total else 0.0, characters, tuple(passages))


def _best(
    span: Span, pairs: frozenset[str], theirs: list, holders: dict[str, list[int]], taken: set[Span]
) -> Passage | None:
    """The sentence most like this one; of equals, one that no earlier sentence has taken."""
    shared: dict[int, int] = {}
    for pair in pairs:
        for place in holders.get(pair, ()):
            shared[place] = shared.get(place, 0) + 1
    best = None
    for place, count in shared.items():
        there, other = theirs[place]
        likeness = 2 * count / (len(pairs) + len(other))
        rank = (likeness, there not in taken)
        if likeness >= ALIKE and (best is None or rank > best[0]):
            best = rank, Passage(span, there, likeness)
    return best and best[1]


def likeness(one: str, other: str) -> float:
    """How alike two short texts, such as titles, are: the Dice coefficient of their pairs of characters."""
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine or theirs else 0.0


def shared_runs(one: str, other: str, at_least: int = 2) -> list[tuple[int, int, int]]:
    """The runs of characters that two passages share, in order: (start in one, start in other, length)."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [tuple(block) for block in blocks if block.size >= at_least]
