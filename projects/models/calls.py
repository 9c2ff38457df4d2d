"""A call (申报批次): what is asked, of whom, until when, by which rules, on which form."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.functional import cached_property

from bureau.accounts.choices import OrganisationKind
from bureau.constraints import iff, signed
from bureau.personal import BlindIndexField, EncryptedTextField
from bureau.text import SearchTermsField, search_index
from projects import budget, eligibility
from projects.choices import (
    UNANNOUNCED,
    Advice,
    CallStatus,
    FieldKind,
    Meaning,
    RestrictionKind,
    RuleCode,
    SupportKind,
    advice_in,
)
from projects.formdata import schema
from projects.formdata.terms import Terms, read_terms
from projects.querysets import CallPartQuerySet, CallQuerySet, RestrictionQuerySet

RULE_SET_CHOICES = [(rules.code, rules.label) for rules in budget.RULE_SETS.values()]
CODE = RegexValidator(schema.CODE, "代码须是小写字母开头的字母、数字和下划线。")


class Call(models.Model):
    """One round of applications. What it asks is composed in rows and frozen as a FormVersion when it is published."""

    title = models.CharField("批次名称", max_length=200)
    plan_year = models.PositiveSmallIntegerField("计划年度")
    category = models.CharField("计划类别", max_length=100, help_text="如：重点研发计划（工业领域）。")
    notice_number = models.CharField("通知文号", max_length=100, blank=True)
    guide = models.TextField(
        "申报指南", blank=True, max_length=20_000, help_text="支持方向、申报条件、办理流程；分段书写。"
    )
    contact = models.CharField("咨询科室与电话", max_length=200, blank=True)
    support_kind = models.CharField("支持方式", max_length=20, choices=SupportKind, default=SupportKind.GRANT)
    ceiling = models.DecimalField("单项财政经费上限（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    budget_rules = models.CharField(
        "预算科目", max_length=20, choices=RULE_SET_CHOICES, blank=True, help_text="表单有预算表时必选；按计划年度选。"
    )
    applicant_kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind),
        default=list,
        blank=True,
        verbose_name="可申报的单位类型",
        help_text="不选表示不限。",
    )
    opens_at = models.DateTimeField("开始申报")
    closes_at = models.DateTimeField("申报截止", help_text="单位审核后提交的期限，以服务器收到为准。")
    recommend_until = models.DateTimeField("推荐截止")
    recommend_quota = models.PositiveSmallIntegerField(
        "每个推荐单位限推（项）", null=True, blank=True, help_text="不填表示不限。"
    )
    check_days = models.PositiveSmallIntegerField("形式审查（工作日）", default=10)
    correction_days = models.PositiveSmallIntegerField("一次性补正期限（工作日）", default=5)
    visit_places = models.PositiveSmallIntegerField(
        "名次在前几的拟立项项目须现场考察", null=True, blank=True, help_text="不填表示不按名次要求。"
    )
    visit_from = models.DecimalField(
        "申请经费达到多少须现场考察（元）", max_digits=14, decimal_places=2, null=True, blank=True,
        help_text="不填表示不按金额要求。",
    )  # fmt: skip
    status = models.CharField("状态", max_length=20, choices=CallStatus, default=CallStatus.DRAFT, editable=False)
    reason = models.CharField("取消理由", max_length=500, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="复制自"
    )
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)
    sent_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="送审签人"
    )
    sent_at = models.DateTimeField("送审签时间", null=True, editable=False)
    sent_digest = models.CharField("送审签内容的指纹", max_length=64, blank=True, editable=False)
    returned = models.CharField("退回意见", max_length=500, blank=True, editable=False)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="发布人")  # fmt: skip
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    search = SearchTermsField(sources=("title", "category", "guide"))

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报批次"
        permissions = [("publish_call", "签发、退回、修订与取消")]
        indexes = [search_index(), models.Index(fields=["status", "closes_at"], name="call_by_closing")]
        constraints = [
            signed("sent"),
            signed("published"),
            UniqueConstraint(
                fields=["plan_year", "title"],
                name="projects_call_one_per_year_and_title",
                violation_error_message="该年度已有同名批次。",
            ),
            CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")) & Q(closes_at__lte=F("recommend_until")),
                name="projects_call_opens_closes_recommends",
                violation_error_message="时间先后须是：开始申报、申报截止、推荐截止。",
            ),
            CheckConstraint(
                condition=Q(ceiling=None) | Q(ceiling__gt=0),
                name="projects_call_ceiling_positive",
                violation_error_message="上限须大于 0；不限的留空。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=UNANNOUNCED), Q(published_at=None)),
                name="projects_call_published_iff_dated",
            ),
            CheckConstraint(
                condition=Q(status__in=(CallStatus.PUBLISHED, CallStatus.CANCELLED))
                | iff(Q(status=CallStatus.SIGNING), Q(sent_at__isnull=False)),
                name="projects_call_signing_iff_sent",
            ),
            CheckConstraint(
                condition=Q(published_by=None) | Q(sent_by=None) | ~Q(published_by=F("sent_by")),
                name="projects_call_signed_by_another",
                violation_error_message="送审签的人不能签发自己送的批次，请由另一位签发。",
            ),
            CheckConstraint(
                condition=iff(Q(status=CallStatus.CANCELLED), ~Q(reason="")),
                name="projects_call_cancelled_iff_told",
                violation_error_message="取消须写明理由。",
            ),
            CheckConstraint(
                condition=(Q(visit_places=None) | Q(visit_places__gte=1)) & (Q(visit_from=None) | Q(visit_from__gt=0)),
                name="projects_call_visit_terms_positive",
                violation_error_message="须现场考察的名次和金额须大于 0；不要求的留空。",
            ),
            CheckConstraint(
                condition=Q(correction_days__gte=1, check_days__gte=1),
                name="projects_call_terms_positive",
                violation_error_message="期限至少 1 个工作日。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def advice(self) -> Advice:
        """What experts' recommendations are called here."""
        return advice_in(self.status)

    @property
    def is_open(self) -> bool:
        """Whether applications are taken now, by the call's own deadline."""
        return self.status == CallStatus.PUBLISHED and self.opens_at <= timezone.now() <= self.closes_at

    @property
    def rules_of_budget(self) -> budget.RuleSet | None:
        """The heads and tiers of the call's budget."""
        return budget.RULE_SETS.get(self.budget_rules)


