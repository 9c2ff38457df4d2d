"""The public pages of 征集: what is asked now, and what came of what was suggested."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bureau.caching import cached_page
from projects.choices import SolicitationStatus
from projects.models import Solicitation
from projects.suggestionpages import TONES, solicitation_facts, solicitation_state

PER_PAGE = 20


@login_not_required
@require_safe
@cached_page
def solicitation_list(request):
    """Those that are open first, then those to come, then what is over, the latest first."""
    now, is_open = timezone.now(), {"status": SolicitationStatus.OPEN, "closes_at__gte": timezone.now()}
    ordered = Case(When(**is_open, opens_at__lte=now, then=Value(0)), When(**is_open, then=Value(1)), default=Value(2))
    rows = Solicitation.objects.public().order_by(ordered, "-closes_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.state, row.tone, row.days = solicitation_state(row, now)
    return render(request, "projects/solicitation_list.html", {"page": page})


@login_not_required
@require_safe
@cached_page
def solicitation_detail(request, pk: int):
    """What is asked, until when, how to suggest; summed up, what came of each suggestion."""
    row = get_object_or_404(Solicitation.objects.public(), pk=pk)
    row.state, row.tone, row.days = solicitation_state(row, timezone.now())
    page = None
    if row.status == SolicitationStatus.SUMMED_UP:
        page = Paginator(row.suggestions.outcome(), PER_PAGE).get_page(request.GET.get("page"))
        for suggestion in page:
            suggestion.tone = TONES[suggestion.status]
    made = row.made.filter(call__published_at__isnull=False).select_related("call").order_by("pk")
    context = {"solicitation": row, "facts": solicitation_facts(row), "page": page, "made": made}
    return render(request, "projects/solicitation_detail.html", context)
