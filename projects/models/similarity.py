"""查重: what is compared, what two texts share, and what an officer says of it. Nothing follows from a number."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed
from projects.choices import PairStatus
from projects.querysets import SimilarPairQuerySet


class ComparedText(models.Model):
    """What is compared of an application that was put forward, or of an approved project: its title, and what it tells."""

    application = models.OneToOneField(
        "projects.Application", models.CASCADE, null=True, related_name="compared", verbose_name="项目申报"
    )
    project = models.OneToOneField(
        "projects.Project", models.CASCADE, null=True, related_name="compared", verbose_name="立项项目"
    )
    title = models.CharField("名称", max_length=500)
    body = models.TextField("正文", blank=True)
    digest = models.CharField("指纹", max_length=64)
    compared_at = models.DateTimeField("比对时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "比对文本"
        default_permissions = ()
        constraints = [
            CheckConstraint(
                condition=Q(application__isnull=False, project__isnull=True)
                | Q(application__isnull=True, project__isnull=False),
                name="projects_comparedtext_one_source",
            ),
        ]

    def __str__(self):
        return self.title


class Shingle(models.Model):
    """One sampled run of characters of a text, as a number: how texts that share passages are found among all."""

    pk = models.CompositePrimaryKey("value", "text_id")
    value = models.IntegerField()
    text = models.ForeignKey(ComparedText, models.CASCADE, related_name="shingles")

    class Meta:
        verbose_name = verbose_name_plural = "比对片段"
        default_permissions = ()

    def __str__(self):
        return f"{self.value} {self.text_id}"


class SimilarPair(models.Model):
    """An application and what it resembles, with the passages; an officer reads both and says what it is."""

    application = models.ForeignKey(
        "projects.Application", models.CASCADE, related_name="similar_pairs", verbose_name="项目申报"
    )
    other = models.ForeignKey(ComparedText, models.CASCADE, related_name="+", verbose_name="相似对象")
    share = models.DecimalField("相同内容占比", max_digits=4, decimal_places=3)
    title_likeness = models.DecimalField("名称相似度", max_digits=4, decimal_places=3)
    characters = models.PositiveIntegerField("相同字数")
    passages = models.JSONField("相同段落", default=list)
    digests = models.CharField("比对的两个版本", max_length=130)
    found_at = models.DateTimeField("发现时间", default=timezone.now, editable=False)
    status = models.CharField("状态", max_length=20, choices=PairStatus, default=PairStatus.OPEN, editable=False)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="核对人"
    )
    decided_at = models.DateTimeField("核对时间", null=True, editable=False)
    reason = models.CharField("说明", max_length=500, blank=True, editable=False)

    objects = SimilarPairQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查重"
        permissions = [("decide_similarpair", "核对查重结果")]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["-status", "-share", "id"], name="similarpair_by_status")]
        constraints = [
            signed("decided"),
            UniqueConstraint(fields=["application", "other"], name="projects_similarpair_once"),
            CheckConstraint(
                condition=Q(share__gte=0, share__lte=1, title_likeness__gte=0, title_likeness__lte=1),
                name="projects_similarpair_shares",
            ),
            CheckConstraint(
                condition=iff(Q(status=PairStatus.OPEN), Q(decided_at__isnull=True)),
                name="projects_similarpair_decided_iff_signed",
            ),
            CheckConstraint(
                condition=Q(status=PairStatus.OPEN) | ~Q(reason=""),
                name="projects_similarpair_says_why",
                violation_error_message="请写明核对的依据。",
            ),
        ]

    def __str__(self):
        return f"{self.application} ≈ {self.other}"

    @property
    def is_same_unit(self) -> bool:
        """Whether both are one unit's."""
        other = self.other.application or self.other.project
        return other.organisation_id == self.application.organisation_id
