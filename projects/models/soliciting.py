"""需求与指南建议征集: before a call is composed, units and persons say what it should be about."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed
from bureau.personal import mask
from bureau.text import SearchTermsField, search_index
from projects.choices import ANSWERED, TAKEN_UP, SolicitationStatus, SuggestionStatus
from projects.querysets import SolicitationQuerySet, SolicitedCallQuerySet, SuggestionQuerySet
from projects.querysets.soliciting import ANSWER_FIRST

LONGEST_CATEGORY, LONGEST_TEXT, YEARS_AT_MOST = 100, 2000, 10
ASKED = ("category", "title", "field", "problem", "goals", "amount", "years")
"""What a suggestion must say to be handed in."""


def _by(label: str, **more) -> models.ForeignKey:
    options = {"null": True, "editable": False, "related_name": "+", "verbose_name": label} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


def _at(label: str, **more) -> models.DateTimeField:
    return models.DateTimeField(label, **({"null": True, "editable": False} | more))


class Solicitation(models.Model):
    """One round in which the bureau asks what next year's guides should be about, and says what came of each suggestion."""

    title = models.CharField("征集名称", max_length=200)
    plan_year = models.PositiveSmallIntegerField("计划年度", help_text="建议用于哪一年度的指南。")
    categories = models.CharField(
        "征集的计划类别", max_length=500, help_text="用顿号分开，如：重点研发计划（工业领域）、软科学计划。"
    )
    notice = models.TextField("征集通知", max_length=20_000, help_text="征集范围、要求、方式；分段书写。")
    notice_number = models.CharField("通知文号", max_length=100, blank=True)
    contact = models.CharField("咨询科室与电话", max_length=200)
    opens_at = models.DateTimeField("开始征集")
    closes_at = models.DateTimeField("征集截止", help_text="提交的期限，以服务器收到为准。")
    status = models.CharField(
        "状态", max_length=20, choices=SolicitationStatus, default=SolicitationStatus.DRAFT, editable=False
    )
    reason = models.CharField("取消理由", max_length=500, blank=True, editable=False)
    summary = models.TextField("汇总说明", max_length=LONGEST_TEXT, blank=True, editable=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)
    published_by = _by("发布人")
    published_at = _at("发布时间")
    summed_up_by = _by("汇总人")
    summed_up_at = _at("汇总时间")
    search = SearchTermsField(sources=("title", "categories", "notice"))

    objects = SolicitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "需求与指南建议征集"
        default_permissions = ("view", "add", "change")
        permissions = [("publish_solicitation", "发布、延期与取消"), ("sum_up_solicitation", "汇总")]
        ordering = ["-pk"]
        indexes = [search_index(), models.Index(fields=["status", "closes_at"], name="solicitation_by_closing")]
        constraints = [
            signed("published"),
            signed("summed_up"),
            UniqueConstraint(
                fields=["plan_year", "title"],
                name="projects_solicitation_one_per_year_and_title",
                violation_error_message="该年度已有同名征集。",
            ),
            CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="projects_solicitation_opens_before_closing",
                violation_error_message="开始征集须早于征集截止。",
            ),
            CheckConstraint(
                condition=~Q(categories=""),
                name="projects_solicitation_asks_about_something",
                violation_error_message="请写明征集的计划类别。",
            ),
            CheckConstraint(
                condition=iff(Q(status=SolicitationStatus.DRAFT), Q(published_at=None)),
                name="projects_solicitation_published_iff_dated",
                violation_error_message="发布须有发布人和时间。",
            ),
            CheckConstraint(
                condition=iff(Q(status=SolicitationStatus.SUMMED_UP), Q(summed_up_at__isnull=False))
                & iff(Q(status=SolicitationStatus.SUMMED_UP), ~Q(summary="")),
                name="projects_solicitation_summed_up_iff_told",
                violation_error_message="汇总须写明汇总说明。",
            ),
            CheckConstraint(
                condition=iff(Q(status=SolicitationStatus.CANCELLED), ~Q(reason="")),
                name="projects_solicitation_cancelled_iff_told",
                violation_error_message="取消须写明理由。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def clean(self):
        """Categories are told apart, each short enough for a call's own."""
        if any(len(one) > LONGEST_CATEGORY for one in self.category_list):
            raise ValidationError({"categories": f"每个计划类别不超过 {LONGEST_CATEGORY} 字，用顿号分开。"})

    @property
    def category_list(self) -> list[str]:
        """The categories one by one."""
        written = self.categories.replace("，", "、").replace("\n", "、").split("、")
        return list(dict.fromkeys(filter(None, (one.strip() for one in written))))

    @property
    def is_open(self) -> bool:
        """Whether suggestions are taken now."""
        return self.status == SolicitationStatus.OPEN and self.opens_at <= timezone.now() <= self.closes_at


class SolicitedCall(models.Model):
    """From which 征集, and for which of its categories, a call was made."""

    solicitation = models.ForeignKey(Solicitation, models.PROTECT, related_name="made", verbose_name="征集")
    category = models.CharField("计划类别", max_length=LONGEST_CATEGORY)
    call = models.OneToOneField("projects.Call", models.PROTECT, related_name="solicited", verbose_name="申报批次")
    created_by = _by("建立人", null=False)
    created_at = _at("建立时间", null=False)

    objects = SolicitedCallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "由征集建立的批次"
        default_permissions = ()
        constraints = [
            signed("created"),
            UniqueConstraint(
                fields=["solicitation", "category"],
                name="projects_solicitedcall_one_per_category",
                violation_error_message="该计划类别已建立过申报批次。",
            ),
        ]

    def __str__(self):
        return f"{self.solicitation}·{self.category}"


class Suggestion(models.Model):
    """What a unit, a 科室 of the bureau, or a person for themself, thinks a guide should support; the bureau answers each."""

    solicitation = models.ForeignKey(Solicitation, models.PROTECT, related_name="suggestions", verbose_name="征集")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, editable=False, related_name="suggestions",
        verbose_name="建议单位",
    )  # fmt: skip
    section = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, editable=False, related_name="suggestions",
        verbose_name="建议科室",
    )  # fmt: skip
    token = models.UUIDField(editable=False)  # One opening of the form: a second click is the same suggestion.
    number = models.CharField("建议编号", max_length=20, blank=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=SuggestionStatus, default=SuggestionStatus.DRAFT, editable=False
    )
    category = models.CharField("建议列入的计划类别", max_length=LONGEST_CATEGORY, blank=True)
    title = models.CharField("建议方向", max_length=100, blank=True)
    field = models.ForeignKey(
        "projects.ExpertiseField", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属领域"
    )
    problem = models.TextField("需求与问题", max_length=LONGEST_TEXT, blank=True)
    goals = models.TextField("拟达到的目标", max_length=LONGEST_TEXT, blank=True)
    amount = models.DecimalField("预计经费（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    years = models.PositiveSmallIntegerField("预计年限", null=True, blank=True)
    wording = models.TextField("建议的指南表述", max_length=1000, blank=True)
    shows_name = models.BooleanField("公布结果时署名", default=False)
    revision = models.PositiveIntegerField("第几次保存", default=0, editable=False)
    created_by = _by("填写人", null=False)
    created_at = _at("开始填写时间", null=False)
    submitted_by = _by("提交人")
    submitted_at = _at("提交时间")
    answered_by = _by("答复人")
    answered_at = _at("答复时间")
    reply = models.TextField("答复", max_length=LONGEST_TEXT, blank=True, editable=False)
    adopted_text = models.TextField("列入指南的表述", max_length=1000, blank=True, editable=False)
    search = SearchTermsField(sources=("title", "problem", "goals", "wording", "number"))

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指南建议"
        default_permissions = ("view",)
        permissions = [
            ("write_suggestion", "提出建议"),
            ("enter_suggestion", "以科室名义提出建议"),
            ("answer_suggestion", "答复建议"),
        ]
        ordering = ["-pk"]
        indexes = [
            search_index(),
            models.Index(fields=["solicitation", "status"], name="suggestion_by_status"),
            models.Index(
                ANSWER_FIRST,
                "submitted_at",
                "id",
                name="suggestion_answer_first",
                condition=~Q(status=SuggestionStatus.DRAFT),
            ),
        ]
        constraints = [
            *(signed(verb) for verb in ("created", "submitted", "answered")),
            UniqueConstraint(fields=["created_by", "token"], name="projects_suggestion_one_per_opening"),
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="projects_suggestion_one_number"),
            CheckConstraint(
                condition=Q(organisation=None) | Q(section=None),
                name="projects_suggestion_of_a_unit_or_a_section",
                violation_error_message="建议以单位或科室一方的名义提出。",
            ),
            CheckConstraint(
                condition=Q(section=None) | ~Q(answered_by=F("submitted_by")) | Q(answered_by=None) | Q(submitted_by=None),
                name="projects_suggestion_sections_own_answered_by_another",
                violation_error_message="科室的建议由另一人答复，不能由提出的人自己答复。",
            ),
            CheckConstraint(
                condition=iff(~Q(status=SuggestionStatus.DRAFT), Q(submitted_at__isnull=False)),
                name="projects_suggestion_handed_in_iff_dated",
                violation_error_message="提交须有提交人和时间。",
            ),
            CheckConstraint(
                condition=Q(status=SuggestionStatus.DRAFT)
                | (
                    ~(Q(number="") | Q(category="") | Q(title="") | Q(problem="") | Q(goals=""))
                    & Q(field__isnull=False, amount__isnull=False, years__isnull=False)
                ),
                name="projects_suggestion_handed_in_is_whole",
                violation_error_message="提交的建议须写明类别、方向、领域、需求与问题、目标、经费和年限。",
            ),
            CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="projects_suggestion_amount_not_negative",
                violation_error_message="预计经费不能是负数。",
            ),
            CheckConstraint(
                condition=Q(years=None) | Q(years__gte=1, years__lte=YEARS_AT_MOST),
                name="projects_suggestion_years_in_range",
                violation_error_message=f"预计年限须在 1 至 {YEARS_AT_MOST} 年之间。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=ANSWERED), Q(answered_at__isnull=False))
                & iff(Q(status__in=ANSWERED), ~Q(reply="")),
                name="projects_suggestion_answered_iff_replied",
                violation_error_message="采纳与否都须写明答复。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=TAKEN_UP), ~Q(adopted_text="")),
                name="projects_suggestion_taken_up_iff_worded",
                violation_error_message="采纳或部分采纳的须写明列入指南的表述，未采纳的不写。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title or "未命名的建议"

    @property
    def suggester(self) -> str:
        """Whose it is, as its own people and the bureau read it."""
        return str(self.organisation or self.section or f"{self.created_by}（个人）")

    @property
    def public_suggester(self) -> str:
        """Whose it is, as everybody reads it: a unit by its name, a person masked, nobody who did not allow it."""
        if not self.shows_name:
            return ""
        if self.organisation_id or self.section_id:
            return self.suggester
        return mask(self.created_by.name[:4])
