"""对接会: what is planned, who takes part, when they were there, and the count that is frozen when it closes (domain.md 4)."""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed, signed_or_timed
from bureau.personal import BlindIndexField, EncryptedTextField
from matchmaking.choices import (
    AT_VENUE,
    ONCE_OPEN,
    Counting,
    EventStatus,
    ParticipantRole,
    PresenceSource,
)
from matchmaking.querysets import EventQuerySet, ParticipantQuerySet, PresenceQuerySet, SubVenueQuerySet

DEVICE_LENGTH = 32  # Hex digits of what tells a browser apart; nothing else is kept of it.


def _by(words: str) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", db_index=False, verbose_name=words
    )


def _at(words: str) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, editable=False)


def _place() -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县（市、区）"
    )


class Event(models.Model):
    """One 对接会: announced, collected for, held in the hall and at sub-venues, closed with a count that stands."""

    name = models.CharField("名称", max_length=150)
    edition = models.PositiveSmallIntegerField("届次", null=True, blank=True)
    notice = models.TextField("通知")
    collect_from = models.DateField("征集开始")
    collect_until = models.DateField("征集截止")
    starts_at = models.DateTimeField("开幕时间")
    ends_at = models.DateTimeField("闭幕时间")
    counting = models.CharField("参会人数口径", max_length=20, choices=Counting, default=Counting.PORTAL)
    names_parties = models.BooleanField("大屏公开签约双方名称", default=False)
    tables = models.PositiveSmallIntegerField("洽谈桌数", default=0, editable=False)
    tables_at = models.CharField("洽谈地点", max_length=200, blank=True, editable=False)
    most_meetings = models.PositiveSmallIntegerField("每家单位最多洽谈场数", null=True, editable=False)
    is_by_hand = models.BooleanField(
        "由工作人员手动开幕、闭幕", default=False,
        help_text="不勾选则到时自动开幕、闭幕并冻结人数。会后还要补录分会场签到名单的，请勾选，补录完再闭幕。",
    )  # fmt: skip
    status = models.CharField("状态", max_length=20, choices=EventStatus, default=EventStatus.DRAFT, editable=False)
    published_by, published_at = _by("发布人"), _at("发布时间")
    opened_by, opened_at = _by("开幕人"), _at("实际开幕时间")
    closed_by, closed_at = _by("闭幕人"), _at("实际闭幕时间")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对接会"
        default_permissions = ("view", "add", "change")
        permissions = [("run_event", "发布、开幕与闭幕"), ("join_event", "参会")]
        constraints = [
            signed("published"),
            *(signed_or_timed(verb) for verb in ("opened", "closed")),
            UniqueConstraint(fields=["name"], name="matchmaking_event_one_per_name", violation_error_message="已有同名的对接会。"),
            CheckConstraint(condition=Q(status__in=EventStatus.values), name="matchmaking_event_status_known"),
            CheckConstraint(condition=Q(counting__in=Counting.values), name="matchmaking_event_counting_known"),
            CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="matchmaking_event_ends_after_start",
                violation_error_message="闭幕时间须晚于开幕时间。",
            ),
            CheckConstraint(
                condition=Q(collect_until__gte=F("collect_from")), name="matchmaking_event_collects_forwards",
                violation_error_message="征集截止不能早于征集开始。",
            ),
            CheckConstraint(
                condition=iff(~Q(status=EventStatus.DRAFT), Q(published_at__isnull=False)),
                name="matchmaking_event_published_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=ONCE_OPEN), Q(opened_at__isnull=False)), name="matchmaking_event_opened_iff_dated"
            ),
            CheckConstraint(
                condition=iff(Q(status=EventStatus.CLOSED), Q(closed_at__isnull=False)),
                name="matchmaking_event_closed_iff_dated",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class EventSession(models.Model):
    """One item of the programme, with the stream that shows it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name="对接会")
    title = models.CharField("议程", max_length=200)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("会场", max_length=200, blank=True)
    stream = models.URLField("直播链接", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议程"
        default_permissions = ()
        ordering = ["starts_at", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="matchmaking_eventsession_ends_after_start",
                violation_error_message="议程的结束时间须晚于开始时间。",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Booth(models.Model):
    """A unit shows what it has: its public achievements and demands are those of its booth."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="booths", verbose_name="对接会")
    number = models.CharField("展位号", max_length=20)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="booths", verbose_name="参展单位"
    )
    introduction = models.CharField("展位介绍", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "展位"
        default_permissions = ()
        ordering = ["number", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["event", "number"], name="matchmaking_booth_one_per_number", violation_error_message="展位号重复。"
            ),
            UniqueConstraint(
                fields=["event", "organisation"], name="matchmaking_booth_one_per_unit",
                violation_error_message="一个单位在一场对接会只有一个展位。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.number} {self.organisation}"


class SubVenue(models.Model):
    """分会场: where clerks sign people in, by list or by a code that each person's telephone reads."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="venues", verbose_name="对接会")
    name = models.CharField("分会场", max_length=100)
    division = _place()
    place = models.CharField("地点", max_length=200, blank=True)
    token = models.UUIDField(default=uuid4, unique=True, editable=False)  # What the code on the door says.
    clerks = models.ManyToManyField(
        "accounts.User", related_name="venues", blank=True, editable=False, verbose_name="签到工作人员"
    )

    objects = SubVenueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分会场"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["event", "name"], name="matchmaking_subvenue_one_per_name", violation_error_message="分会场名称重复。"
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Participant(models.Model):
    """One person at one event, told by the mobile number's keyed hash, whether online, at a sub-venue or both."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="participants", db_index=False, verbose_name="对接会")
    mobile = EncryptedTextField("手机号")
    mobile_index = BlindIndexField(source="mobile")
    name = models.CharField("姓名", max_length=50, blank=True)
    role = models.CharField("身份", max_length=20, choices=ParticipantRole, default=ParticipantRole.AUDIENCE)
    division = _place()
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    organisation_name = models.CharField("单位名称", max_length=200, blank=True)
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, editable=False, related_name="participations", verbose_name="账号"
    )
    registered_at = models.DateTimeField("登记时间")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参会人员"
        default_permissions = ("view",)
        constraints = [
            CheckConstraint(condition=~Q(mobile_index=""), name="matchmaking_participant_has_mobile"),
            CheckConstraint(condition=Q(role__in=ParticipantRole.values), name="matchmaking_participant_role_known"),
            UniqueConstraint(fields=["event", "mobile_index"], name="matchmaking_participant_once"),
            UniqueConstraint(
                fields=["event", "user"], name="matchmaking_participant_one_per_user", condition=Q(user__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name or f"参会人员 {self.pk}"


class Presence(models.Model):
    """One time that somebody was there: in the hall until 30 minutes without a sign of life, or signed in at a sub-venue."""

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="presences", db_index=False, verbose_name="参会人员"
    )
    device = models.CharField("设备", max_length=DEVICE_LENGTH, blank=True)
    venue = models.ForeignKey(SubVenue, models.PROTECT, null=True, related_name="presences", verbose_name="分会场")
    source = models.CharField("方式", max_length=20, choices=PresenceSource)
    started_at = models.DateTimeField("开始时间")
    last_seen = models.DateTimeField("最后在线")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参会时段"
        default_permissions = ()
        constraints = [
            CheckConstraint(condition=Q(source__in=PresenceSource.values), name="matchmaking_presence_source_known"),
            CheckConstraint(
                condition=iff(Q(venue__isnull=False), Q(source__in=AT_VENUE)), name="matchmaking_presence_venue_iff_signed_in"
            ),
            CheckConstraint(condition=Q(last_seen__gte=F("started_at")), name="matchmaking_presence_goes_forwards"),
            UniqueConstraint(
                fields=["participant", "venue"], condition=Q(venue__isnull=False), name="matchmaking_presence_signed_in_once"
            ),
            UniqueConstraint(
                fields=["participant", "device", "started_at"], condition=Q(venue__isnull=True),
                name="matchmaking_presence_begun_once",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.participant_id} {self.started_at:%H:%M}—{self.last_seen:%H:%M}"


class EventMinute(models.Model):
    """How many distinct persons were in the hall in one minute, and how often its pages were opened."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="minutes", db_index=False, verbose_name="对接会")
    minute = models.DateTimeField("分钟")
    people = models.PositiveIntegerField("同时在线", default=0)
    views = models.PositiveIntegerField("访问量", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "逐分钟统计"
        default_permissions = ()
        constraints = [UniqueConstraint(fields=["event", "minute"], name="matchmaking_eventminute_once")]

    def __str__(self):
        return f"{self.minute:%H:%M} {self.people}"


class EventVisitor(models.Model):
    """A browser that opened the hall: 访客. Never called a participant."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="visitors", db_index=False, verbose_name="对接会")
    device = models.CharField("设备", max_length=DEVICE_LENGTH)

    class Meta:
        verbose_name = verbose_name_plural = "访客"
        default_permissions = ()
        constraints = [UniqueConstraint(fields=["event", "device"], name="matchmaking_eventvisitor_once")]

    def __str__(self):
        return self.device


class EventSnapshot(models.Model):
    """What was counted when an event closed. ``content`` is the JSON that ``sha256`` is of, byte for byte."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="snapshot", verbose_name="对接会")
    content = models.TextField("内容")
    sha256 = models.CharField("内容的 SHA-256", max_length=64)
    rows_sha256 = models.CharField("人员清单的 SHA-256", max_length=64)
    made_by, made_at = _by("闭幕人"), _at("冻结时间")

    class Meta:
        verbose_name = verbose_name_plural = "闭幕快照"
        default_permissions = ()
        constraints = [signed_or_timed("made")]
        triggers = [pgtrigger.Protect(name="eventsnapshot_stands", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.event}闭幕快照"
