"""Doorbells: a button and the night ring them."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from bureau.accounts.models import User
from bureau.workflow import Refused

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
    except (annual.Settled, Refused) as refusal:
        watch(str(refusal), 1.0)
    except Exception:
        watch("计算没有完成，原有数据未变。请稍后再试；仍不成功时请告知系统管理员。", 1.0)
        raise
    else:
        watch("完成", 1.0)


@shared_task
def refresh_drafts() -> None:
    """Every night: drafts, and the current year's report. What is being signed stays as it was sent."""
    years = set(AnnualReport.objects.drafts().values_list("year", flat=True)) | {timezone.localdate().year}
    for year in sorted(years):
        compute_annual_report(year)
