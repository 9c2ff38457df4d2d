"""Approved projects and candidates for the science award."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.lists.models import Record, record_indexes
from bureau.text import SearchTermsField, search_index
from projects.choices import OnlineResult, ProjectLevel
from projects.querysets import AwardCandidateQuerySet, ProjectQuerySet


class Project(Record):
    """A project that a national, provincial or city plan has approved (立项项目)."""

    number = models.CharField("项目编号", max_length=100)
    title = models.CharField("项目名称", max_length=500)
    organisation_name = models.CharField("承担单位", max_length=500)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="单位"
    )
    organisation_key = models.CharField(max_length=500, blank=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    level = models.CharField("级别", max_length=20, choices=ProjectLevel)
    category = models.CharField("计划类别", max_length=300, blank=True)
    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    county = models.CharField("县（市、区）", max_length=200, blank=True)
    leader = models.CharField("负责人", max_length=200, blank=True)
    approved_on = models.DateField("立项日期")
    granted_amount = models.DecimalField("财政经费（元）", max_digits=16, decimal_places=2)
    search = SearchTermsField(sources=("title", "organisation_name"))

    objects = ProjectQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "立项项目"
        permissions = [
            ("export_project", "导出"),
            ("correct_project", "更正"),
            ("void_project", "作废与恢复"),
        ]
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["approved_on"], name="project_approved"),
            models.Index(fields=["level", "id"], name="project_by_level"),
            models.Index(fields=["organisation_key"], name="project_unmatched", condition=Q(organisation__isnull=True)),
        ]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["number"],
                name="projects_project_one_per_number",
                violation_error_message="该项目编号已经登记。",
            ),
            CheckConstraint(
                condition=Q(granted_amount__gte=0),
                name="projects_project_grant_not_negative",
                violation_error_message="财政经费不能为负数。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class AwardCandidate(Record):
    """A project nominated for the city's science award of a year, and how far it went."""

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("项目名称", max_length=500)
    organisation_name = models.CharField("完成单位", max_length=500)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="award_candidates",
        verbose_name="单位",
    )
    organisation_key = models.CharField(max_length=500, blank=True, editable=False)
    online_score = models.DecimalField("网评得分", max_digits=7, decimal_places=2, null=True, blank=True)
    online_result = models.CharField("网评结果", max_length=20, choices=OnlineResult)
    is_recommended = models.BooleanField("是否推荐省奖")
    provincial_grade = models.CharField("省奖初评等级", max_length=100, blank=True)
    search = SearchTermsField(sources=("title", "organisation_name"))

    objects = AwardCandidateQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "科技奖候选项目"
        permissions = [
            ("export_awardcandidate", "导出"),
            ("correct_awardcandidate", "更正"),
            ("void_awardcandidate", "作废与恢复"),
        ]
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["organisation_key"], name="award_unmatched", condition=Q(organisation__isnull=True)),
            models.Index(fields=["-id"], name="award_recommended", condition=Q(is_recommended=True)),
        ]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["year", "title"],
                name="projects_awardcandidate_once_a_year",
                violation_error_message="该年度已有同名项目。",
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.title}"
