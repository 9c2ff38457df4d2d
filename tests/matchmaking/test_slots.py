"""Meetings of an event: wished, scheduled around who can come and what was decided by hand, adopted, published, moved."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from bureau.audit.choices import VERBS
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from matchmaking import agendas, tasks, wishes
from matchmaking.models import Absence, Achievement, Contact, Demand, Mandate, SlotMeeting
from matchmaking.scheduleboard import Board
from matchmaking.workflow import scheduling, slots
from tests.matchmaking.events import planned
from tests.matchmaking.meeting import published, wished, with_slots

pytestmark = pytest.mark.django_db


def met(plan) -> set[tuple[str, str]]:
    return {(one.one.name[2:], one.other.name[2:]) for one in plan.meetings.standing().select_related("one", "other")}


def told(kind: str) -> set:
    return {message.user for message in Message.objects.filter(kind=kind)}


# Wishes.


def test_both_weigh_more_than_one_and_each_further_interest_a_little(fair, manager):
    event, units, people = fair
    (fourth, owner) = manager("赣州丁厂")
    wished(event, units["大学"], fourth, people["大学"])
    wished(event, fourth, units["大学"], owner)  # Each asked the other: both want it.
    for _ in range(5):
        wished(event, units["乙厂"], units["大学"], people["乙厂"])
    wished(event, units["丙厂"], fourth, people["丙厂"], status="withdrawn", ended_by=people["丙厂"], ended_at=timezone.now())  # fmt: skip

    found = {(pair.one, pair.other): (pair.weight, pair.is_mutual) for pair in wishes.pairs(event)}

    key = {name: unit.pk for name, unit in units.items()} | {"丁厂": fourth.pk}
    assert found == {
        (key["大学"], key["甲厂"]): (10, True), (key["大学"], key["乙厂"]): (4 + 3, False), (key["乙厂"], key["丙厂"]): (4, False),
        (key["大学"], key["丁厂"]): (11, True),
    }  # fmt: skip


def test_what_was_asked_elsewhere_about_other_things_is_no_wish_of_the_event(fair):
    event, units, people = fair
    before = len(wishes.pairs(event))
    old = wished(None, units["丙厂"], units["大学"], people["丙厂"], asked_at=timezone.now() - timedelta(days=300))
    assert len(wishes.pairs(event)) == before
    event.booths.create(number="A1", organisation=units["丙厂"])  # Now what it offers is of the event.

    assert len(wishes.pairs(event)) == before + 1
    assert old.event is None


def test_a_contact_of_a_unit_with_itself_is_no_meeting(fair):
    event, units, _people = fair
    before = wishes.pairs(event)
    told = {
        "organisation": units["大学"],
        "organisation_name": "大学",
        "collected_on": timezone.localdate(),
        "changed_at": timezone.now(),
    }
    sides = (
        Achievement.objects.create(number="S1", title="成果", **told),
        Demand.objects.create(number="S2", title="难题", **told),
    )
    Contact.objects.create(
        achievement=sides[0], demand=sides[1], met_on=timezone.localdate(), result="met", changed_at=timezone.now(), event=event
    )  # fmt: skip
    assert wishes.pairs(event) == before


# From the question to the table.


def test_an_officer_solves_adopts_and_publishes_and_the_units_are_told(fair, officer):
    event, _units, people = fair
    plan = scheduling.ask(event, by=officer)
    assert (plan.status, plan.total, plan.bound) == ("solved", 18, 18)
    assert scheduling.adopt(plan, by=officer) == 3
    assert SlotMeeting.objects.party_to(people["大学"]).count() == 0  # Nobody sees what is not published.
    assert told("event.schedule") == set()

    assert scheduling.publish(plan, by=officer) == 4

    assert met(plan) == {("大学", "甲厂"), ("大学", "乙厂"), ("乙厂", "丙厂")}
    assert told("event.schedule") == set(people.values())
    body = Message.objects.get(user=people["大学"], kind="event.schedule").body
    for meeting in SlotMeeting.objects.party_to(people["大学"]):
        assert f"{meeting.slot} {meeting.table_number} 号桌，与{meeting.other}" in body
    assert {line.words for line in agendas.agenda(event, people["丙厂"])} == {"洽谈：赣州乙厂"}
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert verbs >= {"plan_slots", "ask_schedule", "solve_schedule", "adopt_schedule", "publish_schedule"} <= set(VERBS)


def test_the_same_question_has_the_same_answer(fair, officer):
    event = fair[0]

    assert scheduling.ask(event, by=officer).places == scheduling.ask(event, by=officer).places


def test_only_who_runs_events_may(fair, officer, person, manager):
    event, units, people = fair
    plan = scheduling.ask(event, by=officer)
    for by in (person("leader"), people["甲厂"]):
        for say in (
            lambda by: slots.plan_slots(event, by=by, tables=9),
            lambda by: slots.rule(event, by=by, one=units["甲厂"], other=units["乙厂"], kind="barred", reason="x"),
            lambda by: scheduling.ask(event, by=by),
            lambda by: scheduling.adopt(plan, by=by),
        ):
            with pytest.raises(PermissionDenied):
                say(by)
    with pytest.raises(PermissionDenied):
        slots.say_when(event, units["甲厂"], by=people["乙厂"], slots=[])


def test_a_large_one_is_a_workers_and_may_be_stopped(fair, officer, queued, django_capture_on_commit_callbacks):
    event, units, people = fair
    slots.plan_slots(event, by=officer, tables=3, dropped=event.slots.all())
    slots.plan_slots(
        event, by=officer, tables=3, starts_at=timezone.now() + timedelta(hours=1), count=60, minutes=2, pause=0
    )
    for one, other in (("甲厂", "丙厂"), ("甲厂", "乙厂"), ("丙厂", "大学")):
        wished(event, units[one], units[other], people[one])
    with django_capture_on_commit_callbacks(execute=True):
        plan, stopped = (scheduling.ask(event, by=officer) for _ in range(2))
    assert plan.status == "waiting"
    assert ("matchmaking.tasks.solve_schedule", [plan.pk]) in queued()
    scheduling.stop(stopped, by=officer)

    for one in (plan, stopped):
        tasks.solve_schedule(one.pk)
        one.refresh_from_db()

    assert (plan.status, plan.total) == ("solved", plan.bound)
    assert (stopped.status, stopped.places, stopped.reason) == ("stopped", [], "由工作人员取消")


# Who can come, and what is decided by hand.


def test_who_cannot_come_is_not_put_there(fair, officer):
    event, units, people = fair
    last = event.slots.last()
    slots.say_when(event, units["大学"], by=people["大学"], slots=[last])

    plan = scheduling.ask(event, by=officer)

    scheduling.adopt(plan, by=officer)
    assert [meeting.slot for meeting in plan.meetings.of_unit(units["大学"])] == [last]
    assert met(plan) == {("大学", "甲厂"), ("乙厂", "丙厂")}  # What both want before what one asked for.
    assert [line["why"] for line in Board(event, plan).shown()["unmet"]] == ["都能到场的时段里，一方已有别的洽谈"]
    slots.say_when(event, units["大学"], by=people["大学"], slots=event.slots.all())
    assert not Absence.objects.exists()


def test_the_officer_hears_of_who_can_no_longer_come(fair, officer):
    event, units, people = fair
    plan = published(event, officer)

    slots.say_when(event, units["丙厂"], by=people["丙厂"], slots=[])

    message = Message.objects.get(kind="event.absent_officer", user=officer)
    assert "赣州丙厂" in message.title
    lines = Board(event, plan).shown()["lines"]
    assert [cell["away"] for _slot, row, _count in lines for cell in row if cell and cell["away"]] == [["赣州丙厂"]]


def test_fixed_pairs_stand_and_barred_ones_do_not_meet(fair, officer):
    event, units, _people = fair
    second = event.slots.all()[1]
    slots.rule(event, by=officer, one=units["丙厂"], other=units["甲厂"], kind="fixed", slot=second, reason="引荐")
    barred = slots.rule(event, by=officer, one=units["大学"], other=units["甲厂"], kind="barred", reason="已签约")

    plan = scheduling.ask(event, by=officer)

    scheduling.adopt(plan, by=officer)
    assert met(plan) == {("甲厂", "丙厂"), ("大学", "乙厂"), ("乙厂", "丙厂")}
    assert plan.meetings.get(one=units["甲厂"]).slot == second
    assert {line["why"] for line in Board(event, plan).shown()["unmet"]} == {"工作人员不安排"}
    slots.lift(barred, by=officer)
    assert scheduling.ask(event, by=officer).total > plan.total
    with pytest.raises(Refused, match="固定须选时段"):
        slots.rule(event, by=officer, one=units["丙厂"], other=units["甲厂"], kind="fixed", reason="引荐")


def test_what_is_fixed_twice_is_no_schedule_and_says_why(fair, officer):
    event, units, _people = fair
    first = event.slots.first()
    for name in ("甲厂", "乙厂"):
        slots.rule(event, by=officer, one=units["大学"], other=units[name], kind="fixed", slot=first, reason="要求")

    plan = scheduling.ask(event, by=officer)

    assert (plan.status, plan.reason) == ("failed", "同一单位在同一时段固定了两场洽谈。")


def test_what_was_published_stays_and_only_who_has_another_agenda_is_told_again(fair, officer, manager):
    event, units, people = fair
    first = published(event, officer)
    before = set(first.meetings.values_list("one", "other", "slot"))
    fourth, owner = manager("赣州丁厂")
    wished(event, fourth, units["丙厂"], owner)
    Message.objects.all().delete()

    second = published(event, officer, keeps=True)

    first.refresh_from_db()
    assert (first.status, second.number) == ("superseded", 2)
    assert before < set(second.meetings.values_list("one", "other", "slot"))
    assert told("event.schedule") == {people["丙厂"], owner}
    assert SlotMeeting.objects.party_to(people["丙厂"]).count() == 2  # Of the published one alone.


def test_whose_meetings_are_gone_is_told_too(fair, officer):
    event, units, people = fair
    published(event, officer)
    slots.rule(event, by=officer, one=units["乙厂"], other=units["丙厂"], kind="barred", reason="不来")

    published(event, officer)

    assert "没有安排洽谈" in Message.objects.filter(user=people["丙厂"]).latest("pk").body


def test_a_plan_that_no_longer_can_be_is_not_adopted(fair, officer):
    event, units, people = fair
    late, barred, dropped = (scheduling.ask(event, by=officer) for _ in range(3))
    slots.say_when(event, units["丙厂"], by=people["丙厂"], slots=[])
    with pytest.raises(Refused, match="有 1 场洽谈的时段、到场时间"):
        scheduling.adopt(late, by=officer)
    slots.say_when(event, units["丙厂"], by=people["丙厂"], slots=event.slots.all())
    held = slots.rule(event, by=officer, one=units["乙厂"], other=units["丙厂"], kind="barred", reason="不来")
    with pytest.raises(Refused, match="请重新求解"):
        scheduling.adopt(barred, by=officer)
    slots.lift(held, by=officer)
    slots.plan_slots(event, by=officer, tables=2, dropped=event.slots.all())

    with pytest.raises(Refused, match="有 3 场"):
        scheduling.adopt(dropped, by=officer)
    assert Board(event, dropped).shown()["count"] == 0


# By hand, afterwards.


def test_a_meeting_is_moved_to_a_free_table_and_both_are_told_and_it_stays_there(fair, officer):
    event, units, people = fair
    plan = published(event, officer)
    meeting = plan.meetings.get(one=units["乙厂"], other=units["丙厂"])
    taken = set(plan.meetings.of_unit(units["乙厂"]).values_list("slot", flat=True))
    free = next(slot for slot in event.slots.all() if slot.pk not in taken)
    busy = next(slot for slot in event.slots.all() if slot.pk in taken and slot != meeting.slot)
    with pytest.raises(Refused, match="其中一方在这个时段已有洽谈"):
        scheduling.move(meeting, by=officer, slot=busy, reason="飞机晚点")

    scheduling.move(meeting, by=officer, slot=free, reason="飞机晚点")

    meeting.refresh_from_db()
    assert meeting.slot == free
    assert told("event.meeting_moved") == {people["乙厂"], people["丙厂"]}
    assert "飞机晚点" in Message.objects.filter(kind="event.meeting_moved").first().body
    again = published(event, officer)
    assert again.meetings.get(one=units["乙厂"], other=units["丙厂"]).slot == free


def test_a_full_slot_takes_no_further_meeting(fair, officer):
    event, _units, _people = fair
    slots.plan_slots(event, by=officer, tables=1)
    plan = published(event, officer)
    one, other = plan.meetings.all()[:2]

    with pytest.raises(Refused, match="没有空桌"):
        scheduling.move(one, by=officer, slot=other.slot, reason="改期")


def test_a_cancelled_meeting_says_why_and_is_not_scheduled_again(fair, officer):
    event, units, people = fair
    plan = published(event, officer)
    meeting = plan.meetings.get(one=units["乙厂"], other=units["丙厂"])

    scheduling.cancel(meeting, by=officer, reason="丙厂不来")

    assert told("event.meeting_cancelled") == {people["乙厂"], people["丙厂"]}
    assert [line.cancelled for line in agendas.agenda(event, people["丙厂"])] == ["丙厂不来"]
    assert [line["why"] for line in Board(event, plan).shown()["unmet"]] == ["已取消：丙厂不来"]
    assert ("乙厂", "丙厂") not in met(published(event, officer))


def test_a_broker_of_an_interest_sees_its_meeting(fair, officer, manager):
    event, units, people = fair
    broker, agent = manager("赣州技术经理人")
    Mandate.objects.create(client=units["丙厂"], broker=broker, granted_by=people["丙厂"], granted_at=timezone.now())
    wished(event, units["丙厂"], units["甲厂"], agent, broker=broker)

    published(event, officer)

    assert [line.words for line in agendas.agenda(event, agent)] == ["洽谈：赣州甲厂与赣州丙厂"]
    assert told("event.schedule") >= {agent}


def test_who_acts_for_two_clients_is_at_one_table_at_a_time(fair, officer, manager):
    event, units, people = fair
    broker, agent = manager("赣州技术经理人")
    others = [manager(f"赣州{name}所")[0] for name in "子丑"]
    for client, asked in zip((units["丙厂"], units["乙厂"]), others, strict=True):
        Mandate.objects.create(client=client, broker=broker, granted_by=people["丙厂"], granted_at=timezone.now())
        wished(event, client, asked, agent, broker=broker)

    plan = published(event, officer)

    brokered = plan.meetings.filter(attendant=agent)
    assert brokered.count() == 2 == brokered.values("slot").distinct().count()
    first, second = brokered.order_by("slot__starts_at")
    with pytest.raises(Refused, match="技术经理人"):
        scheduling.move(second, by=officer, slot=first.slot, reason="提前")


# Planning.


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"hours": -4, "count": 1}, "须在对接会的时间"), ({"hours": 0.2, "count": 1}, "重叠"), ({"hours": 1.7, "count": 3}, "须在对接会的时间"),
        ({"hours": 1.7, "count": 57, "minutes": 0.1, "pause": 0}, "至多 60 个"),
    ],
)  # fmt: skip
def test_slots_lie_within_the_event_beside_each_other(more, words, officer):
    event = with_slots(officer)
    begins = event.slots.first().starts_at + timedelta(hours=more.pop("hours"))

    with pytest.raises(Refused, match=words):
        slots.plan_slots(event, by=officer, tables=3, starts_at=begins, **more)

    event.refresh_from_db()
    assert (event.slots.count(), event.tables) == (4, 2)


def test_a_slot_with_meetings_is_not_taken_away(fair, officer):
    event = fair[0]
    plan = published(event, officer)

    with pytest.raises(Refused, match="已有洽谈排期"):
        slots.plan_slots(event, by=officer, tables=2, dropped=[plan.meetings.first().slot])


def test_nothing_new_is_put_into_a_slot_that_has_begun(fair, officer):
    event, _units, _people = fair
    plan = published(event, officer)
    before = {one.pk: one.slot_id for one in plan.meetings.all()}
    event.slots.exclude(pk=event.slots.last().pk).update(
        starts_at=F("starts_at") - timedelta(hours=3), ends_at=F("ends_at") - timedelta(hours=3)
    )

    kept = scheduling.ask(event, by=officer, keeps=True)
    fresh = scheduling.ask(event, by=officer)

    assert {slot for _wish, slot, _table in fresh.places} == {3}
    assert kept.total == plan.total  # What was there is not undone.
    with pytest.raises(Refused, match="还没有开始的时段"):
        scheduling.move(plan.meetings.first(), by=officer, slot=event.slots.first(), reason="改期")
    assert {one.pk: one.slot_id for one in plan.meetings.all()} == before
    event.slots.update(starts_at=F("starts_at") - timedelta(hours=9), ends_at=F("ends_at") - timedelta(hours=9))
    with pytest.raises(Refused, match="时段都已开始"):
        scheduling.ask(event, by=officer)


def test_there_must_be_something_to_schedule(officer):
    with pytest.raises(Refused, match="先安排洽谈时段"):
        scheduling.ask(planned(), by=officer)
    with pytest.raises(Refused, match="还没有单位提出"):
        scheduling.ask(with_slots(officer), by=officer)
