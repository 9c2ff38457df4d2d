"""The patent list: filings of two years, grants of both, and the older filings that those grants belong to."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bureau.codes import application_number_check

from . import texts
from . import vocabulary as words
from .organisations import World, address, person
from .spread import FILED_EARLY, FILED_EVENLY, FILED_LATE, Days, day_between, scaled, skewed, without_order
from .writing import DemoList

COLUMNS = (
    ("申请号", "application"),
    ("专利名称", "text"),
    ("专利类型", "text"),
    ("申请人", "text"),
    ("申请人类型", "text"),
    ("县（市、区）", "county"),
    ("申请日", "date"),
    ("授权公告日", "date"),
    ("授权公告号", "text"),
    ("法律状态", "text"),
    ("法律状态日期", "date"),
    ("主分类号", "text"),
    ("第一申请人", "text"),
    ("地址", "text"),
    ("技术领域", "text"),
    ("园区", "text"),
)
_PER_DAY = 27_000
_TITLES = {"发明": texts.invention_title, "实用新型": texts.utility_title, "外观设计": texts.design_title}
_OTHERS = ("个人", "大专院校", "科研单位", "机关团体", "")
_OTHER_WEIGHTS = (700, 190, 70, 36, 4)


class PatentRow(NamedTuple):
    """One patent; its values in the order of ``COLUMNS``."""

    number: str
    title: str
    kind: str
    applicants: str
    applicant_type: str
    county: str
    filed_on: date
    granted_on: date | None
    grant_number: str | None
    status: str
    status_on: date | None
    ipc: str
    first_applicant: str | None
    address: str
    field: str
    park: str | None


class Block(NamedTuple):
    """Patents that the figures cannot tell apart, and how many. ``filed`` and ``granted`` are years."""

    enterprise: bool
    invention: bool
    filed: int
    granted: int | None
    count: int


class Filer(NamedTuple):
    """The published figures of one group of applicants, and what share of last year's filings were inventions."""

    enterprise: bool
    filed: int
    inventions: int
    filed_before: int
    granted: int
    granted_before: int


_FILERS = (Filer(True, 3531, 856, 2275, 2675, 1317), Filer(False, 2200, 519, 1378, 1679, 847))


def blocks_of(year: int, scale: float) -> list[Block]:
    """All patents of the list, divided so that the figures of ``year`` come out exactly."""
    whole = Filer(True, *(scaled(sum(column), scale) for column in list(zip(*_FILERS, strict=True))[1:]))
    company = Filer(True, *(scaled(count, scale) for count in _FILERS[0][1:]))
    rest = Filer(False, *(all_ - own for all_, own in zip(whole[1:], company[1:], strict=True)))
    return [block for filer in (company, rest) for block in _blocks(filer, year) if block.count > 0]


