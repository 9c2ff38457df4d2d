"""A round of reviews (评审轮次): what is reviewed, who sits in it, who reviews what, who must not."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed
from projects.choices import (
    HELD,
    AssignmentSource,
    AssignmentStatus,
    ExpertType,
    Ground,
    RecusalSource,
    RoundKind,
    RoundStatus,
    SeatStatus,
)
from projects.models.experts import _at, _by
from projects.querysets import (
    AssignmentQuerySet,
    RecusalQuerySet,
    ReviewRoundQuerySet,
    RoundPartQuerySet,
    SeatQuerySet,
)

# Both triggers first hold the expert's row: an assignment and a recusal that come at once see each other.
_HOLD = "PERFORM 1 FROM projects_expert WHERE id = NEW.expert_id FOR NO KEY UPDATE;"
_IS_RECUSED = """EXISTS (SELECT 1 FROM projects_recusal
    WHERE expert_id = NEW.expert_id AND application_id = NEW.application_id AND lifted_at IS NULL)"""
REFUSE_RECUSED = f"""
IF NEW.status IN ('recused', 'cancelled') THEN
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' THEN
    IF OLD.status = NEW.status AND OLD.expert_id = NEW.expert_id AND OLD.application_id = NEW.application_id THEN
        RETURN NEW;
    END IF;
END IF;
{_HOLD}
IF {_IS_RECUSED} THEN
    RAISE EXCEPTION 'projects_assignment_recused: expert % must not review application %', NEW.expert_id, NEW.application_id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""
BLOCK_ASSIGNED = f"""
{_HOLD}
UPDATE projects_assignment
   SET blocked_at = CASE WHEN {_IS_RECUSED} THEN coalesce(blocked_at, now()) END
 WHERE expert_id = NEW.expert_id AND application_id = NEW.application_id AND status NOT IN ('recused', 'cancelled');
RETURN NULL;
"""

# Whoever has to step aside while a panel has the application before it leaves the room; a ballot already given does not count.
LEAVE_ROOM = """
IF NEW.lifted_at IS NULL THEN
    INSERT INTO projects_leaving (item_id, member_id, reason, left_at)
    SELECT i.id, m.id, NEW.evidence, now()
      FROM projects_agendaitem i JOIN projects_panelmember m ON m.panel_id = i.panel_id
     WHERE i.application_id = NEW.application_id AND m.expert_id = NEW.expert_id AND i.status = 'open' AND m.is_present
        ON CONFLICT DO NOTHING;
    UPDATE projects_ballot b SET blocked_at = now()
      FROM projects_agendaitem i, projects_panelmember m
     WHERE b.item_id = i.id AND b.member_id = m.id AND i.application_id = NEW.application_id
       AND m.expert_id = NEW.expert_id AND b.blocked_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM projects_opinion WHERE item_id = i.id AND status = 'signed');
END IF;
RETURN NULL;
"""


class ReviewRound(models.Model):
    """One round of reviews under a call: online, or a panel."""

    call = models.ForeignKey("projects.Call", models.PROTECT, related_name="rounds", verbose_name="申报批次")
    kind = models.CharField("方式", max_length=10, choices=RoundKind, default=RoundKind.ONLINE)
    name = models.CharField("名称", max_length=100)
    status = models.CharField("状态", max_length=20, choices=RoundStatus, default=RoundStatus.PREPARING, editable=False)
    per_application = models.PositiveSmallIntegerField("每项评审专家数", default=5)
    is_blind = models.BooleanField("隐去申报单位和人员", default=False)
    due_at = models.DateTimeField("评审截止")
    created_by = _by("建立人", null=False)
    created_at = _at("建立时间", null=False, default=timezone.now)
    started_by = _by("启动人")
    started_at = _at("启动时间")
    ended_by = _by("结束人")
    ended_at = _at("结束时间")

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审轮次"
        default_permissions = ("view", "add", "change")
        permissions = [("run_reviewround", "启动与结束")]
        constraints = [
            *(signed(verb) for verb in ("created", "started", "ended")),
            UniqueConstraint(
                fields=["call", "name"],
                name="projects_reviewround_one_per_name",
                violation_error_message="该批次已有同名轮次。",
            ),
            CheckConstraint(
                condition=Q(per_application__gte=1, per_application__lte=30),
                name="projects_reviewround_reviewers_possible",
                violation_error_message="每项评审专家数须在 1 至 30 之间。",
            ),
            CheckConstraint(
                condition=iff(Q(status=RoundStatus.PREPARING), Q(started_at=None)),
                name="projects_reviewround_started_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=RoundStatus.ENDED), Q(ended_at__isnull=False)),
                name="projects_reviewround_ended_iff_dated",
            ),
        ]

    def __str__(self):
        return self.name


