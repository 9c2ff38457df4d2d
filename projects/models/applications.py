"""An application, what its people typed into it, its team and files, and each document that was handed in."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed
from bureau.files import private_storage
from bureau.personal import BlindIndexField, EncryptedTextField
from bureau.text import SearchTermsField, search_index
from projects.choices import (
    CHECKED,
    COUNTED,
    HANDED_IN,
    PUT_FORWARD,
    SAYS_WHY,
    ApplicationStatus,
    CheckOutcome,
    Rank,
)
from projects.querysets import ApplicationPartQuerySet, ApplicationQuerySet
from projects.querysets.applications import WAITS_FIRST


def _by(label: str, **more) -> models.ForeignKey:
    options = {"null": True, "blank": True, "editable": False, "related_name": "+", "verbose_name": label} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


def _at(label: str, **more) -> models.DateTimeField:
    return models.DateTimeField(label, **({"null": True, "blank": True, "editable": False} | more))


def _text(label: str, length: int = 500) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, editable=False)


class Application(models.Model):
    """A unit's bid under one call, from the empty form to acceptance (受理)."""

    call = models.ForeignKey("projects.Call", models.PROTECT, related_name="applications", verbose_name="申报批次")
    version = models.ForeignKey("projects.FormVersion", models.PROTECT, related_name="+", verbose_name="表单版本")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="applications", verbose_name="申报单位"
    )
    token = models.UUIDField(editable=False)  # One opening of the form: a second click is the same application.
    title = models.CharField("项目名称", max_length=200, blank=True)
    number = _text("受理编号", 20)
    status = models.CharField(
        "状态", max_length=20, choices=ApplicationStatus, default=ApplicationStatus.DRAFT, editable=False
    )
    requested_amount = models.DecimalField(
        "申请财政经费（元）", max_digits=14, decimal_places=2, null=True, editable=False
    )
    own_amount = models.DecimalField("自筹经费（元）", max_digits=14, decimal_places=2, null=True, editable=False)
    leader_name = _text("项目负责人", 50)
    leader_key = models.CharField(max_length=64, blank=True, editable=False)  # The blind index of the leader's number.
    created_by = _by("建立人", null=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)
    proposed_by = _by("送审人")
    proposed_at = _at("送单位审核时间")
    submitted_by = _by("单位审核提交人")
    submitted_at = _at("提交时间")
    arrived_at = _at("到达时间")
    is_self_reviewed = models.BooleanField("填报与审核同为一人", default=False, editable=False)
    recommender = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="推荐单位"
    )
    recommended_by = _by("推荐人")
    recommended_at = _at("推荐时间")
    rank = models.PositiveSmallIntegerField("推荐排序", null=True, editable=False)
    opinion = _text("推荐意见")
    correction_by = _by("通知补正人")
    correction_at = _at("通知补正时间")
    correction_due = models.DateField("补正期限", null=True, editable=False)
    correction_sections = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    decided_by = _by("形式审查人")
    decided_at = _at("形式审查时间")
    withdrawn_by = _by("撤回人")
    withdrawn_at = _at("撤回时间")
    reopened_until = _at("单独延至")
    reason = _text("理由")
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="取自"
    )
    search = SearchTermsField(sources=("title", "number"))

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目申报"
        permissions = [
            ("fill_application", "填写"),
            ("submit_application", "单位审核、提交与撤回"),
            ("recommend_application", "推荐、退回与不予推荐"),
            ("check_application", "形式审查"),
            ("reopen_application", "单独开放"),
        ]
        default_permissions = ("view",)
        indexes = [
            search_index(),
            models.Index(fields=["call", "status"], name="application_by_status"),
            # What waits for the officer first, then by arrival: the order of the officers' list.
            models.Index(
                WAITS_FIRST, "arrived_at", "id", name="application_waits_first", condition=Q(submitted_at__isnull=False)
            ),
            models.Index(fields=["leader_key", "status"], name="application_by_leader", condition=~Q(leader_key="")),
        ]
        constraints = [
            *(signed(verb) for verb in ("created", "proposed", "submitted", "recommended", "correction", "decided", "withdrawn")),
            UniqueConstraint(fields=["call", "organisation", "token"], name="projects_application_one_per_opening"),
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="projects_application_one_number"),
            UniqueConstraint(
                fields=["call", "recommender", "rank"],
                condition=Q(rank__isnull=False, status__in=COUNTED),
                nulls_distinct=False,
                name="projects_application_one_per_rank",
                violation_error_message="该排序已给了另一项，请改用别的排序。",
            ),
            CheckConstraint(
                condition=~Q(status__in=HANDED_IN)
                | (Q(submitted_at__isnull=False, arrived_at__isnull=False) & ~Q(number="") & ~Q(title="")),
                name="projects_application_handed_in_complete",
            ),
            CheckConstraint(
                condition=~Q(status=ApplicationStatus.UNIT_REVIEW) | Q(proposed_at__isnull=False),
                name="projects_application_reviewed_was_proposed",
            ),
            CheckConstraint(
                condition=~Q(status__in=PUT_FORWARD) | Q(recommended_at__isnull=False),
                name="projects_application_put_forward_is_recommended",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=CHECKED), Q(decided_at__isnull=False)),
                name="projects_application_checked_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=ApplicationStatus.WITHDRAWN), Q(withdrawn_at__isnull=False)),
                name="projects_application_withdrawn_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(correction_at__isnull=False), Q(correction_due__isnull=False))
                & (~Q(status=ApplicationStatus.CORRECTING) | Q(correction_at__isnull=False)),
                name="projects_application_correcting_has_a_term",
            ),
            CheckConstraint(
                condition=~Q(status__in=SAYS_WHY) | ~Q(reason=""),
                name="projects_application_says_why",
                violation_error_message="须写明理由。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title or "未填写名称的申报"


class _Part(models.Model):
    objects = ApplicationPartQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()


class Answer(_Part):
    """What is typed into one field. ``revision`` counts its changes, so that nobody overwrites what they have not seen."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers", verbose_name="申报")
    code = models.CharField("字段", max_length=40)
    value = models.JSONField("内容")
    revision = models.PositiveIntegerField("修订次数", default=1)
    changed_by = _by("修改人", null=False)
    changed_at = models.DateTimeField("修改时间")

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "填写内容"
        constraints = [
            signed("changed"),
            UniqueConstraint(fields=["application", "code"], name="projects_answer_one_per_field"),
        ]

    def __str__(self):
        return f"{self.application}·{self.code}"


class TeamMember(_Part):
    """A person of the project; confirms by a link that only they were sent. The first is the leader."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="team", verbose_name="申报")
    position = models.PositiveSmallIntegerField("排序")
    name = models.CharField("姓名", max_length=50)
    id_number = EncryptedTextField("身份证号", blank=True, default="")
    id_number_index = BlindIndexField(source="id_number")
    rank = models.CharField("职称", max_length=20, choices=Rank, default=Rank.NONE)
    speciality = models.CharField("专业", max_length=100, blank=True)
    unit_name = models.CharField("工作单位", max_length=200)
    duty = models.CharField("任务分工", max_length=200)
    months = models.PositiveSmallIntegerField("投入时间（月）", null=True, blank=True)
    mobile = EncryptedTextField("手机号", blank=True, default="")
    mobile_index = BlindIndexField(source="mobile")
    email = EncryptedTextField("电子邮箱", blank=True, default="")
    email_index = BlindIndexField(source="email")
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    sent_at = _at("发送确认链接时间")
    confirmed_at = _at("本人确认时间")
    declined_at = _at("本人拒绝时间")
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "项目组成员"
        ordering = ["position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["application", "position"],
                name="projects_teammember_one_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            UniqueConstraint(
                fields=["application", "id_number_index"],
                condition=~Q(id_number_index=""),
                name="projects_teammember_once",
                violation_error_message="此人已在项目组中。",
            ),
            UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="projects_teammember_one_per_link"
            ),
            CheckConstraint(
                condition=Q(confirmed_at=None) | Q(declined_at=None), name="projects_teammember_confirmed_or_declined"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_leader(self) -> bool:
        """Whether this is the person who answers for the project."""
        return self.position == 1


class Attachment(_Part):
    """A file of an application. A replaced one stays: documents handed in earlier refer to it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments", verbose_name="申报")
    code = models.CharField("字段", max_length=40)
    file = models.FileField("文件", storage=private_storage, upload_to="applications/%Y/%m", max_length=300)
    name = models.CharField("文件名", max_length=255)
    mime = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("指纹", max_length=64)
    uploaded_by = _by("上传人", null=False)
    begun_at = models.DateTimeField("开始上传时间", default=timezone.now, editable=False)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now, editable=False)
    removed_by = _by("移除人")
    removed_at = _at("移除时间")

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]
        constraints = [signed("uploaded"), signed("removed")]

    def __str__(self):
        return self.name


class Submission(_Part):
    """A document as it was handed in; the database refuses every change of it. Its fingerprint is on paper and screen."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions", verbose_name="申报")
    turn = models.PositiveSmallIntegerField("第几次")
    token = models.UUIDField(unique=True)  # One opening of the page: a second click is the same submission.
    content = models.JSONField("内容")
    digest = models.CharField("指纹", max_length=64)
    arrived_at = models.DateTimeField("到达时间")
    submitted_by = _by("提交人", null=False)
    submitted_at = models.DateTimeField("提交时间")

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "提交的申报书"
        ordering = ["turn"]
        constraints = [
            signed("submitted"),
            UniqueConstraint(fields=["application", "turn"], name="projects_submission_one_per_turn"),
        ]
        triggers = [pgtrigger.Protect(name="submission_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.application} 第 {self.turn} 次提交"


class FormalCheck(_Part):
    """形式审查: what an officer found, line by line of the call's checklist."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="checks", verbose_name="申报")
    outcome = models.CharField("结论", max_length=20, choices=CheckOutcome)
    lines = models.JSONField("逐项", blank=True)
    opinion = models.CharField("意见", max_length=500, blank=True)
    checked_by = _by("审查人", null=False)
    checked_at = models.DateTimeField("审查时间", default=timezone.now)

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "形式审查"
        ordering = ["pk"]
        constraints = [
            signed("checked"),
            CheckConstraint(
                condition=Q(outcome=CheckOutcome.PASSED) | ~Q(opinion=""),
                name="projects_formalcheck_says_why",
                violation_error_message="补正和不予受理须写明理由。",
            ),
            UniqueConstraint(
                fields=["application"],
                condition=Q(outcome=CheckOutcome.CORRECT),
                name="projects_formalcheck_one_correction",
                violation_error_message="补正只通知一次，已经通知过。",
            ),
        ]

    def __str__(self):
        return f"{self.application}：{self.get_outcome_display()}"

    def clean(self):
        """Every line has a verdict."""
        if any(line.get("passed") not in (True, False) for line in self.lines):
            raise ValidationError("清单每一项都要给出结论。")
