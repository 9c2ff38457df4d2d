"""A firm and the bureau in the browser: gaps read, found by 摸排, looked after, recognised; the year's figures off the ledger."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.models import Organisation
from bureau.lists.commands import load_file
from enterprises.choices import ReserveStatus
from enterprises.models import Recognition, Reserve
from tests.enterprises.conftest import firm, member, somebody, unit  # noqa: F401 Firms and their people.
from tests.enterprises.test_ledger import code
from tests.enterprises.test_register import HEADINGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()
NAME = "赣州永磁示例有限公司"


def verb(page, live_server, name: str, button: str, stay: Reserve, **typed) -> None:
    """One verb of the reserve: its page filled in, its button pressed, done."""
    page.goto(f"{live_server.url}{reverse(f'admin:enterprises_reserve_{name}_page', args=[stay.pk])}")
    for field, value in typed.items():
        box = page.locator(f"[name={field}]")
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    page.click(f".bureau-form button:has-text('{button}')")
    expect(page.locator("body")).to_contain_text(f"已{button}")


def test_from_the_first_gap_to_next_years_list(firm, people, sign_in, open_as, live_server, workbook, places):  # noqa: F811
    data, owner = firm(NAME)
    own = open_as(owner)
    own.goto(f"{live_server.url}{reverse('enterprises:data-section', args=[data.pk, 'staff-science'])}")
    for month in range(1, 13):
        own.fill(f"[name=start_{month}]", "9")
        own.fill(f"[name=end_{month}]", "9")
    own.click("main button:has-text('保存')")
    own.click("text=看还差什么")
    expect(own.locator("main")).to_contain_text("÷ 职工总数 100 = 9.00%。还差 1.00 人。")
    expect(own.locator("main")).to_contain_text("国科发火〔2016〕32号 第十一条（四）")
    own.goto(f"{live_server.url}{reverse('enterprises:data-detail', args=[data.pk])}")
    for box in own.locator("main textarea, main input[type=text]").all():
        box.fill("按实际情况填报")
    if own.locator("button:has-text('保存说明')").count():
        own.click("button:has-text('保存说明')")
    own.click("button:has-text('确认提交')")
    expect(own.locator("main")).to_contain_text("待确认")

    desk = sign_in("officer")
    desk.goto(f"{live_server.url}{reverse('admin:enterprises_reserve_candidates_page')}?evidence=data&near=2")
    expect(desk.locator("tbody")).to_contain_text(NAME)
    desk.check(f"tr:has-text('{NAME}') input[name=pk]")
    desk.click("text=把勾选的列入摸排")
    expect(desk.locator("body")).to_contain_text("已列入摸排 1 家")
    stay = Reserve.objects.get()
    verb(desk, live_server, "propose", "提请审核", stay)
    officer = people["officer"]
    verb(
        desk, live_server, "admit", "入库", stay, responsible=str(officer.pk), tier="key", plan_year=str(TODAY.year),
        reason="年内补齐科技人员",
    )  # fmt: skip
    verb(
        desk,
        live_server,
        "serve",
        "登记服务",
        stay,
        served_on=TODAY.isoformat(),
        mode="visit",
        kind="staff",
        content="辅导人员归集",
    )
    own.goto(f"{live_server.url}{reverse('enterprises:reserve')}")
    expect(own.locator("main")).to_contain_text("辅导人员归集")
    own.click("text=去确认")
    own.click("main button:has-text('确认')")
    expect(own.locator("main")).to_contain_text("已确认")

    rows = [
        [f"企业{n}", code(9000 + n), "章贡区", f"GR{n:012d}", TODAY.replace(year=TODAY.year - 1, day=1), 3, "新材料"]
        for n in range(1, 91)
    ]
    rows += [[f"企业{n}", code(9000 + n), "南康区", f"GR{n:012d}", TODAY, 3, "电子信息／软件"] for n in range(91, 137)]
    rows.append([NAME, data.organisation.credit_code, "章贡区", "GR000000000999", TODAY, 3, "新材料／金属材料"])
    load_file(workbook([HEADINGS[:7], *rows]), by="测试", skip_bad_rows=False)
    desk.goto(f"{live_server.url}{reverse('admin:enterprises_reserve_changelist')}?todo=certified")
    expect(desk.locator("#result_list, table")).to_contain_text(NAME)
    verb(desk, live_server, "recognise", "认定出库", stay)
    desk.goto(f"{live_server.url}{reverse('admin:enterprises_recognition_ledger_page')}?year={TODAY.year}")
    expect(desk.locator(".bureau-page")).to_contain_text(
        "上年末 90 家，新增 47 家，退出 0 家，年末 137 家；新增比上年末增长 52%"
    )
    expect(desk.locator(".bureau-page")).to_contain_text("电子信息／软件")

    stay.refresh_from_db()
    assert (stay.status, stay.recognition.certificate_number) == (ReserveStatus.RECOGNISED, "GR000000000999")


def test_a_certificate_moves_and_ends_in_the_browser(people, sign_in, live_server, places):
    one = Organisation.objects.create(name="企业1", name_key="企业1", credit_code=code(1), division=places["章贡区"])
    held = Recognition.objects.create(
        organisation=one, enterprise_name="企业1", credit_code=code(1), division=places["章贡区"], county="章贡区",
        certificate_number="GR000000000001", issued_on=TODAY - timedelta(days=400), changed_at=timezone.now(),
    )  # fmt: skip
    desk = sign_in("officer")
    for page, button, typed in (
        ("relocate", "市内迁移", {"division": str(places["南康区"].pk)}),
        ("withdraw", "取消资格", {"ground": "two_years"}),
    ):
        desk.goto(f"{live_server.url}{reverse(f'admin:enterprises_recognition_{page}_page', args=[held.pk])}")
        for field, value in typed.items():
            desk.select_option(f"[name={field}]", value)
        desk.fill("[name=on]", TODAY.isoformat())
        desk.fill("[name=document]", "赣高企认办〔2026〕3号")
        desk.click(f".bureau-form button:has-text('{button}')")
        expect(desk.locator("body")).to_contain_text(f"已{button}")
    desk.goto(f"{live_server.url}{reverse('admin:enterprises_registerevent_changelist')}")

    expect(desk.locator("#result_list, table")).to_contain_text("章贡区 → 南康区")
    expect(desk.locator("#result_list, table")).to_contain_text("第十九条第三项")
