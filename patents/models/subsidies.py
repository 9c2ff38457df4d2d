"""History of 专利资助: what was paid while it was allowed. Rows come by list and stay as they came."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.lists.models import Record, record_indexes
from bureau.lists.querysets import RecordQuerySet
from bureau.text import SearchTermsField, search_index
from patents.choices import SubsidyStage


class Subsidy(Record):
    """One payment for one patent at one step, in one year.

    国知发保字〔2021〕1号: no subsidy of filing after June 2021, none at all from 2025 on. So there is no verb that makes one.
    """

    year = models.PositiveSmallIntegerField("资助年度")
    application_number = models.CharField("申请号", max_length=40)
    stage = models.CharField("资助环节", max_length=20, choices=SubsidyStage)
    title = models.CharField("专利名称", max_length=1000, blank=True)
    recipient = models.CharField("受资助人", max_length=500)
    county = models.CharField("县（市、区）", max_length=200, blank=True)
    division = models.ForeignKey(
        "accounts.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="区划",
    )
    amount = models.DecimalField("资助金额（元）", max_digits=16, decimal_places=2)
    paid_on = models.DateField("资助发放日期")
    search = SearchTermsField(sources=("title", "recipient"))

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "专利资助历史"
        default_permissions = ("view",)
        permissions = [("export_subsidy", "导出")]
        indexes = [*record_indexes(), search_index()]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(fields=["year", "application_number", "stage"], name="patents_subsidy_once"),
            CheckConstraint(
                condition=Q(amount__gt=0),
                name="patents_subsidy_above_nought",
                violation_error_message="资助金额须大于零。",
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.application_number} {self.get_stage_display()}"
