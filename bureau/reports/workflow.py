"""编制 → 审核 → 签发, return and correction, and what issuing freezes (统计法 2024 art. 24)."""

import hashlib
import io
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from bureau import front
from bureau.audit.book import record, snapshot
from bureau.workflow import Refused, Transition

from .choices import UNDER_REVIEW, PlanState, ReportStatus
from .frozen import freeze_rows
from .models import AnnualReport, Check, CityFigure, Entry, PlanItem, Section, Target
from .narrative import write_narrative
from .workbook import write_report

PREPARE = Transition("prepare", "送审", (ReportStatus.DRAFT,), ReportStatus.PREPARED, "reports.prepare_annualreport")
REVIEW = Transition(
    "review", "审核通过", (ReportStatus.PREPARED,), ReportStatus.REVIEWED, "reports.review_annualreport"
)
ISSUE = Transition("issue", "签发", (ReportStatus.REVIEWED,), ReportStatus.ISSUED, "reports.issue_annualreport")
RETURN_REVIEW = Transition(
    "return", "退回", (ReportStatus.PREPARED,), ReportStatus.DRAFT, "reports.review_annualreport"
)
RETURN_ISSUE = Transition("return", "退回", (ReportStatus.REVIEWED,), ReportStatus.DRAFT, "reports.issue_annualreport")


def open_faults(report: AnnualReport) -> list[Check]:
    """Failed checks that nobody has signed."""
    return list(report.checks.filter(is_passed=False, signed_at=None))


def prepare(report: AnnualReport, *, by) -> None:
    """编制: vouch for the figures and send them for review. Refused while a check fails unsigned."""
    with PREPARE(report, by=by):
        _demand_checked(report)
        report.prepared_by, report.prepared_at = by, timezone.now()
        report.return_reason = ""


def review(report: AnnualReport, *, by) -> None:
    """审核: pass the report on to be issued."""
    with REVIEW(report, by=by):
        _demand_checked(report)
        report.reviewed_by, report.reviewed_at = by, timezone.now()


def return_(report: AnnualReport, *, by, reason: str) -> None:
    """退回: back to the office with a reason; the signatures so far are void."""
    if not reason.strip():
        raise Refused("请写明退回理由。")
    verb = RETURN_ISSUE if report.status == ReportStatus.REVIEWED else RETURN_REVIEW
    with verb(report, by=by, reason=reason):
        report.prepared_by = report.prepared_at = report.reviewed_by = report.reviewed_at = None
        report.return_reason = reason


def issue(report: AnnualReport, *, by) -> None:
    """签发: publish. Freezes figures, their words, the rows behind them and the files themselves."""
    with ISSUE(report, by=by):
        _demand_checked(report)
        if by == report.prepared_by and by == report.reviewed_by:
            raise Refused("编制、审核、签发不能都是同一人，请由另一位签发。")
        report.issued_by, report.issued_at = by, timezone.now()
        freeze_rows(report)
        report.status = ReportStatus.ISSUED  # So that the files say so.
        _freeze_files(report)
        front.changed()


def revise(report: AnnualReport, *, by, reason: str) -> AnnualReport:
    """更正: open a new version of an issued report, with a reason; the old one stays as it is."""
    if not by.has_perm("reports.revise_annualreport"):
        raise Refused("您没有更正已签发报告的权限。")
    if not reason.strip():
        raise Refused("请写明更正理由。")
    with transaction.atomic():
        report = AnnualReport.objects.select_for_update().get(pk=report.pk)
        newest = AnnualReport.objects.current_for(report.year)
        if not report.is_issued or newest.pk != report.pk:
            raise Refused(f"“{newest}”{newest.get_status_display()}，请在这一版上继续。")
        fresh = AnnualReport(
            year=report.year, version=report.version + 1, correction_reason=reason, tables=report.tables
        )
        fresh.save()
        record(fresh, "revise", by=by, reason=reason)
    return fresh


