"""An event that goes on while the demonstration is looked at: programme, booths, sub-venues, people who came (made-up)."""

import random
from datetime import timedelta

from django.utils import timezone

from bureau.accounts.models import Division, Organisation, User
from matchmaking.models import Booth, Event, EventMinute, EventSession, Participant, Presence, SubVenue
from matchmaking.workflow import attending, events

from . import fair

PROGRAMME = ("开幕与重点成果发布", "稀土新材料专场", "现代家居与装备制造专场", "一对一洽谈与现场签约")
VENUES = ("章贡区", "信丰县", "于都县")
BOOTHS, ONLINE, SIGNED_IN = 6, 180, 24
NOTICE = "对接会在线上会场和各分会场同时举行。请参会单位登录后进入会场，查看为本单位推荐的成果和需求，提出对接意向，约定洽谈时间。"


def make(users: dict[str, User]) -> None:
    """The event in session, begun two hours ago; nothing where the demonstration has one already."""
    if Event.objects.exists():
        return
    rng, now = random.Random(7), timezone.now().replace(second=0, microsecond=0)  # noqa: S311 Made-up people.
    begins, today = now - timedelta(hours=2), timezone.localdate()
    event = Event.objects.create(
        name=f"{today.year}年赣州市在线科技成果对接会", edition=2, notice=NOTICE, collect_from=today - timedelta(days=60), collect_until=today,
        starts_at=begins, ends_at=now + timedelta(days=1), names_parties=True,
    )  # fmt: skip
    for place, title in enumerate(PROGRAMME):
        start = begins + timedelta(hours=place)
        EventSession.objects.create(
            event=event, title=title, starts_at=start, ends_at=start + timedelta(minutes=50), place="主会场"
        )
    units = Organisation.objects.filter(achievements__isnull=False).distinct().order_by("pk")[:BOOTHS]
    Booth.objects.bulk_create(Booth(event=event, number=f"A{n}", organisation=unit) for n, unit in enumerate(units, 1))
    events.publish(event, by=users["officer"])
    events.open_(event, by=users["officer"])
    places = Division.objects.by_any_name()
    for number, name in enumerate(VENUES):
        venue = SubVenue.objects.create(event=event, name=f"{name}分会场", division=places[name])
        for n in range(SIGNED_IN):
            attending.sign_in(venue, attending.Person(f"1990{number}{n:06d}", f"参会人{n}", "demand"))
    fair.make(event, users["officer"], begins)
    _crowd(event, rng, begins, now)


def _crowd(event: Event, rng: random.Random, begins, now) -> None:
    """Who is in the hall, and how many were in each minute."""
    places = list(Division.objects.all())
    roles = ["supply", "demand", "demand", "broker", "audience", "audience"]
    people = [
        Participant(event=event, mobile=f"1991{n:07d}", role=rng.choice(roles), division=rng.choice(places), registered_at=begins)
        for n in range(ONLINE)
    ]  # fmt: skip
    Participant.objects.bulk_create(people)
    times = []
    for n, one in enumerate(people):
        since = begins + timedelta(seconds=rng.randrange(5400))
        until = min(now, since + timedelta(seconds=rng.randrange(90, 6000)))
        times.append(Presence(participant=one, device=f"{n:032x}", source="web", started_at=since, last_seen=until))
    Presence.objects.bulk_create(times)
    minutes = [begins + timedelta(minutes=n) for n in range(120)]
    there = {at: sum(t.started_at <= at <= t.last_seen for t in times) for at in minutes}
    EventMinute.objects.bulk_create(
        EventMinute(event=event, minute=at, people=count, views=3 * count) for at, count in there.items()
    )
