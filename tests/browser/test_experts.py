"""The bank of experts in the browser: applied, admitted, drawn under supervision, declined, and the next backup comes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from projects.models import Assignment, Expert, ExpertiseField, Seat
from projects.workflow import rounds
from tests.browser.test_every_page import sideways, too_small, violations
from tests.browser.waiting import follow
from tests.projects.applying import id_number
from tests.projects.conftest import (  # noqa: F401 Fixtures.
    accepted,
    drafted,
    expert,
    filled,
    people,
    published,
    recommended,
    round_of,
    submitted,
    tree,
)
from tests.registration.conftest import LICENCE, member, recommender, somebody, unit  # noqa: F401 Fixtures.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def apply(page, base, tmp_path, field) -> None:
    """Everything from the first page to the submission."""
    page.goto(base + reverse("projects:expert"))
    page.click("text=申请入库")
    page.fill("#id_name", "周文评")
    page.fill("#id_id_number", id_number(1972))
    page.fill("#id_mobile", "13900006666")
    page.select_option("#id_rank", "senior")
    page.fill("#id_unit_name", "示例大学")
    page.fill("#id_city", "赣州市")
    follow(page, "main form button:has-text('保存')")
    expect(page.locator("text=没有提交成功").first).to_be_visible()  # Not without the separate consent.
    page.fill("#id_id_number", id_number(1972))
    page.fill("#id_mobile", "13900006666")
    page.check("#id_consents")
    follow(page, "main form button:has-text('保存')")
    page.click(".task-list a:has-text('专业与经历')")
    page.check("input[name=types][value=technical]")
    page.select_option("#id_field1", str(field.pk))
    page.fill("#id_keywords", "稀土、萃取")
    follow(page, "main form button:has-text('保存')")
    page.click("a:has-text('登记回避单位或个人')")
    page.select_option("#id_reason", "part_time")
    page.fill("#id_unit_name", "赣州某矿业公司")
    page.click("main form button:has-text('登记')")
    page.click("a:has-text('上传附件')")
    paper = tmp_path / "职称.pdf"
    paper.write_bytes(LICENCE)
    page.select_option("#id_kind", "rank")
    page.set_input_files("input[type=file]", paper)
    page.click("main form button:has-text('上传')")
    page.wait_for_selector("a:has-text('职称.pdf')")
    assert violations(page) == []
    assert sideways(page) == []
    assert too_small(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(page, "main .actions a:has-text('提交申请')")
    page.click("main form button:has-text('提交申请')")
    page.wait_for_selector("text=科技局正在审核")


@pytest.fixture
def cast(person, somebody, tree):  # noqa: F811
    """Who applies, who works at the bureau, who watches."""
    return somebody("周文评"), person("officer"), person("supervision")


@pytest.fixture
def scene(accepted, expert, round_of):  # noqa: F811
    """Makes a round of one application, and two more experts of its field."""

    def make():
        application = accepted()[0]
        for _ in range(2):
            expert(fields=["1310"])
        return round_of(application), application

    return make


def test_an_expert_applies_is_drawn_declines_and_the_next_backup_accepts(
    open_as, client, cast, scene, live_server, tmp_path
):
    base, field = live_server.url, ExpertiseField.objects.get(code="1310")
    applicant, officer, watcher = cast
    apply(open_as(applicant), base, tmp_path, field)
    record = Expert.objects.get()

    client.cookies.clear()
    desk = open_as(officer)
    desk.goto(base + reverse("admin:projects_expert_admit_page", args=[record.pk]))
    desk.click("form.bureau-form button:has-text('通过入库')")
    desk.wait_for_selector(f"text=ZJ{record.pk:06d}")
    round_, application = scene()
    rounds.compose_group(round_, by=officer, name="稀土组", field=field, applications=[application])
    desk.goto(base + reverse("admin:projects_draw_add"))
    desk.select_option("#id_round", str(round_.pk))
    follow(desk, "input[name=_continue], button[name=_continue]")
    desk.click("text=添加另一个")
    desk.select_option("#id_lines-0-group", label="稀土组")
    desk.fill("#id_lines-0-seats", "2")
    desk.fill("#id_lines-0-backups", "1")
    follow(desk, "button[name=_continue]")
    draw = round_.draws.get()
    desk.goto(base + reverse("admin:projects_draw_prepare_page", args=[draw.pk]))
    desk.click("form.bureau-form button")
    desk.wait_for_selector("text=可抽取 3 人")

    client.cookies.clear()
    eye = open_as(watcher)
    eye.goto(base + reverse("admin:projects_draw_log_page", args=[draw.pk]))
    expect(eye.locator("text=抽取完成前不显示姓名").first).to_be_visible()
    eye.goto(base + reverse("admin:projects_draw_supervise_page", args=[draw.pk]))
    follow(eye, "form.bureau-form button")
    eye.goto(base + reverse("admin:projects_draw_log_page", args=[draw.pk]))
    expect(eye.locator(f"text={Seat.objects.get(place=1).expert.number}").first).to_be_visible()
    first, second, third = Seat.objects.order_by("place")

    client.cookies.clear()
    page = open_as(type(officer).objects.get(pk=first.expert.user_id))
    page.goto(base + reverse("workspace"))
    follow(page, "text=去答复")
    assert violations(page) == []
    assert sideways(page) == []
    page.click("main a:text-is('不能参加')")
    page.fill("#id_reason", "出差在外")
    page.click("main form button:has-text('确认不能参加')")
    page.wait_for_selector("text=已告知不能参加")
    for seat in (third, second):
        client.cookies.clear()
        page = open_as(type(officer).objects.get(pk=seat.expert.user_id))
        page.goto(base + reverse("projects:seat", args=[seat.pk]))
        page.check("#id_keeps_silence")
        page.check("#id_has_no_conflict")
        page.click("main form button:has-text('签署并接受邀请')")
        page.wait_for_selector("text=您已接受邀请")

    assert list(Seat.objects.order_by("place").values_list("status", flat=True)) == ["declined", "accepted", "accepted"]
    assert set(Assignment.objects.values_list("expert", "source")) == {
        (second.expert_id, "drawn"),
        (third.expert_id, "substitute"),
    }
