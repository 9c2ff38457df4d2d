"""What the portal itself, and the apps that know no portal, show on the front page and let the search find."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from bureau import front
from bureau.caching import bump
from bureau.publicity.models import Publicity
from bureau.reports.models import AnnualReport, Figure
from bureau.text import searchable

from .registers import find_certificates
from .searching import ARTICLES_SOURCE


def publicities(limit: int) -> list[front.Item]:
    """公示 that are under way, the first to end first."""
    rows = Publicity.objects.under_way().order_by("ends_on", "-pk").only("title", "ends_on")[:limit]
    return [front.Item(row.title, _address(row), until=_end_of(row.ends_on)) for row in rows]


def find_publicities(text: str, limit: int) -> list[front.Hit]:
    """公示 that the public may open."""
    rows = Publicity.objects.public().search(text).for_list()[:limit]
    return [front.Hit(row.title, _address(row), "公示公告", on=row.published_at) for row in rows]


def find_figures(text: str, limit: int) -> list[front.Hit]:
    """Figures of the reports in force whose year, name or definition hold every word, the newest year first."""
    words = searchable(text).split()
    years = dict(AnnualReport.objects.in_force().values_list("pk", "year"))
    rows = Figure.objects.filter(report__in=years).order_by("-report__year", "position") if words else []
    found = []
    for row in rows:
        year = years[row.report_id]
        if all(word in searchable(f"{year}年{row.name} {row.definition} 统计数据") for word in words):
            url = f"{reverse('statistics-year', args=[year])}#{row.indicator}"
            title = f"{year}年{row.name}：{row.display}"
            found.append(front.Hit(title, url, "统计数据", text=row.definition))
    return found[:limit]


def _address(row: Publicity) -> str:
    return reverse("publicity:detail", args=[row.pk])


def _end_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


front.on_change(bump)
front.show(front.Section("publicities", "正在公示", 20, publicities, more="publicity:list", ends="公示"))
front.find(ARTICLES_SOURCE)
front.find(front.Source("publicities", "公示公告", find_publicities))
front.find(front.Source("figures", "统计数据", find_figures))
front.find(front.Source("registers", "企业名录", find_certificates))
