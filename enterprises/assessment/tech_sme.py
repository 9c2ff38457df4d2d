"""科技型中小企业评价办法 (国科发政〔2017〕115号, in force from 2017-05-03): conditions, direct grounds, score."""

from collections.abc import Callable
from datetime import date
from functools import cache

from .inputs import BASES, Firm
from .numbers import Number, equals, money, percent, plain, ratio
from .results import MANUAL, MET, NOT_MET, Assessment, Line, Score, declared, together
from .rights import ROMAN, RightsRule, Usable, usable

VALID_FROM = date(2017, 5, 3)
DOCUMENTS = (
    "国科发政〔2017〕115号《科技型中小企业评价办法》",
    "国科火字〔2022〕67号《科技型中小企业评价服务工作指引》",
)
CLAUSE = "国科发政〔2017〕115号 第六条"
SCORED = "国科发政〔2017〕115号 第七条"
DIRECT = "国科发政〔2017〕115号 第八条"
MOST_STAFF, MOST_SALES, MOST_ASSETS, PASS = 500, 200_000_000, 200_000_000, 60
RIGHTS = RightsRule(class_two_once=False, one_of_owners=False, licence_years=None)

# Closed below, open above: (from this percentage on, points).
STAFF_BANDS = ((30, 20), (25, 16), (20, 12), (15, 8), (10, 4))
SALES_BANDS = ((6, 50), (5, 40), (4, 30), (3, 20), (2, 10))
COST_BANDS = ((30, 50), (25, 40), (20, 30), (15, 20), (10, 10))
RIGHT_BANDS = ((4, 24), (3, 18), (2, 12), (1, 6))
GROUNDS = {
    "valid_certificate": "持有效期内高新技术企业资格证书",
    "national_award": "近五年内获得国家级科技奖励，并在获奖单位中排在前三名",
    "provincial_platform": "拥有经认定的省部级以上研发机构",
    "led_standard": "近五年内主导制定过国际标准、国家标准或行业标准",
}


def assess(firm: Firm) -> Assessment:
    """The firm as 科技型中小企业; its further data must be there."""
    rights = _rights(firm)
    score = _score(firm, rights)
    conditions = (*_conditions(firm), _fifth(score), _direct(firm))
    basic = together(line.status for line in conditions[:4])
    way = MET if MET in (conditions[4].status, conditions[5].status) else conditions[4].status
    early = firm.apply_on < VALID_FROM
    return Assessment(
        rule_set="tech_sme_2017",
        version="tech_sme_2017.1",
        title="科技型中小企业评价（2017 年 5 月 3 日起）",
        documents=DOCUMENTS,
        firm=firm.name,
        apply_on=firm.apply_on.isoformat(),
        status=together((basic, way)),
        conditions=conditions,
        score=score,
        rights=rights.told,
        notes=(f"115号自 {VALID_FROM} 起施行，申请日在此之前，本结果仅供参考。",) if early else (),
    )


def _rights(firm: Firm) -> Usable:
    """第七条: valid, related to the main products, undisputed."""
    fit = tuple(right for right in firm.ip if right.related and not right.disputed)
    counted = usable(fit, RIGHTS, firm.apply_on)
    told = dict(counted.told)
    unfit = {right.code: "不计：有争议" if right.disputed else "不计：与主要产品（服务）无关" for right in firm.ip}
    return Usable(
        counted.first, counted.second, tuple((right.code, told.get(right.code, unfit[right.code])) for right in firm.ip)
    )


def _conditions(firm: Firm) -> tuple[Line, ...]:
    more, latest = firm.tech_sme, firm.latest
    sizes = (
        _at_most("2.1", "职工总数", more.staff, MOST_STAFF, lambda number: f"{plain(number)} 人"),
        _at_most("2.2", "年销售收入", latest.sales, MOST_SALES, money),
        _at_most("2.3", "资产总额", latest.total_assets, MOST_ASSETS, money),
    )
    size = Line(
        code="2",
        label="规模",
        clause=f"{CLAUSE}（二）",
        status=together(part.status for part in sizes),
        reason="；".join(f"{part.label}{part.word}" for part in sizes) + "。",
        parts=sizes,
    )
    return (
        _said("1", "在中国境内（不含港澳台）注册的居民企业", f"{CLAUSE}（一）", more.resident),
        size,
        _said("3", "产品和服务不属于国家规定的禁止、限制和淘汰类", f"{CLAUSE}（三）", more.allowed_products),
        _both("4", "无重大事故、严重环境违法、科研严重失信，未列入异常和失信名单", more.no_incident, more.not_listed),
    )


def _at_most(code: str, label: str, value: Number | None, most: int, show: Callable) -> Line:
    status = MANUAL if value is None else MET if value <= most else NOT_MET
    told = "未填" if value is None else show(value)
    return Line(
        code=code,
        label=label,
        clause=f"{CLAUSE}（二）",
        status=status,
        reason=f"{label} {told}，上限 {show(most)}。",
        value=value,
        shown=told,
        required=f"≤ {show(most)}",
        minimum=value,
        maximum=value,
    )


@cache
def _said(code: str, label: str, clause: str, value: bool | None) -> Line:
    told = {True: "企业声明符合。", False: "企业声明不符合。", None: "尚未声明。"}[value]
    return Line(code=code, label=label, clause=clause, status=declared(value), reason=told)


