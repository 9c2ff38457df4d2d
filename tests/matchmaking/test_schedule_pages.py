"""The pages of an event's meetings: the officer's board, a unit's agenda and its calendar."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matchmaking.models import Absence, EventSession, PairRule, SchedulePlan
from matchmaking.workflow import scheduling, slots
from tests.matchmaking.events import opened
from tests.matchmaking.meeting import published, wished

pytestmark = pytest.mark.django_db


def admin(name: str, *arguments) -> str:
    return reverse(f"admin:matchmaking_{name}", args=arguments)


def at(name: str, event) -> str:
    return reverse(f"matchmaking:{name}", args=[event.pk])


def test_an_officer_plans_slots_and_is_told_what_does_not_fit(officer, client):
    event = opened(officer)
    client.force_login(officer)
    board, page = admin("event_schedule_page", event.pk), admin("event_slots_page", event.pk)
    assert "还没有洽谈时段" in client.get(board).content.decode()
    start = timezone.localtime(event.starts_at)
    typed = {
        "tables": "3", "tables_at": "二楼洽谈区", "most_meetings": "", "count": "4", "day": start.date(), "time": f"{start:%H:%M}", "minutes": "20", "pause": "5",
    }  # fmt: skip
    assert "须在对接会的时间" in client.post(page, typed | {"count": "20"}).content.decode()

    assert client.post(page, typed)["Location"] == board

    event.refresh_from_db()
    assert (event.tables, event.tables_at, event.most_meetings, event.slots.count()) == (3, "二楼洽谈区", None, 4)
    shown = client.get(board).content.decode()
    assert "4 个时段、3 张桌，地点：二楼洽谈区" in shown
    assert "没有可以排的洽谈" in shown
    client.post(page, typed | {"count": "0", "dropped": [event.slots.last().pk]})
    assert event.slots.count() == 3


def test_an_officer_solves_fixes_adopts_publishes_and_moves(fair, officer, client):
    event, units, _people = fair
    client.force_login(officer)
    board = admin("event_schedule_page", event.pk)
    page = client.post(board, {"verb": "solve"})["Location"]
    plan = SchedulePlan.objects.get()
    shown = client.get(page).content.decode()
    for words in ("待采用", "18 / 18", "不可能更好", "赣州大学", "采用这份排期"):
        assert words in shown
    rule = admin("event_rule_page", event.pk)
    typed = {"one": "赣州大学", "other": units["丙厂"].credit_code, "kind": "fixed", "slot": event.slots.first().pk, "reason": "引荐"}  # fmt: skip
    assert "没有登记过这个单位" in client.post(rule, typed | {"one": "某某"}).content.decode()
    assert "固定须选时段" in client.post(rule, typed | {"slot": ""}).content.decode()
    client.post(rule, typed)
    assert "固定时段：" in client.get(board).content.decode()
    client.post(board, {"verb": "solve"})
    plan = SchedulePlan.objects.latest("pk")
    for verb, words in (("adopt", "已采用，4 场洽谈"), ("publish", "已公布，发出 4 条消息")):
        answer = client.post(board, {"verb": verb, "plan": plan.pk}, follow=True)
        assert words in answer.content.decode()
    assert "请刷新后再试" not in answer.content.decode()
    assert "不能公布" in client.post(board, {"verb": "publish", "plan": plan.pk}, follow=True).content.decode()
    meeting = plan.meetings.get(one=units["乙厂"])
    move = admin("slotmeeting_move_page", meeting.pk)
    assert "请选另一个还没有开始的时段" in client.post(move, {"slot": meeting.slot_id, "reason": "x"}).content.decode()
    cancel = admin("slotmeeting_cancel_page", meeting.pk)
    assert client.post(cancel, {"reason": "丙厂不来"})["Location"] == f"{board}?plan={plan.pk}"
    assert "已取消：丙厂不来" in client.get(board).content.decode()
    client.post(board, {"verb": "lift", "rule": PairRule.objects.get(kind="barred").pk})
    assert not PairRule.objects.filter(kind="barred").exists()
    assert "历次排期" in client.get(board).content.decode()
    assert "第 1 次" in client.get(f"{board}?plan={SchedulePlan.objects.earliest('pk').pk}").content.decode()
    assert client.get(f"{board}?plan=x{'9' * 30}").status_code == 200


def test_the_board_tells_how_far_a_large_one_is(fair, officer, client):
    event = fair[0]
    plan = event.schedules.create(number=1, tables=3, asked_by=officer, asked_at=timezone.now())
    client.force_login(officer)
    board = admin("event_schedule_page", event.pk)
    assert "正在求解第 1 次排期：等待计算（0%）" in client.get(board).content.decode()
    assert "HX-Refresh" not in client.get(f"{board}?plan={plan.pk}&part=1")

    client.post(board, {"verb": "stop", "plan": plan.pk})

    answer = client.get(f"{board}?plan={plan.pk}&part=1")
    assert answer["HX-Refresh"] == "true"
    assert "由工作人员取消" in answer.content.decode()


def test_who_may_only_look_changes_nothing(fair, officer, person, client):
    event = fair[0]
    plan = scheduling.ask(event, by=officer)
    client.force_login(person("leader"))
    board = admin("event_schedule_page", event.pk)

    assert "采用这份排期" not in client.get(board).content.decode()
    assert client.post(board, {"verb": "adopt", "plan": plan.pk}).status_code == 403


def test_a_unit_says_when_it_can_come_and_sees_its_agenda(fair, officer, client):
    event, _units, people = fair
    slots.plan_slots(event, by=officer, tables=3, tables_at="二楼")
    EventSession.objects.create(event=event, title="稀土专场", starts_at=event.starts_at, ends_at=event.ends_at, place="主会场")  # fmt: skip
    client.force_login(people["丙厂"])
    page = at("event-agenda", event)
    shown = client.get(page).content.decode()
    for words in ("洽谈日程还没有公布", "稀土专场", "赣州丙厂能到场的时段"):
        assert words in shown
    first, *rest = event.slots.all()
    assert "已保存" in client.post(page, {"slots": [slot.pk for slot in rest]}, follow=True).content.decode()
    assert [one.slot for one in Absence.objects.all()] == [first]
    plan = published(event, officer)
    meeting = plan.meetings.get(other__name="赣州丙厂")

    shown = client.get(page).content.decode()

    assert "洽谈：赣州乙厂" in shown
    assert f"二楼 {meeting.table_number} 号桌" in shown
    assert "洽谈：赣州乙厂" in client.get(at("event-own", event)).content.decode()
    assert at("event-agenda", event) in client.get(at("event-hall", event)).content.decode()
    scheduling.cancel(meeting, by=officer, reason="乙厂不来")
    assert "已取消：乙厂不来" in client.get(page).content.decode()


def test_who_has_no_unit_and_whose_unit_has_no_meeting_are_told_so(fair, officer, somebody, manager, client):
    event = fair[0]
    published(event, officer)
    for who, words in ((somebody(), "您还没有加入单位"), (manager()[1], "没有为贵单位安排现场洽谈")):
        client.force_login(who)
        shown = client.get(at("event-agenda", event)).content.decode()
        assert words in shown
        for page in (shown, client.get(at("event-calendar", event)).content.decode()):
            assert "赣州大学" not in page  # Whom others meet is theirs.
    empty = opened(officer)
    assert "还没有议程和洽谈" in client.get(at("event-agenda", empty)).content.decode()


def test_the_agenda_goes_into_a_calendar_and_a_meeting_keeps_its_number(fair, officer, client):
    event, units, people = fair
    EventSession.objects.create(event=event, title="稀土专场；上午", starts_at=event.starts_at, ends_at=event.ends_at)
    published(event, officer)
    client.force_login(people["丙厂"])
    answer = client.get(at("event-calendar", event))
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"].startswith("text/calendar")
    assert f'filename="event-{event.pk}.ics"' in answer["Content-Disposition"]
    uid = f"UID:pair-{event.pk}-{units['乙厂'].pk}-{units['丙厂'].pk}@matchmaking"
    assert lines.count("BEGIN:VEVENT") == 2
    assert {"SUMMARY:稀土专场；上午", "SUMMARY:洽谈：赣州乙厂", uid} <= set(lines)
    assert all(len(line.encode()) <= 75 for line in lines)

    published(event, officer)

    assert uid in client.get(at("event-calendar", event)).content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_the_pages_cost_few_queries_at_any_length(more, fair, officer, manager, client):
    event, units, people = fair
    for _ in range(more):
        wished(event, manager()[0], units["甲厂"], people["甲厂"])
    published(event, officer)
    spent = []
    for who, addresses in (
        (officer, [admin("event_schedule_page", event.pk), admin("slotmeeting_changelist")]),
        (people["甲厂"], [at("event-agenda", event), at("event-calendar", event), at("event-own", event)]),
    ):
        client.force_login(who)
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            spent.append(len(queries))

    assert max(spent) <= 15, spent
