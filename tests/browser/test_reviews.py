"""Five and more persons take one application from an empty form to the ranked list; the desk on a telephone and a tablet."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from projects.choices import AssignmentStatus, SeatStatus
from projects.formdata.scheme import ready_scheme
from projects.models import Assignment, Draw, Expert, Recusal, ReviewRound, Seat, Sheet, Standing
from tests.browser.test_applications import walk_to_acceptance
from tests.browser.test_every_page import sideways, too_small, violations
from tests.browser.waiting import follow
from tests.projects.conftest import (  # noqa: F401 Fixtures.
    accepted,
    assigned,
    drafted,
    expert,
    filled,
    published,
    recommended,
    round_of,
    submitted,
    tree,
)
from tests.projects.conftest import people as applicants
from tests.registration.conftest import member, recommender, somebody, unit  # noqa: F401 Fixtures.

people = applicants
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = "[data-save-state]:has-text('已自动保存')"
WORDS = "该项目选题符合指南方向，技术路线可行，研究基础扎实，预期成果明确，经费预算合理，建议予以支持。" * 3


@pytest.fixture
def cast(open_as, client, person, unit, member, recommender, published):  # noqa: F811
    """A call that is judged by a scheme, and a page for each of those who apply and decide."""
    published(form="subsidy", scheme="plan")
    organisation, office = unit("", "章贡区"), recommender("章贡区")
    manager, contributor = member(organisation, MembershipRole.MANAGER), member(organisation)
    users = {"contributor": contributor, "manager": manager, "office": office, "officer": person("officer")}
    return {name: _page(open_as, client, user) for name, user in users.items()}


def _page(open_as, client, user):
    client.cookies.clear()  # Signing in as another would end the session of the one before.
    return open_as(user)


def fill_sheet(page, level=0.8) -> None:
    """Every mark and every word that the sheet asks."""
    for criterion in ready_scheme("plan").criteria:
        page.fill(f"[name=mark-{criterion.code}]", f"{float(criterion.most) * level:.1f}")
        if criterion.comment_least:
            page.fill(f"[name=words-{criterion.code}]", "依据充分，达到省内领先水平，与同类技术相比有明显优势。")
    page.fill("[name=comment]", WORDS)
    page.check("[name=recommendation][value=agree]")
    page.fill("[name=amount]", "12")
    page.check("[name=familiarity][value=high]")


def compose_in_the_browser(application, office, base) -> tuple:
    """A round with one group that holds the application."""
    office.goto(base + reverse("admin:projects_reviewround_add"))
    office.select_option("[name=call]", label=str(application.call))
    office.fill("[name=name]", "第一轮网评")
    office.fill("[name=per_application]", "3")
    office.fill("[name=due_at_0]", f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}")
    office.fill("[name=due_at_1]", "17:30:00")
    office.click("[name=_save]")
    expect(office.locator("body")).to_contain_text("成功")
    held = ReviewRound.objects.get()
    office.goto(base + reverse("admin:projects_reviewround_take_in_page", args=[held.pk]))
    office.check("[name=takes_all]")
    office.click("button:text-is('加入项目')")
    expect(office.locator("body")).to_contain_text("已加入项目")
    office.goto(base + reverse("admin:projects_reviewround_group_page", args=[held.pk]))
    office.fill("[name=name]", "稀土组")
    office.check("[name=applications]")
    office.click("button:text-is('建立分组')")
    expect(office.locator("body")).to_contain_text("已建立分组")
    return held, held.groups.get()


def plan_in_the_browser(held, group, office, base):
    """A draw of three seats and two backups for the group, nobody from elsewhere demanded."""
    office.goto(base + reverse("admin:projects_draw_add"))
    office.select_option("[name=round]", label=str(held))
    office.fill("[name=outside_share]", "0")
    office.click("[name=_continue]")
    expect(office.locator("body")).to_contain_text("成功")
    office.click("a:has-text('添加另一个 抽取要求')")
    office.select_option("[name=lines-0-group]", label=str(group))
    office.fill("[name=lines-0-seats]", "3")
    office.fill("[name=lines-0-backups]", "2")
    office.click("[name=_save]")
    expect(office.locator("body")).to_contain_text("成功")
    return Draw.objects.get()


def draw_in_the_browser(application, expert, office, head, base) -> list[Seat]:  # noqa: F811
    """One group, three seats and two backups: the officer prepares, the head of section watches, draws and so locks it."""
    for _place in range(6):
        expert(fields=["1310"])
    held, group = compose_in_the_browser(application, office, base)
    draw = plan_in_the_browser(held, group, office, base)
    office.goto(base + reverse("admin:projects_draw_prepare_page", args=[draw.pk]))
    office.click("button:text-is('准备抽取')")
    expect(office.locator("body")).to_contain_text("已准备抽取")
    office.goto(base + reverse("admin:projects_draw_log_page", args=[draw.pk]))
    expect(office.locator("body")).to_contain_text("可抽取")
    for one in Expert.objects.all():
        expect(office.locator("main, #main").first).not_to_contain_text(one.name)
    head.goto(base + reverse("admin:projects_draw_supervise_page", args=[draw.pk]))
    expect(head.locator("body")).to_contain_text("不能重抽，只能补抽")
    head.click("button:text-is('监督并抽取')")
    expect(head.locator("body")).to_contain_text("已监督并抽取")
    seats = list(Seat.objects.filter(line__draw=draw).order_by("place"))
    office.goto(base + reverse("admin:projects_draw_log_page", args=[draw.pk]))
    expect(office.locator("body")).to_contain_text(seats[0].expert.name)
    return seats


def hand_in(judge, base, level: float, total: str) -> None:
    """From the expert's own list to a sheet that is filled, saves itself, and is handed in."""
    judge.goto(base + reverse("projects:review-list"))
    follow(judge, "main a:has-text('研发投入后补助')")
    if judge.locator("text=同意并签署").count():  # Who was drawn has signed with the invitation.
        follow(judge, "text=同意并签署")
    fill_sheet(judge, level)
    judge.wait_for_selector(SAVED)
    expect(judge.locator("[data-total]").first).to_have_text(total)
    judge.click("button:has-text('提交评分表')")
    judge.wait_for_selector("text=评分表已提交")


