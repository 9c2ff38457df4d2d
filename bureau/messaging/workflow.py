"""What may be done with messages: say something to people, read it, choose the ways, rewrite the words, send again."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note, record, snapshot
from bureau.disclosure import masked
from bureau.webpush import decoded
from bureau.workflow import Refused, Transition

from .backends import may_push_to
from .choices import RESENDABLE, Channel, DeliveryStatus
from .kinds import Kind, Words, all_kinds, fill, get_kind, kinds_for, ways_for
from .models import Delivery, Message, Preference, PushDevice, Template
from .quiet import may_go_at

RESEND = Transition("resend", "重新发送", RESENDABLE, DeliveryStatus.WAITING, "messaging.resend_delivery")


def _ring(delivery_id: int) -> None:
    """Have a worker send it. By name: the tasks call this module."""
    current_app.signature("bureau.messaging.tasks.deliver", [delivery_id]).apply_async()


def send(kind: str, *, to: User | Iterable[User], key: str, context: Mapping[str, object], url: str = "") -> int:
    """Tell people something, within the caller's transaction: never twice for one ``key``, however often it is called.

    ``kind`` is a code of a ``messages.py``, ``key`` names the event ("publicity:12:opened"), ``context`` gives every
    placeholder, ``url`` is the page of this portal where something is to be done. Identity numbers, mobiles and bank
    accounts inside values are masked. Returns to how many persons it is new. Deliveries leave after the commit.
    """
    told, people = get_kind(kind), {user.pk: user for user in ([to] if isinstance(to, User) else to) if user.is_active}
    if missing := [name for name in told.placeholders if name not in context]:
        raise ValueError(f"{kind}: no value for {', '.join(missing)}")
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"{kind}: {url!r} is no address of this portal")
    if not people:
        return 0
    words = words_of(told)
    values = {name: masked(str(context[name])) for name in told.placeholders}
    title, body = fill(words.title, values), fill(words.body, values)
    brief, batch = fill(words.brief or words.title, values), uuid.uuid4()
    with transaction.atomic():
        Message.objects.bulk_create(
            [
                Message(
                    kind=kind, key=key, user=user, batch=batch, url=url, is_urgent=told.is_urgent,
                    title=" ".join(title.split())[:200], body=body, brief=" ".join(brief.split())[:300],
                )
                for user in people.values()
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        made = list(Message.objects.filter(kind=kind, key=key, batch=batch))
        _send_out(told, words, made, people)
    return len(made)


def _send_out(kind: Kind, words: Words, made: list[Message], people: dict[int, User]) -> None:
    now = timezone.now()
    due_at = may_go_at(now, is_urgent=kind.is_urgent)
    own = _preferences(kind, people)
    deliveries = [
        Delivery(message=message, channel=channel, due_at=due_at)
        for message in made
        for channel in _channels(kind, words, people[message.user_id], own)
    ]
    Delivery.objects.bulk_create(deliveries)
    if due_at <= now:
        for delivery in deliveries:
            # A broker that is down hurts nobody: the sweep rings again for what is due.
            transaction.on_commit(lambda pk=delivery.pk: _ring(pk), robust=True)


def _preferences(kind: Kind, people: Mapping[int, User]) -> dict[tuple[int, str], bool]:
    rows = Preference.objects.filter(kind=kind.code, user__in=list(people)) if kind.may_switch_off else ()
    return {(row.user_id, row.channel): row.is_on for row in rows}


def _channels(kind: Kind, words: Words, user: User, own: Mapping[tuple[int, str], bool]) -> list[str]:
    usual = set(words.channels)
    wanted = [channel for channel in Channel.values if own.get((user.pk, channel), channel in usual)]
    # A group robot speaks in the bureau's own room: what concerns a unit's people is not said there.
    return [channel for channel in wanted if channel != Channel.WECOM or user.is_staff]


def words_of(kind: Kind) -> Words:
    """The texts in force: what staff wrote, else the kind's own."""
    template = Template.objects.filter(kind=kind.code).first()
    if template is None:
        return Words(kind.title, kind.body, kind.brief, tuple(kind.channels))
    return Words(template.title, template.body, template.brief, tuple(template.channels))


def usual_channels() -> dict[str, tuple[str, ...]]:
    """On which ways each kind goes by default."""
    own = {template.kind: tuple(template.channels) for template in Template.objects.all()}
    return {kind.code: own.get(kind.code, tuple(kind.channels)) for kind in all_kinds()}


