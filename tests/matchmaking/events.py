"""Events in every state, and people who are at them at given minutes."""

from datetime import timedelta

from django.utils import timezone

from matchmaking.models import Event, EventMinute, Participant, Presence
from matchmaking.workflow import events


def planned(**more) -> Event:
    """One that goes on now: it began an hour ago and ends in an hour."""
    now, today = timezone.now().replace(second=0, microsecond=0), timezone.localdate()
    values = {
        "name": f"第十届在线科技成果对接会{Event.objects.count()}", "edition": 10, "notice": "线上与分会场同步举行。",
        "collect_from": today - timedelta(days=60), "collect_until": today, "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(hours=1),
    }  # fmt: skip
    return Event.objects.create(**values | more)


def opened(officer, **more) -> Event:
    """The same, with people in it."""
    event = planned(**more)
    events.publish(event, by=officer)
    events.open_(event, by=officer)
    return event


def over(event: Event) -> Event:
    """Let its last hour be over, as time does."""
    Event.objects.filter(pk=event.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    event.refresh_from_db()
    return event


def participant(event: Event, mobile: str, **more) -> Participant:
    return Participant.objects.create(event=event, mobile=mobile, registered_at=timezone.now(), **more)


def was_there(person: Participant, since, seconds: float, device: str = "d", **more) -> Presence:
    """In the hall for so long from then on."""
    until = since + timedelta(seconds=seconds)
    values = {"source": "web", "device": device} | more
    return Presence.objects.create(participant=person, started_at=since, last_seen=until, **values)


def minute(event: Event, at, people: int, views: int = 0) -> EventMinute:
    return EventMinute.objects.create(event=event, minute=at, people=people, views=views)
