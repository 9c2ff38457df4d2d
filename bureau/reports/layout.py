"""How a sheet of the report looks: a government table on A4 landscape, streamed row by row, values only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties

from bureau.excel import plain, sheet_title, text_cell

THIN = Side(style="thin", color="808080")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
COVER, TITLE = Font(name="黑体", size=30), Font(name="黑体", size=18)
SMALL = Font(name="宋体", size=9)
HEAD = Font(name="黑体", size=11)
BODY, STRONG = Font(name="宋体", size=10.5), Font(name="宋体", size=10.5, bold=True)
LINK = Font(name="宋体", size=10.5, color="1F4E79", underline="single")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
RIGHT = Alignment(horizontal="right", vertical="center", indent=1)
EDGE = Alignment(horizontal="right", vertical="center")
PLAIN_LEFT = Alignment(horizontal="left", vertical="center")
WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True)
CM = 1 / 2.54
LINE, PAD = 15.0, 5.0
"""Points of a line of body text, and what stands above and below the lines of a cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, width in characters, number format; text is left-aligned, or in the middle.

    Without a format a number prints the decimals that it was rounded to.
    """

    title: str
    width: float = 12
    number_format: str = ""
    text: bool = False
    centre: bool = False


@dataclass(slots=True)
class Chart:
    """A native bar chart of some columns of a page over ``count`` rows after its totals; categories in ``names``."""

    title: str
    names: int
    series: Sequence[int]
    count: int
    labels: Sequence[str] = ()  # What the series are called; else as their columns.
    wide: bool = True


@dataclass(slots=True)
class Page:
    """One sheet: 表号, title, unit line, headings, rows (may be a generator), footnotes, perhaps a chart."""

    name: str
    number: str
    title: str
    unit: str
    columns: Sequence[Column]
    rows: Iterable[Sequence]
    notes: Sequence[str] = ()
    signed: bool = True
    chart: Chart | None = None
    totals: int = 0  # So many first rows are totals and stand out.
    groups: Sequence[tuple[str, int]] = field(default_factory=list)  # A row of headings above: (words, columns).


@dataclass(frozen=True, slots=True)
class Written:
    """Where a page's table stands, for charts and names: its sheet, the row of its headings, its last row."""

    page: Page
    sheet: object
    heads: int
    last: int


