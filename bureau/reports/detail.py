"""The lists of rows behind a report: of an open one the rows as they are, of an issued one the rows that it froze."""

from collections.abc import Iterator

from django.db.models import QuerySet

from matchmaking.choices import COUNTED_HERE
from projects.choices import ProjectLevel

from .frozen import frozen_rows
from .indicators import BY_CODE
from .layout import Column, Page
from .measures import TEN_THOUSAND
from .models import AnnualReport, Figure


def rows_of(report: AnnualReport, code: str, figure: Figure | None = None):
    """The rows behind one figure, as a queryset ordered by primary key; None where a figure has no rows."""
    indicator = BY_CODE.get(code)
    if indicator is None or indicator.rows is None:
        return None
    figure = figure or report.figures.filter(indicator=code).first()
    if report.is_issued and figure is not None and figure.rows_hash:
        return frozen_rows(figure)
    rows = indicator.rows(report.year)
    if rows.query.distinct:
        # A DISTINCT ON query keeps its own order; as a subquery any page can order and cut it.
        rows = rows.model.objects.filter(pk__in=rows.values("pk"))
    return rows.order_by("pk")


def detail_pages(report: AnnualReport, which: str) -> Iterator[Page]:
    """表2-1, 表3-1 and 表5-1: the rows themselves, streamed; nothing where there are none."""
    code, page = PAGES[which]
    rows = rows_of(report, code)
    if rows.exists():
        yield page(report, rows)


def _projects(report: AnnualReport, rows: QuerySet) -> Page:
    columns = [
        Column("序号", 7, "0", centre=True), Column("项目编号", 18, text=True), Column("项目名称", 48, text=True),
        Column("承担单位", 32, text=True), Column("县（市、区）", 14, text=True, centre=True),
        Column("级别", 9, text=True, centre=True), Column("计划类别", 24, text=True),
        Column("财政资金（万元）", 12, "0.00"), Column("立项日期", 13, "yyyy-mm-dd", centre=True),
        Column("负责人", 10, text=True, centre=True),
    ]  # fmt: skip
    title = f"{report.year}年省级以上科技计划项目明细"
    return Page("表2-1 省级以上项目明细", "表2-1", title, "万元", columns, _project_rows(rows))


def _project_rows(found: QuerySet) -> Iterator[list]:
    rows = found.order_by("level", "number")
    fields = (
        "number", "title", "organisation_name", "county", "level", "category", "granted_amount", "approved_on", "leader",
    )  # fmt: skip
    words = dict(ProjectLevel.choices)
    for number, row in enumerate(rows.values_list(*fields).iterator(chunk_size=2000), 1):
        code, title, unit, county, level, category, granted, on, leader = row
        yield [number, code, title, unit, county, words[level], category, granted / TEN_THOUSAND, on, leader]


def _enterprises(report: AnnualReport, rows: QuerySet) -> Page:
    columns = [
        Column("序号", 7, "0", centre=True), Column("企业名称", 36, text=True), Column("统一社会信用代码", 22, text=True, centre=True),
        Column("县（市、区）", 14, text=True, centre=True), Column("技术领域", 22, text=True), Column("证书编号", 20, text=True),
        Column("发证日期", 13, "yyyy-mm-dd", centre=True), Column("有效期至", 13, "yyyy-mm-dd", centre=True),
    ]  # fmt: skip
    title = f"{report.year}年末高新技术企业名单"
    return Page("表3-1 企业名单", "表3-1", title, "", columns, _enterprise_rows(rows))


def _enterprise_rows(found: QuerySet) -> Iterator[list]:
    rows = found.order_by("issued_on", "certificate_number")
    fields = (
        "enterprise_name", "credit_code", "county", "technology_field", "certificate_number", "issued_on", "expires_on",
    )  # fmt: skip
    for number, row in enumerate(rows.values_list(*fields).iterator(chunk_size=2000), 1):
        yield [number, *row]


def _attendance(report: AnnualReport, rows: QuerySet) -> Page:
    columns = [
        Column("序号", 8, "0", centre=True), Column("日期", 20, "yyyy-mm-dd", centre=True), Column("所在地", 40, text=True),
        Column("单位类型", 30, text=True, centre=True), Column("签到人数（人）", 20, "0"),
    ]  # fmt: skip
    return Page(
        "表5-1 参会签到明细", "表5-1", f"{report.year}年在线对接会参会签到明细", "人", columns, _attendance_rows(rows),
        [f"注：单位类型以“{COUNTED_HERE}”开头的为门户举办的对接会闭幕时冻结的人数，按手机号去重；其余为各分会场汇总报送，未去重。"],
    )  # fmt: skip


def _attendance_rows(found: QuerySet) -> Iterator[list]:
    rows = found.order_by("held_on", "county", "organisation_type")
    fields = ("held_on", "county", "organisation_type", "people")
    for number, row in enumerate(rows.values_list(*fields).iterator(chunk_size=2000), 1):
        yield [number, *row]


PAGES = {
    "projects": ("projects.provincial_or_above.count", _projects),
    "enterprises": ("hnte.total", _enterprises),
    "attendance": ("matchmaking.participants", _attendance),
}
