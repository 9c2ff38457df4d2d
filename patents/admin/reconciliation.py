"""The page that sets ready-made tables beside the lists, and its workbook."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from unfold.decorators import action

from bureau.audit.book import note
from bureau.excel import Column, Sheet, write_workbook
from patents.models import MonthlySummary
from patents.questions import Unanswerable, month_of
from patents.reconciling import Compared, compare

SHOWN_AT_MOST = 500
HEADINGS = ("月份", "县（市、区）、功能区", "指标", "类型", "汇总表", "清单", "差额（清单－汇总表）")


class ReconciliationPages:
    """Mixed into the register's admin page."""

    @action(description="汇总表与清单核对", permissions=["view"], url_path="reconciliation", icon="rule")
    def reconciliation_page(self, request):
        """Differences between the tables and the lists from one month to another, each with its rows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": "汇总表与清单核对", "opts": self.opts}
        try:
            since, until = self._months(request)
        except Unanswerable as refusal:
            asked = {"since": request.GET.get("since"), "until": request.GET.get("until")}
            page = context | asked | {"fault": str(refusal)}
            return render(request, "admin/patents/reconciliation.html", page, status=400)
        compared = compare(since, until)
        differing = [one for one in compared if one.difference or one.told is None]
        if "workbook" in request.GET and self.has_export_permission(request):
            return self._reconciliation_workbook(request, differing, since, until)
        context |= {
            "since": f"{since:%Y-%m}",
            "until": f"{until:%Y-%m}",
            "count": len(compared),
            "differing": differing[:SHOWN_AT_MOST],
            "differing_count": len(differing),
            "headings": HEADINGS,
            "may_export": self.has_export_permission(request),
        }
        return render(request, "admin/patents/reconciliation.html", context)

    def _months(self, request):
        """The months asked for; at first the newest year that has tables. Raises Unanswerable."""
        newest = MonthlySummary.objects.effective().aggregate(first=Min("month"), last=Max("month"))["last"]
        last = newest or timezone.localdate().replace(day=1)
        until = month_of(request.GET["until"], "截止月份") if request.GET.get("until") else last
        asked = request.GET.get("since")
        since = month_of(asked, "起始月份") if asked else until.replace(month=1)
        if since > until:
            raise Unanswerable("起始月份晚于截止月份，请改正。")
        return since, until

    def _reconciliation_workbook(self, request, differing: list[Compared], since, until):
        rows = [
            [f"{one.month:%Y-%m}", one.place, one.measure.label, one.kind.label, one.told, one.counted, one.difference]
            for one in differing
        ]
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
        columns = [Column(heading, 18) for heading in HEADINGS]
        said = "注：汇总表为空表示该表没有这一行；清单按申请日、授权公告日和权利终止日统计，已作废的记录不计。"
        write_workbook([Sheet("核对差异", columns, [*rows, [], [said]])], file)
        file.seek(0)
        told = f"{since:%Y-%m} 至 {until:%Y-%m}，{len(rows)} 行"
        note("export", by=request.user, subject="专利汇总表与清单核对", model=self.opts.label_lower, reason=told)
        name = f"专利汇总表与清单核对-{since:%Y%m}-{until:%Y%m}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)
