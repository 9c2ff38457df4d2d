"""How often an article is opened: counted in Redis at each opening, carried into the database by a timer."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from redis.exceptions import RedisError, ResponseError

from bureau.store import key, redis

from .models import Visit

STORE = """
INSERT INTO portal_visit (number, "on", count) SELECT * FROM unnest(%s::bigint[], %s::date[], %s::int[])
ON CONFLICT (number, "on") DO UPDATE SET count = portal_visit.count + excluded.count
"""


def count(number: int) -> int | None:
    """One more opening of the article; returns how many there were. None when Redis cannot be asked: the page is shown."""
    try:
        pipe = redis().pipeline(transaction=True)
        pipe.incr(key("visits", number))
        pipe.hincrby(key("visits", "pending"), f"{number}|{timezone.localdate().isoformat()}", 1)
        total, _pending = pipe.execute()
        if total == 1 and (before := Visit.objects.total_of(number)):
            total = redis().incrby(key("visits", number), before)
    except RedisError:
        return None
    return total


def flush() -> int:
    """Carry what was counted since the last time into the database; returns how many openings.

    A batch is taken by renaming, so two timers never carry the same one; one that a crash left is lost, not doubled.
    """
    taken = key("visits", "taken", uuid4().hex)
    try:
        redis().rename(key("visits", "pending"), taken)
    except ResponseError:  # Nothing was counted.
        return 0
    redis().expire(taken, timedelta(days=1))
    counts = {tuple(name.decode().split("|")): int(value) for name, value in redis().hgetall(taken).items()}
    with transaction.atomic(), connection.cursor() as cursor:
        numbers, days = zip(*counts, strict=True)
        cursor.execute(STORE, [[int(number) for number in numbers], list(days), list(counts.values())])
    redis().delete(taken)
    return sum(counts.values())
