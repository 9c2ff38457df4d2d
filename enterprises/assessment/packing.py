"""An answer in two parts: the words that firms of a rule set have in common, and what is said of one firm.

The words (labels, clauses, thresholds) are nine tenths of an answer and the same for thousands of firms, so they are kept once;
together both are the whole answer again, as it was given at the time, whatever becomes of the program.
"""

from collections.abc import Sequence

from .numbers import Number, plain


def pack(answer) -> tuple[tuple, list]:
    """The common words and what is said, both fit for JSON; the words are hashable."""
    words, said = [], []
    score, more = answer.score, answer.tech_sme
    for line in (*answer.conditions, *score.items):
        _pack(line, words, said)
    of_set = (
        answer.rule_set, answer.version, answer.title, answer.documents, len(answer.conditions), score.full, score.required,
    )  # fmt: skip
    of_firm = [
        answer.firm, answer.apply_on, answer.status, points(score.minimum), points(score.maximum), score.status,
        answer.rights, answer.notes,
    ]  # fmt: skip
    other_words, other_said = pack(more) if more else (None, None)
    return (of_set, tuple(words), other_words), [of_firm, said, other_said]


def _pack(line, words: list, said: list) -> None:
    scored, parts = line.full is not None, line.parts
    words.append((line.code, line.label, line.clause, line.required, line.full, len(parts)))
    low, high = line.minimum, line.maximum
    value = None if line.value is None else plain(line.value)
    if scored:
        low, high = points(low), points(high)
    else:
        # The bounds of a measured thing are most often the thing itself, which need not be printed thrice.
        low = value if low is line.value else plain(low)
        high = value if high is line.value else plain(high)
    said.append((line.status, low, high, line.grade, value, line.shown, line.reason))
    for part in parts:
        _pack(part, words, said)


def unpack(words: Sequence, said: Sequence) -> dict:
    """The whole answer, for JSON and for pages."""
    (rule_set, version, title, documents, count, full, required), lines, other_words = words
    (firm, apply_on, status, low, high, score_status, rights, notes), told, other_said = said
    pairs = iter(zip(lines, told, strict=True))
    whole = []
    while (line := next(pairs, None)) is not None:
        whole.append(_unpack(line, pairs))
    return {
        "rule_set": rule_set,
        "version": version,
        "title": title,
        "documents": list(documents),
        "firm": firm,
        "apply_on": apply_on,
        "status": status,
        "conditions": whole[:count],
        "score": {
            "min": low, "max": high, "full": full, "required": required, "status": score_status, "items": whole[count:],
        },
        "ip": [{"code": code, "counted": counted} for code, counted in rights],
        "notes": list(notes),
        "tech_sme": unpack(other_words, other_said) if other_words else None,
    }  # fmt: skip


def _unpack(line, pairs) -> dict:
    (code, label, clause, required, full, parts), said = line
    status, low, high, grade, value, shown, reason = said
    return {
        "code": code,
        "label": label,
        "status": status,
        "min": low,
        "max": high,
        "full": full,
        "grade": grade,
        "value": value,
        "shown": shown,
        "required": required,
        "clause": clause,
        "reason": reason,
        "parts": [_unpack(next(pairs), pairs) for _ in range(parts)],
    }


def points(number: Number | None) -> int | float | None:
    """Points as a JSON number: whole where they are whole; the 2008 rules know tenths."""
    if number is None or type(number) is int:
        return number
    above, below = number.as_integer_ratio()
    return above if below == 1 else float(number)
