"""Doorbells: tasks take ids and call one function."""

from celery import shared_task
from django.utils import timezone

from . import delivering, workflow


@shared_task(acks_late=True, ignore_result=True)
def deliver(delivery_id: int) -> None:
    """Send one message on one way."""
    delivering.deliver(delivery_id)


@shared_task(ignore_result=True)
def sweep_deliveries() -> None:
    """Ring for what has fallen due, and name what a dead worker left half done."""
    now = timezone.now()
    delivering.note_lost(now)
    for pk in delivering.due_ids(now):
        deliver.delay(pk)


@shared_task(ignore_result=True)
def tell_of_failures() -> None:
    """Name what did not arrive, once a day."""
    workflow.tell_of_failures()
