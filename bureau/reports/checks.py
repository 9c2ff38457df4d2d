"""勾稽校验: what the figures of one report must say of each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from projects.choices import ProjectLevel

from .choices import TargetKind
from .indicators import BY_CODE, INDICATORS
from .measures import TEN_THOUSAND, Measures
from .models import Figure, Target
from .numbers import rounded
from .targets import complete, needed


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: both sides as printed, the difference, whether it holds."""

    code: str
    name: str
    left: str
    right: str
    difference: str
    is_passed: bool


def run_checks(measures: Measures, values: dict, previous: dict, tables: dict) -> Iterator[Finding]:
    """Every check of one computation."""
    yield _equal(
        "hnte.balance",
        "高新技术企业：上年末＋新增－退出＝本年末",
        (previous["hnte.total"] or 0) + values["hnte.new"] - values["hnte.exits"],
        values["hnte.total"],
    )
    for column, code, words in (("total", "hnte.total", "本年末数"), ("new", "hnte.new", "新增数")):
        total = sum(row[column] for row in tables["hnte"])
        yield _equal(f"hnte.{column}_by_county", f"高新技术企业{words}：合计＝各县（市、区）之和", values[code], total)
    for what, code, words in (("filed", "patents.applications", "申请量"), ("granted", "patents.grants", "授权量")):
        rows = tables["patents"]
        yield _equal(
            f"{code}.by_county", f"专利{words}：合计＝各县（市、区）之和", values[code], sum(row[what] for row in rows)
        )
        kinds = sum(row[f"{what}_{kind}"] for row in rows for kind in ("invention", "utility_model", "design"))
        yield _equal(f"{code}.by_kind", f"专利{words}：发明＋实用新型＋外观设计＝合计", kinds, values[code])
    yield _within(
        "matchmaking.nested_1", "产生意向≤技术对接", values["matchmaking.intentions"], values["matchmaking.contacts"]
    )
    yield _within(
        "matchmaking.nested_2", "达成意向≤产生意向", values["matchmaking.agreements"], values["matchmaking.intentions"]
    )
    yield _within(
        "contracts.technology",
        "技术交易额≤合同成交额",
        values["contracts.technology_amount_100m_yuan"],
        values["contracts.amount_100m_yuan"],
    )
    yield _within(
        "patents.enterprise",
        "企业专利申请量≤专利申请量",
        values["patents.enterprise.applications"],
        values["patents.applications"],
    )
    yield from _sums(values, tables)
    yield from _percentages(values, previous)
    yield from _targets(measures.year, values, previous)
    yield from _entered_twice(measures, values)


def _sums(values: dict, tables: dict) -> Iterator[Finding]:
    """Every table's parts make its figure; money within a cent of 万元."""
    above = [row for row in tables["projects"] if row["level"] != ProjectLevel.CITY.label]
    name = "projects.provincial_or_above"
    yield _equal(
        f"{name}.by_category",
        "省级以上项目立项数：合计＝各级别、类别之和",
        values[f"{name}.count"],
        sum(row["count"] for row in above),
    )
    yield _near(
        f"{name}.funding_by_category",
        "省级以上项目资金（万元）：合计＝各级别、类别之和",
        values[f"{name}.funding_10k_yuan"],
        sum(Decimal(row["granted"]) for row in above),
    )
    kinds = tables["contracts"]
    yield _equal(
        "contracts.by_kind",
        "技术合同项数：合计＝各类合同之和",
        values["contracts.count"],
        sum(row["count"] for row in kinds),
    )
    yield _near(
        "contracts.value_by_kind",
        "合同成交总额（万元）：合计＝各类合同之和",
        values["contracts.amount_100m_yuan"] * TEN_THOUSAND,
        sum(Decimal(row["value"]) for row in kinds),
    )


def _equal(code: str, name: str, left, right) -> Finding:
    left, right = Decimal(left), Decimal(right)
    return Finding(code, name, _text(left), _text(right), _text(left - right), left == right)


def _near(code: str, name: str, left, right, tolerance=Decimal("0.01")) -> Finding:
    left, right = Decimal(left), Decimal(right)
    return Finding(code, name, _text(left), _text(right), _text(left - right), abs(left - right) <= tolerance)


def _within(code: str, name: str, left, right) -> Finding:
    left, right = Decimal(left or 0), Decimal(right or 0)
    return Finding(code, name, _text(left), _text(right), _text(left - right), left <= right)


def _text(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _percentages(values: dict, previous: dict) -> Iterator[Finding]:
    """Every percentage recomputed from the printed numbers is the printed percentage."""
    now, before = _printed(values), _printed(previous)
    for indicator in INDICATORS:
        if indicator.derive is None:
            continue
        left = indicator.display(indicator.derive(now, before))
        right = indicator.display(values[indicator.code])
        yield Finding(
            f"{indicator.code}.printed",
            f"{indicator.name}：由印出的数重算＝印出的百分比",
            left,
            right,
            "",
            left == right,
        )


def _printed(values: dict) -> dict:
    return {code: None if v is None else rounded(v, BY_CODE[code].precision) for code, v in values.items()}


def _targets(year: int, values: dict, previous: dict) -> Iterator[Finding]:
    """Whether a target is met says the same as the printed actual beside the printed target."""
    for target in Target.objects.filter(year=year).order_by("indicator"):
        indicator = BY_CODE.get(target.indicator)
        if indicator is None:
            continue
        value, base = values[target.indicator], previous[target.indicator]
        figure = Figure(value=value, previous=base, unit=indicator.unit, precision=indicator.precision)
        is_met = complete(target, figure).is_met
        if is_met is None:
            continue
        wanted = needed(target, base) if target.kind == TargetKind.GROWTH else target.value
        printed = rounded(value, indicator.precision)
        yield Finding(
            f"{target.indicator}.target",
            f"{indicator.name}：目标完成与否＝印出的实际数与目标数之差的正负",
            _text(printed),
            _text(wanted),
            _text(printed - wanted),
            is_met == (printed > wanted if target.kind == TargetKind.MORE_THAN else printed >= wanted),
        )


def _entered_twice(measures: Measures, values: dict) -> Iterator[Finding]:
    """A value entered in a year that is counted too must be the counted one."""
    for (code, year), entry in measures.entries.items():
        indicator = BY_CODE.get(code)
        if year != measures.year or indicator is None or indicator.is_entered or values[code] is None:
            continue
        counted = rounded(values[code], indicator.precision)
        entered = rounded(entry.value, indicator.precision)
        yield _equal(f"{code}.entered", f"{indicator.name}：填报数＝记录计数", entered, counted)