@cache
def _both(code: str, label: str, first: bool | None, second: bool | None) -> Line:
    parts = (
        _said("4.1", "上一年及当年无重大事故、严重环境违法、科研严重失信", f"{CLAUSE}（四）", first),
        _said("4.2", "未列入经营异常名录和严重违法失信企业名单", f"{CLAUSE}（四）", second),
    )
    status = together(part.status for part in parts)
    told = "；".join(f"{part.code} {part.word}" for part in parts) + "。"
    return Line(code=code, label=label, clause=f"{CLAUSE}（四）", status=status, reason=told, parts=parts)


def _fifth(score: Score) -> Line:
    """第六条（五）: the score is at least 60 and the S&T staff item is not zero."""
    staff = score.items[0]
    staffed = MET if staff.minimum > 0 else NOT_MET if staff.maximum == 0 else MANUAL
    return Line(
        code="5",
        label="综合评分不低于 60 分，且科技人员指标得分不为 0",
        clause=f"{CLAUSE}（五）",
        status=together((score.status, staffed)),
        reason=f"综合评分 {score.span} 分；科技人员指标 {plain(staff.minimum)} 分。",
        value=score.minimum if score.minimum == score.maximum else None,
        shown=f"{score.span} 分",
        required=f"≥ {PASS} 分",
        minimum=score.minimum,
        maximum=score.maximum,
    )


def _direct(firm: Firm) -> Line:
    """第八条: with (一) to (四) of 第六条 and one of four grounds the score is not needed."""
    held = [label for name, label in GROUNDS.items() if getattr(firm.tech_sme, name)]
    return Line(
        code="直接确认",
        label="符合（一）至（四）并具备下列条件之一的，可直接确认（不具备的须达到 60 分）",
        clause=DIRECT,
        status=MET if held else NOT_MET,
        reason="；".join(held) + "。" if held else "没有可直接确认的情形。",
    )


def _score(firm: Firm, rights: Usable) -> Score:
    items = (_staff(firm), _research(firm), _results(rights))
    low, high = sum(item.minimum for item in items), sum(item.maximum for item in items)
    status = MET if low >= PASS else NOT_MET if high < PASS else MANUAL
    return Score(items=items, minimum=low, maximum=high, full=100, required=f"≥ {PASS}", status=status)


def _staff(firm: Firm) -> Line:
    more = firm.tech_sme
    told = f"科技人员 {plain(more.science_staff) or '未填'} ÷ 职工总数 {plain(more.staff) or '未填'}"
    return _by_share("A", "科技人员指标", 20, more.science_staff, more.staff, STAFF_BANDS, told)


def _research(firm: Firm) -> Line:
    """The firm chooses one of two columns; where it has not chosen, the better one."""
    more, sales = firm.tech_sme, firm.latest.sales
    spent = f"研发费用 {money(more.research)}"
    columns = {
        "sales": _by_share(
            "B1", BASES["sales"], 50, more.research, sales, SALES_BANDS, f"{spent} ÷ 销售收入 {money(sales)}"
        ),
        "costs": _by_share(
            "B2",
            BASES["costs"],
            50,
            more.research,
            more.costs,
            COST_BANDS,
            f"{spent} ÷ 成本费用支出 {money(more.costs)}",
        ),
    }
    both = tuple(columns.values())
    known = [column for column in both if column.value is not None]
    chosen = columns[more.basis] if more.basis else max(known or both, key=lambda column: column.minimum)
    open_ = not more.basis and len(known) == 1 and chosen.maximum < 50
    lacking = next((column for column in both if column.value is None), None) if open_ else None
    undecided = lacking is not None and _unfilled(more, sales, lacking.code)
    return Line(
        code="B",
        label="研发投入指标",
        clause=SCORED,
        status=MANUAL if undecided else chosen.status,
        reason=f"{'企业选择' if more.basis else '取得分高的一列'}：{chosen.label}。{chosen.reason}",
        value=chosen.value,
        shown=chosen.shown,
        minimum=chosen.minimum,
        maximum=50 if undecided else chosen.maximum,
        full=50,
        parts=both,
    )


def _unfilled(more, sales, code: str) -> bool:
    """Whether the other column is open because its figure is not filled in (not because there is nothing to divide)."""
    return (sales if code == "B1" else more.costs) is None


def _results(rights: Usable) -> Line:
    first, second = len(rights.first), len(rights.second)
    pts = 30 if first else next((pts for least, pts in RIGHT_BANDS if second >= least), 0)
    return Line(
        code="C",
        label="科技成果指标",
        clause=SCORED,
        status=MET if pts else NOT_MET,
        reason=f"{ROMAN[1]} {first} 项、{ROMAN[2]} {second} 项，{pts} 分。",
        value=first + second,
        shown=f"{first} + {second} 项",
        minimum=pts,
        maximum=pts,
        full=30,
    )


def _by_share(code: str, label: str, full: int, part, whole, bands, told: str) -> Line:
    value = ratio(part, whole)
    if value is None:
        why = "数据未填全" if None in (part, whole) else "分母不大于 0，比例无从计算"
        low, high, status, told = 0, full, MANUAL, f"{told}：{why}。"
    else:
        above, below = value.as_integer_ratio()
        low = next((pts for least, pts in bands if above * 100 >= least * below), 0)
        high, status, told = low, MET if low else NOT_MET, f"{told} {equals(value)}，{low} 分。"
    return Line(
        code=code,
        label=label,
        clause=SCORED,
        status=status,
        reason=told,
        value=value,
        shown=percent(value),
        minimum=low,
        maximum=high,
        full=full,
    )
