"""Files of an achievement or a demand, which the other side sees once it was accepted."""

from django.db import models
from django.db.models import CheckConstraint, Q

from bureau.constraints import signed
from bureau.files import private_storage
from matchmaking.querysets import ProfileFileQuerySet


class ProfileFile(models.Model):
    """A drawing, a test report, a certificate: read by the unit, by officers who decide, and by whom the unit accepted."""

    achievement = models.ForeignKey(
        "matchmaking.Achievement", models.PROTECT, null=True, related_name="files", verbose_name="科技成果"
    )
    demand = models.ForeignKey(
        "matchmaking.Demand", models.PROTECT, null=True, related_name="files", verbose_name="技术需求"
    )
    file = models.FileField("文件", storage=private_storage, upload_to="profiles/%Y/%m", max_length=300)
    name = models.CharField("文件名", max_length=255)
    mime = models.CharField(max_length=100, editable=False)
    attached_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name="上传人",
    )
    attached_at = models.DateTimeField("上传时间", null=True, editable=False)

    objects = ProfileFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成果与需求的附件"
        default_permissions = ()
        constraints = [
            signed("attached"),
            CheckConstraint(
                condition=Q(achievement__isnull=True) ^ Q(demand__isnull=True), name="matchmaking_profilefile_of_one"
            ),
        ]

    def __str__(self):
        return self.name
