"""勾稽校验: what the figures of one report must say of each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .indicators import BY_CODE, INDICATORS
from .measures import Measures
from .numbers import DASH, growth_pct, rounded


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
    yield from _percentages(values, previous)
    yield from _entered_twice(measures, values)


def _equal(code: str, name: str, left, right) -> Finding:
    left, right = Decimal(left), Decimal(right)
    return Finding(code, name, _text(left), _text(right), _text(left - right), left == right)


def _within(code: str, name: str, left, right) -> Finding:
    left, right = Decimal(left or 0), Decimal(right or 0)
    return Finding(code, name, _text(left), _text(right), _text(left - right), left <= right)


def _text(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _percentages(values: dict, previous: dict) -> Iterator[Finding]:
    """Every growth rate recomputed from the printed numbers is the printed rate."""
    for indicator in INDICATORS:
        base = indicator.code.removesuffix(".growth_pct")
        if base == indicator.code or base not in BY_CODE:
            continue
        places = BY_CODE[base].precision
        now, before = values[base], previous[base]
        again = None if now is None or before is None else growth_pct(rounded(now, places), rounded(before, places))
        left = DASH if again is None else f"{rounded(again, indicator.precision)}%"
        right = indicator.display(values[indicator.code])
        yield Finding(
            f"{indicator.code}.printed",
            f"{indicator.name}：由印出的数重算＝印出的百分比",
            left,
            right,
            "",
            left == right,
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
