"""The registers beside the certificates: platforms, parks, incubators, talent, start-up grants, finance, commissioners.

Each is a table of its own, filled by a list and corrected by a verb; what is the same for all stands in two abstract rows.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff
from bureau.lists.models import NAME_LENGTH, Record, record_indexes
from bureau.text import SearchTermsField, search_index
from enterprises.choices import (
    CommissionerGrade,
    FinanceKind,
    IncubatorKind,
    Level,
    ParkKind,
    PlatformKind,
    TalentKind,
)
from enterprises.querysets import (
    ALERT_DAYS,
    CommissionerQuerySet,
    FinanceQuerySet,
    GrantQuerySet,
    IncubatorQuerySet,
    ParkQuerySet,
    PlatformQuerySet,
    TalentQuerySet,
)

from .recognition import YearsLater


def verbs_of(model: str) -> list[tuple[str, str]]:
    """The permissions that every register carries beside viewing."""
    return [(f"export_{model}", "导出"), (f"correct_{model}", "更正"), (f"void_{model}", "作废与恢复")]


def one_per(*fields: str, words: str) -> UniqueConstraint:
    """What makes two rows the same record."""
    name = f"%(app_label)s_%(class)s_one_per_{'_'.join(fields)}"
    return UniqueConstraint(fields=fields, name=name, violation_error_message=words)


def in_order(first: str, last: str, words: str) -> CheckConstraint:
    """``last`` is empty or not before ``first``."""
    condition = Q(**{last: None}) | Q(**{f"{last}__gte": F(first)})
    name = f"%(app_label)s_%(class)s_{last}_not_before_{first}"
    return CheckConstraint(condition=condition, name=name, violation_error_message=words)


class Placed(Record):
    """A row that lies in a county or zone."""

    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    county = models.CharField("县（市、区）", max_length=200, blank=True)

    class Meta(Record.Meta):
        abstract = True
        indexes = [*record_indexes(), search_index()]


class Hosted(Placed):
    """A row that a unit bears; each register has its own word for ``organisation_name``."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    organisation_key = models.CharField(max_length=NAME_LENGTH, blank=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)

    class Meta(Placed.Meta):
        abstract = True
        indexes = [
            *Placed.Meta.indexes,
            models.Index(
                fields=["organisation_key"], name="%(class)s_unmatched", condition=Q(organisation__isnull=True)
            ),
        ]


class Platform(Hosted):
    """研发平台: approved, built within its period (three years unless said otherwise), then accepted."""

    name = models.CharField("平台名称", max_length=300)
    kind = models.CharField("平台类型", max_length=30, choices=PlatformKind)
    level = models.CharField("平台级别", max_length=20, choices=Level)
    organisation_name = models.CharField("依托单位", max_length=NAME_LENGTH)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)
    approved_on = models.DateField("批准建设日期")
    build_years = models.PositiveSmallIntegerField("建设期（年）", default=3)
    due_on = models.GeneratedField(
        expression=YearsLater(F("approved_on"), F("build_years")),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="应验收日期",
    )
    accepted_on = models.DateField("验收日期", null=True, blank=True)
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    search = SearchTermsField(sources=("name", "organisation_name"))

    objects = PlatformQuerySet.as_manager()

    class Meta(Hosted.Meta):
        verbose_name = verbose_name_plural = "研发平台"
        permissions = verbs_of("platform")
        indexes = [*Hosted.Meta.indexes, models.Index(fields=["due_on"], name="platform_due")]
        constraints = [
            *Record.Meta.constraints,
            one_per("name", words="该研发平台已经登记。"),
            in_order("approved_on", "accepted_on", "验收日期不能早于批准建设日期。"),
            in_order("approved_on", "ended_on", "撤销日期不能早于批准建设日期。"),
            CheckConstraint(
                condition=Q(build_years__gte=1, build_years__lte=10),
                name="enterprises_platform_years_plausible",
                violation_error_message="建设期须为 1 至 10 年。",
            ),
        ]

    def __str__(self):
        return self.name

    def is_due_soon(self, today: date) -> bool:
        """Whether the building period ends within ``ALERT_DAYS``, or has ended."""
        return self.due_on <= today + timedelta(days=ALERT_DAYS)


