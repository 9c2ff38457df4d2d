"""The workbook of a year's report: cover, contents, the tables in the order of the bureau's yearbook, notes, checks."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from .layout import BODY, CENTRE, LEFT, LINK, PLAIN_LEFT, TITLE, Page, Writer, name_range
from .models import AnnualReport
from .pages import all_pages

FOOTNOTE = "部分数据因四舍五入的原因，存在总计与分项合计不等的情况。"


def file_name(report: AnnualReport, suffix: str = "xlsx") -> str:
    """赣州市科学技术局2015年度工作报告(数据截至2015-12-31).xlsx"""
    version = f"-第{report.version}版" if report.version > 1 else ""
    return f"{settings.SITE_ORGAN}{report.year}年度工作报告{version}(数据截至{report.year}-12-31).{suffix}"


def sign_off(report: AnnualReport) -> str:
    """The row of names under every table."""
    day = timezone.localtime(report.issued_at).date() if report.issued_at else None
    dated = f"{day.year}年{day.month}月{day.day}日" if day else "    年  月  日"
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
    for page in pages:
        writer.write(page)
    name_range(workbook, "主要指标", "表1 主要指标", "$A$4:$N$60")
    properties = workbook.properties
    properties.title = f"{settings.SITE_ORGAN}{report.year}年度工作报告"
    properties.creator = settings.SITE_ORGAN
    properties.description = f"数据快照 {report.snapshot_id}；计算时间 {_moment(report.computed_at)}"
    properties.identifier = report.snapshot_id
    properties.created = timezone.now().replace(tzinfo=None)
    workbook.save(file)


def _moment(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def _cover(workbook, writer: Writer, report: AnnualReport, pages: list[Page]) -> None:
    sheet = workbook.create_sheet("封面")
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 74
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.print_options.horizontalCentered = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    line = writer._line
    line(sheet, f"{settings.SITE_ORGAN}", 2, BODY, CENTRE, 1, 40)
    line(sheet, f"{report.year}年度工作报告", 2, TITLE, CENTRE, 2, 50)
    state = "已签发" if report.is_issued else f"{report.get_status_display()}，尚未签发"
    for row, (name, value) in enumerate(_facts(report, state), 3):
        sheet.row_dimensions[row].height = 22
        sheet.append([writer._styled(sheet, name, BODY, CENTRE), writer._styled(sheet, value, BODY, LEFT)])
    sheet.append([])
    sheet.append([writer._styled(sheet, "目录", TITLE, PLAIN_LEFT)])
    for page in pages:
        cell = writer._styled(sheet, page.title, LINK, PLAIN_LEFT)
        cell.hyperlink = f"#'{page.name}'!A1"
        sheet.append([writer._styled(sheet, page.number or "附", BODY, CENTRE), cell])
    sheet.append([])
    sheet.append([None, writer._styled(sheet, FOOTNOTE, BODY, LEFT)])


def _facts(report: AnnualReport, state: str) -> Iterator[tuple[str, str]]:
    yield "编制单位", settings.SITE_ORGAN
    yield "报告年度", f"{report.year}年（数据截至{date(report.year, 12, 31)}）"
    yield "状态", state
    yield "编制人", str(report.prepared_by or "")
    yield "审核人", str(report.reviewed_by or "")
    yield "签发人", str(report.issued_by or "")
    yield "编制日期", _moment(report.computed_at)[:10]
    yield "数据快照", report.snapshot_id
    if report.correction_reason:
        yield "更正理由", report.correction_reason
