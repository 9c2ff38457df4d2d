"""Doorbells: tasks take ids and call one function."""

from celery import shared_task

from . import bulk
from .workflow import filings


@shared_task(acks_late=True)
def assess_year(year: int, at_once: int = bulk.CHUNK) -> None:
    """Share out the firms of a year among the workers, so many to each task."""
    pks = bulk.waiting(year)
    bulk.note_start(year, len(pks))
    for start in range(0, len(pks), at_once):
        assess_firms.delay(year, pks[start : start + at_once])


@shared_task(acks_late=True)
def assess_firms(year: int, pks: list[int]) -> None:
    """Assess some of them. Delivered again after a worker's death it gives the same answers."""
    bulk.assess_chunk(pks, year)
    bulk.note_done(year, len(pks))


@shared_task(ignore_result=True)
def remind_of_filings() -> None:
    """Tell firms whose yearly report is still due, on the days for it."""
    filings.remind_when_due()
