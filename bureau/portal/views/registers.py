"""Registers that everybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bureau.caching import cached_page
from bureau.portal import registers
from bureau.portal.filters import CertificateFilter, ListedFilter
from bureau.portal.interface import sections

PER_PAGE = 20


@login_not_required
@require_safe
@cached_page
def high_tech(request):
    """高新技术企业名录: the certificates, found by firm, place, year of recognition and of expiry."""
    rows = registers.certificates()
    narrowed = CertificateFilter(request.GET or None, queryset=rows)
    found = narrowed.qs if not narrowed.is_bound or narrowed.form.is_valid() else rows
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    is_narrowed = any(request.GET.get(name) for name in narrowed.filters)
    context = {
        "filter": narrowed,
        "is_narrowed": is_narrowed,
        "clear": request.path if is_narrowed else "",
        "page": page,
        "lines": [(row, *registers.state_of(row, today)) for row in page],
        "today": today,
        **registers.extent(),
    }
    return render(request, "portal/high_tech.html", context)


@login_not_required
@require_safe
@cached_page
def listed(request, code: str):
    """创新平台与载体: platforms, parks, incubators that stand today, found by name, level and place."""
    register, today = registers.LISTED[code], timezone.localdate()
    rows = register.rows(today)
    narrowed = ListedFilter(request.GET or None, queryset=rows)
    found = narrowed.qs if not narrowed.is_bound or narrowed.form.is_valid() else rows
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    is_narrowed = any(request.GET.get(name) for name in narrowed.filters)
    tabs = [
        {"label": one.title, "url": reverse(f"portal:{one.code}"), "is_current": one is register, "count": None}
        for one in registers.LISTED.values()
    ]
    context = {
        "register": register,
        "tabs": tabs,
        "filter": narrowed,
        "is_narrowed": is_narrowed,
        "clear": request.path if is_narrowed else "",
        "page": page,
        "lines": [(row, register.cells(row)) for row in page],
        "today": today,
        "standing": page.paginator.count if not is_narrowed else rows.count(),
    }
    return render(request, "portal/listed.html", context)


@login_not_required
@require_safe
@cached_page
def interface(request):
    """数据接口: what other programs may ask, drawn from the description that they read."""
    root = request.build_absolute_uri("/").rstrip("/")
    return render(request, "portal/interface.html", {"sections": sections(), "root": root})
