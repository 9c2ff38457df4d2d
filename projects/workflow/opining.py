"""专家组意见: written by the 组长, or by an officer as secretary; signed by the 组长; opened again only for a reason."""

from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from projects.choices import ItemStatus, OpinionStatus, PanelResult
from projects.models import Opinion

from . import ranking, sitting
from .submitting import said

_O = OpinionStatus
WRITE = Transition("write_opinion", "起草", (_O.DRAFT,), None, "projects.sit_panel", rows="chaired_by")
WRITE_FOR = Transition("write_opinion", "代为起草", (_O.DRAFT,), None, "projects.write_opinion")
SIGN = Transition("sign_opinion", "签字", (_O.DRAFT,), _O.SIGNED, "projects.sit_panel", rows="chaired_by")
REOPEN = Transition("reopen_opinion", "退回", (_O.SIGNED,), _O.DRAFT, "projects.reopen_opinion")
ALL = (WRITE, WRITE_FOR, SIGN, REOPEN)
OTHER_HAND = "专家组意见已被另一人修改，您的没有保存。请刷新本页，核对后继续。"


def write(opinion: Opinion, *, by: User, text: str, amount: Decimal | None, seen: int) -> None:
    """What the panel says, and how much it recommends (yuan; only of what passed). ``seen`` is the revision that was shown."""
    with (WRITE_FOR if by.is_staff else WRITE)(opinion, by=by):
        if opinion.item.status != ItemStatus.CLOSED:
            raise Refused("该项目正在重新评议，结束后再写。")
        if opinion.revision != seen:
            raise Refused(OTHER_HAND)
        if amount is not None and opinion.result != PanelResult.PASSED:
            raise Refused("没有通过的项目不写建议资助经费。")
        opinion.text, opinion.amount = text.strip(), amount
        opinion.revision, opinion.is_by_secretary = opinion.revision + 1, by.is_staff
        opinion.written_by, opinion.written_at = by, timezone.now()


def sign(opinion: Opinion, *, by: User) -> None:
    """The 组长 signs what was agreed: it is final, and the ranking goes by it."""
    with SIGN(opinion, by=by):
        item = opinion.item
        if item.status != ItemStatus.CLOSED:
            raise Refused("该项目正在重新评议，结束后再签。")
        if not opinion.text:
            raise Refused("签字前请写明专家组意见。")
        if item.ballots.filter(turn=item.turn, blocked_at__gte=item.closed_at).exists():
            raise Refused("评议结束后有专家被认定须回避，其评分或表决不能计入，请工作人员重新组织评议。")
        opinion.signed_by, opinion.signed_at = by, timezone.now()
    ranking.refresh(opinion.item.application)


def reopen(opinion: Opinion, *, by: User, reason: str) -> None:
    """Open a signed one again, for a reason that the 组长 reads."""
    with REOPEN(opinion, by=by, reason=reason):
        opinion.reopen_reason = said(reason, "请写明退回的理由。")
        opinion.reopened_by, opinion.reopened_at = by, timezone.now()
        opinion.signed_by = opinion.signed_at = None
        chair = sitting.chair_of(opinion.item)
        if chair and chair.expert.user:
            send(
                "opinion.reopened",
                to=chair.expert.user,
                key=f"opinion:{opinion.pk}:{opinion.reopened_at.isoformat()}",
                context={"title": opinion.item, "reason": opinion.reopen_reason},
                url=reverse("projects:panel-opinion", args=[opinion.item_id]),
            )
    ranking.refresh(opinion.item.application)
