"""Suggesting in the workspace: one page to fill in, a check before it is handed in, a number, the answer."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.registration.active import acting_for
from bureau.workflow import Refused
from projects.choices import ANSWERED, SuggestionStatus
from projects.forms.applications import TokenForm
from projects.forms.soliciting import SuggestionForm
from projects.models import Solicitation, Suggestion
from projects.suggestionpages import TONES, solicitation_state, suggestion_facts
from projects.workflow import suggesting

PER_PAGE, OPEN_AT_MOST = 20, 20
VERBS = {  # Address: words, verb, lead.
    "withdraw": ("撤回建议", suggesting.withdraw, "撤回后科技局不再答复；征集截止前可以恢复填写，再次提交，编号不变。"),
    "resume": ("恢复填写", suggesting.resume, "恢复后可以修改，须在征集截止前再次提交，编号不变。"),
}


def own_suggestion(request, pk: int) -> Suggestion:
    """One of the person's, or of the units that they act for."""
    rows = Suggestion.objects.owned_by(request.user)
    return get_object_or_404(rows.select_related("solicitation", "organisation", "created_by", "field"), pk=pk)


@require_safe
def suggestion_list(request):
    """What is asked now; what the unit and the person have suggested."""
    post, now = acting_for(request), timezone.now()
    solicitations = list(Solicitation.objects.open_at(now).order_by("closes_at", "pk")[:OPEN_AT_MOST])
    for one in solicitations:
        one.state, one.tone, one.days = solicitation_state(one, now)
        one.token = uuid.uuid4()
    mine = Q(organisation=None) | Q(organisation=post.organisation_id) if post else Q(organisation=None)
    rows = Suggestion.objects.owned_by(request.user).filter(mine).for_list()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.tone = TONES.get(row.status, "neutral")
    context = {"solicitations": solicitations, "organisation": post and post.organisation, "page": page}
    return render(request, "projects/suggestion_list.html", context)


@require_POST
def suggestion_begin(request, pk: int):
    """An empty draft, of the unit for which the person acts or of the person."""
    solicitation, form = get_object_or_404(Solicitation.objects.public(), pk=pk), TokenForm(request.POST)
    post = acting_for(request) if request.POST.get("as") == "unit" else None
    if not form.is_valid() or (request.POST.get("as") == "unit" and post is None):
        raise Http404
    try:
        made = suggesting.begin(
            solicitation, by=request.user, token=form.cleaned_data["token"], organisation=post and post.organisation
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:suggestion-list")
    return redirect("projects:suggestion-edit", made.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_edit(request, pk: int):
    """The one page; kept as a draft, complete or not."""
    suggestion = own_suggestion(request, pk)
    if suggestion.status != SuggestionStatus.DRAFT:
        return redirect("projects:suggestion-detail", pk)
    form = SuggestionForm(request.POST or None, instance=suggestion, solicitation=suggestion.solicitation)
    if request.method == "POST" and form.is_valid():
        try:
            suggesting.write(own_suggestion(request, pk), by=request.user, **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if "later" in request.POST:
                messages.success(request, "草稿已保存，征集截止前提交才算提出建议。")
                return redirect("projects:suggestion-detail", pk)
            return redirect("projects:suggestion-check", pk)
    context = {"suggestion": suggestion, "solicitation": suggestion.solicitation, "form": form}
    return render(request, "projects/suggestion_edit.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_check(request, pk: int):
    """All that was written, what is missing, and the button."""
    suggestion = own_suggestion(request, pk)
    if suggestion.status != SuggestionStatus.DRAFT:
        return redirect("projects:suggestion-detail", pk)
    if request.method == "POST":
        try:
            suggesting.submit(own_suggestion(request, pk), by=request.user, arrived_at=request.arrived_at)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("projects:suggestion-detail", pk)
    context = {
        "suggestion": suggestion,
        "solicitation": suggestion.solicitation,
        "lacking": suggesting.lacking(suggestion),
        "facts": suggestion_facts(suggestion, is_editable=True),
    }
    return render(request, "projects/suggestion_check.html", context)


@require_safe
def suggestion_detail(request, pk: int):
    """Its number, how it stands, the answer."""
    suggestion = own_suggestion(request, pk)
    is_open = suggestion.solicitation.is_open
    context = {
        "suggestion": suggestion,
        "solicitation": suggestion.solicitation,
        "tone": TONES.get(suggestion.status, "neutral"),
        "facts": suggestion_facts(suggestion, is_editable=False),
        "is_answered": suggestion.status in ANSWERED,
        "may_write": suggestion.status == SuggestionStatus.DRAFT and is_open,
        "may_withdraw": suggestion.status == SuggestionStatus.SUBMITTED and is_open,
        "may_resume": suggestion.status == SuggestionStatus.WITHDRAWN and is_open,
    }
    return render(request, "projects/suggestion_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_verb(request, pk: int, verb: str):
    """Taking back, writing on: what it means, and the question."""
    suggestion = own_suggestion(request, pk)
    if verb not in VERBS:
        raise Http404
    words, say, lead = VERBS[verb]
    if request.method == "POST":
        try:
            say(suggestion, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已{words}。")
        return redirect("projects:suggestion-detail", pk)
    return render(request, "projects/suggestion_verb.html", {"suggestion": suggestion, "words": words, "lead": lead})
