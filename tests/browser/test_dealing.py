"""Two units in the browser: found without an account, asked, answered, met, agreed and signed; the figure moves by one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from matchmaking.models import Achievement, Contact, ContractFiling, Demand, TechnologyContract
from matchmaking.workflow import profiles
from tests.enterprises.conftest import member, somebody, unit  # noqa: F401 Units and their people.
from tests.matchmaking.conftest import complete
from tests.registration.conftest import LICENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


def published(model, organisation, owner, officer, **more):
    """Something that anybody may read."""
    profile = profiles.begin(model, organisation, by=owner, **complete(model, **more))
    profiles.submit(profile, by=owner)
    profiles.publish(profile, by=officer)
    return profile


def said(page, words: str) -> None:
    """The page says it."""
    expect(page.locator("main")).to_contain_text(words)


def test_from_the_public_search_to_a_signed_deal(unit, member, person, open_as, client, live_server, places):  # noqa: F811
    officer = person("officer")
    university, firm = unit("赣州示例大学"), unit("赣州示例电机有限公司")
    teacher, maker = (member(one, MembershipRole.MANAGER) for one in (university, firm))
    published(Achievement, university, teacher, officer)
    published(Demand, firm, maker, officer, title="钕铁硼永磁高温退磁难题")

    page = open_as()
    page.goto(f"{live_server.url}{reverse('matchmaking:market')}")
    page.fill(".filters [name=q]", "晶界扩散")
    page.click(".filters button")
    expect(page.locator(".hits mark").first).to_be_visible()
    page.click(".hits a")
    said(page, "联系人和电话不公开")
    expect(page.locator("body")).not_to_contain_text("13900001234")
    address = page.url

    asking = open_as(maker)
    asking.goto(address)
    asking.click("a:has-text('提出对接意向')")
    for name, words in (
        ("cooperation_sought", "联合开发"),
        ("unclear", "中试规模多大？"),
        ("introduction", "电机企业"),
    ):
        asking.fill(f"[name={name}]", words)
    asking.click("main button:has-text('提出意向')")
    said(asking, "待答复")

    client.cookies.clear()  # Else the next to sign in ends the first one's session.
    answering = open_as(teacher)
    answering.goto(f"{live_server.url}{reverse('workspace')}")
    answering.click("a:has-text('去答复')")
    said(answering, "中试规模多大？")
    answering.click("button:has-text('接受，开始洽谈')")
    said(answering, "洽谈中")
    answering.fill("#say_text", "每批二百公斤，附检测报告。")
    answering.set_input_files("#say_file", {"name": "检测报告.pdf", "mimeType": "application/pdf", "buffer": LICENCE})
    answering.click("button:has-text('发出')")
    said(answering, "检测报告.pdf")

    asking.reload()
    said(asking, "每批二百公斤")
    asking.click("summary:has-text('提出预约')")
    asking.fill("#propose_day", f"{TODAY + timedelta(days=3):%Y-%m-%d}")
    asking.fill("#propose_time", "09:30")
    asking.fill("#propose_place", "线上会议")
    asking.click("button:has-text('提出预约')")
    said(asking, "待对方确认")
    asking.click("button:has-text('查看联系人和电话')")
    said(asking, "13900001234")
    asking.go_back()
    asking.fill("#want_amount", "80")
    asking.click("button:has-text('我们有合作意向')")
    said(asking, "一方有意向")

    answering.reload()
    answering.click("section[aria-labelledby=meetings] button:text-is('确认')")
    said(answering, "已约定")
    answering.click("button:has-text('我们有合作意向')")
    said(answering, "双方确认意向")
    answering.fill("#draft_title", "永磁电机联合开发协议")
    answering.fill("#draft_amount", "80")
    answering.set_input_files("#draft_file", {"name": "协议.pdf", "mimeType": "application/pdf", "buffer": LICENCE})
    answering.click("button:has-text('提交对方确认')")
    said(answering, "待对方确认")

    asking.reload()
    asking.click("button:has-text('确认协议')")
    said(asking, "达成协议")
    asking.fill("#sign_signed_on", f"{TODAY:%Y-%m-%d}")
    asking.click("button:has-text('登记签约')")
    said(asking, "已签约")

    answering.reload()
    answering.click("button:has-text('申请技术合同登记')")
    said(answering, "提交前还要")
    answering.select_option("[name=subkind]", "joint")
    answering.select_option("[name=technology_field]", "materials")
    answering.fill("[name=technology_value]", "60")
    for name, value in (("payment", "once"), ("goal", "10"), ("plan_category", "outside")):
        answering.select_option(f"[name={name}]", value)
    answering.check("[name=rights][value=invention]")
    answering.fill("[name=valid_until]", f"{TODAY + timedelta(days=300):%Y-%m-%d}")
    answering.click("main button:text-is('保存')")
    answering.click("button:has-text('提交登记机构')")
    said(answering, "待受理")
    filing = ContractFiling.objects.get()
    steps = (("officer", "accept", "受理"), ("officer", "check", "通过初审"), ("section_head", "register", "登记"))
    checker, decider = officer, person("section_head")
    for role, name, words in steps:
        client.cookies.clear()
        desk = open_as(decider if role == "section_head" else checker)
        desk.goto(f"{live_server.url}{reverse(f'admin:matchmaking_contractfiling_{name}_page', args=[filing.pk])}")
        desk.click(f".bureau-form button:has-text('{words}')")
        expect(desk.locator("body")).to_contain_text(f"已{words}")
    client.cookies.clear()
    answering_again = open_as(teacher)
    answering_again.goto(f"{live_server.url}{reverse('matchmaking:filing-detail', args=[filing.pk])}")
    said(answering_again, "已登记")

    assert TechnologyContract.objects.effective().registered_in(TODAY.year).get().technology_value == 600_000
    contact = Contact.objects.effective().met_in(TODAY.year).with_agreement().get()
    assert contact.intended_amount == 800_000
