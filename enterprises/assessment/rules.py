"""What a rule set is made of. The sets themselves are data: ``rulesets.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .inputs import Firm
from .numbers import Number, exceeds, reaches
from .rights import RightsRule, Usable


@dataclass(frozen=True, slots=True)
class Band:
    """From ``above`` on (or, where ``strictly``, beyond it) the grade and its range of points."""

    above: Fraction
    grade: str
    low: Number
    high: Number
    strictly: bool = False

    def holds(self, value: Number) -> bool:
        """Whether ``value`` lies in this band or a better one."""
        return exceeds(value, self.above) if self.strictly else reaches(value, self.above)


def band_of(bands: tuple[Band, ...], value: Number) -> Band | None:
    """The best band that holds ``value``; ``bands`` stand best first."""
    for band in bands:
        if band.holds(value):
            return band
    return None


@dataclass(frozen=True, slots=True)
class Tier:
    """The least share of research for sales up to ``most`` yuan (None: no limit)."""

    most: int | None
    share: Fraction
    including: bool = True

    def holds(self, sales: Number) -> bool:
        """Whether a firm of these sales belongs to this tier."""
        if self.most is None:
            return True
        return sales <= self.most if self.including else sales < self.most


@dataclass(frozen=True, slots=True)
class StaffTest:
    """At least ``share`` of the staff are ``attribute``."""

    code: str
    label: str
    attribute: str
    share: Fraction


@dataclass(frozen=True, slots=True, eq=False)  # Each is itself: what is made of it once is kept by it.
class Part:
    """One sub-item of the score: its full mark, the judgement that may fix its points, how it is measured."""

    code: str
    label: str
    full: int
    judgement: str
    clause: str
    measure: Callable[["RuleSet", Firm, Usable], "Measured"]
    bonus: bool = False


class Measured(NamedTuple):
    """What the data say of a sub-item: the range they leave to the expert, and why."""

    low: Number
    high: Number
    status: str
    reason: str
    value: Number | None = None
    shown: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One of the four items of the score."""

    code: str
    label: str
    full: int
    clause: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules in force from one day to another, with the document and article of each."""

    code: str
    version: str
    title: str
    valid_from: date
    valid_to: date | None
    documents: tuple[str, ...]
    clauses: Mapping[str, str]
    least_days: int
    rights: RightsRule
    staff_tests: tuple[StaffTest, ...]
    research_tiers: tuple[Tier, ...]
    outsourced_share: Fraction
    other_cap: Fraction | None
    domestic_share: Fraction
    high_tech_share: Fraction
    main_products_share: Fraction
    assets: str
    growth_bands: tuple[Band, ...]
    conversion_bands: tuple[Band, ...]
    items: tuple[Item, ...]
    pass_above: int
    needs: tuple[tuple[str, str], ...] = ()  # Fields that other sets do without: (place, title).
    notes: tuple[str, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether the set is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def places(self) -> int:
        """Decimals of an expert's points: 195号 scores in whole ones, 362号 in tenths."""
        return 0 if any(isinstance(band.low, int) for band in self.growth_bands) else 1
