"""Patents of the city's applicants, one row for each application."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Case, CheckConstraint, F, Func, Q, UniqueConstraint, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, Upper

from bureau.lists.models import Record, record_indexes
from bureau.text import SearchTermsField, search_index
from enterprises.models.recognition import YearsLater
from patents import upkeep
from patents.choices import UNKNOWN_APPLICANT_TYPE, PatentKind
from patents.querysets import LAPSED, PatentQuerySet

LONGER_DESIGNS_FROM = date(2021, 6, 1)
"""Designs filed from this day on last 15 years instead of 10 (专利法 2020 年修正 第四十二条)."""


def _term_end() -> Case:
    """The first day on which the right no longer lasts: 20 years for inventions, 10 for others, from 申请日 (专利法 第四十二条)."""
    return Case(
        When(kind=PatentKind.INVENTION, then=YearsLater(F("filed_on"), Value(20))),
        When(kind=PatentKind.DESIGN, filed_on__gte=LONGER_DESIGNS_FROM, then=YearsLater(F("filed_on"), Value(15))),
        default=YearsLater(F("filed_on"), Value(10)),
    )


def _matched(column: str, pattern: str) -> Coalesce:
    found = Func(F(column), Value(pattern), function="substring", output_field=models.CharField())
    return Coalesce(found, Value(""))


def _ipc_class() -> Case:
    """A01 of “A01B 1/00”; of a design's Locarno class “06-01” its two digits; empty when neither is written."""
    return Case(
        When(kind=PatentKind.DESIGN, then=_matched("ipc", "[0-9]{2}")),
        default=Upper(_matched("ipc", "^[A-Ha-h][0-9]{2}")),
    )


_TOLD_APART = ["division", "kind", "applicant_type", "ipc_class", "organisation", "park", "technology_field"]
_FACTS = ["filed_on", "granted_on", "ended_on", "ended_undated", *_TOLD_APART]
_ENDS = Q(ended_on__isnull=False, voided_at__isnull=True)


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
    ended_on = models.GeneratedField(
        expression=Case(
            When(Q(granted_on__isnull=True) | (LAPSED & Q(legal_status_on__isnull=True)), then=None),
            When(LAPSED, then=Greatest(F("granted_on"), Least(F("legal_status_on"), _term_end()))),
            default=Greatest(F("granted_on"), _term_end()),
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="权利终止日",
        help_text="失效的为法律状态日期，其余为保护期满之日；失效而没有法律状态日期的为空。",
    )
    ended_undated = models.GeneratedField(
        expression=Case(
            When(LAPSED, granted_on__isnull=False, legal_status_on__isnull=True, then=Value(True)),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="失效日期不详",
    )
    ipc_class = models.GeneratedField(
        expression=_ipc_class(), output_field=models.CharField(max_length=3), db_persist=True, verbose_name="分类大类"
    )
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
            models.Index(fields=["ended_on"], name="patent_ended", include=_TOLD_APART, condition=_ENDS),
            models.Index(fields=["division", "id"], name="patent_by_division"),
            models.Index(  # Names without a unit; and of all units' lines the one that is a fifth of the register.
                fields=["organisation_key"],
                include=[*_FACTS, "voided_at"],
                name="patent_unmatched",
                condition=Q(organisation__isnull=True),
            ),
            models.Index(fields=["changed_at"], name="patent_undated", condition=Q(ended_undated=True)),
            # What no table of counts keeps is counted from here, without touching the rows.
            models.Index(fields=_FACTS, name="patent_facts", condition=Q(voided_at__isnull=True)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name=f"count_{operation.lower()}",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=getattr(pgtrigger, operation),
                referencing=pgtrigger.Referencing(**rows),
                func=upkeep.body(**rows),
            )
            for operation, rows in (
                ("Insert", {"new": "new_rows"}),
                ("Update", {"old": "old_rows", "new": "new_rows"}),
                ("Delete", {"old": "old_rows"}),
            )
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