def sign_check(check: Check, *, by, reason: str) -> None:
    """Answer for a failed check with a reason, so that the report may go on."""
    if not by.has_perm("reports.sign_check"):
        raise Refused("您没有签认勾稽差异的权限。")
    if not reason.strip():
        raise Refused("请写明差异的原因。")
    with transaction.atomic():
        check = Check.objects.select_for_update().select_related("report").get(pk=check.pk)
        if check.is_passed:
            raise Refused("这项校验已通过，无需签认。")
        if check.report.is_issued:
            raise Refused("报告已签发，不能再签认。")
        before = snapshot(check)
        check.signed_by, check.signed_at, check.sign_reason = by, timezone.now(), reason
        check.save()
        record(check, "sign_check", by=by, before=before, reason=reason)


def enter(entry: Entry, *, by) -> None:
    """填报: keep an entered value under the name of who entered it."""
    entry.entered_by, entry.entered_at = by, timezone.now()
    write(entry, by=by, verb="enter")


def write(words: Entry | CityFigure | Target | PlanItem | Section, *, by, verb: str = "") -> None:
    """Keep what a person writes for a year's report. Refused while that report is being signed or is issued."""
    model = type(words)
    with transaction.atomic():
        old = model.objects.select_for_update().get(pk=words.pk) if words.pk else None
        for year in {words.year, old.year if old else words.year}:
            demand_open(year)
        if model is PlanItem:
            demand_unsent(words.year - 1)
        words.full_clean()
        words.save()
        record(words, verb or ("change" if old else "add"), by=by, before=snapshot(old) if old else None)


def demand_open(year: int) -> None:
    """Refuse where the year's report is issued or on its way: its words are part of what is signed."""
    report = AnnualReport.objects.current_for(year)
    if report and report.is_issued:
        raise Refused(f"《{report}》已签发，这一年度的内容不能再改。如需修改，请由办公室发起更正。")
    demand_unsent(year)


def demand_unsent(year: int) -> None:
    """Refuse while the year's report is before somebody to be signed."""
    report = AnnualReport.objects.current_for(year)
    if report and report.status in UNDER_REVIEW:
        raise Refused(f"《{report}》{report.get_status_display()}，内容暂不能改。如需修改，请先退回。")


def copy_plan(year: int, *, by) -> int:
    """Start the plan of ``year`` as a copy of the year before's; returns how many items.

    Each begins anew: planned, due a year later, its base what the year before reached. Refused when the year has a
    plan already or the year before has none.
    """
    if not by.has_perm("reports.add_planitem"):
        raise PermissionDenied("copy_plan")
    report = AnnualReport.objects.current_for(year - 1)
    reached = {figure.indicator: figure.display for figure in report.figures.all()} if report else {}
    with transaction.atomic():
        if PlanItem.objects.filter(year=year).exists():
            raise Refused(f"{year}年计划已有条目，不能再复制；请直接修改或新增条目。")
        items = list(PlanItem.objects.filter(year=year - 1).select_for_update())
        if not items:
            raise Refused(f"{year - 1}年没有计划条目可复制，请直接新增{year}年的条目。")
        for item in items:
            item.pk, item.year, item.state, item.actual, item.reason = None, year, PlanState.PLANNED, "", ""
            item.base = reached.get(item.indicator, item.base)
            item.due_on = _a_year_later(item.due_on)
            item.save(force_insert=True)
            record(item, "copy_plan", by=by, reason=f"复制自{year - 1}年计划")
    return len(items)


def _a_year_later(day: date | None) -> date | None:
    if day is None:
        return None
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _demand_checked(report: AnnualReport) -> None:
    if report.computed_at is None:
        raise Refused("报告还没有计算，请先计算。")
    if faults := open_faults(report):
        names = "；".join(fault.name for fault in faults[:3])
        raise Refused(f"有 {len(faults)} 项勾稽校验未通过且未签认：{names}。请核对数据后重新计算，或由科长签认。")


def _freeze_files(report: AnnualReport) -> None:
    workbook, narrative = io.BytesIO(), io.BytesIO()
    write_report(report, workbook)
    write_narrative(report, narrative)
    report.workbook_sha256 = hashlib.sha256(workbook.getvalue()).hexdigest()
    report.workbook.save(f"{report.year}-v{report.version}.xlsx", ContentFile(workbook.getvalue()), save=False)
    report.narrative.save(f"{report.year}-v{report.version}.docx", ContentFile(narrative.getvalue()), save=False)
