"""What an assessment says: one line for each condition and each item of the score, down to the clause."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .numbers import Number, plain
from .packing import pack, unpack

MET, NOT_MET, MANUAL = "met", "not_met", "需人工"
WORDS = {MET: "符合", NOT_MET: "不符合", MANUAL: "需人工"}
SCORED = {MET: "得分", NOT_MET: "不得分", MANUAL: "需人工"}


class Line(NamedTuple):
    """A condition, an item of the score, or a part of one. A tuple, because each firm has half a hundred of them.

    ``minimum`` and ``maximum`` are points where the line is scored, else the bounds of the value;
    ``value`` is what was measured, ``required`` the threshold, ``reason`` the arithmetic in words.
    """

    code: str
    label: str
    clause: str
    status: str
    reason: str
    value: Number | None = None
    shown: str = ""
    required: str = ""
    minimum: Number | None = None
    maximum: Number | None = None
    full: int | None = None
    grade: str = ""
    parts: tuple["Line", ...] = ()

    @property
    def word(self) -> str:
        """The status in Chinese; a scored line has points or none."""
        return (SCORED if self.full is not None else WORDS)[self.status]

    @property
    def tone(self) -> str:
        """How loud a page says it; points that are not had are no failure."""
        return {MET: "success", NOT_MET: "danger" if self.full is None else "neutral", MANUAL: "warning"}[self.status]

    @property
    def span(self) -> str:
        """The points: 5—6, or 5 where nothing is open."""
        return span(self.minimum, self.maximum)


@lru_cache(maxsize=4096)  # Points are few.
def span(low: Number | None, high: Number | None) -> str:
    """A range in words."""
    first, last = plain(low), plain(high)
    return first if first == last else f"{first}—{last}"


def together(statuses: Iterable[str]) -> str:
    """Of things that must all hold: one that fails decides, else one that nobody can tell."""
    given = tuple(statuses)
    if NOT_MET in given:
        return NOT_MET
    return MANUAL if MANUAL in given else MET


def declared(value: bool | None) -> str:
    """A declaration: yes, no, or not made."""
    if value is None:
        return MANUAL
    return MET if value else NOT_MET


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The score under a rule set: its items, and the range between the strictest and the kindest expert."""

    items: tuple[Line, ...]
    minimum: Number
    maximum: Number
    full: int
    required: str
    status: str

    @property
    def span(self) -> str:
        """The points of the whole."""
        return span(self.minimum, self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The whole answer for one firm under one rule set."""

    rule_set: str
    version: str
    title: str
    documents: tuple[str, ...]
    firm: str
    apply_on: str
    status: str
    conditions: tuple[Line, ...]
    score: Score
    rights: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    tech_sme: "Assessment | None" = None

    def as_dict(self) -> dict:
        """For JSON: points as numbers, measured values as decimal text."""
        return unpack(*pack(self))
