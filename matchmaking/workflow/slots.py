"""Meeting slots: planned by the organiser, refused by units that cannot come; pairs fixed to a slot or not to meet."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import note, record, snapshot
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition, keep
from matchmaking.choices import RuleKind, ScheduleStatus
from matchmaking.models import Absence, Event, MeetingSlot, PairRule, SlotMeeting

from .attending import JOIN, REGISTRABLE
from .events import PLANNED, RUN

PLAN = Transition("plan_slots", "安排洽谈时段", PLANNED, None, RUN)
RULE = Transition("rule_pair", "固定或不安排洽谈", PLANNED, None, RUN)
ALL = (PLAN, RULE)
MOST_SLOTS = 60


def plan_slots(
    event: Event, *, by: User, tables: int, tables_at: str = "", most_meetings: int | None = None,
    starts_at: datetime | None = None, minutes: int = 20, pause: int = 5, count: int = 0, dropped: Collection[MeetingSlot] = (),
) -> None:  # fmt: skip
    """Say how many tables there are; add ``count`` slots of ``minutes`` from ``starts_at`` on, take ``dropped`` away."""
    with PLAN(event, by=by):
        event.tables, event.tables_at, event.most_meetings = tables, tables_at, most_meetings
        for slot in dropped:
            if slot.meetings.exists():
                raise Refused(f"{slot} 已有洽谈排期，不能删除。")
            record(slot, "remove", by=by)
            slot.delete()
        if count:
            _add(event, by, starts_at, timedelta(minutes=minutes), timedelta(minutes=pause), count)


def _add(event: Event, by: User, starts_at: datetime, length: timedelta, pause: timedelta, count: int) -> None:
    slots = [
        MeetingSlot(event=event, starts_at=begins, ends_at=begins + length)
        for begins in (starts_at + number * (length + pause) for number in range(count))
    ]
    if starts_at < event.starts_at or slots[-1].ends_at > event.ends_at:
        hours = [f"{timezone.localtime(at):%m-%d %H:%M}" for at in (event.starts_at, event.ends_at)]
        raise Refused(f"时段须在对接会的时间（{hours[0]} 至 {hours[1]}）之内。")
    if event.slots.count() + count > MOST_SLOTS:
        raise Refused(f"一场对接会至多 {MOST_SLOTS} 个时段。")
    try:
        with transaction.atomic():
            MeetingSlot.objects.bulk_create(slots)
    except IntegrityError as error:
        raise Refused("与已有的时段重叠。") from error
    for slot in slots:
        record(slot, "add", by=by)


def rule(
    event: Event, *, by: User, one: Organisation, other: Organisation, kind: str, reason: str, slot: MeetingSlot | None = None
) -> PairRule:  # fmt: skip
    """Fix a pair to a slot, or have it not meet, in the next schedule. Said again it is changed."""
    with RULE(event, by=by, reason=reason):
        if one == other:
            raise Refused("须是两个单位。")
        one, other = sorted((one, other), key=lambda unit: unit.pk)
        held = event.pair_rules.filter(one=one, other=other).first() or PairRule(event=event, one=one, other=other)
        before = snapshot(held) if held.pk else {}
        held.kind, held.reason, held.slot = kind, reason.strip(), slot if kind == RuleKind.FIXED else None
        held.made_by, held.made_at = by, timezone.now()
        keep(held, before)
    return held


def lift(held: PairRule, *, by: User) -> None:
    """Leave the pair to the solver again."""
    with RULE(held.event, by=by, reason=f"{held}：取消{held.get_kind_display()}"):
        PairRule.objects.filter(pk=held.pk).delete()


def say_when(event: Event, organisation: Organisation, *, by: User, slots: Collection[MeetingSlot]) -> None:
    """Say to which slots the unit can come. The organiser is told where a published meeting no longer can be."""
    own = by.memberships.filter(organisation=organisation, ended_at=None)
    if by.is_staff or not by.has_perm(JOIN) or not own.exists():
        raise PermissionDenied("say_when")
    if event.status not in REGISTRABLE or event.ends_at <= timezone.now():
        raise Refused(f"“{event}”{event.get_status_display()}，不能再改到场时段。")
    away = [slot for slot in event.slots.all() if slot not in slots]
    with transaction.atomic():
        rows = Absence.objects.filter(slot__event=event, organisation=organisation)
        known = set(rows.values_list("slot", flat=True))
        rows.exclude(slot__in=away).delete()
        fresh = [slot for slot in away if slot.pk not in known]
        Absence.objects.bulk_create(
            [Absence(slot=slot, organisation=organisation, said_by=by, said_at=timezone.now()) for slot in fresh],
            ignore_conflicts=True,
        )
        told = "；".join(map(str, away)) or "全部时段都能到场"
        note("say_when", by=by, subject=str(event), model=event._meta.label_lower, object_id=event.pk,
             reason=f"{organisation}不能到场：{told}" if away else f"{organisation}：{told}")  # fmt: skip
        _tell_officers(event, organisation, fresh)


def _tell_officers(event: Event, organisation: Organisation, slots: list[MeetingSlot]) -> None:
    rows = SlotMeeting.objects.standing().filter(plan__status=ScheduleStatus.PUBLISHED, slot__in=slots)
    for meeting in rows.of_unit(organisation).for_list():
        send(
            "event.absent_officer", to=list(User.objects.holding(RUN)), key=f"absent:{meeting.pk}:{organisation.pk}",
            context={"event": event, "unit": organisation, "when": meeting.slot, "table": meeting.table_number},
            url=reverse("admin:matchmaking_event_schedule_page", args=[event.pk]),
        )  # fmt: skip
