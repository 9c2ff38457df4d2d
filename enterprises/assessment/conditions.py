"""The eight conditions of recognition (国科发火〔2016〕32号 art. 11; 国科发火〔2008〕172号 art. 10 under the earlier set)."""

from collections.abc import Callable
from fractions import Fraction

from .fields import name_of
from .inputs import Firm, Research
from .numbers import equals, exact, exceeds, money, percent, plain, ratio, reaches, rounded, total
from .results import MANUAL, MET, NOT_MET, Line, Score, declared, together
from .rights import Usable
from .rules import RuleSet

UNKNOWN = "数据未填全，不能计算。"


def registered(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（一）: registered for a year (365 calendar days) on the day of application."""
    days = (firm.apply_on - firm.registered_on).days
    return Line(
        code="1",
        label="注册成立一年以上",
        clause=rules.clauses["1"],
        status=MET if days >= rules.least_days else NOT_MET,
        reason=f"{firm.registered_on} 注册，{firm.apply_on} 申请，相隔 {days} 天。",
        value=days,
        shown=f"{days} 天",
        required=f"≥ {rules.least_days} 天",
        minimum=days,
        maximum=days,
    )


def owned(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（二）: owns rights that carry the main products; whether they carry them is judged.

    195号 三（三）: main products are those carried by such rights whose income is together more than 50% of the
    high-tech income; with the products given this is checked too.
    """
    count = len(rights.all)
    parts = [
        Line(
            code="2.1",
            label="有可计入的知识产权",
            clause=rules.clauses["2"],
            status=MET if count else NOT_MET,
            reason=f"可计入 {count} 项（Ⅰ类 {len(rights.first)}、Ⅱ类 {len(rights.second)}）。",
            value=count,
            shown=f"{count} 项",
            required="≥ 1 项",
            minimum=count,
            maximum=count,
        ),
        Line(
            code="2.2",
            label="对主要产品（服务）在技术上发挥核心支持作用",
            clause=rules.clauses["2"],
            status=declared(firm.judgements.core_ip) if count else NOT_MET,
            reason="由专家判断。" if count else "没有可计入的知识产权。",
        ),
    ]
    if firm.products:
        parts.append(_main_products(rules, firm, rights))
    return _group("2", "拥有主要产品（服务）核心技术的知识产权", rules, parts)


def _main_products(rules: RuleSet, firm: Firm, rights: Usable) -> Line:
    counted = {right.code for right in rights.all}
    carried = total(product.income for product in firm.products if counted & set(product.ip))
    share = ratio(carried, firm.income.high_tech)
    least = rules.main_products_share
    told = f"有可计入知识产权支持的产品收入 {money(carried)} ÷ 高新技术产品收入 {money(firm.income.high_tech)}"
    return Line(
        code="2.3",
        label="主要产品（服务）收入占高新技术产品（服务）收入",
        clause=rules.clauses["2.3"],
        status=MANUAL if share is None else MET if exceeds(share, least) else NOT_MET,
        reason=f"{told}，比例无从计算。" if share is None else f"{told} {equals(share)}。",
        value=share,
        shown=percent(share),
        required=f"> {percent(least)}",
        minimum=share,
        maximum=share,
    )


def in_field(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（三）: the core technology belongs to the listed fields: a code to the deepest level, and a judgement."""
    if firm.field is None:
        status, told = MANUAL, "未选择技术领域。"
    else:
        status, told = declared(firm.judgements.in_field), f"{firm.field} {name_of(firm.field)}；是否属于由专家判断。"
        if len(firm.field) == 2:
            told += "请选到最末一级。"
    return Line(
        code="3",
        label="核心技术属于国家重点支持的高新技术领域",
        clause=rules.clauses["3"],
        status=status,
        reason=told,
        shown=firm.field or "",
    )


def staffed(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（四）: S&T staff ≥ 10% of the year's staff, both as yearly means of months."""
    lines = []
    for test in rules.staff_tests:
        count = getattr(firm.staff, test.attribute)
        told = f"{plain(count) or '未填'} ÷ 职工总数 {plain(firm.staff.total) or '未填'}"
        lines.append(
            _at_least(test.code, test.label, rules.clauses["4"], count, firm.staff.total, test.share, told, _persons)
        )
    return lines[0] if len(lines) == 1 else _group("4", "人员占比", rules, lines)


def researched(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（五）: research of three years ÷ sales of the same years, by the tier of the latest year's sales; and
    the share of it spent in China ≥ 60%.
    """
    counted = [countable(year.research, rules) for year in firm.years]
    spent = total(counted)
    sales = total(year.sales for year in firm.years)
    latest = firm.latest.sales
    clause = rules.clauses["5"]
    if latest is None:
        intensity = Line(code="5.1", label="研发费用占销售收入", clause=clause, status=MANUAL, reason=UNKNOWN)
    else:
        tier = next(tier for tier in rules.research_tiers if tier.holds(latest))
        years = "、".join(str(year) for year in firm.periods)
        told = f"{years} 年研发费用 {money(spent)} ÷ 同期销售收入 {money(sales)}"
        intensity = _at_least("5.1", "研发费用占销售收入", clause, spent, sales, tier.share, told)
        more = f"最近一年销售收入 {money(latest)}，适用 {percent(tier.share)} 一档。"
        intensity = intensity._replace(reason=intensity.reason + more)
    domestic = None
    if spent is not None:
        domestic = spent - exact(sum(year.research.outsourced_overseas for year in firm.years)) * rules.outsourced_share
    told = f"境内研发费用 {money(domestic)} ÷ 全部研发费用 {money(spent)}"
    at_home = _at_least("5.2", "境内研发费用占比", clause, domestic, spent, rules.domestic_share, told)
    return _group("5", "研发费用占比", rules, [intensity, at_home])


def countable(research: Research | None, rules: RuleSet) -> Fraction | None:
    """Research that counts: what others did at 80%, 其他费用 at most a fifth of the whole (195号 三（六）)."""
    if research is None:
        return None
    inside = research.personnel + research.direct + research.depreciation
    inside += research.amortisation + research.design + research.testing
    outside = research.outsourced_domestic + research.outsourced_overseas
    rest = exact(inside) + exact(outside) * rules.outsourced_share if outside else exact(inside)
    if not research.other:
        return rest
    other = exact(research.other)
    if rules.other_cap is not None:
        # other ≤ cap × (rest + other)  ⇔  other ≤ rest × cap ÷ (1 − cap)
        other = min(other, rest * rules.other_cap / (1 - rules.other_cap))
    return rest + other


def high_tech_income(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（六）: high-tech income ÷ total income (收入总额 − 不征税收入) of the latest year ≥ 60%."""
    income = firm.income
    known = income.gross is not None and income.non_taxable is not None
    whole = income.gross - income.non_taxable if known else None
    told = f"高新技术产品（服务）收入 {money(income.high_tech)} ÷ 总收入 {money(whole)}"
    label = "高新技术产品（服务）收入占总收入"
    return _at_least("6", label, rules.clauses["6"], income.high_tech, whole, rules.high_tech_share, told)


def innovative(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（七）: the innovation score is more than 70."""
    told = {
        MET: "最严评分也超过合格线。",
        NOT_MET: "最宽评分也不超过合格线。",
        MANUAL: "合格线在评分区间之内，取决于专家评分。",
    }[score.status]
    return Line(
        code="7",
        label="企业创新能力评价",
        clause=rules.clauses["7"],
        status=score.status,
        reason=told,
        value=score.minimum if score.minimum == score.maximum else None,
        shown=f"{score.span} 分",
        required=f"> {rules.pass_above} 分",
        minimum=score.minimum,
        maximum=score.maximum,
    )


def clean(rules: RuleSet, firm: Firm, rights: Usable, score: Score) -> Line:
    """第十一条（八）: no grave accident and no serious environmental offence in the year before; declared, then checked."""
    told = {True: "企业声明未发生，由认定机构核查。", False: "企业声明发生过。", None: "尚未声明。"}[firm.no_incident]
    return Line(
        code="8",
        label="申请前一年内无重大安全、重大质量事故或严重环境违法行为",
        clause=rules.clauses["8"],
        status=declared(firm.no_incident),
        reason=told,
    )


def _at_least(code, label, clause, part, whole, share: Fraction, told: str, show: Callable = money) -> Line:
    """A share that must be reached; with an unknown side or nothing to divide by, for a person."""
    value = ratio(part, whole)
    if value is None:
        status, told = MANUAL, f"{told}：" + (UNKNOWN if None in (part, whole) else "分母不大于 0，比例无从计算。")
    elif reaches(value, share):
        status, told = MET, f"{told} {equals(value)}。"
    else:
        status, told = NOT_MET, f"{told} {equals(value)}。{_missing(part, whole, share, show)}"
    return Line(
        code=code,
        label=label,
        clause=clause,
        status=status,
        reason=told,
        value=value,
        shown=percent(value),
        required=f"≥ {percent(share)}",
        minimum=value,
        maximum=value,
    )


def _missing(part, whole, share: Fraction, show: Callable) -> str:
    """How much more the numerator would have to be."""
    lacking = share * exact(whole) - exact(part)
    return f"还差 {show(lacking)}。" if lacking > 0 else ""


def _persons(count) -> str:
    return f"{rounded(count, 2)} 人"


def _group(code: str, label: str, rules: RuleSet, parts: list[Line]) -> Line:
    """A condition of several parts, which must all hold; its value is that of the first part."""
    first = parts[0]
    return Line(
        code=code,
        label=label,
        clause=rules.clauses[code],
        status=together(part.status for part in parts),
        reason="；".join(f"{part.code} {part.word}" for part in parts) + "。",
        value=first.value,
        shown=first.shown,
        required=first.required,
        minimum=first.minimum,
        maximum=first.maximum,
        parts=tuple(parts),
    )


CONDITIONS = (registered, owned, in_field, staffed, researched, high_tech_income, innovative, clean)
