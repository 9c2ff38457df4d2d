"""RSS and sitemap.xml."""

from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.text import Truncator

from bureau.portal.models import Article, Column
from bureau.publicity.models import Publicity
from bureau.reports.models import AnnualReport
from matchmaking.models import Achievement, Challenge, Demand
from projects.models import Call, Solicitation

NEWEST = 30
PAGES = (
    "home", "statistics", "portal:high-tech", "portal:platforms", "portal:parks", "portal:incubators", "publicity:list", "projects:call-list", "projects:solicitation-list", "matchmaking:market", "matchmaking:challenges", "portal:sitemap", "portal:feedback",
    "portal:mistake", "portal:feedback-query", "publicity:objection-query", "privacy:register",
)  # fmt: skip
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
    """The front page, the columns, the figures of each year, and the pages that no article is."""

    changefreq = "daily"

    def items(self):
        columns = [column.get_absolute_url() for column in Column.objects.listed()]
        years = [reverse("statistics-year", args=[report.year]) for report in AnnualReport.objects.in_force()]
        return [reverse(name) for name in PAGES] + columns + years

    def location(self, item):
        return item


class PublicitySitemap(Sitemap):
    """Every 公示 that was published, under way or over."""

    limit = A_FILE

    def items(self):
        return Publicity.objects.public().only("pk", "published_at", "closed_at", "withdrawn_at").order_by("-pk")

    def location(self, item):
        return reverse("publicity:detail", args=[item.pk])

    def lastmod(self, item):
        return item.withdrawn_at or item.closed_at or item.published_at


class CallSitemap(Sitemap):
    """Every published call."""

    limit = A_FILE

    def items(self):
        return Call.objects.public().only("pk", "published_at").order_by("-pk")

    def location(self, item):
        return reverse("projects:call-detail", args=[item.pk])

    def lastmod(self, item):
        return item.published_at


class SolicitationSitemap(Sitemap):
    """Every published 征集."""

    limit = A_FILE

    def items(self):
        return Solicitation.objects.public().only("pk", "published_at", "summed_up_at").order_by("-pk")

    def location(self, item):
        return reverse("projects:solicitation-detail", args=[item.pk])

    def lastmod(self, item):
        return item.summed_up_at or item.published_at


class AchievementSitemap(Sitemap):
    """Every public achievement."""

    limit = A_FILE
    model, page = Achievement, "matchmaking:market-achievement"

    def items(self):
        return self.model.objects.published().only("pk", "changed_at").order_by("-pk")

    def location(self, item):
        return reverse(self.page, args=[item.pk])

    def lastmod(self, item):
        return item.changed_at


class DemandSitemap(AchievementSitemap):
    """Every public demand."""

    model, page = Demand, "matchmaking:market-demand"


class ChallengeSitemap(Sitemap):
    """Every published challenge (揭榜挂帅)."""

    limit = A_FILE

    def items(self):
        return Challenge.objects.public().only("pk", "published_at", "ended_at").order_by("-pk")

    def location(self, item):
        return reverse("matchmaking:challenge", args=[item.pk])

    def lastmod(self, item):
        return item.ended_at or item.published_at


SITEMAPS = {
    "columns": ColumnSitemap, "articles": ArticleSitemap, "publicities": PublicitySitemap, "calls": CallSitemap, "solicitations": SolicitationSitemap,
    "achievements": AchievementSitemap, "demands": DemandSitemap, "challenges": ChallengeSitemap,
}  # fmt: skip
