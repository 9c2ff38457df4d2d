"""A firm's data of one fiscal year, entered once by its people, and what they are made of."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from enterprises.assessment.fields import name_of
from enterprises.choices import (
    ActivitySource,
    ActivityWay,
    ConversionForm,
    Obtained,
    ResearchBasis,
    RightKind,
    StaffKind,
    Title,
    YearlyStatus,
)
from enterprises.querysets import PartQuerySet, YearlyDataQuerySet

FIRST_YEAR = 1990
"""Of earlier years no firm has data."""
RESEARCH_LINES = (
    "personnel",
    "direct",
    "depreciation",
    "amortisation",
    "design",
    "testing",
    "outsourced_domestic",
    "outsourced_overseas",
    "other_research",
)


def amount(words: str, **more) -> models.DecimalField:
    """Yuan; empty says that it is not known yet."""
    return models.DecimalField(words, max_digits=16, decimal_places=2, null=True, blank=True, **more)


def field_code(value: str) -> None:
    """A code of 《国家重点支持的高新技术领域》."""
    if name_of(value) is None:
        raise ValidationError(f"“{value}”不是《国家重点支持的高新技术领域》的代码，应为 3 位或 5 位，如 101、40103。")


def sum_if_known(*parts):
    """The whole; None until every part is known."""
    return None if None in parts else sum(parts)


class Enterprise(models.Model):
    """What the rules ask of a firm once and for all. One to one with its organisation."""

    organisation = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, related_name="enterprise", verbose_name="单位"
    )
    registered_on = models.DateField("注册成立日期", null=True, blank=True)
    operating_from = models.DateField("实际经营起始日期", null=True, blank=True, help_text="晚于注册日期的才填。")
    technology_field = models.CharField(
        "技术领域代码",
        max_length=5,
        blank=True,
        validators=[field_code],
        help_text="《国家重点支持的高新技术领域》最末一级代码，如 101、40103。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        constraints = [
            CheckConstraint(
                condition=Q(operating_from=None) | Q(registered_on=None) | Q(operating_from__gte=F("registered_on")),
                name="enterprises_enterprise_operates_after_registration",
                violation_error_message="实际经营起始日期不能早于注册成立日期。",
            )
        ]

    def __str__(self):
        return str(self.organisation)


class YearlyData(models.Model):
    """One firm, one fiscal year: accounts, research by its lines, and the parts below (国科发火〔2016〕195号 三)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="yearly_data", verbose_name="单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    main_income = amount("主营业务收入")
    other_income = amount("其他业务收入")
    gross_income = amount("收入总额", help_text="按企业所得税法。")
    non_taxable_income = amount("不征税收入")
    product_income = amount("高新技术产品收入")
    service_income = amount("高新技术服务收入")
    technical_income = amount("技术性收入", help_text="技术转让、技术服务、接受委托研究开发。")
    total_assets = amount("年末资产总额")
    total_liabilities = amount("年末负债总额")
    total_costs = amount("成本费用支出")
    total_profit = amount("利润总额")
    tax_paid = amount("实缴税费")
    exports = amount("出口额")
    personnel = amount("人员人工费用")
    direct = amount("直接投入费用")
    depreciation = amount("折旧费用与长期待摊费用")
    amortisation = amount("无形资产摊销费用")
    design = amount("设计费用")
    testing = amount("装备调试费用与试验费用")
    outsourced_domestic = amount("委托境内研发费用", help_text="填实际发生额，评估时按 80% 计入。")
    outsourced_overseas = amount("委托境外研发费用", help_text="填实际发生额，评估时按 80% 计入。")
    other_research = amount("其他费用", help_text="填实际发生额，评估时不超过研发费用总额的 20%。")
    deductible_research = amount("加计扣除口径研发费用", help_text="科技型中小企业评价使用。")
    research_basis = models.CharField(
        "科技型中小企业研发投入指标", max_length=10, choices=ResearchBasis, blank=True, help_text="不选则取得分高者。"
    )
    standards = models.PositiveSmallIntegerField("参与编制标准、检测方法、技术规范项数", default=0)
    no_incident = models.BooleanField("无重大安全、质量事故和严重环境违法行为", null=True, blank=True)
    not_listed = models.BooleanField("未列入经营异常名录和严重违法失信名单", null=True, blank=True)
    allowed_products = models.BooleanField("产品和服务不属于禁止、限制和淘汰类", null=True, blank=True)
    explanations = models.JSONField("差异说明", default=dict, blank=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=YearlyStatus, default=YearlyStatus.DRAFT, editable=False)
    created_at = models.DateTimeField("开始填写时间", auto_now_add=True)
    submitted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="提交人"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="审核人"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True, editable=False)
    reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)

    objects = YearlyDataQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业年度数据"
        permissions = [
            ("fill_yearlydata", "填写"),
            ("submit_yearlydata", "提交"),
            ("decide_yearlydata", "确认与退回"),
            ("judge_yearlydata", "评分"),
        ]
        indexes = [
            models.Index(fields=["year", "status"], name="yearlydata_by_status"),
            models.Index(fields=["organisation", "-year"], include=["id", "status"], name="yearlydata_latest"),
            models.Index(fields=["-year", "-submitted_at", "-id"], name="yearlydata_as_listed"),
            models.Index(fields=["status", "-year", "-submitted_at", "-id"], name="yearlydata_listed_by_status"),
        ]
        constraints = [
            signed("submitted"),
            signed("decided"),
            UniqueConstraint(
                fields=["organisation", "year"],
                name="enterprises_yearlydata_one_per_year",
                violation_error_message="该单位这一年度的数据已经建立。",
            ),
            CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=2100),
                name="enterprises_yearlydata_year_plausible",
                violation_error_message="年度应在 1990 至 2100 之间。",
            ),
            CheckConstraint(
                condition=iff(Q(status=YearlyStatus.CONFIRMED) | Q(status=YearlyStatus.RETURNED), Q(decided_at__isnull=False)),
                name="enterprises_yearlydata_decided_iff_dated",
            ),
            CheckConstraint(
                condition=Q(status=YearlyStatus.DRAFT) | Q(submitted_at__isnull=False),
                name="enterprises_yearlydata_handed_in_is_signed",
            ),
            CheckConstraint(
                condition=iff(Q(status=YearlyStatus.RETURNED), ~Q(reason="")),
                name="enterprises_yearlydata_returned_iff_reasoned",
                violation_error_message="退回必须写明理由。",
            ),
            *(
                CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"enterprises_yearlydata_{name}_not_negative",
                    violation_error_message="除收入、利润外，金额不能小于 0。",
                )
                for name in (*RESEARCH_LINES, "total_assets", "total_liabilities", "non_taxable_income", "product_income", "service_income", "technical_income", "total_costs", "deductible_research", "exports")
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.organisation} {self.year} 年度"

    @property
    def sales(self):
        """销售收入 = 主营业务收入 + 其他业务收入; None until both are known."""
        return sum_if_known(self.main_income, self.other_income)

    @property
    def high_tech_income(self):
        """高新技术产品（服务）收入 = 产品 + 服务 + 技术性收入."""
        return sum_if_known(self.product_income, self.service_income, self.technical_income)

    @property
    def net_assets(self):
        """净资产 = 资产总额 − 负债总额."""
        known = self.total_assets is not None and self.total_liabilities is not None
        return self.total_assets - self.total_liabilities if known else None

    @property
    def research_total(self):
        """The eight lines as they were spent."""
        return sum_if_known(*(getattr(self, name) for name in RESEARCH_LINES))


