"""What an expert typed into a score sheet, read by the call's scheme: marks, the running total, what is still to be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.choices import ON_PROJECTS, Advice, Familiarity, Recommendation
from projects.formdata.scheme import Criterion, Scheme, mark_fault, total
from projects.formdata.values import read_amount, read_number

WORDS_AT_MOST = 1000
COMMENT_AT_MOST = 5000


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps the sheet from being handed in, and the field where it is put right."""

    field: str
    text: str


@dataclass(frozen=True)
class Reading:
    """A sheet as it stands."""

    marks: dict[str, Decimal]
    total: Decimal
    lacks: list[Lack]

    @property
    def is_whole(self) -> bool:
        """Whether it may be handed in."""
        return not self.lacks


def length(text: str) -> int:
    """Signs that are not blank."""
    return len("".join(text.split()))


def typed(scheme: Scheme, data) -> dict:
    """What a page sent, as the sheet keeps it: marks as they were typed, so that nothing is lost."""
    return {
        "marks": {
            c.code: {
                "mark": data.get(f"mark-{c.code}", "").strip()[:10],
                "words": data.get(f"words-{c.code}", "").strip()[:WORDS_AT_MOST],
            }
            for c in scheme.criteria
        },
        "comment": data.get("comment", "").strip()[:COMMENT_AT_MOST],
        "recommendation": _one_of(data.get("recommendation", ""), Recommendation),
        "familiarity": _one_of(data.get("familiarity", ""), Familiarity),
        "amount": data.get("amount", "").strip()[:20] if scheme.asks_amount else "",
    }


def _one_of(value: str, choices) -> str:
    return value if value in choices.values else ""


def read(scheme: Scheme, said: Mapping, advice: Advice = ON_PROJECTS) -> Reading:
    """The sheet's marks, their weighted total so far, and everything that is still lacking, in the order of the page."""
    marks, lacks = {}, []
    for criterion in scheme.criteria:
        one = said["marks"].get(criterion.code, {})
        mark, found = read_mark(criterion, one.get("mark", ""))
        if mark is not None:
            marks[criterion.code] = mark
        lacks += [Lack(f"mark-{criterion.code}", text) for text in found]
        if length(one.get("words", "")) < criterion.comment_least:
            words = f"“{criterion.label}”的说明不少于 {criterion.comment_least} 字，已写 {length(one.get('words', ''))} 字。"
            lacks.append(Lack(f"words-{criterion.code}", words))
    lacks += _rest(scheme, said, advice)
    return Reading(marks, total(scheme, marks), lacks)


def read_mark(criterion: Criterion, text: str) -> tuple[Decimal | None, list[str]]:
    """The mark that was typed, or why it is none."""
    if not text:
        return None, [f"“{criterion.label}”还没有评分。"]
    try:
        mark = read_number(text)
    except ValueError:
        return None, [f"“{criterion.label}”须填数字。"]
    fault = mark_fault(criterion, mark)
    return (None, [fault]) if fault else (mark, [])


def _rest(scheme: Scheme, said: Mapping, advice: Advice) -> list[Lack]:
    found = []
    if length(said["comment"]) < max(1, scheme.comment_least):
        found.append(Lack("comment", f"总体意见不少于 {scheme.comment_least} 字，已写 {length(said['comment'])} 字。"))
    if not said["recommendation"]:
        found.append(Lack("recommendation", f"请选择{advice.label}。"))
    if scheme.asks_amount and said["recommendation"] != Recommendation.DISAGREE:
        try:
            read_amount(said["amount"])
        except ValueError:
            found.append(Lack("amount", f"请填建议经费额度（万元），{advice.words[Recommendation.DISAGREE]}的可不填。"))
    if not said["familiarity"]:
        found.append(Lack("familiarity", "请选择对该领域的熟悉程度。"))
    return found
