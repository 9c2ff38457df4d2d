"""Meetings of an event: an officer solves, adopts and publishes; a unit sees its agenda on a telephone and takes it along."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from matchmaking.models import Absence, SlotMeeting
from tests.browser.test_dealing import said
from tests.browser.waiting import becomes
from tests.enterprises.conftest import member, somebody, unit  # noqa: F401 Units and their people.
from tests.matchmaking.meeting import wished, with_slots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = "document.documentElement.scrollWidth <= innerWidth"


def test_from_the_officers_question_to_a_units_calendar(person, unit, member, places, open_as, live_server):  # noqa: F811
    officer = person("officer")
    firm, institute = unit("赣州示例电机有限公司"), unit("赣州示例大学")
    maker, teacher = (member(one, MembershipRole.MANAGER) for one in (firm, institute))
    event = with_slots(officer, tables_at="二楼洽谈区")
    wished(event, firm, institute, maker, is_accepted=True)
    phone = open_as(maker, width=360, height=740)
    phone.goto(live_server.url + reverse("matchmaking:event-hall", args=[event.pk]))
    phone.click("main a:has-text('我的日程')")
    said(phone, "洽谈日程还没有公布")
    becomes(phone, NARROW, True)
    phone.locator("[name=slots]").first.uncheck()
    phone.click("main button:has-text('保存')")
    said(phone, "已保存贵单位能到场的时段")
    desk = open_as(officer)
    desk.goto(live_server.url + reverse("admin:matchmaking_event_change", args=[event.pk]))
    desk.click("a:has-text('洽谈排期')")
    for button, words in (
        ("求解", "不可能更好"),
        ("采用这份排期", "已采用，1 场洽谈"),
        ("公布，通知各单位", "已公布，发出 2 条消息"),
    ):
        desk.click(f".bureau-page button:has-text('{button}')")
        expect(desk.locator("body")).to_contain_text(words)
    meeting = SlotMeeting.objects.get()
    assert meeting.slot not in [one.slot for one in Absence.objects.all()]
    desk.set_viewport_size({"width": 360, "height": 740})
    becomes(desk, NARROW, True)

    phone = open_as(maker, width=360, height=740)
    phone.goto(live_server.url + reverse("matchmaking:event-agenda", args=[event.pk]))

    said(phone, "洽谈：赣州示例大学")
    said(phone, "二楼洽谈区 1 号桌")
    with phone.expect_download() as taken:
        phone.click("a:has-text('下载到日历')")
    text = taken.value.path().read_text()
    assert "SUMMARY:洽谈：赣州示例大学" in text
    assert "LOCATION:二楼洽谈区 1 号桌" in text
    page = open_as(teacher)
    page.goto(live_server.url + reverse("matchmaking:event-agenda", args=[event.pk]))
    said(page, "洽谈：赣州示例电机有限公司")
