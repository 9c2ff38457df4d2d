"""The cheapest set of changes with which a firm would pass: every condition kept, the expected score above the mark.

The rules are asked, never copied: each lever (rights, conversions, staff, …) is tried on the firm at the few sizes that
can matter, and the answer read off. The levers touch different conditions and different items of the score, so the
cheapest combination is a choice of one size for each: found exactly, by the points reached (a table of half points).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from .conditions import countable
from .engine import assess
from .inputs import Firm
from .numbers import money, plain, total
from .results import MANUAL, NOT_MET, Assessment
from .rules import RuleSet
from .whatif import Change, changed

WAN = 10_000
DOCUMENTS = (
    ("research_system", "建立研发管理制度、投入核算体系和辅助账", 6),
    ("research_body", "设立研发机构，开展产学研合作", 6),
    ("conversion_system", "建立成果转化激励制度和创新创业平台", 4),
    ("talent_system", "建立人才培养、引进和评价奖励制度", 4),
)
# What the portal cannot mend for a firm: time, a declaration, an expert's opinion.
BEYOND = {"1", "8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a change costs, in 万元: the bureau's estimates, to be changed by whoever asks."""

    first_class: Decimal = Decimal(3)
    second_class: Decimal = Decimal("0.5")
    conversion: Decimal = Decimal(2)
    reassigned: Decimal = Decimal(1)
    hired: Decimal = Decimal(10)
    research: Decimal = Decimal("0.2")  # For each 万元 more: what it costs to gather and account for it.
    high_tech: Decimal = Decimal("0.05")  # For each 万元 of income moved.
    document: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Option:
    """One size of one lever: what it is in words, what it costs, what it is worth, what it settles."""

    words: str
    cost: Decimal  # 万元
    half_points: int  # Expected points × 2.
    failing: frozenset[str]  # Of the conditions that the lever touches, those still not met.
    change: Change


@dataclass(frozen=True, slots=True)
class Plan:
    """The cheapest way, or why there is none."""

    steps: tuple[Option, ...]
    cost: Decimal
    expected: Fraction
    before: Fraction
    answer: Assessment
    obstacles: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        """Whether the steps lead to passing, as far as data decide it."""
        return not self.obstacles


def expected(answer: Assessment) -> Fraction:
    """The middle of the range: neither the strictest nor the kindest expert."""
    return Fraction(answer.score.minimum + answer.score.maximum) / 2


def cheapest(firm: Firm, rules: RuleSet, prices: Prices | None = None) -> Plan:
    """The plan for the firm as it is."""
    prices, now = prices or Prices(), assess(firm, rules)
    levers = [list(lever(firm, rules, now, prices)) for lever in LEVERS]
    needed = int(rules.pass_above * 2 + 2 - 2 * expected(now))  # At least one whole point above the mark.
    chosen = _choose(levers, needed)
    obstacles = [
        f"{line.label}：{line.reason}" for line in now.conditions if line.code in BEYOND and line.status == NOT_MET
    ]
    if chosen is None:
        best = max((sum(max(option.half_points for option in lever) for lever in levers)), 0)
        reach = plain(expected(now) + Fraction(best, 2))
        obstacles.append(f"所列措施全部采用，预期分也只到 {reach} 分，或仍有条件不能满足。")
        chosen = _choose(levers, 0) or []  # Not enough, but what the conditions need in any case.
    steps = tuple(option for option in chosen if option.cost)
    after = assess(changed(firm, _together(steps)), rules)
    return Plan(
        steps, sum((step.cost for step in steps), Decimal(0)), expected(after), expected(now), after, tuple(obstacles)
    )


def _choose(levers: list[list[Option]], needed: int) -> list[Option] | None:
    """One option of each lever, together worth ``needed`` half points, none leaving a condition failing; the cheapest."""
    goal = max(needed, 0)
    best: dict[int, tuple[Decimal, list[Option]]] = {0: (Decimal(0), [])}
    for lever in levers:
        following: dict[int, tuple[Decimal, list[Option]]] = {}
        for reached, (cost, path) in best.items():
            for option in lever:
                if option.failing:
                    continue
                points = min(goal, max(reached + option.half_points, 0))
                offer = cost + option.cost
                if points not in following or offer < following[points][0]:
                    following[points] = (offer, [*path, option])
        best = following
    return best[goal][1] if goal in best else None


