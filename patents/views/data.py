"""专利数据 for the public: a table with its chart, and the same numbers to take along."""

import csv
import io

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import conditional_page, require_safe

from bureau.caching import cached_page
from patents.dimensions import DIMENSIONS
from patents.opendata import BY, MEASURES, OpenTable, newest_year, open_table, years
from patents.questions import Measure


def _asked(request) -> tuple[int, Measure, str]:
    """Year, measure and dimension of the address; what it leaves out is filings by type of the newest year. Raises Http404."""
    known = years()
    try:
        measure = Measure(request.GET.get("measure") or Measure.FILED)
        year = int(request.GET.get("year") or 0)
    except ValueError:
        raise Http404 from None
    by = request.GET.get("by") or BY[0]
    if by not in BY or measure not in MEASURES or (year and year not in known):
        raise Http404
    year = year or newest_year(measure) or (known[0] if known else 0)
    return year, measure, by


@login_not_required
@require_safe
@cached_page
def data(request):
    """A year's filings or grants by place and type, kind of applicant or IPC section."""
    year, measure, by = _asked(request)
    table = open_table(year, measure, by) if year else None
    context = {
        "table": table,
        "years": years(),
        "measures": [(one.value, one.label) for one in MEASURES],
        "by": [(code, DIMENSIONS[code].label) for code in BY],
        "asked": {"year": year, "measure": measure.value, "by": by},
        "query": urlencode({"year": year, "measure": measure.value, "by": by}),
        "chart": _chart(table) if table else None,
    }
    return render(request, "patents/data.html", context)


def _chart(table: OpenTable) -> dict:
    return {
        "labels": list(table.rows.values()),
        "sets": [
            {"label": words, "data": [table.cells[row, column] for row in table.rows]}
            for column, words in list(table.columns.items())[:8]
        ],
    }


@login_not_required
@require_safe
@conditional_page
def data_file(request, what: str):
    """The table as CSV or JSON; what is not published is empty, or null."""
    year, measure, by = _asked(request)
    if not year:
        raise Http404
    table = open_table(year, measure, by)
    if what == "json":
        return JsonResponse(as_json(table), json_dumps_params={"ensure_ascii": False})
    text = io.StringIO(newline="")
    rows = [["县（市、区）", *table.columns.values(), "合计"], *([label, *cells] for label, cells in table.lines())]
    csv.writer(text).writerows(rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=patents-{year}-{measure.value}-{by}.csv"
    return response


def as_json(table: OpenTable) -> dict:
    """The table for machines: headings, then a line for each place; null is not published."""
    return {
        "year": table.year,
        "measure": table.measure.value,
        "by": table.by,
        "columns": [*table.columns.values(), "合计"],
        "rows": [{"place": label, "values": cells} for label, cells in table.lines()],
        "notes": table.notes,
    }
