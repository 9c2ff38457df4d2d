"""The words of messages: by which way they go, and how far they are."""

from django.db.models import TextChoices


class Channel(TextChoices):
    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"
    WECOM = "wecom", "企业微信"
    PUSH = "push", "手机推送"


class DeliveryStatus(TextChoices):
    WAITING = "waiting", "待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发送"
    SKIPPED = "skipped", "未发送"
    GIVEN_UP = "given_up", "多次失败，已停止"
    UNCERTAIN = "uncertain", "结果不明"


RESENDABLE = (DeliveryStatus.SKIPPED, DeliveryStatus.GIVEN_UP, DeliveryStatus.UNCERTAIN)
"""A person may ask for another try; what was sent is never sent again."""
FAULTY = (DeliveryStatus.GIVEN_UP, DeliveryStatus.UNCERTAIN)
"""Somebody should look."""
