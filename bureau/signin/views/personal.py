"""我的个人信息: see it, take it along, have it put right, leave."""

import json
import tempfile
from urllib.parse import quote

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.audit.book import note
from bureau.excel import Sheet, write_workbook
from bureau.signin import personal_data, requests
from bureau.signin.choices import RequestKind
from bureau.signin.forms import ClosingForm, DataRequestForm
from bureau.signin.models import DataRequest
from bureau.workflow import Refused


@never_cache
@require_safe
def data(request):
    """What one may ask for, and what became of it."""
    rows = DataRequest.objects.filter(user=request.user).order_by("-pk")[:50]
    consents = request.user.consents.standing().order_by("-pk")[:50]
    return render(request, "signin/data.html", {"requests": rows, "consents": consents})


@never_cache
@reauthentication_required(allow_get=True)
@require_POST
def data_export(request):
    """Everything held on the person, as one file; built for the answer and kept nowhere."""
    form = "json" if request.POST.get("as") == "json" else "xlsx"
    parts = personal_data.held_on(request.user)
    note(
        "export_personal", by=request.user, subject=str(request.user), model="accounts.user", object_id=request.user.pk
    )
    name = f"个人信息-{timezone.localtime():%Y%m%d-%H%M%S}.{form}"
    if form == "json":
        content = {
            part.title: [dict(zip(part.headings, row, strict=True)) for row in part.rows] for part in parts
        }  # fmt: skip
        made = {"生成时间": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}", "内容": content}
        response = HttpResponse(json.dumps(made, ensure_ascii=False, indent=2), content_type="application/json")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return response
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
    write_workbook([Sheet(part.title, part.headings, part.rows) for part in parts], file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


@never_cache
@reauthentication_required
@require_http_methods(["GET", "POST"])
def data_request(request, kind):
    """Hand in a request."""
    if kind not in RequestKind.values:
        raise Http404
    is_closing = kind == RequestKind.CLOSING
    form = (ClosingForm if is_closing else DataRequestForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = requests.file(request.user, kind=kind, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"申请已提出，{made.due_on:%Y年%-m月%-d日}前办结。")
            return redirect("signin:data")
    context = {"form": form, "title": f"申请{RequestKind(kind).label}", "submit": "提出申请"}
    if is_closing:
        context |= {
            "kept": personal_data.KEPT,
            "removed": personal_data.REMOVED,
            "hindrances": personal_data.hindrances(request.user),
            "tone": "danger",
        }
    return render(request, "signin/data_request.html", context)


@require_POST
def data_withdraw(request, pk):
    """Take a request back."""
    row = get_object_or_404(DataRequest.objects.filter(user=request.user), pk=pk)
    try:
        requests.withdraw(row, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "申请已撤回。")
    return redirect("signin:data")
