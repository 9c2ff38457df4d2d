"""A panel session (会评、答辩): who sits in it, what it takes up in which order, who leaves the room, what it decides."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Deferrable, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from projects.choices import (
    ItemStatus,
    MemberStatus,
    PanelMode,
    PanelResult,
    PanelStatus,
    PassRule,
    RoundKind,
)
from projects.models.experts import _at, _by
from projects.querysets import (
    AgendaItemQuerySet,
    PanelMemberQuerySet,
    PanelQuerySet,
)

# A panel sits under one 组长 who has come; while it sits the 组长 stays.
SEAT_CHAIR = """
IF NEW.status = 'sitting' AND NOT EXISTS (SELECT 1 FROM projects_panelmember
        WHERE panel_id = NEW.id AND is_chair AND is_present AND status = 'accepted') THEN
    RAISE EXCEPTION 'projects_panel_chaired: panel % has no chair in the room', NEW.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""
KEEP_CHAIR = """
IF OLD.is_chair AND (NOT NEW.is_chair OR NOT NEW.is_present OR NEW.status <> 'accepted')
        AND EXISTS (SELECT 1 FROM projects_panel WHERE id = OLD.panel_id AND status = 'sitting') THEN
    RAISE EXCEPTION 'projects_panelmember_chair_stays: panel % is sitting', OLD.panel_id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""
# Of an item whose opinion is signed nothing is decided anew.
KEEP_DECIDED = """
IF (NEW.status, NEW.turn, NEW.result, NEW.score, NEW.agree, NEW.oppose, NEW.abstain, NEW.present)
        IS DISTINCT FROM (OLD.status, OLD.turn, OLD.result, OLD.score, OLD.agree, OLD.oppose, OLD.abstain, OLD.present)
        AND EXISTS (SELECT 1 FROM projects_opinion WHERE item_id = OLD.id AND status = 'signed') THEN
    RAISE EXCEPTION 'projects_agendaitem_decided: the opinion of item % is signed', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


