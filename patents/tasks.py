"""Doorbells: tasks call one function."""

from celery import shared_task

from . import recounting, workflow


@shared_task(ignore_result=True)
def check_counts() -> None:
    """Whether the statistics equal a recount; where not, count anew."""
    recounting.check()


@shared_task(ignore_result=True)
def remind_of_fees() -> None:
    """Tell the firms of the reserve of annual fees that fall due."""
    workflow.remind_of_fees()
