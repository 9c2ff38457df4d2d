"""The main job in the browser: a list goes in, the figures come out, three persons sign, everybody may read."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from bureau.reports.models import AnnualReport
from projects.models import Project
from tests.browser.waiting import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_list(folder, bad: bool = True):
    """A list of three projects of 2015, one of them with a level that does not exist."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2015年立项项目"])
    sheet.append(["项目编号", "项目名称", "承担单位", "级别", "立项日期", "财政经费（万元）"])
    sheet.append(["A1", "钨合金刀具涂层研究", "赣州甲有限公司", "省级", "2015-03-04", 12.5])
    sheet.append(["A2", '=HYPERLINK("x")', "赣州乙有限公司", "国家级", "2015.5.6", 20])
    sheet["B4"].data_type = "s"
    if bad:
        sheet.append(["A3", "脐橙保鲜", "赣州丙有限公司", "院级", "2015-07-08", 5])
    path = folder / "随便什么名字.xlsx"
    book.save(path)
    return path


def opened(download):
    """A downloaded workbook."""
    return load_workbook(io.BytesIO(download.path().read_bytes()))


def test_a_list_becomes_a_signed_report(sign_in, worker, live_server, tmp_path, chromium):
    officer = sign_in("officer")
    officer.click("text=导入清单 >> nth=0")
    officer.set_input_files("input[type=file]", a_list(tmp_path))
    officer.click("text=上传并预览")
    officer.wait_for_selector("text=逐行预览", timeout=60_000)
    expect(officer.locator(".bureau-page").first).to_contain_text("不是规定的值")
    assert Project.objects.count() == 0

    officer.check("input[name=skip_bad_rows]")
    officer.click("text=确认导入")
    officer.wait_for_selector("text=撤销本次导入", timeout=60_000)
    assert set(Project.objects.values_list("number", flat=True)) == {"A1", "A2"}
    with officer.expect_download() as download:
        officer.click("text=下载错误工作簿")
    errors = opened(download.value).worksheets[0]
    assert errors["A2"].value == "A3"

    office = sign_in("report_office")
    office.goto(f"{live_server.url}/admin/reports/annualreport/")
    office.fill("#id_year", "2015")
    office.click("text=立即计算")
    office.wait_for_selector("text=打开《2015年度工作报告》", timeout=60_000)
    office.click("text=打开《2015年度工作报告》")
    office.click("a:has-text('2项')")
    office.wait_for_selector("text=钨合金刀具涂层研究")
    expect(office.locator(".bureau-table tbody tr")).to_have_count(2)

    report = AnnualReport.objects.get(year=2015)
    for role, verb in (("report_office", "送审"), ("section_head", "审核通过"), ("leader", "签发")):
        page = office if role == "report_office" else sign_in(role)
        page.goto(f"{live_server.url}/admin/reports/annualreport/{report.pk}/change/")
        page.click(f"button:has-text('{verb}')")
        page.wait_for_load_state()
    with office.expect_download() as download:
        office.goto(f"{live_server.url}/admin/reports/annualreport/{report.pk}/change/")
        office.click("text=下载 Excel 工作簿")
    workbook = opened(download.value)
    assert [row[1].value for row in workbook["表2-1 省级以上项目明细"].iter_rows(min_row=4, max_row=5)] == ["A2", "A1"]

    public = chromium.new_page()
    public.goto(f"{live_server.url}/statistics/")
    expect(public.locator("table").first).to_contain_text("2项")
    public.close()


def test_public_pages_fit_a_phone(live_server, chromium):
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    for address in ("/", "/statistics/"):
        page.goto(f"{live_server.url}{address}")
        fits(page, 360)
    page.close()
