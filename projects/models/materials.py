"""Attachments as experts may see them: what in them only a person can read, and the copies that experts are given."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import signed
from bureau.files import private_storage
from projects.models.experts import _at, _by
from projects.querysets import MaterialPartQuerySet


class Reading(models.Model):
    """What in an attachment no machine can read: pictures, fonts without characters. A person looks before a blind round opens."""

    attachment = models.OneToOneField(
        "projects.Attachment", models.CASCADE, related_name="reading", verbose_name="附件"
    )
    unread = models.JSONField("无法识别", default=list, blank=True)  # Sentences; empty: all of its text was read.
    read_at = _at("识别时间", null=False)
    checked_by = _by("核对人")
    checked_at = _at("人工核对时间")

    objects = MaterialPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件文字识别"
        default_permissions = ()
        constraints = [
            signed("checked"),
            CheckConstraint(
                condition=Q(checked_at=None) | ~Q(unread=[]), name="projects_reading_checked_what_was_unread"
            ),
        ]

    def __str__(self):
        return str(self.attachment)


class ExpertCopy(models.Model):
    """The copy of an attachment that one expert gets: stripped, marked, blind where the round is. Made once, never changed, and
    deleted when the round is over."""

    assignment = models.ForeignKey(
        "projects.Assignment", models.PROTECT, related_name="copies", verbose_name="评审任务"
    )
    attachment = models.ForeignKey("projects.Attachment", models.PROTECT, related_name="copies", verbose_name="附件")
    recipe = models.CharField("做法", max_length=64)  # Fingerprint of mark and names: another is another copy.
    file = models.FileField("文件", storage=private_storage, upload_to="reviews/%Y/%m", max_length=300)
    sha256 = models.CharField("指纹", max_length=64)
    made_at = _at("制作时间", null=False)

    class Meta:
        verbose_name = verbose_name_plural = "专家副本"
        default_permissions = ()
        constraints = [
            UniqueConstraint(fields=["assignment", "attachment", "recipe"], name="projects_expertcopy_made_once"),
        ]
        triggers = [pgtrigger.Protect(name="copy_kept", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.assignment}·{self.attachment}"
