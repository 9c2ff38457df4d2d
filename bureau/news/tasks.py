"""Doorbells: tasks take ids and call one function."""

from celery import shared_task

from . import workflow


@shared_task(ignore_result=True)
def gather() -> None:
    """Take in what is new and tell of it."""
    workflow.gather()
