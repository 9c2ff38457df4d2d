"""A unit's own patents in the workspace: the rows, how each right stands, when its next annual fee is due, and the same as Excel."""

import tempfile
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bureau.audit.book import note
from bureau.excel import Column, Sheet, write_workbook
from bureau.registration.active import acting_for
from patents.fees import Fee, late_fee, next_fee, rule_on, surcharge_pct
from patents.filters import OwnPatentFilter
from patents.models import Patent, ValueMark
from patents.workflow import fees_due

PER_PAGE = 20
SOON_DAYS = 90
SHOWN_SOON = 10
COLUMNS = (
    Column("申请号", 18), Column("专利名称", 40), Column("专利类型", 12), Column("申请人", 30), Column("申请日", 12),
    Column("授权公告日", 12), Column("授权公告号", 16), Column("法律状态", 16), Column("主分类号", 16), Column("权利终止日", 12),
    Column("状态", 10), Column("下次年费年度", 12), Column("年费到期日", 12), Column("滞纳期至", 12),
)  # fmt: skip


def _rows(user, organisation):
    """The unit's patents, of those that the person may see."""
    return Patent.objects.visible_to(user).filter(organisation=organisation).effective()


@require_safe
def patent_list(request):
    """The unit's patents, newest first; above them the fees that fall due soon."""
    membership = acting_for(request)
    if membership is None:
        return render(request, "patents/patent_list.html", {"organisation": None})
    today, unit = timezone.localdate(), membership.organisation
    own = _rows(request.user, unit)
    filtered = OwnPatentFilter(request.GET or None, queryset=own)
    marks = Prefetch("value_marks", ValueMark.objects.standing_on(today), to_attr="standing_marks")
    rows = filtered.qs.defer("search").prefetch_related(marks).order_by("-filed_on", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    due = fees_due([unit.pk], today, SOON_DAYS).get(unit.pk, [])
    for patent in page:
        _tell(patent, today)
    context = {
        "organisation": unit,
        "filter": filtered,
        "page": page,
        "due": due[:SHOWN_SOON],
        "due_count": len(due),
        "soon_days": SOON_DAYS,
        "rule": rule_on(today),
        "query": request.GET.urlencode(),
    }
    return render(request, "patents/patent_list.html", context)


def _tell(patent: Patent, today: date) -> None:
    """Hang on the row what the page says of it."""
    dates = (patent.filed_on, patent.granted_on, patent.ended_on, today)
    patent.standing, patent.tone = standing_of(patent, today)
    patent.next_fee, patent.late_fee = next_fee(*dates), late_fee(*dates)
    patent.surcharge = surcharge_pct(patent.late_fee, today) if patent.late_fee else 0
    patent.is_high_value = patent.standing == "有效" and patent.kind == "invention" and (
        bool(patent.standing_marks) or patent.filed_on < _years_before(today, settings.HIGH_VALUE_YEARS)
    )  # fmt: skip


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def standing_of(patent: Patent, today: date) -> tuple[str, str]:
    """How the right stands on the day, in words, and the tone of the sign."""
    if patent.granted_on is None or patent.granted_on > today:
        return "未授权", "info"
    return ("有效", "success") if patent.ended_on and patent.ended_on > today else ("已失效", "neutral")


@require_safe
def patent_workbook(request):
    """The rows of the page as Excel, with the fees."""
    membership = acting_for(request)
    if membership is None:
        return redirect("patents:patent-list")
    today, unit = timezone.localdate(), membership.organisation
    rows = OwnPatentFilter(request.GET or None, queryset=_rows(request.user, unit)).qs.defer("search")
    told = f"{rows.order_by().count()} 行，{request.GET.urlencode()}"[:500]
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
    lines = _lines(rows.order_by("-filed_on", "-pk"), today)
    write_workbook([Sheet("本单位专利", COLUMNS, lines)], file)
    file.seek(0)
    note("export", by=request.user, subject=f"{unit}的专利", model=Patent._meta.label_lower, reason=told)
    return FileResponse(file, as_attachment=True, filename=f"{unit}专利清单-{today:%Y%m%d}.xlsx")


def _lines(rows, today: date) -> Iterator[list]:
    for patent in rows.iterator(chunk_size=2000):
        fee: Fee | None = next_fee(patent.filed_on, patent.granted_on, patent.ended_on, today)
        yield [
            patent.number, patent.title, patent.get_kind_display(), patent.applicants, patent.filed_on, patent.granted_on,
            patent.grant_number, patent.legal_status, patent.ipc, patent.ended_on, standing_of(patent, today)[0],
            *((fee.year, fee.due_on, fee.late_until) if fee else (None, None, None)),
        ]  # fmt: skip
