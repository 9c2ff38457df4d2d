"""The main series as native charts, on a sheet of their own, reading the tables' cells."""

from collections.abc import Sequence

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.drawing.xdr import XDRPoint2D, XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import cm_to_EMU

from .layout import CENTRE, TITLE, Writer, Written, set_up

NAME = "图表"
COLOURS = ("1F4E79", "9DC3E6", "C55A11")
COLUMNS, COLUMN_WIDTH = 12, 14.0
WIDE, HALF, HEIGHT = 36.8, 18.2, 7.9
"""Centimetres of a chart across the page, of one of two side by side, and their height."""
TOP, GAP = 1.6, 0.4
"""Centimetres above the first chart, and between charts. Placed by these, for columns are not as wide everywhere."""


def write_charts(workbook, writer: Writer, title: str, pages: Sequence[Written]) -> None:
    """Draw the chart of every page that has one and more than nothing to show: wide ones first, then two by two."""
    drawn = sorted((w for w in pages if w.page.chart and w.last > w.heads), key=lambda w: not w.page.chart.wide)
    sheet = workbook.create_sheet(NAME)
    set_up(sheet, pages_high=1)
    sheet.sheet_view.showGridLines = False
    for position in range(1, COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(position)].width = COLUMN_WIDTH
    writer.line(sheet, title, COLUMNS, TITLE, CENTRE, 1, 34)
    x, y = 0.0, TOP
    for written in drawn:
        width = WIDE if written.page.chart.wide else HALF
        if x + width > WIDE:
            x, y = 0.0, y + HEIGHT + GAP
        chart = _chart(written)
        chart.anchor = AbsoluteAnchor(
            XDRPoint2D(cm_to_EMU(x), cm_to_EMU(y)), XDRPositiveSize2D(cm_to_EMU(width), cm_to_EMU(HEIGHT))
        )
        sheet.add_chart(chart)
        x += width + GAP


def _chart(written: Written) -> BarChart:
    page, asked = written.page, written.page.chart
    chart = BarChart()
    chart.title = f"{page.number}  {asked.title}"
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True))
    chart.y_axis.title, chart.y_axis.delete, chart.x_axis.delete = None, False, False
    chart.y_axis.number_format, chart.gapWidth = "0", 60
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    small = RichText(
        p=[
            Paragraph(
                pPr=ParagraphProperties(defRPr=CharacterProperties(sz=800)), endParaRPr=CharacterProperties(sz=800)
            )
        ]
    )
    chart.x_axis.txPr = chart.y_axis.txPr = small
    first = written.heads + 1 + page.totals
    end = first + asked.count - 1
    labels = asked.labels or [page.columns[column - 1].title for column in asked.series]
    for column, label, colour in zip(asked.series, labels, COLOURS, strict=False):
        chart.add_data(Reference(written.sheet, min_col=column, min_row=first, max_row=end), titles_from_data=False)
        series = chart.series[-1]
        series.tx = SeriesLabel(v=label)
        series.graphicalProperties.solidFill = colour
    chart.set_categories(Reference(written.sheet, min_col=asked.names, min_row=first, max_row=end))
    chart.legend.position = "b"
    return chart