class Writer:
    """Writes pages into a write-only workbook, reusing style objects."""

    def __init__(self, workbook, sign_off: str):
        self.workbook = workbook
        self.sign_off = sign_off

    def write(self, page: Page) -> Written:
        """Stream one page."""
        sheet = self.workbook.create_sheet(sheet_title(page.name))
        width, characters = len(page.columns), sum(column.width for column in page.columns)
        heads = 4 if page.groups else 3
        set_up(sheet, rows=f"1:{heads}", freeze=f"A{heads + 1}")
        for position, column in enumerate(page.columns, 1):
            sheet.column_dimensions[get_column_letter(position)].width = column.width
        self.line(sheet, page.title, width, TITLE, CENTRE, 1, 34)
        self._unit_line(sheet, page, width)
        if page.groups:
            self._group_row(sheet, page)
        sheet.row_dimensions[heads].height = 32
        sheet.append([self.styled(sheet, column.title, HEAD, CENTRE, BORDER) for column in page.columns])
        table = last = heads + self._rows(sheet, page, heads)
        for note in page.notes:
            last += 1
            self.line(sheet, note, width, SMALL, WRAPPED, last, 4 + 12 * _lines(note, characters * 1.15))
        if page.signed:
            last += 1
            self.line(sheet, self.sign_off, width, BODY, PLAIN_LEFT, last, 26)
        return Written(page, sheet, heads, table)

    def styled(self, sheet, value, font, alignment, border=None, number_format=""):
        """A cell: text stays text, a number prints as the column or its own decimals say."""
        value = plain(value)
        cell = text_cell(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
        cell.font, cell.alignment = font, alignment
        if border:
            cell.border = border
        if number_format and not isinstance(value, str):
            cell.number_format = number_format
        elif isinstance(value, Decimal):
            cell.number_format = _decimals(value)
        return cell

    def line(self, sheet, text: str, width: int, font, alignment, row: int, height: float) -> None:
        """One line of text across ``width`` columns."""
        sheet.row_dimensions[row].height = height  # Before its row: the sheet is a stream.
        sheet.append([self.styled(sheet, text, font, alignment)])
        if width > 1:
            sheet.merged_cells.ranges.add(_merged(1, row, width, row))

    def _unit_line(self, sheet, page: Page, width: int) -> None:
        cells: list = [self.styled(sheet, page.number, BODY, PLAIN_LEFT)] + [None] * (width - 1)
        if page.unit:
            cells[width - 1] = self.styled(sheet, f"单位：{page.unit}", BODY, EDGE)
        sheet.append(cells)

    def _group_row(self, sheet, page: Page) -> None:
        cells, start = [], 1
        for words, span in page.groups:
            cells += [self.styled(sheet, words, HEAD, CENTRE, BORDER)]
            cells += [self.styled(sheet, None, HEAD, CENTRE, BORDER) for _ in range(span - 1)]
            if span > 1:
                sheet.merged_cells.ranges.add(_merged(start, 3, start + span - 1, 3))
            start += span
        sheet.row_dimensions[3].height = 20
        sheet.append(cells)

    def _rows(self, sheet, page: Page, heads: int) -> int:
        shapes = [
            (CENTRE if column.centre else LEFT if column.text else RIGHT, column.number_format, column.width - 2)
            for column in page.columns
        ]
        count = 0
        for count, row in enumerate(page.rows, 1):
            font, lines, cells = STRONG if count <= page.totals else BODY, 1, []
            for value, (shape, style, room) in zip(row, shapes, strict=True):
                if isinstance(value, str):
                    # A dash among numbers stands in the middle of its column.
                    cells.append(self.styled(sheet, value, font, CENTRE if shape is RIGHT else shape, BORDER))
                    if len(value) * 2 > room:
                        lines = max(lines, _lines(value, room))
                else:
                    cells.append(self.styled(sheet, value, font, shape, BORDER, style))
            if lines > 1:
                sheet.row_dimensions[heads + count].height = LINE * lines + PAD
            sheet.append(cells)
        return count


def set_up(sheet, *, rows: str = "", freeze: str = "", pages_high: int = 0) -> None:
    """A4 landscape, one page wide, 2 cm around, pages numbered, the heading rows ``rows`` on each."""
    if freeze:
        sheet.freeze_panes = freeze
    if rows:
        sheet.print_title_rows = rows
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = LINE + PAD, True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 2 * CM
    margins.header = margins.footer = 1 * CM
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def _lines(text: str, room: float) -> int:
    """How many lines ``text`` takes where ``room`` half-width characters stand on one; a wide one counts two."""
    if text.isascii():
        return max(1, ceil(len(text) / room))
    fits = int(room // 2) * 2  # A wide character that does not fit whole goes to the next line.
    return max(1, ceil(sum(1 if ord(character) < 0x2000 else 2 for character in text) / fits))


def _decimals(value: Decimal) -> str:
    places = max(0, -value.as_tuple().exponent)
    return f"0.{'0' * places}" if places else "0"


def _merged(first_column: int, first_row: int, last_column: int, last_row: int):
    return CellRange(min_col=first_column, min_row=first_row, max_col=last_column, max_row=last_row)


def name_table(workbook, written: Written) -> None:
    """Give a table's headings and rows a name that other workbooks may use: 表2_1."""
    name, right = written.page.number.replace("-", "_"), get_column_letter(len(written.page.columns))
    where = f"'{written.sheet.title}'!$A${written.heads}:${right}${written.last}"
    workbook.defined_names[name] = DefinedName(name, attr_text=where)


def money(value) -> Decimal | None:
    """A money value kept as text in a report's tables, as a number again."""
    return None if value is None else Decimal(value)
