"""One year of a firm as its own system writes it: the names of ``manage.py assess --schema`` as far as they are of one year.

What that schema derives is here as it was booked: sales in two, high-tech income in three, staff by month.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from enterprises.assessment.inputs import BASES
from enterprises.assessment.inputs import RIGHT_KINDS as KINDS
from enterprises.assessment.schema import Amount, Day, Flag, Many, OneOf, Text, Whole, Wrong, entry
from enterprises.choices import ActivitySource, ActivityWay, ConversionForm, Obtained, StaffKind, Title
from enterprises.models import YearlyData
from enterprises.parts import PARTS
from enterprises.workbook import Read

CENTS = -2
LARGEST = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class Yuan(Amount):
    """Yuan to the cent."""

    def read(self, value, place, problems):
        number = Amount.read(self, value, place, problems).normalize()
        if number.as_tuple().exponent < CENTS or abs(number) >= LARGEST:
            raise Wrong("金额以元为单位，至多两位小数，小于 100 万亿。")
        return number


@dataclass(frozen=True, slots=True)
class Words(Text):
    """Characters, which may be none."""

    def schema(self):
        return {"type": "string", "maxLength": self.most}

    def read(self, value, place, problems):
        return "" if value == "" else Text.read(self, value, place, problems)


def _yuan(title: str, *, signed: bool = False, note: str = ""):
    return entry(title, Yuan(signed=signed), nullable=True, default=None, note=note)


def _flag(title: str):
    return entry(title, Flag(), nullable=True, default=None)


def _day(title: str):
    return entry(title, Day(), nullable=True, default=None)


def _words(title: str, most: int):
    return entry(title, Words(most), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """收入（元）"""

    main: Decimal | None = _yuan("主营业务收入", signed=True)
    other: Decimal | None = _yuan("其他业务收入", signed=True)
    gross: Decimal | None = _yuan("收入总额", signed=True, note="按企业所得税法")
    non_taxable: Decimal | None = _yuan("不征税收入")
    product: Decimal | None = _yuan("高新技术产品收入")
    service: Decimal | None = _yuan("高新技术服务收入")
    technical: Decimal | None = _yuan("技术性收入")


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """研发费用（元）：填实际发生额（国科发火〔2016〕195号 三（六））"""

    personnel: Decimal | None = _yuan("人员人工费用")
    direct: Decimal | None = _yuan("直接投入费用")
    depreciation: Decimal | None = _yuan("折旧费用与长期待摊费用")
    amortisation: Decimal | None = _yuan("无形资产摊销费用")
    design: Decimal | None = _yuan("设计费用")
    testing: Decimal | None = _yuan("装备调试费用与试验费用")
    outsourced_domestic: Decimal | None = _yuan("委托境内研发费用")
    outsourced_overseas: Decimal | None = _yuan("委托境外研发费用")
    other: Decimal | None = _yuan("其他费用")


@dataclass(frozen=True, slots=True, kw_only=True)
class TechSme:
    """科技型中小企业评价另需的数据（国科发政〔2017〕115号）"""

    research: Decimal | None = _yuan("加计扣除口径研发费用")
    costs: Decimal | None = _yuan("成本费用支出")
    basis: str | None = entry("研发投入指标选哪一列", OneOf(BASES), nullable=True, default=None)
    allowed_products: bool | None = _flag("产品和服务不属于禁止、限制和淘汰类")
    not_listed: bool | None = _flag("未列入经营异常名录和严重违法失信名单")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMonth:
    """一类人员一个月的月初、月末数"""

    kind: str = entry("人员", OneOf(dict(StaffKind.choices)))
    month: int = entry("月份", Whole(1, 12))
    at_start: int = entry("月初数", Whole(0, 1_000_000))
    at_end: int = entry("月末数", Whole(0, 1_000_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """一项知识产权"""

    code: str = entry("编号", Text(40), note="如 IP01；不重复")
    name: str = entry("名称", Text(300))
    kind: str = entry("类别", OneOf(KINDS))
    number: str = _words("授权号", 100)
    obtained: str = entry("获得方式", OneOf(dict(Obtained.choices)), default=Obtained.OWN_RESEARCH.value)
    title: str = entry("权利", OneOf(dict(Title.choices)), default=Title.OWNERSHIP.value)
    licence_years: int | None = entry("独占许可年限", Whole(0, 100), nullable=True, default=None)
    authorised_on: date = entry("授权日期", Day())
    expires_on: date | None = _day("保护期届满日")
    in_force: bool = entry("有效", Flag(), default=True)
    in_china: bool = entry("在中国境内（不含港澳台）授权", Flag(), default=True)
    owners: int = entry("权属人数", Whole(1, 1000), default=1)
    used_by_co_owner: bool = entry("其他权属人已用于认定", Flag(), default=False)
    used_before: bool = entry("已用于以往的高企认定", Flag(), default=False)
    same_right_as: str = _words("与哪一编号是同一权利", 40)
    disputed: bool = entry("有争议", Flag(), default=False)
    related: bool = entry("与主要产品（服务）相关", Flag(), default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """一项高新技术产品（服务）"""

    code: str = entry("编号", Text(40), note="如 PS01；不重复")
    name: str = entry("产品（服务）名称", Text(300))
    technology_field: str = _words("技术领域代码", 5)
    income: Decimal = entry("收入（元）", Yuan())
    ip: tuple[str, ...] = entry("起核心支持作用的知识产权编号", Many(Text(40)), default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """一项研发活动"""

    code: str = entry("编号", Text(40), note="如 RD01；不重复")
    name: str = entry("研发活动名称", Text(300))
    began_on: date = entry("开始日期", Day())
    ended_on: date | None = _day("结束日期")
    technology_field: str = _words("技术领域代码", 5)
    source: str = entry("任务来源", OneOf(dict(ActivitySource.choices)), default=ActivitySource.OWN.value)
    way: str = entry("组织实施方式", OneOf(dict(ActivityWay.choices)), default=ActivityWay.OWN.value)
    project_number: str = _words("科技计划项目编号", 100)
    spent: Decimal = entry("本年度研发费用（元）", Yuan())


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """一项科技成果转化"""

    result: str = entry("科技成果名称", Text(200), note="同一成果一年只计一项")
    source: str = _words("成果来源", 200)
    form: str = entry("转化形式", OneOf(dict(ConversionForm.choices)), default=ConversionForm.OWN_INVESTMENT.value)
    outcome: str = _words("转化结果", 300)
    proof: str = _words("证明材料", 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """一家企业一个年度的数据；没有写的项为空，没有写的行删去"""

    income: Income = entry("收入", Income, default=Income())
    research: Research = entry("研发费用", Research, default=Research())
    tech_sme: TechSme = entry("科技型中小企业评价另需的数据", TechSme, default=TechSme())
    total_assets: Decimal | None = _yuan("年末资产总额")
    total_liabilities: Decimal | None = _yuan("年末负债总额")
    total_profit: Decimal | None = _yuan("利润总额", signed=True)
    tax_paid: Decimal | None = _yuan("实缴税费", signed=True)
    exports: Decimal | None = _yuan("出口额")
    standards: int = entry("参与编制标准、检测方法、技术规范项数", Whole(0, 1000), default=0)
    no_incident: bool | None = _flag("无重大安全、质量事故和严重环境违法行为")
    staff: tuple[StaffMonth, ...] = entry("各月人数", Many(StaffMonth, most=48), default=())
    ip: tuple[Right, ...] = entry("知识产权", Many(Right), default=())
    products: tuple[Product, ...] = entry("高新技术产品（服务）", Many(Product), default=())
    activities: tuple[Activity, ...] = entry("研发活动", Many(Activity), default=())
    conversions: tuple[Conversion, ...] = entry("科技成果转化", Many(Conversion), default=())


INCOME = {
    "main": "main_income", "other": "other_income", "gross": "gross_income", "non_taxable": "non_taxable_income",
    "product": "product_income", "service": "service_income", "technical": "technical_income",
}  # fmt: skip
RESEARCH = {field.name: field.name for field in fields(Research)} | {"other": "other_research"}
TECH_SME = {
    "research": "deductible_research", "costs": "total_costs", "basis": "research_basis",
    "allowed_products": "allowed_products", "not_listed": "not_listed",
}  # fmt: skip
INSIDE = {"income": INCOME, "research": RESEARCH, "tech_sme": TECH_SME}
PLAIN = ("total_assets", "total_liabilities", "total_profit", "tax_paid", "exports", "standards", "no_incident")
ROWS = {"ip": "rights"} | {code: code for code in PARTS if code != "rights"}


def as_read(year: Year) -> Read:
    """The body as the verb takes it."""
    values = {name: getattr(year, name) for name in PLAIN}
    for part, names in INSIDE.items():
        values |= {stored: getattr(getattr(year, part), name) for name, stored in names.items()}
    values["research_basis"] = values["research_basis"] or ""
    months: dict = {}
    for count in year.staff:
        months.setdefault(count.kind, {})[count.month] = (count.at_start, count.at_end)
    rows = {stored: [_row(line) for line in getattr(year, name)] for name, stored in ROWS.items()}
    return Read(values, months, rows, [])


def _row(line) -> dict:
    values = {field.name: getattr(line, field.name) for field in fields(line)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def as_body(data: YearlyData) -> dict:
    """The year in the body's own shape: what was read can be written back."""
    told = Read.of(data)
    body = {name: _plain(told.fields[name]) for name in PLAIN}
    for part, names in INSIDE.items():
        body[part] = {name: _plain(told.fields[stored]) for name, stored in names.items()}
    body["tech_sme"]["basis"] = body["tech_sme"]["basis"] or None
    body["staff"] = [
        {"kind": kind, "month": month, "at_start": start, "at_end": end}
        for kind, months in told.months.items()
        for month, (start, end) in months.items()
    ]
    for name, stored in ROWS.items():
        body[name] = [{key: _plain(value) for key, value in line.items()} for line in told.rows[stored]]
    return body


def _plain(value):
    return f"{value:f}" if isinstance(value, Decimal) else value
