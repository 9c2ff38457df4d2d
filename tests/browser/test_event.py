"""The event hall on a telephone and a desk, the big screen at 1920, the sub-venue's code: people come in and are counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from bureau.store import redis
from matchmaking import headcounts, live, presence
from matchmaking.models import Achievement, Demand, Event, EventSession, Presence, SubVenue
from matchmaking.workflow import binding, dealing, events
from tests.browser.test_dealing import published, said
from tests.browser.waiting import becomes
from tests.enterprises.conftest import member, somebody, unit  # noqa: F401 Units and their people.
from tests.matchmaking.conftest import QUESTIONS, drafted_deal
from tests.matchmaking.events import minute, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALLEST = """[...document.querySelectorAll("main *")].filter(e => !e.children.length && e.textContent.trim())
    .every(e => parseFloat(getComputedStyle(e).fontSize) >= 36)"""
RELAXED = 25_000  # Milliseconds: a screen asks every five seconds and ticks one figure after the other.


@pytest.fixture(autouse=True)
def nothing_remembered():
    live._at_hand.clear()
    live._sessions.clear()
    for name in redis().scan_iter("bureau:*:hall:*"):
        redis().delete(name)


@pytest.fixture
def fair(person, unit, member, places):  # noqa: F811
    """An open event, a university with an achievement, a firm with a demand: (event, (teacher, achievement), (maker, demand))."""
    officer = person("officer")
    teacher, maker = (member(unit(name), MembershipRole.MANAGER) for name in ("赣州示例大学", "赣州示例电机有限公司"))
    achievement = published(
        Achievement, teacher.memberships.get().organisation, teacher, officer, division=places["章贡区"]
    )
    demand = published(
        Demand,
        maker.memberships.get().organisation,
        maker,
        officer,
        title="钕铁硼永磁高温退磁难题",
        division=places["信丰县"],
    )
    event = opened(officer, names_parties=True)
    EventSession.objects.create(
        event=event,
        title="稀土新材料专场",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        stream="https://live.example.cn/1",
    )
    SubVenue.objects.create(event=event, name="信丰分会场", division=places["信丰县"])
    return event, (teacher, achievement), (maker, demand)


def at(live_server, name: str, *arguments) -> str:
    return live_server.url + reverse(f"matchmaking:{name}", args=arguments)


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_comes_in_and_the_browser_alone_keeps_them_there(width, fair, open_as, live_server):
    event, _teacher, (maker, _demand) = fair
    page = open_as(maker, width=width, height=800)
    page.goto(at(live_server, "event-hall", event.pk))
    said(page, "稀土新材料专场")
    becomes(page, "document.documentElement.scrollWidth <= innerWidth", True)
    page.click("a:has-text('进入会场')")
    page.select_option("[name=role]", "demand")
    page.click("main button:has-text('进入会场')")
    said(page, "已在会场")
    came = timezone.now() - timedelta(seconds=65)
    Presence.objects.update(started_at=came, last_seen=came)
    # As if the first minute were over.
    page.evaluate(
        "localStorage.setItem('hall', JSON.stringify({...JSON.parse(localStorage.getItem('hall')), next: 0}))"
    )
    page.goto(at(live_server, "event-items", event.pk) + "?q=晶界扩散")
    expect(page.locator(".hits mark").first).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/beat/")) as told:
        page.evaluate(
            "localStorage.setItem('hall', JSON.stringify({...JSON.parse(localStorage.getItem('hall')), next: 0}))"
        )

    assert told.value.status == 200
    assert "cookie" not in told.value.request.headers
    assert headcounts.figures(event)["people"] == 1
    presence.flush()
    assert headcounts.figures(event)["views"] >= 1


def test_the_screen_lets_figures_tick_and_agreements_arrive(fair, open_as, live_server):
    event, (teacher, achievement), (maker, demand) = fair
    page = open_as(width=1920, height=1080)
    page.goto(at(live_server, "event-screen", event.pk))
    expect(page.locator("[data-agreed]")).to_contain_text("等待第一个协议")
    interest = dealing.ask(demand, achievement, by=maker, **QUESTIONS)
    Event.objects.get(pk=event.pk).participants.create(mobile=maker.mobile, user=maker, registered_at=timezone.now()).presences.create(
        device="d", source="web", started_at=event.starts_at, last_seen=event.starts_at + timedelta(minutes=10)
    )  # fmt: skip
    dealing.accept(interest, by=teacher)
    for by in (maker, teacher):
        binding.want(interest, by=by)
    binding.agree(drafted_deal(interest, maker), by=teacher)

    expect(page.locator("[data-figure=people]")).to_have_text("1", timeout=RELAXED)
    expect(page.locator("[data-figure=agreements]")).to_have_text("1", timeout=RELAXED)
    expect(page.locator("[data-bars=places]")).to_contain_text("信丰县", timeout=RELAXED)
    expect(page.locator("[data-agreed]")).to_contain_text("80.00 万元", timeout=RELAXED)
    expect(page.locator("[data-agreed]")).to_contain_text("赣州示例电机有限公司 × 赣州示例大学")
    becomes(page, "[document.documentElement.scrollWidth, document.documentElement.scrollHeight].join()", "1920,1080")
    becomes(page, SMALLEST, True)  # Of 1080 lines: six centimetres on a screen two metres high.


def test_a_telephone_reads_the_code_and_the_clerk_sees_the_counter_move(fair, open_as, live_server):
    event, (teacher, _achievement), _maker = fair
    venue = SubVenue.objects.get()
    events.name_clerks(event, by=event.opened_by, clerks={venue: [teacher]})
    desk = open_as(teacher)
    desk.goto(at(live_server, "venue-desk", venue.pk))
    expect(desk.locator("[data-count]")).to_have_text("0")
    expect(desk.locator("img[alt=签到二维码]")).to_be_visible()
    phone = open_as(width=360, height=740)
    phone.goto(at(live_server, "sign-in", venue.token))
    phone.fill("[name=name]", "王五")
    phone.fill("[name=mobile]", "13900001234")
    phone.check("[name=agreed]")
    phone.click("main button:has-text('签到')")
    said(phone, "已签到")

    expect(desk.locator("[data-count]")).to_have_text("1", timeout=RELAXED)
    minute(event, event.starts_at, 1)
    assert headcounts.figures(event)["people"] == 1
