"""Receive a message from the public under a number; answer it in time, or say why not."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau import disclosure
from bureau.audit.book import record
from bureau.caching import bump
from bureau.portal.choices import FeedbackStatus
from bureau.portal.models import Channel, Feedback
from bureau.workdays import workdays_after
from bureau.workflow import Refused, Transition

ANSWER = Transition("answer", "答复", (FeedbackStatus.RECEIVED,), FeedbackStatus.ANSWERED, "portal.answer_feedback")
CLOSE = Transition("decline", "不予受理", (FeedbackStatus.RECEIVED,), FeedbackStatus.CLOSED, "portal.answer_feedback")
SENDER = "网站访客"


def receive(channel: Channel, *, token, **content) -> Feedback:
    """Keep a message and start its clock. The same opening of the form said twice is one message."""
    now = timezone.now()
    due_on = workdays_after(timezone.localdate(now), channel.working_days)
    message = Feedback(channel=channel, token=token, received_at=now, due_on=due_on, **content)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            record(message, "receive_letter", by=SENDER)
    except IntegrityError:
        known = Feedback.objects.filter(token=token).first()
        if known is None:
            raise
        return known
    return message


def answer(message: Feedback, *, by, text: str, is_published: bool = False) -> None:
    """Answer; ``is_published`` shows question and answer on the site, which then may name nobody."""
    with ANSWER(message, by=by):
        if is_published:
            _demand_nameless(message, text)
        _sign(message, by, text)
        message.is_published = is_published
    bump()


def close(message: Feedback, *, by, reason: str) -> None:
    """Not taken on, with the reason as the answer."""
    with CLOSE(message, by=by, reason=reason):
        _sign(message, by, reason)


def _sign(message: Feedback, by, text: str) -> None:
    if not text.strip():
        raise Refused("请写明答复内容。")
    message.answer, message.answered_by, message.answered_at = text.strip(), by, timezone.now()


def _demand_nameless(message: Feedback, text: str) -> None:
    found = disclosure.find("\n".join([message.subject, message.body, text]), landlines=False)
    if found:
        raise Refused(f"来信或答复中有{found[0].what}（{found[0].shown}），不能公开。请改为不公开答复。")
