"""Growth of net assets (or total assets) and of sales (国科发火〔2016〕195号 三（七）4 企业成长性)."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from .numbers import Number, equals, money, percent
from .numbers import exact as as_fraction

COMPUTED, ZERO, MANUAL, MANUAL_ZERO = "computed", "zero", "manual", "manual_zero"


@dataclass(frozen=True, slots=True)
class Growth:
    """The rate, how it came about, and the arithmetic in words.

    ``kind``: COMPUTED the rate decides; ZERO the text gives no points; MANUAL nobody can tell from the rules;
    MANUAL_ZERO no points, to be looked at by a person.
    """

    kind: str
    rate: Fraction | None
    reason: str


def growth(values: tuple[Number | None, ...]) -> Growth:
    """½ × (Y2/Y1 + Y3/Y2) − 1 of the last fiscal years, oldest first, with the cases that the text settles:

    first year zero → the last two years; second year zero → no points; fewer than three years → the actual ones
    (two years Y2/Y1 − 1 by practice; one year cannot be computed: no points, for a person to confirm). A negative
    base is not regulated: the literal value is shown and a person decides.
    """
    if None in values:
        return Growth(MANUAL, None, "数据未填全，不能计算。")
    exact = [as_fraction(value) for value in values]
    if len(exact) == 1:
        return Growth(MANUAL_ZERO, None, "只有一个会计年度，算不出增长率，按 0 分（惯例，请人工确认）。")
    if any(value < 0 for value in exact[:-1]):
        return _negative(exact)
    if len(exact) == 2:
        if exact[0] == 0:
            return Growth(MANUAL_ZERO, None, "两个年度中前一年为 0，算不出增长率，按 0 分（请人工确认）。")
        return _over_two(exact, "实际经营两年，按两年计算：")
    if exact[1] == 0:
        return Growth(ZERO, None, "第二年为 0，按规定计 0 分。")
    if exact[0] == 0:
        return _over_two(exact[1:], "第一年为 0，按后两年计算：")
    rate = (exact[1] / exact[0] + exact[2] / exact[1]) / 2 - 1
    first, second, third = map(money, values)
    return Growth(COMPUTED, rate, f"½ ×（{second} ÷ {first} + {third} ÷ {second}）− 1 {equals(rate)}。")


def _over_two(pair: list[Fraction], why: str) -> Growth:
    rate = pair[1] / pair[0] - 1
    return Growth(COMPUTED, rate, f"{why}{money(pair[1])} ÷ {money(pair[0])} − 1 {equals(rate)}。")


def _negative(exact: list[Fraction]) -> Growth:
    """The literal formula for information; where the year before last is zero there are no points either way."""
    told = "、".join(money(value) for value in exact)
    if len(exact) == 3 and exact[1] == 0:
        return Growth(MANUAL_ZERO, None, f"各年依次为 {told}：第二年为 0 计 0 分，另有年度为负，请人工确认。")
    usable = [(base, value) for base, value in pairwise(exact) if base != 0]
    rate = sum((value / base for base, value in usable), Fraction(0)) / len(usable) - 1
    return Growth(
        MANUAL, rate, f"各年依次为 {told}：基期为负，文件没有规定如何计算；按公式字面为 {percent(rate)}，仅供参考。"
    )
