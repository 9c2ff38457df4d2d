"""The addresses of what the site publishes."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from .initial import PAGES
from .registers import LISTED
from .views import articles, feedback, feeds, pages, registers

app_name = "portal"
_NAMED = ("notices", "policies", "interpretations", "news", "guides")  # Columns that pages link to.

newest = login_not_required(feeds.NewestFeed())
urlpatterns = [
    path("columns/<slug:code>/", articles.column, name="column"),
    path("articles/<int:number>/", articles.article, name="article"),
    path("files/<uuid:key>/", articles.file, name="file"),
    *(path(f"columns/{code}/", articles.column, {"code": code}, name=code) for code in _NAMED),
    *(path(f"about/{slug}/", articles.page, {"slug": slug}, name=slug) for slug, _title, _body in PAGES),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/query/", feedback.feedback_query, name="feedback-query"),
    path("feedback/mistake/", feedback.feedback, {"code": "mistake"}, name="mistake"),
    path("feedback/<slug:code>/", feedback.feedback, name="feedback-channel"),
    path("registers/high-tech/", registers.high_tech, name="high-tech"),
    *(path(f"registers/{code}/", registers.listed, {"code": code}, name=code) for code in LISTED),
    path("interface/", registers.interface, name="interface"),
    path("sitemap/", pages.site_map, name="sitemap"),
    path("sitemap.xml", login_not_required(sitemaps.index), {"sitemaps": feeds.SITEMAPS, "sitemap_url_name": "portal:sitemap-section"}, name="sitemap-xml"),
    path("sitemap-<slug:section>.xml", login_not_required(sitemaps.sitemap), {"sitemaps": feeds.SITEMAPS}, name="sitemap-section"),
    path("feed/", newest, name="feed"),
    path("columns/<slug:code>/feed/", newest, name="column-feed"),
    path("robots.txt", pages.robots, name="robots"),
]  # fmt: skip
