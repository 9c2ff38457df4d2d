"""The pages of an event: the same for everybody, one's own, a sub-venue's; who may open what, and what each costs."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau import caching
from bureau.accounts.models import Organisation, User
from bureau.portal.demonstration import event as demonstration
from bureau.store import redis
from matchmaking import eventfigures, headcounts, live, presence
from matchmaking.models import (
    Booth,
    Demand,
    Event,
    EventSession,
    Interest,
    Participant,
    Presence,
    SlotMeeting,
    SubVenue,
)
from matchmaking.workflow import attending, events
from tests.matchmaking.doors import EVENT_DOORS
from tests.matchmaking.events import opened, over, planned

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0) Chrome/130"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Another test's event of the same number says nothing of this one."""
    live._at_hand.clear()
    live._sessions.clear()
    for name in redis().scan_iter("bureau:*:hall:*"):
        redis().delete(name)


@pytest.fixture
def event(person):
    return opened(person("officer"))


def at(name: str, *arguments) -> str:
    return reverse(f"matchmaking:{name}", args=arguments)


@pytest.mark.parametrize("name", ["event-hall", "event-items", "event-screen", "event-live", "event-own"])
def test_a_draft_is_nobodys_to_see(name, client, manager):
    client.force_login(manager()[1])

    assert client.get(at(name, planned().pk)).status_code == 404


def test_the_hall_shows_programme_booths_and_venues(event, unit, client, places):
    now = timezone.now()
    EventSession.objects.create(
        event=event,
        title="稀土专场",
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        stream="https://live.example.cn/1",
    )
    Booth.objects.create(event=event, number="A1", organisation=unit("赣州示例大学"), introduction="稀土")
    SubVenue.objects.create(event=event, name="信丰分会场", division=places["信丰县"])

    page = client.get(at("event-hall", event.pk)).content.decode()

    for words in (
        "稀土专场",
        "https://live.example.cn/1",
        "A1",
        "赣州示例大学",
        "信丰分会场",
        "进入会场",
        "按手机号去重",
    ):
        assert words in page
    assert "对接会" in client.get(at("event-list")).content.decode()
    screen = client.get(at("event-screen", event.pk)).content.decode()
    assert "在线参会" in screen


def test_a_hall_is_the_same_page_for_whoever_asks(event, manager, settings, client):
    settings.PAGE_CACHE_SECONDS = 60
    caching._bump()
    first = Client().get(at("event-hall", event.pk))
    client.force_login(manager()[1])

    with CaptureQueriesContext(connection) as queries:
        second = client.get(at("event-hall", event.pk))

    assert len(queries) == 0
    assert second.content == first.content
    assert "退出" not in second.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_hall_and_its_items_cost_the_same_at_any_length(rows, person, public, unit, client, places):
    event = opened(person("officer"))
    for n in range(rows):
        public(Demand, title=f"钕铁硼永磁难题{n}")
        Booth.objects.create(event=event, number=str(n), organisation=unit())
        SubVenue.objects.create(event=event, name=str(n), division=places["章贡区"])
        EventSession.objects.create(event=event, title=str(n), starts_at=event.starts_at, ends_at=event.ends_at)
    spent = {}
    for name in ("event-hall", "event-items", "event-screen"):
        live._at_hand.clear()
        redis().delete(*redis().keys("bureau:*:hall:*live*") or ["-"])
        with CaptureQueriesContext(connection) as queries:
            response = client.get(at(name, event.pk), {"kind": "demand"})
        assert response.status_code == 200
        spent[name] = len(queries)

    assert spent == {"event-hall": 14, "event-items": 6, "event-screen": 11}


def test_a_person_registers_comes_in_and_is_counting_the_browsers_sign(event, manager, client):
    _organisation, owner = manager()
    client.force_login(owner)
    page = at("event-own", event.pk)
    assert "进入会场" in client.get(page).content.decode()

    client.post(at("event-join", event.pk), {"role": "demand", "device": "x1"})

    shown = client.get(page).content.decode()
    assert "已在会场" in shown
    ticket = shown.split('data-ticket="')[1].split('"')[0]
    came = timezone.now() - timedelta(seconds=70)
    Presence.objects.update(started_at=came, last_seen=came)
    assert headcounts.figures(event)["people"] == 0
    stranger = Client()  # No session, no cookie: the ticket is enough.
    answer = stranger.post(
        at("event-beat", event.pk), {"device": "x1", "ticket": ticket, "first": "1", "views": "3"}, **BROWSER
    )
    assert (answer.status_code, "sessionid" in answer.cookies) == (200, False)
    assert headcounts.figures(event)["people"] == 1
    presence.flush()
    assert headcounts.figures(event)["views"] == 3


def test_ones_own_place_asks_of_units_only_for_who_acts_for_one(event, manager, client):
    live.public_event(event.pk)  # As anybody's visit a moment ago.
    spent = []
    for user in (User.objects.create_user(username="watcher", name="听众"), manager()[1]):
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            assert "暂无匹配" in client.get(at("event-own", event.pk)).content.decode()
        spent.append(len(queries))

    assert spent[1] - spent[0] == 6  # Recommended both ways, waiting, talks, appointments of two kinds.


