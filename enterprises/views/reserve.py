"""A firm's page of the reserve: where it stands, what is planned, services to confirm, questions."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import hand_out
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from enterprises.choices import ReserveStatus
from enterprises.forms import OpinionForm, TicketForm
from enterprises.models import Reserve, ServiceFile, ServiceRecord, Ticket
from enterprises.workflow import reserve as workflow

TONES = {
    ReserveStatus.APPLIED: "info",
    ReserveStatus.ADMITTED: "success",
    ReserveStatus.DECLARED: "info",
    ReserveStatus.RECOGNISED: "success",
    ReserveStatus.LEFT: "neutral",
    ReserveStatus.REFUSED: "danger",
}


@require_safe
def reserve_detail(request):
    """The unit's stay in the reserve, its services and its questions."""
    membership = acting_for(request)
    organisation = membership.organisation if membership else None
    stays = Reserve.objects.visible_to(request.user).filter(organisation=organisation).for_list()
    reserve = stays.first()
    context = {
        "organisation": organisation,
        "reserve": reserve,
        "tone": TONES.get(reserve.status) if reserve else "",
        "may_apply": organisation is not None and not Reserve.objects.owned_by(request.user).filter(
            organisation=organisation, status__in=[ReserveStatus.APPLIED, ReserveStatus.ADMITTED, ReserveStatus.DECLARED]
        ).exists(),
        "measures": reserve.measures.select_related("owner") if reserve else (),
        "services": reserve.services.select_related("served_by").prefetch_related("files") if reserve else (),
        "tickets": Ticket.objects.owned_by(request.user).filter(organisation=organisation).for_list()[:50],
    }  # fmt: skip
    return render(request, "enterprises/reserve.html", context)


@require_POST
def reserve_apply(request):
    """Ask to be taken in."""
    membership = acting_for(request)
    if membership is None:
        messages.error(request, "您还没有加入单位。")
        return redirect("enterprises:reserve")
    try:
        workflow.apply(membership.organisation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已提交入库申请，等待审核。")
    return redirect("enterprises:reserve")


@require_http_methods(["GET", "HEAD", "POST"])
def service_confirm(request, pk: int):
    """Say that a service took place."""
    rows = ServiceRecord.objects.owned_by(request.user).select_related("served_by", "reserve__organisation")
    service = get_object_or_404(rows, pk=pk)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.confirm_service(service, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已确认服务。")
        return redirect("enterprises:reserve")
    return render(request, "enterprises/service_confirm.html", {"service": service, "form": form})


@require_safe
def service_file(request, pk: int):
    """A paper of a service to the firm."""
    paper = get_object_or_404(ServiceFile.objects.owned_by(request.user), pk=pk)
    return hand_out(paper.file, paper.name, mime=paper.mime)


@require_http_methods(["GET", "HEAD", "POST"])
def ticket_ask(request):
    """Ask the bureau something."""
    membership = acting_for(request)
    if membership is None:
        messages.error(request, "您还没有加入单位。")
        return redirect("enterprises:reserve")
    form = TicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ticket = workflow.ask(membership.organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已提问，将在 {ticket.due_on:%Y年%m月%d日} 前答复。")
        return redirect("enterprises:reserve")
    return render(request, "enterprises/ticket_ask.html", {"form": form, "organisation": membership.organisation})
