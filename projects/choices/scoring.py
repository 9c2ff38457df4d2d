"""The words of review schemes and score sheets."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from .calls import CallStatus


class Aggregation(TextChoices):
    """How the totals of one application's experts become its score."""

    MEAN = "mean", "平均分"
    TRIMMED = "trimmed", "去掉一个最高分和一个最低分（满 5 份起）"
    STANDARDISED = "standardised", "按专家标准化（T 分）"


class Recommendation(TextChoices):
    AGREE = "agree", "同意立项"
    AMEND = "amend", "修改后同意立项"
    DISAGREE = "disagree", "不同意立项"


@dataclass(frozen=True, slots=True)
class Advice:
    """How an expert's recommendation is called, and its values in words."""

    label: str
    words: Mapping[str, str]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """As a form has them."""
        return list(self.words.items())


ON_PROJECTS = Advice("立项建议", dict(Recommendation.choices))
ON_BIDS = Advice(
    "揭榜建议",
    {
        Recommendation.AGREE.value: "同意揭榜",
        Recommendation.AMEND.value: "修改后同意揭榜",
        Recommendation.DISAGREE.value: "不同意揭榜",
    },
)


def advice_in(status: str) -> Advice:
    """By a call's status: bids for a challenge are taken up (揭榜), not 立项."""
    return ON_BIDS if status == CallStatus.HOSTED else ON_PROJECTS


class Familiarity(TextChoices):
    HIGH = "high", "熟悉"
    MIDDLE = "middle", "较熟悉"
    LOW = "low", "不太熟悉"
