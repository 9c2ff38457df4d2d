"""Tokens by which a firm's own system asks and writes in the firm's name."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import iff, signed
from enterprises.querysets import ApiTokenQuerySet


class ApiToken(models.Model):
    """接口令牌 of one unit, held by the person who made it: of the secret only a hash is kept, and its last four signs."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="api_tokens", verbose_name="单位"
    )
    name = models.CharField("令牌名称", max_length=50, help_text="写明用在哪个系统，如“财务系统”。")
    secret_hash = models.BinaryField(max_length=32, unique=True)  # The book keeps no bytes, and so no hash.
    hint = models.CharField("末四位", max_length=4, editable=False)
    expires_on = models.DateField("有效期至", help_text="当日仍可使用，最长一年。")
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="持有人")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    used_at = models.DateTimeField("最近使用", null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="吊销人"
    )
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True, editable=False)
    reason = models.CharField("吊销理由", max_length=500, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        default_permissions = ("view",)
        permissions = [("issue_apitoken", "建立令牌"), ("revoke_apitoken", "吊销令牌")]
        constraints = [
            signed("created"),
            signed("revoked"),
            UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(revoked_at=None),
                name="enterprises_apitoken_one_per_name",
                violation_error_message="本单位已有这个名称的令牌，请换一个名称，或先吊销原来的。",
            ),
            CheckConstraint(
                condition=iff(Q(revoked_at__isnull=False), ~Q(reason="")),
                name="enterprises_apitoken_revoked_iff_reasoned",
                violation_error_message="吊销必须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}“{self.name}”（…{self.hint}）"
