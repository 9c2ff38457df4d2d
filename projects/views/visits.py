"""Visits to applicants (现场考察) as the expert who goes sees them: what is arranged, what was found, the signature."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bureau.workflow import Refused
from projects.choices import VisitStatus
from projects.models import SiteVisit, VisitMember
from projects.visitpages import facts
from projects.workflow import visiting

PER_PAGE = 20
TONES = {VisitStatus.PLANNED: "info", VisitStatus.DONE: "success", VisitStatus.CANCELLED: "neutral"}


@never_cache
@require_safe
def visit_list(request):
    """The own visits, the latest first."""
    rows = VisitMember.objects.signed_for(request.user).select_related("visit__application__organisation")
    page = Paginator(rows.order_by("-visit__starts_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    for member in page:
        member.tone = TONES[member.visit.status]
    return render(request, "projects/visit_list.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request, pk: int):
    """What is arranged and what was found; signed by a press of the button."""
    rows = SiteVisit.objects.gone_on_by(request.user).select_related("application__organisation", "application__call")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        try:
            visiting.sign(found, by=request.user)
            messages.success(request, "已签字。")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("projects:visit", pk)
    member = found.members.signed_for(request.user).get()
    context = {"visit": found, "member": member, "rows": facts(found), "tone": TONES[found.status]}
    return render(request, "projects/visit.html", context)