def test_a_sign_of_life_is_answered_before_anything_else_is_looked_at(event, manager, settings):
    time = attending.join(event, by=manager()[1], device="d" * 32, role="audience")
    sent = {"device": "x", "ticket": presence.ticket(event.pk, time.participant_id, time.device), "views": "1"}
    browser, beat = Client(enforce_csrf_checks=True), at("event-beat", event.pk)
    browser.force_login(time.participant.user)  # A cookie that comes along is nobody's.
    early = browser.post(beat, sent, **BROWSER)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("beats_middleware")]
    late = Client().post(beat, sent, **BROWSER)  # The view, reached as every other page is.

    with CaptureQueriesContext(connection) as queries:
        again = browser.post(beat, sent, **BROWSER)

    assert len(queries) == 0
    assert (again.status_code, again.content) == (early.status_code, early.content) == (200, late.content)
    assert set(late.headers) - set(early.headers) == {"Vary"}  # Nothing of it hangs on a cookie.
    for name in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Cache-Control",
    ):
        assert early[name] == late[name]
    assert browser.get(beat).status_code == 405


def test_a_sign_of_life_passes_no_gate_that_a_page_does_not(event, settings):
    settings.ALLOWED_HOSTS = ["kj.example.gov.cn"]
    beat = at("event-beat", event.pk)

    assert Client().post(beat, {"device": "x"}, **BROWSER).status_code == 400
    ours = {"headers": {"host": "kj.example.gov.cn"}} | BROWSER
    assert Client().post(beat, {"device": "x"}, **ours).status_code == 200
    settings.SECURE_SSL_REDIRECT = True
    assert Client().post(beat, {"device": "x"}, **ours).status_code == 301
    settings.SECURE_SSL_REDIRECT = False
    settings.MAINTENANCE = "今天 18:00"
    assert Client().post(beat, {"device": "x"}, **ours).status_code == 503


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "python-requests/2", "curl/8", "Baiduspider", ""])
def test_what_is_no_browser_does_not_count(agent, event, manager):
    _organisation, owner = manager()
    time = attending.join(event, by=owner, device="d" * 32, role="audience")
    came = timezone.now() - timedelta(seconds=90)
    Presence.objects.update(started_at=came, last_seen=came)
    ticket = presence.ticket(event.pk, time.participant_id, time.device)

    answer = Client().post(
        at("event-beat", event.pk), {"device": "x", "ticket": ticket, "first": "1"}, HTTP_USER_AGENT=agent
    )

    assert (answer.status_code, headcounts.figures(event)["people"]) == (204, 0)


def test_a_closed_hall_takes_no_sign(event, manager):
    time = attending.join(event, by=manager()[1], device="d" * 32, role="audience")
    over(event)

    answer = Client().post(at("event-beat", event.pk), {"device": "x", "ticket": presence.ticket(event.pk, time.participant_id, time.device)}, **BROWSER)  # fmt: skip

    assert answer.status_code == 204


def test_figures_are_counting_one_and_kept_a_few_seconds(event, client):
    first = client.get(at("event-live", event.pk))
    live._at_hand.clear()

    with CaptureQueriesContext(connection) as queries:
        second = client.get(at("event-live", event.pk))

    assert len(queries) == 0
    assert json.loads(second.content) == json.loads(first.content)
    assert set(json.loads(first.content)["figures"]) >= {"people", "now", "contacts", "intentions", "agreements"}


