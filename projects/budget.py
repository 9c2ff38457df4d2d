"""The heads of a budget and the cap of indirect costs, by the rules in force for a plan year. Pure functions of yuan.

国办发〔2021〕32号: equipment, business, labour; indirect costs up to 30/25/20 % by bracket of direct costs without equipment.
Before it (中办发〔2016〕50号) a dozen heads and 20/15/13 %. Financed and self-raised parts are computed each by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

WAN = Decimal(10_000)
FISCAL, OWN = "fiscal", "own"
PARTS = {FISCAL: "财政经费", OWN: "单位自筹"}


@dataclass(frozen=True, slots=True)
class Head:
    """A line of the budget."""

    code: str
    label: str
    is_indirect: bool = False
    is_equipment: bool = False


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Heads and tiers from a plan year on. A tier is (up to so much of the base in yuan or None, rate)."""

    code: str
    label: str
    source: str
    heads: tuple[Head, ...]
    tiers: tuple[tuple[Decimal | None, Decimal], ...]
    first_year: int = 0
    last_year: int = 9999
    is_usual: bool = True  # Taken for its years unless the call says otherwise.


@dataclass(frozen=True, slots=True)
class Totals:
    """One part of a budget added up."""

    direct: Decimal
    indirect: Decimal
    equipment: Decimal
    cap: Decimal | None

    @property
    def total(self) -> Decimal:
        """Direct and indirect."""
        return self.direct + self.indirect


_OLD_HEADS = (
    Head("equipment", "设备费", is_equipment=True), Head("materials", "材料费"), Head("testing", "测试化验加工费"),
    Head("fuel", "燃料动力费"), Head("travel", "差旅费"), Head("meetings", "会议费"),
    Head("international", "国际合作与交流费"), Head("publishing", "出版／文献／信息传播／知识产权事务费"),
    Head("labour", "劳务费"), Head("consulting", "专家咨询费"), Head("other", "其他支出"),
    Head("indirect", "间接费用", is_indirect=True),
)  # fmt: skip
_NEW_HEADS = (
    Head("equipment", "设备费", is_equipment=True),
    Head("business", "业务费"),
    Head("labour", "劳务费"),
    Head("indirect", "间接费用", is_indirect=True),
)
_FIRST, _SECOND = 500 * WAN, 1000 * WAN


def _tiers(*rates: str) -> tuple:
    return tuple(zip((_FIRST, _SECOND, None), map(Decimal, rates), strict=True))


RULE_SETS = {
    rules.code: rules
    for rules in (
        RuleSet("2016", "2016 年办法（十二科目，间接费用 20/15/13%）", "中办发〔2016〕50号", _OLD_HEADS, _tiers("0.20", "0.15", "0.13"), 0, 2021),
        RuleSet("2021", "2021 年办法（三科目，间接费用 30/25/20%）", "国办发〔2021〕32号", _NEW_HEADS, _tiers("0.30", "0.25", "0.20"), 2022),
        RuleSet("2021-theory", "2021 年办法，纯理论基础研究或软件（间接费用 60%）", "国办发〔2021〕32号", _NEW_HEADS, ((None, Decimal("0.60")),), 2022, is_usual=False),
        RuleSet("lump", "包干制（不分科目）", "国办发〔2021〕32号", (Head("lump", "项目经费"),), (), 2022, is_usual=False),
    )
}  # fmt: skip


def usual_for(plan_year: int) -> RuleSet:
    """The rules in force for a plan year."""
    fitting = (r for r in RULE_SETS.values() if r.is_usual and r.first_year <= plan_year <= r.last_year)
    return next(fitting)


def indirect_cap(direct: Decimal, equipment: Decimal, rules: RuleSet) -> Decimal | None:
    """The most that indirect costs may be, bracket by bracket; None where the rules set no cap."""
    if not rules.tiers:
        return None
    base, below, cap = max(direct - equipment, Decimal(0)), Decimal(0), Decimal(0)
    for limit, rate in rules.tiers:
        upper = base if limit is None else min(base, limit)
        cap += max(upper - below, Decimal(0)) * rate
        below = upper
    return cap.quantize(Decimal("0.01"), ROUND_HALF_UP)


def totals(lines: Mapping[str, Mapping[str, Decimal]], rules: RuleSet) -> dict[str, Totals]:
    """Both parts added up: ``lines`` is by head, then by part, in yuan."""
    found = {}
    for part in PARTS:
        amounts = {head: lines.get(head.code, {}).get(part, Decimal(0)) for head in rules.heads}
        indirect = sum((a for head, a in amounts.items() if head.is_indirect), Decimal(0))
        equipment = sum((a for head, a in amounts.items() if head.is_equipment), Decimal(0))
        direct = sum(amounts.values(), Decimal(0)) - indirect
        found[part] = Totals(direct, indirect, equipment, indirect_cap(direct, equipment, rules))
    return found


def wan(amount: Decimal) -> str:
    """Yuan as 万元, without zeros that say nothing."""
    text = f"{(amount / WAN).quantize(Decimal('0.0001'), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".")


def findings(lines: Mapping[str, Mapping[str, Decimal]], rules: RuleSet, ceiling: Decimal | None) -> list[str]:
    """Sentences on what the budget breaks."""
    found = []
    sums = totals(lines, rules)
    for part, label in PARTS.items():
        part_sums = sums[part]
        if part_sums.cap is not None and part_sums.indirect > part_sums.cap:
            found.append(
                f"{label}的间接费用 {wan(part_sums.indirect)} 万元，超过上限 {wan(part_sums.cap)} 万元"
                f"（{rules.source}，直接费用扣除设备费后分段计算）。"
            )
    if sums[FISCAL].total <= 0:
        found.append("财政经费合计须大于 0。")
    if ceiling is not None and sums[FISCAL].total > ceiling:
        found.append(f"财政经费合计 {wan(sums[FISCAL].total)} 万元，超过本批上限 {wan(ceiling)} 万元。")
    return found
