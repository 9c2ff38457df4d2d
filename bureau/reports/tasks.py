"""Doorbells: a button and the night ring them."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from bureau.accounts.models import User

from . import annual
from .models import AnnualReport


def progress_key(year: int) -> str:
    """Where the cache tells how far a computation is."""
    return f"report:{year}"


@shared_task(acks_late=True)
def compute_annual_report(year: int, user_id: int | None = None) -> None:
    """Compute the year's open report; progress goes through the cache."""
    by = User.objects.get(pk=user_id) if user_id else "定时任务"

    def watch(stage: str, share: float) -> None:
        cache.set(progress_key(year), {"stage": stage, "share": share}, 600)

    try:
        annual.compute(year, by=by, watch=watch)
        cache.set(progress_key(year), {"stage": "完成", "share": 1.0}, 60)
    except annual.AlreadyPublished as published:
        cache.set(progress_key(year), {"stage": str(published), "share": 1.0}, 60)


@shared_task
def refresh_drafts() -> None:
    """Every night: open reports, and the current year's once the year has records."""
    years = set(AnnualReport.objects.open().values_list("year", flat=True)) | {timezone.localdate().year}
    for year in sorted(years):
        newest = AnnualReport.objects.current_for(year)
        if newest is None or not newest.is_issued:
            compute_annual_report(year)
