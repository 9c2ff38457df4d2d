"""The report in the browser admin: compute, look behind each figure, sign, issue, download."""

import tempfile

from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin, CappedPaginator
from bureau.audit.book import note
from bureau.workflow import Refused

from . import annual, workflow
from .choices import ReportStatus
from .detail import rows_of
from .files import WRITERS, write_file
from .forms import (
    CityFigureForm,
    ComputeForm,
    CopyPlanForm,
    EntryForm,
    PlanItemForm,
    ReasonForm,
    SectionForm,
    TargetForm,
)
from .frozen import FrozenPage, as_issued, changed_since
from .indicators import BY_CODE, group_of
from .models import AnnualReport, Check, CityFigure, Entry, PlanItem, Section, Target
from .numbers import display
from .querysets import outline_place
from .rowlist import describe
from .targets import completions
from .tasks import compute_annual_report, progress_key
from .texts import LABELS
from .workbook import file_name

PER_PAGE = 50

VERBS = {
    "prepare": (workflow.PREPARE, workflow.prepare, "已送审。"),
    "review": (workflow.REVIEW, workflow.review, "审核通过，待签发。"),
    "issue": (workflow.ISSUE, workflow.issue, "已签发并公布。"),
}


@admin.register(AnnualReport)
class AnnualReportAdmin(BureauAdmin):
    list_display = ["year", "version", "state", "computed_at", "prepared_by", "reviewed_by", "issued_by", "issued_at"]
    list_display_links = ["year"]
    list_filter = ["status"]
    ordering = ["-year", "-version"]
    list_select_related = ["prepared_by", "reviewed_by", "issued_by"]
    change_list_template = "admin/reports/report_list.html"

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = "good" if obj.is_issued else ""
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("compute/", site(self.compute_view), name="reports_compute"),
            path("compute/<int:year>/progress/", site(self.progress_view), name="reports_progress"),
            path("<int:pk>/verb/<str:verb>/", site(self.verb_view), name="reports_verb"),
            path("<int:pk>/return/", site(self.return_view), name="reports_return"),
            path("<int:pk>/revise/", site(self.revise_view), name="reports_revise"),
            path("<int:pk>/rows/<str:code>/", site(self.rows_view), name="reports_rows"),
            path("<int:pk>/download/<str:what>/", site(self.download_view), name="reports_download"),
            path("check/<int:pk>/sign/", site(self.sign_view), name="reports_sign"),
            *super().get_urls(),
        ]

    def _report(self, request, pk: int) -> AnnualReport:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _context(self, request, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def changelist_view(self, request, extra_context=None):
        more = {
            "can_compute": request.user.has_perm("reports.compute_annualreport"),
            "form": ComputeForm(initial={"year": timezone.localdate().year}),
        }
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The report itself: every figure with last year's, growth, target, what changed, and the way to its rows."""
        report = self._report(request, object_id)
        moved = changed_since(report) if report.is_issued else {}
        context = self._context(
            request,
            str(report),
            report=report,
            lines=list(_lines(report, moved)),
            checks=report.checks.select_related("signed_by").order_by("is_passed", "pk"),
            faults=workflow.open_faults(report),
            verbs=_verbs_open_to(request.user, report),
            can_return=_can_return(request.user, report),
            can_revise=report.is_issued and request.user.has_perm("reports.revise_annualreport"),
            can_sign=not report.is_issued and request.user.has_perm("reports.sign_check"),
            can_compute=report.status == ReportStatus.DRAFT and request.user.has_perm("reports.compute_annualreport"),
            moved=sum(moved.values()),
        )
        return render(request, "admin/reports/report.html", context)

    def compute_view(self, request):
        """Ring for a computation and show its progress."""
        if request.method != "POST" or not request.user.has_perm("reports.compute_annualreport"):
            raise PermissionDenied
        form = ComputeForm(request.POST)
        if not form.is_valid():
            messages.error(request, "；".join(form.errors["year"]))
            return redirect("admin:reports_annualreport_changelist")
        year = form.cleaned_data["year"]
        try:
            annual.demand_draft(current := AnnualReport.objects.current_for(year))
        except annual.Settled as settled:
            messages.warning(request, str(settled))
            return redirect("admin:reports_annualreport_change", current.pk)
        cache.set(progress_key(year), {"stage": "等待计算", "share": 0.0}, 600)
        compute_annual_report.delay(year, request.user.pk)
        return redirect("admin:reports_progress", year)

    def progress_view(self, request, year: int):
        """How far the computation is; htmx asks every second."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        progress = cache.get(progress_key(year)) or {"stage": "完成", "share": 1.0}
        report = AnnualReport.objects.current_for(year)
        context = self._context(
            request,
            f"计算{year}年度报告",
            progress=progress,
            percent=round(progress["share"] * 100),
            report=report,
            year=year,
        )
        template = "admin/reports/progress_part.html" if request.htmx else "admin/reports/progress.html"
        return render(request, template, context)

    def verb_view(self, request, pk: int, verb: str):
        """Say one of the signing verbs."""
        report = self._report(request, pk)
        if request.method != "POST" or verb not in VERBS:
            raise PermissionDenied
        _transition, say, told = VERBS[verb]
        try:
            say(report, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"《{report}》{told}")
        return redirect("admin:reports_annualreport_change", pk)

    def return_view(self, request, pk: int):
        """退回 with a reason."""
        report = self._report(request, pk)
        if not _can_return(request.user, report):
            raise PermissionDenied
        return self._reasoned(
            request,
            f"退回《{report}》",
            report,
            lambda reason: workflow.return_(report, by=request.user, reason=reason),
        )

    def revise_view(self, request, pk: int):
        """更正 with a reason: a new version."""
        report = self._report(request, pk)
        if not request.user.has_perm("reports.revise_annualreport"):
            raise PermissionDenied
        return self._reasoned(
            request, f"更正《{report}》", report, lambda reason: workflow.revise(report, by=request.user, reason=reason)
        )

    def sign_view(self, request, pk: int):
        """Answer for a failed check."""
        check = get_object_or_404(Check.objects.select_related("report"), pk=pk)
        report = self._report(request, check.report_id)
        if not request.user.has_perm("reports.sign_check"):
            raise PermissionDenied
        return self._reasoned(
            request,
            f"签认“{check}”：左方 {check.left}，右方 {check.right}",
            report,
            lambda reason: workflow.sign_check(check, by=request.user, reason=reason),
        )

    def _reasoned(self, request, title: str, report: AnnualReport, act):
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                fresh = act(form.cleaned_data["reason"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"{title}：已完成。")
                report = fresh or report
            return redirect("admin:reports_annualreport_change", report.pk)
        back = reverse("admin:reports_annualreport_change", args=[report.pk])
        return render(request, "admin/reason.html", self._context(request, title, form=form, back=back))

    def rows_view(self, request, pk: int, code: str):
        """The exact rows behind one figure: as they are, or as the issued report froze them."""
        report = self._report(request, pk)
        figure = get_object_or_404(report.figures, indicator=code)
        rows = rows_of(report, code, figure)
        if rows is None:
            raise Http404
        permission = f"{rows.model._meta.app_label}.view_{rows.model._meta.model_name}"
        if not request.user.has_perm(permission):
            raise PermissionDenied
        columns, line = describe(rows.model)
        frozen = report.is_issued and figure.rows_hash
        pages = Paginator(FrozenPage(figure), PER_PAGE) if frozen else CappedPaginator(rows, PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        found = list(page)
        old = as_issued(found, report) if frozen else {}
        lines = [
            {
                "cells": line(row, old.get(row.pk, {})),
                "url": reverse(
                    f"admin:{rows.model._meta.app_label}_{rows.model._meta.model_name}_change", args=[row.pk]
                ),
                "moved": report.is_issued and row.changed_at > report.issued_at,
                "voided": getattr(row, "voided_at", None) is not None,
            }
            for row in found
        ]
        title = f"{figure.name}：{figure.display}"
        context = self._context(
            request,
            title,
            report=report,
            figure=figure,
            columns=columns,
            lines=lines,
            page=page,
            frozen=frozen,
        )
        return render(request, "admin/reports/rows.html", context)

    def download_view(self, request, pk: int, what: str):
        """The workbook or the narrative: the frozen file of an issued report, else written now."""
        report = self._report(request, pk)
        if what not in WRITERS:
            raise Http404
        if report.computed_at is None:
            messages.warning(request, f"《{report}》还没有计算，请先计算再下载。")
            return redirect("admin:reports_annualreport_change", pk)
        note("download_report", by=request.user, subject=str(report), model="reports.annualreport", object_id=pk)
        file = tempfile.TemporaryFile()  # noqa: SIM115 The response closes it.
        write_file(report, what, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=file_name(report, what))


def _verbs_open_to(user, report: AnnualReport) -> list[tuple[str, str]]:
    return [
        (name, transition.label)
        for name, (transition, _say, _told) in VERBS.items()
        if report.status in transition.sources and user.has_perm(transition.permission)
    ]


def _can_return(user, report: AnnualReport) -> bool:
    if report.status == ReportStatus.PREPARED:
        return user.has_perm("reports.review_annualreport")
    return report.status == ReportStatus.REVIEWED and user.has_perm("reports.issue_annualreport")


def _lines(report: AnnualReport, moved: dict[str, int]):
    done = completions(report)
    for figure in report.figures.order_by("position"):
        indicator = BY_CODE.get(figure.indicator)
        yield {
            "figure": figure,
            "group": group_of(figure.indicator),
            "source_url": _source_url(report, figure),
            "target": done.get(figure.indicator),
            "has_rows": bool(indicator and indicator.rows),
            "drafted": figure.drafted is not None and figure.drafted != figure.value
            and display(figure.drafted, figure.precision, figure.unit),
            "moved": moved.get(figure.indicator, 0),
        }  # fmt: skip


def _source_url(report: AnnualReport, figure) -> str:
    """Where what was entered for a figure stands, with its document."""
    if figure.indicator.endswith(".rank"):
        indicator = figure.indicator.removesuffix(".rank")
        return f"{reverse('admin:reports_cityfigure_changelist')}?year={report.year}&indicator={indicator}"
    if figure.is_entered:
        return f"{reverse('admin:reports_entry_changelist')}?year={report.year}&indicator={figure.indicator}"
    return ""


class _Kept(BureauAdmin):
    """Pages of what people write for the report."""

    list_filter = ["year"]

    def save_model(self, request, obj, form, change):
        """Writing is a verb, which keeps the book itself."""
        workflow.write(obj, by=request.user)

    @admin.display(description="指标", ordering="indicator")
    def indicator_name(self, obj):
        return BY_CODE[obj.indicator].name if obj.indicator in BY_CODE else obj.indicator


@admin.register(Entry)
class EntryAdmin(_Kept):
    form = EntryForm
    list_display = ["indicator_name", "year", "value", "source_document", "entered_by", "entered_at"]
    list_select_related = ["entered_by"]

    def save_model(self, request, obj, form, change):
        """Entering is a verb; it signs and writes the book itself."""
        workflow.enter(obj, by=request.user)


@admin.register(CityFigure)
class CityFigureAdmin(_Kept):
    form = CityFigureForm
    list_display = ["indicator_name", "year", "city", "value", "source_document"]


@admin.register(Target)
class TargetAdmin(_Kept):
    form = TargetForm
    list_display = ["indicator_name", "year", "kind", "value", "section", "source_document"]


@admin.register(PlanItem)
class PlanItemAdmin(_Kept):
    form = PlanItemForm
    list_display = ["text", "year", "outline", "target", "section", "due_on", "state"]
    list_filter = ["year", "outline", "state"]
    ordering = ["-year", outline_place(), "position"]
    actions_list = ["copy_page"]

    def has_copy_permission(self, request):
        """Whether the person may begin a plan."""
        return request.user.has_perm("reports.add_planitem")

    @action(description="从上年计划复制", permissions=["copy"], url_path="copy", icon="content_copy")
    def copy_page(self, request):
        """Begin a year's plan with the items of the year before."""
        newest = PlanItem.objects.aggregate(newest=Max("year"))["newest"] or timezone.localdate().year
        form = CopyPlanForm(request.POST or None, initial={"year": newest + 1})
        back = reverse("admin:reports_planitem_changelist")
        if request.method == "POST" and form.is_valid():
            year = form.cleaned_data["year"]
            try:
                count = workflow.copy_plan(year, by=request.user)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已为{year}年复制 {count} 条计划，请逐条核对目标与时限。")
            return redirect(f"{back}?year={year}")
        context = {
            **self.admin_site.each_context(request), "title": "从上年计划复制", "form": form, "back": back,
            "opts": self.opts, "action": "复制",
        }  # fmt: skip
        return render(request, "admin/reason.html", context)


@admin.register(Section)
class SectionAdmin(_Kept):
    form = SectionForm
    list_display = ["place", "year", "text"]

    @admin.display(description="位置", ordering="code")
    def place(self, obj):
        return LABELS.get(obj.code, obj.code)
