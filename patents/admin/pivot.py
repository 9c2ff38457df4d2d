"""The pages of the statistics: ask, look behind each figure, keep, put on the board, take along as Excel."""

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import FileResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from unfold.decorators import action

from bureau.audit.book import note
from bureau.excel import Column, Sheet, write_workbook
from bureau.workflow import Refused
from patents import workflow
from patents.choices import Event
from patents.dimensions import DIMENSIONS
from patents.forms import KeepForm, PivotForm
from patents.models import CoreCount, PivotView
from patents.pivot import Table, answer
from patents.questions import Question, Share, Unanswerable, end_of

CHARTED_ROWS, CHARTED_COLUMNS = 24, 8
IN_FORM = ("division", "kind", "applicant_type", "section")
"""Dimensions that the form narrows by; by the others one comes from elsewhere, and they are told above the table."""


class PivotPages:
    """Mixed into the register's admin page."""

    @action(description="统计分析", permissions=["view"], url_path="pivot", icon="pivot_table_chart")
    def pivot_page(self, request):
        """A question in the address, its table and chart."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.dict() or self._asked_first()
        context = {
            **self.admin_site.each_context(request),
            "title": "专利统计分析",
            "opts": self.opts,
            "keeping": KeepForm(),
        }
        try:
            question = Question.of(asked)
        except Unanswerable as refusal:
            form = PivotForm(initial=asked)
            return render(
                request, "admin/patents/pivot.html", context | {"form": form, "fault": str(refusal)}, status=400
            )
        if request.method == "POST":
            return self._keep(request, question)
        if "workbook" in request.GET and self.has_export_permission(request):
            return self._workbook(request, question)
        table = answer(question)
        context |= {
            "form": PivotForm(initial=_initial(question)),
            "table": table,
            "question": question,
            "narrowed": _narrowed(question),
            "chart": _chart(table),
            "may_export": self.has_export_permission(request),
        }
        return render(request, "admin/patents/pivot.html", context)

    @action(description="统计视图和看板", permissions=["view"], url_path="views", icon="dashboard")
    def views_page(self, request):
        """The views on the board as tables, all others by name."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._drop(request)
        views = PivotView.objects.visible_to(request.user).select_related("created_by").order_by("name", "pk")
        shown = [(view, *_answered(view)) for view in views if view.on_board]
        context = {**self.admin_site.each_context(request), "title": "统计视图和看板", "opts": self.opts}
        return render(request, "admin/patents/views.html", context | {"views": views, "shown": shown})

    def _asked_first(self) -> dict:
        """The newest year with patents, county by county."""
        newest = CoreCount.objects.filter(event=Event.FILED).aggregate(last=Max("period"))["last"]
        newest = newest or timezone.localdate().replace(day=1)
        return {"since": f"{newest.year}-01", "until": f"{newest:%Y-%m}"}

    def _keep(self, request, question: Question):
        form = KeepForm(request.POST)
        if not form.is_valid():
            words = "；".join(error for errors in form.errors.values() for error in errors)
            messages.error(request, f"没有保存：{words}")
            return redirect(f"{request.path}?{question.address()}")
        try:
            view = workflow.keep_view(question, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, f"没有保存：{refusal}")
        else:
            messages.success(request, f"已保存视图“{view}”。")
        return redirect(f"{request.path}?{question.address()}")

    def _drop(self, request):
        view = get_object_or_404(PivotView.objects.visible_to(request.user), pk=request.POST.get("drop") or 0)
        try:
            workflow.drop_view(view, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已删除视图“{view}”。")
        return redirect("admin:patents_patent_views_page")

    def _workbook(self, request, question: Question):
        table = answer(question, at_most=None)
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
        write_workbook([_sheet(table)], file)
        file.seek(0)
        told = f"{len(table.lines)} 行，查询：{question.address()}"[:500]
        note("export", by=request.user, subject="专利统计表", model=self.opts.label_lower, reason=told)
        name = f"专利{question.measure.label}-{question.since:%Y%m}-{question.until:%Y%m}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)


def _initial(question: Question) -> dict:
    found = {"measure": question.measure, "rows": question.rows, "columns": question.columns, "share": question.share}
    found |= {"since": f"{question.since:%Y-%m}", "until": f"{question.until:%Y-%m}", "running": question.is_running}
    return found | {code: question.only.get(code, "*") for code in IN_FORM}


def _narrowed(question: Question, but=IN_FORM) -> list[tuple[str, str]]:
    """What the question is narrowed to, in words, and the address without it, but for the dimensions ``but``."""
    found = []
    for code, key in question.only.items():
        if code in but:
            continue
        rest = QueryDict(question.address(), mutable=True)
        del rest[code]
        found.append((f"{DIMENSIONS[code].label}：{DIMENSIONS[code].named([key])[key]}", rest.urlencode()))
    return found


def _chart(table: Table) -> dict:
    lines = table.lines[:CHARTED_ROWS]
    wanted = range(2) if not table.question.columns else range(min(len(table.headings) - 1, CHARTED_COLUMNS))
    plain = lambda value: None if value is None else float(value)  # noqa: E731
    return {
        "labels": [line.label for line in lines],
        "sets": [
            {"label": table.headings[at], "data": [plain(line.cells[at].value) for line in lines]} for at in wanted
        ],
    }


def _answered(view: PivotView) -> tuple[Table | None, str]:
    """A view's table now, or why there is none."""
    try:
        return answer(Question.of(QueryDict(view.question).dict()), at_most=12), ""
    except Unanswerable as refusal:
        return None, str(refusal)


def _sheet(table: Table) -> Sheet:
    question = table.question
    period = f"{question.since:%Y-%m-%d} 至 {end_of(question.until):%Y-%m-%d}"
    unit = "%" if table.is_of_shares else "件/万人" if question.share == Share.PER_10K else "件"
    rows = [[line.label, *(cell.value for cell in line.cells)] for line in [*table.lines, table.total]]
    narrowed = [f"只含{words}。" for words, _url in _narrowed(question, ())]
    marked = [
        f"{line.label}·{heading}"
        for line in [*table.lines, table.total]
        for heading, cell in zip(table.headings, line.cells, strict=True)
        if cell.mark
    ]
    told = [f"取自汇总表的格：{'、'.join(marked)}。"] if marked else []
    said = [f"{question.measure.label}（{unit}），{period}。", *narrowed, *table.notes, *told]
    columns = [Column(table.corner, 30), *(Column(heading, 14) for heading in table.headings)]
    return Sheet(f"专利{question.measure.label}", columns, [*rows, [], *([f"注：{words}"] for words in said)])
