"""How each sub-item of the innovation score is measured, and how the items add up."""

from fractions import Fraction
from functools import cache

from . import growth as growing
from .inputs import Firm
from .numbers import percent, plain, rounded
from .results import MANUAL, MET, NOT_MET, Line, Score
from .rights import Usable
from .rules import Item, Measured, Part, RuleSet, band_of

UNJUDGED = Measured(0, -1, MANUAL, "由专家评定；尚无评分。")
LEVELS = ((7, "A"), (5, "B"), (3, "C"), (1, "D"), (0, "E"))


def judged(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """Nothing in the data decides; the full range is the expert's."""
    return UNJUDGED


def judged_if_any_right(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """195号 三（七）1（1）（2）: an expert's grade; without a right that counts there is nothing to grade: E 0."""
    if not rights.all:
        return Measured(0, 0, NOT_MET, "没有可计入的知识产权，E 级 0 分。", grade="E")
    return judged(rules, firm, rights)


def right_count(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """195号 三（七）1（3）: ≥1 Ⅰ类 7–8; ≥5 Ⅱ类 5–6; 3–4 Ⅱ类 3–4; 1–2 Ⅱ类 1–2; none 0."""
    first, second = len(rights.first), len(rights.second)
    found = f"可计入Ⅰ类 {first} 项、Ⅱ类 {second} 项"
    if first:
        return Measured(7, 8, MET, f"{found}：有Ⅰ类 1 项及以上，A 级。", first + second, f"{first} + {second} 项", "A")
    for least, grade, low, high in ((5, "B", 5, 6), (3, "C", 3, 4), (1, "D", 1, 2)):
        if second >= least:
            return Measured(low, high, MET, f"{found}，{grade} 级。", second, f"0 + {second} 项", grade)
    return Measured(0, 0, NOT_MET, f"{found}，E 级 0 分。", 0, "0 项", "E")


def right_obtained(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """195号 三（七）1（4）: 有自主研发 1–6; 仅有受让、受赠和并购等 1–3."""
    if not rights.all:
        return Measured(0, 0, NOT_MET, "没有可计入的知识产权，0 分。")
    if rights.has_own_research:
        return Measured(1, 6, MET, "有自主研发的知识产权，A 级。", grade="A")
    return Measured(1, 3, MET, "仅有受让、受赠、并购等方式取得的知识产权，B 级。", grade="B")


def standards(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """195号 三（七）1（5）, a bonus: 参与编制国家标准、行业标准、检测方法、技术规范 1–2."""
    if firm.standards:
        told = f"参与编制 {firm.standards} 项（须经国家有关部门认证认可）。"
        return Measured(1, 2, MET, told, firm.standards, f"{firm.standards} 项", "A")
    return Measured(0, 0, NOT_MET, "未参与编制，不加分。", 0, "0 项", "B")


def conversions(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """195号 三（七）2: by the yearly average of the last three years; one result counts once.

    A firm younger than three years is averaged over its actual years (by practice). Between none and one a year the
    table says nothing.
    """
    periods = firm.periods
    counted = {done.result for done in firm.conversions if done.year in periods}
    mean = Fraction(len(counted), len(periods))
    told = (
        f"{periods[0]}—{periods[-1]} 年转化 {len(counted)} 项，{len(counted)} ÷ {len(periods)} = {_mean(mean)} 项／年"
    )
    band = band_of(rules.conversion_bands, mean)
    if band:
        return Measured(band.low, band.high, MET, f"{told}，{band.grade} 级。", mean, _mean(mean), band.grade)
    if mean == 0:
        return Measured(0, 0, NOT_MET, f"{told}，F 级 0 分。", mean, "0", "F")
    lowest = rules.conversion_bands[-1]
    return Measured(0, lowest.high, MANUAL, f"{told}：大于 0 而不足 1，评分表没有规定。", mean, _mean(mean))


def asset_growth(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """195号 三（七）4: 净资产增长率 (2008: 总资产)."""
    return _grown(rules, tuple(getattr(year, rules.assets) for year in firm.years))


def sales_growth(rules: RuleSet, firm: Firm, rights: Usable) -> Measured:
    """195号 三（七）4: 销售收入增长率."""
    return _grown(rules, tuple(year.sales for year in firm.years))


def _grown(rules: RuleSet, values) -> Measured:
    found = growing.growth(values)
    shown = percent(found.rate) if found.rate is not None else ""
    if found.kind == growing.MANUAL:
        return Measured(0, -1, MANUAL, found.reason, found.rate, shown)
    if found.kind == growing.MANUAL_ZERO:
        return Measured(0, 0, MANUAL, found.reason, None, shown)
    if found.kind == growing.ZERO:
        return Measured(0, 0, NOT_MET, found.reason, None, shown, "F")
    band = band_of(rules.growth_bands, found.rate)
    if band is None:
        return Measured(0, 0, NOT_MET, f"{found.reason}F 级 0 分。", found.rate, shown, "F")
    return Measured(band.low, band.high, MET, f"{found.reason}{band.grade} 级。", found.rate, shown, band.grade)


def _mean(mean: Fraction) -> str:
    text = plain(mean)
    return text if len(text) < 6 else f"≈{rounded(mean, 2)}"


def measure(rules: RuleSet, firm: Firm, rights: Usable) -> Score:
    """The four items, and the range of the whole."""
    items = tuple(_item(rules, item, firm, rights) for item in rules.items)
    low, high = sum(item.minimum for item in items), sum(item.maximum for item in items)
    status = MET if low > rules.pass_above else NOT_MET if high <= rules.pass_above else MANUAL
    return Score(
        items=items,
        minimum=low,
        maximum=high,
        full=sum(item.full for item in rules.items),
        required=f"> {rules.pass_above}",
        status=status,
    )


def _item(rules: RuleSet, item: Item, firm: Firm, rights: Usable) -> Line:
    parts = tuple(_part(rules, part, firm, rights) for part in item.parts)
    low = min(item.full, sum(part.minimum for part in parts))
    high = min(item.full, sum(part.maximum for part in parts))
    counted = [part for part, told in zip(parts, item.parts, strict=True) if not told.bonus]
    open_ = any(part.status == MANUAL for part in parts)
    status = MANUAL if open_ else MET if any(part.status == MET for part in counted) else NOT_MET
    return Line(
        code=item.code,
        label=item.label,
        clause=item.clause,
        status=status,
        reason=" + ".join(f"{part.code} {part.span}" for part in parts) + f"，满分 {item.full}。",
        minimum=low,
        maximum=high,
        full=item.full,
        parts=parts,
    )


def _part(rules: RuleSet, part: Part, firm: Firm, rights: Usable) -> Line:
    found, given = part.measure(rules, firm, rights), getattr(firm.judgements, part.judgement)
    return _open(part) if found is UNJUDGED and given is None else _line(part, found, given)


@cache
def _open(part: Part) -> Line:
    """The line of a sub-item that nobody has judged: the same for every firm."""
    return _line(part, UNJUDGED, None)


def _line(part: Part, found: Measured, given) -> Line:
    low, high = found.low, part.full if found.high < 0 else found.high
    status, reason, grade = found.status, found.reason, found.grade
    if given is not None and low <= given <= high:
        # An expert's points are taken as they are: they may lie anywhere in the range that the data leave open.
        low = high = Fraction(given)
        if status == MANUAL:
            status = MET if given else NOT_MET
            reason = "" if reason.startswith("由专家评定") else reason
            grade = grade or _level(part, given)
        reason = f"{reason}专家评 {plain(given)} 分。"
    elif given is not None:
        reason = f"{reason}所填专家评分 {plain(given)} 分不在 {plain(low)}—{plain(high)} 分之内，未采用。"
    return Line(
        code=part.code,
        label=part.label,
        clause=part.clause,
        status=status,
        reason=reason,
        value=found.value,
        shown=found.shown,
        minimum=low,
        maximum=high,
        full=part.full,
        grade=grade,
    )


def _level(part: Part, given) -> str:
    """The grade of points out of eight (195号 三（七）1（1）（2）)."""
    return next(grade for least, grade in LEVELS if given >= least) if part.full == 8 else ""
