"""The words of 需求与指南建议征集: before there is a call."""

from django.db.models import TextChoices


class SolicitationStatus(TextChoices):
    DRAFT = "draft", "草稿"
    OPEN = "open", "征集中"
    SUMMED_UP = "summed_up", "已汇总"
    CANCELLED = "cancelled", "已取消"


class SuggestionStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINED = "declined", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


TAKEN_UP = (SuggestionStatus.ADOPTED, SuggestionStatus.PARTLY)
"""The guide says something of it."""

ANSWERED = (*TAKEN_UP, SuggestionStatus.DECLINED)
"""The bureau has said what it makes of it."""

RECEIVED = (SuggestionStatus.SUBMITTED, *ANSWERED)
"""It counts: what is answered, summed up and exported."""
