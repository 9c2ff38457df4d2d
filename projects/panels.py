"""From the votes or marks of a panel to its result, with the arithmetic in words: pure functions.

Who has left the room is neither present nor a voter; so many have to be present for an item, and of these so large a share has to
agree. 以上 includes the share itself, 过半数 does not (民法典 art. 1259). Two thirds present and two thirds agreeing is the usual
rule of award panels; both numbers are the panel's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from projects.choices import Aggregation, PanelResult, PassRule
from projects.formdata.scheme import Criterion, Scheme, half_up, plain, total
from projects.ranking import TRIMMED_FROM, mean, trimmed_mean
from projects.scoresheets import read_mark

_SHARES = {PassRule.TWO_THIRDS: (2, 3), PassRule.THREE_QUARTERS: (3, 4)}
COMMENT_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a panel decides of an item: the result, its score of a hundred (None: nobody gave any), and how it came about."""

    result: str
    score: Decimal | None
    arithmetic: str


def needed(rule: str, present: int) -> int:
    """How many of those present have to agree at the least."""
    if rule == PassRule.MAJORITY:
        return present // 2 + 1
    part, whole = _SHARES[rule]
    return -(-present * part // whole)


def of_votes(*, rule: str, least_present: int, present: int, agree: int, oppose: int, abstain: int) -> Outcome:
    """The result of a vote. Its score is the share of those present who agree, of a hundred."""
    silent = present - agree - oppose - abstain
    told = f"到会 {present} 人，同意 {agree} 票，不同意 {oppose} 票，弃权 {abstain} 票"
    told += f"，未投 {silent} 票" if silent else ""
    score = half_up(Fraction(agree * 100, present)) if present else None
    if present < least_present:
        return Outcome(PanelResult.INQUORATE, score, f"{told}；应到会不少于 {least_present} 人，不作结论。")
    asked = needed(rule, present)
    told += f"；{PassRule(rule).label}，{_quotient(rule, present)}须 {asked} 票，得 {agree} 票"
    if agree >= asked:
        return Outcome(PanelResult.PASSED, score, f"{told}，通过。")
    return Outcome(PanelResult.FAILED, score, f"{told}，不通过。")


def _quotient(rule: str, present: int) -> str:
    if rule == PassRule.MAJORITY:
        return f"{present}÷2 以上不含本数，"
    part, whole = _SHARES[rule]
    return f"{present}×{part}/{whole}＝{plain(half_up(Fraction(present * part, whole)))}，"


def of_scores(
    *, aggregation: str, pass_score: Decimal, least_present: int, present: int, totals: Iterable[Decimal]
) -> Outcome:
    """The result of marks: the mean (trimmed where the scheme trims, from five on), compared with what passes."""
    held = list(totals)
    told = f"到会 {present} 人，有效评分 {len(held)} 份"
    is_trimmed = aggregation == Aggregation.TRIMMED and len(held) >= TRIMMED_FROM
    score = half_up((trimmed_mean if is_trimmed else mean)(held)) if held else None
    if len(held) < least_present:
        return Outcome(PanelResult.INQUORATE, score, f"{told}；应不少于 {least_present} 份，不作结论。")
    way = "去掉一个最高分和一个最低分的平均分" if is_trimmed else "平均分"
    told += f"（{'、'.join(plain(one) for one in sorted(held, reverse=True))}），{way} {score}"
    is_passed = score >= pass_score
    result = PanelResult.PASSED if is_passed else PanelResult.FAILED
    words = "不低于" if is_passed else "低于"
    return Outcome(result, score, f"{told}，{words}分数线 {plain(pass_score)}，{result.label}。")


@dataclass(frozen=True)
class Marking:
    """Marks as they were typed: what counts, the total so far, what is lacking."""

    marks: dict[str, Decimal]
    total: Decimal
    lacks: list[str]


def read_marks(scheme: Scheme, typed: Mapping[str, str]) -> Marking:
    """A panel's sheet: the scheme's criteria with a mark each, without the words that online reviews have to give."""
    marks, lacks = {}, []
    for criterion in scheme.criteria:
        mark, found = read_mark(criterion, typed.get(criterion.code, ""))
        if mark is not None:
            marks[criterion.code] = mark
        lacks += found
    return Marking(marks, total(scheme, marks), lacks)


def marks_typed(scheme: Scheme, data: Mapping) -> dict[str, str]:
    """What a page sent."""
    return {c.code: data.get(_field(c), "").strip()[:10] for c in scheme.criteria}


def _field(criterion: Criterion) -> str:
    return f"mark-{criterion.code}"


def slots(starts_at: datetime, parts: Iterable[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    """From (pause before, minutes) of each item, when it begins and ends."""
    found, at = [], starts_at
    for pause, minutes in parts:
        begins = at + timedelta(minutes=pause)
        at = begins + timedelta(minutes=minutes)
        found.append((begins, at))
    return found