def _option(firm, rules, now, codes: tuple[str, ...], words: str, cost: Decimal, change: Change) -> Option:
    """Ask the rules what the change is worth and which of its conditions it leaves failing."""
    found = assess(changed(firm, change), rules)
    failing = {line.code for line in found.conditions if line.code in codes and line.status == NOT_MET}
    worth = 2 * (expected(found) - expected(now))
    return Option(words, cost, int(worth), frozenset(failing), change)


def _rights(firm, rules, now, prices) -> Iterator[Option]:
    for first, second in ((0, 0), *((0, count) for count in range(1, 6)), (1, 0)):
        words = "新增Ⅰ类知识产权 1 项" if first else f"新增Ⅱ类知识产权 {second} 项"
        cost = first * prices.first_class + second * prices.second_class
        yield _option(firm, rules, now, ("2",), words, cost, Change(first_class=first, second_class=second))


def _conversions(firm, rules, now, prices) -> Iterator[Option]:
    for count in range(5 * len(firm.periods) + 1):
        change = Change(conversions=count)
        yield _option(firm, rules, now, (), f"新增科技成果转化 {count} 项", count * prices.conversion, change)


def _staff(firm, rules, now, prices) -> Iterator[Option]:
    yield _option(firm, rules, now, ("4",), "", Decimal(0), Change())
    staff, share = firm.staff, rules.staff_tests[0].share
    if None in (staff.total, staff.science):
        return
    lacking = share * Fraction(staff.total) - Fraction(staff.science)
    if lacking <= 0:
        return
    moved, hired = ceil(lacking), ceil(lacking / (1 - share))
    if Fraction(staff.science) + moved <= staff.total:
        words = f"现有职工中增加科技人员 {moved} 人（全年月平均）"
        yield _option(firm, rules, now, ("4",), words, moved * prices.reassigned, Change(reassigned=moved))
    words = f"新招科技人员 {hired} 人（全年月平均）"
    yield _option(firm, rules, now, ("4",), words, hired * prices.hired, Change(hired=hired))


def _research(firm, rules, now, prices) -> Iterator[Option]:
    yield _option(firm, rules, now, ("5",), "", Decimal(0), Change())
    spent = total(countable(year.research, rules) for year in firm.years)
    sales = total(year.sales for year in firm.years)
    if spent is None or sales is None or sales <= 0:
        return
    tier = next(tier for tier in rules.research_tiers if tier.holds(firm.latest.sales))
    abroad = sum(Fraction(year.research.outsourced_overseas) for year in firm.years) * rules.outsourced_share
    # Enough for the tier, and enough at home that what was spent abroad is not more than its share.
    lacking = max(tier.share * sales - spent, abroad / (1 - rules.domestic_share) - spent)
    if lacking <= 0:
        return
    amount = Decimal(ceil(lacking))
    words = f"境内研发费用增加 {money(amount)}"
    yield _option(firm, rules, now, ("5",), words, amount / WAN * prices.research, Change(research=amount))


def _income(firm, rules, now, prices) -> Iterator[Option]:
    yield _option(firm, rules, now, ("6",), "", Decimal(0), Change())
    income = firm.income
    if None in (income.gross, income.non_taxable, income.high_tech):
        return
    lacking = rules.high_tech_share * Fraction(income.gross - income.non_taxable) - Fraction(income.high_tech)
    if lacking <= 0:
        return
    amount = Decimal(ceil(lacking))
    words = f"总收入中高新技术产品（服务）收入增加 {money(amount)}"
    yield _option(firm, rules, now, ("6",), words, amount / WAN * prices.high_tech, Change(high_tech=amount))


def _document(name: str, words: str, full: int):
    def lever(firm, rules, now, prices) -> Iterator[Option]:
        yield _option(firm, rules, now, (), "", Decimal(0), Change())
        given = getattr(firm.judgements, name)
        hoped = Decimal(full - 1)
        if given is None or given < hoped:
            change = Change(points={name: hoped})
            yield _option(firm, rules, now, (), f"{words}（预期评 {hoped} 分，满分 {full}）", prices.document, change)

    return lever


LEVERS = (_rights, _conversions, _staff, _research, _income, *(_document(*told) for told in DOCUMENTS))


def _together(steps: tuple[Option, ...]) -> Change:
    """All the changes at once."""
    whole = Change()
    for step in steps:
        for item in fields(Change):
            old, new = getattr(whole, item.name), getattr(step.change, item.name)
            joined = {**old, **new} if item.name == "points" else old + new
            whole = replace(whole, **{item.name: joined})
    return whole


def open_questions(plan: Plan) -> list[str]:
    """What a person still has to judge after all the steps."""
    return [f"{line.label}：{line.reason}" for line in plan.answer.conditions if line.status == MANUAL]
