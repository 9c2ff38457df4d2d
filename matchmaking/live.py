"""What a hall shows while it goes on: one summary for everybody, counted by one process every few seconds, kept in Redis.

Whoever asks while it is being counted gets the last one; without Redis each process counts for itself.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from redis.exceptions import RedisError

from bureau import caching
from bureau.store import key, redis

from . import eventfigures, headcounts
from .choices import EventStatus
from .models import Event
from .presence import online_now

FRESH_SECONDS, KEPT_SECONDS, AT_HAND_SECONDS = 5, 3600, 1
KNOWN_AT_MOST = 50  # Events, each under as many versions of the public pages as there were.
_at_hand: dict[tuple[str, int], tuple[float, bytes]] = {}
_public: dict[tuple[str, int, int], tuple[float, Event | None]] = {}
_sessions: dict[tuple[str, int], tuple[float, "Hours | None"]] = {}


@dataclass(frozen=True, slots=True)
class Hours:
    """When a hall takes signs of life."""

    starts_at: datetime
    ends_at: datetime


def hours_of(pk: int) -> Hours | None:
    """The hours of an event in session; None of any other. A process goes by what it saw for a few seconds."""
    name, now = (key("hours"), pk), time.monotonic()
    until, hours = _sessions.get(name, (0.0, None))
    if now >= until:
        row = Event.objects.in_session().filter(pk=pk).values_list("starts_at", "ends_at").first()
        hours = Hours(*row) if row else None
        _sessions[name] = (now + FRESH_SECONDS, hours)
    return hours


def public_event(pk: int) -> Event | None:
    """An announced event with its programme, and in ``clerks`` who signs people in at its sub-venues; for reading.

    A process goes by what it saw for a few seconds, and no longer than until the public pages change: thousands ask for
    their own place at it, and these are the same for all of them.
    """
    try:
        name = (key("event"), pk, caching.version())
    except RedisError:
        return _read(pk)
    until, event = _public.get(name, (0.0, None))
    now = time.monotonic()
    if now >= until:
        event = _read(pk)
        if len(_public) >= KNOWN_AT_MOST:
            _public.clear()
        _public[name] = (now + FRESH_SECONDS, event)
    return event


def _read(pk: int) -> Event | None:
    event = Event.objects.public().filter(pk=pk).prefetch_related("sessions").first()
    if event:
        event.clerks = set(event.venues.exclude(clerks=None).values_list("clerks", flat=True))
    return event


def summary(event: Event) -> dict:
    """Counted now: people, what they did, by field and county, the latest agreements."""
    told, now = headcounts.figures(event), timezone.now()
    online = online_now(event.pk, now) if event.status == EventStatus.OPEN else 0
    return {
        "status": event.get_status_display(), "at": timezone.localtime(now).strftime("%H:%M:%S"),
        "figures": told | eventfigures.met_figures(event) | {"now": online or 0},
        "fields": eventfigures.by_field(event)[:6], "places": eventfigures.by_place(event)[:6],
        "agreed": [
            one | {"at": timezone.localtime(one["at"]).strftime("%H:%M")} for one in eventfigures.agreed(event)
        ],
    }  # fmt: skip


def told(event_pk: int) -> bytes:
    """The summary as JSON, at most a few seconds old. Raises Event.DoesNotExist."""
    name = key("hall", event_pk, "live")
    kept_until, kept = _at_hand.get((name, event_pk), (0.0, b""))
    if time.monotonic() < kept_until:
        return kept
    try:
        stored = redis().get(name)
        # Of all that find it old, one counts; it is old for nobody else until it has.
        is_mine = redis().set(f"{name}:turn", "1", nx=True, ex=FRESH_SECONDS)
    except RedisError:
        stored, is_mine = None, True
    if stored is None or is_mine:
        stored = _count(event_pk, name)
    _at_hand[name, event_pk] = (time.monotonic() + AT_HAND_SECONDS, stored)
    return stored


def _count(event_pk: int, name: str) -> bytes:
    found = summary(Event.objects.public().get(pk=event_pk))
    text = json.dumps(found, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    try:
        redis().set(name, text, ex=KEPT_SECONDS)
    except RedisError:
        return text
    return text
