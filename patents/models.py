"""Patents of the city's applicants, one row for each application."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.lists.models import Record, record_indexes
from bureau.text import SearchTermsField, search_index

from .choices import UNKNOWN_APPLICANT_TYPE, PatentKind
from .querysets import PatentQuerySet


class Patent(Record):
    """A patent application and what became of it; its place is the first applicant's (rules: CNIPA 第一申请人)."""

    application_number = models.CharField("申请号（不含校验位）", max_length=12)
    check_digit = models.CharField("校验位", max_length=1)
    title = models.CharField("专利名称", max_length=1000)
    kind = models.CharField("专利类型", max_length=20, choices=PatentKind)
    applicants = models.CharField("申请人", max_length=2000)
    first_applicant = models.CharField("第一申请人", max_length=500, blank=True)
    applicant_type = models.CharField("申请人类型", max_length=100, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="patents", verbose_name="单位"
    )
    organisation_key = models.CharField(max_length=500, blank=True, editable=False)
    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, related_name="+", db_index=False, verbose_name="区划"
    )
    county = models.CharField("县（市、区）", max_length=200)
    filed_on = models.DateField("申请日")
    granted_on = models.DateField("授权公告日", null=True, blank=True)
    grant_number = models.CharField("授权公告号", max_length=100, blank=True)
    legal_status = models.CharField("法律状态", max_length=200, blank=True)
    legal_status_on = models.DateField("法律状态日期", null=True, blank=True)
    ipc = models.CharField("主分类号", max_length=200, blank=True)
    address = models.CharField("地址", max_length=1000, blank=True)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)
    park = models.CharField("园区", max_length=300, blank=True)
    search = SearchTermsField(sources=("title", "applicants"))

    objects = PatentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "专利"
        permissions = [
            ("export_patent", "导出"),
            ("correct_patent", "更正"),
            ("void_patent", "作废与恢复"),
        ]
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["filed_on"], name="patent_filed"),
            models.Index(fields=["granted_on"], name="patent_granted", condition=Q(granted_on__isnull=False)),
            models.Index(fields=["division", "id"], name="patent_by_division"),
            models.Index(fields=["organisation_key"], name="patent_unmatched", condition=Q(organisation__isnull=True)),
        ]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["application_number"],
                name="patents_patent_one_per_application",
                violation_error_message="该申请号已经登记。",
            ),
            CheckConstraint(
                condition=Q(application_number__regex=r"^(\d{8}|\d{12})$"),
                name="patents_patent_number_shaped",
                violation_error_message="申请号须为 12 位（2003-10-01 前为 8 位）数字加校验位。",
            ),
            CheckConstraint(
                condition=Q(granted_on__isnull=True) | Q(granted_on__gte=F("filed_on")),
                name="patents_patent_granted_after_filed",
                violation_error_message="授权公告日不能早于申请日。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """The number as people write it: 201510000001.0."""
        return f"{self.application_number}.{self.check_digit}"

    @property
    def counted_applicant_type(self) -> str:
        """申请人类型, with 未知 where the list left it empty."""
        return self.applicant_type or UNKNOWN_APPLICANT_TYPE
