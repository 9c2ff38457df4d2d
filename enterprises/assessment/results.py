"""What an assessment says: one line for each condition and each item of the score, down to the clause."""

from collections.abc import Iterable
from dataclasses import dataclass

from .numbers import Number, plain

MET, NOT_MET, MANUAL = "met", "not_met", "需人工"
WORDS = {MET: "符合", NOT_MET: "不符合", MANUAL: "需人工"}
SCORED = {MET: "得分", NOT_MET: "不得分", MANUAL: "需人工"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A condition, an item of the score, or a part of one.

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

    def as_dict(self) -> dict:
        """For JSON: points as numbers, measured values as decimal text."""
        return {
            "code": self.code,
            "label": self.label,
            "status": self.status,
            "min": points(self.minimum) if self.full is not None else plain(self.minimum),
            "max": points(self.maximum) if self.full is not None else plain(self.maximum),
            "full": self.full,
            "grade": self.grade,
            "value": plain(self.value),
            "shown": self.shown,
            "required": self.required,
            "clause": self.clause,
            "reason": self.reason,
            "parts": [part.as_dict() for part in self.parts],
        }


def span(low: Number | None, high: Number | None) -> str:
    """A range in words."""
    first, last = plain(low), plain(high)
    return first if first == last else f"{first}—{last}"


def points(number: Number | None) -> int | float | None:
    """Points as a JSON number: whole where they are whole; the 2008 rules know tenths."""
    if number is None:
        return None
    above, below = number.as_integer_ratio()
    return above if below == 1 else float(number)


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

    def as_dict(self) -> dict:
        """For JSON."""
        return {
            "min": points(self.minimum),
            "max": points(self.maximum),
            "full": self.full,
            "required": self.required,
            "status": self.status,
            "items": [item.as_dict() for item in self.items],
        }


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
        """For JSON and for keeping."""
        return {
            "rule_set": self.rule_set,
            "version": self.version,
            "title": self.title,
            "documents": list(self.documents),
            "firm": self.firm,
            "apply_on": self.apply_on,
            "status": self.status,
            "conditions": [line.as_dict() for line in self.conditions],
            "score": self.score.as_dict(),
            "ip": [{"code": code, "counted": told} for code, told in self.rights],
            "notes": list(self.notes),
            "tech_sme": self.tech_sme.as_dict() if self.tech_sme else None,
        }
