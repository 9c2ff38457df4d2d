"""One message on one way, sent at most once: claimed in a transaction of its own, sent, and what came of it written down.

A claim is a committed status, so a task told twice, or told again after its worker was killed, finds nothing to claim. A
claim whose worker never came back is called 结果不明 and waits for a person: nobody guesses whether it had left.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.personal import mask

from . import backends
from .choices import Channel, DeliveryStatus
from .models import Delivery, Message
from .quiet import may_go_at

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long after the first, second … failure the next try comes; after the last one nobody tries again."""
LOST_AFTER = timedelta(minutes=5)
"""Far longer than any back end waits: who claimed a delivery so long ago is no more."""


def deliver(delivery_id: int) -> None:
    """Send it if it is due and nobody else has it. Safe to be told any number of times."""
    delivery = _claim(delivery_id)
    if delivery is None:
        return
    try:
        _send(delivery)
    except backends.Unsendable as error:
        _close(delivery, DeliveryStatus.SKIPPED, str(error))
    except backends.NotSent as error:
        _again_later(delivery, str(error))
    except backends.Uncertain as error:
        _close(delivery, DeliveryStatus.UNCERTAIN, str(error))
    except Exception as error:
        _close(delivery, DeliveryStatus.UNCERTAIN, f"发送时发生意外错误：{type(error).__name__}")
        raise
    else:
        _close(delivery, DeliveryStatus.SENT, "")


@transaction.atomic
def _claim(delivery_id: int) -> Delivery | None:
    now = timezone.now()
    rows = Delivery.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    delivery = rows.select_related("message__user").filter(pk=delivery_id).first()
    if delivery is None:
        return None
    later = may_go_at(now, is_urgent=delivery.message.is_urgent)
    if later > now:
        delivery.due_at = later
        delivery.save(update_fields=["due_at"])
        return None
    delivery.status, delivery.started_at, delivery.tries = DeliveryStatus.SENDING, now, delivery.tries + 1
    delivery.address = mask(address_of(delivery.message.user, delivery.channel))[:100]
    delivery.save(update_fields=["status", "started_at", "tries", "address"])
    return delivery


def address_of(user: User, channel: str) -> str:
    """Where a person is reached on that way; empty: nowhere, or on devices of which no address is ever shown."""
    if channel == Channel.PUSH:
        return ""
    return user.email if channel == Channel.EMAIL else user.mobile


def _send(delivery: Delivery) -> None:
    message, user = delivery.message, delivery.message.user
    address = address_of(user, delivery.channel)
    reference = f"{delivery.pk}-{message.batch.hex[:8]}"
    if not user.is_active:
        raise backends.Unsendable("账号已停用。")
    if not backends.is_on(delivery.channel):
        raise backends.Unsendable(f"本系统没有开通{delivery.get_channel_display()}。")
    if delivery.channel == Channel.PUSH:
        _push(message)
        return
    if not address and delivery.channel != Channel.WECOM:
        raise backends.Unsendable(f"此人没有登记{'邮箱' if delivery.channel == Channel.EMAIL else '手机号'}。")
    if delivery.channel == Channel.EMAIL:
        backends.send_email(address, f"{settings.SITE_NAME}：{message.title}", letter(message), reference=reference)
    elif delivery.channel == Channel.SMS:
        backends.send_sms(address, message.brief, reference=reference)
    else:
        backends.send_wecom(address, f"{user}：{message.title}（请登录门户查看）", reference=reference)


def _push(message: Message) -> None:
    """To every browser in which the person asked for it; sent when one has taken it. What is gone is forgotten."""
    where = reverse("messaging:message-open", args=[message.pk])
    text = {"title": message.title, "body": message.brief, "url": where, "leave": message.leave_url}
    taken, trouble = 0, backends.Unsendable("此人没有在手机或电脑上开通推送。")
    for device in message.user.push_devices.order_by("pk"):
        try:
            backends.send_push(device, text)
            taken += 1
        except backends.Gone as error:
            device.delete()
            trouble = error
        except (backends.NotSent, backends.Uncertain) as error:
            trouble = error
    if not taken:
        raise trouble


def letter(message: Message) -> str:
    """The text of an e-mail: plain, with the way to the page where something is to be done."""
    where = (
        f"{settings.SITE_URL}{message.url}"
        if settings.SITE_URL and message.url
        else "请登录门户，在“消息”中查看和办理。"
    )
    leave = (
        f"不想再收到这一类：{settings.SITE_URL}{message.leave_url}\n\n"
        if settings.SITE_URL and message.leave_url
        else ""
    )
    return f"{message.user}，您好：\n\n{message.body}\n\n{where}\n\n{leave}{settings.SITE_ORGAN}\n（本邮件由系统自动发送，请勿直接回复。）\n"


def _close(delivery: Delivery, status: str, error: str) -> None:
    delivery.status, delivery.error = status, error[:500]
    delivery.sent_at = timezone.now() if status == DeliveryStatus.SENT else None
    delivery.save(update_fields=["status", "error", "sent_at"])


def _again_later(delivery: Delivery, error: str) -> None:
    if delivery.tries > len(BACK_OFF):
        _close(delivery, DeliveryStatus.GIVEN_UP, error)
        return
    delivery.due_at = timezone.now() + BACK_OFF[delivery.tries - 1]
    delivery.save(update_fields=["due_at"])
    _close(delivery, DeliveryStatus.WAITING, error)


def due_ids(now: datetime) -> list[int]:
    """What is to be sent by now, oldest first: retries, what quiet hours held back, what no task was told of."""
    return list(Delivery.objects.due(now).order_by("due_at", "pk").values_list("pk", flat=True)[:5000])


def note_lost(now: datetime) -> int:
    """Call 结果不明 what was claimed long ago and never closed: its worker is gone. Returns how many."""
    lost = Delivery.objects.filter(status=DeliveryStatus.SENDING, started_at__lt=now - LOST_AFTER)
    return lost.update(
        status=DeliveryStatus.UNCERTAIN, error="发送进程中断，不知道对方是否已收到。请核实后再决定是否重发。"
    )
