"""The words of review schemes and score sheets."""

from django.db.models import TextChoices


class Aggregation(TextChoices):
    """How the totals of one application's experts become its score."""

    MEAN = "mean", "平均分"
    TRIMMED = "trimmed", "去掉一个最高分和一个最低分（满 5 份起）"
    STANDARDISED = "standardised", "按专家标准化（T 分）"


class Recommendation(TextChoices):
    AGREE = "agree", "同意立项"
    AMEND = "amend", "修改后同意立项"
    DISAGREE = "disagree", "不同意立项"


class Familiarity(TextChoices):
    HIGH = "high", "熟悉"
    MIDDLE = "middle", "较熟悉"
    LOW = "low", "不太熟悉"
