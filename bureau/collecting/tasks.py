"""Doorbells: tasks take ids and call one function."""

from celery import shared_task

from . import workflow


@shared_task(ignore_result=True)
def remind_of_duties() -> None:
    """Tell units of lists that fall due."""
    workflow.remind()
