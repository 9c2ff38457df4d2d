"""The public pages."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureau.reports.indicators import group_of
from bureau.reports.models import AnnualReport

CHARTED = ("patents.applications", "patents.grants", "patents.enterprise.applications", "patents.enterprise.grants")
HEADLINES = ("hnte.total", "patents.applications", "projects.provincial_or_above.count", "contracts.amount_100m_yuan")


@login_not_required
@require_safe
def home(request):
    """The front page: the year's figures and the way in."""
    report = AnnualReport.objects.in_force().first()
    figures = {f.indicator: f for f in report.figures.all()} if report else {}
    headlines = [figures[code] for code in HEADLINES if code in figures]
    return render(request, "portal/home.html", {"report": report, "headlines": headlines})


@login_not_required
@require_safe
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