def test_figures_are_told_without_redis(event, client, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    assert client.get(at("event-live", event.pk)).status_code == 200


def test_who_scans_the_code_signs_in_once(event, client):
    venue = SubVenue.objects.create(event=event, name="信丰")
    page = at("sign-in", venue.token)
    typed = {"name": "王五", "mobile": "13900001234", "role": "audience", "agreed": "on"}
    assert "同意" in client.get(page).content.decode()
    assert "手机号须是 11 位数字" in client.post(page, typed | {"mobile": "123"}).content.decode()

    told = [client.post(page, typed).content.decode() for _ in range(2)]

    assert "已签到" in told[0]
    assert "已经签到过" in told[1]
    assert headcounts.figures(event)["people"] == 1
    over(event)
    events.close(event, by=event.opened_by)
    assert "不能签到" in client.post(page, typed | {"mobile": "13900001235"}).content.decode()


def test_a_clerk_sees_the_counter_the_code_and_hands_in_a_list(event, manager, client, workbook):
    venue = SubVenue.objects.create(event=event, name="信丰")
    _organisation, clerk = manager()
    venue.clerks.add(clerk)
    client.force_login(clerk)
    with workbook([["姓名", "手机号"], ["甲", "13900000001"], ["乙", "13900000002"]], name="签到.xlsx").open(
        "rb"
    ) as file:
        client.post(at("venue-desk", venue.pk), {"file": file})

    assert client.get(at("venue-count", venue.pk)).content == b"2"
    assert client.get(at("venue-code", venue.pk))["Content-Type"] == "image/svg+xml"
    page = client.get(at("venue-desk", venue.pk)).content.decode()
    assert "新签到 2 人" in page
    assert "13900000001" not in page
    with workbook([["姓名"], ["甲"]], name="坏.xlsx").open("rb") as file:
        assert "没有找到“手机号”列" in client.post(at("venue-desk", venue.pk), {"file": file}).content.decode()


@pytest.mark.parametrize("name", EVENT_DOORS)
def test_each_door_is_closed_to_strangers_and_a_venues_to_who_is_no_clerk(name, event, manager, client):
    venue = SubVenue.objects.create(event=event, name="信丰")
    is_venue = "venue" in name
    url, knock = reverse(name, args=[venue.pk if is_venue else event.pk]), getattr(client, EVENT_DOORS[name])
    assert "/login/" in knock(url)["Location"]
    _organisation, owner = manager()
    client.force_login(owner)
    assert knock(url).status_code == (404 if is_venue else 200)
    if is_venue:
        venue.clerks.add(owner)
        assert knock(url).status_code == 200


def test_an_officer_plans_publishes_opens_and_closes_in_the_admin(person, client, unit, manager):
    officer, firm = person("officer"), unit("赣州示例大学")
    clerk = manager()[1]
    client.force_login(officer)
    event = planned(name="旧名")
    page = reverse("admin:matchmaking_event_change", args=[event.pk])
    local = timezone.localtime
    typed = {
        "name": "第十届对接会", "edition": "10", "notice": "通知", "collect_from": event.collect_from, "collect_until": event.collect_until,
        "starts_at_0": f"{local(event.starts_at):%Y-%m-%d}", "starts_at_1": f"{local(event.starts_at):%H:%M}",
        "ends_at_0": f"{local(event.ends_at):%Y-%m-%d}", "ends_at_1": f"{local(event.ends_at):%H:%M}", "counting": "portal",
        **{f"{part}-{end}": "0" for part in ("sessions", "booths", "venues") for end in ("INITIAL_FORMS", "MIN_NUM_FORMS")},
        "sessions-TOTAL_FORMS": "0", "booths-TOTAL_FORMS": "1", "venues-TOTAL_FORMS": "1",
        "booths-0-number": "A1", "booths-0-unit": firm.name, "venues-0-name": "信丰分会场",
    }  # fmt: skip
    answer = client.post(page, typed)
    assert answer.status_code == 302, answer.context["errors"]
    event.refresh_from_db()
    assert (event.name, event.booths.get().organisation, event.venues.get().name) == (
        "第十届对接会",
        firm,
        "信丰分会场",
    )
    field = f"venue_{event.venues.get().pk}"
    clerks = reverse("admin:matchmaking_event_clerks_page", args=[event.pk])
    assert "没有这些用户：某某" in client.post(clerks, {field: "某某"}).content.decode()
    client.post(clerks, {field: clerk.username})
    assert list(event.venues.get().clerks.all()) == [clerk]
    for verb in ("publish", "open"):
        client.post(reverse(f"admin:matchmaking_event_{verb}_page", args=[event.pk]))
    figures = reverse("admin:matchmaking_event_figures_page", args=[event.pk])
    assert "还没有闭幕" in client.get(figures).content.decode()
    attending.sign_in(event.venues.get(), attending.Person("13900000001", "甲"))
    over(event)

    client.post(reverse("admin:matchmaking_event_close_page", args=[event.pk]))

    shown = client.get(figures).content.decode()
    assert event.snapshot.sha256 in shown
    assert "刚才重新统计，与冻结时相同" in shown
    assert Participant.objects.count() == 1


def test_the_demonstrations_event_is_full_of_people(person, unit, public, client):
    public()
    users = {"officer": person("officer")}
    demonstration.make(users)
    demonstration.make(users)  # As when the demonstration is started a second time.

    held = Event.objects.get()
    named = held.participants.exclude(user=None).count()
    crowd = demonstration.ONLINE + len(demonstration.VENUES) * demonstration.SIGNED_IN
    assert headcounts.figures(held)["people"] == crowd + named
    assert client.get(at("event-hall", held.pk)).status_code == 200


def test_the_demonstrations_units_ask_agree_sign_and_have_tables(person, unit, public, client):
    public()
    users = {"officer": person("officer")}
    demonstration.make(users)
    before = (Interest.objects.count(), SlotMeeting.objects.count())
    demonstration.make(users)

    held = Event.objects.get()
    told = eventfigures.met_figures(held)
    assert {name: told[name] for name in ("interests", "contacts", "intentions", "agreements", "signed")} == {
        "interests": 8, "contacts": 6, "intentions": 4, "agreements": 2, "signed": 1,
    }  # fmt: skip
    assert (Interest.objects.count(), SlotMeeting.objects.count()) == before
    plan = held.schedules.get()
    assert (plan.status, plan.total) == ("published", plan.bound)
    for one in Organisation.objects.filter(credit_code__contains="PDY092"):
        assert plan.meetings.of_unit(one).exists(), one
    screen = client.get(at("event-screen", held.pk)).content.decode()
    assert "龙南演示永磁材料有限公司" in screen
