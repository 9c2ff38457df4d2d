"""A table to values: cells read column by column, rows checked, repeats merged, faults named.

Works column by column because a list repeats itself: each distinct cell is read once.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice

from django.apps import apps

from bureau.personal import mask

from .cells import Fault, Flaw, identifier_reader, read_credit_code, shown
from .kinds import CodeReader, Column, CountyReader, Kind, ReferenceReader
from .places import Places
from .reader import Table

NOTED_AT_MOST = 20
MERGED = "：在合并单元格中，只有左上角一格有值，请取消合并并逐行填写"
MERGED_AT_MOST = 2_000_000  # Rows that merged cells of one column cover, whatever a file claims.
ABSENT = -1  # The place of a column that another sheet of the file has.
_IDENTIFIER = identifier_reader(100)


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


@dataclass(slots=True, eq=False)
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
        """Name one fault of the row at ``position``; personal data only as masks."""
        self.bad.add(position)
        number, written = self.table.numbers[position], shown(value)
        if any(column.is_private for column in self.kind.columns if column.heading == heading):
            written = mask(written)
        self.rejected.append(Rejection(number, heading, written, reason, self.table.sheet))

    def reject_cell(self, position: int, heading: str, reason: str) -> None:
        """Name one fault of the row at ``position``, quoting what its cell under ``heading`` says."""
        places = {column.heading: place for place, column, _reader in self.table.columns.values()}
        place = places.get(heading, ABSENT)
        self.reject(position, heading, "" if place == ABSENT else self.table.cells[place][position], reason)


def parse(table: Table, places: Places, progress: Callable[[float], None] = lambda _share: None) -> Parsed:
    """Read every cell, check every row. Touches the database only to look up what rows refer to.

    Which rows count is told by ``merge_repeats``, once all sheets of the kind are read.
    """
    parsed = Parsed(table)
    for done, (position, column, reader) in enumerate(table.columns.values()):
        _read_column(parsed, table.cells[position], column, reader, places)
        progress(done / len(table.columns))
    _check_rows(parsed)
    _note_sheet(parsed)
    return parsed


def _read_column(parsed: Parsed, cells: Sequence, column: Column, reader, places: Places) -> None:
    cells, distinct = _told_apart(cells)
    read = reader or _reader_for(column, distinct, places)
    values, faults = {}, {}
    for cell in distinct:
        try:
            if isinstance(cell, Flaw):
                raise Fault(cell.reason)
            found = None if cell == "" else read(cell)
            # What is read as it is written is the same text: a second one would cost as much memory as the file.
            values[cell] = (
                column.blank if found is None else cell if type(found) is type(cell) and found == cell else found
            )
        except Fault as fault:
            values[cell], faults[cell] = None, str(fault)
    parsed.values[column.field] = list(map(values.__getitem__, cells))
    if column.blank is not None and not column.says_blank:
        empty = {cell for cell in distinct if not shown(cell)}
        parsed.defaulted[column.field] = {n for n, cell in enumerate(cells) if cell in empty} if empty else set()
    rejecting = faults
    if isinstance(column.read, CodeReader):
        rejecting = {cell: reason for cell, reason in faults.items() if isinstance(cell, Flaw)}
        _note_codes(parsed, column, cells, {cell: faults[cell] for cell in faults.keys() - rejecting})
    if rejecting:
        for index, cell in enumerate(cells):
            if cell in rejecting:
                parsed.reject(index, column.heading, cell, rejecting[cell])
    if isinstance(column.read, CountyReader) and not column.read.strict:
        _note_places(parsed, column, values, places)
    elif column.required and None in values.values():
        _reject_blanks(parsed, column, cells, values, faults)


def _told_apart(cells: Sequence) -> tuple[Sequence, set]:
    """The cells, and each distinct one once. Python takes TRUE for 1, a sheet does not: it becomes a word."""
    distinct = set(cells)
    if True in distinct or False in distinct:
        cells = [shown(cell) if isinstance(cell, bool) else cell for cell in cells]
        distinct = set(cells)
    return cells, distinct


def _reader_for(column: Column, distinct: Iterable, places: Places):
    match column.read:
        case CountyReader() as county:
            return places.reader(strict=county.strict, whole=county.whole)
        case CodeReader():
            return read_credit_code
        case ReferenceReader() as reference:
            return _reference_reader(reference, distinct)
    return column.read


def _reference_reader(reference: ReferenceReader, distinct: Iterable):
    numbers = {}
    for cell in distinct:
        with suppress(Fault):  # ``read`` will name it.
            numbers[cell] = _IDENTIFIER(cell)
    rows = apps.get_model(reference.model).objects.filter(number__in={n for n in numbers.values() if n}, undone=False)
    known = dict(rows.values_list("number", "pk"))

    def read(cell):
        number = numbers[cell] if cell in numbers else _IDENTIFIER(cell)
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
    position = parsed.table.columns[column.field][0]
    covered = chain.from_iterable(rows for rows, places in parsed.table.merged if position in places)
    merged = set(islice(covered, MERGED_AT_MOST))
    reason = f"必填项“{column.heading}”为空"
    for index, cell in enumerate(cells):
        if cell in blank:
            in_merged = parsed.table.numbers[index] in merged
            parsed.reject(index, column.heading, cell, reason + (MERGED if in_merged else ""))


def _note_codes(parsed: Parsed, column: Column, cells: Sequence, faults: dict) -> None:
    lines = [
        f"第 {number} 行“{column.heading}”：{faults[cell]}；该行已导入，代码未采用。"
        for number, cell in zip(parsed.table.numbers, cells, strict=True)
        if cell in faults
    ]
    parsed.notes += _shortened(lines)


def _note_places(parsed: Parsed, column: Column, values: dict, places: Places) -> None:
    if column.required and (empty := parsed.values[column.field].count(None)):
        parsed.notes.append(f"“{column.heading}”有 {empty} 行为空，按原文保留。")
    unknown = sorted({value for value in values.values() if value is not None and not places.is_known(value)})
    if unknown:
        counts = Counter(parsed.values[column.field])
        parsed.notes += _shortened(
            [
                f"“{column.heading}”的“{name}”不是本市的县（市、区）或功能区，{counts[name]} 行按原文保留。"
                for name in unknown
            ]
        )


def _note_sheet(parsed: Parsed) -> None:
    if parsed.table.is_hidden:
        parsed.notes.append(f"工作表“{parsed.table.sheet}”是隐藏的，也已读取。")
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
    for index, heading, reason in parsed.kind.check(parsed.values):
        parsed.reject_cell(index, heading, reason)


def merge_repeats(parts: Sequence[Parsed]) -> None:
    """Say which rows count: of those with one key in the sheets of a file, all of one kind, the first.

    Equal or merely less complete rows repeat it, different ones are rejected; a repeat fills the blanks of the first.
    """
    if len(parts) > 1:
        _even_out(parts)
    begins = list(accumulate((len(parsed.table) for parsed in parts), initial=0))
    first: dict[object, int] = {}  # By key the row, counted through all the sheets.
    for parsed, begin in zip(parts, begins, strict=False):
        for index, key in enumerate(_keys(parsed)):
            if index in parsed.bad:
                continue
            place = first.setdefault(key, begin + index)
            if place == begin + index:
                parsed.accepted.append(index)
                continue
            sheet = bisect_right(begins, place) - 1
            earlier = parts[sheet], place - begins[sheet]
            if clash := _clash(*earlier, parsed, index):
                _reject_clash(*earlier, parsed, index, clash)
            else:
                parsed.repeated.append(index)
        parsed.rejected.sort(key=lambda rejection: rejection.row)


def _keys(parsed: Parsed) -> Iterable:
    absent = [None] * len(parsed.table)
    columns = [parsed.values.get(name, absent) for name in parsed.kind.key]
    return columns[0] if len(columns) == 1 else zip(*columns, strict=True)


def _even_out(parts: Sequence[Parsed]) -> None:
    """Give each sheet the columns that only others have, as blanks, so that rows of different sheets merge."""
    columns = {name: found for parsed in parts for name, found in parsed.table.columns.items()}
    for parsed in parts:
        for name, (_position, column, _reader) in columns.items():
            if name not in parsed.values and name not in parsed.kind.key:
                parsed.values[name] = [column.blank] * len(parsed.table)
                parsed.table.columns[name] = (ABSENT, column, None)
                if column.blank is not None and not column.says_blank:
                    parsed.defaulted[name] = set(range(len(parsed.table)))


def _reject_clash(source: Parsed, earlier: int, parsed: Parsed, later: int, heading: str) -> None:
    sheet = "" if source is parsed else f"工作表“{source.table.sheet}”"
    reason = f"与{sheet}第 {source.table.numbers[earlier]} 行是同一{_key_words(parsed.kind)}，但“{heading}”不同"
    parsed.reject_cell(later, heading, reason)


def _key_words(kind: Kind) -> str:
    headings = {column.field: column.heading for column in kind.columns}
    return " + ".join(headings[name] for name in kind.key)


def _clash(source: Parsed, earlier: int, parsed: Parsed, later: int) -> str | None:
    """The first column in which two rows with one key say different things; otherwise the later fills the blanks."""
    fills = []
    for name, column in parsed.values.items():
        old, new = source.values[name][earlier], column[later]
        if old == new or new is None:
            if name in source.defaulted and later not in parsed.defaulted.get(name, ()):
                source.defaulted[name].discard(earlier)  # One of the two was written: it counts.
            continue
        if old is not None:
            return parsed.table.columns[name][1].heading
        fills.append(name)
    for name in fills:
        source.values[name][earlier] = parsed.values[name][later]
    return None
