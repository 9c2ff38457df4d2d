"""Signs of life from the hall: gathered in Redis, carried into the database each minute, never needed to know who came.

A person who joins is in the database before the answer, and so is the first sign of life, which alone makes a participant of
them. What comes after moves only ``last_seen`` and the minutes; that may be lost with Redis, up to the last minute's worth.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core.signing import BadSignature, Signer
from django.db import connection
from django.utils import timezone
from redis.exceptions import NoScriptError, RedisError, ResponseError

from bureau.store import key, redis

from .models import Event
from .models.events import DEVICE_LENGTH

BEAT_SECONDS, FIRST_SECONDS = 120, 60
IDLE = timedelta(minutes=30)
MINUTE = 60
_KEPT = (
    180 * MINUTE
)  # Seconds that a finished minute is looked at again: a worker that was away finds what came meanwhile.
_DAY = 24 * 3600
_signer = Signer(salt="matchmaking.presence")

# The latest time of each (participant, device): moved on, or followed by another after half an hour without a sign.
CARRY = f"""
WITH beats AS (
  SELECT * FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::timestamptz[]) b(participant_id, device, since, until)
), latest AS (
  SELECT b.*, s.id, s.last_seen, s.source FROM beats b CROSS JOIN LATERAL (
    SELECT id, last_seen, source FROM matchmaking_presence
     WHERE participant_id = b.participant_id AND device = b.device AND venue_id IS NULL
     ORDER BY started_at DESC LIMIT 1) s
), moved AS (
  UPDATE matchmaking_presence s SET last_seen = greatest(s.last_seen, l.until) FROM latest l
   WHERE s.id = l.id AND l.since <= l.last_seen + interval '{int(IDLE.total_seconds())} seconds' AND l.until > s.last_seen
)
INSERT INTO matchmaking_presence (participant_id, device, source, started_at, last_seen)
SELECT participant_id, device, source, since, until FROM latest
 WHERE since > last_seen + interval '{int(IDLE.total_seconds())} seconds'
ON CONFLICT DO NOTHING
"""
MINUTES = """
INSERT INTO matchmaking_eventminute (event_id, minute, people, views)
SELECT %s, * FROM unnest(%s::timestamptz[], %s::int[], %s::int[])
ON CONFLICT (event_id, minute) DO UPDATE SET people = greatest(matchmaking_eventminute.people, excluded.people),
  views = greatest(matchmaking_eventminute.views, excluded.views)
"""
# What Redis keeps of one sign or view, in one command: twice as quick as so many, and there are two hundred signs a second.
SIGN = """
local who, stamp, person, day, minute, device, views = unpack(ARGV)
if who ~= '' then
  redis.call('HSETNX', KEYS[1], 'f' .. who, stamp)
  redis.call('HSET', KEYS[1], 't' .. who, stamp)
end
for n = 4, #KEYS do
  redis.call('SADD', KEYS[n], person)
  redis.call('EXPIRE', KEYS[n], day)
end
if views ~= '0' then
  redis.call('HINCRBY', KEYS[2], minute, views)
  redis.call('SADD', KEYS[3], device)
