"""Meeting slots of a 对接会: when and at how many tables, who cannot come, what the organiser decided, schedules and their meetings.

What the database itself refuses: slots that overlap, two meetings in one slot of a unit or of the person who acts for several, at one
table, or of one pair; a table that is not there.
"""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint, Value
from django.utils import timezone

from bureau.constraints import iff, signed
from matchmaking.choices import (
    CURRENT_SCHEDULES,
    MEASURED_SCHEDULES,
    RuleKind,
    ScheduleStatus,
    SlotMeetingStatus,
)
from matchmaking.querysets import EventPartQuerySet, SlotMeetingQuerySet

from .events import Event, _at, _by

HAS_A_TABLE = """
IF NOT EXISTS (SELECT 1 FROM matchmaking_scheduleplan p JOIN matchmaking_meetingslot s ON s.event_id = p.event_id
               WHERE p.id = NEW.plan_id AND s.id = NEW.slot_id AND NEW.table_number BETWEEN 1 AND p.tables) THEN
    RAISE EXCEPTION 'matchmaking_slotmeeting_has_a_table: no such slot or table' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


def _number(name: str) -> Func:
    """A key as a range of one, which GiST compares without an extension."""
    return Func(F(name), F(name), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def _unit(words: str) -> models.ForeignKey:
    return models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name=words)


def _ordered(noun: str) -> CheckConstraint:
    return CheckConstraint(condition=Q(one__lt=F("other")), name=f"matchmaking_{noun}_of_two_in_order")


class MeetingSlot(models.Model):
    """One time in which every table of an event holds one meeting."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots", verbose_name="对接会")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")

    class Meta:
        verbose_name = verbose_name_plural = "洽谈时段"
        default_permissions = ()
        ordering = ["starts_at", "pk"]
        constraints = [
            CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="matchmaking_meetingslot_ends_after_start"),
            ExclusionConstraint(
                name="matchmaking_meetingslot_one_at_a_time", violation_error_message="与已有的时段重叠。",
                expressions=[
                    (_number("event"), RangeOperators.OVERLAPS),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()), RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip

    def __str__(self):
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start:%m-%d %H:%M}—{end:%H:%M}"


class Absence(models.Model):
    """A unit cannot come to a slot. Who says nothing can come to every one."""

    slot = models.ForeignKey(
        MeetingSlot, models.CASCADE, related_name="absences", db_index=False, verbose_name="洽谈时段"
    )
    organisation = _unit("单位")
    said_by, said_at = _by("填写人"), _at("填写时间")

    class Meta:
        verbose_name = verbose_name_plural = "不能到场的时段"
        default_permissions = ()
        constraints = [
            signed("said"),
            UniqueConstraint(fields=["slot", "organisation"], name="matchmaking_absence_once"),
        ]

    def __str__(self):
        return f"{self.organisation} {self.slot}"


