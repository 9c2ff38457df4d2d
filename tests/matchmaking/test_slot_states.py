"""Which verb of an event's schedule works from which status, and what the database itself refuses of its meetings."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.workflow import Refused
from matchmaking.choices import CURRENT_SCHEDULES, EventStatus, ScheduleStatus, SlotMeetingStatus
from matchmaking.models import Absence, Event, MeetingSlot, PairRule, SchedulePlan, SlotMeeting
from matchmaking.workflow import scheduling, slots
from tests.matchmaking.meeting import published, with_slots

pytestmark = pytest.mark.django_db


def in_status(plan: SchedulePlan, status: str, officer) -> SchedulePlan:
    """The same, as if verbs had brought it there."""
    now, measured = timezone.now(), {"total": 18, "bound": 18, "solved_at": timezone.now()}
    values = {
        "waiting": {}, "solved": measured, "failed": {"reason": "无解"}, "stopped": {"reason": "取消"},
        "adopted": measured | {"adopted_by": officer, "adopted_at": now},
        "published": measured | {"adopted_by": officer, "adopted_at": now, "published_by": officer, "published_at": now},
        "superseded": measured | {"adopted_by": officer, "adopted_at": now},
    }[status]  # fmt: skip
    blank = dict.fromkeys(("total", "bound", "solved_at", "adopted_by", "adopted_at", "published_by", "published_at"))  # fmt: skip
    SchedulePlan.objects.filter(pk=plan.pk).update(**blank | {"status": status, "reason": "", "places": []} | values)
    plan.refresh_from_db()
    return plan


def by_worker(verb, **found):
    """What a worker, or a later plan, says of a plan."""

    def say(plan, *, by):
        with verb(plan, by=by):
            for name, value in found.items():
                setattr(plan, name, value)

    return say


SAID = {
    scheduling.COMPUTE: by_worker(scheduling.COMPUTE, total=18, bound=18, solved_at=timezone.now()),
    scheduling.FAIL: by_worker(scheduling.FAIL, reason="同一时段固定的洽谈多于桌数。"),
    scheduling.SUPERSEDE: by_worker(scheduling.SUPERSEDE), scheduling.STOP: scheduling.stop, scheduling.ADOPT: scheduling.adopt,
    scheduling.PUBLISH: scheduling.publish,
}  # fmt: skip


@pytest.mark.parametrize("status", ScheduleStatus.values)
def test_a_plans_verb_works_from_exactly_the_statuses_of_its_table(status, fair, officer):
    assert set(SAID) == set(scheduling.OF_PLANS)
    for verb, say in SAID.items():
        plan = in_status(scheduling.ask(fair[0], by=officer), status, officer)
        if status in verb.sources:
            say(plan, by=officer)
        else:
            with pytest.raises(Refused, match=f"不能{verb.label}"):
                say(plan, by=officer)
        assert plan.status == (verb.target if status in verb.sources else status)
        in_status(plan, "superseded", officer)


@pytest.mark.parametrize("status", SlotMeetingStatus.values)
def test_a_meetings_verb_works_from_exactly_the_statuses_of_its_table(status, fair, officer):
    event = fair[0]
    say = {
        scheduling.MOVE: lambda one, free: scheduling.move(one, by=officer, slot=free, reason="改期"),
        scheduling.CANCEL: lambda one, _free: scheduling.cancel(one, by=officer, reason="取消"),
    }
    assert set(say) == set(scheduling.OF_MEETINGS)
    for verb, do in say.items():
        plan = published(event, officer)
        meeting = plan.meetings.first()
        taken = plan.meetings.values("slot")
        free = event.slots.exclude(pk__in=taken).first()
        plan.meetings.filter(pk=meeting.pk).update(status=status, reason="不来" if status == "cancelled" else "")
        if status in verb.sources:
            do(meeting, free)
        else:
            with pytest.raises(Refused, match=verb.label):
                do(meeting, free)
        PairRule.objects.all().delete()


@pytest.mark.parametrize("status", EventStatus.values)
def test_an_event_that_is_over_is_scheduled_no_more(status, fair, officer):
    event, units, people = fair
    published(event, officer)
    waiting, adopted = scheduling.ask(event, by=officer), scheduling.ask(event, by=officer)
    scheduling.adopt(adopted, by=officer)
    others = {"opened_by": None, "opened_at": None} if status in ("draft", "published") else {}
    others |= {"published_by": None, "published_at": None} if status == "draft" else {}
    others |= {"closed_by": officer, "closed_at": timezone.now()} if status == "closed" else {}
    Event.objects.filter(pk=event.pk).update(status=status, **others)
    event.refresh_from_db()
    said = {
        "slots": lambda: slots.plan_slots(event, by=officer, tables=2),
        "rule": lambda: slots.rule(event, by=officer, one=units["甲厂"], other=units["丙厂"], kind="barred", reason="x"),
        "ask": lambda: scheduling.ask(event, by=officer),
        "publish": lambda: scheduling.publish(SchedulePlan.objects.get(pk=adopted.pk), by=officer),
        "adopt": lambda: scheduling.adopt(SchedulePlan.objects.get(pk=waiting.pk), by=officer),
        "cancel": lambda: scheduling.cancel(SlotMeeting.objects.filter(plan__status__in=CURRENT_SCHEDULES).first(), by=officer, reason="x"),
        "when": lambda: slots.say_when(event, units["甲厂"], by=people["甲厂"], slots=event.slots.all()),
    }  # fmt: skip
    refused = set()
    for name, say in said.items():
        try:
            say()
        except Refused:
            refused.add(name)

    assert refused == {"closed": set(said), "draft": {"publish", "when"}}.get(status, set())


# What the database itself refuses.


def _meeting(plan, **more):
    first = plan.meetings.first()
    values = {"slot": first.slot, "table_number": 2, "one": first.one, "other": first.other}
    return SlotMeeting.objects.create(plan=plan, **values | more)


def _brokered_twice(plan, units):
    first = plan.meetings.first()
    plan.meetings.exclude(pk=first.pk).delete()
    plan.meetings.update(attendant=plan.asked_by)
    one, other = sorted((u for u in units.values() if u not in (first.one, first.other)), key=lambda unit: unit.pk)[:2]
    _meeting(plan, table_number=3, one=one, other=other, attendant=plan.asked_by)


BREAKS = {
    "matchmaking_meetingslot_ends_after_start": lambda event, _plan, _units: event.slots.update(ends_at=event.starts_at),
    "matchmaking_meetingslot_one_at_a_time": lambda event, _plan, _units: MeetingSlot.objects.create(event=event, starts_at=event.starts_at, ends_at=event.ends_at),
    "matchmaking_absence_once": lambda event, _plan, units: [event.slots.first().absences.create(organisation=units["甲厂"]) for _ in range(2)],
    "matchmaking_pairrule_of_two_in_order": lambda event, _plan, units: event.pair_rules.create(one=units["丙厂"], other=units["大学"], kind="barred", reason="x"),
    "matchmaking_pairrule_once": lambda event, _plan, units: [event.pair_rules.create(one=units["大学"], other=units["丙厂"], kind="barred", reason="x") for _ in range(2)],
    "matchmaking_pairrule_fixed_iff_slot": lambda event, _plan, units: event.pair_rules.create(one=units["大学"], other=units["丙厂"], kind="fixed", reason="x"),
    "matchmaking_pairrule_says_why": lambda event, _plan, units: event.pair_rules.create(one=units["大学"], other=units["丙厂"], kind="barred"),
    "matchmaking_pairrule_kind_known": lambda event, _plan, units: event.pair_rules.create(one=units["大学"], other=units["丙厂"], kind="x", reason="x"),
    "matchmaking_scheduleplan_one_per_number": lambda event, plan, _units: event.schedules.create(number=plan.number, tables=1),
    "matchmaking_scheduleplan_one_published": lambda event, plan, _units: event.schedules.create(number=9, tables=1, status="published", total=1, bound=1, solved_at=plan.asked_at, adopted_at=plan.asked_at, adopted_by=plan.asked_by, published_by=plan.asked_by, published_at=plan.asked_at),
    "matchmaking_scheduleplan_one_adopted": lambda event, plan, _units: [event.schedules.create(number=9 + n, tables=1, status="adopted", total=1, bound=1, solved_at=plan.asked_at, adopted_at=plan.asked_at, adopted_by=plan.asked_by) for n in range(2)],
    "matchmaking_scheduleplan_status_known": lambda event, _plan, _units: event.schedules.create(number=9, tables=1, status="x"),
    "matchmaking_scheduleplan_solved_iff_measured": lambda event, _plan, _units: event.schedules.create(number=9, tables=1, status="solved"),
    "matchmaking_scheduleplan_adopted_is_dated": lambda event, plan, _units: event.schedules.create(number=9, tables=1, status="adopted", total=1, bound=1, solved_at=plan.asked_at),
    "matchmaking_scheduleplan_published_is_dated": lambda event, plan, _units: event.schedules.filter(pk=plan.pk).update(published_by=None, published_at=None),
    "matchmaking_scheduleplan_says_why": lambda event, _plan, _units: event.schedules.create(number=9, tables=1, status="stopped"),
    "matchmaking_slotmeeting_of_two_in_order": lambda _event, plan, units: _meeting(plan, one=units["丙厂"], other=units["甲厂"], slot=plan.event.slots.last()),
    "matchmaking_slotmeeting_status_known": lambda _event, plan, _units: plan.meetings.update(status="x"),
    "matchmaking_slotmeeting_cancelled_iff_reason": lambda _event, plan, _units: plan.meetings.update(status="cancelled"),
    "matchmaking_slotmeeting_one_per_pair": lambda _event, plan, _units: _meeting(plan, status="cancelled", reason="x"),
    "matchmaking_slotmeeting_one_per_table": lambda _event, plan, units: (plan.meetings.filter(one=units["大学"], other=units["乙厂"]).delete(), plan.meetings.update(slot=plan.event.slots.first(), table_number=1)),
    "matchmaking_slotmeeting_one_per_attendant": lambda _event, plan, units: _brokered_twice(plan, units),
    "matchmaking_slotmeeting_one_per_party": lambda _event, plan, units: _meeting(plan, slot=plan.meetings.get(one=units["乙厂"]).slot, table_number=3, one=units["甲厂"], other=units["丙厂"]),
    "matchmaking_slotmeeting_has_a_table": lambda _event, plan, units: _meeting(plan, table_number=4, one=units["甲厂"], other=units["丙厂"], slot=plan.event.slots.last()),
}  # fmt: skip


@pytest.mark.parametrize("claim", BREAKS)
def test_the_database_refuses(claim, fair, officer):
    event, units, _people = fair
    plan = published(event, officer)

    with pytest.raises(IntegrityError, match=claim), transaction.atomic():
        BREAKS[claim](event, plan, units)


def test_a_meeting_of_another_events_slot_is_refused(fair, officer):
    plan, other = published(fair[0], officer), with_slots(officer)

    with pytest.raises(IntegrityError, match="matchmaking_slotmeeting_has_a_table"), transaction.atomic():
        plan.meetings.update(slot=other.slots.first())


def test_every_claim_about_meetings_is_broken_once():
    claims = {one.name for model in (MeetingSlot, Absence, PairRule, SchedulePlan, SlotMeeting) for one in model._meta.constraints}  # fmt: skip

    assert {name for name in claims if not name.endswith("_signed")} == BREAKS.keys() - {
        "matchmaking_slotmeeting_has_a_table"
    }
