"""A file to tables: is it a workbook, which of its sheets are lists, of which kind, and where its columns stand."""

import zipfile
import zlib
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from django.conf import settings
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from .cells import TOTALS, Reader, shown
from .kinds import Column, Kind, all_kinds, heading_key
from .models import HeadingAlias
from .screening import Screened, screen
from .titles import LEVELS, ROWS_ABOVE, stacked_keys, told

_DAMAGED = "文件已损坏，不能读取。请在 Excel 中打开后另存为 .xlsx 再导入。"
AT_ONCE, DISTINCT_AT_MOST = 2_000, 200_000
ALIKE = {str, date, datetime}  # What is equal is the same: unlike TRUE and 1.
DEFLATE_AT_MOST = 1032  # No deflate stream unpacks to more times its size.
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotAList(Exception):
    """The file, or a sheet of it, cannot be read as a list. ``str()`` is one sentence that says why."""


class MissingHeading(NotAList):
    """A sheet is a list of a kind but lacks a required heading."""

    def __init__(self, kind: Kind, sheet: str, row: int, headings: list[str]):
        self.kind, self.sheet, self.row, self.headings = kind, sheet, row, headings
        names = "、".join(f"“{heading}”" for heading in headings)
        super().__init__(
            f"工作表“{sheet}”是{kind.label}，但缺少必需的列{names}（表头在第 {row} 行）。请补上该列后再导入。"
        )


@dataclass(slots=True)
class Table:
    """One sheet that is a list: its kind, its columns in place, and its cells as read, column by column."""

    sheet: str
    kind: Kind
    heading_row: int  # Excel's row number of the headings.
    headings: list[str]  # As written, by position.
    columns: dict[str, tuple[int, Column, Reader | None]]  # By field.
    ignored: list[str]
    cells: list[list]  # By position; of each column one for each row.
    numbers: list[int]  # Excel's row number of each row.
    merged: list[tuple[range, range]]  # Excel's row numbers and the positions that each merged cell covers.
    is_hidden: bool = False

    def __len__(self):
        return len(self.numbers)

    def row(self, index: int) -> list:
        """The cells of one row."""
        return [column[index] for column in self.cells]


@dataclass(slots=True)
class _Heading:
    kind: Kind
    columns: dict[str, tuple[int, Column, Reader | None]]
    ignored: list[str]

    @property
    def share(self) -> tuple[float, int]:
        held = sum(column.field in self.columns for column in self.kind.telling)
        return held / len(self.kind.telling), len(self.columns)

    @property
    def missing(self) -> list[str]:
        return [column.heading for column in self.kind.required if column.field not in self.columns]

    def untold(self, titled: Container[str]) -> list[str]:
        """Required columns that a title could tell, and none does."""
        could = (column for column in self.kind.columns if column.required and column.titled is not None)
        return [c.heading for c in could if c.field not in self.columns and c.field not in titled]

    def written(self, row: list) -> list[str]:
        """The headings as written; those in several rows by their one name."""
        found = [shown(cell).replace("\n", "") for cell in row]
        if self.kind.is_stacked:
            for position, column, _reader in self.columns.values():
                found[position] = column.heading
        return found


def open_workbook(path: Path | str, *, unpacked: Container[str] = ()) -> CalamineWorkbook:
    """Open an .xlsx file after looking at its content, never its name. Raises NotAList with the reason.

    ``unpacked``: members that were read to their end before, and so are as large as the archive says.
    """
    path = Path(path)
    _look_inside(path, unpacked)
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotAList(_DAMAGED) from error


def looks_like_workbook(path: Path) -> bool:
    """Whether the file is, or calls itself, some office file: one that is worth naming when it is no list."""
    with path.open("rb") as file:
        return file.read(8).startswith((b"PK", _OLE)) or path.suffix.lower() in {".xlsx", ".xls"}


def _limit_mb() -> int:
    return settings.LIST_FILE_MAX_BYTES // 2**20


