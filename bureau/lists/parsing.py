"""A table to values: cells read column by column, rows checked, repeats merged, faults named.

Works column by column because a list repeats itself: each distinct cell is read once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.apps import apps

from .cells import Fault, identifier_reader, read_credit_code, shown
from .kinds import CodeReader, Column, CountyReader, Kind, ReferenceReader
from .places import Places
from .reader import Table

NOTED_AT_MOST = 20
_IDENTIFIER = identifier_reader(50)


@dataclass(slots=True)
class Rejection:
    """One fault of one row: ``row`` is Excel's number, ``column`` this portal's heading for the column."""

    row: int
    column: str
    value: str
    reason: str
    sheet: str = ""

    def as_json(self) -> dict:
        return {"row": self.row, "column": self.column, "value": self.value, "reason": self.reason}


@dataclass(slots=True)
class Parsed:
    """What a table says. ``values`` holds whole columns by field; ``accepted`` the positions of the rows that count."""

    table: Table
    values: dict[str, list] = field(default_factory=dict)
    accepted: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    defaulted: dict[str, set[int]] = field(
        default_factory=dict
    )  # Where an empty cell was read as the column's default.
    rejected: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return self.table.kind

    def reject(self, position: int, heading: str, value: object, reason: str) -> None:
        """Name one fault of the row at ``position``."""
        self.bad.add(position)
        number = self.table.numbers[position]
        self.rejected.append(Rejection(number, heading, shown(value), reason, self.table.sheet))


def parse(table: Table, places: Places, progress: Callable[[float], None] = lambda _share: None) -> Parsed:
    """Read every cell, check every row, merge repeats. Touches the database only to look up what rows refer to."""
    parsed = Parsed(table)
    by_position = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.headings)
    for done, (position, column, reader) in enumerate(table.columns.values()):
        _read_column(parsed, by_position[position], column, reader, places)
        progress(done / len(table.columns))
    _check_rows(parsed)
    _merge_repeats(parsed)
    _note_blanks(parsed)
    parsed.rejected.sort(key=lambda rejection: rejection.row)
    return parsed


def _read_column(parsed: Parsed, cells: Sequence, column: Column, reader, places: Places) -> None:
    distinct = set(cells)
    read = reader or _reader_for(column, distinct, places)
    values, faults = {}, {}
    for cell in distinct:
        try:
            values[cell] = column.blank if cell == "" or (found := read(cell)) is None else found
        except Fault as fault:
            values[cell], faults[cell] = None, str(fault)
    parsed.values[column.field] = list(map(values.__getitem__, cells))
    if column.blank is not None:
        empty = {cell for cell in distinct if not shown(cell)}
        parsed.defaulted[column.field] = {n for n, cell in enumerate(cells) if cell in empty} if empty else set()
    if isinstance(column.read, CodeReader):
        _note_codes(parsed, column, cells, faults)
    elif faults:
        for index, cell in enumerate(cells):
            if cell in faults:
                parsed.reject(index, column.heading, cell, faults[cell])
    if column.required and None in values.values():
        _reject_blanks(parsed, column, cells, values, faults)
    if isinstance(column.read, CountyReader) and not column.read.strict:
        _note_places(parsed, column, values, places)


def _reader_for(column: Column, distinct: Iterable, places: Places):
    match column.read:
        case CountyReader() as county:
            return places.reader(strict=county.strict)
        case CodeReader():
            return read_credit_code
        case ReferenceReader() as reference:
            return _reference_reader(reference, distinct)
    return column.read


def _reference_reader(reference: ReferenceReader, distinct: Iterable):
    numbers = {cell: _IDENTIFIER(cell) for cell in distinct}
    rows = apps.get_model(reference.model).objects.filter(number__in={n for n in numbers.values() if n}, undone=False)
    known = dict(rows.values_list("number", "pk"))

    def read(cell):
        number = numbers[cell]
        if number is None:
            return None
        if number not in known:
            raise Fault(f"编号“{number}”不在已登记的{rows.model._meta.verbose_name}中，请先导入该清单")
        return known[number]

    return read


def _reject_blanks(parsed: Parsed, column: Column, cells: Sequence, values: dict, faults: dict) -> None:
    blank = {cell for cell, value in values.items() if value is None and cell not in faults}
    if not blank:
        return
    reason = f"必填项“{column.heading}”为空"
    for index, cell in enumerate(cells):
        if cell in blank:
            parsed.reject(index, column.heading, cell, reason)


def _note_codes(parsed: Parsed, column: Column, cells: Sequence, faults: dict) -> None:
    lines = [
        f"第 {number} 行“{column.heading}”：{faults[cell]}；该行已导入，代码未采用。"
        for number, cell in zip(parsed.table.numbers, cells, strict=True)
        if cell in faults
    ]
    parsed.notes += _shortened(lines)


def _note_places(parsed: Parsed, column: Column, values: dict, places: Places) -> None:
    unknown = sorted({value for value in values.values() if value is not None and not places.is_known(value)})
    if unknown:
        counts = Counter(parsed.values[column.field])
        parsed.notes += _shortened(
            [
                f"“{column.heading}”的“{name}”不是本市的县（市、区）或功能区，{counts[name]} 行按原文保留。"
                for name in unknown
            ]
        )


def _note_blanks(parsed: Parsed) -> None:
    duplicates = [name for name in parsed.table.ignored if name]
    if duplicates:
        parsed.notes.append(f"未使用的列：{'、'.join(duplicates)}。")


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= NOTED_AT_MOST:
        return lines
    return [*lines[:NOTED_AT_MOST], f"……同类说明共 {len(lines)} 条。"]


def _check_rows(parsed: Parsed) -> None:
    if parsed.kind.check is None:
        return
    positions = {column.heading: position for position, column, _reader in parsed.table.columns.values()}
    for index, heading, reason in parsed.kind.check(parsed.values):
        cell = parsed.table.rows[index][positions[heading]] if heading in positions else ""
        parsed.reject(index, heading, cell, reason)


def _merge_repeats(parsed: Parsed) -> None:
    """Of rows with one key the first counts; equal or merely less complete ones repeat it, different ones are rejected."""
    length = len(parsed.table.rows)
    absent = [None] * length
    keys = zip(*(parsed.values.get(name, absent) for name in parsed.kind.key), strict=True)
    first: dict[tuple, int] = {}
    for index, key in enumerate(keys):
        if index in parsed.bad:
            continue
        earlier = first.setdefault(key, index)
        if earlier == index:
            parsed.accepted.append(index)
        elif clash := _clash(parsed, earlier, index):
            heading, position = clash
            parsed.reject(
                index,
                heading,
                parsed.table.rows[index][position],
                f"与第 {parsed.table.numbers[earlier]} 行是同一{_key_words(parsed.kind)}，但“{heading}”不同",
            )
        else:
            parsed.repeated.append(index)


def _key_words(kind: Kind) -> str:
    headings = {column.field: column.heading for column in kind.columns}
    return " + ".join(headings[name] for name in kind.key)


def _clash(parsed: Parsed, earlier: int, later: int) -> tuple[str, int] | None:
    """The first column in which two rows with one key say different things; otherwise the later fills the blanks."""
    fills = []
    for name, column in parsed.values.items():
        old, new = column[earlier], column[later]
        if old == new or new is None:
            continue
        if old is not None:
            position, described, _reader = parsed.table.columns[name]
            return described.heading, position
        fills.append(name)
    for name in fills:
        parsed.values[name][earlier] = parsed.values[name][later]
    return None
