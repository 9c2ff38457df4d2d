"""Doorbells of the night."""

from datetime import timedelta

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from . import posts
from .models import Lock, Session

KEPT_DAYS = 180


@shared_task
def disable_unused_accounts() -> None:
    """Close accounts of the bureau that nobody uses."""
    posts.disable_unused(by="定时任务")


@shared_task
def sweep_sign_in() -> None:
    """Let go what nobody needs: sessions long over, counters of failures long ago."""
    call_command("clearsessions")
    Lock.objects.spent().delete()
    Session.objects.filter(until__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
