"""Lists of the matchmaking fair: achievements, demands, who met whom, who came."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from . import texts
from . import vocabulary as words
from .organisations import World, person, phone
from .spread import FILED_EVENLY, Days, amounts, scaled, skewed
from .writing import DemoList

Tally = Callable[[tuple], None]
_STAGES = ("初期阶段", "中期阶段", "成熟应用阶段")
_UNIT_TYPES = ("企业", "大专院校", "科研单位", "机关团体", "个人")


class AchievementRow(NamedTuple):
    """One achievement on offer."""

    number: str
    title: str
    unit: str
    unit_type: str
    field: str
    stage: str
    summary: str
    person: str
    phone: str
    collected_on: date


class DemandRow(NamedTuple):
    """One need of a company; the sum it would spend in 万元."""

    number: str
    title: str
    unit: str
    credit_code: str
    county: str
    field: str
    description: str
    investment: float
    person: str
    phone: str
    collected_on: date


class ContactRow(NamedTuple):
    """One meeting of an achievement and a demand; the intended sum in 万元."""

    achievement: str
    demand: str
    met_on: date
    result: str
    amount: float | None


class AttendanceRow(NamedTuple):
    """How many people of one type signed in at one place on one day."""

    held_on: date
    place: str
    unit_type: str
    people: int


class Numbers:
    """Which numbers achievements and demands have, and of what theme each is: the serial decides both."""

    def __init__(self, world: World, seed: int, scale: float):
        self.year, self.seed = world.year, seed
        self.achievements, self.demands = scaled(1300, scale), scaled(754, scale)
        self.achievements_before, self.demands_before = scaled(1046, scale), scaled(583, scale)
        self.outside = scaled(5, scale)

    def theme(self, serial: int) -> int:
        """Index of the theme of the achievement or demand of that serial."""
        return (serial * 7 + self.seed) % len(words.THEMES)

    def pair(self, rng: random.Random, *, before: bool) -> tuple[int, int]:
        """An achievement and a demand of one year, in three of four cases of one theme."""
        offset, count = (self.achievements, self.achievements_before) if before else (0, self.achievements)
        achievement = offset + rng.randint(1, count)
        first, last = (self.demands + 1, self.demands + self.demands_before) if before else (1, self.demands)
        demand = rng.randint(first, last)
        if rng.random() < 0.75:
            aligned = demand - demand % len(words.THEMES) + achievement % len(words.THEMES)
            demand = aligned if first <= aligned <= last else demand
        return achievement, demand

    def year_of(self, serial: int, count: int, before: int) -> int:
        """The year in which the achievement or demand of that serial was collected: this, last, next."""
        return self.year if serial <= count else self.year - 1 if serial <= count + before else self.year + 1


ACHIEVEMENT_COLUMNS = (
    ("成果编号", "code"),
    ("成果名称", "text"),
    ("完成单位", "text"),
    ("单位类型", "text"),
    ("技术领域", "text"),
    ("所处阶段", "text"),
    ("成果简介", "text"),
    ("联系人", "text"),
    ("联系电话", "text"),
    ("征集日期", "date"),
)


def achievements(world: World, rng: random.Random, scale: float, tally: Tally, numbers: Numbers) -> DemoList:
    """What universities, institutes and companies offer."""
    count, before, days = numbers.achievements, numbers.achievements_before, Days(FILED_EVENLY)
    every = count + before + numbers.outside

    def rows() -> Iterator[AchievementRow]:
        for serial in rng.sample(range(1, every + 1), every):
            theme = words.THEMES[numbers.theme(serial)]
            kind = rng.choices(("大专院校", "科研单位", "企业"), (68, 20, 12))[0]
            unit = rng.choice(words.UNIVERSITIES if kind == "大专院校" else words.INSTITUTES)
            if kind == "企业":
                unit = world.enterprise(skewed(rng, world.enterprises)).name
            yield AchievementRow(
                f"CG{world.year}-{serial:06d}",
                texts.achievement_title(rng, theme),
                unit,
                kind,
                theme.field,
                rng.choices(_STAGES, (28, 34, 38))[0],
                texts.summary(rng, theme),
                person(rng),
                phone(rng),
                days.draw(rng, numbers.year_of(serial, count, before)),
            )

    return DemoList(
        kind="achievements",
        file="科技成果清单.xlsx",
        title="科技成果征集清单",
        unit="项",
        columns=ACHIEVEMENT_COLUMNS,
        count=every,
        rows=rows(),
        tally=tally,
        repeats=max(1, scaled(13, scale)),
        bad=(lambda rng, row: row._replace(number=f"CG{world.year}-999999", unit=None),),
    )


DEMAND_COLUMNS = (
    ("需求编号", "code"),
    ("需求名称", "text"),
    ("企业名称", "text"),
    ("统一社会信用代码", "code"),
    ("县（市、区）", "county"),
    ("技术领域", "text"),
    ("需求描述", "text"),
    ("拟投入资金（万元）", "amount"),
    ("联系人", "text"),
    ("联系电话", "text"),
    ("征集日期", "date"),
)


def demands(world: World, rng: random.Random, scale: float, tally: Tally, numbers: Numbers) -> DemoList:
    """What companies look for."""
    count, before, days = numbers.demands, numbers.demands_before, Days(FILED_EVENLY)
    every, themes = count + before + numbers.outside, len(words.THEMES)

    def rows() -> Iterator[DemandRow]:
        for serial in rng.sample(range(1, every + 1), every):
            index = numbers.theme(serial)
            number = skewed(rng, max(1, world.enterprises // themes)) * themes + index
            unit = world.enterprise(number)
            yield DemandRow(
                f"XQ{world.year}-{serial:06d}",
                texts.demand_title(rng, unit.theme),
                unit.name,
                unit.code,
                unit.place.name,
                unit.theme.field,
                texts.description(rng, unit.theme, unit.trade),
                rng.choice((20, 30, 50, 80, 100, 120, 150, 200, 300, 500)) + rng.randint(0, 9),
                person(rng),
                phone(rng),
                days.draw(rng, numbers.year_of(serial, count, before)),
            )

    return DemoList(
        kind="demands",
        file="技术需求清单.xlsx",
        title="企业技术需求征集清单",
        unit="项",
        columns=DEMAND_COLUMNS,
        count=every,
        rows=rows(),
        tally=tally,
        repeats=max(1, scaled(7, scale)),
        bad=(lambda rng, row: row._replace(number=f"XQ{world.year}-999999", collected_on=None),),
    )


def contacts(world: World, rng: random.Random, scale: float, tally: Tally, numbers: Numbers) -> DemoList:
    """Meetings with their results, mostly of one theme, some of other years."""
    rows = list(_contacts(world, rng, scale, numbers))
    rng.shuffle(rows)
    return DemoList(
        kind="contacts",
        file="对接记录.xlsx",
        title="在线科技成果对接会对接记录",
        unit="次",
        columns=(
            ("成果编号", "code"),
            ("需求编号", "code"),
            ("对接日期", "date"),
            ("对接结果", "text"),
            ("意向金额（万元）", "amount"),
        ),
        count=len(rows),
        rows=rows,
        tally=tally,
        repeats=max(1, scaled(9, scale)),
        bad=(
            lambda rng, row: row._replace(achievement=f"CG{world.year}-888888"),
            lambda rng, row: row._replace(met_on=date(world.year, 6, 6), result="再联系"),
        ),
    )


def _contacts(world: World, rng: random.Random, scale: float, numbers: Numbers) -> Iterator[ContactRow]:
    seen: set[tuple[int, int, date]] = set()
    for year, counts in ((world.year, (963, 442, 206)), (world.year - 1, (748, 331, 148))):
        met, intended, agreed = (scaled(count, scale) for count in counts)
        for result in ["达成协议"] * agreed + ["产生意向"] * (intended - agreed) + ["已对接"] * (met - intended):
            while True:
                achievement, demand = numbers.pair(rng, before=year < world.year)
                key = (achievement, demand, date(year, 11, rng.randint(5, 20)))
                if key not in seen:
                    break
            seen.add(key)
            amount = rng.choice((10, 20, 30, 50, 60, 80, 100, 150, 200, 300)) + rng.randint(0, 5)
            yield ContactRow(
                f"CG{world.year}-{achievement:06d}",
                f"XQ{world.year}-{demand:06d}",
                key[2],
                result,
                None if result == "已对接" else amount,
            )


def attendance(world: World, rng: random.Random, scale: float, tally: Tally) -> DemoList:
    """Sign-in sheets of the counties, added up by day and type of unit."""
    year, counties = world.year, [place.name for place in world.places if place.code]
    keys = [(day, place, kind) for day in range(5, 17) for place in counties for kind in _UNIT_TYPES]
    rows = []
    for of, people, sheets in ((year, scaled(23983, scale), 60), (year - 1, scaled(17260, scale), 48)):
        count = min(len(keys), people, max(1, scaled(sheets, scale)))
        sums = amounts(rng, people, count, 0.8)
        rows += [
            AttendanceRow(date(of, 11, day), place, kind, number)
            for (day, place, kind), number in zip(rng.sample(keys, count), sums, strict=True)
        ]
    return DemoList(
        kind="attendance",
        file="参会签到.xlsx",
        title="在线对接会参会签到汇总",
        unit="人",
        columns=(("日期", "date"), ("所在地", "county"), ("单位类型", "text"), ("签到人数", "number")),
        count=len(rows),
        rows=rng.sample(rows, len(rows)),
        tally=tally,
        repeats=1,
        bad=(
            lambda rng, row: row._replace(held_on=date(year, 11, 28), people="约三百"),
            lambda rng, row: row._replace(held_on=date(year, 11, 29), people=-5),
        ),
    )
