"""A panel from its plan to the ranking, each person in a browser of their own; the desk on a telephone and a tablet."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.models import User
from projects.models import Ballot, Leaving, Opinion, Panel, Recusal, ReviewScheme
from projects.workflow import calls
from tests.browser.test_every_page import sideways, too_small, violations
from tests.projects.conftest import (  # noqa: F401 Fixtures.
    accepted,
    drafted,
    expert,
    filled,
    first_of,
    panel_of,
    published,
    recommended,
    round_of,
    submitted,
    tree,
    users_of,
)
from tests.projects.conftest import people as applicants
from tests.registration.conftest import member, recommender, somebody, unit  # noqa: F401 Fixtures.

people = applicants
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPINION = "专家组听取了汇报，审阅了材料，经讨论，同意立项。"


@pytest.fixture
def page_of(open_as, client):
    """A page for each person; signing in as another does not end the session of the one before."""

    def make(user):
        client.cookies.clear()
        return open_as(User.objects.get(pk=user.pk))

    return make


def test_an_officer_plans_a_panel_and_the_ranking_shows_what_it_decided(
    drafted, accepted, expert, round_of, person, page_of, live_server  # noqa: F811
):  # fmt: skip
    officer, base = person("officer"), live_server.url
    call = drafted(scheme="plan")
    ReviewScheme.objects.filter(call=call).update(panel_use="replaces", panel_secret=True)
    calls.send(call, by=person("officer"))
    calls.publish(call, by=person("section_head"))
    application = accepted(call=call)[0]
    held = round_of(application, kind="panel", name="会评")
    judges = [expert() for _place in range(4)]

    office = page_of(officer)  # Plans it: when, where, how it decides.
    office.goto(base + reverse("admin:projects_panel_add"))
    office.select_option("[name=round]", str(held.pk))
    office.fill("[name=name]", "稀土组答辩会")
    office.fill("[name=starts_at_0]", f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}")
    office.fill("[name=starts_at_1]", "09:00:00")
    office.fill("[name=place]", "三楼会议室")
    office.select_option("[name=mode]", "votes")
    office.fill("[name=least_present]", "3")
    office.click("[name=_save]")
    expect(office.locator("body")).to_contain_text("稀土组答辩会")
    panel = Panel.objects.get()
    assert panel.is_secret

    office.goto(base + reverse("admin:projects_panel_members_page", args=[panel.pk]))
    for place, judge in enumerate(judges):
        office.fill("[name=expert]", judge.number)
        office.set_checked("[name=is_chair]", place == 0)
        office.click("button:text-is('增加')")
        expect(office.locator("tbody tr")).to_have_count(place + 1)
    office.goto(base + reverse("admin:projects_panel_agenda_page", args=[panel.pk]))
    office.click("button:has-text('按排名编排')")
    expect(office.locator("body")).to_contain_text("09:00–09:20")
    office.goto(base + reverse("admin:projects_panel_call_page", args=[panel.pk]))
    office.click("button:text-is('发出会议通知')")
    expect(office.locator("body")).to_contain_text("已发出会议通知")

    desks = [page_of(judge.user) for judge in judges]  # Each says yes.
    for desk in desks:
        desk.goto(base + reverse("workspace"))
        desk.click("main a:has-text('去答复')")
        desk.check("[name=keeps_silence]")
        desk.check("[name=has_no_conflict]")
        desk.click("button:has-text('签署并接受邀请')")
        expect(desk.locator("h1")).to_have_text("稀土组答辩会")

    office.goto(base + reverse("admin:projects_panel_attendance_page", args=[panel.pk]))
    for box in office.locator("[name=present]").all():
        box.check()
    office.click("button:text-is('登记签到')")
    expect(office.locator("body")).to_contain_text("到会 4 人")
    office.goto(base + reverse("admin:projects_panel_begin_page", args=[panel.pk]))
    office.click("button:text-is('宣布开始')")
    expect(office.locator("body")).to_contain_text("已宣布开始")

    aside = desks[3]  # Has a conflict: one click, and it is gone.
    aside.click(f"a:text-is('{application.title}')")
    aside.click("summary:has-text('有利害关系')")
    aside.click("button:has-text('声明回避并离场')")
    expect(aside.locator("table")).to_contain_text("您须回避的项目")
    assert Recusal.objects.get().expert_id == judges[3].pk

    desks[0].goto(base + reverse("projects:panel-item", args=[first_of(panel).pk]))
    expect(desks[0].locator("#sheet")).to_contain_text("还没有开始评议")
    office.goto(base + reverse("admin:projects_panel_live_page", args=[panel.pk]))
    office.click("button:text-is('开始评议')")
    expect(office.locator("body")).to_contain_text("开始评议“")
    assert Leaving.objects.get().member.expert_id == judges[3].pk
    expect(desks[0].locator("button:text-is('投票')")).to_be_visible(timeout=15_000)  # The page learnt it by itself.
    expect(aside.locator("#session")).to_contain_text("请暂时离场", timeout=15_000)
    for desk, choice in zip(desks[:3], ("agree", "agree", "oppose"), strict=True):
        desk.goto(base + reverse("projects:panel-item", args=[first_of(panel).pk]))
        desk.check(f"[name=choice][value={choice}]")
        desk.click("button:text-is('投票')")
        expect(desk.locator("body")).to_contain_text("已投票")
    expect(office.locator("#session")).to_contain_text(re.compile(r"评议中\s*3\s*3"), timeout=15_000)
    assert set(Ballot.objects.values_list("choice", flat=True)) == {""}
    office.click("button:text-is('结束评议')")
    expect(office.locator("body")).to_contain_text("须 2 票，得 2 票，通过")

    chair = desks[0]  # Writes, signs.
    chair.goto(base + reverse("workspace"))
    expect(chair.locator("main")).to_contain_text("专家组意见待签字")
    chair.click("main a:has-text('去签字')")
    chair.click("a:has-text('起草和签字')")
    chair.fill("[name=text]", OPINION)
    chair.fill("[name=amount]", "20")
    chair.click("button:text-is('签字并锁定')")
    expect(chair.locator("body")).to_contain_text("专家组意见锁定")
    assert Opinion.objects.signed().get().amount == 200_000

    office.goto(base + reverse("admin:projects_panel_end_page", args=[panel.pk]))
    office.click("button:text-is('宣布结束')")
    office.goto(f"{base}{reverse('admin:projects_standing_board_page')}?call={call.pk}")
    office.click("button:has-text('计算排名')")
    expect(office.locator("body")).to_contain_text("1 项有名次")
    expect(office.locator("tbody tr:last-child").last).to_contain_text("66.67")
    expect(office.locator("tbody tr:last-child").last).to_contain_text("通过")


@pytest.mark.parametrize("width", [360, 820])
@pytest.mark.parametrize("mode", ["scores", "votes"])
def test_the_panel_desk_fits_and_reads(mode, width, panel_of, open_as, live_server):  # noqa: F811
    panel = panel_of(mode=mode, stage="open")
    page = open_as(users_of(panel)[0])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + reverse("projects:panel-item", args=[first_of(panel).pk]))
    material, sheet = (page.locator(f"#{part}").bounding_box() for part in ("material", "sheet"))

    assert (sheet["x"] > material["x"]) == (width >= 736)
    if width > 360:
        assert violations(page) == []
    else:
        assert sideways(page) == []
        assert too_small(page) == []
