"""The words of collecting lists."""

from django.db.models import TextChoices


class CollectionStatus(TextChoices):
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


class DutyStatus(TextChoices):
    OWED = "owed", "未报"
    SUBMITTED = "submitted", "已报"
    RETURNED = "returned", "退回"
    CONFIRMED = "confirmed", "已确认"


OWING = (DutyStatus.OWED, DutyStatus.RETURNED)
"""The unit is to act."""
HANDED_IN = (DutyStatus.SUBMITTED, DutyStatus.CONFIRMED)
