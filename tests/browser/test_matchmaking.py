"""Supply and demand in the browser: a university writes, an officer returns and publishes, a firm sees whom it would meet."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from matchmaking.models import Achievement, Demand
from tests.enterprises.conftest import member, somebody, unit  # noqa: F401 Units and their people.
from tests.matchmaking.conftest import BODY
from tests.matchmaking.test_pages import WANTED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write(page, live_server, noun: str, title: str, body: str, body_name: str) -> None:
    """The one page of a profile, typed and saved."""
    page.goto(f"{live_server.url}{reverse('matchmaking:profile-list')}?kind={noun}")
    page.click("main .actions a:has-text('填写')")
    page.fill("[name=title]", title)
    page.fill(f"[name={body_name}]", body)
    page.select_option("[name=field]", "40")
    page.select_option("[name=maturity]", "pilot")
    page.check("[name=cooperation][value=joint]")
    page.fill("[name=valid_until]", f"{timezone.localdate() + timedelta(days=300):%Y-%m-%d}")
    page.fill("[name=contact_person]", "王小明")
    page.fill("[name=contact_phone]", "13900001234")
    page.click("main button:has-text('保存草稿')")
    expect(page.locator("main")).to_contain_text("已保存草稿")


def test_from_a_draft_to_a_match(unit, member, sign_in, open_as, live_server, places):  # noqa: F811
    university = open_as(member(unit("赣州示例大学"), MembershipRole.MANAGER))
    write(university, live_server, "achievement", "低重稀土钕铁硼晶界扩散技术", f"{BODY}电话 13900001234", "summary")
    expect(university.locator("main")).to_contain_text("公开内容中有手机号 139****1234，请删去")
    expect(university.locator("button:has-text('提交审核')")).to_have_count(0)
    university.fill("[name=summary]", BODY)
    university.click("main button:has-text('保存草稿')")
    university.click("button:has-text('提交审核')")
    expect(university.locator("main .status")).to_have_text("待审核")

    desk, achievement = sign_in("officer"), Achievement.objects.get()
    desk.goto(f"{live_server.url}{reverse('admin:matchmaking_achievement_changelist')}?todo=waiting")
    expect(desk.locator("#result_list, table")).to_contain_text("晶界扩散")
    desk.goto(f"{live_server.url}{reverse('admin:matchmaking_achievement_announce_page', args=[achievement.pk])}")
    desk.click(".bureau-form button:has-text('发布')")
    expect(desk.locator("body")).to_contain_text("已发布")

    firm = open_as(member(unit("赣州示例电机有限公司"), MembershipRole.MANAGER))
    write(firm, live_server, "demand", "钕铁硼永磁高温退磁难题", WANTED, "description")
    expect(firm.locator("main")).to_contain_text("低重稀土钕铁硼晶界扩散技术")
    expect(firm.locator("main mark").first).to_be_visible()
    expect(firm.locator("main")).to_contain_text("同领域：新材料")
    firm.click("button:has-text('提交审核')")
    expect(firm.locator("main .status").first).to_have_text("待审核")

    assert (achievement.status, Demand.objects.get().status) == ("submitted", "submitted")
    achievement.refresh_from_db()
    assert achievement.status == "published"
