"""Beside the recusals themselves: experts whom an applicant does not want, and ties that an officer is to judge."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed
from projects.choices import Ground, TieStatus
from projects.models.experts import _at, _by
from projects.querysets import ApplicationPartQuerySet, TieQuerySet


class Unwanted(models.Model):
    """An expert who should not judge an application, as its unit told an officer; the form's own field says the same."""

    application = models.ForeignKey(
        "projects.Application", models.PROTECT, related_name="unwanted", verbose_name="申报"
    )
    expert_name = models.CharField("专家姓名", max_length=50)
    unit_name = models.CharField("专家单位", max_length=200, blank=True)
    note = models.CharField("理由", max_length=200)
    created_by = _by("登记人", null=False)
    created_at = _at("登记时间", null=False, default=timezone.now)

    objects = ApplicationPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "不宜评审的专家"
        default_permissions = ()
        constraints = [
            signed("created"),
            UniqueConstraint(
                fields=["application", "expert_name", "unit_name"],
                name="projects_unwanted_once",
                violation_error_message="已经登记过。",
            ),
            CheckConstraint(condition=~Q(note=""), name="projects_unwanted_says_why"),
        ]

    def __str__(self):
        return self.expert_name


class Tie(models.Model):
    """A likeness of names or units between an expert and an application: perhaps a reason to step aside."""

    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="ties", verbose_name="专家")
    application = models.ForeignKey("projects.Application", models.PROTECT, related_name="ties", verbose_name="申报")
    ground = models.CharField("可能的情形", max_length=20, choices=Ground)
    evidence = models.CharField("线索", max_length=300)
    status = models.CharField("状态", max_length=10, choices=TieStatus, default=TieStatus.OPEN, editable=False)
    found_at = _at("发现时间", null=False, default=timezone.now)
    decided_by = _by("认定人")
    decided_at = _at("认定时间")
    reason = models.CharField("认定理由", max_length=500, blank=True, editable=False)

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "疑似关系"
        default_permissions = ("view",)
        permissions = [("decide_tie", "认定")]
        constraints = [
            signed("decided"),
            UniqueConstraint(fields=["expert", "application", "ground"], name="projects_tie_once_per_ground"),
            CheckConstraint(
                condition=iff(Q(status=TieStatus.OPEN), Q(decided_at=None)), name="projects_tie_decided_iff_dated"
            ),
            CheckConstraint(
                condition=~Q(status=TieStatus.DISMISSED) | ~Q(reason=""),
                name="projects_tie_dismissed_says_why",
                violation_error_message="不用回避须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.expert}·{self.application}"
