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
    accepted, reasons = parsed.accepted, {}
    for index, heading, reason in found:
        parsed.reject_cell(accepted[index], heading, reason)
        reasons.setdefault(_key_of(parsed.kind, values, index), (heading, reason))
    for position in parsed.repeated:
        if (key := _key_of(parsed.kind, parsed.values, position)) in reasons:
            parsed.reject_cell(position, *reasons[key])
    parsed.accepted = [position for position in accepted if position not in parsed.bad]
    parsed.repeated = [position for position in parsed.repeated if position not in parsed.bad]
    parsed.rejected.sort(key=lambda rejection: rejection.row)
    return {index for index, _heading, _reason in found}


def _key_of(kind: Kind, values: dict[str, list], index: int) -> tuple:
    """The key of a row, as it is stored: of an application number, its digits."""
    cells = (values[name][index] for name in kind.key)
    return tuple(getattr(cell, "digits", cell) for cell in cells)


def _contradictions(kind: Kind, values: dict[str, list], others: Sequence[int]) -> list[tuple[int, str, str]]:
    rest = [column for column in kind.columns if column.field not in kind.key]
    keys = {index: _key_of(kind, values, index) for index in others}
    stored = _stored(kind, [column.field for column in rest], list(keys.values()))
    met = [index for index in others if keys[index] in stored]
    left: dict[str, list] = {column.field: [] for column in kind.columns}
    for index in met:
        corrected, *before = stored[keys[index]]
        for name in kind.key:
            left[name].append(values[name][index])
        for column, old in zip(rest, before, strict=True):
            offered = None if column.field in corrected else values.get(column.field, {index: None})[index]
            left[column.field].append(_read(old) if offered is None else offered)
    return [(met[place], heading, reason + KEPT) for place, heading, reason in kind.check(left)] if met else []


def _stored(kind: Kind, names: list[str], keys: list[tuple]) -> dict[tuple, tuple]:
    """What the register says of ``keys``; keys of several columns may find more, which nobody asks for."""
    by_field = {column.field: column.stored[0] for column in kind.columns}
    columns = [by_field[name] for name in kind.key]
    found = {f"{name}__in": {key[place] for key in keys} for place, name in enumerate(columns)}
    rows = kind.model.objects.effective().filter(**found).values_list(*columns, "corrected", *names)
    count = len(columns)
    return {tuple(map(_read, row[:count])): row[count:] for row in rows}


def _read(stored):
    """A stored value as the reader of a cell gives it."""
    if isinstance(stored, date):
        return stored.isoformat()
    return None if stored == "" else stored
