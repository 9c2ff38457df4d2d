"""The workbook of a year's report: cover, contents, the tables in the order of the bureau's yearbook, notes, checks."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone
from openpyxl import Workbook

from . import charts
from .layout import (
    BODY,
    BORDER,
    CENTRE,
    COVER,
    HEAD,
    LEFT,
    LINK,
    SMALL,
    TITLE,
    WRAPPED,
    Page,
    Writer,
    name_table,
    set_up,
)
from .models import AnnualReport
from .pages import all_pages

FOOTNOTE = "注：部分数据因四舍五入的原因，存在总计与分项合计不等的情况。“—”表示没有基数或没有数据。"
COVER_NAME = "封面目录"


def file_name(report: AnnualReport, suffix: str = "xlsx") -> str:
    """赣州市科学技术局2015年度工作报告(数据截至2015-12-31).xlsx"""
    version = f"-第{report.version}版" if report.version > 1 else ""
    return f"{settings.SITE_ORGAN}{report.year}年度工作报告{version}(数据截至{report.year}-12-31).{suffix}"


def sign_off(report: AnnualReport) -> str:
    """The row of names under every table."""
    dated = _day(report.issued_at) or "    年  月  日"
    persons = [
        str(person) if person else "        " for person in (report.prepared_by, report.reviewed_by, report.issued_by)
    ]
    return (
        f"填表人：{persons[0]}    审核人：{persons[1]}    单位负责人：{persons[2]}    填表日期：{dated}    （单位盖章）"
    )


def write_report(report: AnnualReport, file: BinaryIO) -> None:
    """Write the report as an Excel workbook, streamed: values only, no formula, no macro, no outside link."""
    workbook = Workbook(write_only=True)
    pages = list(all_pages(report))
    writer = Writer(workbook, sign_off(report))
    _cover(workbook, writer, report, pages)
    *tables, notes, checks = pages
    written = [writer.write(page) for page in tables]
    charts.write_charts(workbook, writer, f"{report.year}年主要指标图", written)
    written += [writer.write(page) for page in (notes, checks)]
    for one in written:
        name_table(workbook, one)
    properties = workbook.properties
    properties.title = f"{settings.SITE_ORGAN}{report.year}年度工作报告"
    properties.creator = properties.lastModifiedBy = settings.SITE_ORGAN
    properties.description = f"数据快照 {report.snapshot_id}；计算时间 {_moment(report.computed_at)}"
    properties.identifier = report.snapshot_id
    properties.created = properties.modified = timezone.now().replace(tzinfo=None)
    workbook.save(file)


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def _day(moment: datetime | None) -> str:
    day = timezone.localdate(moment) if moment else None
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _cover(workbook, writer: Writer, report: AnnualReport, pages: list[Page]) -> None:
    sheet = workbook.create_sheet(COVER_NAME)
    set_up(sheet, pages_high=1)
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", (20, 70, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    lines = (
        (settings.SITE_ORGAN, TITLE, 60),
        (f"{report.year}年度工作报告", COVER, 64),
        (f"（数据截至{report.year}年12月31日）", BODY, 40),
    )
    row = 0
    for text, font, height in lines:
        row += 1
        writer.line(sheet, text, 3, font, CENTRE, row, height)
    for name, value in _facts(report):
        row += 1
        sheet.merged_cells.ranges.add(f"B{row}:C{row}")
        _cells(writer, sheet, (name, HEAD, CENTRE), (value, BODY, LEFT), (None, BODY, LEFT))
    row += 1
    writer.line(sheet, "目    录", 3, TITLE, CENTRE, row, 50)
    _cells(writer, sheet, *((words, HEAD, CENTRE) for words in ("表号", "名称", "计量单位")))
    for number, title, name, unit in _contents(report, pages):
        cells = _cells(writer, sheet, (number, BODY, CENTRE), (title, LINK, LEFT), (unit, BODY, CENTRE), append=False)
        cells[1].hyperlink = f"#'{name}'!A1"
        sheet.append(cells)
    row += len(pages) + 3
    writer.line(sheet, FOOTNOTE, 3, SMALL, WRAPPED, row, 20)


def _cells(writer: Writer, sheet, *cells, append: bool = True) -> list:
    styled = [writer.styled(sheet, value, font, shape, BORDER) for value, font, shape in cells]
    if append:
        sheet.append(styled)
    return styled


def _contents(report: AnnualReport, pages: list[Page]) -> Iterator[tuple[str, str, str, str]]:
    *tables, notes, checks = pages
    for page in tables:
        yield page.number, page.title, page.name, page.unit
    yield "图", f"{report.year}年主要指标图", charts.NAME, ""
    for page in (notes, checks):
        yield page.number, page.title, page.name, page.unit


def _facts(report: AnnualReport) -> Iterator[tuple[str, str]]:
    yield "编制单位", settings.SITE_ORGAN
    yield "报告年度", f"{report.year}年（数据截至{date(report.year, 12, 31)}）"
    yield "状态", "已签发" if report.is_issued else f"{report.get_status_display()}，尚未签发"
    yield "编制日期", _day(report.prepared_at or report.computed_at)
    yield "编制人", str(report.prepared_by or "")
    yield "审核人", str(report.reviewed_by or "")
    yield "签发人", str(report.issued_by or "") + (f"（{_day(report.issued_at)}）" if report.issued_at else "")
    yield "数据快照", f"{report.snapshot_id}（计算时间 {_moment(report.computed_at)}）"
    if report.correction_reason:
        yield "更正理由", report.correction_reason
