"""What is pushed to firms by tag, who takes which tag, who has read what."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.portal.choices import Tag

from .choices import ItemKind
from .querysets import ItemQuerySet


class Item(models.Model):
    """One piece of news: an article with tags, a call, a call that ends soon. Made once for its ``key``, told once to each person."""

    MESSAGE = "news.item"

    kind = models.CharField("类别", max_length=10, choices=ItemKind)
    key = models.CharField("来源", max_length=60, unique=True, editable=False)
    tags = ArrayField(models.CharField(max_length=10, choices=Tag), verbose_name="标签")
    title = models.CharField("标题", max_length=200)
    summary = models.CharField("摘要", max_length=300, blank=True)
    url = models.CharField("原文地址", max_length=300)
    due_on = models.DateField("截止日期", null=True, blank=True)
    happened_at = models.DateTimeField("发布时间")
    is_withdrawn = models.BooleanField("已撤回", default=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推送信息"
        default_permissions = ("view",)
        indexes = [
            GinIndex(fields=["tags"], name="news_item_by_tag"),
            models.Index(fields=["-happened_at", "-id"], name="news_item_newest"),
        ]
        constraints = [CheckConstraint(condition=~Q(tags=[]), name="news_item_tagged")]

    def __str__(self):
        return self.title

    @property
    def message_key(self) -> str:
        """The event under which messaging tells people of it."""
        return f"item:{self.pk}"

    @property
    def tag_words(self) -> list[tuple[str, str]]:
        """The tags, with their words."""
        return [(tag, Tag(tag).label) for tag in self.tags]


class Subscription(models.Model):
    """That a person takes what bears a tag."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="news_subscriptions", verbose_name="用户")
    tag = models.CharField("标签", max_length=10, choices=Tag)
    created_at = models.DateTimeField("订阅时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "标签订阅"
        default_permissions = ()
        constraints = [UniqueConstraint(fields=["user", "tag"], name="news_subscription_once")]
        indexes = [models.Index(fields=["tag"], name="news_subscription_by_tag")]

    def __str__(self):
        return f"{self.user}·{self.get_tag_display()}"


class Reading(models.Model):
    """That a person has opened an item: the receipt that the office sees."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="readings", verbose_name="推送信息")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="news_readings", verbose_name="用户")
    read_at = models.DateTimeField("阅读时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "阅读回执"
        default_permissions = ()
        constraints = [UniqueConstraint(fields=["item", "user"], name="news_reading_once")]

    def __str__(self):
        return f"{self.user}·{self.item}"