class PairRule(models.Model):
    """The organiser fixes two units to a slot, or has them not meet: what the next schedule keeps to."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="pair_rules", db_index=False, verbose_name="对接会")
    one, other = _unit("甲方"), _unit("乙方")
    kind = models.CharField("方式", max_length=10, choices=RuleKind)
    slot = models.ForeignKey(
        MeetingSlot, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="固定到的时段"
    )
    reason = models.CharField("理由", max_length=200)
    made_by, made_at = _by("登记人"), _at("登记时间")

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "固定与不安排"
        default_permissions = ()
        constraints = [
            signed("made"),
            _ordered("pairrule"),
            UniqueConstraint(fields=["event", "one", "other"], name="matchmaking_pairrule_once"),
            CheckConstraint(condition=Q(kind__in=RuleKind.values), name="matchmaking_pairrule_kind_known"),
            CheckConstraint(
                condition=iff(Q(kind=RuleKind.FIXED), Q(slot__isnull=False)), name="matchmaking_pairrule_fixed_iff_slot",
                violation_error_message="固定须选时段，不安排不选。",
            ),
            CheckConstraint(
                condition=~Q(reason=""), name="matchmaking_pairrule_says_why", violation_error_message="须写明理由。"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.one} 与 {self.other}"


class SchedulePlan(models.Model):
    """One computed schedule: what went in, kept whole, what came out beside the best possible, and what became of it."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="schedules", db_index=False, verbose_name="对接会")
    number = models.PositiveSmallIntegerField("第几次")
    status = models.CharField(
        "状态", max_length=20, choices=ScheduleStatus, default=ScheduleStatus.WAITING, editable=False
    )
    tables = models.PositiveSmallIntegerField("桌数")
    content = models.BinaryField("算例", default=b"")
    places = models.JSONField(
        "安排", default=list, blank=True, editable=False
    )  # [wish, slot, table], counted from 0, 0, 1.
    total = models.PositiveBigIntegerField("总分", null=True, editable=False)
    bound = models.PositiveBigIntegerField("可达上限", null=True, editable=False)
    reason = models.CharField("说明", max_length=500, blank=True, editable=False)
    asked_by, asked_at = _by("求解人"), _at("求解时间")
    solved_at = _at("算出时间")
    adopted_by, adopted_at = _by("采用人"), _at("采用时间")
    published_by, published_at = _by("公布人"), _at("公布时间")

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "洽谈排期"
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            *(signed(verb) for verb in ("asked", "adopted", "published")),
            UniqueConstraint(fields=["event", "number"], name="matchmaking_scheduleplan_one_per_number"),
            *(
                UniqueConstraint(
                    fields=["event"], condition=Q(status=status), name=f"matchmaking_scheduleplan_one_{status.value}",
                    violation_error_message="同时采用或公布了另一份排期，请刷新后再试。",
                )
                for status in CURRENT_SCHEDULES
            ),
            CheckConstraint(condition=Q(status__in=ScheduleStatus.values), name="matchmaking_scheduleplan_status_known"),
            CheckConstraint(
                condition=iff(
                    Q(status__in=MEASURED_SCHEDULES), Q(total__isnull=False, bound__isnull=False, solved_at__isnull=False)
                ),
                name="matchmaking_scheduleplan_solved_iff_measured",
            ),
            CheckConstraint(
                condition=~Q(status__in=CURRENT_SCHEDULES) | Q(adopted_at__isnull=False),
                name="matchmaking_scheduleplan_adopted_is_dated",
            ),
            CheckConstraint(
                condition=~Q(status=ScheduleStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="matchmaking_scheduleplan_published_is_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=(ScheduleStatus.FAILED, ScheduleStatus.STOPPED)) | ~Q(reason=""),
                name="matchmaking_scheduleplan_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.event}·第 {self.number} 次排期"


class SlotMeeting(models.Model):
    """Two units at one table in one slot, by a schedule that was adopted. The units see those of the published one."""

    plan = models.ForeignKey(
        SchedulePlan, models.PROTECT, related_name="meetings", db_index=False, verbose_name="洽谈排期"
    )
    slot = models.ForeignKey(MeetingSlot, models.PROTECT, related_name="meetings", verbose_name="洽谈时段")
    table_number = models.PositiveSmallIntegerField("桌号")
    one, other = _unit("甲方"), _unit("乙方")
    interest = models.ForeignKey(
        "matchmaking.Interest", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="对接意向"
    )
    attendant = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="到场的技术经理人"
    )  # The person who acts for a client and comes with it.
    status = models.CharField(
        "状态", max_length=20, choices=SlotMeetingStatus, default=SlotMeetingStatus.PLANNED, editable=False
    )
    reason = models.CharField("取消原因", max_length=200, blank=True, editable=False)

    objects = SlotMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场洽谈"
        default_permissions = ("view",)
        constraints = [
            _ordered("slotmeeting"),
            CheckConstraint(condition=Q(status__in=SlotMeetingStatus.values), name="matchmaking_slotmeeting_status_known"),
            CheckConstraint(
                condition=iff(Q(status=SlotMeetingStatus.CANCELLED), ~Q(reason="")),
                name="matchmaking_slotmeeting_cancelled_iff_reason", violation_error_message="取消须写明原因。",
            ),
            UniqueConstraint(fields=["plan", "one", "other"], name="matchmaking_slotmeeting_one_per_pair"),
            UniqueConstraint(
                fields=["plan", "slot", "table_number"], condition=Q(status=SlotMeetingStatus.PLANNED),
                name="matchmaking_slotmeeting_one_per_table", violation_error_message="这张桌子在这个时段已有洽谈。",
            ),
            UniqueConstraint(
                fields=["plan", "slot", "attendant"],
                condition=Q(status=SlotMeetingStatus.PLANNED, attendant__isnull=False),
                name="matchmaking_slotmeeting_one_per_attendant",
                violation_error_message="其中的技术经理人在这个时段已有洽谈。",
            ),
            ExclusionConstraint(
                name="matchmaking_slotmeeting_one_per_party", condition=Q(status=SlotMeetingStatus.PLANNED),
                violation_error_message="其中一方在这个时段已有洽谈。",
                expressions=[
                    (_number("plan"), RangeOperators.OVERLAPS),
                    (_number("slot"), RangeOperators.OVERLAPS),
                    (
                        Func(_number("one"), _number("other"), function="int8multirange", output_field=BigIntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="has_a_table", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=HAS_A_TABLE
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.slot} {self.table_number} 号桌：{self.one} 与 {self.other}"
