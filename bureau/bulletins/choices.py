"""The words of monthly bulletins."""

from django.db.models import TextChoices


class BulletinStatus(TextChoices):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审核"
    REVIEWED = "reviewed", "待发布"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已由更正版替代"


OPEN = (BulletinStatus.DRAFT, BulletinStatus.SUBMITTED, BulletinStatus.REVIEWED)
FROZEN = (BulletinStatus.PUBLISHED, BulletinStatus.SUPERSEDED)
"""Once published, a version never changes again but for being superseded."""
