"""A recommending unit looks after the units of its places: what waits, one registration, its verbs, the list of units."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bureau.accounts.models import Organisation
from bureau.registration.choices import HANDED_IN, RegistrationStatus
from bureau.registration.forms import ReasonForm
from bureau.registration.models import Registration
from bureau.registration.pages import TONES
from bureau.registration.workflow import registrations as workflow
from bureau.workflow import Refused

PER_PAGE = 20
VERBS = {
    "approve": ("通过", workflow.approve, ""),
    "return": ("退回补正", workflow.return_, ""),
    "refuse": ("不予通过", workflow.refuse, "danger"),
}
SHOWN = (*HANDED_IN, RegistrationStatus.RETURNED, RegistrationStatus.WITHDRAWN)


def _demand_duty(request) -> None:
    if request.user.is_staff or not request.user.has_perm("registration.decide_registration"):
        raise PermissionDenied


@require_safe
def registration_list(request):
    """Registrations of one's places, what waits longest first; one state at a time."""
    _demand_duty(request)
    chosen = request.GET.get("status", RegistrationStatus.SUBMITTED)
    status = chosen if chosen in SHOWN else RegistrationStatus.SUBMITTED
    rows = Registration.objects.visible_to(request.user).exclude(created_by=request.user)
    rows = rows.filter(status=status).for_list()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.tone = TONES[row.status]
    labels = [RegistrationStatus(value) for value in SHOWN]
    tabs = [{"label": s.label, "url": f"?status={s}", "is_current": s == status} for s in labels]
    return render(request, "registration/registration_list.html", {"page": page, "tabs": tabs})


@require_http_methods(["GET", "HEAD", "POST"])
def registration_decide(request, pk: int, verb: str):
    """Approve, return or refuse one."""
    _demand_duty(request)
    if verb not in VERBS:
        raise Http404
    registration = get_object_or_404(Registration.objects.visible_to(request.user).select_related("division"), pk=pk)
    words, say, tone = VERBS[verb]
    form = None if verb == "approve" else ReasonForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            say(registration, by=request.user, **(form.cleaned_data if form else {}))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("registration:registration-detail", pk)
        messages.success(request, f"已{words}：{registration}。")
        return redirect("registration:registration-list")
    context = {"registration": registration, "form": form, "words": words, "tone": tone}
    return render(request, "registration/registration_decide.html", context)


@require_safe
def unit_list(request):
    """The units of one's places."""
    _demand_duty(request)
    rows = Organisation.objects.recommended_by(request.user).select_related("division")
    words = request.GET.get("q", "").strip()
    if words:
        is_code = words.isascii() and len(words) >= 4
        rows = rows.filter(credit_code__startswith=words.upper()) if is_code else rows.search(words)
    page = Paginator(rows.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registration/unit_list.html", {"page": page, "words": words})