class Park(Placed):
    """园区: a development zone or park of a level."""

    name = models.CharField("园区名称", max_length=300)
    kind = models.CharField("园区类型", max_length=20, choices=ParkKind)
    level = models.CharField("园区级别", max_length=20, choices=Level)
    approved_on = models.DateField("批准设立日期")
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    search = SearchTermsField(sources=("name",))

    objects = ParkQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = verbose_name_plural = "园区"
        permissions = verbs_of("park")
        constraints = [
            *Record.Meta.constraints,
            one_per("name", words="该园区已经登记。"),
            in_order("approved_on", "ended_on", "撤销日期不能早于批准设立日期。"),
        ]

    def __str__(self):
        return self.name


class Incubator(Hosted):
    """孵化器、众创空间: which park it lies in is written as the park's name."""

    name = models.CharField("载体名称", max_length=300)
    kind = models.CharField("载体类型", max_length=20, choices=IncubatorKind)
    level = models.CharField("载体级别", max_length=20, choices=Level)
    organisation_name = models.CharField("运营单位", max_length=NAME_LENGTH)
    park_name = models.CharField("所在园区", max_length=300, blank=True)
    tenants = models.PositiveIntegerField("在孵企业数", null=True, blank=True)
    approved_on = models.DateField("认定日期")
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    search = SearchTermsField(sources=("name", "organisation_name"))

    objects = IncubatorQuerySet.as_manager()

    class Meta(Hosted.Meta):
        verbose_name = verbose_name_plural = "孵化器与众创空间"
        permissions = verbs_of("incubator")
        indexes = [*Hosted.Meta.indexes, models.Index(fields=["park_name"], name="incubator_by_park")]
        constraints = [
            *Record.Meta.constraints,
            one_per("name", words="该载体已经登记。"),
            in_order("approved_on", "ended_on", "撤销日期不能早于认定日期。"),
        ]

    def __str__(self):
        return self.name


class TalentBase(Hosted):
    """院士工作站, 博士后工作站 or 科技人才团队 of a unit."""

    name = models.CharField("站点（团队）名称", max_length=300)
    kind = models.CharField("站点（团队）类型", max_length=30, choices=TalentKind)
    level = models.CharField("站点（团队）级别", max_length=20, choices=Level)
    organisation_name = models.CharField("设站（依托）单位", max_length=NAME_LENGTH)
    leader = models.CharField("带头人", max_length=200, blank=True)
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    approved_on = models.DateField("批准设立日期")
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    search = SearchTermsField(sources=("name", "organisation_name"))

    objects = TalentQuerySet.as_manager()

    class Meta(Hosted.Meta):
        verbose_name = verbose_name_plural = "工作站与人才团队"
        permissions = verbs_of("talentbase")
        constraints = [
            *Record.Meta.constraints,
            one_per("name", words="该工作站或团队已经登记。"),
            in_order("approved_on", "ended_on", "撤销日期不能早于批准设立日期。"),
        ]

    def __str__(self):
        return self.name


