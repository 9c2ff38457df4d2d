"""The event hall. Its pages are the same for everybody, so that a finished one serves thousands; what is one's own is elsewhere.

``bureau.caching`` answers addresses under /events/ without looking at who asks. Signs of life carry a ticket, not a session.
"""

import json
import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bureau.caching import cached_page
from matchmaking import headcounts, live, presence
from matchmaking.choices import EventStatus
from matchmaking.eventfigures import items_of
from matchmaking.forms import MarketForm
from matchmaking.models import Event
from matchmaking.searching import MODELS, Asked, find, lines, total

BOT = re.compile(rb"bot|spider|crawl|slurp|curl|wget|python|java/|go-http|headless(?!chrome)|scrapy|httpclient", re.I)
BEAT = re.compile(r"/events/([0-9]+)/beat/")
VIEWS_AT_ONCE = 50
TONES = {EventStatus.OPEN: "success", EventStatus.PUBLISHED: "warning", EventStatus.CLOSED: "neutral"}
SHOWN = (("people", "在线参会", "人"), ("now", "同时在线", "人"), ("visits", "参会人次", "人次"), ("achievements", "科技成果", "项"), ("demands", "技术需求", "项"), ("contacts", "技术对接", "次"), ("intentions", "产生意向", "次"), ("agreements", "达成协议", "次"))  # fmt: skip


@login_not_required
@require_safe
@cached_page
def event_list(request):
    """Every event that was announced, the newest first."""
    events = list(Event.objects.public().for_list()[:100])
    for event in events:
        event.tone = TONES[event.status]
    return render(request, "matchmaking/event_list.html", {"events": events})


@login_not_required
@require_safe
@cached_page
def event_hall(request, pk: int):
    """Programme, live figures, booths, sub-venues, and the way in."""
    event = get_object_or_404(Event.objects.public(), pk=pk)
    told = json.loads(live.told(event.pk))
    figures = [
        {"code": code, "label": words, "number": told["figures"][code], "unit": unit} for code, words, unit in SHOWN
    ]
    context = {
        "event": event, "tone": TONES[event.status], "told": told, "figures": figures, "sessions": event.sessions.all(),
        "booths": event.booths.select_related("organisation"), "venues": event.venues.select_related("division"),
        "definitions": headcounts.FIGURES, "is_open": event.status == EventStatus.OPEN,
        "is_joinable": event.status in (EventStatus.OPEN, EventStatus.PUBLISHED),
    }  # fmt: skip
    return render(request, "matchmaking/event_hall.html", context)


@login_not_required
@require_safe
@cached_page
def event_items(request, pk: int):
    """Browse and search what the event brings together."""
    event = get_object_or_404(Event.objects.public(), pk=pk)
    asked = Asked.of(request.GET)
    found = find(asked, request.GET.get("page"), items_of(event, asked.model))
    tabs, query = [], QueryDict(mutable=True)
    for kind, model in MODELS.items():
        query.clear()
        query.update(asked.typed | {"kind": kind})
        count = found.total if kind == asked.kind else total(Asked.of(query), items_of(event, model))
        tabs.append(
            {"label": model._meta.verbose_name, "url": f"?{query.urlencode()}", "is_current": kind == asked.kind, "count": count}
        )  # fmt: skip
    context = {
        "event": event, "asked": asked, "found": found, "page": found.page, "lines": lines(found.page, asked), "tabs": tabs,
        "form": MarketForm(asked, found.facets), "noun": asked.model._meta.verbose_name,
        "clear": f"{request.path}?kind={asked.kind}" if asked.is_narrowed else "",
    }  # fmt: skip
    return render(request, "matchmaking/event_items.html", context)


@login_not_required
@require_safe
@cached_page
def event_screen(request, pk: int):
    """The big screen of the venue: few figures, huge, dark."""
    event = get_object_or_404(Event.objects.public(), pk=pk)
    told = json.loads(live.told(event.pk))
    most = max([count for _name, count in [*told["fields"], *told["places"]]], default=1)
    names = ("people", "now", "contacts", "intentions", "agreements")
    big = [(code, words, told["figures"][code], unit) for code, words, unit in SHOWN if code in names]
    return render(request, "matchmaking/event_screen.html", {"event": event, "told": told, "big": big, "most": most})


@login_not_required
@require_safe
@never_cache
def event_live(request, pk: int):
    """The figures, for a screen that asks every few seconds."""
    return _figures(pk)


@csrf_exempt  # It is sent without any cookie: the ticket is what counts, and it can do nothing but say that one is there.
@login_not_required
@require_POST
@never_cache
def event_beat(request, pk: int):
    """A sign of life from who joined, or that somebody opened the hall; answered with the figures."""
    hours, now = live.hours_of(pk), timezone.now()
    device = request.POST.get("device", "")[:64]
    agent = request.META.get("HTTP_USER_AGENT", "").encode()
    if hours is None or now >= hours.ends_at or not device or not agent or BOT.search(agent):
        return HttpResponse(status=204)
    views = (
        min(int(said), VIEWS_AT_ONCE) if (said := request.POST.get("views", "")).isdecimal() and len(said) < 6 else 0
    )
    seen = presence.read_ticket(request.POST.get("ticket", ""))
    if seen and seen[0] == pk:
        presence.beat(*seen, now, is_first=request.POST.get("first") == "1", views=views)
    else:
        presence.view(pk, presence.device_of(device), now, views)
    return _figures(pk)


def beats_middleware(get_response):
    """Answer signs of life, two hundred a second, before what only pages need: session, user, form's token, address.

    The answer is the view's own. What is passed over cannot change it: the view is open to all, is sent no cookie (one that
    comes is not looked at), and believes the signed ticket alone. The lock, the names of the host, the policy of content and
    maintenance stand before this middleware.
    """

    def middleware(request):
        if request.method == "POST" and (found := BEAT.fullmatch(request.path_info)):
            return event_beat(request, int(found[1]))
        return get_response(request)

    return middleware


def _figures(pk: int) -> HttpResponse:
    try:
        return HttpResponse(live.told(pk), content_type="application/json; charset=utf-8")
    except Event.DoesNotExist as error:
        raise Http404 from error
