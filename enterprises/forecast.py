"""How many firms the year will see recognised: what is so already, and for each firm in the library how likely it looks.

The likelihood of a firm is a range told from its readiness, never a single number: these are the bureau's estimates for planning,
not rules of the regime, and the page says so beside the sum.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, OuterRef, Q, Subquery

from .assessment.rulesets import RULE_SETS, in_force
from .choices import ReserveStatus
from .models import Assessment, Recognition, Reserve, YearlyData

PASS = 70  # 195号: a score above it passes.


@dataclass(frozen=True, slots=True)
class Readiness:
    """A class of firms, in words, with the range of its likelihood in percent before and after the firm has applied."""

    label: str
    meaning: str
    planned: tuple[int, int]
    declared: tuple[int, int]


READY = Readiness("已就绪", "各项条件均符合，最低分已超过 70 分", (70, 90), (80, 95))
LIKELY = Readiness("有把握", "没有不符合的条件，得分高低取决于专家", (40, 70), (55, 80))
NEAR = Readiness("差一点", "有一至两项条件不符合，最高分超过 70 分", (15, 40), (25, 50))
FAR = Readiness("差得远", "三项以上不符合，或最高分也不超过 70 分", (0, 10), (5, 15))
UNKNOWN = Readiness("未评估", "没有可评估的年度数据", (0, 20), (10, 40))
CLASSES = (READY, LIKELY, NEAR, FAR, UNKNOWN)


def readiness(gaps: int | None, low, high) -> Readiness:
    """The class of a firm by its newest assessment; None: there is none."""
    if gaps is None:
        return UNKNOWN
    if high <= PASS or gaps > 2:
        return FAR
    if gaps:
        return NEAR
    return READY if low > PASS else LIKELY


@dataclass(frozen=True, slots=True)
class Line:
    """The firms of one class: how many are planned and how many have applied, and what that adds to the sum."""

    readiness: Readiness
    planned: int
    declared: int

    @property
    def low(self) -> Fraction:
        """At the lower end of each firm's likelihood."""
        return Fraction(self.planned * self.readiness.planned[0] + self.declared * self.readiness.declared[0], 100)

    @property
    def high(self) -> Fraction:
        """At the upper end."""
        return Fraction(self.planned * self.readiness.planned[1] + self.declared * self.readiness.declared[1], 100)


@dataclass(frozen=True, slots=True)
class Goal:
    """How many new recognitions a year is to bring, and which paper says so."""

    count: int
    source: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The year's recognitions: the goal, what is so already, what the library may add."""

    year: int
    goal: Goal | None
    recognised: int
    lines: tuple[Line, ...]
    lacking: tuple[tuple[str, int], ...]

    @property
    def low(self) -> int:
        """Already recognised and the sum of the lower ends, rounded down."""
        return self.recognised + int(sum(line.low for line in self.lines))

    @property
    def high(self) -> int:
        """Already recognised and the sum of the upper ends, rounded up."""
        return self.recognised - int(-sum(line.high for line in self.lines) // 1)

    @property
    def verdict(self) -> str:
        """The range beside the goal, in a sentence."""
        if self.goal is None:
            return "本年度没有录入“新增高新技术企业”目标（年度报告／年度目标）。"
        if self.low >= self.goal.count:
            return f"目标 {self.goal.count} 家，按低限也能完成。"
        if self.high < self.goal.count:
            return f"目标 {self.goal.count} 家，按高限仍差 {self.goal.count - self.high} 家，须再找企业或再补短板。"
        return f"目标 {self.goal.count} 家，在预计范围之内，按低限差 {self.goal.count - self.low} 家。"


_goals: list[Callable[[int], Goal | None]] = []


def goal_source(function: Callable[[int], Goal | None]) -> Callable[[int], Goal | None]:
    """Make known who can tell the goal of a year: the app that keeps targets stands above this one."""
    if function not in _goals:
        _goals.append(function)
    return function


def goal_of(year: int) -> Goal | None:
    """The goal of the year, as the first that knows one tells it."""
    return next((goal for tell in _goals if (goal := tell(year)) is not None), None)


def forecast(year: int, today: date) -> Forecast:
    """Of ``year``, in four statements: the goal, the new recognitions so far, the firms planned for it, their assessments."""
    rules = in_force(today) or RULE_SETS["2016"]
    planned = Reserve.objects.looked_after().filter(plan_year=year)
    counts: Counter = Counter()
    for status, count in planned.order_by().values_list("status").annotate(Count("pk")):
        counts[UNKNOWN, status == ReserveStatus.DECLARED] += count
    handed_in = YearlyData.objects.handed_in().filter(organisation=OuterRef("organisation")).order_by("-year")
    latest = planned.annotate(latest=Subquery(handed_in.values("pk")[:1])).values("latest")
    newest = Assessment.objects.of_rules(rules.code).filter(data__in=latest)
    applied = Q(data__in=latest.filter(status=ReserveStatus.DECLARED))
    # Whether a score passes is asked of the database, so that some groups come back and not thousands of firms.
    passing = {"surely": Q(score_min__gt=PASS), "perhaps": Q(score_max__gt=PASS)}
    grouped = newest.annotate(applied=applied, **passing).order_by().values_list("failing", *passing, "applied")
    lacking: Counter = Counter()
    for failing, surely, perhaps, declared, count in grouped.annotate(Count("pk")):
        counts[readiness(len(failing), PASS + surely, PASS + perhaps), declared] += count
        counts[UNKNOWN, declared] -= count
        lacking.update(dict.fromkeys(failing, count))
    return Forecast(
        year=year,
        goal=goal_of(year),
        recognised=Recognition.objects.high_tech().new_in(year).count(),
        lines=tuple(Line(one, counts[one, False], counts[one, True]) for one in CLASSES),
        lacking=tuple(sorted(lacking.items(), key=lambda row: (-row[1], row[0]))),
    )