class Panel(models.Model):
    """One session of a round of panels: when, where, how it decides."""

    round = models.ForeignKey("projects.ReviewRound", models.PROTECT, related_name="panels", verbose_name="评审轮次")
    name = models.CharField("名称", max_length=100, help_text="如：新材料组答辩会。")
    status = models.CharField("状态", max_length=20, choices=PanelStatus, default=PanelStatus.PLANNING, editable=False)
    starts_at = models.DateTimeField("开始时间")
    place = models.CharField("地点", max_length=200, blank=True, help_text="线上举行的可不填。")
    link = models.URLField("线上会议链接", max_length=300, blank=True)
    group = models.ForeignKey(
        "projects.ReviewGroup", models.PROTECT, null=True, blank=True, related_name="panels", verbose_name="分组",
        help_text="只评议一个分组的项目；不分组的留空。",
    )  # fmt: skip
    mode = models.CharField("评议方式", max_length=10, choices=PanelMode, default=PanelMode.SCORES)
    is_secret = models.BooleanField("无记名", default=False, editable=False)
    rule = models.CharField(
        "表决通过的条件", max_length=20, choices=PassRule, default=PassRule.TWO_THIRDS, help_text="表决时用。"
    )
    pass_score = models.DecimalField(
        "打分通过的分数线", max_digits=5, decimal_places=2, default=60, help_text="打分时用：平均分不低于此分的通过。"
    )
    least_present = models.PositiveSmallIntegerField(
        "到会专家不少于（人）", default=5, help_text="逐项计算，回避离场的不计入。"
    )
    minutes_each = models.PositiveSmallIntegerField(
        "每项时间（分钟）", default=20, validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    reason = models.CharField("取消理由", max_length=500, blank=True, editable=False)
    created_by = _by("筹备人", null=False)
    created_at = _at("筹备时间", null=False)
    called_by = _by("通知人")
    called_at = _at("通知时间")
    begun_by = _by("宣布开始人")
    begun_at = _at("实际开始时间")
    ended_by = _by("宣布结束人")
    ended_at = _at("结束时间")

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会评"
        default_permissions = ("view", "add", "change")
        permissions = [("run_panel", "会场：签到、开始与结束评议"), ("sit_panel", "参加会评")]
        constraints = [
            *(signed(verb) for verb in ("created", "called", "begun", "ended")),
            UniqueConstraint(
                fields=["round", "name"],
                name="projects_panel_one_per_name",
                violation_error_message="该轮次已有同名会评。",
            ),
            CheckConstraint(
                condition=~Q(place="") | ~Q(link=""),
                name="projects_panel_is_somewhere",
                violation_error_message="请填地点或线上会议链接。",
            ),
            CheckConstraint(
                condition=Q(least_present__gte=1, least_present__lte=99, pass_score__gte=0, pass_score__lte=100),
                name="projects_panel_numbers_possible",
                violation_error_message="到会人数至少 1 人，分数线在 0 至 100 之间。",
            ),
            CheckConstraint(
                condition=Q(is_secret=False) | Q(mode=PanelMode.VOTES), name="projects_panel_secret_is_a_vote"
            ),
            CheckConstraint(
                condition=~Q(status__in=(PanelStatus.CALLED, PanelStatus.SITTING, PanelStatus.ENDED))
                | Q(called_at__isnull=False),
                name="projects_panel_called_is_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=(PanelStatus.SITTING, PanelStatus.ENDED)), Q(begun_at__isnull=False)),
                name="projects_panel_begun_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=PanelStatus.ENDED), Q(ended_at__isnull=False)),
                name="projects_panel_ended_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=PanelStatus.CANCELLED), ~Q(reason="")),
                name="projects_panel_cancelled_iff_says_why",
                violation_error_message="取消须写明理由。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="panel_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="seat_chair",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SEAT_CHAIR,
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """It belongs to a round of panels, and its group to the round."""
        if self.round_id and self.round.kind != RoundKind.PANEL:
            raise ValidationError({"round": "请选择方式为会评的轮次。"})
        if self.group_id and self.group.round_id != self.round_id:
            raise ValidationError({"group": "分组不属于该评审轮次。"})


class PanelMember(models.Model):
    """An expert of a panel; one of them is its 组长."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members", verbose_name="会评")
    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="panels", verbose_name="专家")
    number = models.PositiveSmallIntegerField("代号")
    status = models.CharField("状态", max_length=20, choices=MemberStatus, default=MemberStatus.LISTED, editable=False)
    is_chair = models.BooleanField("组长", default=False)
    is_present = models.BooleanField("到会", default=False, editable=False)
    attended_by = _by("签到登记人")
    attended_at = _at("签到时间")
    invited_by = _by("邀请人")
    invited_at = _at("邀请时间")
    answered_at = _at("答复时间")
    reason = models.CharField("理由", max_length=500, blank=True, editable=False)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会评专家"
        default_permissions = ()
        ordering = ["-is_chair", "number"]
        constraints = [
            signed("invited"),
            signed("attended"),
            UniqueConstraint(
                fields=["panel", "expert"],
                name="projects_panelmember_once",
                violation_error_message="该专家已在名单中。",
            ),
            UniqueConstraint(fields=["panel", "number"], name="projects_panelmember_one_per_number"),
            UniqueConstraint(
                fields=["panel"],
                condition=Q(is_chair=True),
                name="projects_panelmember_one_chair",
                violation_error_message="组长只能有一人。",
            ),
            CheckConstraint(
                condition=Q(is_chair=False) | ~Q(status__in=(MemberStatus.DECLINED, MemberStatus.REMOVED)),
                name="projects_panelmember_chair_comes",
                violation_error_message="不能参加的专家不能任组长。",
            ),
            CheckConstraint(
                condition=Q(is_present=False) | Q(status=MemberStatus.ACCEPTED, attended_at__isnull=False),
                name="projects_panelmember_present_has_accepted",
                violation_error_message="确认参加的专家才能签到。",
            ),
            CheckConstraint(
                condition=~Q(status__in=(MemberStatus.ACCEPTED, MemberStatus.DECLINED)) | Q(answered_at__isnull=False),
                name="projects_panelmember_answered_is_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=(MemberStatus.DECLINED, MemberStatus.REMOVED)) | ~Q(reason=""),
                name="projects_panelmember_says_why",
                violation_error_message="须写明理由。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="member_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_chair", when=pgtrigger.Before, operation=pgtrigger.Update, func=KEEP_CHAIR
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.expert}（专家 {self.number:02d}）"


class AgendaItem(models.Model):
    """An application on the agenda of a panel. ``turn`` counts how often it was put to the panel; only the last one counts."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="items", verbose_name="会评")
    application = models.ForeignKey(
        "projects.Application", models.PROTECT, related_name="agenda_items", verbose_name="申报"
    )
    position = models.PositiveSmallIntegerField("次序")
    minutes = models.PositiveSmallIntegerField(
        "时间（分钟）", validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    pause = models.PositiveSmallIntegerField("之前休息（分钟）", default=0, validators=[MaxValueValidator(1440)])
    acting = models.ForeignKey(
        PanelMember, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="代组长"
    )
    status = models.CharField("状态", max_length=10, choices=ItemStatus, default=ItemStatus.WAITING, editable=False)
    turn = models.PositiveSmallIntegerField("第几次评议", default=1, editable=False)
    opened_by = _by("开始评议人")
    opened_at = _at("开始评议时间")
    closed_by = _by("结束评议人")
    closed_at = _at("结束评议时间")
    present = models.PositiveSmallIntegerField("到会（人）", null=True, editable=False)
    agree = models.PositiveSmallIntegerField("同意（票）", default=0, editable=False)
    oppose = models.PositiveSmallIntegerField("不同意（票）", default=0, editable=False)
    abstain = models.PositiveSmallIntegerField("弃权（票）", default=0, editable=False)
    score = models.DecimalField("会评得分", max_digits=5, decimal_places=2, null=True, editable=False)
    result = models.CharField("结论", max_length=20, choices=PanelResult, blank=True, editable=False)
    arithmetic = models.CharField("结论的计算", max_length=500, blank=True, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会评项目"
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            signed("opened"),
            signed("closed"),
            UniqueConstraint(
                fields=["panel", "application"],
                name="projects_agendaitem_once",
                violation_error_message="该项目已在议程中。",
            ),
            UniqueConstraint(
                fields=["panel", "position"], name="projects_agendaitem_one_per_position", deferrable=Deferrable.DEFERRED
            ),
            UniqueConstraint(
                fields=["panel"],
                condition=Q(status=ItemStatus.OPEN),
                name="projects_agendaitem_one_open",
                violation_error_message="有另一项正在评议，请先结束。",
            ),
            CheckConstraint(
                condition=iff(Q(status=ItemStatus.WAITING), Q(opened_at=None)),
                name="projects_agendaitem_opened_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=ItemStatus.CLOSED), ~Q(result="") & Q(closed_at__isnull=False, present__isnull=False)),
                name="projects_agendaitem_closed_iff_decided",
            ),
            CheckConstraint(
                condition=Q(present=None) | Q(present__gte=F("agree") + F("oppose") + F("abstain")),
                name="projects_agendaitem_no_more_votes_than_voters",
            ),
            CheckConstraint(
                condition=~Q(result=PanelResult.PASSED) | Q(score__isnull=False),
                name="projects_agendaitem_passed_is_scored",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="keep_decided", when=pgtrigger.Before, operation=pgtrigger.Update, func=KEEP_DECIDED
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.application)
