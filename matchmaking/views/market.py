"""What everybody may find and read of achievements and demands, and the searches that people keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureau.caching import cached_page
from bureau.workflow import Refused
from matchmaking.forms import MarketForm
from matchmaking.models import SavedSearch
from matchmaking.searching import MODELS, Asked, find, lines, total
from matchmaking.workflow import searching


@login_not_required
@require_safe
@cached_page
def market(request):
    """Search and browse, narrowed by facets, sorted by fit or date."""
    asked = Asked.of(request.GET)
    found = find(asked, request.GET.get("page"))
    totals = {asked.kind: found.total}
    query = QueryDict(mutable=True)
    tabs = []
    for kind, model in MODELS.items():
        query.clear()
        query.update(asked.typed | {"kind": kind})
        of_kind = totals[kind] if kind in totals else total(Asked.of(query))
        tabs.append(
            {"label": model._meta.verbose_name, "url": f"?{query.urlencode()}", "is_current": kind == asked.kind, "count": of_kind}
        )  # fmt: skip
    query.clear()
    query.update(asked.typed)
    context = {
        "asked": asked, "found": found, "page": found.page, "lines": lines(found.page, asked), "tabs": tabs,
        "form": MarketForm(asked, found.facets), "noun": asked.model._meta.verbose_name, "query": query.urlencode(),
        "clear": f"{request.path}?kind={asked.kind}" if asked.is_narrowed else "",
    }  # fmt: skip
    return render(request, "matchmaking/market.html", context)


@login_not_required
@require_safe
@cached_page
def market_detail(request, noun: str, pk: int):
    """The public summary of one achievement or demand; whom to call is never on it."""
    rows = MODELS[noun].objects.published().select_related("division", "organisation")
    profile = get_object_or_404(rows.defer("search", "contact_person", "contact_phone"), pk=pk)
    context = {"profile": profile, "noun": profile._meta.verbose_name, "kind": noun, "facts": _facts(profile)}
    return render(request, "matchmaking/market_detail.html", context)


def _facts(profile) -> list[tuple[str, object]]:
    whose = profile._meta.get_field("organisation_name").verbose_name
    amount = profile._meta.get_field(profile.amount_field).verbose_name.removesuffix("（元）")
    return [
        ("编号", profile.number),
        (whose, profile.unit_words),
        ("领域", profile.field_words),
        ("成熟度", profile.maturity_words),
        ("合作方式", profile.cooperation_words),
        ("所在地", profile.division or getattr(profile, "county", "")),
        (amount, profile.amount_words),
        ("发布日期", f"{profile.collected_on:%Y-%m-%d}"),
        ("有效期至", f"{profile.valid_until:%Y-%m-%d}" if profile.valid_until else "长期"),
    ]


@require_safe
def saved_list(request):
    """The searches that a person keeps, each leading to its answers."""
    saved = list(SavedSearch.objects.visible_to(request.user).order_by("-pk"))
    for one in saved:
        query = QueryDict(mutable=True)
        query.update(Asked.of(one.asked).typed)
        one.url = f"{reverse('matchmaking:market')}?{query.urlencode()}"
    return render(request, "matchmaking/saved_list.html", {"saved": saved, "at_most": searching.AT_MOST})


@require_POST
def saved_add(request):
    """Keep the question that the page was asked."""
    asked = Asked.of(request.POST)
    query = QueryDict(mutable=True)
    query.update(asked.typed)
    try:
        searching.save(asked, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('matchmaking:market')}?{query.urlencode()}")
    messages.success(request, "已保存搜索，每天把新结果发到您的消息中。")
    return redirect("matchmaking:saved-list")


@require_POST
def saved_drop(request, pk: int):
    """Keep it no longer."""
    searching.drop(get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk), by=request.user)
    messages.success(request, "已删去。")
    return redirect("matchmaking:saved-list")
