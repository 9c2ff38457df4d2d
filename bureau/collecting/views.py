"""A recommending unit's desk: what it owes, its own preview, handing in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bureau.lists.kinds import get_kind
from bureau.workflow import Refused

from . import workflow
from .choices import OWING, CollectionStatus
from .forms import NilForm, UploadForm
from .models import Duty
from .pages import panel, preview

PER_PAGE = 20


def _own(request):
    if not request.user.has_perm(workflow.SUBMIT.permission):
        raise PermissionDenied
    return Duty.objects.owned_by(request.user)


@require_safe
def duty_list(request):
    """What the person's units owe and have handed in."""
    page = Paginator(_own(request).for_list().order_by("-due_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    for duty in page:
        duty.words, duty.tone = duty.state(today)
    return render(request, "collecting/duty_list.html", {"page": page})


@require_safe
def duty_detail(request, pk: int):
    """One duty: what is asked, the file's preview, the ways to hand in."""
    duty = get_object_or_404(_own(request).for_list(), pk=pk)
    return _page(request, duty, UploadForm(), NilForm())


def _page(request, duty: Duty, upload_form, nil_form):
    words, tone = duty.state(timezone.localdate())
    may_act = duty.status in OWING and duty.collection.status == CollectionStatus.OPEN
    context = {
        "duty": duty, "words": words, "state_tone": tone, "may_act": may_act, "upload_form": upload_form, "nil_form": nil_form,
        "columns": get_kind(duty.collection.kind).columns, "places": duty.unit.jurisdictions.exclude(division=None).select_related("division"),
        "named": duty.unit.jurisdictions.exclude(organisation=None).count(),
    }  # fmt: skip
    context |= panel(duty)
    context |= preview(duty, request.GET.get("outcome", ""), request.GET.get("page", "1"))
    return render(request, "collecting/duty_detail.html", context)


@require_safe
def duty_part(request, pk: int):
    """The part that htmx asks for while the file is read."""
    duty = get_object_or_404(_own(request).for_list(), pk=pk)
    context = {"duty": duty} | panel(duty)
    response = render(request, "collecting/duty_part.html", context)
    if not context.get("is_reading"):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def duty_upload(request, pk: int):
    """Read a file into the unit's own preview."""
    duty = get_object_or_404(_own(request).for_list(), pk=pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            workflow.upload(duty, by=request.user, file=form.cleaned_data["file"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已上传，正在核对各行。")
            return redirect("collecting:duty-detail", pk)
    return _page(request, duty, form, NilForm())


@require_POST
def duty_submit(request, pk: int):
    """Hand in what the preview shows."""
    duty = get_object_or_404(_own(request), pk=pk)
    try:
        workflow.submit(duty, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已报送《{duty.collection}》，请等待市局确认。")
    return redirect("collecting:duty-detail", pk)


@require_POST
def duty_nil(request, pk: int):
    """零报送."""
    duty = get_object_or_404(_own(request).for_list(), pk=pk)
    form = NilForm(request.POST)
    if form.is_valid():
        try:
            workflow.report_nil(duty, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已零报送《{duty.collection}》。")
            return redirect("collecting:duty-detail", pk)
    return _page(request, duty, UploadForm(), form)
