"""The words of what is pushed."""

from django.db.models import TextChoices


class ItemKind(TextChoices):
    ARTICLE = "article", "政策与通知"
    CALL = "call", "申报批次"
    DEADLINE = "deadline", "截止提醒"
