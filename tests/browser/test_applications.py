"""An application in the browser: from the empty form to 受理 with a return and a 补正; two people in one draft; no network."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from projects.choices import ApplicationStatus
from projects.models import Application
from tests.browser.test_every_page import sideways, too_small, violations
from tests.browser.waiting import follow, until
from tests.projects.conftest import drafted, filled, published  # noqa: F401 Fixtures.
from tests.projects.conftest import people as applicants  # noqa: F401
from tests.registration.conftest import LICENCE, member, recommender, somebody, unit  # noqa: F401 Fixtures.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = "[data-save-state]:has-text('已自动保存')"
TEXT = "本单位上年度研发投入强度百分之五，建成中试线一条，形成成套技术并在两家企业应用，效果良好。"


@pytest.fixture
def cast(open_as, client, person, unit, member, recommender, published):  # noqa: F811
    """A subsidy that is open, and a page for each of those who take part."""
    published(form="subsidy")
    organisation, office = unit("", "章贡区"), recommender("章贡区")
    manager, contributor = member(organisation, MembershipRole.MANAGER), member(organisation)
    users = {"contributor": contributor, "manager": manager, "office": office, "officer": person("officer")}
    pages = {}
    for name, user in users.items():
        client.cookies.clear()  # Signing in as another would end the session of the one before.
        pages[name] = open_as(user)
    return pages


def fill_in(page, tmp_path) -> None:
    """Everything that the subsidy asks, section by section."""
    follow(page, "text=申请事项 >> nth=0")
    page.fill("#id_title", "研发投入后补助")
    expect(page.locator("#id_certificate").first).to_be_hidden()
    page.check("input[name=item][value=高新技术企业认定]")
    expect(page.locator("#id_certificate").first).to_be_visible()
    page.check("input[name=item][value=研发投入]")
    page.fill("#id_achieved_on", "2026-01-05")
    page.fill("#id_requested", "12.5")
    page.fill("#id_summary", TEXT)
    for column, text in (("c1", "设备"), ("c2", "0001"), ("c3", "30")):
        page.fill(f"[name=spent-0-{column}]", text)
    page.wait_for_selector(SAVED)
    until(lambda: Application.objects.get().title == "研发投入后补助")
    follow(page, "text=保存并继续")
    page.fill("#id_contact_phone", "13900001234")
    page.fill("#id_bank_name", "演示银行")
    page.fill("#id_bank_account", "6222021234567890")
    follow(page, "text=保存并继续")
    expect(page.locator("text=没有勾选单独同意，账号没有保存").first).to_be_visible()
    page.check("[name=consent-bank_account]")
    follow(page, "text=保存并继续")
    page.check("#id_promise")
    follow(page, "form[data-autosave] button:text-is('保存')")
    upload(page, tmp_path)


def upload(page, tmp_path) -> None:
    """The one file that is required."""
    paper = tmp_path / "证书.pdf"
    paper.write_bytes(LICENCE)
    follow(page, "section[aria-labelledby=id_proof] a:has-text('上传')")
    page.set_input_files("input[type=file]", paper)
    page.click("main form button:has-text('上传')")
    page.wait_for_selector("a:has-text('证书.pdf')")


def walk_to_acceptance(cast, base, tmp_path) -> Application:
    """From the empty form, through a return by the recommending unit and one correction, to 受理."""

    def go(who, name, *args):
        cast[who].goto(base + reverse(name, args=args))
        return cast[who]

    page = go("contributor", "projects:application-list")
    follow(page, "text=开始申报")
    fill_in(page, tmp_path)
    pk = Application.objects.get().pk

    def hand_in(words="单位审核通过并提交"):
        follow(go("contributor", "projects:application-check", pk), "text=送单位管理员审核")
        follow(go("manager", "projects:application-check", pk), f"text={words}")
        cast["manager"].wait_for_selector("text=受理编号")

    def recommend(verb, field, words):
        desk = go("office", "projects:recommending-list")
        desk.click("text=研发投入后补助")
        desk.click(f"main a:text-is('{verb}')")
        desk.fill(f"#id_{field}", words)
        desk.click(f"main form button:has-text('{verb}')")
        desk.wait_for_selector(f"text=已{verb}")

    hand_in()
    number = Application.objects.get().number
    recommend("退回修改", "reason", "支出明细不全")
    expect(go("contributor", "projects:application-detail", pk).locator("text=支出明细不全").first).to_be_visible()
    hand_in()
    recommend("推荐", "opinion", "同意推荐")
    desk = go("officer", "admin:projects_application_ask_page", pk)
    desk.check("[name=line0][value=yes]")
    desk.check("[name=line1][value=no]")
    desk.check("[name=sections][value=files]")
    desk.fill("[name=reason]", "证书缺页")
    follow(desk, "button:has-text('通知补正')")
    upload(go("contributor", "projects:application-section", pk, "files"), tmp_path)
    expect(cast["contributor"].locator("text=不能修改").first).to_be_hidden()
    expect(
        go("contributor", "projects:application-section", pk, "basic").locator("text=这一节现在不能修改").first
    ).to_be_visible()
    follow(go("manager", "projects:application-check", pk), "text=提交补正")
    desk = go("officer", "admin:projects_application_accept_page", pk)
    desk.check("[name=line0][value=yes]")
    desk.check("[name=line1][value=yes]")
    desk.click("button:has-text('受理')")
    desk.wait_for_selector("text=已受理")

    application = Application.objects.get()
    assert (application.status, application.number) == (ApplicationStatus.ACCEPTED, number)
    expect(
        go("contributor", "projects:application-detail", pk).locator("text=形式审查通过，受理").first
    ).to_be_visible()
    return application


def test_from_an_empty_form_to_acceptance(cast, live_server, tmp_path):
    application = walk_to_acceptance(cast, live_server.url, tmp_path)

    assert len(application.submissions.all()) == 3


def test_two_people_in_one_draft_and_a_line_that_breaks(cast, live_server):
    cast["contributor"].goto(live_server.url + reverse("projects:application-list"))
    follow(cast["contributor"], "text=开始申报")
    url = live_server.url + reverse("projects:application-section", args=[Application.objects.get().pk, "basic"])
    one, two = cast["contributor"], cast["manager"]
    for page in (one, two):
        page.goto(url)
    one.fill("#id_title", "甲的名称")
    one.wait_for_selector(SAVED)
    two.fill("#id_title", "乙的名称")
    two.wait_for_selector(".merge:has-text('甲的名称')")
    assert Application.objects.get().title == "甲的名称"
    two.click("text=保留我的")
    two.wait_for_selector(SAVED)
    until(lambda: Application.objects.get().title == "乙的名称")

    two.context.set_offline(True)
    two.fill("#id_title", "断网时写的名称")
    two.wait_for_selector("[data-save-state]:has-text('没有保存成功')")
    two.context.set_offline(False)
    two.wait_for_selector(SAVED)
    until(lambda: Application.objects.get().title == "断网时写的名称")


PAGES = [
    ("application-list", ()), ("application-detail", ("pk",)), ("application-check", ("pk",)), ("application-print", ("pk",)),
    *(("application-section", ("pk", section)) for section in ("basic", "team", "plan", "budget", "files")),
    ("member-add", ("pk",)), ("file-add", ("pk", "feasibility")),
]  # fmt: skip


def test_pages_of_an_application_are_open_to_everybody(filled, applicants, open_as, live_server):  # noqa: F811
    application, contributor, *_ = filled(who=applicants())
    page = open_as(contributor)
    found = {}
    for name, names in PAGES:
        args = [application.pk if part == "pk" else part for part in names]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(live_server.url + reverse(f"projects:{name}", args=args))
        if said := [*violations(page), *too_small(page), *sideways(page)]:
            found[name, *names] = said

    assert not found, "\n".join(map(str, found.items()))
