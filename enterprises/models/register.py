"""What happens to a certificate after it was issued, each with its day and its paper; and the yearly reports that holders owe."""

from calendar import monthrange
from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from enterprises.choices import MOVES, CancelGround, EventKind
from enterprises.querysets import RegisterEventQuerySet, YearlyFilingQuerySet

from .recognition import Recognition


class RegisterEvent(models.Model):
    """登记变动: a certificate is issued, renamed, moved or ended on a day, by a paper (国科发火〔2016〕32号 arts. 17–19).

    The register's row holds what is true today; the events let the ledger of an earlier year read what was true then.
    """

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="events", verbose_name="证书")
    kind = models.CharField("变动", max_length=20, choices=EventKind)
    happened_on = models.DateField("生效日期")
    document = models.CharField("依据文件及文号", max_length=200)
    reported_on = models.DateField("企业报告日期", null=True, blank=True)
    ground = models.CharField("取消原因", max_length=20, choices=CancelGround, blank=True)
    former_name = models.CharField("原名称", max_length=500, blank=True)
    former_division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原所在地"
    )
    told = models.CharField("变动情况", max_length=500)
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoke_reason = models.CharField("撤销理由", max_length=500, blank=True)

    objects = RegisterEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "高企登记变动"
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=["recognition", "happened_on"],
                name="registerevent_moves",
                condition=Q(kind__in=MOVES, revoked_at=None),
            )
        ]
        constraints = [
            signed("recorded"),
            signed("revoked"),
            CheckConstraint(
                condition=iff(Q(kind=EventKind.CANCELLED), ~Q(ground="")),
                name="enterprises_registerevent_cancelled_iff_grounded",
                violation_error_message="取消资格必须写明原因，其他变动不写。",
            ),
            CheckConstraint(
                condition=Q(kind__in=MOVES) | Q(former_division=None),
                name="enterprises_registerevent_only_moves_have_a_former_place",
            ),
            CheckConstraint(
                condition=iff(Q(kind=EventKind.RENAMED), ~Q(former_name="")),
                name="enterprises_registerevent_renamed_iff_former_name",
            ),
            CheckConstraint(
                condition=iff(Q(revoked_at__isnull=False), ~Q(revoke_reason="")),
                name="enterprises_registerevent_revoked_iff_reasoned",
                violation_error_message="撤销必须写明理由。",
            ),
            UniqueConstraint(
                fields=["recognition"],
                condition=Q(kind=EventKind.CANCELLED, revoked_at=None),
                name="enterprises_registerevent_cancelled_once",
                violation_error_message="该证书已经取消。",
            ),
            UniqueConstraint(
                fields=["recognition", "happened_on"],
                condition=Q(kind__in=MOVES, revoked_at=None),
                name="enterprises_registerevent_one_move_a_day",
                violation_error_message="该证书当日已经登记过迁移。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.recognition.enterprise_name} {self.happened_on} {self.get_kind_display()}"

    @property
    def is_reported_in_time(self) -> bool | None:
        """Whether the firm reported the change within three months (32号 art. 17); None when nothing says."""
        if self.reported_on is None:
            return None
        month = self.happened_on.month + 2
        year, month = self.happened_on.year + month // 12, month % 12 + 1
        last = min(self.happened_on.day, monthrange(year, month)[1])
        return self.reported_on <= date(year, month, last)


class YearlyFiling(models.Model):
    """A holder has filed the yearly report 年度发展情况报表 of a year at the national office (32号 art. 13)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="yearly_filings", verbose_name="企业"
    )
    year = models.PositiveSmallIntegerField("报表年度")
    filed_on = models.DateField("填报日期")
    noted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    noted_at = models.DateTimeField("登记时间", null=True, blank=True)

    objects = YearlyFilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "高企年报填报"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["year", "organisation"], name="yearlyfiling_by_year")]
        constraints = [
            signed("noted"),
            UniqueConstraint(
                fields=["organisation", "year"],
                name="enterprises_yearlyfiling_one_per_year",
                violation_error_message="该企业这一年度的填报已经登记。",
            ),
            CheckConstraint(
                condition=Q(filed_on__year__gt=F("year")),
                name="enterprises_yearlyfiling_after_its_year",
                violation_error_message="填报日期应在报表年度结束以后。",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.year} 年度"
