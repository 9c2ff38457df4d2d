"""A person asks to join a unit that has its 单位管理员; the 单位管理员 answers on the unit's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bureau.accounts.models import Organisation
from bureau.personal import mask
from bureau.registration.forms import JoinForm, ReasonForm
from bureau.registration.models import Joining
from bureau.registration.workflow import joinings
from bureau.workflow import Refused

SHOWN_AT_MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """Ask, by the unit's code; what waits for an answer stands above."""
    if not request.user.has_perm("registration.ask_joining"):
        raise PermissionDenied
    form = JoinForm(request.POST or None, initial={"credit_code": request.GET.get("code", "")[:40]})
    if request.method == "POST" and form.is_valid():
        try:
            joinings.ask(form.unit, by=request.user, words=form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已申请加入“{form.unit}”，单位管理员答复后会通知您。")
            return redirect("registration:join")
    waiting = Joining.objects.owned_by(request.user).waiting().for_list()
    return render(request, "registration/join.html", {"form": form, "waiting": waiting})


@require_POST
def joining_withdraw(request, pk: int):
    """Take it back."""
    joining = get_object_or_404(Joining.objects.owned_by(request.user), pk=pk)
    try:
        joinings.withdraw(joining, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "加入申请已撤回。")
    return redirect("registration:join")


def joinings_to(unit: Organisation, user) -> list[Joining]:
    """Who waits for the 单位管理员's answer."""
    rows = list(Joining.objects.managed_by(user).filter(organisation=unit).waiting().for_list()[:SHOWN_AT_MOST])
    for joining in rows:
        joining.masked_mobile = mask(joining.created_by.mobile)
    return rows


@require_POST
def joining_grant(request, pk: int):
    """Let the person in."""
    joining = get_object_or_404(Joining.objects.managed_by(request.user).for_list(), pk=pk)
    try:
        joinings.grant(joining, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{joining.created_by}已加入本单位。")
    return redirect("registration:unit-detail", joining.organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
def joining_decline(request, pk: int):
    """Not let in, with the reason."""
    joining = get_object_or_404(Joining.objects.managed_by(request.user).for_list(), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            joinings.decline(joining, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已答复不同意，并告知申请人。")
        return redirect("registration:unit-detail", joining.organisation_id)
    return render(request, "registration/joining_decline.html", {"joining": joining, "form": form})
