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
    OpinionStatus,
    PanelMode,
    PanelResult,
    PanelStatus,
    PassRule,
    RoundKind,
    Vote,
)
from projects.models.experts import _at, _by
from projects.querysets import (
    AgendaItemQuerySet,
    BallotQuerySet,
    OpinionQuerySet,
    PanelMemberQuerySet,
    PanelPartQuerySet,
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
# A ballot is taken while its item is open, from a member who is in the room and need not step aside. As an assignment and a
# recusal do, it first holds the expert's row, so that a recusal that comes at once sees it. Of a secret ballot the choice is
# added to the item's counts and forgotten: no row of any table says who voted what.
GUARD_BALLOT = """
IF TG_OP = 'UPDATE' THEN
    IF NEW.blocked_at IS DISTINCT FROM OLD.blocked_at AND NEW.choice = OLD.choice AND NEW.turn = OLD.turn
            AND NEW.total IS NOT DISTINCT FROM OLD.total AND NEW.item_id = OLD.item_id AND NEW.member_id = OLD.member_id THEN
        RETURN NEW;
    END IF;
END IF;
SELECT * INTO sitter FROM projects_panelmember WHERE id = NEW.member_id;
PERFORM 1 FROM projects_expert WHERE id = sitter.expert_id FOR NO KEY UPDATE;
SELECT * INTO thing FROM projects_agendaitem WHERE id = NEW.item_id FOR NO KEY UPDATE;
SELECT * INTO held FROM projects_panel WHERE id = thing.panel_id;
IF EXISTS (SELECT 1 FROM projects_recusal WHERE expert_id = sitter.expert_id AND application_id = thing.application_id
           AND lifted_at IS NULL)
        OR EXISTS (SELECT 1 FROM projects_leaving WHERE item_id = thing.id AND member_id = sitter.id) THEN
    RAISE EXCEPTION 'projects_ballot_recused: member % must not judge item %', sitter.id, thing.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF held.status <> 'sitting' OR thing.status <> 'open' OR NEW.turn <> thing.turn THEN
    RAISE EXCEPTION 'projects_ballot_closed: item % takes no ballot', thing.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF sitter.panel_id <> thing.panel_id OR sitter.status <> 'accepted' OR NOT sitter.is_present THEN
    RAISE EXCEPTION 'projects_ballot_absent: member % is not in the room', sitter.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF (held.mode = 'votes') <> (NEW.choice <> '') OR (held.mode = 'scores') <> (NEW.total IS NOT NULL)
        OR (held.mode = 'votes' AND TG_OP = 'UPDATE') THEN
    RAISE EXCEPTION 'projects_ballot_of_its_mode: panel % takes %', held.id, held.mode
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF held.is_secret THEN
    UPDATE projects_agendaitem
       SET agree = agree + (NEW.choice = 'agree')::int, oppose = oppose + (NEW.choice = 'oppose')::int,
           abstain = abstain + (NEW.choice = 'abstain')::int
     WHERE id = thing.id;
    NEW.choice := '';
END IF;
RETURN NEW;
"""
DECLARES = [("sitter", "projects_panelmember%ROWTYPE"), ("thing", "projects_agendaitem%ROWTYPE"), ("held", "projects_panel%ROWTYPE")]  # fmt: skip
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
# Signed by the 组长 of the item alone; afterwards it opens again only for a reason.
LOCK_OPINION = """
IF OLD.status = 'signed' AND (NEW.status <> 'draft' OR NEW.reopen_reason = '' OR NEW.reopened_at IS NULL
        OR NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at OR NEW.text <> OLD.text
        OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.result <> OLD.result) THEN
    RAISE EXCEPTION 'projects_opinion_locked: opinion % is signed', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF NEW.status = 'signed' AND OLD.status <> 'signed' AND NOT EXISTS (
        SELECT 1 FROM projects_agendaitem i
          JOIN projects_panelmember m ON m.id = coalesce(i.acting_id,
               (SELECT id FROM projects_panelmember WHERE panel_id = i.panel_id AND is_chair))
          JOIN projects_expert e ON e.id = m.expert_id
         WHERE i.id = NEW.item_id AND i.status = 'closed' AND e.user_id = NEW.signed_by_id) THEN
    RAISE EXCEPTION 'projects_opinion_signed_by_the_chair: opinion %', OLD.id
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


class Leaving(models.Model):
    """回避离场: a member left the room for an item, and is neither present for it nor a voter."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="leavings", verbose_name="会评项目")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="leavings", verbose_name="会评专家")
    reason = models.CharField("情形", max_length=300)
    left_at = _at("离场时间", null=False)

    objects = PanelPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回避离场"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["item", "member"], name="projects_leaving_once"),
            CheckConstraint(condition=~Q(reason=""), name="projects_leaving_says_why"),
        ]
        triggers = [pgtrigger.Protect(name="leaving_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.member}回避“{self.item}”"


class Ballot(models.Model):
    """What a member gives for an item in one turn: a vote, or marks. A secret one says only that it was given."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots", verbose_name="会评项目")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="ballots", verbose_name="会评专家")
    turn = models.PositiveSmallIntegerField("第几次评议")
    choice = models.CharField("表决", max_length=10, choices=Vote, blank=True)
    marks = models.JSONField("逐项评分", default=dict, blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True, blank=True)
    comment = models.TextField("意见", blank=True, max_length=2000)
    cast_at = _at("提交时间", null=False)
    blocked_at = _at("因回避不计时间")  # Written by the database when a Recusal comes later.

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会评评分与表决"
        default_permissions = ()
        ordering = ["member__number"]
        constraints = [
            UniqueConstraint(
                fields=["item", "member", "turn"],
                name="projects_ballot_one_each",
                violation_error_message="您已提交，每人一票。",
            ),
            CheckConstraint(
                condition=Q(total=None) | Q(total__gte=0, total__lte=100), name="projects_ballot_total_of_a_hundred"
            ),
            CheckConstraint(condition=Q(choice="") | Q(choice__in=Vote.values), name="projects_ballot_choice_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="ballot_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="guard_ballot",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=DECLARES,
                func=GUARD_BALLOT,
            ),
        ]

    def __str__(self):
        return f"{self.item}·专家 {self.member.number:02d}"


class PanelView(models.Model):
    """That a member opened a material of an item: what, when. Written, never changed."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="views", verbose_name="会评项目")
    what = models.CharField("材料", max_length=255)
    viewed_by = _by("查看人", null=False)
    viewed_at = _at("查看时间", null=False)

    objects = PanelPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会评材料查看记录"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [signed("viewed")]
        triggers = [pgtrigger.Protect(name="panelview_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.what


class Opinion(models.Model):
    """专家组意见: what the panel says of one application; the 组长 signs it, and then it stays as it is."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="opinion", verbose_name="会评项目")
    status = models.CharField("状态", max_length=10, choices=OpinionStatus, default=OpinionStatus.DRAFT, editable=False)
    result = models.CharField("结论", max_length=20, choices=PanelResult, editable=False)
    text = models.TextField("专家组意见", max_length=5000, blank=True)
    amount = models.DecimalField("建议资助经费（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    revision = models.PositiveIntegerField("保存次数", default=0, editable=False)
    is_by_secretary = models.BooleanField("由工作人员代为起草", default=False, editable=False)
    written_by = _by("起草人")
    written_at = _at("起草时间")
    signed_by = _by("签字人")
    signed_at = _at("签字时间")
    reopened_by = _by("退回人")
    reopened_at = _at("退回时间")
    reopen_reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专家组意见"
        default_permissions = ("view",)
        permissions = [("write_opinion", "代为起草"), ("reopen_opinion", "退回已签字的")]
        constraints = [
            *(signed(verb) for verb in ("written", "signed", "reopened")),
            CheckConstraint(
                condition=iff(Q(status=OpinionStatus.SIGNED), Q(signed_at__isnull=False)),
                name="projects_opinion_signed_iff_dated",
            ),
            CheckConstraint(
                condition=Q(status=OpinionStatus.DRAFT) | ~Q(text=""),
                name="projects_opinion_signed_says_something",
                violation_error_message="签字前请写明专家组意见。",
            ),
            CheckConstraint(
                condition=Q(amount=None) | Q(result=PanelResult.PASSED, amount__gte=0),
                name="projects_opinion_amount_if_passed",
                violation_error_message="通过的才写建议资助经费，且不能为负数。",
            ),
            CheckConstraint(
                condition=iff(Q(reopened_at=None), Q(reopen_reason="")),
                name="projects_opinion_reopened_says_why",
                violation_error_message="退回须写明理由。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="opinion_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="lock_opinion", when=pgtrigger.Before, operation=pgtrigger.Update, func=LOCK_OPINION
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.item}·专家组意见"