class YearlyPart(models.Model):
    """A row of a firm's yearly data."""

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()


class StaffMonth(YearlyPart):
    """How many of a kind at the beginning and the end of a month (月平均数 = 两者之和 ÷ 2)."""

    data = models.ForeignKey(YearlyData, models.CASCADE, related_name="staff_months", verbose_name="年度数据")
    kind = models.CharField("人员", max_length=20, choices=StaffKind)
    month = models.PositiveSmallIntegerField("月份")
    at_start = models.PositiveIntegerField("月初数")
    at_end = models.PositiveIntegerField("月末数")

    class Meta(YearlyPart.Meta):
        verbose_name = verbose_name_plural = "人员月度数"
        ordering = ["kind", "month"]
        constraints = [
            UniqueConstraint(fields=["data", "kind", "month"], name="enterprises_staffmonth_once"),
            CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="enterprises_staffmonth_month_real",
                violation_error_message="月份应是 1 至 12。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.month} 月"


class Right(YearlyPart):
    """An intellectual property right, with its class by kind and its use (国科发火〔2016〕195号 三（二）)."""

    data = models.ForeignKey(YearlyData, models.CASCADE, related_name="rights", verbose_name="年度数据")
    code = models.CharField("编号", max_length=40, help_text="如 IP01。")
    name = models.CharField("名称", max_length=300)
    kind = models.CharField("类别", max_length=20, choices=RightKind)
    number = models.CharField("授权号", max_length=100, blank=True)
    obtained = models.CharField("获得方式", max_length=20, choices=Obtained, default=Obtained.OWN_RESEARCH)
    title = models.CharField("权利", max_length=20, choices=Title, default=Title.OWNERSHIP)
    licence_years = models.PositiveSmallIntegerField("独占许可年限", null=True, blank=True)
    authorised_on = models.DateField("授权日期")
    expires_on = models.DateField("保护期届满日", null=True, blank=True)
    in_force = models.BooleanField("有效", default=True, help_text="有证书，或有授权通知书及缴费收据。")
    in_china = models.BooleanField("在中国境内（不含港澳台）授权", default=True)
    owners = models.PositiveSmallIntegerField("权属人数", default=1)
    used_by_co_owner = models.BooleanField("其他权属人已用于认定", default=False)
    used_before = models.BooleanField("已用于以往的高企认定", default=False, help_text="Ⅱ类知识产权仅限使用一次。")
    same_right_as = models.CharField("与哪一编号是同一权利", max_length=40, blank=True)
    disputed = models.BooleanField("有争议", default=False)
    related = models.BooleanField("与主要产品（服务）相关", default=True)

    class Meta(YearlyPart.Meta):
        verbose_name = verbose_name_plural = "知识产权"
        ordering = ["code"]
        constraints = [
            UniqueConstraint(
                fields=["data", "code"],
                name="enterprises_right_one_per_code",
                violation_error_message="该编号已经使用。",
            ),
            CheckConstraint(
                condition=Q(owners__gte=1),
                name="enterprises_right_has_an_owner",
                violation_error_message="权属人数至少为 1。",
            ),
            CheckConstraint(
                condition=Q(used_by_co_owner=False) | Q(owners__gt=1),
                name="enterprises_right_co_owner_exists",
                violation_error_message="只有一个权属人，不会有其他权属人使用。",
            ),
            CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("authorised_on")),
                name="enterprises_right_ends_after_it_begins",
                violation_error_message="保护期届满日不能早于授权日期。",
            ),
            CheckConstraint(
                condition=~Q(same_right_as=F("code")),
                name="enterprises_right_not_its_own_double",
                violation_error_message="不能写自己的编号。",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Product(YearlyPart):
    """A high-tech product or service (PS) of the year and the rights that carry it."""

    data = models.ForeignKey(YearlyData, models.CASCADE, related_name="products", verbose_name="年度数据")
    code = models.CharField("编号", max_length=40, help_text="如 PS01。")
    name = models.CharField("产品（服务）名称", max_length=300)
    technology_field = models.CharField("技术领域代码", max_length=5, blank=True, validators=[field_code])
    income = models.DecimalField("收入（元）", max_digits=16, decimal_places=2)
    ip = ArrayField(
        models.CharField(max_length=40),
        verbose_name="起核心支持作用的知识产权编号",
        default=list,
        blank=True,
        help_text="多个编号用逗号隔开。",
    )

    class Meta(YearlyPart.Meta):
        verbose_name = verbose_name_plural = "高新技术产品（服务）"
        ordering = ["code"]
        constraints = [
            UniqueConstraint(
                fields=["data", "code"],
                name="enterprises_product_one_per_code",
                violation_error_message="该编号已经使用。",
            ),
            CheckConstraint(
                condition=Q(income__gte=0),
                name="enterprises_product_income_not_negative",
                violation_error_message="收入不能小于 0。",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Activity(YearlyPart):
    """A research and development activity (RD) and what it cost in the year."""

    data = models.ForeignKey(YearlyData, models.CASCADE, related_name="activities", verbose_name="年度数据")
    code = models.CharField("编号", max_length=40, help_text="如 RD01。")
    name = models.CharField("研发活动名称", max_length=300)
    began_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    technology_field = models.CharField("技术领域代码", max_length=5, blank=True, validators=[field_code])
    source = models.CharField("任务来源", max_length=20, choices=ActivitySource, default=ActivitySource.OWN)
    way = models.CharField("组织实施方式", max_length=20, choices=ActivityWay, default=ActivityWay.OWN)
    project_number = models.CharField("科技计划项目编号", max_length=100, blank=True)
    spent = models.DecimalField("本年度研发费用（元）", max_digits=16, decimal_places=2)

    class Meta(YearlyPart.Meta):
        verbose_name = verbose_name_plural = "研发活动"
        ordering = ["code"]
        constraints = [
            UniqueConstraint(
                fields=["data", "code"],
                name="enterprises_activity_one_per_code",
                violation_error_message="该编号已经使用。",
            ),
            CheckConstraint(
                condition=Q(spent__gte=0),
                name="enterprises_activity_spent_not_negative",
                violation_error_message="研发费用不能小于 0。",
            ),
            CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="enterprises_activity_ends_after_it_begins",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Conversion(YearlyPart):
    """A result converted in the year. One result into several products is one (国科发火〔2016〕195号 三（七）2)."""

    data = models.ForeignKey(YearlyData, models.CASCADE, related_name="conversions", verbose_name="年度数据")
    result = models.CharField("科技成果名称", max_length=200)
    source = models.CharField("成果来源", max_length=200, blank=True, help_text="如知识产权编号、验收的项目。")
    form = models.CharField("转化形式", max_length=20, choices=ConversionForm, default=ConversionForm.OWN_INVESTMENT)
    outcome = models.CharField("转化结果", max_length=300, blank=True, help_text="新产品、新工艺、样品、样机等。")
    proof = models.CharField("证明材料", max_length=300, blank=True)

    class Meta(YearlyPart.Meta):
        verbose_name = verbose_name_plural = "科技成果转化"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["data", "result"],
                name="enterprises_conversion_once_a_year",
                violation_error_message="同一科技成果一年只计一项。",
            )
        ]

    def __str__(self):
        return self.result
