"""Doorbells: tasks take ids and call one function."""

from celery import shared_task

from .models import Application
from .workflow import experts, similarity


@shared_task(acks_late=True, ignore_result=True)
def compare_application(pk: int) -> None:
    """Compare one application with all that stands."""
    similarity.compare_application(Application.objects.get(pk=pk))


@shared_task(ignore_result=True)
def compare_missed() -> None:
    """Ring for every application that was put forward and not compared."""
    for pk in similarity.not_compared():
        compare_application.delay(pk)


@shared_task(ignore_result=True)
def tend_experts() -> None:
    """Bring back whose pause is over, remind whose year ends."""
    experts.tend()
