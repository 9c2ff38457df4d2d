"""The monthly bulletin of patents (专利统计月报): what was counted, who answers for it, and what was published."""

from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed

from .choices import FROZEN, OPEN, BulletinStatus
from .hiding import told
from .querysets import BulletinQuerySet


def private_storage():
    """Published files lie where list files do; views hand them out."""
    return storages["private"]


def _person(words: str):
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=words
    )


class Bulletin(models.Model):
    """One version of a month's bulletin: 起草 → 送审 → 审核 → 发布. What is published stays; a correction is a version of its own."""

    month = models.DateField("月份", editable=False)
    version = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=BulletinStatus, default=BulletinStatus.DRAFT, editable=False
    )
    data = models.JSONField("数据", default=dict, encoder=DjangoJSONEncoder, editable=False)
    computed_at = models.DateTimeField("统计时间", null=True, editable=False)
    correction_reason = models.CharField("更正理由", max_length=500, blank=True, editable=False)
    return_reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    submitted_by, submitted_at = _person("送审人"), models.DateTimeField("送审时间", null=True, editable=False)
    reviewed_by, reviewed_at = _person("审核人"), models.DateTimeField("审核时间", null=True, editable=False)
    published_by, published_at = _person("发布人"), models.DateTimeField("发布时间", null=True, editable=False)
    sha256 = models.CharField("数据散列（SHA-256）", max_length=64, blank=True, editable=False)
    workbook = models.FileField(
        "发布的工作簿", storage=private_storage, upload_to="bulletins/%Y", max_length=300, blank=True, editable=False
    )
    narrative = models.FileField(
        "发布的文字稿", storage=private_storage, upload_to="bulletins/%Y", max_length=300, blank=True, editable=False
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专利统计月报"
        default_permissions = ("view",)
        permissions = [
            ("draft_bulletin", "起草、送审与更正"),
            ("review_bulletin", "审核"),
            ("publish_bulletin", "发布"),
        ]
        constraints = [
            UniqueConstraint(fields=["month", "version"], name="bulletins_bulletin_one_per_version"),
            UniqueConstraint(
                fields=["month"],
                condition=Q(status=BulletinStatus.PUBLISHED),
                name="bulletins_bulletin_one_published",
                violation_error_message="该月已有一版在发布中。",
            ),
            UniqueConstraint(
                fields=["month"],
                condition=Q(status__in=OPEN),
                name="bulletins_bulletin_one_open",
                violation_error_message="该月已有一版月报在编制中。",
            ),
            CheckConstraint(condition=Q(month__day=1), name="bulletins_bulletin_of_a_month"),
            signed("submitted"),
            signed("reviewed"),
            signed("published"),
            CheckConstraint(
                condition=iff(Q(status__in=FROZEN), Q(published_at__isnull=False)),
                name="bulletins_bulletin_published_iff_signed",
            ),
            CheckConstraint(
                condition=~Q(status__in=FROZEN)
                | (
                    Q(submitted_at__isnull=False, reviewed_at__isnull=False, computed_at__isnull=False)
                    & ~Q(sha256="")
                    & ~Q(workbook="")
                    & ~Q(narrative="")
                ),
                name="bulletins_bulletin_published_is_complete",
                violation_error_message="发布前须经送审和审核，并已生成工作簿和文字稿。",
            ),
            CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
                name="bulletins_bulletin_two_persons",
                violation_error_message="送审人不能审核自己送审的月报，请由另一位审核。",
            ),
            CheckConstraint(
                condition=Q(version=1) | ~Q(correction_reason=""),
                name="bulletins_bulletin_correction_has_reason",
                violation_error_message="更正已发布的月报须写明理由。",
            ),
        ]

    def __str__(self):
        again = f"（第{self.version}版）" if self.version > 1 else ""
        return f"{self.month.year}年{self.month.month}月专利统计月报{again}"

    @property
    def told(self) -> dict:
        """The data as the public reads them: what the hash is of."""
        return told(self.data)

    @property
    def is_published(self) -> bool:
        """Whether this is the version in force."""
        return self.status == BulletinStatus.PUBLISHED
