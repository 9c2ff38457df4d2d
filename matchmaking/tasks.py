"""Doorbells: tasks call one function each."""

from celery import shared_task

from . import recommending
from .matching.profiles import catch_up
from .workflow import contracts, dealing, searching
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
