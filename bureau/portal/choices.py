"""The words of the portal's own nouns, and named groups of statuses."""

from django.db.models import TextChoices


class ColumnKind(TextChoices):
    ARTICLE = "article", "文章"
    DOCUMENT = "document", "政策文件"
    GUIDE = "guide", "办事指南"
    PAGE = "page", "网站页面"


class ArticleStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待初审"
    FIRST_REVIEWED = "first_reviewed", "待复审"
    SECOND_REVIEWED = "second_reviewed", "待终审"
    APPROVED = "approved", "终审通过，待发布"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已由新版替代"
    WITHDRAWN = "withdrawn", "已撤下"
    DISCARDED = "discarded", "已作废"


IN_REVIEW = (ArticleStatus.SUBMITTED, ArticleStatus.FIRST_REVIEWED, ArticleStatus.SECOND_REVIEWED)
OPEN = (ArticleStatus.DRAFT, *IN_REVIEW, ArticleStatus.APPROVED)
RELEASED = (ArticleStatus.PUBLISHED, ArticleStatus.REPLACED, ArticleStatus.WITHDRAWN)
DECIDED = (ArticleStatus.APPROVED, *RELEASED)
UNFINISHED = (ArticleStatus.DRAFT, ArticleStatus.DISCARDED)


class Validity(TextChoices):
    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修改"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"


class Tag(TextChoices):
    """What firms choose news by (高新技术企业群信息服务)."""

    FUNDS = "funds", "资金"
    TECHNOLOGY = "technology", "技术"
    TALENT = "talent", "人才"
    RESULTS = "results", "成果"


class FeedbackStatus(TextChoices):
    RECEIVED = "received", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "不予受理"


class FindingKind(TextChoices):
    DEAD_LINK = "dead_link", "失效链接"
    PERSONAL_NUMBER = "personal_number", "疑似个人信息"


class FindingStatus(TextChoices):
    OPEN = "open", "待处理"
    RESOLVED = "resolved", "已消除"
    IGNORED = "ignored", "核对无误"
