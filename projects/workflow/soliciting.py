"""需求与指南建议征集: published, prolonged, cancelled, summed up; then calls are begun out of what was adopted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from bureau import disclosure, front
from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition
from projects import deadlines, letters
from projects.choices import TAKEN_UP, SolicitationStatus, SuggestionStatus
from projects.models import Call, Solicitation, SolicitedCall

_S = SolicitationStatus
_PUBLISH = "projects.publish_solicitation"
PUBLISH = Transition("publish", "发布", (_S.DRAFT,), _S.OPEN, _PUBLISH)
EXTEND = Transition("extend", "延期", (_S.OPEN,), None, _PUBLISH)
CANCEL = Transition("cancel_solicitation", "取消", (_S.OPEN,), _S.CANCELLED, _PUBLISH)
SUM_UP = Transition("sum_up", "汇总", (_S.OPEN,), _S.SUMMED_UP, "projects.sum_up_solicitation")
MAKE_CALL = Transition("make_call", "建立申报批次", (_S.SUMMED_UP,), None, "projects.add_call")
ALL = (PUBLISH, EXTEND, CANCEL, SUM_UP, MAKE_CALL)
HEADING = "根据征集的建议，支持以下方向："


def publish(solicitation: Solicitation, *, by: User) -> None:
    """Ask the public."""
    with PUBLISH(solicitation, by=by):
        if solicitation.closes_at <= timezone.now():
            raise Refused("征集截止时间已过，请先改期限。")
        if found := disclosure.find(f"{solicitation.title}\n{solicitation.notice}", landlines=False):
            raise Refused(f"通知中有{found[0].what}（{found[0].shown}），不能公开。")
        solicitation.published_by, solicitation.published_at = by, timezone.now()
        front.changed()


def extend(solicitation: Solicitation, *, by: User, closes_at: datetime, reason: str) -> None:
    """Ask for longer; a closed one opens again, as long as it is not summed up."""
    if not reason.strip():
        raise Refused("请写明延期的理由。")
    with EXTEND(solicitation, by=by, reason=reason):
        if closes_at <= max(solicitation.closes_at, timezone.now()):
            raise Refused(f"新的截止时间须晚于现在和原来的 {deadlines.told(solicitation.closes_at)}。")
        solicitation.closes_at = closes_at
        front.changed()


def cancel(solicitation: Solicitation, *, by: User, reason: str) -> None:
    """Take it back, for a reason that everybody reads; whoever was writing or has written is told."""
    if not reason.strip():
        raise Refused("请写明取消的理由。")
    with CANCEL(solicitation, by=by, reason=reason):
        solicitation.reason = reason.strip()
        rows = solicitation.suggestions.exclude(status=SuggestionStatus.WITHDRAWN)
        for suggestion in rows.select_related("organisation", "created_by"):
            letters.tell_suggester(
                suggestion, "cancelled", solicitation=solicitation, reason=solicitation.reason, key="once"
            )
        front.changed()


def sum_up(solicitation: Solicitation, *, by: User, summary: str) -> None:
    """Close the account after the deadline, with an answer to each suggestion: the public reads all of them."""
    if not summary.strip():
        raise Refused("请写明汇总说明。")
    with SUM_UP(solicitation, by=by):
        if solicitation.closes_at >= timezone.now():
            raise Refused(f"征集到 {deadlines.told(solicitation.closes_at)} 才截止，截止后才能汇总。")
        if waiting := solicitation.suggestions.awaiting_answer().count():
            raise Refused(f"还有 {waiting} 条建议没有答复，全部答复后才能汇总。")
        if found := disclosure.find(summary, landlines=False):
            raise Refused(f"汇总说明中有{found[0].what}（{found[0].shown}），不能公开。")
        solicitation.summary = summary.strip()
        solicitation.summed_up_by, solicitation.summed_up_at = by, timezone.now()
        front.changed()


def guide_of(solicitation: Solicitation, category: str) -> str:
    """How a guide begins: the adopted directions of a category, one paragraph each, in the order of their numbers."""
    rows = solicitation.suggestions.filter(status__in=TAKEN_UP, category=category).order_by("number")
    texts = dict.fromkeys(text.strip() for text in rows.values_list("adopted_text", flat=True))
    if not texts:
        return ""
    return "\n\n".join([HEADING, *(f"{place}. {text}" for place, text in enumerate(texts, 1))])


def make_call(
    solicitation: Solicitation,
    *,
    by: User,
    category: str,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    recommend_until: datetime,
) -> Call:
    """A call under composition out of one category: its guide begins with what was adopted. Raises Refused."""
    with MAKE_CALL(solicitation, by=by, reason=category):
        if category not in solicitation.category_list:
            raise Refused(f"本次没有征集“{category}”的建议。")
        guide = guide_of(solicitation, category)
        if not guide:
            raise Refused(f"“{category}”没有采纳的建议，请在“申报批次”中直接建立。")
        made = Call(
            title=title, plan_year=solicitation.plan_year, category=category, guide=guide, contact=solicitation.contact,
            opens_at=opens_at, closes_at=closes_at, recommend_until=recommend_until,
        )  # fmt: skip
        link = SolicitedCall(solicitation=solicitation, category=category, created_by=by, created_at=timezone.now())
        try:
            made.full_clean()
            link.full_clean(exclude=["call"])
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        made.save()
        link.call = made
        link.save()
        record(made, "add", by=by, reason=f"由征集“{solicitation}”建立")
        record(link, "add", by=by)
    return made