def read(message: Message, *, by: User) -> None:
    """Mark a message as read. Only its own person can."""
    if message.user_id != by.pk:
        raise PermissionDenied("read")
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=timezone.now())


def read_all(*, by: User) -> int:
    """Mark everything in the person's inbox as read; returns how many were not."""
    return Message.objects.visible_to(by).unread().update(read_at=timezone.now())


@transaction.atomic
def prefer(*, by: User, wanted: Iterable[tuple[str, str]]) -> None:
    """Keep which kinds the person wants on which ways: ``wanted`` are (kind, channel) pairs; the others are off."""
    wanted = set(wanted)
    Preference.objects.bulk_create(
        [
            Preference(user=by, kind=kind.code, channel=channel, is_on=(kind.code, channel) in wanted)
            for kind in kinds_for(by)
            if kind.may_switch_off
            for channel in ways_for(by)
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["is_on"],
    )
    note("prefer_messages", by=by, subject=str(by), model=by._meta.label_lower, object_id=by.pk)


def add_device(*, by: User, endpoint: str, key: str, secret: str) -> PushDevice:
    """Push to this browser from now on. Refused for an address that is of no allowed push service, or keys that are none."""
    if not may_push_to(endpoint):
        raise Refused("浏览器给出的推送地址不属于本系统允许的推送服务，未开通。")
    try:
        sound = len(decoded(key)) == 65 and len(decoded(secret)) == 16
    except ValueError:
        sound = False
    if not sound:
        raise Refused("浏览器给出的推送密钥不完整，请刷新后重试。")
    with transaction.atomic():
        device, _made = PushDevice.objects.update_or_create(
            digest=_digest(endpoint), defaults={"user": by, "endpoint": endpoint, "key": key, "secret": secret}
        )
        note("add_push_device", by=by, subject=str(by), model=by._meta.label_lower, object_id=by.pk)
    return device


def drop_device(*, by: User, endpoint: str) -> None:
    """Push to this browser no more."""
    with transaction.atomic():
        if PushDevice.objects.filter(user=by, digest=_digest(endpoint)).delete()[0]:
            note("drop_push_device", by=by, subject=str(by), model=by._meta.label_lower, object_id=by.pk)


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def rewrite(kind: Kind, *, by: User, title: str, body: str, brief: str, channels: list[str]) -> Template:
    """Let a kind of message speak in these words from now on. Refused with the placeholder that is not one."""
    _demand_keeper(by)
    with transaction.atomic():
        template = Template.objects.select_for_update().filter(kind=kind.code).first() or Template(kind=kind.code)
        before = snapshot(template) if template.pk else None
        template.title, template.body, template.brief, template.channels = title, body, brief, list(channels)
        template.changed_by, template.changed_at = by, timezone.now()
        try:
            template.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        template.save()
        record(template, "change", by=by, before=before)
    return template


def restore_default(kind: Kind, *, by: User) -> None:
    """Let a kind of message speak in its own words again."""
    _demand_keeper(by)
    with transaction.atomic():
        template = Template.objects.select_for_update().filter(kind=kind.code).first()
        if template is None:
            raise Refused(f"“{kind.name}”用的就是默认文字。")
        record(template, "restore_default", by=by)
        template.delete()


def _demand_keeper(by: User) -> None:
    if not by.has_perm("messaging.change_template"):
        raise PermissionDenied("change_template")


def resend(delivery: Delivery, *, by: User, reason: str) -> None:
    """Try again what was not sent, or may not have been. What was sent is never sent again."""
    if not reason.strip():
        raise Refused("请写明重新发送的理由。")
    with RESEND(delivery, by=by, reason=reason):
        delivery.due_at, delivery.tries, delivery.error = timezone.now(), 0, ""
        transaction.on_commit(lambda pk=delivery.pk: _ring(pk), robust=True)


def tell_of_failures() -> int:
    """Once a day, tell those who look after sending how much of yesterday's did not arrive; returns how much."""
    now = timezone.now()
    count = Delivery.objects.faulty().filter(started_at__gte=now - timedelta(days=1)).count()
    if count:
        keepers = User.objects.holding(RESEND.permission)
        key = f"failed:{timezone.localdate(now):%Y-%m-%d}"
        url = reverse("admin:messaging_delivery_changelist")
        send("messaging.failed", to=keepers, key=key, context={"count": count}, url=url)
    return count
