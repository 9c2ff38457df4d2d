"""Recognitions of enterprises: the register behind 高新技术企业数."""

from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.db.models.functions import Coalesce

from bureau.lists.models import Record, record_indexes
from bureau.text import SearchTermsField, search_index
from enterprises.choices import RecognitionKind, Withdrawal
from enterprises.querysets import RecognitionQuerySet


class YearsLater(Func):
    """A date moved by whole years, as PostgreSQL counts them (29 February becomes 28 February)."""

    template = "((%(expressions)s)::date)"
    output_field = models.DateField()

    def as_sql(self, compiler, connection, **extra):
        day, years = (compiler.compile(expression) for expression in self.source_expressions)
        return f"(({day[0]} + make_interval(years => {years[0]}))::date)", (*day[1], *years[1])


class Recognition(Record):
    """One certificate of one enterprise (国科发火〔2016〕32号 art. 3: 高新技术企业; valid three years, art. 9)."""

    kind = models.CharField("种类", max_length=20, choices=RecognitionKind, default=RecognitionKind.HIGH_TECH)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="recognitions", verbose_name="单位"
    )
    enterprise_name = models.CharField("企业名称", max_length=500)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    county = models.CharField("所在县（市、区）", max_length=200, blank=True)
    certificate_number = models.CharField("证书编号", max_length=100)
    issued_on = models.DateField("发证日期")
    valid_years = models.PositiveSmallIntegerField("有效期（年）", default=3)
    expires_on = models.GeneratedField(
        expression=YearsLater(F("issued_on"), F("valid_years")),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="有效期至",
    )
    moved_in_on = models.DateField(
        "迁入日期", null=True, blank=True, editable=False
    )  # Of one that another city certified.
    counts_from = models.GeneratedField(
        expression=Coalesce(F("moved_in_on"), F("issued_on")),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="计入本市之日",
    )
    left_on = models.DateField("迁出日期", null=True, blank=True, editable=False)  # Of one that came back since.
    returned_on = models.DateField("迁回日期", null=True, blank=True, editable=False)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    withdrawal = models.CharField(
        "退出方式", max_length=20, choices=Withdrawal, blank=True, editable=False
    )  # Empty beside a day: a list said 取消.
    search = SearchTermsField(sources=("enterprise_name",))

    objects = RecognitionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "高新技术企业证书"
        permissions = [
            ("export_recognition", "导出"),
            ("correct_recognition", "更正"),
            ("void_recognition", "作废与恢复"),
            ("register_recognition", "登记变动"),
        ]
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["credit_code", "issued_on"], name="recognition_by_enterprise"),
            models.Index(fields=["issued_on"], name="recognition_issued"),
            models.Index(fields=["counts_from"], name="recognition_counts"),
            models.Index(fields=["expires_on"], name="recognition_expiring"),
        ]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["certificate_number"],
                name="enterprises_recognition_one_per_certificate",
                violation_error_message="该证书编号已经登记。",
            ),
            CheckConstraint(
                condition=Q(valid_years__gte=1, valid_years__lte=30),
                name="enterprises_recognition_years_plausible",
                violation_error_message="有效期须为 1 至 30 年。",
            ),
            CheckConstraint(
                condition=Q(moved_in_on=None) | Q(moved_in_on__gte=F("issued_on")),
                name="enterprises_recognition_moved_in_after_issue",
                violation_error_message="迁入日期不能早于发证日期。",
            ),
            CheckConstraint(
                condition=Q(left_on=None, returned_on=None)
                | Q(left_on__isnull=False, returned_on__isnull=False)
                & Q(left_on__gte=F("counts_from"), returned_on__gt=F("left_on"), returned_on__lt=F("expires_on")),
                name="enterprises_recognition_away_in_order",
                violation_error_message="迁回日期应晚于迁出日期、早于有效期届满。",
            ),
            CheckConstraint(
                condition=Q(withdrawal="") | Q(cancelled_on__isnull=False),
                name="enterprises_recognition_withdrawn_is_dated",
                violation_error_message="已登记取消或迁出的证书必须有日期；登记有误请撤销该项登记变动。",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise_name} {self.certificate_number}"
