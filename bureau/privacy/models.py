"""Personal information: what was assessed, who processes it for the bureau, what went wrong, who agreed to what.

Basis: 个人信息保护法 art. 21 (entrusting), 29 (separate consent), 55–56 (impact assessment, kept three years), 57 (breaches);
网络数据安全管理条例 art. 12 (contracts and records, kept three years) and 15 (approval of outsourcing by state organs).
"""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from bureau.constraints import iff, signed
from bureau.files import private_storage

from .choices import (
    UNDER_CONTRACT,
    AssessmentStatus,
    BreachStatus,
    Clause,
    Conclusion,
    Disposal,
    Occasion,
    ProcessorStatus,
)
from .querysets import AssessmentQuerySet, BreachQuerySet, ConsentQuerySet, ProcessorQuerySet

YEARS_KEPT = 3


def _by(words: str) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=words
    )


def _at(words: str) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, editable=False)


def _kept(last: str) -> pgtrigger.Trigger:
    """No row goes before the years of the law are over, counted from its ``last`` act; not even past the portal."""
    return pgtrigger.Trigger(
        name="kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"IF OLD.{last} IS NULL OR OLD.{last} > now() - interval '{YEARS_KEPT} years' THEN "
        f"RAISE EXCEPTION 'privacy: records are kept for {YEARS_KEPT} years'; END IF; RETURN OLD;",
    )


def _frozen(status: str) -> pgtrigger.Trigger:
    """What was decided stands as it was decided."""
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__status=status),
        func="RAISE EXCEPTION 'privacy: a finished record is never changed';",
    )


class ImpactAssessment(models.Model):
    """个人信息保护影响评估: due before sensitive data is processed, data entrusted, provided or published."""

    title = models.CharField("评估事项", max_length=200)
    occasions = ArrayField(models.CharField(max_length=20, choices=Occasion), verbose_name="评估情形")
    processing = models.TextField("处理活动", max_length=3000, help_text="处理哪些人的哪些信息，目的、方式、保存期限。")
    necessity = models.TextField("合法性、正当性、必要性", max_length=3000)
    impact = models.TextField("对个人权益的影响和安全风险", max_length=3000)
    measures = models.TextField("保护措施及其有效性", max_length=3000, help_text="说明措施与风险程度相适应。")
    conclusion = models.CharField("评估结论", max_length=20, choices=Conclusion)
    review_on = models.DateField("下次复核日期", help_text="处理目的、方式或者风险变化时应提前复核。")
    status = models.CharField(
        "状态", max_length=20, choices=AssessmentStatus, default=AssessmentStatus.DRAFT, editable=False
    )
    reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    drafted_by, drafted_at = _by("起草人"), _at("起草时间")
    submitted_by, submitted_at = _by("提交人"), _at("提交时间")
    approved_by, approved_at = _by("批准人"), _at("批准时间")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息保护影响评估"
        default_permissions = ("view", "add", "change")
        permissions = [("submit_impactassessment", "提交"), ("approve_impactassessment", "批准")]
        constraints = [
            signed("drafted"),
            signed("submitted"),
            signed("approved"),
            CheckConstraint(
                condition=iff(Q(status=AssessmentStatus.APPROVED), Q(approved_at__isnull=False)),
                name="privacy_impactassessment_approved_iff_dated",
            ),
            CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="privacy_impactassessment_approved_by_another",
                violation_error_message="批准人不能是提交人。",
            ),
            CheckConstraint(
                condition=~Q(occasions=[]),
                name="privacy_impactassessment_has_an_occasion",
                violation_error_message="请选择评估情形。",
            ),
        ]
        triggers = [_frozen(AssessmentStatus.APPROVED), _kept("approved_at")]

    def __str__(self):
        return self.title

    @property
    def kept_until(self):
        """The first day on which the record may go."""
        at = self.approved_at
        return at and timezone.localdate(at) + timedelta(days=YEARS_KEPT * 365 + 1)