def test_from_an_empty_form_to_the_ranked_list(cast, live_server, tmp_path, expert, person, open_as, client):  # noqa: F811
    base = live_server.url
    application = walk_to_acceptance(cast, base, tmp_path)
    board, head = cast["officer"], _page(open_as, client, person("section_head"))
    seats = draw_in_the_browser(application, expert, board, head, base)

    first = _page(open_as, client, seats[0].expert.user)  # Cannot come: the next backup is asked.
    first.goto(base + reverse("projects:seat", args=[seats[0].pk]))
    first.click("a:text-is('不能参加')")
    first.fill("[name=reason]", "出差")
    first.click("main form button:has-text('确认不能参加')")
    first.wait_for_selector("text=已告知不能参加")
    assert [s.status for s in Seat.objects.order_by("place")][:4] == [SeatStatus.DECLINED, *[SeatStatus.INVITED] * 3]
    judges = {}
    for seat in Seat.objects.filter(status=SeatStatus.INVITED).order_by("place"):  # The others sign and come.
        page = judges[seat.expert_id] = _page(open_as, client, seat.expert.user)
        page.goto(base + reverse("projects:seat", args=[seat.pk]))
        page.check("[name=keeps_silence]")
        page.check("[name=has_no_conflict]")
        page.click("button:has-text('签署并接受邀请')")
        expect(page.locator("main")).to_contain_text("您已接受邀请")
    head.goto(base + reverse("admin:projects_reviewround_start_page", args=[ReviewRound.objects.get().pk]))
    head.click("button:text-is('启动评审')")
    expect(head.locator("body")).to_contain_text("已启动评审")

    one, two, three = Assignment.objects.order_by("pk")
    aside = judges[one.expert_id]  # Has a conflict: one click.
    aside.goto(base + reverse("projects:review-desk", args=[one.pk]))
    aside.click("summary:has-text('有利害关系')")
    aside.click("button:has-text('声明回避')")
    aside.wait_for_selector("text=已声明回避")
    assert Recusal.objects.get().expert_id == one.expert_id

    spare = Expert.objects.exclude(pk__in=Seat.objects.values("expert")).get()  # The officer asks somebody else.
    board.goto(base + reverse("admin:projects_standing_third_page", args=[Standing.objects.get().pk]))
    board.fill("[name=expert]", spare.number)
    board.click("button:has-text('增加一名专家')")
    board.wait_for_selector("text=已增加一名专家")
    hand_in(judges[two.expert_id], base, 0.7, "70.00")
    hand_in(judges[three.expert_id], base, 0.9, "90.00")
    hand_in(_page(open_as, client, spare.user), base, 0.8, "80.00")

    board.goto(base + reverse("admin:projects_standing_board_page"))
    board.click("button:has-text('计算排名')")
    board.wait_for_selector("text=1 项有名次")
    standing = Standing.objects.get()
    assert (standing.place, standing.count, standing.score) == (1, 3, Sheet.objects.get(assignment__expert=spare).total)
    expect(board.locator("td:has-text('80.00')").first).to_be_visible()
    statuses = list(Assignment.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == [AssignmentStatus.RECUSED, *[AssignmentStatus.SUBMITTED] * 3]
    cast["contributor"].goto(base + reverse("projects:application-detail", args=[application.pk]))
    expect(cast["contributor"].locator("text=评审完成").first).to_be_visible()
    expect(cast["contributor"].locator("text=80.00").first).to_be_hidden()


@pytest.mark.parametrize("width", [360, 820, 1280])
def test_the_desk_fits_and_reads_at_every_width(width, assigned, open_as, live_server):  # noqa: F811
    (assignment,) = assigned()
    page = open_as(assignment.expert.user)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + reverse("projects:review-desk", args=[assignment.pk]))
    follow(page, "text=同意并签署")
    material, sheet = (page.locator(f"#{part}").bounding_box() for part in ("material", "sheet"))

    assert (sheet["x"] > material["x"]) == (width >= 736)  # Beside each other from a tablet on.
    if width > 360:
        assert violations(page) == []
    else:
        assert sideways(page) == []
        expect(page.locator(".desk-tabs a:has-text('评分表')").first).to_be_visible()
        assert too_small(page) == []


def test_the_total_runs_along_and_the_range_is_shown(assigned, open_as, live_server):  # noqa: F811
    (assignment,) = assigned()
    page = open_as(assignment.expert.user)
    page.goto(live_server.url + reverse("projects:review-desk", args=[assignment.pk]))
    follow(page, "text=同意并签署")
    page.fill("[name=mark-novelty]", "9.5")
    page.fill("[name=mark-topic]", "7")

    expect(page.locator("[data-total]").first).to_have_text("16.50")
    expect(page.locator(".anchors .chosen >> nth=1").first).to_have_text("国际先进 9-10")
    page.fill("[name=comment]", "太短")
    expect(page.locator("text=已写 2 字，不少于 100 字").first).to_be_visible()
    page.wait_for_selector(SAVED)
    page.reload()
    expect(page.locator("[name=mark-novelty]").first).to_have_value("9.5")
