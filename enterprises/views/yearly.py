"""A firm's pages: its years, one year section by section, what it lacks."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.registration.active import acting_for
from bureau.workflow import Refused
from enterprises import assessing
from enterprises.assessment.engine import Unreadable
from enterprises.checks import DIFFERENCE, ERROR, comparison, findings
from enterprises.choices import EDITABLE, YearlyStatus
from enterprises.forms import ROWS, SECTIONS, STAFF, BeginForm, ExplainForm, StaffForm
from enterprises.models import Enterprise, YearlyData
from enterprises.workflow import yearly

TONES = {
    YearlyStatus.DRAFT: "neutral",
    YearlyStatus.SUBMITTED: "info",
    YearlyStatus.RETURNED: "warning",
    YearlyStatus.CONFIRMED: "success",
}


def own_data(request, pk: int) -> YearlyData:
    """One of the person's units' years."""
    rows = YearlyData.objects.owned_by(request.user).select_related("organisation")
    return get_object_or_404(rows, pk=pk)


def said(request, verb, words: str, *what, **values) -> bool:
    """Say a verb and tell the person; whether it was done."""
    try:
        verb(*what, by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, words)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def data_list(request):
    """The years of the unit that the person acts for; begin another."""
    membership = acting_for(request)
    if membership is None:
        return render(request, "enterprises/data_list.html", {"organisation": None})
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = yearly.begin(membership.organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("year", str(refusal))
        else:
            return redirect("enterprises:data-detail", data.pk)
    rows = list(YearlyData.objects.owned_by(request.user).filter(organisation=membership.organisation_id).for_list())
    for row in rows:
        row.tone = TONES[row.status]
    context = {"organisation": membership.organisation, "rows": rows, "form": form}
    return render(request, "enterprises/data_list.html", context)


@require_safe
def data_detail(request, pk: int):
    """What there is to fill in, what does not agree, handing in."""
    data = own_data(request, pk)
    found = findings(data, yearly.previous_of(data))
    differences = [finding for finding in found if finding.level == DIFFERENCE]
    errors = [finding for finding in found if finding.level == ERROR]
    open_ = [finding for finding in differences if not data.explanations.get(finding.code)]
    context = {
        "data": data,
        "tone": TONES[data.status],
        "is_editable": data.status in EDITABLE,
        "tasks": _tasks(data, errors),
        "errors": errors,
        "differences": differences,
        "form": ExplainForm(findings=differences, explanations=data.explanations) if differences else None,
        "is_ready": data.status in EDITABLE and not errors and not open_,
        "comparison": comparison(data, yearly.previous_of(data)),
    }
    return render(request, "enterprises/data_detail.html", context)


def _tasks(data: YearlyData, errors) -> list[dict]:
    """The sections, each with how far it is."""
    lacking = {finding.section for finding in errors}
    enterprise = Enterprise.objects.filter(organisation=data.organisation_id).first()
    if enterprise is None or enterprise.registered_on is None:
        lacking.add("firm")
    names = {code: words for code, (words, _) in (SECTIONS | ROWS).items()}
    names |= {code: f"{kind.label}各月人数" for code, kind in STAFF.items()}
    counts = {code: getattr(data, code).count() for code in ROWS}
    months = dict.fromkeys(STAFF, 0)
    for kind in data.staff_months.values_list("kind", flat=True):
        months[f"staff-{kind}"] += 1
    lines = []
    for code, words in names.items():
        status = "须补正" if code in lacking else "已填写"
        if code == "tech-sme" and data.deductible_research is None and data.total_costs is None:
            status = "未填写"
        if code in counts:
            status = status if code in lacking else f"{counts[code]} 项" if counts[code] else "未填写"
        if code in months and code not in lacking:
            status = f"{months[code]} 个月" if months[code] else "未填写"
        tone = "warning" if code in lacking else "neutral"
        lines.append({"label": words, "url": _section_url(data, code), "status": status, "tone": tone})
    return lines


def _section_url(data: YearlyData, code: str) -> str:
    name = "part-list" if code in ROWS else "data-section"
    return reverse(f"enterprises:{name}", args=[data.pk, code])


@require_http_methods(["GET", "HEAD", "POST"])
def data_section(request, pk: int, section: str):
    """One subject of the year."""
    data = own_data(request, pk)
    if section in STAFF:
        return _staff_section(request, data, section)
    if section not in SECTIONS:
        raise Http404
    words, form_class = SECTIONS[section]
    is_firm = section == "firm"
    held = get_object_or_404(Enterprise, organisation=data.organisation_id) if is_firm else data
    form = form_class(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        say = yearly.describe if is_firm else yearly.fill_in
        if said(request, say, f"已保存“{words}”。", data, **form.cleaned_data):
            return redirect("enterprises:data-detail", data.pk)
    return render(request, "enterprises/data_section.html", {"data": data, "words": words, "form": form})


def _staff_section(request, data: YearlyData, section: str):
    kind = STAFF[section]
    form = StaffForm(request.POST or None, counts=data.staff_months.filter(kind=kind))
    words = f"{kind.label}各月人数"
    if (
        request.method == "POST"
        and form.is_valid()
        and said(request, yearly.count_staff, f"已保存“{words}”。", data, kind, form.months)
    ):
        return redirect("enterprises:data-detail", data.pk)
    return render(request, "enterprises/data_section.html", {"data": data, "words": words, "form": form})


@require_safe
def part_list(request, pk: int, rows: str):
    """The rows of one kind."""
    data = own_data(request, pk)
    if rows not in ROWS:
        raise Http404
    words, form_class = ROWS[rows]
    shown = [(name, form_class.base_fields[name].label) for name in SHOWN[rows]]
    parts = getattr(data, rows).all()
    table = [(part, [(label, _told(part, name)) for name, label in shown]) for part in parts]
    labels = [label for _, label in shown]
    context = {
        "data": data,
        "rows": rows,
        "words": words,
        "labels": labels,
        "table": table,
        "is_editable": data.status in EDITABLE,
    }
    return render(request, "enterprises/part_list.html", context)


SHOWN = {
    "rights": ("code", "name", "kind", "obtained", "authorised_on", "used_before"),
    "products": ("code", "name", "income", "ip"),
    "activities": ("code", "name", "began_on", "source", "spent"),
    "conversions": ("result", "form", "outcome"),
}


def _told(part, name: str):
    value = getattr(part, f"get_{name}_display", lambda: getattr(part, name))()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return "、".join(value) if isinstance(value, list) else value


@require_http_methods(["GET", "HEAD", "POST"])
def part_edit(request, pk: int, rows: str, part: int | None = None):
    """Add a row or change one."""
    data = own_data(request, pk)
    if rows not in ROWS:
        raise Http404
    words, form_class = ROWS[rows]
    held = get_object_or_404(getattr(data, rows), pk=part) if part else form_class._meta.model(data=data)
    form = form_class(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        if said(request, yearly.put, f"已保存“{changed}”。", data, changed):
            return redirect("enterprises:part-list", data.pk, rows)
    return render(
        request, "enterprises/part_edit.html", {"data": data, "rows": rows, "words": words, "form": form, "part": part}
    )


@require_POST
def part_remove(request, pk: int, rows: str, part: int):
    """Take a row out."""
    data = own_data(request, pk)
    if rows not in ROWS:
        raise Http404
    held = get_object_or_404(getattr(data, rows), pk=part)
    said(request, yearly.take_out, f"已删去“{held}”。", held)
    return redirect("enterprises:part-list", data.pk, rows)


@require_POST
def data_explain(request, pk: int):
    """Say why figures differ."""
    data = own_data(request, pk)
    differences = [f for f in findings(data, yearly.previous_of(data)) if f.level == DIFFERENCE]
    form = ExplainForm(request.POST, findings=differences)
    if form.is_valid():
        said(request, yearly.explain, "已保存差异说明。", data, **form.cleaned_data)
    else:
        messages.error(request, "说明至多 300 字。")
    return redirect("enterprises:data-detail", pk)


VERBS = {"submit": (yearly.submit, "已提交，等待确认。"), "withdraw": (yearly.withdraw, "已撤回，可以继续修改。")}


@require_POST
def data_verb(request, pk: int, verb: str):
    """Hand in or take back."""
    data = own_data(request, pk)
    if verb not in VERBS:
        raise Http404
    say, words = VERBS[verb]
    said(request, say, words, data)
    return redirect("enterprises:data-detail", pk)


@require_safe
def data_assessment(request, pk: int):
    """What the rules say of the firm today, with the arithmetic and the clause of each line."""
    data = own_data(request, pk)
    context = {"data": data, **told(data)}
    return render(request, "enterprises/data_assessment.html", context)


def told(data: YearlyData) -> dict:
    """The answer for a page: the firm's, or what is missing before there can be one."""
    try:
        _, answer = assessing.answer_for(data)
    except Unreadable as unreadable:
        return {"answer": None, "problems": [str(problem) for problem in unreadable.problems]}
    return {"answer": answer, "gaps": [line for line in answer.conditions if line.status != "met"]}
