"""A person's agenda at an event: the programme, what the organiser arranged, what two units agreed on by themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from .choices import MeetingStatus
from .models import Event, Meeting, SlotMeeting


@dataclass(frozen=True, slots=True)
class Line:
    """One item of an agenda. ``uid`` stays the same when it moves: a later download moves it in a calendar."""

    uid: str
    at: datetime
    until: datetime
    words: str
    place: str = ""
    url: str = ""
    is_own: bool = False  # A meeting of one's own, not the programme that is everybody's.
    is_tentative: bool = False
    cancelled: str = ""  # Why, where it was.


def agenda(event: Event, user) -> list[Line]:
    """In the order of the day. Most people at an event act for no unit: nothing but the programme is asked for them."""
    own = [*_arranged(event, user), *_agreed(event, user)] if user.current_memberships else []
    return sorted([*_programme(event), *own], key=lambda line: line.at)


def _programme(event: Event):
    for one in event.sessions.all():
        yield Line(f"session-{one.pk}", one.starts_at, one.ends_at, one.title, one.place, one.stream)


def _arranged(event: Event, user):
    own = {membership.organisation_id for membership in user.current_memberships}
    for one in SlotMeeting.objects.party_to(user).filter(plan__event=event).for_list():
        others = [unit for unit in (one.one, one.other) if unit.pk not in own]
        yield Line(
            uid=f"pair-{event.pk}-{one.one_id}-{one.other_id}", at=one.slot.starts_at, until=one.slot.ends_at, is_own=True,
            words=f"洽谈：{'与'.join(map(str, others))}", place=f"{event.tables_at} {one.table_number} 号桌".strip(),
            url=reverse("matchmaking:interest-detail", args=[one.interest_id]) if one.interest_id else "", cancelled=one.reason,
        )  # fmt: skip


def _agreed(event: Event, user):
    rows = Meeting.objects.party_to(user).filter(starts_at__range=(event.starts_at, event.ends_at))
    rows = rows.exclude(status=MeetingStatus.CANCELLED).select_related("interest__achievement", "interest__demand")
    for one in rows:
        yield Line(
            uid=f"meeting-{one.pk}", at=one.starts_at, until=one.starts_at + timedelta(minutes=one.minutes), is_own=True,
            words=f"洽谈：{one.interest}", place=one.place, url=reverse("matchmaking:interest-detail", args=[one.interest_id]),
            is_tentative=one.status == MeetingStatus.PROPOSED,
        )  # fmt: skip
