"""Taking part in a 对接会: registering, coming into the hall, signing in at a sub-venue. Each is in the database before the answer.

These write no line of the book: the rows themselves say who came when and by which door. A list that a clerk hands in is one line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from bureau.accounts.models import Division, Organisation, User
from bureau.audit.book import note
from bureau.personal import blind_index
from bureau.workflow import Refused
from matchmaking.choices import EventStatus, ParticipantRole, PresenceSource
from matchmaking.models import Event, Participant, Presence, SubVenue
from matchmaking.presence import IDLE

JOIN = "matchmaking.join_event"
REGISTRABLE = (EventStatus.PUBLISHED, EventStatus.OPEN)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in, as a form or a line of a list says."""

    mobile: str
    name: str = ""
    role: str = ParticipantRole.AUDIENCE
    organisation_name: str = ""
    division: Division | None = None


def register(
    event: Event, *, by: User, role: str, division: Division | None = None, organisation: Organisation | None = None
) -> Participant:
    """Say that one will come. Saying it again changes as what. Raises PermissionDenied, or Refused with the sentence."""
    if by.is_staff or not by.has_perm(JOIN):
        raise PermissionDenied("register")
    if not by.mobile:
        raise Refused("请先在“我的账号”中绑定手机号：参会人数按手机号去重。")
    if event.status not in REGISTRABLE or event.ends_at <= timezone.now():
        raise Refused(f"“{event}”{event.get_status_display()}，不能登记参会。")
    values = {
        "role": role, "division": division, "organisation": organisation, "name": by.name,
        "organisation_name": organisation.name if organisation else "", "user": by,
    }  # fmt: skip
    with transaction.atomic():
        # Who took another number meanwhile is the same person.
        own = Participant.objects.select_for_update(of=("self",)).filter(event=event, user=by).first()
        participant, is_new = (own, False) if own else _participant(event, by.mobile, values)
        changed = [name for name, value in values.items() if getattr(participant, name) != value]
        if not is_new and changed:
            for name in changed:
                setattr(participant, name, values[name])
            participant.save(update_fields=changed)
    return participant


def _participant(event: Event, mobile: str, values: dict) -> tuple[Participant, bool]:
    """The person's row under its lock, made where there is none. Of two at once one makes it."""
    rows = Participant.objects.select_for_update(of=("self",)).filter(event=event, mobile_index=blind_index(mobile))
    if found := rows.first():
        return found, False
    made = Participant(event=event, mobile=mobile, registered_at=timezone.now(), **values)
    Participant.objects.bulk_create([made], ignore_conflicts=True)
    found = rows.get()
    return found, found.registered_at == made.registered_at


def join(event: Event, *, by: User, device: str, is_phone: bool = False, **values) -> Presence:
    """Come into the hall: a time of one's own begins, or the one goes on that this device had in the last half hour.

    ``values`` are those of ``register``; they may be left out by who has registered. Raises Refused unless the hall is open.
    """
    now = timezone.now()
    if event.status != EventStatus.OPEN or now >= event.ends_at:
        raise Refused(f"“{event}”{event.get_status_display()}，会场没有开放。")
    with transaction.atomic():
        if values:
            participant = register(event, by=by, **values)
        else:
            participant = Participant.objects.select_for_update(of=("self",)).filter(event=event, user=by).first()
            if participant is None:
                raise Refused("请先登记参会身份。")
        rows = participant.presences.online().filter(device=device, last_seen__gte=now - IDLE)
        if going_on := rows.order_by("-started_at").first():
            return going_on
        source = PresenceSource.APP if is_phone else PresenceSource.WEB
        return Presence.objects.create(
            participant=participant, device=device, source=source, started_at=now, last_seen=now
        )


def sign_in(venue: SubVenue, person: Person) -> bool:
    """Sign somebody in at a sub-venue; gives whether that is new. A second time changes nothing. Raises Refused unless it is open."""
    now = timezone.now()
    with transaction.atomic():
        _hold_open(venue)
        participant, _is_new = _participant(venue.event, person.mobile, _values(venue, person))
        _presence, is_new = Presence.objects.get_or_create(
            participant=participant,
            venue=venue,
            defaults={"source": PresenceSource.SCAN, "started_at": now, "last_seen": now},
        )
    return is_new


def _hold_open(venue: SubVenue) -> None:
    """Let nobody close the event before this sign-in is counted; sign-ins do not wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status, ends_at <= %s AND NOT is_by_hand FROM matchmaking_event WHERE id = %s FOR SHARE",
            [timezone.now(), venue.event_id],
        )
        status, is_over = cursor.fetchone()
    if status != EventStatus.OPEN or is_over:  # Over by the clock, whether a worker has said so yet or not.
        stands = "已到闭幕时间" if status == EventStatus.OPEN else EventStatus(status).label
        raise Refused(f"“{venue.event}”{stands}，不能签到。")


def sign_in_list(venue: SubVenue, people: Sequence[Person], *, by: User) -> tuple[int, int]:
    """Sign in everybody of a list, all of them or nobody; gives how many are new and how many had signed in before.

    Raises PermissionDenied for who is no clerk of the sub-venue, Refused once the event is over.
    """
    if not SubVenue.objects.clerked_by(by).filter(pk=venue.pk).exists():
        raise PermissionDenied("sign_in_list")
    with transaction.atomic():
        _hold_open(venue)
        new = _sign_in_all(venue, {blind_index(person.mobile): person for person in people})
        told = f"名单 {len(people)} 人，新签到 {new} 人。"
        note("sign_in_list", by=by, subject=str(venue), model=venue._meta.label_lower, object_id=venue.pk, reason=told)
    return new, len(people) - new


def _sign_in_all(venue: SubVenue, people: dict[str, Person]) -> int:
    """The same for many by the hash of their mobile, in a few statements; gives how many are new."""
    now, rows = timezone.now(), Participant.objects.filter(event=venue.event_id, mobile_index__in=people)
    known = set(rows.values_list("mobile_index", flat=True))
    missing = [
        Participant(
            event_id=venue.event_id, mobile=one.mobile, registered_at=now, **_values(venue, one)
        ) for index, one in people.items() if index not in known
    ]  # fmt: skip
    Participant.objects.bulk_create(missing, ignore_conflicts=True, batch_size=1000)
    signed = Presence.objects.filter(venue=venue, participant__in=rows.values("pk"))
    before = signed.count()
    times = [
        Presence(participant_id=pk, venue=venue, source=PresenceSource.SHEET, started_at=now, last_seen=now)
        for pk in rows.values_list("pk", flat=True)
    ]
    Presence.objects.bulk_create(times, ignore_conflicts=True, batch_size=1000)
    return signed.count() - before


def _values(venue: SubVenue, person: Person) -> dict:
    """What a sign-in says of who is not known yet; the place is the sub-venue's where none is told."""
    return {
        "name": person.name, "role": person.role, "organisation_name": person.organisation_name,
        "division": person.division or venue.division,
    }  # fmt: skip


def event_of(by: User) -> Event | None:
    """The event in session that the person takes part in: where what they do with others now belongs."""
    if by.is_staff:
        return None
    return Event.objects.going_on(timezone.now()).taken_part_in_by(by).order_by("-opened_at").first()
