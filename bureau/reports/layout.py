"""How a sheet of the report looks: a government table on A4 landscape, streamed row by row, values only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series import SeriesLabel
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from bureau.excel import plain, sheet_title, text_cell

THIN = Side(style="thin", color="808080")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TITLE = Font(name="黑体", size=18)
SMALL = Font(name="宋体", size=9)
HEAD = Font(name="黑体", size=11)
BODY = Font(name="宋体", size=10.5)
LINK = Font(name="宋体", size=10.5, color="1F4E79", underline="single")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
PLAIN_LEFT = Alignment(horizontal="left", vertical="center")
CM = 1 / 2.54


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, width in characters, number format; ``text`` columns are left-aligned."""

    title: str
    width: float = 12
    number_format: str = ""
    text: bool = False


@dataclass(slots=True)
class Chart:
    """A native bar chart of some columns over the first ``count`` rows, categories in ``names``."""

    title: str
    names: int
    series: Sequence[int]
    count: int
    axis: str = ""


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


class Writer:
    """Writes pages into a write-only workbook, reusing style objects."""

    def __init__(self, workbook, sign_off: str):
        self.workbook = workbook
        self.sign_off = sign_off

    def write(self, page: Page) -> None:
        """Stream one page."""
        sheet = self.workbook.create_sheet(sheet_title(page.name))
        width = len(page.columns)
        heads = 4 if page.groups else 3
        self._set_up(sheet, page, heads)
        self._line(sheet, page.title, width, TITLE, CENTRE, 1, 34)
        self._unit_line(sheet, page, width)
        if page.groups:
            self._group_row(sheet, page)
        sheet.row_dimensions[heads].height = 32
        sheet.append([self._styled(sheet, column.title, HEAD, CENTRE, BORDER) for column in page.columns])
        count = self._rows(sheet, page)
        last = heads + count
        for note in page.notes:
            last += 1
            self._line(sheet, note, width, SMALL, PLAIN_LEFT, last, 15)
        if page.signed:
            last += 1
            self._line(sheet, self.sign_off, width, BODY, PLAIN_LEFT, last, 26)
        if page.chart and count:
            self._chart(sheet, page, heads, last)

    def _set_up(self, sheet, page: Page, heads: int) -> None:
        sheet.freeze_panes = f"A{heads + 1}"
        sheet.print_title_rows = f"1:{heads}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 18, True
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = 2 * CM
        margins.header = margins.footer = 1 * CM
        sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
        for position, column in enumerate(page.columns, 1):
            sheet.column_dimensions[get_column_letter(position)].width = column.width

    def _styled(self, sheet, value, font, alignment, border=None, number_format=""):
        value = plain(value)
        cell = text_cell(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
        cell.font, cell.alignment = font, alignment
        if border:
            cell.border = border
        if number_format and not isinstance(value, str):
            cell.number_format = number_format
        return cell

    def _line(self, sheet, text: str, width: int, font, alignment, row: int, height: float) -> None:
        sheet.row_dimensions[row].height = height  # Before its row: the sheet is a stream.
        sheet.append([self._styled(sheet, text, font, alignment)])
        if width > 1:
            sheet.merged_cells.ranges.add(_merged(1, row, width, row))

    def _unit_line(self, sheet, page: Page, width: int) -> None:
        cells: list = [self._styled(sheet, page.number, BODY, PLAIN_LEFT)] + [None] * (width - 1)
        if page.unit:
            cells[width - 1] = self._styled(sheet, f"单位：{page.unit}", BODY, RIGHT)
        sheet.append(cells)

    def _group_row(self, sheet, page: Page) -> None:
        cells, start = [], 1
        for words, span in page.groups:
            cells += [self._styled(sheet, words, HEAD, CENTRE, BORDER)]
            cells += [self._styled(sheet, None, HEAD, CENTRE, BORDER) for _ in range(span - 1)]
            if span > 1:
                sheet.merged_cells.ranges.add(_merged(start, 3, start + span - 1, 3))
            start += span
        sheet.append(cells)

    def _rows(self, sheet, page: Page) -> int:
        fonts = [HEAD] * page.totals
        shapes = [(LEFT if column.text else RIGHT, column.number_format) for column in page.columns]
        count = 0
        for count, row in enumerate(page.rows, 1):
            font = fonts[count - 1] if count <= page.totals else BODY
            sheet.append(
                [
                    self._styled(
                        sheet,
                        value,
                        font,
                        shape if not isinstance(value, str) or shape is LEFT else CENTRE,
                        BORDER,
                        style,
                    )
                    for value, (shape, style) in zip(row, shapes, strict=True)
                ]
            )
        return count

    def _chart(self, sheet, page: Page, heads: int, last: int) -> None:
        chart = BarChart()
        chart.title, chart.height, chart.width = page.chart.title, 8.5, 26
        chart.y_axis.title, chart.y_axis.delete, chart.x_axis.delete = page.chart.axis, False, False
        chart.gapWidth = 60
        first = heads + 1 + page.totals
        end = first + page.chart.count - 1
        for column, colour in zip(page.chart.series, ("1F4E79", "9DC3E6", "C00000"), strict=False):
            chart.add_data(Reference(sheet, min_col=column, min_row=first, max_row=end), titles_from_data=False)
            series = chart.series[-1]
            series.tx = _series_name(page.columns[column - 1].title)
            series.graphicalProperties.solidFill = colour
        chart.set_categories(Reference(sheet, min_col=page.chart.names, min_row=first, max_row=end))
        chart.legend.position = "b"
        sheet.row_breaks.append(Break(id=last))  # The chart prints on a page of its own, under the repeated headings.
        sheet.add_chart(chart, f"A{last + 2}")


def _series_name(text: str):
    return SeriesLabel(v=text)


def _merged(first_column: int, first_row: int, last_column: int, last_row: int):
    return CellRange(min_col=first_column, min_row=first_row, max_col=last_column, max_row=last_row)


def name_range(workbook, name: str, sheet: str, cell: str) -> None:
    """Give a cell a name that other workbooks may use."""
    workbook.defined_names[name] = DefinedName(name, attr_text=f"'{sheet}'!{cell}")


def money(value) -> Decimal | None:
    """A money value kept as text in a report's tables, as a number again."""
    return None if value is None else Decimal(value)