def _blocks(filer: Filer, year: int) -> Iterator[Block]:
    def block(*, invention: bool, filed: int, granted: int | None, count: int) -> Block:
        return Block(filer.enterprise, invention, filed, granted, count)

    inventions_before = int(filer.filed_before * 0.24)
    models, models_before = filer.filed - filer.inventions, filer.filed_before - inventions_before
    # Grants of last year: from its own filings, the rest from older ones. Grants of this year likewise, one year on.
    early_before = min(int(filer.granted_before * 0.45), int(models_before * 0.35))
    early = min(int(filer.granted * 0.33), int(models * 0.35))
    late = min(int(filer.granted * 0.45), int((models_before - early_before) * 0.88))
    late_inventions = min(int(inventions_before * 0.1), filer.granted - early - late)
    older, older_before = filer.granted - early - late - late_inventions, filer.granted_before - early_before
    next_year, outside = int(models * 0.03), int(filer.filed * 0.003)
    yield block(invention=True, filed=year, granted=None, count=filer.inventions)
    yield block(invention=False, filed=year, granted=year, count=early)
    yield block(invention=False, filed=year, granted=year + 1, count=next_year)
    yield block(invention=False, filed=year, granted=None, count=models - early - next_year)
    yield block(invention=True, filed=year - 1, granted=year, count=late_inventions)
    yield block(invention=True, filed=year - 1, granted=None, count=inventions_before - late_inventions)
    yield block(invention=False, filed=year - 1, granted=year - 1, count=early_before)
    yield block(invention=False, filed=year - 1, granted=year, count=late)
    yield block(invention=False, filed=year - 1, granted=None, count=models_before - early_before - late)
    yield block(invention=True, filed=year - 2, granted=year, count=older // 2)
    yield block(invention=False, filed=year - 2, granted=year, count=older - older // 2)
    yield block(invention=True, filed=year - 3, granted=year - 1, count=older_before // 4)
    yield block(invention=False, filed=year - 2, granted=year - 1, count=older_before - older_before // 4)
    yield block(invention=False, filed=year + 1, granted=None, count=outside)


class Patents:
    """Draws rows one after another; holds counters of numbers given out, and no row."""

    def __init__(self, world: World, rng: random.Random, scale: float):
        self.world, self.rng, self.year = world, rng, world.year
        self.blocks = blocks_of(world.year, scale)
        self.gap = max(1, min(300, int(300 / scale)))
        self.given: Counter = Counter()
        self.early, self.late, self.evenly = Days(FILED_EARLY), Days(FILED_LATE), Days(FILED_EVENLY)

    def __iter__(self) -> Iterator[PatentRow]:
        for index in without_order(self.rng, [block.count for block in self.blocks]):
            yield self._row(self.blocks[index])

    def _row(self, block: Block) -> PatentRow:
        rng = self.rng
        applicants, applicant_type, place, theme, street = self._applicant(block.enterprise)
        kind = "发明" if block.invention else ("实用新型" if rng.random() < 0.62 else "外观设计")
        filed_on = self._filed_on(block)
        granted_on = None if block.granted is None else self._granted_on(filed_on, block)
        status, status_on = self._status(kind, filed_on, granted_on)
        return PatentRow(
            number=self._number(kind, filed_on),
            title=_TITLES[kind](rng, theme),
            kind=kind,
            applicants=applicants,
            applicant_type=applicant_type,
            county=place.name,
            filed_on=filed_on,
            granted_on=granted_on,
            grant_number=self._grant_number(kind, granted_on),
            status=status,
            status_on=status_on,
            ipc=rng.choice(theme.locarno if kind == "外观设计" else theme.ipc),
            first_applicant=None if rng.random() < 0.08 else applicants.split("；")[0],
            address=street,
            field=theme.field,
            park=self._park(place) if block.enterprise and rng.random() < 0.6 else None,
        )

    def _applicant(self, enterprise: bool):
        rng = self.rng
        if enterprise:
            unit = self.world.enterprise(skewed(rng, self.world.enterprises))
            joint = f"；{rng.choice(words.UNIVERSITIES)}" if rng.random() < 0.04 else ""
            return unit.name + joint, "企业", unit.place, unit.theme, unit.address
        applicant_type = rng.choices(_OTHERS, _OTHER_WEIGHTS)[0]
        place, theme = self.world.place(rng), rng.choice(words.THEMES)
        name = person(rng)
        if applicant_type == "大专院校":
            name, place = rng.choice(words.UNIVERSITIES[:4]), self.world.places[0]
        elif applicant_type == "科研单位":
            name, place = rng.choice(words.INSTITUTES), self.world.places[0]
        elif applicant_type == "机关团体":
            name = place.name + rng.choice(words.LOCAL_BODIES)
        elif rng.random() < 0.06:
            name += f"；{person(rng)}"
        return name, applicant_type, place, theme, address(rng, place)

    def _filed_on(self, block: Block) -> date:
        if block.filed == block.granted:
            return self.early.draw(self.rng, block.filed)
        if block.filed > self.year:
            return date(block.filed, self.rng.randint(1, 3), self.rng.randint(1, 28))
        weights = self.late if block.filed == self.year and not block.invention else self.evenly
        return weights.draw(self.rng, block.filed)

    def _granted_on(self, filed_on: date, block: Block) -> date:
        """A publication day of the office: Wednesdays, since 2019 Tuesdays and Fridays."""
        wait = 300 if block.invention else 100
        first = max(date(block.granted, 1, 1), filed_on + timedelta(days=wait))
        last = date(block.granted, 4, 30) if block.granted > self.year else date(block.granted, 12, 31)
        day = day_between(self.rng, first, max(first, last))
        weekdays = (2,) if day.year < 2019 else (1, 4)
        back = min((day.weekday() - weekday) % 7 for weekday in weekdays)
        published = day - timedelta(days=back)
        return published if published.year == block.granted and published > filed_on else day

    def _status(self, kind: str, filed_on: date, granted_on: date | None) -> tuple[str, date | None]:
        chance, end = self.rng.random(), date(self.year, 12, 31)
        if granted_on is not None:
            if chance < 0.04 and granted_on < end:
                return "无权", day_between(self.rng, granted_on, end)
            return "有权", granted_on
        if chance < 0.05 and filed_on < end - timedelta(days=90):
            return "无权", day_between(self.rng, filed_on + timedelta(days=60), end)
        return "审中", day_between(self.rng, filed_on, filed_on + timedelta(days=60)) if kind == "发明" else None

    def _number(self, kind: str, filed_on: date) -> str:
        digit = {"发明": "1", "实用新型": "2", "外观设计": "3"}[kind]
        if digit != "3" and self.rng.random() < 0.01:
            digit = "8" if digit == "1" else "9"  # An international application in its national phase.
        day = filed_on.timetuple().tm_yday
        key = (filed_on.year, digit, day)
        self.given[key] += 1 if self.given[key] > _PER_DAY * 0.8 else self.rng.randint(1, self.gap)
        digits = f"{filed_on.year}{digit}{day * _PER_DAY + self.given[key]:07d}"
        return f"{digits}.{application_number_check(digits)}"

    def _grant_number(self, kind: str, granted_on: date | None) -> str | None:
        if granted_on is None:
            return None
        digit, letter = {"发明": ("1", "B"), "实用新型": ("2", "U"), "外观设计": ("3", "S")}[kind]
        key = (letter, granted_on.year)
        self.given[key] += self.rng.randint(1, min(self.gap, 150))
        return f"CN{digit}{(granted_on.year - 1995) % 40 * 2_500_000 + self.given[key]:08d}{letter}"

    def _park(self, place) -> str:
        if not place.code:
            return place.name
        return place.short + self.rng.choice(("工业园区", "高新技术产业园", "科技企业孵化器", "标准厂房产业园"))


def patents(world: World, rng: random.Random, scale: float, tally: Callable) -> DemoList:
    """The list of patents."""
    rows, year = Patents(world, rng, scale), world.year
    return DemoList(
        kind="patents",
        file="专利清单.xlsx",
        title=f"{year - 1}—{year}年专利申请及授权清单",
        unit="件",
        columns=COLUMNS,
        count=sum(block.count for block in rows.blocks),
        rows=rows,
        tally=tally,
        repeats=scaled(118, scale),
        bad=_bad_rows(year),
    )


def _bad_rows(year: int) -> tuple[Callable[[random.Random, PatentRow], PatentRow], ...]:
    def numbered(type_digit: str, serial: int) -> str:
        digits = f"{year}{type_digit}{serial:07d}"
        return f"{digits}.{application_number_check(digits)}"

    def wrong_check(number: str) -> str:
        return number[:-1] + ("1" if number[-1] != "1" else "2")

    good = {"kind": "发明", "filed_on": date(year, 9, 1), "granted_on": None, "grant_number": None, "status": "审中"}

    def changed(**values) -> Callable[[random.Random, PatentRow], PatentRow]:
        return lambda rng, row: row._replace(**good | values)

    return (
        changed(number=wrong_check(numbered("1", 81))),
        changed(number=f"{year}10000077.Q"),
        changed(number=numbered("2", 83)),
        changed(number=numbered("1", 84), county="桃源县"),
        changed(number=numbered("1", 85), granted_on=date(year, 3, 1)),
        changed(number=numbered("1", 86), title=None, applicants=None, first_applicant=None),
        changed(number=numbered("1", 87), kind="软件著作权"),
        changed(number=numbered("1", 88), filed_on="不详"),
        lambda rng, row: row._replace(status="权利恢复", title=f"{row.title}（重报）"),
    )
