"""Events open and close by the clock, at the announced times however late a worker comes, unless an officer holds them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.store import redis
from bureau.workflow import Refused
from matchmaking import headcounts, presence
from matchmaking.models import Attendance, Event, EventSnapshot, SubVenue
from matchmaking.tasks import turn_events
from matchmaking.workflow import attending, events
from tests.matchmaking.events import participant, planned, was_there

pytestmark = pytest.mark.django_db
DEVICE = "d" * 32
BEGINS = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=5)
ENDS = BEGINS + timedelta(hours=6)


@pytest.fixture
def event(person):
    """Announced, six hours long, nothing of it in Redis."""
    event = planned(starts_at=BEGINS, ends_at=ENDS)
    events.publish(event, by=person("officer"))
    for name in redis().scan_iter(f"{presence._name(event.pk, '*')}"):
        redis().delete(name)
    return event


def after(event: Event, **since) -> str:
    """How the event stands after what the clock does so long after its beginning."""
    with time_machine.travel(BEGINS + timedelta(**since), tick=False):
        turn_events()
    event.refresh_from_db()
    return event.status


def test_the_clock_opens_and_closes_at_the_announced_times_once(event):
    stands = [after(event, minutes=minutes) for minutes in (-119, -1, 0, 1, 359, 360, 361, 900)]

    assert stands == ["published", "published", "open", "open", "open", "closed", "closed", "closed"]
    assert (event.opened_by, event.closed_by, event.opened_at, event.closed_at) == (None, None, BEGINS, ENDS)
    told = Entry.objects.filter(model="matchmaking.event").exclude(verb="publish_event").order_by("pk")
    assert list(told.values_list("verb", "signature")) == [("open_event", events.TIMER), ("close_event", events.TIMER)]
    assert EventSnapshot.objects.count() == 1


def test_what_an_officer_holds_by_hand_the_clock_leaves(event, person):
    Event.objects.update(is_by_hand=True)

    assert [after(event, minutes=minutes) for minutes in (1, 600)] == ["published", "published"]
    for verb in (events.open_, events.close):
        with pytest.raises(Refused):
            verb(event, by=events.TIMER)
    with time_machine.travel(BEGINS, tick=False):
        events.open_(event, by=person("officer"))
    assert after(event, hours=9) == "open"


def test_an_officer_may_be_quicker_than_the_clock(event, person):
    officer = person("officer")
    with time_machine.travel(BEGINS - timedelta(hours=1), tick=False):
        events.open_(event, by=officer)
    assert after(event, minutes=1) == "open"
    with time_machine.travel(ENDS, tick=False):
        events.close(event, by=officer)
    assert after(event, hours=7) == "closed"

    assert (event.opened_by, event.closed_by) == (officer, officer)


def test_a_late_worker_counts_until_the_end_and_everything_until_then(event):
    after(event, minutes=0)
    early, late = (
        was_there(participant(event, f"1390000000{n}"), BEGINS + timedelta(minutes=n * 355), 0, device=DEVICE)
        for n in range(2)
    )
    presence.beat(event.pk, early.participant_id, DEVICE, BEGINS + timedelta(minutes=2), is_first=False, views=3)
    presence.beat(event.pk, late.participant_id, DEVICE, ENDS - timedelta(seconds=30), is_first=False, views=1)

    assert after(event, hours=20) == "closed"

    told = headcounts.figures(event)
    assert {name: told[name] for name in ("people", "views", "peak")} == {"people": 2, "views": 4, "peak": 1}
    assert event.closed_at == ENDS < event.snapshot.made_at
    assert events.faults(event.snapshot) == []
    assert sum(Attendance.objects.filter(event=event).values_list("people", flat=True)) == 2


def test_nobody_signs_in_after_the_end_though_no_worker_has_closed_yet(event):
    after(event, minutes=0)
    venue = SubVenue.objects.create(event=event, name="甲")
    with time_machine.travel(ENDS - timedelta(seconds=1), tick=False):
        assert attending.sign_in(venue, attending.Person("13911112222", "王五"))

    with time_machine.travel(ENDS, tick=False), pytest.raises(Refused, match="已到闭幕时间"):
        attending.sign_in(venue, attending.Person("13911113333", "赵六"))

    Event.objects.update(is_by_hand=True)
    with time_machine.travel(ENDS, tick=False):
        assert attending.sign_in(venue, attending.Person("13911113333", "赵六"))


def test_an_interest_asked_after_the_end_is_not_the_events(event):
    after(event, minutes=0)

    assert [Event.objects.going_on(at).count() for at in (ENDS - timedelta(seconds=1), ENDS)] == [1, 0]


@pytest.mark.parametrize("verb", ["opened", "closed"])
def test_nobody_signs_what_was_not_done(event, person, verb):
    with pytest.raises(IntegrityError, match=f"matchmaking_event_{verb}_signed"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**{f"{verb}_by": person("officer")})
