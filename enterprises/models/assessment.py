"""What the rules say of a firm's data, kept; and what an officer or expert adds to it."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint

from bureau.constraints import signed
from enterprises.assessment.inputs import Judgements
from enterprises.assessment.packing import unpack
from enterprises.assessment.results import MANUAL, MET, NOT_MET, WORDS
from enterprises.assessment.schema import read
from enterprises.querysets import AssessmentQuerySet, PartQuerySet

from .yearly import YearlyData


def judgements(values: dict) -> None:
    """Only what the rules leave to experts, within the full marks."""
    _, problems = read(Judgements, values)
    if problems:
        raise ValidationError([str(problem) for problem in problems])


class Judgement(models.Model):
    """What an officer or expert decided about a firm's data: points, and the two conditions that are judged."""

    data = models.OneToOneField(YearlyData, models.CASCADE, related_name="judgement", verbose_name="年度数据")
    values = models.JSONField("评分", default=dict, validators=[judgements])
    judged_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="评分人")
    judged_at = models.DateTimeField("评分时间", null=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专家与科室评分"
        default_permissions = ()
        constraints = [signed("judged")]

    def __str__(self):
        return f"{self.data} 评分"


class Wording(models.Model):
    """Labels, clauses and thresholds that many assessments have in common, kept once. Never changed: another is another row."""

    digest = models.CharField("摘要", max_length=64, primary_key=True)  # SHA-256 of the content.
    content = models.JSONField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "评估用语"
        default_permissions = ()

    def __str__(self):
        return self.digest[:12]


class Assessment(models.Model):
    """The answer under one rule set: with its version, the data it was made from, and every line of it."""

    data = models.ForeignKey(YearlyData, models.CASCADE, related_name="assessments", verbose_name="年度数据")
    rule_set = models.CharField("规则集", max_length=20)
    version = models.CharField("规则版本", max_length=20)
    apply_on = models.DateField("假定申请日")
    status = models.CharField("结论", max_length=10, choices=WORDS)
    score_min = models.DecimalField("最低分", max_digits=4, decimal_places=1)
    score_max = models.DecimalField("最高分", max_digits=4, decimal_places=1)
    failing = ArrayField(models.CharField(max_length=10), verbose_name="不符合的条件", default=list, blank=True)
    gaps = models.GeneratedField(
        expression=Func(F("failing"), function="cardinality"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        verbose_name="不符合的条件数",
    )
    undecided = ArrayField(models.CharField(max_length=10), verbose_name="需人工的条件", default=list, blank=True)
    inputs = models.JSONField("所用数据")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="assessments", verbose_name="评估用语")
    said = models.JSONField("逐项结果")
    made_at = models.DateTimeField("评估时间")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预评估"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["rule_set", "status"], name="assessment_by_status"),
            models.Index(fields=["-made_at", "-id"], name="assessment_as_listed"),
            models.Index(fields=["rule_set", "gaps", "-score_max", "-id"], name="assessment_nearest"),
        ]
        constraints = [
            UniqueConstraint(fields=["data", "rule_set"], name="enterprises_assessment_one_per_rule_set"),
            CheckConstraint(
                condition=Q(score_min__gte=0, score_max__lte=100, score_min__lte=F("score_max")),
                name="enterprises_assessment_range_in_order",
            ),
            CheckConstraint(condition=Q(status__in=(MET, NOT_MET, MANUAL)), name="enterprises_assessment_status_known"),
        ]

    def __str__(self):
        return f"{self.data} {self.get_status_display()}"

    @property
    def result(self) -> dict:
        """The whole answer as it was given, line by line."""
        return unpack(self.wording.content, self.said)
