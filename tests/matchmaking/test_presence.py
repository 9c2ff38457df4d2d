"""Signs of life: gathered in Redis, carried each minute, said twice without harm; what a lost Redis costs and what it cannot."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis.exceptions import RedisError

from bureau.store import redis
from matchmaking import headcounts, presence
from matchmaking.models import EventMinute, EventVisitor, Presence
from tests.matchmaking.events import opened, participant, was_there

pytestmark = pytest.mark.django_db
D = "d" * 32


@pytest.fixture
def hall(person):
    """An open event, nothing of it in Redis; gives it and somebody who came in at a given time."""
    event = opened(person("officer"))
    for name in redis().scan_iter(f"{presence._name(event.pk, '*')}"):
        redis().delete(name)
    return event


@pytest.fixture
def nowhere(settings):
    """No Redis answers."""

    def lose():
        settings.REDIS_URL = "unix:///nowhere/redis.sock"

    return lose


def entered(event, n: int, at) -> Presence:
    return was_there(participant(event, f"1390000{n:04d}"), at, 0, device=D)


def sign(time, at, **more) -> None:
    presence.beat(time.participant.event_id, time.participant_id, D, at, **{"is_first": False} | more)


def test_a_sign_of_life_costs_no_statement_and_the_first_one_two(hall):
    time = entered(hall, 1, hall.starts_at)
    with CaptureQueriesContext(connection) as queries:
        sign(time, hall.starts_at + timedelta(seconds=180))
    assert len(queries) == 0

    with CaptureQueriesContext(connection) as queries:
        sign(time, hall.starts_at + timedelta(seconds=60), is_first=True)

    assert len(queries) == 1
    time.refresh_from_db()
    assert time.last_seen == hall.starts_at + timedelta(seconds=60)


def test_what_was_gathered_is_carried_once_however_often_it_is_said(hall):
    start = hall.starts_at + timedelta(minutes=5)
    times = [entered(hall, n, start) for n in range(3)]
    for time in times:
        for seconds in (60, 180, 300):
            sign(time, start + timedelta(seconds=seconds), views=2)
    now = start + timedelta(minutes=8)

    assert [presence.flush(now) for _ in range(3)] == [3, 0, 0]

    assert set(Presence.objects.values_list("last_seen", flat=True)) == {start + timedelta(seconds=300)}
    told = headcounts.figures(hall)
    assert (told["people"], told["visits"], told["peak"], told["views"], told["visitors"]) == (3, 3, 3, 18, 1)
    # Signs at 1, 3 and 5 minutes tell of six minutes, each with the three.
    assert [(m.minute, m.people) for m in EventMinute.objects.order_by("minute")] == [
        (start + timedelta(minutes=n), 3) for n in range(6)
    ]


def test_a_batch_that_a_crash_left_is_carried_by_the_next(hall, monkeypatch):
    start = hall.starts_at
    time = entered(hall, 1, start)
    sign(time, start + timedelta(seconds=60))
    with monkeypatch.context() as patch:
        patch.setattr(presence, "carry", lambda _beats: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            presence.flush(start + timedelta(minutes=3))
    sign(time, start + timedelta(seconds=180))

    assert presence.flush(start + timedelta(minutes=4)) == 2

    time.refresh_from_db()
    assert time.last_seen == start + timedelta(seconds=180)


def test_half_an_hour_without_a_sign_begins_another_time(hall):
    start = hall.starts_at
    time = entered(hall, 1, start)
    sign(time, start + timedelta(seconds=60))
    presence.flush(start + timedelta(minutes=2))
    for _ in range(2):  # Said again, it is the same time.
        for minutes in (40, 42):
            sign(time, start + timedelta(minutes=minutes))
        presence.flush(start + timedelta(minutes=45))

    assert list(Presence.objects.order_by("started_at").values_list("started_at", "last_seen")) == [
        (start, start + timedelta(seconds=60)), (start + timedelta(minutes=40), start + timedelta(minutes=42)),
    ]  # fmt: skip
    told = headcounts.figures(hall)
    assert (told["people"], told["visits"]) == (1, 2)


def test_the_peak_counts_persons_not_browsers(hall):
    start = hall.starts_at
    time = entered(hall, 1, start)
    other = was_there(time.participant, start, 0, device="e" * 32)
    for device in (D, other.device):
        presence.beat(hall.pk, time.participant_id, device, start + timedelta(seconds=65), is_first=False)

    presence.flush(start + timedelta(minutes=5))

    assert headcounts.figures(hall)["peak"] == 1


def test_without_redis_every_sign_goes_to_the_database(hall, nowhere):
    time = entered(hall, 1, hall.starts_at)
    nowhere()

    sign(time, hall.starts_at + timedelta(seconds=60), is_first=True)
    sign(time, hall.starts_at + timedelta(seconds=180))
    presence.view(hall.pk, D, timezone.now())

    time.refresh_from_db()
    assert time.last_seen == hall.starts_at + timedelta(seconds=180)
    assert headcounts.figures(hall)["people"] == 1
    with pytest.raises(RedisError):
        presence.flush()


def test_a_redis_that_forgets_costs_no_person(hall):
    start = hall.starts_at
    times = [entered(hall, n, start) for n in range(4)]
    for time in times:
        sign(time, start + timedelta(seconds=60), is_first=True)
    presence.flush(start + timedelta(minutes=2))
    for time in times:
        sign(time, start + timedelta(seconds=180))
    for name in redis().scan_iter(f"{presence._name(hall.pk, '*')}"):
        redis().delete(name)

    presence.flush(start + timedelta(minutes=4))
    for time in times[:2]:
        sign(time, start + timedelta(seconds=300))
    presence.flush(start + timedelta(minutes=8))

    told = headcounts.figures(hall)
    assert (told["people"], told["visits"], told["peak"]) == (4, 4, 4)


def test_only_the_portals_own_tickets_count(hall):
    ticket = presence.ticket(hall.pk, 7, D)

    assert presence.read_ticket(ticket) == (hall.pk, 7, D)
    assert presence.read_ticket(ticket.replace(".7.", ".8.")) is None
    assert presence.read_ticket("") is None


def test_who_only_looks_is_a_visitor(hall):
    now = timezone.now()
    for n in range(3):
        presence.view(hall.pk, presence.device_of(str(n % 2)), now)

    presence.flush(now)

    assert EventVisitor.objects.count() == 2
    told = headcounts.figures(hall)
    assert (told["views"], told["visitors"], told["people"]) == (3, 2, 0)