class _Part(models.Model):
    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="%(class)ss", verbose_name="评审轮次")

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()


class ReviewGroup(_Part):
    """Applications of one field that are reviewed by the same experts."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="groups", verbose_name="评审轮次")
    name = models.CharField("组名", max_length=60)
    field = models.ForeignKey(
        "projects.ExpertiseField", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专业领域"
    )

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "评审分组"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["round", "name"],
                name="projects_reviewgroup_one_per_name",
                violation_error_message="该轮次已有同名分组。",
            )
        ]

    def __str__(self):
        return self.name


class ReviewItem(_Part):
    """An application that is reviewed in a round, in a group where the round has groups."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="items", verbose_name="评审轮次")
    application = models.ForeignKey(
        "projects.Application", models.PROTECT, related_name="review_items", verbose_name="申报"
    )
    group = models.ForeignKey(
        ReviewGroup, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="分组"
    )
    field = models.ForeignKey(
        "projects.ExpertiseField", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专业领域"
    )

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "评审项目"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["round", "application"],
                name="projects_reviewitem_once",
                violation_error_message="该项目已在本轮次中。",
            )
        ]

    def __str__(self):
        return str(self.application)


class Seat(models.Model):
    """An expert's place in a round. Its number stands for the expert wherever the name is not shown."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="seats", verbose_name="评审轮次")
    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="seats", verbose_name="专家")
    group = models.ForeignKey(
        ReviewGroup, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="分组"
    )
    line = models.ForeignKey(
        "projects.DrawLine",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="drawn",
        verbose_name="抽取要求",
    )
    place = models.PositiveSmallIntegerField("抽取次序", null=True, blank=True, editable=False)
    was_backup = models.BooleanField("抽为备选", default=False, editable=False)
    stands_in = models.BooleanField("只补评个别项目", default=False, editable=False)
    note = models.CharField("递补说明", max_length=300, blank=True, editable=False)
    number = models.PositiveSmallIntegerField("代号")
    source = models.CharField("产生方式", max_length=20, choices=AssignmentSource)
    seated_as = models.CharField("以何类型", max_length=20, choices=ExpertType, blank=True)
    status = models.CharField("状态", max_length=20, choices=SeatStatus, default=SeatStatus.BACKUP, editable=False)
    invited_by = _by("邀请人")
    invited_at = _at("邀请时间")
    answer_by_day = models.DateField("答复期限", null=True, blank=True, editable=False)
    answered_at = _at("答复时间")
    reason = models.CharField("理由", max_length=500, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审席位"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            signed("invited"),
            UniqueConstraint(
                fields=["round", "expert"],
                name="projects_seat_once",
                violation_error_message="该专家在本轮次已有席位。",
            ),
            UniqueConstraint(fields=["round", "number"], name="projects_seat_one_per_number"),
            UniqueConstraint(fields=["line", "place"], name="projects_seat_one_per_place"),
            CheckConstraint(
                condition=iff(Q(line__isnull=False), Q(place__isnull=False)), name="projects_seat_drawn_has_a_place"
            ),
            CheckConstraint(
                condition=~Q(status__in=HELD) | Q(invited_at__isnull=False), name="projects_seat_held_was_invited"
            ),
            CheckConstraint(
                condition=~Q(status__in=(SeatStatus.ACCEPTED, SeatStatus.DECLINED)) | Q(answered_at__isnull=False),
                name="projects_seat_answered_is_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=(SeatStatus.DECLINED, SeatStatus.CANCELLED)) | ~Q(reason=""),
                name="projects_seat_says_why",
                violation_error_message="须写明理由。",
            ),
        ]

    def __str__(self):
        return f"专家 {self.number:02d}"


class Assignment(models.Model):
    """One expert is to review one application. The database refuses it while a Recusal stands."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="assignments", verbose_name="评审轮次")
    application = models.ForeignKey(
        "projects.Application", models.PROTECT, related_name="assignments", verbose_name="申报"
    )
    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="assignments", verbose_name="专家")
    number = models.PositiveSmallIntegerField("专家代号")  # The seat's: what is shown where names are not.
    source = models.CharField("产生方式", max_length=20, choices=AssignmentSource)
    status = models.CharField(
        "状态", max_length=20, choices=AssignmentStatus, default=AssignmentStatus.ASSIGNED, editable=False
    )
    assigned_by = _by("分配人", null=False)
    assigned_at = _at("分配时间", null=False, default=timezone.now)
    blocked_at = _at("因回避停止评分时间")  # Written by the database when a Recusal comes later.
    submitted_at = _at("提交时间")
    reason = models.CharField("回避或取消的理由", max_length=500, blank=True, editable=False)
    passed_to = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, editable=False, related_name="called_for", verbose_name="改派给"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审任务"
        default_permissions = ("view",)
        permissions = [("assign_assignment", "分配与改派"), ("review_assignment", "评审")]
        indexes = [
            models.Index(fields=["expert", "status"], name="assignment_by_expert"),
            # Whoever counts a round's reviews by expert reads this index alone.
            models.Index(
                fields=["round", "expert", "status", "blocked_at"],
                include=["submitted_at", "passed_to"],
                name="assignment_by_round",
            ),
        ]
        constraints = [
            signed("assigned"),
            UniqueConstraint(
                fields=["round", "application", "expert"],
                name="projects_assignment_once",
                violation_error_message="该专家已评审此项目。",
            ),
            CheckConstraint(
                condition=~Q(status=AssignmentStatus.SUBMITTED) | Q(submitted_at__isnull=False),
                name="projects_assignment_submitted_is_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=(AssignmentStatus.RECUSED, AssignmentStatus.CANCELLED)) | ~Q(reason=""),
                name="projects_assignment_says_why",
                violation_error_message="须写明理由。",
            ),
            CheckConstraint(
                condition=Q(passed_to=None) | Q(status__in=(AssignmentStatus.RECUSED, AssignmentStatus.CANCELLED)),
                name="projects_assignment_passed_on_is_ended",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="refuse_recused",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=REFUSE_RECUSED,
            )
        ]

    def __str__(self):
        return f"{self.application}·专家 {self.number:02d}"