class Window(models.Model):
    """Deadlines and a quota of one recommending unit's own, so that not everybody comes on the last evening."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="windows", verbose_name="申报批次")
    unit = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="推荐单位")
    closes_at = models.DateTimeField("申报截止")
    recommend_until = models.DateTimeField("推荐截止")
    quota = models.PositiveSmallIntegerField("限推（项）", null=True, blank=True)

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推荐单位的期限与名额"
        default_permissions = ()
        constraints = [
            UniqueConstraint(
                fields=["call", "unit"],
                name="projects_window_one_per_unit",
                violation_error_message="该推荐单位已有一行。",
            ),
            CheckConstraint(
                condition=Q(closes_at__lte=F("recommend_until")),
                name="projects_window_closes_before_recommending",
                violation_error_message="推荐截止不能早于申报截止。",
            ),
        ]

    def __str__(self):
        return f"{self.call}·{self.unit}"


class CallRule(models.Model):
    """A rule of eligibility or quota that the call has switched on, with the clause it is from."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="rules", verbose_name="申报批次")
    code = models.CharField("规则", max_length=30, choices=RuleCode)
    limit = models.PositiveIntegerField("数值", null=True, blank=True)
    words = models.CharField("词语", max_length=500, blank=True, help_text="用顿号分开；职称规则写“中级”等。")
    clause = models.CharField("通知条款", max_length=200, help_text="如：通知第三条第（二）项。")

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报条件与限项"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["call", "code"], name="projects_callrule_once", violation_error_message="该规则已有一行。"
            ),
            CheckConstraint(
                condition=~Q(code__in=eligibility.NEEDS_LIMIT) | Q(limit__isnull=False),
                name="projects_callrule_has_its_number",
                violation_error_message="该规则须填数值。",
            ),
            CheckConstraint(
                condition=~Q(code__in=eligibility.NEEDS_WORDS) | ~Q(words=""),
                name="projects_callrule_has_its_words",
                violation_error_message="该规则须填词语。",
            ),
        ]

    def __str__(self):
        return self.get_code_display()

    def as_rule(self) -> eligibility.Rule:
        """The rule as the pure functions take it."""
        words = tuple(filter(None, (word.strip() for word in self.words.replace("，", "、").split("、"))))
        return eligibility.Rule(self.code, self.limit, words, self.clause)


class CheckLine(models.Model):
    """A line of the checklist by which an officer examines applications (形式审查)."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="check_lines", verbose_name="申报批次")
    position = models.PositiveSmallIntegerField("次序", default=0)
    text = models.CharField("审查内容", max_length=300)
    clause = models.CharField("通知条款", max_length=200, blank=True)

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "形式审查清单"
        default_permissions = ()
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class FormSection(models.Model):
    """A section of the form while it is being composed."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="sections", verbose_name="申报批次")
    position = models.PositiveSmallIntegerField("次序", default=0)
    code = models.CharField("代码", max_length=40, validators=[CODE])
    title = models.CharField("标题", max_length=60)
    help = models.CharField("说明", max_length=500, blank=True)

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表单分节"
        ordering = ["position", "pk"]
        default_permissions = ("view", "change")
        constraints = [
            UniqueConstraint(
                fields=["call", "code"],
                name="projects_formsection_one_per_code",
                violation_error_message="分节代码重复。",
            )
        ]

    def __str__(self):
        return f"{self.call}·{self.title}"


