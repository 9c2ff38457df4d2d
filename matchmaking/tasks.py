"""Doorbells: tasks call one function each."""

from celery import shared_task

from bureau.publicity.models import Publicity

from . import presence, recommending
from .choices import ScheduleStatus
from .matching.profiles import catch_up
from .models import SchedulePlan
from .workflow import awarding, contracts, dealing, events, scheduling, searching
from .workflow import profiles as workflow


@shared_task(ignore_result=True)
def tend_profiles() -> None:
    """Nightly: terms that are over, terms that will be."""
    workflow.expire_due()
    workflow.remind_due()


@shared_task(ignore_result=True)
def index_profiles() -> None:
    """What lists brought comes into the index, what is public no more leaves it."""
    for model in workflow.PROFILES:
        catch_up(model)


@shared_task(ignore_result=True)
def refresh_lists(noun: str, pk: int) -> None:
    """One item was published or taken away: its list of recommendations and those that it enters."""
    model = next(model for model in workflow.PROFILES if model._meta.model_name == noun)
    if profile := model.objects.select_related("division").filter(pk=pk).first():
        recommending.refresh(profile)


@shared_task(ignore_result=True)
def refresh_all_lists() -> None:
    """Nightly, behind the index: every list anew."""
    for model in workflow.PROFILES:
        recommending.refresh_all(model)


@shared_task(ignore_result=True)
def tell_of_new() -> None:
    """Each morning: what is new in the searches that people keep."""
    searching.tell_of_new()


@shared_task(ignore_result=True)
def tend_interests() -> None:
    """Each morning: who has still to answer, who has not answered in time."""
    dealing.tend_interests()


@shared_task(ignore_result=True)
def tend_contracts() -> None:
    """Each morning: whose contracts are to be followed up."""
    contracts.remind_due()


@shared_task(acks_late=True, ignore_result=True)
def publicity_ended(publicity_id: int) -> None:
    """A 公示 of who is to take a challenge is over."""
    awarding.hear(Publicity.objects.get(pk=publicity_id))


@shared_task(ignore_result=True)
def flush_presence() -> None:
    """Each minute: what came from the halls of events in session."""
    presence.flush()


@shared_task(ignore_result=True)
def turn_events() -> None:
    """Each minute: events whose time has come open, those whose end has passed close."""
    events.turn()


@shared_task(acks_late=True, ignore_result=True)
def solve_schedule(pk: int) -> None:
    """Compute who meets whom when at an event, once."""
    plan = SchedulePlan.objects.get(pk=pk)
    if plan.status == ScheduleStatus.WAITING:
        scheduling.compute(plan)
