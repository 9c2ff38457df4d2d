"""RSS and sitemap.xml."""

from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.text import Truncator

from bureau.portal.models import Article, Column

NEWEST = 30
A_FILE = 10_000  # Addresses in one file of the sitemap; the protocol allows 50,000.


class NewestFeed(Feed):
    """The newest articles of the site, or of one column."""

    feed_type = Rss201rev2Feed
    language = "zh-CN"

    def get_object(self, request, code: str = ""):
        return get_object_or_404(Column.objects.listed(), code=code) if code else None

    def title(self, column):
        return column.name if column else "最新信息"

    def description(self, column):
        return (column and column.lead) or "最新发布的通知、政策和动态。"

    def link(self, column):
        return column.get_absolute_url() if column else reverse("home")

    def items(self, column):
        rows = Article.objects.published().listed()
        rows = rows.filter(column=column) if column else rows
        return rows.select_related("column").defer("search", "body").order_by("-released_at", "-pk")[:NEWEST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary or Truncator(item.text).chars(200)

    def item_pubdate(self, item):
        return item.released_at

    def item_updateddate(self, item):
        return item.published_at

    def item_categories(self, item):
        return [item.column.name]


class ArticleSitemap(Sitemap):
    """Every published article."""

    limit = A_FILE

    def items(self):
        return Article.objects.published().only("number", "slug", "kind", "published_at").order_by("-pk")

    def lastmod(self, item):
        return item.published_at


class ColumnSitemap(Sitemap):
    """The front page, the columns, and the pages that no article is."""

    changefreq = "daily"

    def items(self):
        return [
            reverse(name) for name in ("home", "statistics", "portal:high-tech", "portal:sitemap", "portal:feedback")
        ] + [column.get_absolute_url() for column in Column.objects.listed()]

    def location(self, item):
        return item


SITEMAPS = {"columns": ColumnSitemap, "articles": ArticleSitemap}