class Processor(models.Model):
    """受托处理方: who processes personal information on the bureau's behalf, under which contract, until when."""

    name = models.CharField("受托方名称", max_length=200)
    purpose = models.CharField(
        "委托事项和目的", max_length=300, help_text="公开在“个人信息处理清单”中，请写得让公众看得懂。"
    )
    data = models.CharField("涉及的个人信息", max_length=300, help_text="例如：姓名、手机号。公开。")
    manner = models.CharField("处理方式", max_length=300, help_text="例如：在本局机房内运行维护，不得复制到局外。")
    contract_number = models.CharField("合同编号", max_length=100)
    contract = models.FileField(
        "合同扫描件", storage=private_storage, upload_to="processors/%Y/%m", max_length=300, blank=True, editable=False
    )
    contract_name = models.CharField("合同文件名", max_length=255, blank=True, editable=False)
    contract_type = models.CharField(max_length=100, blank=True, editable=False)
    clauses = ArrayField(
        models.CharField(max_length=20, choices=Clause), default=list, blank=True, verbose_name="合同已约定的条款"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期")
    assessment = models.ForeignKey(
        ImpactAssessment, models.PROTECT, related_name="processors", null=True, blank=True, verbose_name="影响评估"
    )
    status = models.CharField(
        "状态", max_length=20, choices=ProcessorStatus, default=ProcessorStatus.DRAFT, editable=False
    )
    reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    disposal = models.CharField("数据处置", max_length=20, choices=Disposal, blank=True, editable=False)
    disposed_on = models.DateField("处置日期", null=True, editable=False)
    disposal_note = models.CharField("处置说明", max_length=500, blank=True, editable=False)
    drafted_by, drafted_at = _by("起草人"), _at("起草时间")
    submitted_by, submitted_at = _by("提交人"), _at("提交时间")
    approved_by, approved_at = _by("批准人"), _at("批准时间")
    ended_by, ended_at = _by("终止登记人"), _at("终止登记时间")

    objects = ProcessorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受托处理方"
        default_permissions = ("view", "add", "change")
        permissions = [
            ("submit_processor", "提交"), ("approve_processor", "批准"), ("end_processor", "登记终止"),
        ]  # fmt: skip
        constraints = [
            signed("drafted"),
            signed("submitted"),
            signed("approved"),
            signed("ended"),
            CheckConstraint(
                condition=iff(Q(status__in=UNDER_CONTRACT), Q(approved_at__isnull=False)),
                name="privacy_processor_in_force_iff_approved",
            ),
            CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="privacy_processor_approved_by_another",
                violation_error_message="批准人不能是提交人。",
            ),
            CheckConstraint(
                condition=~Q(status__in=UNDER_CONTRACT)
                | (Q(clauses__contains=list(Clause.values)) & Q(assessment__isnull=False) & ~Q(contract="")),
                name="privacy_processor_in_force_under_contract",
                violation_error_message="合同条款、合同扫描件和影响评估齐备才能委托。",
            ),
            CheckConstraint(
                condition=iff(Q(status=ProcessorStatus.ENDED), Q(ended_at__isnull=False))
                & iff(Q(ended_at__isnull=False), ~Q(disposal=""))
                & iff(Q(ended_at__isnull=False), Q(disposed_on__isnull=False)),
                name="privacy_processor_ended_iff_data_disposed_of",
                violation_error_message="终止委托须写明数据如何返还或者删除。",
            ),
            CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="privacy_processor_ends_after_it_starts",
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ]
        triggers = [_frozen(ProcessorStatus.ENDED), _kept("ended_at")]

    def __str__(self):
        return self.name

    @property
    def is_expired(self) -> bool:
        """The contract is over and nobody has said what became of the data."""
        return self.status == ProcessorStatus.IN_FORCE and self.ends_on < timezone.localdate()


