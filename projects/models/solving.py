"""Assignments found by a solver: the pairs that officers fix or forbid, and each plan with what it was computed from."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed
from projects.choices import PairingKind, PlanStatus
from projects.models.experts import _at, _by
from projects.models.reviewing import ReviewRound
from projects.querysets import AssignmentPlanQuerySet, RoundPartQuerySet


class Pairing(models.Model):
    """A pair that an officer wants, or does not want, whatever the match says."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="pairings", verbose_name="评审轮次")
    application = models.ForeignKey("projects.Application", models.PROTECT, related_name="+", verbose_name="申报")
    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="+", verbose_name="专家")
    kind = models.CharField("方式", max_length=10, choices=PairingKind)
    reason = models.CharField("理由", max_length=200)
    created_by = _by("登记人", null=False)
    created_at = _at("登记时间", null=False, default=timezone.now)

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "固定与禁止的配对"
        default_permissions = ()
        constraints = [
            signed("created"),
            UniqueConstraint(
                fields=["round", "application", "expert"],
                name="projects_pairing_once",
                violation_error_message="这一对已经固定或禁止。",
            ),
            CheckConstraint(condition=~Q(reason=""), name="projects_pairing_says_why"),
        ]

    def __str__(self):
        return f"{self.application}·{self.expert}"


class AssignmentPlan(models.Model):
    """One computation: what went in, kept whole, and what came out beside the best possible."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="plans", verbose_name="评审轮次")
    number = models.PositiveSmallIntegerField("第几次")
    status = models.CharField("状态", max_length=10, choices=PlanStatus, default=PlanStatus.WAITING, editable=False)
    instance = models.BinaryField("算例", default=b"")
    digest = models.CharField("算例指纹", max_length=64, blank=True, editable=False)
    pairs = models.JSONField("配对", default=list, blank=True, editable=False)
    total = models.PositiveBigIntegerField("匹配度合计", null=True, editable=False)
    bound = models.PositiveBigIntegerField("可达上限", null=True, editable=False)
    worst = models.PositiveIntegerField("最低匹配度", null=True, editable=False)
    least_load = models.PositiveIntegerField("最少任务", null=True, editable=False)
    most_load = models.PositiveIntegerField("最多任务", null=True, editable=False)
    reason = models.CharField("说明", max_length=500, blank=True, editable=False)
    asked_by = _by("求解人", null=False)
    asked_at = _at("求解时间", null=False, default=timezone.now)
    solved_at = _at("算出时间")
    adopted_by = _by("采用人")
    adopted_at = _at("采用时间")

    objects = AssignmentPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分配方案"
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            signed("asked"),
            signed("adopted"),
            UniqueConstraint(fields=["round", "number"], name="projects_assignmentplan_one_per_number"),
            CheckConstraint(
                condition=iff(
                    Q(status__in=(PlanStatus.SOLVED, PlanStatus.ADOPTED)),
                    Q(total__isnull=False, bound__isnull=False, solved_at__isnull=False),
                ),
                name="projects_assignmentplan_solved_iff_measured",
            ),
            CheckConstraint(
                condition=iff(Q(status=PlanStatus.ADOPTED), Q(adopted_at__isnull=False)),
                name="projects_assignmentplan_adopted_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=(PlanStatus.FAILED, PlanStatus.STOPPED)) | ~Q(reason=""),
                name="projects_assignmentplan_says_why",
                violation_error_message="须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.round}·第 {self.number} 次求解"

    @property
    def ratio(self) -> float | None:
        """The match reached as a share of what is possible."""
        return self.total / self.bound if self.bound else None
