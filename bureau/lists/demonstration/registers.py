"""Lists of enterprises, money and honours: certificates, projects, contracts, awards, appraisals."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from . import texts
from . import vocabulary as words
from .organisations import Enterprise, World, person
from .spread import AUTUMN, FILED_EVENLY, Days, amounts, day_between, scaled, skewed
from .writing import DemoList

Tally = Callable[[tuple], None]


class CertificateRow(NamedTuple):
    """One certificate of a high-tech enterprise."""

    name: str
    credit_code: str
    county: str
    number: str
    issued_on: date
    years: int | None
    field: str
    cancelled_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the certificate is valid on ``day``; an unwritten term is three years."""
        ends = self.issued_on.replace(year=self.issued_on.year + (self.years or 3))
        return self.issued_on <= day < ends and (self.cancelled_on is None or day < self.cancelled_on)


class ProjectRow(NamedTuple):
    """One funded project; the amount in 万元."""

    number: str
    title: str
    unit: str
    credit_code: str
    level: str
    category: str
    county: str
    leader: str
    approved_on: date
    amount: float


class ContractRow(NamedTuple):
    """One registered technology contract; amounts in 万元."""

    number: str
    title: str
    kind: str
    seller: str
    buyer: str
    field: str
    value: float
    technology_value: float
    signed_on: date
    registered_on: date


class AwardRow(NamedTuple):
    """One candidate of the year's prizes."""

    year: int
    title: str
    unit: str
    score: float
    online_result: str
    recommended: str
    grade: str | None


class AppraisalRow(NamedTuple):
    """One appraised achievement."""

    number: str
    title: str
    unit: str
    level: str
    appraised_on: date


def _some(rng: random.Random, world: World) -> Enterprise:
    return world.enterprise(skewed(rng, world.enterprises))


def _unit(rng: random.Random, world: World) -> tuple[str, words.Theme]:
    """A unit that does research: mostly a company, else a university or an institute."""
    company = _some(rng, world)
    if rng.random() < 0.7:
        return company.name, company.theme
    return rng.choice((*words.UNIVERSITIES[:5], *words.INSTITUTES)), company.theme


def high_tech_enterprises(world: World, rng: random.Random, scale: float, tally: Tally) -> DemoList:
    """Certificates: valid at both year-ends, new ones, and those that must not count."""
    rows = list(_certificates(world, rng, scale))
    rng.shuffle(rows)
    return DemoList(
        kind="high_tech_enterprises",
        file="高新技术企业名单.xlsx",
        title=f"{world.year}年高新技术企业名单",
        unit="家",
        columns=(
            ("企业名称", "text"),
            ("统一社会信用代码", "code"),
            ("所在县（市、区）", "county"),
            ("证书编号", "code"),
            ("发证日期", "date"),
            ("有效期（年）", "as_is"),
            ("技术领域", "text"),
            ("取消日期", "date"),
        ),
        count=len(rows),
        rows=rows,
        tally=tally,
        repeats=max(1, scaled(1, scale)),
        bad=(
            lambda rng, row: row._replace(number="GR99993600999A", credit_code=_spoilt(row.credit_code)),
            lambda rng, row: row._replace(number=None),
            lambda rng, row: row._replace(number="GR99993600999B", issued_on="另行通知"),
        ),
    )


def _spoilt(code: str) -> str:
    return code[:-1] + ("1" if code[-1] != "1" else "2")


def _certificates(world: World, rng: random.Random, scale: float) -> Iterator[CertificateRow]:
    year, before, new = world.year, scaled(90, scale), scaled(47, scale)
    days, given = Days(AUTUMN), {}

    def certificate(index: int, issued: int, cancelled_on: date | None = None) -> CertificateRow:
        unit, day = world.enterprise(index), days.draw(rng, issued)
        given[issued] = given.get(issued, 0) + rng.randint(1, 4)
        number, years = f"GR{issued}36{given[issued]:06d}", None if rng.random() < 0.07 else 3
        return CertificateRow(unit.name, unit.code, unit.place.name, number, day, years, unit.theme.field, cancelled_on)

    for index in range(before):
        issued = rng.choices((year - 1, year - 2, year - 3), (38, 47, 15))[0]
        yield certificate(index, issued)
        if issued == year - 3:  # Lapses in the year, and was recognised again in time.
            yield certificate(index, year)
    others = iter(range(before, world.enterprises))
    for index, _ in zip(others, range(new), strict=False):
        yield certificate(index, year)
        if rng.random() < 0.08:  # Had lapsed long ago: new all the same.
            yield certificate(index, year - 5)
    for index, _ in zip(others, range(scaled(10, scale)), strict=False):
        yield certificate(index, year + 1)
    for index, _ in zip(others, range(scaled(8, scale)), strict=False):
        yield certificate(index, year - 4)
    for index, _ in zip(others, range(scaled(2, scale)), strict=False):
        yield certificate(index, year - 2, date(year - 1, 10, 30))


