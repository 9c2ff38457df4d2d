"""A unit's results that are to be registered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import hand_out
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from matchmaking.choices import EDITABLE_RESULTS, ResultStatus
from matchmaking.models import ResultRegistration
from matchmaking.resultforms import BeginForm, ResultForm
from matchmaking.workflow import results

PER_PAGE = 20
TONES = {ResultStatus.SUBMITTED: "info", ResultStatus.RETURNED: "danger", ResultStatus.REGISTERED: "success"}


@require_http_methods(["GET", "HEAD", "POST"])
def result_list(request):
    """The unit's registrations, newest first; a title opens another."""
    membership, form = acting_for(request), BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and membership:
        try:
            result = results.begin(membership.organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("matchmaking:result-detail", result.pk)
    rows = ResultRegistration.objects.owned_by(request.user).for_list()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.tone = TONES.get(row.status, "")
    return render(request, "matchmaking/result_list.html", {"page": page, "form": form, "organisation": membership})


@require_http_methods(["GET", "HEAD", "POST"])
def result_detail(request, pk: int):
    """One registration: to write on while it is a draft or was given back, else to read."""
    result = get_object_or_404(ResultRegistration.objects.owned_by(request.user).for_list(), pk=pk)
    is_editable = result.status in EDITABLE_RESULTS
    form = ResultForm(request.POST or None, request.FILES or None, instance=result) if is_editable else None
    if request.method == "POST" and form is None:
        messages.error(request, f"“{result}”{result.get_status_display()}，不能修改。")
        return redirect("matchmaking:result-detail", pk)
    if request.method == "POST" and form.is_valid():
        try:
            results.fill(result, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("matchmaking:result-detail", pk)
    result.refresh_from_db(fields=["file"])
    context = {
        "result": result, "form": form, "tone": TONES.get(result.status, ""), "rows": [] if form else _told(result),
        "lacking": results.missing(result) if is_editable and request.method != "POST" else [],
        "may_submit": is_editable and request.user.has_perm(results.SUBMIT.permission_for(result)),
    }  # fmt: skip
    return render(request, "matchmaking/result_detail.html", context)


def _told(result: ResultRegistration) -> list[tuple[str, object]]:
    shown = [name for name in ResultForm.Meta.fields if name not in ("file", "keywords", "is_affirmed")]
    found = [("批准登记号", result.number), ("关键词", "、".join(result.keywords))]
    for name in shown:
        field = result._meta.get_field(name)
        value = getattr(result, f"get_{name}_display")() if field.choices else getattr(result, name)
        found.append((str(field.verbose_name), value))
    return found


@require_POST
def result_submit(request, pk: int):
    """Hand it in."""
    result = get_object_or_404(ResultRegistration.objects.owned_by(request.user), pk=pk)
    try:
        results.submit(result, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已提交，等待审核。")
    return redirect("matchmaking:result-detail", pk)


@require_safe
def result_file(request, pk: int):
    """What proves the evaluation, to the unit and to officers."""
    result = get_object_or_404(ResultRegistration.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return hand_out(result.file, result.name, mime=result.mime)
