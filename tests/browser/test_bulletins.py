"""A month in the browser: the lists come in, a doubtful name is decided, the bulletin is published, a visitor takes it along."""

import io
import json

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from bureau.accounts.models import Organisation
from bureau.bulletins.models import Bulletin
from bureau.codes import application_number_check
from bureau.text import name_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNIT, WRITTEN = "赣州示例永磁科技有限公司", "赣州示例永磁科技公司"
OTHERS = ("赣州甲稀土有限公司", "赣州乙钨业有限公司")


def a_list(folder):
    """Four patents of May 2015: one under the unit's name, one under a name that resembles it, two of others."""
    book = Workbook()
    book.active.append(["申请号", "专利名称", "专利类型", "申请人", "申请人类型", "县（市、区）", "申请日"])
    for serial, name in enumerate((UNIT, WRITTEN, *OTHERS), 1):
        digits = f"20151{serial:07d}"
        number = f"{digits}.{application_number_check(digits)}"
        book.active.append([number, "一种永磁材料", "发明", name, "企业", "章贡区", "2015-05-06"])
    path = folder / "专利.xlsx"
    book.save(path)
    return path


def test_a_month_comes_in_and_goes_out_as_a_bulletin(sign_in, worker, places, live_server, tmp_path, open_as):
    unit = Organisation.objects.create(name=UNIT, name_key=name_key(UNIT))
    officer = sign_in("officer")
    officer.click("text=导入清单 >> nth=0")
    officer.set_input_files("input[type=file]", a_list(tmp_path))
    officer.click("text=上传并预览")
    officer.wait_for_selector("text=逐行预览", timeout=60_000)
    officer.click("text=确认导入")
    officer.wait_for_selector("text=撤销本次导入", timeout=60_000)

    officer.goto(f"{live_server.url}/admin/lists/unmatchedname/")
    officer.click(f"a:has-text('{WRITTEN}')")
    officer.select_option("#id_organisation", str(unit.pk))
    officer.click("button:has-text('确定')")
    expect(officer.locator("body")).to_contain_text("1 行记录对应到单位")

    officer.goto(f"{live_server.url}/admin/bulletins/bulletin/")
    officer.fill("input[name=month]", "2015-05")
    officer.click("button:has-text('起草月报')")
    expect(officer.locator("body")).to_contain_text("全市专利申请量4件")
    officer.click("button:has-text('送审')")
    expect(officer.locator(".bureau-tag").first).to_have_text("待审核")
    bulletin = Bulletin.objects.get()
    head = sign_in("section_head")
    head.goto(f"{live_server.url}/admin/bulletins/bulletin/{bulletin.pk}/change/")
    head.click("button:has-text('审核通过')")
    expect(head.locator(".bureau-tag").first).to_have_text("待发布")
    officer.reload()
    officer.click("button:has-text('发布')")
    expect(officer.locator(".bureau-tag").first).to_have_text("已发布")

    visitor = open_as(None, display="care:on")
    visitor.goto(f"{live_server.url}/statistics/")
    expect(visitor.locator("html[data-care='on']")).to_have_count(1)
    visitor.click("a:has-text('专利统计月报') >> nth=0")
    visitor.click("a:has-text('2015年5月专利统计月报')")
    expect(visitor.locator("main")).to_contain_text("全市专利申请量4件")
    with visitor.expect_download() as download:
        visitor.click("a:has-text('月报表（Excel）')")
    table = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert next(row[1].value for row in table.iter_rows() if row[0].value == "章贡区") == 4
    answer = visitor.request.get(f"{live_server.url}/statistics/patents/2015-05/1/data.json")
    assert json.loads(answer.text())["rows"][0]["filed"]["month"] == 4