def projects(world: World, rng: random.Random, scale: float, tally: Tally) -> DemoList:
    """Projects of three levels; only national and provincial ones of the year are in the figures."""
    rows = list(_projects(world, rng, scale))
    rng.shuffle(rows)
    return DemoList(
        kind="projects",
        file="立项项目清单.xlsx",
        title=f"{world.year}年科技计划项目立项清单",
        unit="万元",
        columns=(
            ("项目编号", "code"),
            ("项目名称", "text"),
            ("承担单位", "text"),
            ("统一社会信用代码", "code"),
            ("级别", "text"),
            ("计划类别", "text"),
            ("县（市、区）", "county"),
            ("负责人", "text"),
            ("立项日期", "date"),
            ("财政经费（万元）", "amount"),
        ),
        count=len(rows),
        rows=rows,
        tally=tally,
        repeats=max(1, scaled(2, scale)),
        bad=(
            lambda rng, row: row._replace(number="BAD00001", level="院级"),
            lambda rng, row: row._replace(number="BAD00002", amount=-12),
        ),
    )


def _projects(world: World, rng: random.Random, scale: float) -> Iterator[ProjectRow]:
    year, days, letters = world.year, Days(FILED_EVENLY), {"国家级": "GJ", "省级": "JX", "市级": "GZ"}
    programmes = {
        "国家级": ("重点研发计划", "科技型中小企业创新基金", "星火计划", "国家自然科学基金"),
        "省级": ("重大科技专项", "科技支撑计划", "重点研发计划", "创新平台与人才计划", "自然科学基金"),
        "市级": ("市科技创新专项", "市重点研发计划", "市科技惠民专项"),
    }

    def project(serial: int, level: str, in_year: int, amount: float) -> ProjectRow:
        unit, number = _some(rng, world), f"{in_year}{letters[level]}{serial:05d}"
        title, programme = texts.project_title(rng, unit.theme), rng.choice(programmes[level])
        day, place = days.draw(rng, in_year), unit.place.name
        return ProjectRow(number, title, unit.name, unit.code, level, programme, place, person(rng), day, amount)

    for of, above, national, ten_thousands, of_city in ((year, 183, 21, 2634, 60), (year - 1, 152, 17, 2185, 54)):
        for serial, half in enumerate(amounts(rng, scaled(ten_thousands, scale) * 2, scaled(above, scale), 0.7), 1):
            yield project(serial, "国家级" if serial <= scaled(national, scale) else "省级", of, half / 2)
        for serial in range(1, scaled(of_city, scale) + 1):
            yield project(serial, "市级", of, rng.choice((3, 5, 8, 10, 12, 15, 20, 30)))
    for serial in range(1, scaled(4, scale) + 1):
        yield project(serial, rng.choice(("省级", "国家级")), year + 1, rng.randint(5, 60))


def contracts(world: World, rng: random.Random, scale: float, tally: Tally) -> DemoList:
    """Technology contracts of the year and the one before, a few of the next."""
    rows = list(_contracts(world, rng, scale))
    rng.shuffle(rows)
    return DemoList(
        kind="contracts",
        file="技术合同登记清单.xlsx",
        title=f"{world.year}年技术合同认定登记清单",
        unit="万元",
        columns=(
            ("合同登记编号", "code"),
            ("项目名称", "text"),
            ("合同类别", "text"),
            ("卖方名称", "text"),
            ("买方名称", "text"),
            ("技术领域", "text"),
            ("合同成交总额（万元）", "amount"),
            ("技术交易额（万元）", "amount"),
            ("签订日期", "date"),
            ("登记日期", "date"),
        ),
        count=len(rows),
        rows=rows,
        tally=tally,
        repeats=max(1, scaled(2, scale)),
        bad=(
            lambda rng, row: row._replace(number="BAD00001", technology_value=row.value + 2),
            lambda rng, row: row._replace(number="BAD00002", registered_on=row.signed_on - timedelta(days=6)),
            lambda rng, row: row._replace(number="BAD00003", kind="劳务合同"),
        ),
    )