class FormField(models.Model):
    """A field of the form while it is being composed."""

    section = models.ForeignKey(FormSection, models.CASCADE, related_name="fields", verbose_name="分节")
    position = models.PositiveSmallIntegerField("次序", default=0)
    code = models.CharField("代码", max_length=40, validators=[CODE])
    label = models.CharField("名称", max_length=200)
    kind = models.CharField("类型", max_length=20, choices=FieldKind, default=FieldKind.SHORT)
    is_required = models.BooleanField("必填", default=True)
    help = models.CharField("说明", max_length=500, blank=True)
    least = models.PositiveIntegerField("至少（字、行、人）", null=True, blank=True)
    most = models.PositiveIntegerField("至多（字、行、人、份）", null=True, blank=True)
    choices = models.TextField("选项或列", blank=True, help_text="一行一个；表格的列可写类型，如“金额：金额”。")
    meaning = models.CharField("含义", max_length=20, choices=Meaning, blank=True)
    shown_if = models.CharField("显示条件：字段代码", max_length=40, blank=True)
    shown_value = models.CharField("显示条件：选项", max_length=100, blank=True)
    clause = models.CharField("通知条款", max_length=200, blank=True)

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表单字段"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            UniqueConstraint(
                fields=["section", "code"],
                name="projects_formfield_one_per_code",
                violation_error_message="字段代码重复。",
            )
        ]

    def __str__(self):
        return self.label

    def clean(self):
        """Columns of a table are written one a line."""
        if self.kind == FieldKind.TABLE:
            try:
                schema.read_columns(self.choices)
            except schema.Malformed as error:
                raise ValidationError({"choices": str(error)}) from error

    def as_field(self) -> schema.Field:
        """The field as the schema has it."""
        lines = tuple(filter(None, (line.strip() for line in self.choices.splitlines())))
        is_choice = self.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        plain = {
            name: getattr(self, name)
            for name in (
                "code", "label", "kind", "help", "is_required", "least", "most", "meaning", "shown_if", "shown_value", "clause",
            )
        }  # fmt: skip
        columns = schema.read_columns(self.choices) if self.kind == FieldKind.TABLE else ()
        return schema.Field(**plain, options=lines if is_choice else (), columns=columns)


READ_AT_MOST = 64
_read: dict[tuple[int, str], Terms] = {}  # By key and fingerprint.


class FormVersion(models.Model):
    """The form of a call as it was published; the database refuses every change of it."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="versions", verbose_name="申报批次")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("内容")
    digest = models.CharField("指纹", max_length=64)
    note = models.CharField("修订说明", max_length=500, blank=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="发布人")
    published_at = models.DateTimeField("发布时间")

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表单版本"
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            signed("published"),
            UniqueConstraint(fields=["call", "number"], name="projects_formversion_one_per_number"),
            CheckConstraint(
                condition=Q(number=1) | ~Q(note=""),
                name="projects_formversion_revision_says_why",
                violation_error_message="修订须写明改了什么、为什么。",
            ),
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.call} 第 {self.number} 版"

    @cached_property
    def terms(self) -> Terms:
        """What this version asks: form, rules, checklist, budget. Read once in a process: a version never changes."""
        if self.pk is None:
            return read_terms(self.content)
        if (name := (self.pk, self.digest)) not in _read:
            if len(_read) >= READ_AT_MOST:
                _read.clear()
            _read[name] = read_terms(self.content)
        return _read[name]

    @property
    def form(self) -> schema.Form:
        """The form itself."""
        return self.terms.form


class Restriction(models.Model):
    """A project overdue, or a breach of integrity, that keeps a unit or a person from applying for a time."""

    kind = models.CharField("类别", max_length=20, choices=RestrictionKind)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="restrictions", verbose_name="单位"
    )
    person_name = models.CharField("个人姓名", max_length=50, blank=True)
    person_number = EncryptedTextField("个人身份证号", blank=True, default="")
    person_number_index = BlindIndexField(source="person_number")
    about = models.CharField("项目或事由", max_length=200)
    source = models.CharField("依据文件", max_length=200)
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("终止日期", null=True, blank=True, help_text="逾期项目结题后填写；失信一般 5 年。")

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报限制"
        permissions = [("unmask_restriction", "查看完整个人信息")]
        indexes = [models.Index(fields=["person_number_index"], name="restriction_by_person")]
        constraints = [
            CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(person_name=""),
                name="projects_restriction_of_somebody",
                violation_error_message="须写明单位或个人。",
            ),
            CheckConstraint(
                condition=iff(~Q(person_name=""), ~Q(person_number_index="")),
                name="projects_restriction_person_has_number",
                violation_error_message="个人须同时填姓名和身份证号，以免同名误伤。",
            ),
            CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="projects_restriction_ends_after_start",
                violation_error_message="终止日期不能早于起始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.person_name or self.organisation}：{self.about}"

    def clean(self):
        """Persons are told apart by their number, never by name alone."""
        if bool(self.person_name) != bool(self.person_number):
            raise ValidationError({"person_number": "个人须同时填姓名和身份证号，以免同名误伤。"})
