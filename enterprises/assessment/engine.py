"""The door of the rules: check what was given, assess a firm under a rule set, read a file."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from . import tech_sme
from .conditions import CONDITIONS
from .fields import name_of
from .inputs import Firm
from .results import Assessment, together
from .rights import usable
from .rules import RuleSet
from .schema import Problem, read, schema_of
from .score import measure


def assess(firm: Firm, rules: RuleSet) -> Assessment:
    """The firm under the rule set. The same data give the same answer, always."""
    rights = usable(firm.ip, rules.rights, firm.apply_on)
    score = measure(rules, firm, rights)
    conditions = tuple(condition(rules, firm, rights, score) for condition in CONDITIONS)
    return Assessment(
        rule_set=rules.code,
        version=rules.version,
        title=rules.title,
        documents=rules.documents,
        firm=firm.name,
        apply_on=firm.apply_on.isoformat(),
        status=together(line.status for line in conditions),
        conditions=conditions,
        score=score,
        rights=rights.told,
        notes=tuple(_notes(firm, rules)),
        tech_sme=tech_sme.assess(firm) if firm.tech_sme else None,
    )


def _notes(firm: Firm, rules: RuleSet) -> Iterator[str]:
    """What does not stop the assessment but should be looked at."""
    yield "本结果为预评估，认定结论以认定机构为准。"
    yield from rules.notes
    if not rules.covers(firm.apply_on):
        until = rules.valid_to or "今"
        yield f"申请日 {firm.apply_on} 不在本规则集的适用期（{rules.valid_from} 至 {until}）内，结果仅供参考。"
    staff, income = firm.staff, firm.income
    if None not in (staff.total, staff.science) and staff.science > staff.total:
        yield "科技人员数多于职工总数，请核对。"
    if None not in (income.high_tech, income.gross, income.non_taxable) and (
        income.high_tech > income.gross - income.non_taxable
    ):
        yield "高新技术产品（服务）收入多于总收入，请核对。"
    if firm.products is not None and income.high_tech is not None:
        sold = sum(product.income for product in firm.products)
        if sold > income.high_tech:
            yield "各项高新技术产品（服务）收入之和多于高新技术产品（服务）收入，请核对。"
    late = sorted({done.year for done in firm.conversions} - set(firm.periods))
    if late:
        yield f"{'、'.join(str(year) for year in late)} 年的成果转化不在近三年（{firm.periods[0]}—{firm.periods[-1]}）内，未计。"


def expected_years(firm: Firm) -> tuple[int, ...]:
    """The fiscal years an application needs: the three before its year, from the first year of operation on."""
    last = firm.apply_on.year - 1
    began = max(firm.registered_on, firm.operating_from or firm.registered_on).year
    return tuple(range(max(last - 2, min(began, last)), last + 1))


def problems(firm: Firm, rules: RuleSet) -> list[Problem]:
    """What contradicts itself or is missing in data that are each well formed."""
    return [*_day_problems(firm), *_year_problems(firm), *_code_problems(firm), *_set_problems(firm, rules)]


def _day_problems(firm: Firm) -> Iterator[Problem]:
    if firm.registered_on > firm.apply_on:
        yield Problem("registered_on", f"注册日期 {firm.registered_on} 晚于申请日期 {firm.apply_on}。")
    if firm.operating_from and firm.operating_from < firm.registered_on:
        yield Problem("operating_from", "实际经营起始日期早于注册日期。")
    if firm.operating_from and firm.operating_from > firm.apply_on:
        yield Problem("operating_from", "实际经营起始日期晚于申请日期。")


def _year_problems(firm: Firm) -> Iterator[Problem]:
    wanted, given = expected_years(firm), [year.year for year in firm.years]
    for year in wanted:
        if year not in given:
            yield Problem("years", f"缺少 {year} 年度的数据；不掌握的数填 null，{year} 年尚未经营的填 operating_from。")
    for position, year in enumerate(given):
        if year not in wanted:
            words = "、".join(str(other) for other in wanted)
            yield Problem(f"years[{position}].year", f"{year} 年度不在申请所需的 {words} 年度之内。")
        elif year in given[:position]:
            yield Problem(f"years[{position}].year", f"{year} 年度重复。")
    if given != sorted(given):
        yield Problem("years", "年度应由远及近排列。")


def _code_problems(firm: Firm) -> Iterator[Problem]:
    if firm.field is not None and name_of(firm.field) is None:
        yield Problem("field", f"“{firm.field}”不是《国家重点支持的高新技术领域》的代码。")
    codes = Counter(right.code for right in firm.ip)
    for code, count in codes.items():
        if count > 1:
            yield Problem("ip", f"编号 {code} 重复 {count} 次。")
    for position, right in enumerate(firm.ip):
        if right.same_right_as is not None and (right.same_right_as not in codes or right.same_right_as == right.code):
            yield Problem(f"ip[{position}].same_right_as", f"“{right.same_right_as}”不是另一项知识产权的编号。")
        if right.used_by_co_owner and right.owners == 1:
            yield Problem(f"ip[{position}].used_by_co_owner", "只有一个权属人，不会有其他权属人使用；请核对 owners。")
    for position, product in enumerate(firm.products or ()):
        for code in product.ip:
            if code not in codes:
                yield Problem(f"products[{position}].ip", f"没有编号为 {code} 的知识产权。")


def _set_problems(firm: Firm, rules: RuleSet) -> Iterator[Problem]:
    for place, title in rules.needs:
        section, name = place.split(".")
        if getattr(getattr(firm, section), name) is None:
            yield Problem(place, f"缺少“{title}”（{rules.code} 规则必填）。")
    if rules.places == 0:
        for name in firm.judgements.__dataclass_fields__:
            given = getattr(firm.judgements, name)
            if isinstance(given, Decimal) and given != given.to_integral_value():
                yield Problem(f"judgements.{name}", f"{given}：本规则评分只用整数。")


class Unreadable(Exception):
    """The text is not the JSON of one firm. ``problems`` says where and why."""

    def __init__(self, found: list[Problem]):
        super().__init__("；".join(str(problem) for problem in found))
        self.problems = found


def from_json(text: str, rules: RuleSet) -> Firm:
    """One firm's data from JSON text; raises Unreadable with every mistake."""
    doubled: list[Problem] = []

    def once(pairs):
        names = Counter(name for name, _ in pairs)
        doubled.extend(Problem(name, "字段写了不止一次。") for name, count in names.items() if count > 1)
        return dict(pairs)

    def no_constant(word):
        raise Unreadable([Problem("（整个文件）", f"{word} 不是数字。")])

    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=no_constant, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise Unreadable([Problem(place, "这里不是正确的 JSON，请检查引号、逗号和括号。")]) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable([Problem("（整个文件）", "括号套得太深，或有过长的数字。")]) from error
    firm, found = read(Firm, data)
    found = doubled + found or problems(firm, rules)
    if found:
        raise Unreadable(found)
    return firm


def schema() -> dict:
    """The JSON Schema of one firm's data."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": (
            "一家企业的年度数据。金额单位为元，人数为全年月平均数，可写作数字或文字；都按十进制精确计算，比较前不四舍五入。"
            "null 表示不掌握：有关条目为“需人工”。不认识的字段、缺少的字段、自相矛盾之处逐一指出，退出码为 1。"
            "输出：conditions 为八项条件，score.items 为创新能力评价各项及其 parts；"
            "每项有 status（met、not_met、需人工）、min、max、value、clause（文号与条款）、required（要求）、reason（算式）。"
            "评分项的 min、max 是分数，value 是所量之数；条件的 min、max 是该数的上下限。比例写作小数（0.1 即 10%），"
            "除不尽的在第十二位四舍五入，只影响显示。评分项 status：met 有得分档，not_met 为 0 分，需人工 须专家或人工判断。"
        ),
    } | schema_of(Firm)
