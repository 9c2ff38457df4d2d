"""The annual report of the bureau: its figures, what was entered for it, its targets, its plan, its words."""

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.accounts.choices import CITIES
from bureau.constraints import iff, signed

from .choices import OPEN, PlanOutline, PlanState, ReportStatus, TargetKind
from .numbers import display, growth_pct
from .querysets import FigureManager, PlanQuerySet, ReportQuerySet, StaffQuerySet


def private_storage():
    """Issued workbooks lie where list files do; views hand them out."""
    return storages["private"]


def _person(words: str):
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=words
    )


class AnnualReport(models.Model):
    """One version of one year's report. 编制 → 审核 → 签发 (统计法 2024 art. 24); only 签发 publishes, and then it stays."""

    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版次", default=1)
    status = models.CharField("状态", max_length=20, choices=ReportStatus, default=ReportStatus.DRAFT, editable=False)
    correction_reason = models.CharField("更正理由", max_length=500, blank=True, editable=False)
    return_reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    computed_at = models.DateTimeField("计算时间", null=True, editable=False)
    snapshot_id = models.CharField("数据快照", max_length=200, blank=True, editable=False)
    tables = models.JSONField("分表", default=dict, encoder=DjangoJSONEncoder, editable=False)
    prepared_by, prepared_at = _person("编制人"), models.DateTimeField("编制时间", null=True, editable=False)
    reviewed_by, reviewed_at = _person("审核人"), models.DateTimeField("审核时间", null=True, editable=False)
    issued_by, issued_at = _person("签发人"), models.DateTimeField("签发时间", null=True, editable=False)
    workbook = models.FileField(
        "签发的工作簿", storage=private_storage, upload_to="reports/%Y", max_length=300, blank=True, editable=False
    )
    narrative = models.FileField(
        "签发的文字稿", storage=private_storage, upload_to="reports/%Y", max_length=300, blank=True, editable=False
    )
    workbook_sha256 = models.CharField("工作簿散列", max_length=64, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        permissions = [
            ("compute_annualreport", "计算"),
            ("prepare_annualreport", "编制送审"),
            ("review_annualreport", "审核"),
            ("issue_annualreport", "签发"),
            ("revise_annualreport", "更正"),
        ]
        constraints = [
            UniqueConstraint(fields=["year", "version"], name="reports_annualreport_one_per_version"),
            UniqueConstraint(
                fields=["year"],
                condition=Q(status__in=OPEN),
                name="reports_annualreport_one_open",
                violation_error_message="该年度已有一份正在编制的报告。",
            ),
            signed("prepared"),
            signed("reviewed"),
            signed("issued"),
            CheckConstraint(
                condition=iff(Q(status=ReportStatus.ISSUED), Q(issued_at__isnull=False)),
                name="reports_annualreport_issued_iff_signed",
            ),
            CheckConstraint(
                condition=~Q(status=ReportStatus.ISSUED)
                | (Q(prepared_at__isnull=False, reviewed_at__isnull=False) & ~Q(workbook="")),
                name="reports_annualreport_issued_is_complete",
                violation_error_message="签发前须经编制和审核，并已生成工作簿。",
            ),
            CheckConstraint(
                condition=~Q(prepared_by=F("issued_by"), reviewed_by=F("issued_by")),
                name="reports_annualreport_two_persons",
                violation_error_message="编制、审核、签发不能都是同一人。",
            ),
            CheckConstraint(
                condition=Q(version=1) | ~Q(correction_reason=""),
                name="reports_annualreport_correction_has_reason",
                violation_error_message="更正已签发的报告须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年度工作报告" + (f"（第{self.version}版）" if self.version > 1 else "")

    @property
    def is_issued(self) -> bool:
        return self.status == ReportStatus.ISSUED


class Figure(models.Model):
    """One indicator's value in one report. Issuing freezes its words and the rows behind it."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="figures", verbose_name="报告")
    indicator = models.CharField("指标代码", max_length=80)
    position = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("指标名称", max_length=100)
    unit = models.CharField("计量单位", max_length=10)
    precision = models.PositiveSmallIntegerField("小数位", default=0)
    definition = models.TextField("指标解释", blank=True)
    value = models.DecimalField("本年", max_digits=34, decimal_places=14, null=True)
    previous = models.DecimalField("上年", max_digits=34, decimal_places=14, null=True)
    drafted = models.DecimalField("上次计算", max_digits=34, decimal_places=14, null=True)
    is_entered = models.BooleanField("填报", default=False)
    source = models.CharField("数据来源", max_length=300, blank=True)
    row_ids = ArrayField(models.BigIntegerField(), null=True, editable=False)
    rows_hash = models.CharField("行清单散列", max_length=64, blank=True, editable=False)

    objects = FigureManager()

    class Meta:
        verbose_name = verbose_name_plural = "指标数值"
        constraints = [UniqueConstraint(fields=["report", "indicator"], name="reports_figure_once")]

    def __str__(self):
        return self.name

    @property
    def display(self) -> str:
        """The value as printed: 56.9%, 183项, —."""
        return display(self.value, self.precision, self.unit)

    @property
    def display_previous(self) -> str:
        """Last year's value as printed."""
        return display(self.previous, self.precision, self.unit)

    @property
    def display_change(self) -> str:
        """Against last year as printed: 56.9%; percentages by their difference, 3.9个百分点; nothing for a rank."""
        if self.unit == "位":
            return ""
        if self.unit == "%":
            missing = self.value is None or self.previous is None
            return display(None if missing else self.value - self.previous, self.precision, "个百分点")
        return display(growth_pct(self.value, self.previous), 1, "%")


class Entry(models.Model):
    """A value that no list can yield, entered with the document it comes from (填报)."""

    indicator = models.CharField("指标", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    source_document = models.CharField("依据文件", max_length=300)
    entered_by = _person("填报人")
    entered_at = models.DateTimeField("填报时间", null=True, editable=False)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "填报指标"
        constraints = [
            signed("entered"),
            UniqueConstraint(
                fields=["indicator", "year"],
                name="reports_entry_once_a_year",
                violation_error_message="该指标本年度已经填报，请修改原有的一条。",
            ),
            CheckConstraint(
                condition=~Q(source_document=""),
                name="reports_entry_has_source",
                violation_error_message="填报须注明依据文件。",
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.indicator}"


class CityFigure(models.Model):
    """Another city's value of an indicator, by which the city's rank in the province is counted."""

    indicator = models.CharField("指标", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    city = models.CharField("设区市", max_length=20, choices=[(city, city) for city in CITIES])
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    source_document = models.CharField("依据文件", max_length=300)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "各设区市数据"
        constraints = [
            UniqueConstraint(
                fields=["indicator", "year", "city"],
                name="reports_cityfigure_once",
                violation_error_message="该市本年度的这一指标已经填报。",
            )
        ]

    def __str__(self):
        return f"{self.year} {self.city} {self.indicator}"


class Target(models.Model):
    """What a year is to reach in an indicator, and which document says so."""

    indicator = models.CharField("指标", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("要求", max_length=20, choices=TargetKind, default=TargetKind.AT_LEAST)
    value = models.DecimalField("目标", max_digits=20, decimal_places=4)
    section = models.CharField("责任科室", max_length=50, blank=True)
    source_document = models.CharField("依据文件", max_length=300, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度目标"
        constraints = [
            UniqueConstraint(
                fields=["indicator", "year"],
                name="reports_target_once_a_year",
                violation_error_message="该指标本年度已有目标。",
            )
        ]

    def __str__(self):
        return f"{self.year} {self.indicator}"


class PlanItem(models.Model):
    """One item of a year's plan: what the report of the year before promises and the year's own answers for."""

    year = models.PositiveSmallIntegerField("计划年度")
    outline = models.CharField("提纲", max_length=20, choices=PlanOutline, default=PlanOutline.OTHER)
    position = models.PositiveSmallIntegerField("次序", default=1)
    text = models.CharField("条目", max_length=300)
    indicator = models.CharField("对应指标", max_length=80, blank=True)
    base = models.CharField("基数", max_length=100, blank=True)
    target = models.CharField("目标", max_length=100, blank=True)
    measure = models.TextField("措施", blank=True)
    section = models.CharField("责任科室", max_length=50, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    state = models.CharField("完成情况", max_length=20, choices=PlanState, default=PlanState.PLANNED)
    actual = models.CharField("实际", max_length=200, blank=True)
    reason = models.CharField("未完成原因", max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划条目"
        constraints = [
            UniqueConstraint(fields=["year", "outline", "position"], name="reports_planitem_one_place"),
            CheckConstraint(
                condition=~Q(state__in=(PlanState.PARTLY, PlanState.MISSED)) | ~Q(reason=""),
                name="reports_planitem_shortfall_has_reason",
                violation_error_message="未完成或部分完成的条目须写明原因。",
            ),
        ]

    def __str__(self):
        return self.text


class Section(models.Model):
    """Words of a year's report that are nobody's figure, kept apart from the sentences that figures fill."""

    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("位置", max_length=40)
    text = models.TextField("文字", blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告文字"
        constraints = [UniqueConstraint(fields=["year", "code"], name="reports_section_once")]

    def __str__(self):
        return f"{self.year} {self.code}"


class Check(models.Model):
    """One 勾稽校验 of a computation. A failed one stops the report until somebody signs it with a reason."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="checks", verbose_name="报告")
    code = models.CharField("代码", max_length=80)
    name = models.CharField("校验", max_length=200)
    left = models.CharField("左方", max_length=100)
    right = models.CharField("右方", max_length=100)
    difference = models.CharField("差额", max_length=50, blank=True)
    is_passed = models.BooleanField("通过")
    signed_by = _person("签认人")
    signed_at = models.DateTimeField("签认时间", null=True, editable=False)
    sign_reason = models.CharField("签认理由", max_length=500, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "勾稽校验"
        permissions = [("sign_check", "签认勾稽差异")]
        constraints = [
            UniqueConstraint(fields=["report", "code"], name="reports_check_once"),
            signed("signed"),
            CheckConstraint(
                condition=iff(Q(signed_at__isnull=False), ~Q(sign_reason="")), name="reports_check_signed_with_reason"
            ),
        ]

    def __str__(self):
        return self.name
