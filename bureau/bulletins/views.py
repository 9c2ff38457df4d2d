"""Bulletins on the portal: what is published, with chart, table, text, and the data to take along."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import condition, require_safe

from bureau.caching import cached_page

from .files import WRITERS, canonical, open_file, write_csv
from .models import Bulletin
from .sentences import sentences
from .tables import chart_of, tables_of


def _published(month: str, version: int | None = None) -> Bulletin:
    """The version in force of “2015-03”, or one that was. Raises Http404."""
    try:
        year, number = map(int, month.split("-"))
        first = date(year, number, 1)
    except ValueError:
        raise Http404 from None
    if version is None:
        return get_object_or_404(Bulletin.objects.published(), month=first)
    return get_object_or_404(Bulletin.objects.frozen(), month=first, version=version)


@login_not_required
@require_safe
@cached_page
def bulletin_list(request):
    """专利统计月报: every month's version in force, newest first."""
    bulletins = Bulletin.objects.published().defer("data").for_list()
    return render(request, "bulletins/bulletin_list.html", {"bulletins": bulletins})


@login_not_required
@require_safe
@cached_page
def bulletin_detail(request, month: str, version: int | None = None):
    """One bulletin: text, chart, table, downloads; what is corrected says so and leads to the correction."""
    bulletin = _published(month, version)
    data = bulletin.told
    versions = Bulletin.objects.frozen().filter(month=bulletin.month).defer("data").order_by("-version")
    context = {
        "bulletin": bulletin,
        "versions": list(versions),
        "notes": data["notes"],
        "tables": tables_of(data),
        "chart": chart_of(data),
        "text": sentences(data),
    }
    return render(request, "bulletins/bulletin_detail.html", context)


def _hash(_request, month: str, version: int, what: str) -> str:
    return f'"{_published(month, version).sha256}-{what}"'


@login_not_required
@require_safe
@condition(etag_func=_hash)
def bulletin_file(request, month: str, version: int, what: str):
    """The frozen data as JSON (the very bytes that the hash is of) or CSV; the files as they were published."""
    bulletin = _published(month, version)
    name = f"专利统计月报-{bulletin.month:%Y-%m}-第{bulletin.version}版.{what}"
    if what in WRITERS:
        return FileResponse(open_file(bulletin, what), as_attachment=True, filename=name)
    if what == "json":
        return HttpResponse(canonical(bulletin.told), content_type="application/json; charset=utf-8")
    if what != "csv":
        raise Http404
    response = HttpResponse(write_csv(bulletin.told), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=patents-{bulletin.month:%Y-%m}.csv"
    return response
