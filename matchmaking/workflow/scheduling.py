"""The schedule of an event's meetings: asked for, computed, adopted, published; single meetings moved and cancelled by hand."""

import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import count

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Membership, User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from matchmaking import scheduling as solver
from matchmaking import wishes
from matchmaking.choices import CURRENT_SCHEDULES, PUBLIC_EVENTS, RuleKind, ScheduleStatus, SlotMeetingStatus
from matchmaking.models import Absence, Event, MeetingSlot, SchedulePlan, SlotMeeting

from . import slots
from .events import PLANNED, RUN

WORKER = "排期任务"
_S, _M = ScheduleStatus, SlotMeetingStatus
ASK = Transition("ask_schedule", "求解排期", PLANNED, None, RUN)
COMPUTE = Transition("solve_schedule", "求解", (_S.WAITING,), _S.SOLVED, RUN)
FAIL = Transition("fail_schedule", "求解", (_S.WAITING,), _S.FAILED, RUN)
STOP = Transition("stop_schedule", "取消求解", (_S.WAITING,), _S.STOPPED, RUN)
ADOPT = Transition("adopt_schedule", "采用", (_S.SOLVED,), _S.ADOPTED, RUN)
PUBLISH = Transition("publish_schedule", "公布", (_S.ADOPTED,), _S.PUBLISHED, RUN)
SUPERSEDE = Transition("supersede_schedule", "替代", CURRENT_SCHEDULES, _S.SUPERSEDED, RUN)
MOVE = Transition("move_slotmeeting", "改期", (_M.PLANNED,), None, RUN)
CANCEL = Transition("cancel_slotmeeting", "取消", (_M.PLANNED,), _M.CANCELLED, RUN)
OF_PLANS, OF_MEETINGS = (COMPUTE, FAIL, STOP, ADOPT, PUBLISH, SUPERSEDE), (MOVE, CANCEL)
AT_ONCE = 300  # Wishes times slots up to which the person waits for the answer; more is a worker's.
STEPS_AT_ONCE = 2.0  # A second or two; the most of these are proven best in a hundredth of it.
KEPT_SECONDS, TELL_SECONDS = 3600, 0.5


def ask(event: Event, *, by: User, keeps: bool = False) -> SchedulePlan:
    """Freeze what is to be computed; a small one is solved before the answer, a large one by a worker.

    With ``keeps`` what was published stays where it is. Raises Refused where there is nothing to compute.
    """
    with ASK(event, by=by):
        content = wishes.content_of(event, keeps=keeps)
        if not event.tables or not content["slots"]:
            raise Refused("请先安排洽谈时段和桌数。")
        if len(content["past"]) == len(content["slots"]):
            raise Refused("时段都已开始，请先增加时段。")
        if not content["wishes"]:
            raise Refused("还没有单位提出对接意向，没有可以排的洽谈。")
        plan = SchedulePlan.objects.create(
            event=event, number=event.schedules.count() + 1, tables=event.tables, content=wishes.packed(content),
            asked_by=by, asked_at=timezone.now(),
        )  # fmt: skip
        record(plan, "ask_schedule", by=by)
        is_small = _is_small(content)
        if not is_small:  # By name: the tasks call this module.
            ring = current_app.signature("matchmaking.tasks.solve_schedule", [plan.pk]).apply_async
            transaction.on_commit(lambda: ring(), robust=True)
    if is_small:
        compute(plan)
    return plan


def _is_small(content: dict) -> bool:
    return len(content["wishes"]) * len(content["slots"]) <= AT_ONCE


def compute(plan: SchedulePlan) -> None:
    """What is found is the same each time. One that was stopped meanwhile is nobody's."""
    content = wishes.unpacked(plan)
    try:
        steps = STEPS_AT_ONCE if _is_small(content) else solver.STEPS
        made = solver.schedule(wishes.request_of(content), steps=steps, watch=_watcher(plan))
    except solver.Impossible as error:
        with FAIL(plan, by=WORKER):
            plan.reason = str(error)
        return
    try:
        with COMPUTE(plan, by=WORKER):
            plan.places = _seated(made.places, content["kept"])
            plan.total, plan.bound, plan.solved_at = made.total, made.bound, timezone.now()
    except Refused:
        if SchedulePlan.objects.get(pk=plan.pk).status != _S.STOPPED:
            raise


