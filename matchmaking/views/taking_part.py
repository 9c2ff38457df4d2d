"""One's own place at an event: coming in, recommendations, agenda; and the sub-venues, for clerks and for who signs in."""

import io

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import Unacceptable
from bureau.lists.reader import NotAList
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from matchmaking import attendees, live, presence
from matchmaking.agendas import agenda
from matchmaking.choices import EventStatus, InterestStatus, Side
from matchmaking.eventforms import JoinForm, ListForm, SignInForm
from matchmaking.models import Achievement, Demand, Event, Interest, Participant, Recommendation, SubVenue
from matchmaking.workflow import attending

RECOMMENDED = 6
SECRET = tuple(
    f"{noun}__{name}" for noun in ("achievement", "demand") for name in ("search", "contact_person", "contact_phone")
)
PHONES = ("Mobile", "Android", "iPhone")


@never_cache
@require_safe
def own_event(request, pk: int):
    """What waits for the person at the event."""
    return render(request, "matchmaking/event_own.html", _own(request, _event(pk), None))


def _event(pk: int) -> Event:
    event = live.public_event(pk)
    if event is None:
        raise Http404
    return event


def _own(request, event: Event, form: JoinForm | None) -> dict:
    user = request.user
    participant = event.participants.filter(user=user).first()
    now = timezone.now()
    at = participant.presences.online().filter(last_seen__gte=now - presence.IDLE).order_by("-last_seen").first() if participant else None  # fmt: skip
    is_open = event.status == EventStatus.OPEN and now < event.ends_at
    is_registrable = event.status in attending.REGISTRABLE and now < event.ends_at and not user.is_staff
    ticket = presence.ticket(event.pk, participant.pk, at.device) if at and is_open else ""
    return _brought_by_units(user, event) | {
        "event": event, "participant": participant, "is_open": is_open, "is_registrable": is_registrable, "ticket": ticket,
        "form": form or (JoinForm(initial=_said(request, participant)) if is_registrable and not ticket else None),
        "first_after": presence.FIRST_SECONDS, "every": presence.BEAT_SECONDS,
        "lines": agenda(event, user),
        "venues": SubVenue.objects.clerked_by(user).filter(event=event) if user.pk in event.clerks else (),
    }  # fmt: skip


def _said(request, participant: Participant | None) -> dict:
    """What the person said when registering, else where the unit is."""
    if participant:
        return {"role": participant.role, "division": participant.division_id}
    membership = acting_for(request)
    return {"division": membership.organisation.division_id if membership else None}


def _brought_by_units(user, event: Event) -> dict:
    """What waits for the units for which the person acts. Most people at an event act for none, and nothing is asked."""
    if not user.current_memberships:
        return {}
    return {
        "recommended": _recommended(user),
        "waiting": Interest.objects.received_by(user).filter(status=InterestStatus.ASKED).count(),
        "talks": Interest.objects.party_to(user).filter(event=event).for_list()[:20],
    }  # fmt: skip


def _recommended(user) -> list[dict]:
    """The first places of the stored lists of the person's units, both ways."""
    units, found = user.memberships.filter(ended_at=None).values("organisation"), []
    for side, model, other in ((Side.DEMAND, Demand, Achievement), (Side.ACHIEVEMENT, Achievement, Demand)):
        noun, counterpart = model._meta.model_name, other._meta.model_name
        own = model.objects.published().filter(organisation__in=units).order_by().values("pk")
        places = Recommendation.objects.filter(side=side, **{f"{noun}__in": own}).order_by("rank", "pk")
        for place in places.select_related("achievement", "demand").defer(*SECRET)[:RECOMMENDED]:
            row = getattr(place, counterpart)
            found.append({
                "title": row.title, "unit": row.unit_words, "band": place.get_band_display(), "own": getattr(place, noun).title,
                "kind": other._meta.verbose_name, "url": reverse(f"matchmaking:market-{counterpart}", args=[row.pk]),
                "ask": f"{reverse('matchmaking:interest-new', args=[counterpart, row.pk])}?own={getattr(place, noun).pk}",
            })  # fmt: skip
    return found[:RECOMMENDED]


@require_POST
def event_join(request, pk: int):
    """Register, or come into the hall when it is open."""
    event = get_object_or_404(Event.objects.public(), pk=pk)  # Not as somebody saw it a moment ago.
    form = JoinForm(request.POST)
    if not form.is_valid():
        return render(request, "matchmaking/event_own.html", _own(request, _event(pk), form))
    membership = acting_for(request)
    values = form.cleaned_data | {"organisation": membership.organisation if membership else None}
    agent = request.META.get("HTTP_USER_AGENT", "")
    device = presence.device_of(request.POST.get("device", "")[:64] or f"user{request.user.pk}")
    try:
        if event.status == EventStatus.OPEN:
            is_phone = any(word in agent for word in PHONES)
            attending.join(event, by=request.user, device=device, is_phone=is_phone, **values)
            messages.success(request, "已进入会场。离开本页也算在线，只要浏览器开着本网站。")
        else:
            attending.register(event, by=request.user, **values)
            messages.success(request, "已登记参会，开幕后请从这里进入会场。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("matchmaking:event-own", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def venue_desk(request, pk: int):
    """A clerk's page: the code to hang up, who has signed in so far, and the list for who came without a telephone."""
    venue = get_object_or_404(SubVenue.objects.clerked_by(request.user).select_related("event", "division"), pk=pk)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            new, before = attending.sign_in_list(venue, attendees.read(form.cleaned_data["file"]), by=request.user)
        except (Refused, NotAList, Unacceptable) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"新签到 {new} 人，{before} 人已经签到过。")
            return redirect("matchmaking:venue-desk", pk)
    context = {
        "venue": venue, "form": form, "count": venue.presences.count(), "is_open": venue.event.status == EventStatus.OPEN,
        "recent": venue.presences.select_related("participant").order_by("-pk")[:10],
        "address": request.build_absolute_uri(reverse("matchmaking:sign-in", args=[venue.token])),
    }  # fmt: skip
    return render(request, "matchmaking/venue_desk.html", context)


@never_cache
@require_safe
def venue_count(request, pk: int):
    """How many have signed in, for the clerk's page that asks now and then."""
    venue = get_object_or_404(SubVenue.objects.clerked_by(request.user), pk=pk)
    return HttpResponse(str(venue.presences.count()), content_type="text/plain; charset=utf-8")


@require_safe
def venue_code(request, pk: int):
    """The sub-venue's code as a picture."""
    venue = get_object_or_404(SubVenue.objects.clerked_by(request.user), pk=pk)
    picture = io.BytesIO()
    address = request.build_absolute_uri(reverse("matchmaking:sign-in", args=[venue.token]))
    segno.make(address, error="m").save(picture, kind="svg", scale=8, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request, token):
    """What the code on the door opens: who one is, and that is all."""
    venue = get_object_or_404(SubVenue.objects.select_related("event", "division"), token=token)
    form, is_done = SignInForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            is_new = attending.sign_in(venue, form.person())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            is_done = "已签到" if is_new else "您已经签到过，不重复计"
    context = {"venue": venue, "form": form, "is_done": is_done, "is_open": venue.event.status == EventStatus.OPEN}
    return render(request, "matchmaking/sign_in.html", context)
