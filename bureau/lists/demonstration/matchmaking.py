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
        self.outside = scaled(11, scale)

    def theme(self, serial: int) -> int:
        """Index of the theme of the achievement or demand of that serial."""
        return (serial * 7 + self.seed) % len(words.THEMES)

    def partner(self, rng: random.Random, achievement: int) -> int:
        """A demand, in three of four cases one of the achievement's theme."""
        demand = rng.randint(1, self.demands)
        if rng.random() < 0.75:
            aligned = demand - demand % len(words.THEMES) + achievement % len(words.THEMES)
            demand = aligned if 1 <= aligned <= self.demands else demand
        return demand


def _collected(world: World, serial: int, count: int, rng: random.Random, days: Days) -> date:
    return days.draw(rng, world.year if serial <= count else rng.choice((world.year - 1, world.year + 1)))


def achievements(world: World, rng: random.Random, scale: float, tally: Tally, numbers: Numbers) -> DemoList:
    """What universities, institutes and companies offer."""
    count, days = numbers.achievements, Days(FILED_EVENLY)

    def rows() -> Iterator[AchievementRow]:
        for serial in rng.sample(range(1, count + numbers.outside + 1), count + numbers.outside):
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
                _collected(world, serial, count, rng, days),
            )

    return DemoList(
        kind="achievements",
        file="科技成果清单.xlsx",
        title="科技成果征集清单",
        unit="项",
        columns=(
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
        ),
        count=count + numbers.outside,
        rows=rows(),
        tally=tally,
        repeats=max(1, scaled(13, scale)),
        bad=(lambda rng, row: row._replace(number=f"CG{world.year}-999999", unit=None),),
    )


def demands(world: World, rng: random.Random, scale: float, tally: Tally, numbers: Numbers) -> DemoList:
    """What companies look for."""
    count, days, themes = numbers.demands, Days(FILED_EVENLY), len(words.THEMES)

    def rows() -> Iterator[DemandRow]:
        for serial in rng.sample(range(1, count + numbers.outside + 1), count + numbers.outside):
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
                _collected(world, serial, count, rng, days),
            )

    return DemoList(
        kind="demands",
        file="技术需求清单.xlsx",
        title="企业技术需求征集清单",
        unit="项",
        columns=(
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
        ),
        count=count + numbers.outside,
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
    met, intended, agreed = (scaled(count, scale) for count in (963, 442, 206))
    results = ["达成协议"] * agreed + ["产生意向"] * (intended - agreed) + ["已对接"] * (met - intended)
    outside = scaled(5, scale)
    seen: set[tuple[int, int, date]] = set()
    for index, result in enumerate([*results, *["达成协议"] * outside]):
        year = world.year if index < met else rng.choice((world.year - 1, world.year + 1))
        while True:
            achievement = rng.randint(1, numbers.achievements)
            key = (achievement, numbers.partner(rng, achievement), date(year, 11, rng.randint(5, 20)))
            if key not in seen:
                break
        seen.add(key)
        amount = rng.choice((10, 20, 30, 50, 60, 80, 100, 150, 200, 300)) + rng.randint(0, 5)
        yield ContactRow(
            f"CG{world.year}-{key[0]:06d}",
            f"XQ{world.year}-{key[1]:06d}",
            key[2],
            result,
            None if result == "已对接" else amount,
        )


def attendance(world: World, rng: random.Random, scale: float, tally: Tally) -> DemoList:
    """Sign-in sheets of the counties, added up by day and type of unit."""
    year, counties = world.year, [place.name for place in world.places if place.code]
    keys = [(day, place, kind) for day in range(5, 17) for place in counties for kind in _UNIT_TYPES]
    people = scaled(23983, scale)
    count = min(len(keys), people, max(1, scaled(60, scale)))
    sums = amounts(rng, people, count, 0.8)
    rows = [
        AttendanceRow(date(year, 11, day), place, kind, number)
        for (day, place, kind), number in zip(rng.sample(keys, count), sums, strict=True)
    ]
    rows += [AttendanceRow(date(year - 1, 11, 5 + index), counties[0], "企业", 4321) for index in range(2)]
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