def _seated(places: Iterable[solver.Place], kept: list) -> list[list[int]]:
    """[wish, slot, table]: those that stay keep their tables, the others take the first that are free."""
    held = {(wish, slot): table for wish, slot, table in kept}
    taken, found = {(slot, table) for _wish, slot, table in kept}, []
    for one in places:
        free = (number for number in count(1) if (one.slot, number) not in taken)
        table = held.get((one.wish, one.slot)) or next(free)
        taken.add((one.slot, table))
        found.append([one.wish, one.slot, table])
    return found


def _watcher(plan: SchedulePlan) -> solver.Watch:
    """Tells the cache how far it is, at most twice a second, and hears from it whether the plan is still wanted."""
    last = 0.0

    def watch(total: float, bound: float, share: float) -> bool:
        nonlocal last
        if time.monotonic() - last < TELL_SECONDS:
            return True
        last = time.monotonic()
        told = {"total": int(total), "bound": int(bound), "share": round(share, 3)}
        cache.set(_key(plan, "progress"), told, KEPT_SECONDS)
        return not cache.get(_key(plan, "stopped"))

    return watch


def _key(plan: SchedulePlan, what: str) -> str:
    return (
        f"schedule:{plan.pk}:{plan.asked_at.timestamp()}:{what}"  # Another database's plan was asked at another moment.
    )


def progress(plan: SchedulePlan) -> dict | None:
    """{"total", "bound", "share"} of the best found so far; None before the first."""
    return cache.get(_key(plan, "progress"))


def stop(plan: SchedulePlan, *, by: User) -> None:
    """Have no more of it computed; the worker hears it between its steps."""
    with STOP(plan, by=by):
        plan.reason = "由工作人员取消"
        cache.set(_key(plan, "stopped"), True, KEPT_SECONDS)


def adopt(plan: SchedulePlan, *, by: User) -> int:
    """Make meetings of it, which nobody is told of yet; gives how many. Refused where units or rules changed since."""
    with ADOPT(plan, by=by):
        _demand_going_on(plan.event)
        content = wishes.unpacked(plan)
        chosen = [(*content["wishes"][wish], content["slots"][slot], table) for wish, slot, table in plan.places]
        _demand_still_possible(plan, content, chosen)
        of_wishes = wishes.attendants(content)
        people = [of_wishes[wish] for wish, _slot, _table in plan.places]
        _supersede(plan, _S.ADOPTED, by)
        made = SlotMeeting.objects.bulk_create(
            SlotMeeting(
                plan=plan, slot_id=slot, table_number=table, one_id=one, other_id=other, interest_id=interest, attendant_id=person
            )
            for (one, other, _weight, _mutual, interest, slot, table), person in zip(chosen, people, strict=True)
        )  # fmt: skip
        plan.adopted_by, plan.adopted_at = by, timezone.now()
    return len(made)


def _demand_going_on(event: Event) -> None:
    if event.status not in PLANNED:
        raise Refused(f"“{event}”{event.get_status_display()}，不能再改洽谈排期。")


def _demand_still_possible(plan: SchedulePlan, content: dict, chosen: list[tuple]) -> None:
    here = set(plan.event.slots.values_list("pk", flat=True))
    barred = set(plan.event.pair_rules.filter(kind=RuleKind.BARRED).values_list("one", "other"))
    away = set(Absence.objects.filter(slot__event=plan.event_id).values_list("organisation", "slot"))
    fixed = {tuple(content["wishes"][wish][:2]) for wish, _slot in content["fixed"]}
    lost = [
        one
        for one, other, *_rest, slot, _table in chosen
        if slot not in here
        or (one, other) in barred
        or ((one, other) not in fixed and {(one, slot), (other, slot)} & away)
    ]
    if lost:
        raise Refused(f"求解之后有 {len(lost)} 场洽谈的时段、到场时间或固定与不安排改了，请重新求解。")


def _supersede(plan: SchedulePlan, status: str, by: User) -> None:
    for old in plan.event.schedules.filter(status=status).exclude(pk=plan.pk):
        with SUPERSEDE(old, by=by):
            pass


def publish(plan: SchedulePlan, *, by: User) -> int:
    """Let the units see their meetings; tell those whose meetings are others than they were told. Gives how many messages are new."""
    with PUBLISH(plan, by=by):
        event = plan.event
        _demand_going_on(event)
        if event.status not in PUBLIC_EVENTS:
            raise Refused("对接会发布后才能公布洽谈日程。")
        before = _by_unit(SlotMeeting.objects.filter(plan__event=event, plan__status=_S.PUBLISHED))
        _supersede(plan, _S.PUBLISHED, by)
        plan.published_by, plan.published_at = by, timezone.now()
        now = _by_unit(plan.meetings.all())
        changed = {unit: now.get(unit, []) for unit in before.keys() | now.keys() if before.get(unit) != now.get(unit)}
        return _tell(event, changed, plan)


