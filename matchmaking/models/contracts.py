"""技术合同认定登记: what a seller files, how the registry decides, and what is asked of the contract afterwards."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from bureau.files import private_storage
from matchmaking.choices import (
    CONTRACT_SUBKINDS,
    DECIDED_FILINGS,
    FOLLOWED_MONTHS,
    ONCE_REGISTERED,
    UNDER_REVIEW_FILINGS,
    ContractKind,
    ContractRight,
    FilingStatus,
    Payment,
    PlanCategory,
    SocialGoal,
    TechnologyField,
)
from matchmaking.querysets import FilingQuerySet, FollowUpQuerySet


def _by(words: str) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", db_index=False, verbose_name=words
    )


def _at(words: str) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, editable=False)


class ContractFiling(models.Model):
    """A contract that its seller (研究开发人、让与人、许可人、受托人) asks to have registered. Registered, it is a ``TechnologyContract``."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="contract_filings", verbose_name="卖方（登记主体）"
    )
    deal = models.OneToOneField(
        "matchmaking.Deal",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="filing",
        verbose_name="对接协议",
    )
    title = models.CharField("项目名称", max_length=200)
    kind = models.CharField("合同类别", max_length=20, choices=ContractKind, blank=True)
    subkind = models.CharField("合同子类", max_length=30, choices=CONTRACT_SUBKINDS, blank=True)
    seller_nature = models.CharField("卖方性质（代码）", max_length=4, blank=True)
    buyer_name = models.CharField("买方名称", max_length=200, blank=True)
    buyer_code = models.CharField("买方统一社会信用代码", max_length=18, blank=True)
    buyer_nature = models.CharField("买方性质（代码）", max_length=4, blank=True)
    buyer_region = models.CharField("买方行政区划代码", max_length=6, blank=True)
    technology_field = models.CharField("技术领域", max_length=20, choices=TechnologyField, blank=True)
    value = models.DecimalField("合同成交总额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    technology_value = models.DecimalField("技术交易额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    payment = models.CharField("支付方式", max_length=20, choices=Payment, blank=True)
    rights = ArrayField(
        models.CharField(max_length=20, choices=ContractRight), verbose_name="知识产权", default=list, blank=True
    )
    goal = models.CharField("社会经济目标", max_length=2, choices=SocialGoal, blank=True)
    plan_category = models.CharField("计划类别", max_length=20, choices=PlanCategory, blank=True)
    is_related = models.BooleanField("关联交易", default=False)
    is_foreign = models.BooleanField("技术进出口", default=False)
    signed_on = models.DateField("合同签订日期", null=True, blank=True)
    valid_until = models.DateField("合同有效期限至", null=True, blank=True)
    file = models.FileField(
        "合同全文", storage=private_storage, upload_to="contracts/%Y/%m", max_length=300, blank=True
    )
    name = models.CharField("文件名", max_length=255, blank=True, editable=False)
    mime = models.CharField(max_length=100, blank=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=FilingStatus, default=FilingStatus.DRAFT, editable=False)
    begun_by, begun_at = _by("填写人"), _at("填写时间")
    submitted_by, submitted_at = _by("提交人"), _at("提交时间")
    accepted_by, accepted_at = _by("受理人"), _at("受理时间")
    due_on = models.DateField("办理期限", null=True, editable=False)
    checked_by, checked_at = _by("初审人（登记员）"), _at("初审时间")
    expert_opinion = models.TextField("专家意见", max_length=2000, blank=True, editable=False)
    decided_by, decided_at = _by("审核人（审核员）"), _at("审核时间")
    reason = models.CharField("补正内容或理由", max_length=500, blank=True, editable=False)
    contract = models.OneToOneField(
        "matchmaking.TechnologyContract",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="filing",
        verbose_name="登记",
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "技术合同登记申请"
        default_permissions = ("view",)
        permissions = [
            ("fill_contractfiling", "填写"),
            ("submit_contractfiling", "提交"),
            ("check_contractfiling", "受理、初审与补正"),
            ("register_contractfiling", "登记、变更与注销"),
        ]
        constraints = [
            *(signed(verb) for verb in ("begun", "submitted", "accepted", "checked", "decided")),
            CheckConstraint(condition=Q(status__in=FilingStatus.values), name="matchmaking_contractfiling_status_known"),
            CheckConstraint(
                condition=Q(kind__in=["", *ContractKind.values]), name="matchmaking_contractfiling_kind_known"
            ),
            CheckConstraint(
                condition=Q(technology_value__gte=0) & Q(technology_value__lte=F("value"))
                | Q(technology_value=None) | Q(value=None),
                name="matchmaking_contractfiling_technology_within_value",
                violation_error_message="技术交易额不能是负数，也不能大于合同成交总额。",
            ),
            CheckConstraint(
                condition=Q(valid_until=None) | Q(signed_on=None) | Q(valid_until__gte=F("signed_on")),
                name="matchmaking_contractfiling_valid_after_signed",
                violation_error_message="合同有效期限不能早于签订日期。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=ONCE_REGISTERED), Q(contract__isnull=False)),
                name="matchmaking_contractfiling_registered_iff_contract",
            ),
            CheckConstraint(
                condition=~Q(status__in=UNDER_REVIEW_FILINGS) | Q(due_on__isnull=False) & Q(accepted_at__isnull=False),
                name="matchmaking_contractfiling_accepted_has_term",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=DECIDED_FILINGS), Q(decided_at__isnull=False)),
                name="matchmaking_contractfiling_decided_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=(FilingStatus.CORRECTING, FilingStatus.REFUSED, FilingStatus.CANCELLED)) | ~Q(reason=""),
                name="matchmaking_contractfiling_return_has_reason",
                violation_error_message="补正、不予登记和注销须写明理由。",
            ),
            CheckConstraint(
                condition=~Q(status__in=ONCE_REGISTERED) | ~Q(checked_by=F("decided_by")),
                name="matchmaking_contractfiling_decided_by_another",
                violation_error_message="初审和审核须由两人办理。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class FollowUp(models.Model):
    """What became of a registered contract after 3, 6, 12, 24 months: money that came, production, or why it ended."""

    filing = models.ForeignKey(ContractFiling, models.PROTECT, related_name="follow_ups", verbose_name="技术合同")
    months = models.PositiveSmallIntegerField("登记后（月）")
    due_on = models.DateField("填报日期")
    paid = models.DecimalField("累计到账（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    is_in_production = models.BooleanField("已投产", null=True)
    output = models.DecimalField("新增产值（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    ended_reason = models.CharField("终止原因", max_length=500, blank=True)
    reminded_on = models.DateField("提醒日期", null=True, editable=False)
    reported_by, reported_at = _by("填报人"), _at("填报时间")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合同后续跟踪"
        default_permissions = ("view",)
        constraints = [
            signed("reported"),
            UniqueConstraint(fields=["filing", "months"], name="matchmaking_followup_once"),
            CheckConstraint(condition=Q(months__in=FOLLOWED_MONTHS), name="matchmaking_followup_months_known"),
            CheckConstraint(
                condition=iff(Q(reported_at__isnull=False), Q(paid__isnull=False)), name="matchmaking_followup_reported_iff_paid"
            ),
            CheckConstraint(
                condition=(Q(paid=None) | Q(paid__gte=0)) & (Q(output=None) | Q(output__gte=0)),
                name="matchmaking_followup_not_negative",
                violation_error_message="金额不能是负数。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.filing}，登记后 {self.months} 个月"
