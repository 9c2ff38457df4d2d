"""What becomes of ranked applications: an officer proposes, a leader approves, the public sees it, projects come of it."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from projects.choices import APPROVED_PROPOSALS, DecisionOutcome, ProposalStatus
from projects.models.experts import _at, _by
from projects.querysets import ProposalPartQuerySet, ProposalQuerySet


class Proposal(models.Model):
    """立项建议: what an officer proposes of the applications of a call, together; decided first, told to all later."""

    call = models.ForeignKey("projects.Call", models.PROTECT, related_name="proposals", verbose_name="申报批次")
    title = models.CharField("名称", max_length=100, help_text="如：第一批立项建议。")
    prefix = models.CharField("项目编号前缀", max_length=30, help_text="如：GZKJ2026，后接三位顺序号。")
    status = models.CharField(
        "状态", max_length=20, choices=ProposalStatus, default=ProposalStatus.DRAFT, editable=False
    )
    minutes = models.CharField("会议纪要文号", max_length=100, blank=True, editable=False)
    reason = models.CharField("退回意见", max_length=500, blank=True, editable=False)
    publicity = models.ForeignKey(
        "publicity.Publicity", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="公示"
    )
    settlement = models.CharField("异议处理说明", max_length=500, blank=True, editable=False)
    created_by = _by("起草人", null=False)
    created_at = _at("起草时间", null=False)
    submitted_by = _by("送审人")
    submitted_at = _at("送审时间")
    approved_by = _by("审定人")
    approved_at = _at("审定时间")
    settled_by = _by("异议处理人")
    settled_at = _at("异议处理时间")
    concluded_at = _at("立项时间")
    released_by = _by("发布结果人")
    released_at = _at("发布结果时间")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "立项建议"
        default_permissions = ("view",)
        permissions = [
            ("compose_proposal", "起草、编制与送审"),
            ("approve_proposal", "审定、退回与异议后取消"),
            ("publicise_proposal", "发起公示"),
            ("release_proposal", "向申报单位发布结果"),
        ]
        constraints = [
            *(signed(verb) for verb in ("created", "submitted", "approved", "settled", "released")),
            UniqueConstraint(
                fields=["call", "title"],
                name="projects_proposal_one_per_title",
                violation_error_message="该批次已有同名的立项建议。",
            ),
            CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("created_by")),
                name="projects_proposal_approved_by_another",
                violation_error_message="起草人和送审人不能审定自己的立项建议，请由另一位审定。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=APPROVED_PROPOSALS), Q(approved_at__isnull=False) & ~Q(minutes="")),
                name="projects_proposal_approved_iff_minuted",
                violation_error_message="审定须写明会议纪要文号。",
            ),
            CheckConstraint(
                condition=Q(status__in=(ProposalStatus.DRAFT,)) | Q(submitted_at__isnull=False),
                name="projects_proposal_beyond_draft_was_submitted",
            ),
            CheckConstraint(
                condition=iff(
                    Q(status__in=(ProposalStatus.PUBLIC, ProposalStatus.CONCLUDED, ProposalStatus.RELEASED)),
                    Q(publicity__isnull=False),
                ),
                name="projects_proposal_public_iff_publicity",
            ),
            CheckConstraint(
                condition=iff(
                    Q(status__in=(ProposalStatus.CONCLUDED, ProposalStatus.RELEASED)), Q(concluded_at__isnull=False)
                ),
                name="projects_proposal_concluded_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=ProposalStatus.RELEASED), Q(released_at__isnull=False)),
                name="projects_proposal_released_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(settled_at__isnull=False), ~Q(settlement="")),
                name="projects_proposal_settled_says_how",
                violation_error_message="须写明异议如何处理。",
            ),
        ]

    def __str__(self):
        return f"{self.call}·{self.title}"


class ProposalLine(models.Model):
    """What is proposed of one application; an application stands in one proposal only."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="lines", verbose_name="立项建议")
    application = models.OneToOneField(
        "projects.Application", models.PROTECT, related_name="decision", verbose_name="申报"
    )
    place = models.PositiveIntegerField("名次", null=True, blank=True)
    score = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True, blank=True)
    outcome = models.CharField("建议", max_length=20, choices=DecisionOutcome)
    amount = models.DecimalField("资助经费（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    number = models.CharField("项目编号", max_length=50, blank=True, editable=False)
    struck_at = _at("取消时间")
    struck_reason = models.CharField("取消理由", max_length=500, blank=True, editable=False)
    project = models.OneToOneField(
        "projects.Project", models.PROTECT, null=True, editable=False, related_name="decision", verbose_name="立项项目"
    )

    objects = ProposalPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "立项建议明细"
        default_permissions = ()
        ordering = ["place", "pk"]
        constraints = [
            CheckConstraint(
                condition=iff(Q(outcome=DecisionOutcome.APPROVE), Q(amount__isnull=False)),
                name="projects_proposalline_approved_iff_amount",
                violation_error_message="立项须写明资助经费，不立项和备选不写。",
            ),
            CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="projects_proposalline_amount_not_negative",
                violation_error_message="资助经费不能为负数。",
            ),
            CheckConstraint(
                condition=~Q(outcome=DecisionOutcome.REJECT) | ~Q(reason=""),
                name="projects_proposalline_rejected_says_why",
                violation_error_message="不立项须写明理由。",
            ),
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="projects_proposalline_one_per_number"),
            CheckConstraint(
                condition=iff(Q(struck_at__isnull=False), ~Q(struck_reason=""))
                & (Q(struck_at=None) | Q(outcome=DecisionOutcome.APPROVE)),
                name="projects_proposalline_struck_says_why",
                violation_error_message="取消须写明理由。",
            ),
            CheckConstraint(
                condition=Q(project=None) | Q(outcome=DecisionOutcome.APPROVE, struck_at=None) & ~Q(number=""),
                name="projects_proposalline_project_of_an_approved_one",
            ),
        ]

    def __str__(self):
        return f"{self.application}：{self.get_outcome_display()}"