end
"""
SIGN_HASH = hashlib.sha1(SIGN.encode(), usedforsecurity=False).hexdigest()
VISITORS = """
INSERT INTO matchmaking_eventvisitor (event_id, device) SELECT %s, * FROM unnest(%s::text[]) ON CONFLICT DO NOTHING
"""


def device_of(said: str) -> str:
    """What is kept of the random name by which a browser tells itself apart."""
    return hashlib.sha256(said.encode()).hexdigest()[:DEVICE_LENGTH]


def ticket(event: int, participant: int, device: str) -> str:
    """What a browser in the hall shows with each sign of life, instead of a session."""
    return _signer.sign(f"{event}.{participant}.{device}")


def read_ticket(text: str) -> tuple[int, int, str] | None:
    """(event, participant, device); None for what the portal did not write."""
    try:
        event, participant, device = _signer.unsign(text).split(".")
    except (BadSignature, ValueError):
        return None
    return int(event), int(participant), device


def beat(event: int, participant: int, device: str, now: datetime, *, is_first: bool, views: int = 0) -> None:
    """A sign of life. The first, and all while Redis cannot be asked, go straight to the database."""
    if is_first:
        carry([(participant, device, now, now)])
    stamp, minute = f"{now.timestamp():.3f}", int(now.timestamp()) // MINUTE
    # A sign comes every two minutes: it tells of its own and of the one before.
    minutes = (_name(event, "minute", minute - 1), _name(event, "minute", minute))
    try:
        _tell(event, *minutes, values=(f"{participant}|{device}", stamp, participant, _DAY, minute, device, views))
    except RedisError:
        if not is_first:
            carry([(participant, device, now, now)])


def view(event: int, device: str, now: datetime, views: int = 1) -> None:
    """The hall was opened by somebody who has not joined. Without Redis the view is not counted: it is no person."""
    with suppress(RedisError):
        _tell(event, values=("", "", "", _DAY, int(now.timestamp()) // MINUTE, device, views))


def _tell(event: int, *minutes: str, values: tuple) -> None:
    """Run ``SIGN``, by its hash; a Redis that does not know it yet is told it."""
    names = (_name(event, "beats"), _name(event, "views"), _name(event, "devices"), *minutes)
    client, asked = redis(), (len(names), *names, *values)
    try:
        client.execute_command("EVALSHA", SIGN_HASH, *asked)
    except NoScriptError:
        client.execute_command("EVAL", SIGN, *asked)


def _name(event: int, *parts: object) -> str:
    return key("hall", event, *parts)


def carry(beats: Iterable[tuple[int, str, datetime, datetime]]) -> None:
    """Write (participant, device, first, last) into the database. Saying it again changes nothing."""
    columns = [list(column) for column in zip(*beats, strict=True)]
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(CARRY, columns)


def flush(now: datetime | None = None) -> int:
    """Carry what came from every open hall; gives how many signs of life. Raises RedisError when Redis cannot be asked."""
    now = now or timezone.now()
    return sum(flush_event(pk, now) for pk in Event.objects.in_session().values_list("pk", flat=True))


def flush_event(event: int, now: datetime, *, since: datetime | None = None) -> int:
    """Carry what came from one hall. ``since`` says that it is the last time: every minute since then, also the one not over yet.

    A batch is set aside under a name of its own and deleted only when it is written; one that a crash left is written by the
    next. Every statement gives the same when it is said twice.
    """
    client, aside = redis(), _name(event, "aside")
    batch = _name(event, "batch", uuid4().hex)
    client.sadd(aside, batch)
    with suppress(ResponseError):  # Nobody gave a sign.
        client.rename(_name(event, "beats"), batch)
    carried = 0
    for name in client.smembers(aside):
        carried += _carry_batch(client.hgetall(name))
        client.delete(name)
        client.srem(aside, name)
    _carry_minutes(client, event, int(now.timestamp()) // MINUTE, since)
    devices = [device.decode() for device in client.smembers(_name(event, "devices"))]
    if devices:
        with connection.cursor() as cursor:
            cursor.execute(VISITORS, [event, devices])
        client.srem(_name(event, "devices"), *devices)
    return carried


def _carry_batch(stored: dict[bytes, bytes]) -> int:
    first, last = {}, {}
    for name, stamp in stored.items():
        participant, device = name[1:].decode().split("|")
        side = first if name[:1] == b"f" else last
        side[int(participant), device] = datetime.fromtimestamp(float(stamp), UTC)
    carry((*who, first.get(who, until), until) for who, until in last.items())
    return len(last)


def _carry_minutes(client, event: int, current: int, since: datetime | None) -> None:
    """People and views of the minutes that are over: a minute's people are known when the next one is over too."""
    views = {int(name): int(count) for name, count in client.hgetall(_name(event, "views")).items()}
    until = current - 2 if since is None else current
    first = until - _KEPT // MINUTE if since is None else int(since.timestamp()) // MINUTE
    minutes = range(first, until + 1)
    pipe = client.pipeline(transaction=False)
    for minute in minutes:
        pipe.scard(_name(event, "minute", minute))
    people = Counter({minute: count for minute, count in zip(minutes, pipe.execute(), strict=True) if count})
    known = sorted(people.keys() | views.keys())
    if known:
        stamps = [datetime.fromtimestamp(minute * MINUTE, UTC) for minute in known]
        with connection.cursor() as cursor:
            counts = [people[minute] for minute in known], [views.get(minute, 0) for minute in known]
            cursor.execute(MINUTES, [event, stamps, *counts])
    old = [str(minute) for minute in views if minute < first]
    if old:
        client.hdel(_name(event, "views"), *old)


def online_now(event: int, now: datetime) -> int | None:
    """Distinct persons of the last minute that is fully told; None when Redis cannot be asked."""
    try:
        return redis().scard(_name(event, "minute", int(now.timestamp()) // MINUTE - 2))
    except RedisError:
        return None
