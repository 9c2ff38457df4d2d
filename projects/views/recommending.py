"""The recommending unit's pages: what came to it, its quota, its three verbs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bureau.workflow import Refused
from projects.choices import ApplicationStatus
from projects.deadlines import deadlines
from projects.forms.applications import ReasonForm, RecommendForm
from projects.models import Application, Call
from projects.pages import TONES
from projects.workflow import deciding

PER_PAGE = 30
VERBS = {
    "recommend": ("推荐", deciding.recommend, RecommendForm, "推荐后进入形式审查。"),
    "return": ("退回修改", deciding.return_, ReasonForm, "退回后申报单位可在推荐截止前修改并重新提交。"),
    "decline": ("不予推荐", deciding.decline, ReasonForm, "不予推荐的申报不再继续，理由会告知申报单位。"),
}


def _demand_duty(request) -> None:
    if request.user.is_staff or not request.user.has_perm("projects.recommend_application"):
        raise PermissionDenied


@require_safe
def recommending_list(request):
    """What waits first; each call with the quota that is left."""
    _demand_duty(request)
    rows = Application.objects.recommended_by(request.user)
    status = request.GET.get("status", ApplicationStatus.SUBMITTED)
    tabs = [
        {"label": label, "url": f"?status={value}", "is_current": status == value}
        for value, label in ((ApplicationStatus.SUBMITTED, "待推荐"), ("all", "全部"))
    ]
    shown = rows if status == "all" else rows.awaiting_recommendation()
    page = Paginator(shown.for_list().order_by("call", "rank", "submitted_at"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for row in page:
        row.tone = TONES.get(row.status, "neutral")
    return render(request, "projects/recommending_list.html", {"page": page, "tabs": tabs, "calls": _calls(rows)})


def _calls(rows) -> list[dict]:
    """The calls under which something came, with what was put forward of how many."""
    counted = rows.values("call", "recommender").annotate(
        came=Count("pk"),
        waiting=Count("pk", filter=Q(status=ApplicationStatus.SUBMITTED)),
        put=Count("pk", filter=Q(pk__in=rows.put_forward())),
    )
    calls = Call.objects.in_bulk([line["call"] for line in counted])
    found = []
    for line in counted:
        term = deadlines(calls[line["call"]], line["recommender"])
        found.append(line | {"call": calls[line["call"]], "quota": term.quota, "until": term.recommend_until})
    return sorted(found, key=lambda line: line["until"])


@require_http_methods(["GET", "HEAD", "POST"])
def recommending_verb(request, pk: int, verb: str):
    """Recommend, give back, decline."""
    _demand_duty(request)
    if verb not in VERBS:
        raise Http404
    rows = Application.objects.recommended_by(request.user).select_related("call", "organisation", "recommender")
    application = get_object_or_404(rows, pk=pk)
    words, say, form_class, lead = VERBS[verb]
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            say(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已{words}“{application}”。")
            return redirect("projects:recommending-list")
    used, quota = deciding.quota_of(application.call, application.recommender_id)
    context = {"application": application, "form": form, "words": words, "lead": lead, "used": used, "quota": quota}
    return render(request, "projects/recommending_verb.html", context)
