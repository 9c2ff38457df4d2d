"""What was said to a person, by which ways it went out, and in whose words."""

from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse

from bureau.constraints import iff, signed
from bureau.personal import BlindIndexField, EncryptedTextField

from .choices import Channel, DeliveryStatus
from .kinds import Kind, get_kind, kind_name, leave_name, text_faults
from .querysets import DeliveryQuerySet, MessageQuerySet, TemplateQuerySet

LEAVE_SALT = "messaging.leave"


class Message(models.Model):
    """One thing said to one person about one event; it stands in the person's inbox whatever else carries it."""

    kind = models.CharField("种类", max_length=60)
    key = models.CharField("事件", max_length=200)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="inbox", verbose_name="收件人")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    brief = models.CharField("短信内容", max_length=300)
    url = models.CharField("办理地址", max_length=500, blank=True)
    is_urgent = models.BooleanField("紧急", default=False)
    batch = models.UUIDField(editable=False)  # Which call made it: a second call about the event makes nothing.
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("阅读时间", null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        default_permissions = ()
        constraints = [
            UniqueConstraint(fields=["kind", "key", "user"], name="messaging_message_once_for_an_event"),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="messaging_message_inbox"),
            models.Index(fields=["user"], name="messaging_message_unread", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return self.title

    @property
    def kind_name(self) -> str:
        """What kind of message it is, in Chinese."""
        return kind_name(self.kind)

    @property
    def leave_url(self) -> str:
        """Where this person stops messages like this one with one press, also without signing in; empty: nowhere."""
        name = leave_name(self.kind)
        return reverse(name, args=[signing.dumps([self.user_id, self.key], salt=LEAVE_SALT)]) if name else ""


def left_by(signed: str) -> tuple[int, str]:
    """Whose word it is to stop which messages: (the person's key, the event). Raises signing.BadSignature."""
    user, key = signing.loads(signed, salt=LEAVE_SALT)
    return user, key


class PushDevice(models.Model):
    """A browser in which a person asked for push; its address and keys are the browser's own (W3C Push API)."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="push_devices", verbose_name="用户")
    digest = models.CharField("地址摘要", max_length=64, unique=True)
    endpoint = EncryptedTextField("推送地址")
    endpoint_index = BlindIndexField(source="endpoint")
    key = models.CharField("公钥", max_length=100)
    secret = EncryptedTextField("共享密钥")
    secret_index = BlindIndexField(source="secret")
    created_at = models.DateTimeField("开通时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送设备"
        default_permissions = ()

    def __str__(self):
        return f"{self.user} {self.created_at:%Y-%m-%d}"


class Delivery(models.Model):
    """A message on one way out of the portal: sent once, or its trouble is said here."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries", verbose_name="消息")
    channel = models.CharField("方式", max_length=10, choices=Channel)
    status = models.CharField(
        "状态", max_length=12, choices=DeliveryStatus, default=DeliveryStatus.WAITING, editable=False
    )
    due_at = models.DateTimeField("应发时间")
    started_at = models.DateTimeField("最近一次尝试", null=True, editable=False)
    sent_at = models.DateTimeField("发出时间", null=True, editable=False)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0, editable=False)
    address = models.CharField("发往", max_length=100, blank=True, editable=False)  # Masked.
    error = models.CharField("问题", max_length=500, blank=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息发送"
        default_permissions = ("view",)
        permissions = [("resend_delivery", "重新发送")]
        constraints = [
            UniqueConstraint(fields=["message", "channel"], name="messaging_delivery_once_for_a_channel"),
            CheckConstraint(
                condition=iff(Q(status=DeliveryStatus.SENT), Q(sent_at__isnull=False)),
                name="messaging_delivery_sent_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status=DeliveryStatus.SENDING) | Q(started_at__isnull=False),
                name="messaging_delivery_sending_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="messaging_delivery_due", condition=Q(status=DeliveryStatus.WAITING)),
            models.Index(fields=["status", "-id"], name="messaging_delivery_by_status"),
            models.Index(fields=["channel", "-id"], name="messaging_delivery_by_channel"),
        ]

    def __str__(self):
        return f"{self.message.title}·{self.get_channel_display()}"


class Template(models.Model):
    """What staff say in place of a kind's default texts."""

    kind = models.CharField("种类", max_length=60, unique=True, editable=False)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    brief = models.CharField("短信内容", max_length=200, blank=True, help_text="不填则用标题。")
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel), verbose_name="默认发送方式", default=list, blank=True
    )
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, editable=False, related_name="+")
    changed_at = models.DateTimeField("修改时间", editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息模板"
        default_permissions = ("view", "change")
        constraints = [signed("changed")]

    def __str__(self):
        return kind_name(self.kind)

    @property
    def of_kind(self) -> Kind:
        """The kind whose words these are."""
        return get_kind(self.kind)

    def clean(self):
        """Every placeholder is one of the kind's."""
        faults = {
            name: found
            for name in ("title", "body", "brief")
            if (found := text_faults(getattr(self, name), self.of_kind.placeholders))
        }
        if faults:
            raise ValidationError(faults)


class Preference(models.Model):
    """A person's own word on one kind and one way, where it differs from what is usual."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="message_preferences", verbose_name="用户")
    kind = models.CharField("种类", max_length=60)
    channel = models.CharField("方式", max_length=10, choices=Channel)
    is_on = models.BooleanField("接收")

    class Meta:
        verbose_name = verbose_name_plural = "消息偏好"
        default_permissions = ()
        constraints = [
            UniqueConstraint(fields=["user", "kind", "channel"], name="messaging_preference_one_word"),
        ]

    def __str__(self):
        return f"{self.user}·{self.kind}·{self.channel}"
