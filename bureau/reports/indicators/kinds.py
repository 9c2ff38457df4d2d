"""What an indicator is, and the two ways in which one follows from others."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from bureau.reports.measures import Measures
from bureau.reports.numbers import display, growth_pct, ratio_pct

Values = dict[str, Decimal | None]
GROWTH_NOTE = "（本年数－上年数）÷上年数×100%，上年数取上年已发布的报告数，没有的按现有记录计算；上年为零时以“—”表示。"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the report. ``derive`` takes this year's and last year's values by code."""

    code: str
    name: str
    unit: str
    definition: str
    group: str
    precision: int = 0
    measure: Callable[[Measures, int], Decimal | int | None] | None = None
    derive: Callable[[Values, Values], Decimal | None] | None = None
    rows: Callable[[int], object] | None = None
    source: str = ""
    sourced: Callable[[Measures], str] | None = None  # Where the source depends on the year's records.
    section: str = ""
    may_be_entered: bool = False  # Counted where there are records; years without any are entered.
    step: int = 0  # What the narrative rounds down to: 183项 → 180多项.

    @property
    def is_entered(self) -> bool:
        """Whether staff enter it."""
        return self.measure is None and self.derive is None

    def display(self, value) -> str:
        """The value with its own precision and unit; — where there is none."""
        return display(value, self.precision, self.unit)


def growth(of: str) -> Callable[[Values, Values], Decimal | None]:
    """How much it grew on the year before, in per cent."""
    return lambda now, before: growth_pct(now[of], before[of])


def share(part: str, whole: str) -> Callable[[Values, Values], Decimal | None]:
    """What part of the whole it is, in per cent."""
    return lambda now, _before: ratio_pct(now[part], now[whole])
