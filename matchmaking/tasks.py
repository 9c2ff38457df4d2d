"""Doorbells: tasks call one function each."""

from celery import shared_task

from . import workflow
from .matching.profiles import catch_up


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