def _contracts(world: World, rng: random.Random, scale: float) -> Iterator[ContractRow]:
    days, year = Days(FILED_EVENLY), world.year
    kinds = ("技术开发", "技术服务", "技术转让", "技术咨询", "技术许可") if year >= 2021 else _KINDS_BEFORE_2021
    weights = (34, 32, 16, 12, 6)[: len(kinds)]

    def contract(in_year: int, serial: int, cents: int) -> ContractRow:
        kind, registered_on = rng.choices(kinds, weights)[0], days.draw(rng, in_year)
        seller, theme = _unit(rng, world)
        buyer = _some(rng, world).name
        signed_on = day_between(rng, registered_on - timedelta(days=45), registered_on)
        technology = int(cents * rng.choice((1, 1, 0.95, 0.9, 0.8, 0.6)))
        title, number = texts.contract_title(rng, theme, kind), f"{in_year}360701{serial:06d}"
        sums = (cents / 100, technology / 100)
        return ContractRow(number, title, kind, seller, buyer, theme.field, *sums, signed_on, registered_on)

    for of, count, ten_thousands in ((year, 212, 31000), (year - 1, 174, 24860)):
        for serial, cents in enumerate(amounts(rng, scaled(ten_thousands, scale) * 100, scaled(count, scale), 1.0), 1):
            yield contract(of, serial, cents)
    for serial in range(1, scaled(3, scale) + 1):
        yield contract(year + 1, 900_000 + serial, rng.randint(20_000, 500_000))


_KINDS_BEFORE_2021 = ("技术开发", "技术服务", "技术转让", "技术咨询")
"""Licences are a class of their own since the Civil Code of 2021."""


def awards(world: World, rng: random.Random, scale: float, tally: Tally) -> DemoList:
    """Candidates for prizes, of the year and the one before."""
    rows = list(_awards(world, rng, scale))
    rng.shuffle(rows)
    return DemoList(
        kind="awards",
        file="科技奖候选项目.xlsx",
        title=f"{world.year}年科学技术奖候选项目",
        unit="项",
        columns=(
            ("年度", "as_is"),
            ("项目名称", "text"),
            ("完成单位", "text"),
            ("网评得分", "amount"),
            ("网评结果", "text"),
            ("是否推荐省奖", "text"),
            ("省奖初评等级", "text"),
        ),
        count=len(rows),
        rows=rows,
        tally=tally,
        repeats=max(1, scaled(1, scale)),
        bad=(lambda rng, row: row._replace(title="结果不明的奖项", online_result="待定"),),
    )


def _awards(world: World, rng: random.Random, scale: float) -> Iterator[AwardRow]:
    seen: set[tuple[int, str]] = set()

    def award(year: int, result: str, recommended: str, grade: str | None) -> AwardRow:
        unit, theme = _unit(rng, world)
        title = texts.achievement_title(rng, theme)
        while (year, title) in seen:
            title = f"{texts.achievement_title(rng, theme)}（{len(seen)}）"
        seen.add((year, title))
        score = rng.randint(7000, 9680) if result == "候选" else rng.randint(4200, 6990)
        return AwardRow(year, title, unit, score / 100, result, recommended, grade)

    for of, counts in ((world.year, (37, 11, 3, 24)), (world.year - 1, (32, 9, 2, 21))):
        candidates, recommended, first, out = (scaled(count, scale) for count in counts)
        for index in range(candidates):
            grade = "一等奖" if index < first else rng.choice(("二等奖", "三等奖"))
            chosen = index < recommended
            yield award(of, "候选", "是" if chosen else "否", grade if chosen else None)
        for _ in range(out):
            yield award(of, "淘汰", "否", None)
    for _ in range(scaled(3, scale)):
        yield award(world.year + 1, "候选", "是", "一等奖")


def appraisals(world: World, rng: random.Random, scale: float, tally: Tally) -> DemoList:
    """Appraised achievements, of the year and the one before."""
    count, outside, days = scaled(46, scale), scaled(41, scale), Days(FILED_EVENLY)

    def rows() -> Iterator[AppraisalRow]:
        for serial in rng.sample(range(1, count + outside + 1), count + outside):
            year = world.year if serial <= count else world.year - 1
            unit, theme = _unit(rng, world)
            number = f"赣市科鉴字[{year}]第{serial:03d}号"
            level = rng.choices(("国际领先", "国际先进", "国内领先", "国内先进"), (1, 6, 10, 8))[0]
            yield AppraisalRow(number, texts.achievement_title(rng, theme), unit, level, days.draw(rng, year))

    return DemoList(
        kind="appraisals",
        file="成果鉴定清单.xlsx",
        title=f"{world.year}年科技成果鉴定清单",
        unit="项",
        columns=(
            ("鉴定编号", "code"),
            ("成果名称", "text"),
            ("完成单位", "text"),
            ("鉴定水平", "text"),
            ("鉴定日期", "date"),
        ),
        count=count + outside,
        rows=rows(),
        tally=tally,
        repeats=max(1, scaled(1, scale)),
        bad=(lambda rng, row: row._replace(number="BAD00001", appraised_on=None),),
    )
