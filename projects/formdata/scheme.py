"""What a review scheme (评审方案) is: criteria with weights and anchored ranges, and how marks become one number."""

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

from projects.choices import Aggregation, PanelUse

from .schema import CODE, Malformed

FOLDER = Path(__file__).parent / "ready"
NAMES = {"plan": "科技计划项目评审表（十项，百分制）", "proof": "概念验证项目评审表（九项，百分制）"}
WHOLE = Decimal(100)
STEP = Decimal("0.1")
PLACES = Decimal("0.01")
_ANCHOR = re.compile(r"^(?P<label>[^：:]{1,30})[：:]\s*(?P<low>\d+(\.\d)?)\s*[-－—~～至]\s*(?P<high>\d+(\.\d)?)$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word with the range of marks that it stands for: 国际先进 9-10."""

    label: str
    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        return f"{self.label} {plain(self.low)}-{plain(self.high)}"


@dataclass(frozen=True)
class Criterion:
    """One thing that is marked. ``weight`` is its share of the hundred, ``most`` the highest mark."""

    code: str
    label: str
    weight: Decimal
    most: Decimal
    help: str = ""
    anchors: tuple[Anchor, ...] = ()
    comment_least: int = 0
    tie: int | None = None  # Its place among the criteria that part equals: 1 is asked first.

    def anchor_of(self, mark: Decimal) -> Anchor | None:
        """The range that a mark lies in."""
        return next((anchor for anchor in self.anchors if anchor.low <= mark <= anchor.high), None)


@dataclass(frozen=True)
class Scheme:
    """All that experts of one call answer to, and how their marks are put together."""

    criteria: tuple[Criterion, ...]
    aggregation: str = Aggregation.MEAN
    least_reviews: int = 3
    spread_limit: Decimal = Decimal(20)
    is_blind: bool = False
    replaces_recused: bool = False  # Whether a recusal that comes later passes the review on, or alerts only.
    comment_least: int = 100
    asks_amount: bool = True
    panel_use: str = PanelUse.ACCOMPANIES
    panel_share: Decimal = Decimal(50)  # Of a weighted score, how many hundredths are the panel's.
    panel_secret: bool = False

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Every criterion by its code, in the order of the sheet."""
        return {criterion.code: criterion for criterion in self.criteria}

    @property
    def ties(self) -> tuple[Criterion, ...]:
        """The criteria that part equals, the first first."""
        return tuple(sorted((c for c in self.criteria if c.tie), key=lambda c: c.tie))

    @property
    def panel_told(self) -> str:
        """What a panel's score does, in words, to the score and to the place."""
        words = PanelUse(self.panel_use).label
        if self.panel_use == PanelUse.ACCOMPANIES:
            return words
        share = f"（会评 {plain(self.panel_share)}%）" if self.panel_use == PanelUse.WEIGHTED else ""
        return f"{words}{share}，已会评的排在未会评的之前"

    def as_json(self) -> dict:
        """The scheme as it is stored; numbers as text, so that they come back exact."""
        return json.loads(json.dumps(asdict(self), default=str))


def read_scheme(stored: Mapping) -> Scheme:
    """A stored scheme. Raises Malformed."""
    try:
        criteria = tuple(_read_criterion(one) for one in stored["criteria"])
        known = dict(stored) | {"criteria": criteria, "spread_limit": Decimal(stored["spread_limit"])}
        if "panel_share" in stored:  # Versions of before there were panels say nothing of them.
            known["panel_share"] = Decimal(stored["panel_share"])
        return Scheme(**known)
    except (KeyError, TypeError, ArithmeticError) as error:
        raise Malformed(f"不是评审方案的结构：{error}") from error


def _read_criterion(stored: Mapping) -> Criterion:
    anchors = tuple(Anchor(a["label"], Decimal(a["low"]), Decimal(a["high"])) for a in stored.get("anchors", ()))
    numbers = {name: Decimal(stored[name]) for name in ("weight", "most")}
    return Criterion(**(dict(stored) | numbers | {"anchors": anchors}))


@cache
def ready_scheme(code: str) -> Scheme:
    """A scheme that is shipped. Raises KeyError for another name."""
    NAMES[code]
    return read_scheme(json.loads((FOLDER / f"scheme_{code}.json").read_text(encoding="utf-8")))


def read_anchors(text: str) -> tuple[Anchor, ...]:
    """Ranges as staff write them, one a line: 国际先进：9-10. Raises Malformed with the line."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        read = _ANCHOR.match(line)
        if read is None:
            raise Malformed(f"“{line}”不是“说明：低分-高分”的写法，例如“国际先进：9-10”。")
        found.append(Anchor(read["label"].strip(), Decimal(read["low"]), Decimal(read["high"])))
    return tuple(found)


def write_anchors(anchors: tuple[Anchor, ...]) -> str:
    """Ranges as staff write them."""
    return "\n".join(f"{anchor.label}：{plain(anchor.low)}-{plain(anchor.high)}" for anchor in anchors)


def plain(number: Decimal) -> str:
    """A number without trailing zeros: 10, 7.5."""
    return f"{number.normalize():f}"


def half_up(number: Fraction, step: Decimal = PLACES) -> Decimal:
    """The nearest multiple of ``step``, a half upwards; exact, because the number is a fraction."""
    units = number / Fraction(step)
    doubled = abs(units) * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return (Decimal(whole if units >= 0 else -whole) * step).quantize(step, ROUND_HALF_UP)


def points(criterion: Criterion, mark: Decimal) -> Fraction:
    """What a mark brings towards the hundred, exactly."""
    return Fraction(mark) * Fraction(criterion.weight) / Fraction(criterion.most)


def total(scheme: Scheme, marks: Mapping[str, Decimal]) -> Decimal:
    """The weighted total of the marks that are given, of a hundred, to two places, a half upwards."""
    given = (points(scheme.by_code[code], mark) for code, mark in marks.items())
    return half_up(sum(given, Fraction(0)))


def mark_fault(criterion: Criterion, mark: Decimal) -> str:
    """Why a mark cannot be given; empty when it can."""
    if not 0 <= mark <= criterion.most:
        return f"“{criterion.label}”须在 0 到 {plain(criterion.most)} 分之间。"
    if mark % STEP:
        return f"“{criterion.label}”最多一位小数。"
    return ""


def faults(scheme: Scheme) -> list[str]:
    """Sentences on what keeps a scheme from being used."""
    codes = [criterion.code for criterion in scheme.criteria]
    found = [f"评审指标代码“{code}”重复。" for code in sorted({c for c in codes if codes.count(c) > 1})]
    if not scheme.criteria:
        return ["评审方案还没有指标。"]
    weights = sum((criterion.weight for criterion in scheme.criteria), Decimal(0))
    if weights != WHOLE:
        found.append(f"评审指标的权重合计须为 100，现为 {plain(weights)}。")
    ties = [criterion.tie for criterion in scheme.criteria if criterion.tie]
    if len(ties) != len(set(ties)):
        found.append("同分比较的次序不能重复。")
    for criterion in scheme.criteria:
        found += [f"评审指标“{criterion.label}”{fault}" for fault in _criterion_faults(criterion)]
    if scheme.panel_use == PanelUse.WEIGHTED and scheme.aggregation == Aggregation.STANDARDISED:
        found.append("按专家标准化的得分不是百分制，不能与会评得分按权重合计，请选择“代替”或“只作参考”。")
    return found


def _criterion_faults(criterion: Criterion) -> list[str]:
    found = []
    if not CODE.match(criterion.code):
        found.append("的代码须是小写字母开头的字母、数字和下划线。")
    if criterion.weight <= 0 or criterion.most <= 0:
        found.append("的权重和满分须大于 0。")
    ranges = sorted(criterion.anchors, key=lambda anchor: anchor.low)
    if any(anchor.low > anchor.high or anchor.high > criterion.most for anchor in ranges):
        found.append("的分档须从低到高，且不超过满分。")
    if any(after.low <= before.high for before, after in itertools.pairwise(ranges)):
        found.append("的分档相互重叠。")
    return found