def _look_inside(path: Path, unpacked: Container[str]) -> None:
    _look_at_content(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_lies(archive, [member for member in archive.infolist() if member.filename not in unpacked])
    except _BROKEN as error:
        raise NotAList(_DAMAGED) from error


def _look_at_content(path: Path) -> None:
    """What can be told without unpacking anything."""
    if path.stat().st_size > settings.LIST_FILE_MAX_BYTES:
        raise NotAList(
            f"文件有 {path.stat().st_size / 2**20:.0f} MB，超过上限 {_limit_mb()} MB。请拆成几个文件分别导入。"
        )
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        raise NotAList("这是旧格式（.xls）或加密的文件。请在 Excel 中另存为“Excel 工作簿（.xlsx）”后再导入。")
    if not start.startswith(b"PK"):
        raise NotAList("这不是 Excel 工作簿（.xlsx）。请选择清单的 Excel 文件。")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise NotAList("文件内容不是 Excel 工作簿（可能是改了扩展名的其他文件）。请选择清单的 Excel 文件。")
            if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
                raise NotAList("文件里有宏，不能接收。请在 Excel 中另存为不含宏的“Excel 工作簿（.xlsx）”后再导入。")
            if sum(member.file_size for member in members) > settings.LIST_UNPACKED_MAX_BYTES:
                raise NotAList("文件解压后过大，可能已损坏或是压缩炸弹，未读取。请只保留清单数据后另存再导入。")
    except _BROKEN as error:
        raise NotAList(_DAMAGED) from error


def _refuse_lies(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack once what could be large; the size in the directory is only the sender's word, and zipfile checks it."""
    for member in members:
        if member.compress_size * DEFLATE_AT_MOST < settings.LIST_UNPACKED_MAX_BYTES:
            continue
        with archive.open(member) as file:
            while file.read(2**20):
                pass


def find_tables(path: Path | str, wanted: Kind | None = None) -> Iterator[Table | MissingHeading]:
    """Every sheet with a heading row, as a table, or as the exception that names what it lacks.

    ``wanted`` is preferred where a sheet could be of two kinds. Raises NotAList when no sheet is a list.
    """
    path = Path(path)
    _look_at_content(path)
    screened, unpacked = _screen(path)
    workbook = open_workbook(path, unpacked=unpacked)
    aliases = _staff_aliases()
    found = 0
    hidden = {about.name for about in workbook.sheets_metadata if about.visible != SheetVisibleEnum.Visible}
    for name in workbook.sheet_names:
        table = _read_sheet(_sheet(workbook, name), name, wanted, aliases, screened.get(name, Screened()))
        if table is not None:
            found += 1
            if isinstance(table, Table):
                table.is_hidden = name in hidden
            yield table
    if not found:
        raise NotAList("没有找到清单：所有工作表都没有任何一种清单的表头。请核对列名，或参照导入页上的格式说明。")


def _screen(path: Path) -> tuple[dict[str, Screened], set[str]]:
    """What to know of the sheets before they are laid out in memory, and the members that hold them: each was read whole.

    Raises NotAList for a sheet that is too large.
    """
    try:
        screened, members = screen(path)
    except (*_BROKEN, SyntaxError, KeyError, ValueError) as error:
        raise NotAList(_DAMAGED) from error
    for name, sheet in screened.items():
        if sheet.is_too_large:
            raise NotAList(
                f"工作表“{name}”有 {sheet.rows} 行 × {sheet.columns} 列，过大。请删去多余的空白行列后另存再导入。"
            )
    return screened, members


def _sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise NotAList(_DAMAGED) from error


def _rows(sheet: CalamineSheet, flaws: dict) -> Iterator[list]:
    """The rows from the sheet's first, with the cells that hold no value in their places."""
    if not flaws:
        yield from sheet.iter_rows()
        return
    by_row: dict[int, list] = {}
    for (row, column), flaw in flaws.items():
        by_row.setdefault(row, []).append((column - 1 - sheet.start[1], flaw))
    for number, row in enumerate(sheet.iter_rows(), 1):
        for position, flaw in by_row.get(number, ()):
            if 0 <= position < len(row):  # Beyond stands no heading.
                row[position] = flaw
        yield row


def _staff_aliases() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, heading, alias in HeadingAlias.objects.values_list("kind", "heading", "alias"):
        found.setdefault(kind, []).append((heading, alias))
    return found


def _read_sheet(
    sheet: CalamineSheet, name: str, wanted: Kind | None, aliases, screened: Screened
) -> Table | MissingHeading | None:
    known = {kind.code: kind.headings(aliases.get(kind.code, ())) for kind in all_kinds()}
    rows = _rows(sheet, screened.flaws)
    above: deque[list] = deque(maxlen=ROWS_ABOVE)
    for number, row in enumerate(rows, 1):
        heading = _recognise(row, wanted, known, above)
        above.append(row)
        if heading is None:
            continue
        below = list(islice(rows, LEVELS))
        heading, row, depth = _lowest(heading, row, below, wanted, known, above)
        number, rows = number + depth, chain(below[depth:], rows)
        titled = told(heading.kind, heading.columns, above, name)
        missing = heading.missing + heading.untold(titled)
        if missing:
            return MissingHeading(heading.kind, name, number, missing)
        cells, numbers = _cells_of(_data_rows(rows, number, heading.kind), len(row))
        table = Table(
            name,
            heading.kind,
            number,
            heading.written(row),
            heading.columns,
            heading.ignored,
            cells,
            numbers,
            _merged(sheet),
        )
        for column, cell in titled.values():
            _add_column(table, column, cell)
        return table
    return None


def _lowest(
    heading: _Heading, row: list, below: list[list], wanted: Kind | None, known: dict, above: Sequence[list]
) -> tuple[_Heading, list, int]:
    """The lowest row of headings, and how far down it stands: an upper row may by itself look like another table's."""
    found, over = (heading, row, 0), list(above)
    for depth, lower in enumerate(below, 1):
        deeper = _recognise(lower, wanted, known, over)
        over.append(lower)
        if deeper and deeper.kind.is_stacked and len(deeper.columns) > len(found[0].columns):
            found = deeper, lower, depth
    return found


def _add_column(table: Table, column: Column, cell: str) -> None:
    """What the title says, as if every row said it."""
    table.columns[column.field] = (len(table.headings), column, None)
    table.headings.append(column.heading)
    table.cells.append([cell] * len(table))


def _merged(sheet: CalamineSheet) -> list[tuple[range, range]]:
    left = sheet.start[1]
    return [
        (range(top + 1, bottom + 2), range(first - left, last - left + 1))
        for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
    ]


def _recognise(row: list, wanted: Kind | None, known: dict, above: Sequence[list]) -> _Heading | None:
    keys = [heading_key(cell) for cell in row]
    if sum(map(bool, keys)) < 2:
        return None
    best = None
    for kind in all_kinds():
        own = stacked_keys(row, list(above), known[kind.code]) if kind.is_stacked else keys
        heading = _placed(kind, row, own, known[kind.code])
        share = heading.share
        if share[0] < 0.5:
            continue
        rank = (*share, kind is wanted) if wanted is None else (share[0], kind is wanted, share[1])
        if best is None or rank > best[0]:
            best = (rank, heading)
    return best[1] if best else None


def _placed(kind: Kind, row: list, keys: list[str], known: dict) -> _Heading:
    columns: dict[str, tuple[int, Column, Reader | None]] = {}
    ignored = []
    for position, key in enumerate(keys):
        if not key:
            continue
        column, reader = known.get(key, (None, None))
        if column is None or column.field in columns:
            ignored.append(shown(row[position]).replace("\n", ""))
        else:
            columns[column.field] = (position, column, reader)
    return _Heading(kind, columns, ignored)


def _data_rows(rows: Iterable[list], heading_row: int, kind: Kind) -> Iterator[tuple[int, list]]:
    """The rows below the headings that hold data, with their numbers: no empty rows, no totals rows but those that are the city's own."""
    totals = frozenset() if kind.is_stacked else TOTALS
    for number, row in enumerate(rows, heading_row + 1):
        for cell in row:
            if cell == "" or cell is None:
                continue
            if isinstance(cell, str):
                word = "".join(cell.split())
                if not word:
                    continue
                if word in totals:
                    break
            yield number, row
            break


def _cells_of(rows: Iterator[tuple[int, list]], width: int) -> tuple[list[list], list[int]]:
    """The rows' columns and numbers. A list repeats itself, and each cell is read as a text of its own: equal ones are kept once."""
    columns: list[list] = [[] for _place in range(width)]
    numbers: list[int] = []
    known: list[dict | None] = [{} for _place in range(width)]
    while block := list(islice(rows, AT_ONCE)):
        numbers.extend(number for number, _row in block)
        for place, part in enumerate(zip(*(row for _number, row in block), strict=True)):
            seen = known[place]
            if seen is None or not set(map(type, part)) <= ALIKE:
                columns[place].extend(part)
                continue
            columns[place].extend(map(seen.setdefault, part, part))
            if len(seen) > DISTINCT_AT_MOST:
                known[place] = None  # Names and numbers: remembering them would cost what it is to save.
    return columns, numbers


def sample_rows(table: Table, count: int = 5) -> list[list]:
    """The first rows, as a page may show them."""
    return [[shown(cell) for cell in table.row(index)] for index in range(min(count, len(table)))]
