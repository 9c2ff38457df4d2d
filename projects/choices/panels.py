"""The words of panel sessions."""

from django.db.models import TextChoices


class PanelStatus(TextChoices):
    PLANNING = "planning", "筹备"
    CALLED = "called", "已通知"
    SITTING = "sitting", "会议进行中"
    ENDED = "ended", "已结束"
    CANCELLED = "cancelled", "已取消"


class PanelMode(TextChoices):
    SCORES = "scores", "打分"
    VOTES = "votes", "表决（同意、不同意、弃权）"


class PassRule(TextChoices):
    """What share of those present for an application has to agree. 以上 includes the share itself, 过半 does not
    (民法典 art. 1259)."""

    MAJORITY = "majority", "到会专家过半数同意"
    TWO_THIRDS = "two_thirds", "到会专家三分之二以上同意"
    THREE_QUARTERS = "three_quarters", "到会专家四分之三以上同意"


class MemberStatus(TextChoices):
    LISTED = "listed", "拟邀请"
    INVITED = "invited", "待确认"
    ACCEPTED = "accepted", "已确认"
    DECLINED = "declined", "不能参加"
    REMOVED = "removed", "已调整"


EXPECTED = (MemberStatus.LISTED, MemberStatus.INVITED, MemberStatus.ACCEPTED)
"""Of the panel, as far as anybody knows."""


class ItemStatus(TextChoices):
    WAITING = "waiting", "待评议"
    OPEN = "open", "评议中"
    CLOSED = "closed", "评议结束"


class Vote(TextChoices):
    AGREE = "agree", "同意"
    OPPOSE = "oppose", "不同意"
    ABSTAIN = "abstain", "弃权"


class PanelResult(TextChoices):
    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"
    INQUORATE = "inquorate", "人数不足，不作结论"


class OpinionStatus(TextChoices):
    DRAFT = "draft", "起草中"
    SIGNED = "signed", "组长已签字"


class PanelUse(TextChoices):
    """What the score of a panel does to that of the online reviews."""

    ACCOMPANIES = "accompanies", "只作参考，不改变网评得分"
    WEIGHTED = "weighted", "按权重与网评得分合计"
    REPLACES = "replaces", "代替网评得分"