class Recusal(models.Model):
    """An expert must not review an application (回避). It is lifted, never deleted."""

    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="recusals", verbose_name="专家")
    application = models.ForeignKey(
        "projects.Application", models.PROTECT, related_name="recusals", verbose_name="申报"
    )
    ground = models.CharField("情形", max_length=20, choices=Ground)
    source = models.CharField("来源", max_length=20, choices=RecusalSource)
    evidence = models.CharField("依据", max_length=300)
    created_by = _by("登记人")  # None: derived from the records.
    created_at = _at("登记时间", null=False, default=timezone.now)
    lifted_by = _by("解除人")
    lifted_at = _at("解除时间")
    reason = models.CharField("解除理由", max_length=500, blank=True, editable=False)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审回避"
        default_permissions = ("view",)
        permissions = [("decide_recusal", "登记、认定与解除")]
        indexes = [models.Index(fields=["application", "expert"], name="recusal_by_application")]
        constraints = [
            signed("lifted"),
            CheckConstraint(
                condition=Q(source__in=(RecusalSource.REGISTER, RecusalSource.APPLICANT)) | Q(created_by__isnull=False),
                name="projects_recusal_created_signed",
            ),
            UniqueConstraint(
                fields=["expert", "application", "ground"],
                condition=Q(lifted_at=None),
                name="projects_recusal_once_per_ground",
                violation_error_message="该情形已登记。",
            ),
            CheckConstraint(condition=~Q(evidence=""), name="projects_recusal_has_evidence"),
            CheckConstraint(
                condition=iff(Q(lifted_at__isnull=False), ~Q(reason="")),
                name="projects_recusal_lifted_says_why",
                violation_error_message="解除须写明理由。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="block_assigned",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=BLOCK_ASSIGNED,
            ),
            pgtrigger.Trigger(
                name="leave_room",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=LEAVE_ROOM,
            ),
        ]

    def __str__(self):
        return f"{self.expert}·{self.application}：{self.get_ground_display()}"
