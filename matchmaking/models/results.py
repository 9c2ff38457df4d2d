"""科技成果登记 (科技成果登记办法, 国科发计字〔2000〕542号): what was achieved, how it was judged, what came of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q

from bureau.constraints import iff, signed
from bureau.files import private_storage
from matchmaking.choices import (
    NOT_IN_USE,
    Evaluation,
    ResultCategory,
    ResultForm,
    ResultLevel,
    ResultNature,
    ResultSource,
    ResultStage,
    ResultStatus,
    ResultUse,
    UnusedReason,
)
from matchmaking.querysets import ResultQuerySet


def _by(words: str) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", db_index=False, verbose_name=words
    )


def _at(words: str) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, editable=False)


def _amount(words: str) -> models.DecimalField:
    return models.DecimalField(words, max_digits=16, decimal_places=2, null=True, blank=True)


def _choice(words: str, choices) -> models.CharField:
    return models.CharField(words, max_length=20, choices=choices, blank=True)


class ResultRegistration(models.Model):
    """A result that its first unit asks to have registered. What is classified is not registered here (第八条)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="result_registrations", verbose_name="第一完成单位"
    )
    title = models.CharField("成果名称", max_length=200)
    category = models.CharField("成果类别", max_length=1, choices=ResultCategory, default=ResultCategory.APPLIED)
    partners = models.CharField("合作完成单位", max_length=500, blank=True)
    people = models.CharField("完成人（按贡献排序）", max_length=500, blank=True)
    recommended_from = models.CharField("推荐单位", max_length=200, blank=True)
    began_on = models.DateField("研究起始日期", null=True, blank=True)
    ended_on = models.DateField("研究终止日期", null=True, blank=True)
    keywords = ArrayField(models.CharField(max_length=30), verbose_name="关键词", default=list, blank=True, size=3)
    nature = _choice("成果属性", ResultNature)
    form = _choice("成果体现形式", ResultForm)
    level = _choice("成果水平", ResultLevel)
    stage = _choice("所处阶段", ResultStage)
    evaluation = _choice("评价方式", Evaluation)
    evaluated_on = models.DateField("评价日期", null=True, blank=True)
    is_affirmed = models.BooleanField("评价结论为肯定性意见", default=False)
    use = _choice("应用状态", ResultUse)
    unused_reason = _choice("未应用或停用原因", UnusedReason)
    source = _choice("课题来源", ResultSource)
    patents = models.PositiveSmallIntegerField("授权专利数", default=0)
    invested = _amount("研发投入（元）")
    output = _amount("新增产值（元）")
    profit_and_tax = _amount("新增利税（元）")
    transferred = _amount("转让收入（元）")
    summary = models.TextField("成果简介", max_length=5000, blank=True)
    file = models.FileField("评价材料", storage=private_storage, upload_to="results/%Y/%m", max_length=300, blank=True)
    name = models.CharField("文件名", max_length=255, blank=True, editable=False)
    mime = models.CharField(max_length=100, blank=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=ResultStatus, default=ResultStatus.DRAFT, editable=False)
    reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    # No number is NULL: numbers are unique, and most rows have none yet.
    number = models.CharField("批准登记号", max_length=12, null=True, unique=True, editable=False)  # noqa: DJ001
    begun_by, begun_at = _by("填写人"), _at("填写时间")
    submitted_by, submitted_at = _by("提交人"), _at("提交时间")
    decided_by, decided_at = _by("审核人"), _at("批准登记时间")

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "科技成果登记"
        default_permissions = ("view",)
        permissions = [
            ("fill_resultregistration", "填写"),
            ("submit_resultregistration", "提交"),
            ("decide_resultregistration", "登记与退回"),
        ]
        constraints = [
            *(signed(verb) for verb in ("begun", "submitted", "decided")),
            CheckConstraint(
                condition=Q(status__in=ResultStatus.values), name="matchmaking_resultregistration_status_known"
            ),
            CheckConstraint(
                condition=Q(category__in=ResultCategory.values), name="matchmaking_resultregistration_category_known"
            ),
            CheckConstraint(
                condition=Q(ended_on=None) | Q(began_on=None) | Q(ended_on__gte=F("began_on")),
                name="matchmaking_resultregistration_ended_after_began",
                violation_error_message="研究终止日期不能早于起始日期。",
            ),
            CheckConstraint(
                condition=Q(keywords__len__lte=3) | Q(keywords=[]),
                name="matchmaking_resultregistration_three_keywords",
                violation_error_message="关键词最多三个。",
            ),
            CheckConstraint(
                condition=Q(unused_reason="") | Q(use__in=NOT_IN_USE),
                name="matchmaking_resultregistration_reason_of_unused",
                violation_error_message="只有未应用或停用的才填原因。",
            ),
            CheckConstraint(
                condition=iff(Q(status=ResultStatus.REGISTERED), Q(number__isnull=False)),
                name="matchmaking_resultregistration_registered_iff_number",
            ),
            CheckConstraint(
                condition=~Q(status=ResultStatus.REGISTERED) | Q(is_affirmed=True, decided_at__isnull=False),
                name="matchmaking_resultregistration_registered_is_affirmed",
            ),
            CheckConstraint(
                condition=iff(Q(status=ResultStatus.RETURNED), ~Q(reason="")),
                name="matchmaking_resultregistration_returned_iff_reason",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title