class Breach(models.Model):
    """个人信息安全事件: found, whose and which data, whom it was told to and when, what was done."""

    title = models.CharField("事件", max_length=200)
    found_at = models.DateTimeField("发现时间", help_text="通知的时限从发现时起算。")
    found_how = models.CharField("如何发现", max_length=300)
    data = models.CharField("涉及的个人信息", max_length=300, help_text="信息的种类，不写具体内容。")
    persons = models.PositiveIntegerField("涉及人数（估计）")
    cause = models.TextField("原因", max_length=2000)
    harm = models.TextField("可能造成的危害", max_length=2000)
    measures = models.TextField("已采取的补救措施", max_length=3000)
    authority = models.CharField("报告的部门", max_length=200, blank=True, editable=False)
    authority_told_at = _at("向部门报告时间")
    persons_told_at = _at("通知个人时间")
    persons_told_how = models.CharField("通知个人的方式", max_length=300, blank=True, editable=False)
    persons_exempt = models.CharField("不通知个人的理由", max_length=500, blank=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=BreachStatus, default=BreachStatus.OPEN, editable=False)
    reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    opened_by, opened_at = _by("登记人"), _at("登记时间")
    proposed_by, proposed_at = _by("提请结案人"), _at("提请结案时间")
    closed_by, closed_at = _by("批准结案人"), _at("结案时间")

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息安全事件"
        default_permissions = ("view", "add", "change")
        permissions = [("tell_breach", "登记通知"), ("propose_breach", "提请结案"), ("close_breach", "批准结案")]
        constraints = [
            signed("opened"),
            signed("proposed"),
            signed("closed"),
            CheckConstraint(
                condition=iff(Q(status=BreachStatus.CLOSED), Q(closed_at__isnull=False)),
                name="privacy_breach_closed_iff_dated",
            ),
            CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("proposed_by")),
                name="privacy_breach_closed_by_another",
                violation_error_message="批准结案的不能是提请人。",
            ),
            CheckConstraint(
                condition=iff(Q(authority_told_at__isnull=False), ~Q(authority="")),
                name="privacy_breach_authority_told_is_named",
            ),
            CheckConstraint(
                condition=iff(Q(persons_told_at__isnull=False), ~Q(persons_told_how="")),
                name="privacy_breach_persons_told_somehow",
            ),
            CheckConstraint(
                condition=Q(status=BreachStatus.OPEN)
                | (Q(authority_told_at__isnull=False) & (Q(persons_told_at__isnull=False) | ~Q(persons_exempt=""))),
                name="privacy_breach_closed_after_telling",
                violation_error_message="须先登记向部门的报告，和对个人的通知（或者不通知的理由），才能结案。",
            ),
            CheckConstraint(
                condition=Q(authority_told_at=None) | Q(authority_told_at__gte=F("found_at")),
                name="privacy_breach_told_after_it_was_found",
                violation_error_message="报告时间不能早于发现时间。",
            ),
        ]
        triggers = [_frozen(BreachStatus.CLOSED), _kept("closed_at")]

    def __str__(self):
        return self.title

    @property
    def authority_due(self):
        """Until when the authority must know."""
        return self.found_at + timedelta(hours=settings.BREACH_AUTHORITY_HOURS)

    @property
    def persons_due(self):
        """Until when the persons must know."""
        return self.found_at + timedelta(hours=settings.BREACH_PERSONS_HOURS)


class Consent(models.Model):
    """A person's separate consent: to which words, of which version, for which record, when. Of it nothing changes but its end."""

    kind = models.CharField("同意事项", max_length=40)
    version = models.CharField("文本版本", max_length=40)
    words = models.TextField("同意的文本")
    model = models.CharField("用于", max_length=100)
    object_id = models.BigIntegerField("编号")
    signature = models.CharField("同意人", max_length=100)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="consents", verbose_name="账号"
    )
    given_at = models.DateTimeField("同意时间", default=timezone.now, editable=False)
    withdrawn_at = _at("终止时间")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单独同意"
        default_permissions = ()
        indexes = [models.Index(fields=["model", "object_id", "kind"], name="privacy_consent_about")]
        constraints = [
            CheckConstraint(
                condition=~Q(words="") & ~Q(version="") & ~Q(signature=""), name="privacy_consent_says_to_what"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="words_stand", exclude=["withdrawn_at"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.kind}（{self.version}）"
