"""How applications are judged: the scheme of a call while it is being composed."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from projects.choices import Aggregation
from projects.formdata import schema
from projects.formdata.scheme import Criterion, Scheme, read_anchors
from projects.querysets import CallPartQuerySet

CODE = RegexValidator(schema.CODE, "代码须是小写字母开头的字母、数字和下划线。")


class ReviewScheme(models.Model):
    """The review scheme of a call while it is being composed; publishing freezes it with the form."""

    call = models.OneToOneField("projects.Call", models.CASCADE, related_name="scheme", verbose_name="申报批次")
    aggregation = models.CharField("计分方法", max_length=20, choices=Aggregation, default=Aggregation.MEAN)
    least_reviews = models.PositiveSmallIntegerField("有效评审不少于（份）", default=3)
    spread_limit = models.DecimalField(
        "分差提示（分）",
        max_digits=5,
        decimal_places=2,
        default=20,
        help_text="最高分减最低分大于此值的，提示请更多专家评审。",
    )
    is_blind = models.BooleanField(
        "盲评", default=False, help_text="专家看不到申报单位、人员和联系方式；文件名和文件属性一并隐去。"
    )
    comment_least = models.PositiveSmallIntegerField("总体意见不少于（字）", default=100)
    asks_amount = models.BooleanField("请专家建议经费额度", default=True)

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审方案"
        default_permissions = ("view", "change")
        constraints = [
            CheckConstraint(
                condition=Q(least_reviews__gte=1, spread_limit__gt=0),
                name="projects_reviewscheme_asks_for_reviews",
                violation_error_message="有效评审至少 1 份，分差提示须大于 0。",
            )
        ]

    def __str__(self):
        return f"{self.call}·评审方案"

    def as_scheme(self) -> Scheme:
        """The scheme as the pure functions take it."""
        names = ("aggregation", "least_reviews", "is_blind", "comment_least", "asks_amount")
        return Scheme(
            criteria=tuple(row.as_criterion() for row in self.criteria.all()),
            spread_limit=self.spread_limit.normalize(),
            **{name: getattr(self, name) for name in names},
        )


class SchemeCriterion(models.Model):
    """One criterion of a scheme while it is being composed."""

    scheme = models.ForeignKey(ReviewScheme, models.CASCADE, related_name="criteria", verbose_name="评审方案")
    position = models.PositiveSmallIntegerField("次序", default=0)
    code = models.CharField("代码", max_length=40, validators=[CODE])
    label = models.CharField("指标", max_length=60)
    weight = models.DecimalField("权重（合计 100）", max_digits=5, decimal_places=2)
    most = models.DecimalField("满分", max_digits=5, decimal_places=1)
    help = models.CharField("评分要点", max_length=500, blank=True)
    anchors = models.TextField("分档", blank=True, max_length=1000, help_text="一行一档，例如“国际先进：9-10”。")
    comment_least = models.PositiveSmallIntegerField("说明不少于（字）", default=0)
    tie = models.PositiveSmallIntegerField(
        "同分比较次序", null=True, blank=True, help_text="总分相同时先比次序 1 的指标；不填不比。"
    )

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审指标"
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["scheme", "code"],
                name="projects_schemecriterion_one_per_code",
                violation_error_message="指标代码重复。",
            ),
            CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100, most__gt=0) & (Q(tie=None) | Q(tie__gte=1)),
                name="projects_schemecriterion_counts",
                violation_error_message="权重须大于 0、不超过 100，满分须大于 0，同分次序从 1 起。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.label

    def clean(self):
        """Ranges are written one a line."""
        try:
            read_anchors(self.anchors)
        except schema.Malformed as error:
            raise ValidationError({"anchors": str(error)}) from error

    def as_criterion(self) -> Criterion:
        """The criterion as the scheme has it."""
        return Criterion(
            code=self.code, label=self.label, weight=self.weight.normalize(), most=self.most.normalize(), help=self.help,
            anchors=read_anchors(self.anchors), comment_least=self.comment_least, tie=self.tie,
        )  # fmt: skip
