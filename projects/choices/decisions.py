"""The words of what is proposed and decided."""

from django.db.models import TextChoices


class ProposalStatus(TextChoices):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审定"
    APPROVED = "approved", "已审定，待公示"
    PUBLIC = "public", "公示中"
    CONCLUDED = "concluded", "公示结束，已立项"
    RELEASED = "released", "结果已发布"


APPROVED_PROPOSALS = (
    ProposalStatus.APPROVED,
    ProposalStatus.PUBLIC,
    ProposalStatus.CONCLUDED,
    ProposalStatus.RELEASED,
)
"""A leader has approved it."""


class DecisionOutcome(TextChoices):
    APPROVE = "approve", "立项"
    RESERVE = "reserve", "备选"
    REJECT = "reject", "不立项"


class AmountRule(TextChoices):
    """How much is proposed for each, before single amounts are put right."""

    REQUESTED = "requested", "按申请经费（不超过单项上限）"
    SUGGESTED = "suggested", "按专家建议的平均（不超过申请经费和单项上限）"
    PANEL = "panel", "按专家组建议（没有建议的按申请经费；不超过单项上限）"
    FIXED = "fixed", "每项同额"
