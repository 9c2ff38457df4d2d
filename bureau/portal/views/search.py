"""The site's search page."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureau.caching import cached_page
from bureau.portal import searching

PER_PAGE = 15
LONGEST = 60


@login_not_required
@require_safe
@cached_page
def search(request):
    """What the site has on some words, each place where they stand marked."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    words = searching.words_of(text)
    hits = searching.search(text) if words else []
    kinds = Counter(hit.kind for hit in hits)
    kind = request.GET.get("kind", "")
    if kind in kinds:
        hits = [hit for hit in hits if hit.kind == kind]
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "hit": hit,
            "title": searching.marked(hit.title, words),
            "excerpt": searching.marked(searching.excerpt(hit.text, words), words),
        }
        for hit in page
    ]
    context = {"text": text, "lines": lines, "page": page, "kinds": kinds.items(), "kind": kind}
    context["total"] = kinds.total()
    return render(request, "portal/search.html", context)