def _by_unit(meetings) -> dict[int, list[str]]:
    """What each unit, and each broker of an interest, is told of its meetings, in the order of the day."""
    found = defaultdict(list)
    for meeting in meetings.standing().select_related("interest").for_list():
        where = f"{meeting.slot} {meeting.table_number} 号桌"
        found[meeting.one_id].append(f"{where}，与{meeting.other}")
        found[meeting.other_id].append(f"{where}，与{meeting.one}")
        if meeting.interest and meeting.interest.broker_id:
            found[meeting.interest.broker_id].append(f"{where}，{meeting.one}与{meeting.other}")
    return found


def _people(units) -> dict[int, list[User]]:
    found = defaultdict(list)
    for one in Membership.objects.filter(organisation__in=units, ended_at=None).select_related("user"):
        found[one.organisation_id].append(one.user)
    return found


def _tell(event: Event, changed: dict[int, list[str]], plan: SchedulePlan) -> int:
    people, url = _people(changed), reverse("matchmaking:event-agenda", args=[event.pk])
    return sum(
        send(
            "event.schedule", to=people[unit], key=f"schedule:{plan.pk}:{unit}", url=url,
            context={"event": event, "count": len(lines), "lines": "\n".join(lines) or "没有安排洽谈。"},
        )
        for unit, lines in sorted(changed.items())
    )  # fmt: skip


def move(meeting: SlotMeeting, *, by: User, slot: MeetingSlot, reason: str) -> None:
    """Put it into another slot, at a table that is free; the pair is fixed there, whatever is computed next."""
    with transaction.atomic():
        plan = _current(meeting)
        with MOVE(meeting, by=by, reason=reason):
            was = str(meeting.slot)
            there = set(plan.meetings.standing().filter(slot=slot).values_list("table_number", flat=True))
            free = [number for number in range(1, plan.tables + 1) if number not in there]
            if slot.pk == meeting.slot_id or slot.starts_at <= timezone.now():
                raise Refused("请选另一个还没有开始的时段。")
            if not free:
                raise Refused("这个时段没有空桌。")
            meeting.slot, meeting.table_number = slot, free[0]
        _decide(meeting, plan, "event.meeting_moved", RuleKind.FIXED, by, reason, was=was)


def cancel(meeting: SlotMeeting, *, by: User, reason: str) -> None:
    """Take it out; the pair is not put together again by what is computed next."""
    with transaction.atomic():
        plan = _current(meeting)
        with CANCEL(meeting, by=by, reason=reason):
            meeting.reason = reason.strip()
        _decide(meeting, plan, "event.meeting_cancelled", RuleKind.BARRED, by, reason)


def _current(meeting: SlotMeeting) -> SchedulePlan:
    """The meeting's schedule under its lock, which is the one adopted or published."""
    plan = SchedulePlan.objects.select_for_update(of=("self",)).select_related("event").get(pk=meeting.plan_id)
    if plan.status not in CURRENT_SCHEDULES:
        raise Refused(f"这份排期{plan.get_status_display()}，请在新的排期中改。")
    _demand_going_on(plan.event)
    return plan


def _decide(meeting: SlotMeeting, plan: SchedulePlan, kind: str, rule: str, by: User, reason: str, **more) -> None:
    """Keep to it in what is computed next; tell both sides where they had been told."""
    slots.rule(plan.event, by=by, one=meeting.one, other=meeting.other, kind=rule, slot=meeting.slot, reason=reason)
    if plan.status != _S.PUBLISHED:
        return
    told = {"event": plan.event, "when": meeting.slot, "table": meeting.table_number, "reason": reason} | more
    key = f"slotmeeting:{meeting.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    people = _people((meeting.one_id, meeting.other_id))
    for unit, other in ((meeting.one_id, meeting.other), (meeting.other_id, meeting.one)):
        send(
            kind, to=people[unit], key=f"{key}:{unit}", context=told | {"unit": other},
            url=reverse("matchmaking:event-agenda", args=[plan.event_id]),
        )  # fmt: skip
