"""A row that is right by itself, and wrong beside what the register already holds.

A blank cell leaves the stored value standing and a corrected value is kept, so the record that a row would leave behind
is neither the row nor the record as it was: it is checked by the same rules, before anything is written.
"""

from collections.abc import Sequence
from datetime import date

from .kinds import Kind
from .parsing import Parsed

KEPT = "（未填写或更正过的项按已登记的值）"


def refuse_contradictions(parsed: Parsed, values: dict[str, list], others: Sequence[int]) -> set[int]:
    """Reject rows whose record would break the kind's rules, with their copies; returns the rows' indices.

    ``values`` are the accepted rows' columns, ``others`` the indices of those whose record says something else.
    """
    found = _contradictions(parsed.kind, values, others) if parsed.kind.check and others else []
    if not found:
        return set()
    (key,) = parsed.kind.key
    accepted, reasons = parsed.accepted, {}
    for index, heading, reason in found:
        parsed.reject_cell(accepted[index], heading, reason)
        reasons.setdefault(values[key][index], (heading, reason))
    for position in parsed.repeated:
        if parsed.values[key][position] in reasons:
            parsed.reject_cell(position, *reasons[parsed.values[key][position]])
    parsed.accepted = [position for position in accepted if position not in parsed.bad]
    parsed.repeated = [position for position in parsed.repeated if position not in parsed.bad]
    parsed.rejected.sort(key=lambda rejection: rejection.row)
    return {index for index, _heading, _reason in found}


def _contradictions(kind: Kind, values: dict[str, list], others: Sequence[int]) -> list[tuple[int, str, str]]:
    key, *rest = sorted(kind.columns, key=lambda column: column.field not in kind.key)
    numbers = [_plain(values[key.field][index]) for index in others]
    stored = _stored(kind, key.stored[0], [column.field for column in rest], numbers)
    met = [index for index, number in zip(others, numbers, strict=True) if number in stored]
    left: dict[str, list] = {column.field: [] for column in kind.columns}
    for index in met:
        corrected, *before = stored[_plain(values[key.field][index])]
        left[key.field].append(values[key.field][index])
        for column, old in zip(rest, before, strict=True):
            offered = None if column.field in corrected else values.get(column.field, {index: None})[index]
            left[column.field].append(_read(old) if offered is None else offered)
    return [(met[place], heading, reason + KEPT) for place, heading, reason in kind.check(left)]


def _stored(kind: Kind, key: str, names: list[str], numbers: list) -> dict[object, tuple]:
    rows = kind.model.objects.effective().filter(**{f"{key}__in": numbers})
    return {number: row for number, *row in rows.values_list(key, "corrected", *names)}


def _plain(number):
    """A key as it is stored: of an application number, its digits."""
    return getattr(number, "digits", number)


def _read(stored):
    """A stored value as the reader of a cell gives it."""
    if isinstance(stored, date):
        return stored.isoformat()
    return None if stored == "" else stored
