"""Events with meeting slots, and units that wish to meet."""

from datetime import timedelta

from django.utils import timezone

from matchmaking.models import Achievement, Contact, Demand, Event, Interest, SchedulePlan
from matchmaking.workflow import scheduling, slots
from tests.matchmaking.events import opened


def with_slots(officer, count: int = 4, tables: int = 2, minutes: int = 20, pause: int = 5, **more) -> Event:
    """One that goes on for four hours yet, with slots from in two hours on."""
    now = timezone.now().replace(second=0, microsecond=0)
    event = opened(officer, ends_at=now + timedelta(hours=4))
    first = now + timedelta(hours=2)
    slots.plan_slots(
        event, by=officer, tables=tables, starts_at=first, count=count, minutes=minutes, pause=pause, **more
    )
    return event


def wished(event, asker, answerer, by, *, is_accepted: bool = False, **more) -> Interest:
    """An interest that was asked at the event, about things of these two units alone."""
    number, now, today = Interest.objects.count(), timezone.now(), timezone.localdate()
    told = {"collected_on": today - timedelta(days=400), "changed_at": now, "organisation_name": "甲"}
    achievement = Achievement.objects.create(number=f"WA{number}", title=f"成果{number}", organisation=answerer, **told)
    demand = Demand.objects.create(number=f"WD{number}", title=f"难题{number}", organisation=asker, **told)
    values = {
        "side": "demand", "asker": asker, "answerer": answerer, "cooperation_sought": "联合开发", "unclear": "规模", "introduction": "企业",
        "asked_by": by, "asked_at": now, "due_on": today, "event": event,
    }  # fmt: skip
    if is_accepted:
        contact = Contact.objects.create(
            achievement=achievement, demand=demand, met_on=today, result="met", changed_at=now, event=event
        )
        values |= {"status": "accepted", "answered_by": by, "answered_at": now, "contact": contact}
    return Interest.objects.create(achievement=achievement, demand=demand, **values | more)


def published(event, officer, **more) -> SchedulePlan:
    """A schedule of the event as it is now, solved, adopted and published."""
    plan = scheduling.ask(event, by=officer, **more)
    scheduling.adopt(plan, by=officer)
    scheduling.publish(plan, by=officer)
    return plan
