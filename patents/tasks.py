"""Doorbells: tasks call one function."""

from celery import shared_task

from . import recounting


@shared_task(ignore_result=True)
def check_counts() -> None:
    """Whether the statistics equal a recount; where not, count anew."""
    recounting.check()
