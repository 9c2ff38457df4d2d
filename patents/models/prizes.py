"""专利奖: the patents that the city names for a year's provincial award, in their order, and what the province decided."""

from django.core.validators import MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from patents.choices import DECIDED, RANKED, NominationStatus, PrizeRoundStatus
from patents.querysets import NominationQuerySet, PrizeRoundQuerySet

_S, _N = PrizeRoundStatus, NominationStatus


def _person(words: str):
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=words
    )


class PrizeRound(models.Model):
    """One year's provincial award: how many the city may name, how many the province gave in all."""

    year = models.PositiveSmallIntegerField("年度", unique=True, error_messages={"unique": "该年度已经建立。"})
    name = models.CharField(
        "名称", max_length=100, validators=[MinLengthValidator(4)], help_text="如：第二届江西省专利奖"
    )
    quota = models.PositiveSmallIntegerField("推荐名额", validators=[MinValueValidator(1)])
    notice = models.CharField("通知文号", max_length=200, validators=[MinLengthValidator(4)])
    province_total = models.PositiveSmallIntegerField("全省授奖总数", null=True, editable=False)
    result_document = models.CharField("授奖文件", max_length=200, blank=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=_S, default=_S.OPEN, editable=False)
    opened_by, opened_at = _person("建立人"), models.DateTimeField("建立时间", null=True, editable=False)
    forwarded_by, forwarded_at = _person("报省人"), models.DateTimeField("报省时间", null=True, editable=False)
    closed_by, closed_at = _person("结果登记人"), models.DateTimeField("结果登记时间", null=True, editable=False)

    objects = PrizeRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "省专利奖推荐"
        default_permissions = ("view",)
        permissions = [("run_prizeround", "建立、提名、审核与登记结果"), ("forward_prizeround", "排序与报省")]
        constraints = [
            signed("opened"),
            signed("forwarded"),
            signed("closed"),
            CheckConstraint(condition=Q(quota__gte=1), name="patents_prizeround_has_quota"),
            CheckConstraint(
                condition=iff(~Q(status=_S.OPEN), Q(forwarded_at__isnull=False)),
                name="patents_prizeround_forwarded_iff_signed",
            ),
            CheckConstraint(
                condition=iff(
                    Q(status=_S.CLOSED),
                    Q(closed_at__isnull=False, province_total__isnull=False) & ~Q(result_document=""),
                ),
                name="patents_prizeround_closed_iff_result",
                violation_error_message="登记结果须写明全省授奖总数和授奖文件。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.name}"


class Nomination(models.Model):
    """A patent named for the award: reviewed, placed among the others, sent to the province, awarded or not.

    Number, title and holder are what they were when it was named; later lists do not move them.
    """

    round = models.ForeignKey(PrizeRound, models.PROTECT, related_name="nominations", verbose_name="推荐年度")
    patent = models.ForeignKey("patents.Patent", models.PROTECT, related_name="+", verbose_name="专利")
    application_number = models.CharField("申请号", max_length=20)
    title = models.CharField("专利名称", max_length=1000)
    holder = models.CharField("专利权人", max_length=2000)
    grounds = models.CharField("推荐理由", max_length=1000, validators=[MinLengthValidator(4)])
    status = models.CharField("状态", max_length=20, choices=_N, default=_N.NOMINATED, editable=False)
    place = models.PositiveSmallIntegerField("排序", null=True, editable=False)
    reason = models.CharField("不予推荐理由", max_length=500, blank=True, editable=False)
    grade = models.CharField("奖项等次", max_length=30, blank=True, editable=False)
    nominated_by, nominated_at = _person("提名登记人"), models.DateTimeField("提名时间", null=True, editable=False)
    decided_by, decided_at = _person("审核人"), models.DateTimeField("审核时间", null=True, editable=False)
    changed_at = models.DateTimeField("最后变动", auto_now=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "省专利奖提名"
        default_permissions = ("view",)
        permissions = [("export_nomination", "导出")]
        constraints = [
            UniqueConstraint(
                fields=["round", "patent"],
                name="patents_nomination_once",
                violation_error_message="该专利本年度已经提名。",
            ),
            UniqueConstraint(
                fields=["round", "place"],
                name="patents_nomination_one_place",
                violation_error_message="同一年度的排序不能相同。",
            ),
            signed("nominated"),
            signed("decided"),
            CheckConstraint(
                condition=iff(Q(status__in=DECIDED), Q(decided_at__isnull=False)),
                name="patents_nomination_decided_iff_signed",
            ),
            CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("nominated_by")),
                name="patents_nomination_two_persons",
                violation_error_message="登记提名的人不能审核，请由另一位审核。",
            ),
            CheckConstraint(
                condition=iff(Q(status=_N.REFUSED), ~Q(reason="")),
                name="patents_nomination_refused_iff_reason",
                violation_error_message="不予推荐须写明理由。",
            ),
            CheckConstraint(
                condition=Q(place=None) | Q(status__in=(_N.ACCEPTED, *RANKED)),
                name="patents_nomination_placed_is_accepted",
            ),
            CheckConstraint(
                condition=~Q(status__in=RANKED) | Q(place__isnull=False),
                name="patents_nomination_forwarded_is_placed",
                violation_error_message="报省的提名须有排序。",
            ),
            CheckConstraint(
                condition=iff(Q(status=_N.AWARDED), ~Q(grade="")),
                name="patents_nomination_awarded_iff_grade",
                violation_error_message="获奖须写明奖项等次，未获奖的不写。",
            ),
        ]

    def __str__(self):
        return f"{self.application_number} {self.title}"
