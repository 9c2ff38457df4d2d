"""What the nightly round finds in published text."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import iff, signed
from bureau.portal.choices import FindingKind, FindingStatus
from bureau.portal.querysets import FindingQuerySet

from .articles import Article


class Finding(models.Model):
    """A link that leads nowhere, or a number that looks like a person's, in a published article (国办函〔2019〕19号)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="findings", verbose_name="文章")
    kind = models.CharField("类别", max_length=20, choices=FindingKind)
    what = models.CharField("内容", max_length=500)
    found_at = models.DateTimeField("首次发现时间")
    status = models.CharField("状态", max_length=10, choices=FindingStatus, default=FindingStatus.OPEN, editable=False)
    ignore_reason = models.CharField("核对说明", max_length=500, blank=True, editable=False)
    ignored_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="忽略人"
    )
    ignored_at = models.DateTimeField("核对时间", null=True, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡检发现"
        permissions = [("ignore_finding", "核对无误")]
        constraints = [
            UniqueConstraint(fields=["article", "kind", "what"], name="portal_finding_once"),
            CheckConstraint(
                condition=iff(Q(status=FindingStatus.IGNORED), Q(ignored_at__isnull=False) & ~Q(ignore_reason="")),
                name="portal_finding_ignored_iff_reasoned",
                violation_error_message="请写明核对情况。",
            ),
            signed("ignored"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.what}"
