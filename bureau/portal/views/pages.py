"""The front page, the statistics, the site map, and what machines ask for."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bureau import front
from bureau.caching import cached_page
from bureau.portal.choices import ColumnKind
from bureau.portal.models import Article, Channel, Column
from bureau.reports.indicators import group_of
from bureau.reports.models import AnnualReport
from bureau.reports.numbers import display
from matchmaking.models import Achievement, Contact, Demand

CHARTED = ("patents.applications", "patents.grants", "patents.enterprise.applications", "patents.enterprise.grants")
HEADLINES = ("hnte.total", "patents.applications", "projects.provincial_or_above.count", "contracts.amount_100m_yuan")
ON_HOME, GUIDES_ON_HOME = 7, 5


@login_not_required
@require_safe
@cached_page
def home(request):
    """The front page: what is open, what is new, the year's figures. A block without rows is left out."""
    if request.display.is_care:
        return render(request, "portal/home_care.html")
    report = AnnualReport.objects.in_force().first()
    figures = {f.indicator: f for f in report.figures.filter(indicator__in=HEADLINES)} if report else {}
    context = {
        "report": report,
        "headlines": [_headline(figures[code]) for code in HEADLINES if code in figures],
        "matchmaking": _matchmaking(),
        "sections": list(_sections()),
        "columns": list(_columns()),
        "guides": Article.objects.published().filter(column__kind=ColumnKind.GUIDE).for_list()[:GUIDES_ON_HOME],
    }
    return render(request, "portal/home.html", context)


def _headline(figure) -> dict:
    change = f"，同比 {figure.display_change}" if figure.display_change not in ("", "—") else ""
    return {
        "label": figure.name,
        "number": display(figure.value, figure.precision, ""),
        "unit": figure.unit,
        "before": f"上年 {figure.display_previous}{change}",
    }


def _matchmaking() -> list[dict]:
    """How much is there to be matched; nothing is said where nothing is."""
    counts = (
        ("科技成果", Achievement.objects.effective().count(), "项"),
        ("技术需求", Demand.objects.effective().count(), "项"),
        ("对接洽谈", Contact.objects.effective().count(), "次"),
    )
    return [{"label": label, "number": number, "unit": unit} for label, number, unit in counts if number]


def _sections():
    today = timezone.localdate()
    for section in front.sections():
        items = section.items(ON_HOME)
        days = [(timezone.localdate(item.until) - today).days if item.until else None for item in items]
        if items:
            yield {
                "title": section.title,
                "ends": section.ends,
                "more": reverse(section.more) if section.more else "",
                "items": list(zip(items, days, strict=True)),
            }


def _columns():
    for column in Column.objects.listed().filter(on_home=True).exclude(kind=ColumnKind.GUIDE):
        articles = list(Article.objects.published().filter(column=column).for_list()[:ON_HOME])
        if articles:
            yield {"column": column, "articles": articles}


@login_not_required
@require_safe
@cached_page
def statistics(request, year: int | None = None):
    """统计: the issued figures of a year, as a chart with its table under it."""
    reports = list(AnnualReport.objects.in_force())
    report = next((r for r in reports if year is None or r.year == year), None)
    if report is None and year is not None:
        raise Http404
    figures = list(report.figures.order_by("position")) if report else []
    groups = [(name, list(of)) for name, of in groupby(figures, key=lambda figure: group_of(figure.indicator))]
    by_code = {figure.indicator: figure for figure in figures}
    bars = [by_code[code] for code in CHARTED if code in by_code and by_code[code].value is not None]
    chart = {
        "labels": [bar.name for bar in bars],
        "this": [float(bar.value) for bar in bars],
        "last": [float(bar.previous) if bar.previous is not None else None for bar in bars],
    }
    context = {"reports": reports, "report": report, "groups": groups, "chart": chart}
    return render(request, "portal/statistics.html", context)


@login_not_required
@require_safe
@cached_page
def site_map(request):
    """站点地图: every part of the site on one page."""
    context = {
        "columns": Column.objects.listed(),
        "pages": Article.objects.published().pages().order_by("pk"),
        "channels": Channel.objects.all(),
    }
    return render(request, "portal/sitemap.html", context)


@login_not_required
@require_safe
def robots(request):
    """What search engines may read: everything public."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", "Disallow: /feedback/query/"]
    address = request.build_absolute_uri(reverse("portal:sitemap-xml"))
    return HttpResponse("\n".join([*lines, f"Sitemap: {address}", ""]), content_type="text/plain; charset=utf-8")
