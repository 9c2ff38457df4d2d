"""The project's own judged set: demands and achievements of this city's industries (``city/README.md``), and what they tell.

Its development half sets how close two texts must be for each band (``bands.json``); its test half only
measures.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from . import ranking
from .index import Item, build
from .judged import KIND, lines

FOLDER = Path(__file__).with_name("city")
BANDS = Path(__file__).with_name("bands.json")
HALVES = ("dev", "test")
LOOKED_AT = 10  # Achievements of one demand.
FALSE_ALARMS = 0.15  # Of the demands that nothing answers, so many may be shown something.
PRECISION = {
    "middle": 0.9,
    "high": 0.97,
}  # Of what stands in the band or above, so much answers the demand at least partly.


@dataclass(frozen=True, slots=True)
class Posed:
    """A demand, and the grades (1 partly, 2 fully) of the achievements that answer it, by number: none where nothing does."""

    name: str
    text: str
    grades: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the first achievements for a demand: how close it is, and the grade."""

    closeness: float
    grade: int


def _whole(line: Mapping) -> str:
    return f"{line['title']}\n{line['text']}"


def achievements() -> dict[str, Item]:
    """By name, as the index takes them."""
    found = lines(FOLDER / "achievements.jsonl", ("id", "title", "text"))
    return {one["id"]: Item(number, one["title"], one["text"]) for number, one in enumerate(found)}


def demands(half: str) -> list[Posed]:
    """Those of ``dev`` or ``test``."""
    numbers = {name: item.number for name, item in achievements().items()}
    grades: dict[str, dict[int, int]] = {}
    for line in lines(FOLDER / "grades.jsonl", ("demand", "achievement", "grade")):
        grades.setdefault(line["demand"], {})[numbers[line["achievement"]]] = line["grade"]
    posed = lines(FOLDER / "demands.jsonl", ("id", "title", "text", "half"))
    return [Posed(one["id"], _whole(one), grades.get(one["id"], {})) for one in posed if one["half"] == half]


def shown(posed: Iterable[Posed]) -> list[list[Shown]]:
    """For each demand the production code's first achievements, the best first. The present (scratch) tables are filled anew."""
    build(KIND, list(achievements().values()))
    return [
        [Shown(match.closeness, one.grades.get(match.number, 0)) for match in ranking.best(KIND, one.text, LOOKED_AT)]
        for one in posed
    ]


def calibrated(found: list[list[Shown]], posed: list[Posed]) -> dict[str, float]:
    """The least closeness for each band, so that FALSE_ALARMS and PRECISION hold; higher bands ask for more."""
    unanswered = [list_ for list_, one in zip(found, posed, strict=True) if not one.grades]
    pairs = [pair for list_, one in zip(found, posed, strict=True) if one.grades for pair in list_]
    most = FALSE_ALARMS * len(unanswered)
    steps = [step / 100 for step in range(1, 1000)]
    least = {"look": next(n for n in steps if sum(_shows(list_, n) for list_ in unanswered) <= most)}
    floor = least["look"]
    for band, wanted in PRECISION.items():
        higher = (n for n in steps if n > floor)
        floor = least[band] = next(n for n in higher if _precision([p for p in pairs if p.closeness >= n]) >= wanted)
    return dict(sorted(least.items(), key=lambda item: -item[1]))


def _shows(list_: list[Shown], least: float) -> bool:
    return any(pair.closeness >= least for pair in list_)


def _precision(pairs: list[Shown]) -> float:
    return sum(pair.grade > 0 for pair in pairs) / len(pairs) if pairs else 1.0


def measured(found: list[list[Shown]], posed: list[Posed], least: Mapping[str, float]) -> dict:
    """What a half tells of the order (first right place, gain within ten) and of each band (how many, how many of them right)."""
    answered = [(list_, one) for list_, one in zip(found, posed, strict=True) if one.grades]
    unanswered = [list_ for list_, one in zip(found, posed, strict=True) if not one.grades]
    pairs = [pair for list_, _one in answered for pair in list_]
    told: dict = {
        "demands": len(answered),
        "mrr@10": round(float(np.mean([_first_right(list_) for list_, _one in answered])), 4),
        "ndcg@10": round(float(np.mean([_gain(list_, one) for list_, one in answered])), 4),
        "without_answer": len(unanswered),
        "without_answer_shown_nothing": sum(not _shows(list_, least["look"]) for list_ in unanswered),
        "answered_shown_nothing": sum(not _shows(list_, least["look"]) for list_, _one in answered),
    }
    above = float("inf")
    for band in ("high", "middle", "look"):
        inside = [pair for pair in pairs if least[band] <= pair.closeness < above]
        told[band] = {"pairs": len(inside), "right": round(_precision(inside), 3) if inside else None}
        above = least[band]
    return told


def _first_right(list_: list[Shown]) -> float:
    """One over the place of the first that answers fully."""
    return next((1 / place for place, pair in enumerate(list_, 1) if pair.grade == 2), 0.0)


def _gain(list_: list[Shown], one: Posed) -> float:
    ideal = sorted(one.grades.values(), reverse=True)[:LOOKED_AT]
    return _discounted([pair.grade for pair in list_]) / _discounted(ideal)


def _discounted(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / np.log2(place + 1) for place, grade in enumerate(grades, 1))


@cache
def bands() -> dict[str, float]:
    """The least closeness for each band, the highest first, as ``match_bands`` wrote them."""
    return json.loads(BANDS.read_text())["least"]
