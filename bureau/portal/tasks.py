"""The timers of the portal."""

from celery import shared_task
from django.utils import timezone

from bureau.workflow import Refused

from . import scanning, visits
from .models import Article
from .workflow import articles

TIMER = "定时发布"


@shared_task
def publish_due() -> int:
    """Publish what was approved for a time that has come; returns how many. Said twice at once, each goes out once."""
    published = 0
    for article in Article.objects.due(timezone.now()).order_by("publish_at", "pk"):
        try:
            articles.publish(article, by=TIMER)
        except Refused:  # Another timer or a person was quicker, or it was sent back.
            continue
        published += 1
    return published


@shared_task
def flush_visits() -> int:
    """Carry the counted openings into the database."""
    return visits.flush()


@shared_task
def scan_site() -> None:
    """The nightly round."""
    scanning.scan()
