"""The public pages of calls."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bureau.caching import cached_page
from projects.models import Call
from projects.pages import call_facts, call_state

PER_PAGE = 20


@login_not_required
@require_safe
@cached_page
def call_list(request):
    """Published calls: those that are open first, then those to come, then what is over."""
    now = timezone.now()
    ordered = Case(When(closes_at__lt=now, then=Value(2)), When(opens_at__gt=now, then=Value(1)), default=Value(0))
    rows = Call.objects.public().order_by(ordered, "closes_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for call in page:
        call.state, call.tone, call.days = call_state(call, now)
    return render(request, "projects/call_list.html", {"page": page})


@login_not_required
@require_safe
def call_detail(request, pk: int):
    """What a call asks, of whom, until when; a cancelled one says why."""
    rows = Call.objects.announced().select_related("solicited__solicitation")
    call = get_object_or_404(rows, pk=pk)
    version = call.versions.last()
    now = timezone.now()
    call.state, call.tone, call.days = call_state(call, now)
    windows = call.windows.select_related("unit").order_by("closes_at", "unit__name")
    context = {"call": call, "version": version, "facts": call_facts(call, version), "windows": windows}
    return render(request, "projects/call_detail.html", context)
