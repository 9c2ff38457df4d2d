"""The workbook is a government report: its tables, their layout, numbers as numbers, nothing cut, nothing empty."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from bureau.reports import annual, workflow
from bureau.reports.layout import _lines
from bureau.reports.models import AnnualReport, Entry, PlanItem, Target
from bureau.reports.workbook import COVER_NAME, file_name, write_report
from projects.models import Project

from .rows import certificate, patent

pytestmark = pytest.mark.django_db(transaction=True)

A = "91360702PDY00001X6"
LONG = "面向离子型稀土矿山绿色开采与尾矿综合利用的成套关键技术装备研究开发及其在赣南丘陵山地的产业化示范与推广应用"


@pytest.fixture
def full(places, hands):
    """A computed report with something in every table."""
    office = hands[0]
    patent(places, 1)
    patent(places, 2, filed_on=date(2014, 3, 3), granted_on=date(2015, 3, 3), kind="design")
    certificate("1", A, date(2015, 5, 5), county="章贡区", division=places["章贡区"])
    Project.objects.create(
        number="P1", title=LONG, organisation_name="甲", level="provincial", category="重点研发", county="章贡区",
        approved_on=date(2015, 1, 1), granted_amount=Decimal("123456.78"), changed_at=timezone.now(),
    )  # fmt: skip
    for code, value in (("patents.provincial_awards", 3), ("patents.provincial_awards.province_total", 10),
                        ("platforms.national", 4), ("finance.fund_100m_yuan", 2)):  # fmt: skip
        workflow.enter(Entry(indicator=code, year=2015, value=value, source_document="通报"), by=office)
    Target.objects.create(indicator="patents.applications", year=2015, value=2)
    PlanItem.objects.create(year=2016, text=LONG, outline="line")
    PlanItem.objects.create(year=2015, text=LONG, outline="line")
    return annual.compute(2015, by=office)


def written(report):
    file = io.BytesIO()
    write_report(report, file)
    return file


def opened(report):
    return load_workbook(written(report))


def rows_of(sheet, first=4):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def test_every_table_that_data_fills_is_there_and_none_that_it_does_not(full):
    assert opened(full).sheetnames == [
        "封面目录", "表1 主要指标完成情况", "表2 科技计划项目", "表2-1 省级以上项目明细", "表3 高新技术企业", "表3-1 企业名单",
        "表4 专利", "表4-1 专利奖", "表5 对接会", "表6 技术合同", "表7 科技奖励", "表8 平台载体", "表10 科技金融",
        "表11 上年计划完成情况", "表12 下年计划", "图表", "附注", "勾稽校验",
    ]  # fmt: skip


def test_a_year_without_records_has_no_empty_sheet(person):
    book = opened(annual.compute(2031, by="测试"))

    assert {"表2-1 省级以上项目明细", "表3-1 企业名单", "表4-1 专利奖", "表8 平台载体", "表12 下年计划"}.isdisjoint(
        book.sheetnames
    )
    assert all(len(rows_of(sheet)) for sheet in book if sheet.title != "图表")


def test_every_table_prints_as_a_government_table(full):
    book = opened(full)
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize), setup.fitToWidth) == ("landscape", 9, 1), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
        assert round(sheet.page_margins.left * 2.54, 1) == 2
    for sheet in book.worksheets[1:]:
        if sheet.title == "图表":
            continue
        heads = 4 if sheet.title == "表4 专利" else 3
        assert (sheet.freeze_panes, sheet.print_title_rows) == (f"A{heads + 1}", f"$1:${heads}")
        assert "A1" in {str(area).split(":")[0] for area in sheet.merged_cells.ranges}
        assert (sheet["A1"].font.name, sheet["A1"].font.size) == ("黑体", 18)
        last = "".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row)
        assert ("填表人：" in last and "单位盖章" in last) is (sheet.title not in {"附注", "勾稽校验"})
        if sheet.title.startswith("表"):
            assert sheet["A2"].value == sheet.title.split(" ")[0]


def test_the_contents_lead_to_every_sheet(full):
    book = opened(full)
    links = {
        cell.hyperlink.location or cell.hyperlink.target
        for row in book[COVER_NAME].iter_rows()
        for cell in row
        if cell.hyperlink
    }

    assert {link.split("'")[1] for link in links} == set(book.sheetnames) - {COVER_NAME}


def test_numbers_print_the_decimals_of_their_figure(full):
    book = opened(full)
    main = {row[1].value: row for row in book["表1 主要指标完成情况"].iter_rows(min_row=4) if row[1].value}
    share = main["发明专利申请占比"]
    assert (share[5].value, share[5].data_type, share[5].number_format) == (100, "n", "0.0")
    assert (main["省级以上科技计划项目资金"][5].value, main["省级以上科技计划项目资金"][5].number_format) == (12, "0")
    filed = main["专利申请量"]
    assert [filed[place].value for place in (3, 4, 5, 6, 10)] == [1, 2, 1, 50, "否"]
    detail = book["表2-1 省级以上项目明细"]
    assert (detail["H4"].value, detail["H4"].number_format) == (12.345678, "0.00")


def test_long_text_gets_the_height_that_it_needs(full):
    sheet = opened(full)["表12 下年计划"]

    assert _lines(LONG, 32) == 4
    assert sheet.row_dimensions[4].height >= 4 * 15


def test_the_document_says_which_snapshot_it_is_and_names_its_tables(full):
    book = opened(full)

    assert (book.properties.identifier, book.properties.creator) == (full.snapshot_id, "赣州市科学技术局")
    assert full.snapshot_id in book.properties.description
    assert book.defined_names["表2_1"].attr_text == "'表2-1 省级以上项目明细'!$A$3:$J$4"
    assert file_name(full) == "赣州市科学技术局2015年度工作报告(数据截至2015-12-31).xlsx"


def test_charts_are_native_and_read_the_tables(full):
    with zipfile.ZipFile(written(full)) as package:
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name.lower()]

    assert len(charts) == 4
    for table in ("表3 高新技术企业", "表4 专利", "表5 对接会", "表6 技术合同"):
        assert any(f"'{table}'!" in chart for chart in charts), table


def test_notes_say_the_formula_of_every_figure(full):
    book = opened(full)
    notes = {row[1]: row[3] for row in rows_of(book["附注"]) if isinstance(row[0], int)}

    assert len(notes) == full.figures.count()
    assert notes["高新技术企业增长"].startswith("新增高新技术企业÷上年末高新技术企业总数×100%")
    assert next(iter(notes)) == "省级以上科技计划项目立项数"


def words_of(book, title):
    return "\n".join(str(cell) for row in rows_of(book[title]) for cell in row if cell)


def test_figures_say_whether_they_are_final_and_of_which_version(issued, hands):
    with issued.workbook.open("rb") as file:
        final = load_workbook(file)
    workflow.revise(issued, by=hands[0], reason="漏报一件专利")
    draft = opened(annual.compute(2015, by=hands[0]))

    for title in ("表1 主要指标完成情况", "附注"):
        assert f"年报数，第1版，{timezone.localdate():%Y-%m-%d}签发；指标解释随该版固定" in words_of(final, title)
        assert "快报数，第2版尚未签发" in words_of(draft, title)


def test_the_signing_row_holds_the_names_and_the_day(issued):
    sheet = load_workbook(io.BytesIO(AnnualReport.objects.get(pk=issued.pk).workbook.read()))["表3 高新技术企业"]
    day = timezone.localdate(issued.issued_at)

    assert sheet.cell(sheet.max_row, 1).value == (
        "填表人：办公室（报告）    审核人：科长    单位负责人：局领导    "
        f"填表日期：{day.year}年{day.month}月{day.day}日    （单位盖章）"
    )