class StartupGrant(Hosted):
    """大学生科技创业扶持资金: one grant to one project of students."""

    number = models.CharField("扶持编号", max_length=100)
    title = models.CharField("创业项目名称", max_length=500)
    founder = models.CharField("创业者", max_length=200)
    school = models.CharField("毕业（就读）院校", max_length=300, blank=True)
    organisation_name = models.CharField("创办企业", max_length=NAME_LENGTH)
    amount = models.DecimalField("扶持金额（元）", max_digits=16, decimal_places=2)
    granted_on = models.DateField("扶持批准日期")
    search = SearchTermsField(sources=("title", "organisation_name"))

    objects = GrantQuerySet.as_manager()

    class Meta(Hosted.Meta):
        verbose_name = verbose_name_plural = "大学生创业扶持"
        permissions = verbs_of("startupgrant")
        constraints = [
            *Record.Meta.constraints,
            one_per("number", words="该扶持编号已经登记。"),
            CheckConstraint(
                condition=Q(amount__gt=0),
                name="enterprises_startupgrant_amount_positive",
                violation_error_message="扶持金额须大于零。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class FinanceRecord(Hosted):
    """科技金融: a fund, its investment, a 科贷通 loan, what the risk fund compensated, a loan on pledged IP.

    Of a compensation ``loan_number`` says for which loan it was paid; nothing else names one.
    """

    number = models.CharField("业务编号", max_length=100)
    kind = models.CharField("业务类型", max_length=20, choices=FinanceKind)
    organisation_name = models.CharField("融资（管理）单位", max_length=NAME_LENGTH)
    institution = models.CharField("合作机构", max_length=300, blank=True)
    amount = models.DecimalField("业务金额（元）", max_digits=16, decimal_places=2)
    began_on = models.DateField("起始日期")
    ends_on = models.DateField("到期日期", null=True, blank=True)
    purpose = models.CharField("用途或质押物", max_length=500, blank=True)
    loan_number = models.CharField("对应贷款编号", max_length=100, blank=True)
    is_overdue = models.BooleanField("是否逾期", default=False)
    search = SearchTermsField(sources=("organisation_name", "institution"))

    objects = FinanceQuerySet.as_manager()

    class Meta(Hosted.Meta):
        verbose_name = verbose_name_plural = "科技金融业务"
        permissions = verbs_of("financerecord")
        indexes = [*Hosted.Meta.indexes, models.Index(fields=["kind", "began_on"], name="financerecord_by_kind")]
        constraints = [
            *Record.Meta.constraints,
            one_per("number", words="该业务编号已经登记。"),
            in_order("began_on", "ends_on", "到期日期不能早于起始日期。"),
            CheckConstraint(
                condition=Q(amount__gt=0),
                name="enterprises_financerecord_amount_positive",
                violation_error_message="业务金额须大于零。",
            ),
            CheckConstraint(
                condition=iff(Q(kind=FinanceKind.COMPENSATION), ~Q(loan_number="")),
                name="enterprises_financerecord_compensation_iff_loan",
                violation_error_message="风险补偿必须写明对应贷款编号，其他业务不写。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.organisation_name}"


class Commissioner(Hosted):
    """科技特派员: one person sent for one year to a village or firm, what came of it, how the year was judged."""

    credit_code = None  # Lists of commissioners write the unit's name alone.
    year = models.PositiveSmallIntegerField("选派年度")
    number = models.CharField("特派员编号", max_length=100)
    name = models.CharField("特派员姓名", max_length=200)
    organisation_name = models.CharField("派出单位", max_length=NAME_LENGTH)
    served_unit = models.CharField("服务对象", max_length=500)
    speciality = models.CharField("服务领域", max_length=300, blank=True)
    services = models.PositiveIntegerField("服务次数", default=0)
    grade = models.CharField("年度考核", max_length=20, choices=CommissionerGrade, blank=True)
    search = SearchTermsField(sources=("name", "organisation_name", "served_unit"))

    objects = CommissionerQuerySet.as_manager()

    class Meta(Hosted.Meta):
        verbose_name = verbose_name_plural = "科技特派员"
        permissions = verbs_of("commissioner")
        constraints = [
            *Record.Meta.constraints,
            one_per("year", "number", words="该特派员这一年度已经登记。"),
            CheckConstraint(
                condition=Q(year__gte=1999, year__lte=2100),
                name="enterprises_commissioner_year_plausible",
                violation_error_message="选派年度须在 1999 至 2100 年之间。",
            ),
        ]

    def __str__(self):
        return f"{self.year} 年 {self.name}"
