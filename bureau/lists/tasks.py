"""Doorbells: tasks take ids and call one function."""

from datetime import timedelta

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from bureau.accounts.models import Organisation, User

from . import batches, naming, runs, workflow
from .choices import RunStatus
from .models import ImportRun

AGAIN_SECONDS = 2


@shared_task(acks_late=True)
def preview_list_file(run_id: int) -> None:
    """Say what loading the uploaded file would do; told again later, it leaves what has gone on since alone."""
    runs.preview(ImportRun.objects.get(pk=run_id))


@shared_task(acks_late=True)
def load_list_file(run_id: int) -> None:
    """Load a confirmed file; later, while its preview still holds it."""
    if not runs.perform(run_id):
        load_list_file.apply_async([run_id], countdown=AGAIN_SECONDS)


@shared_task(acks_late=True)
def undo_list_run(run_id: int, user_id: int, reason: str) -> None:
    """Take a run back."""
    run = ImportRun.objects.get(pk=run_id)
    if run.status == RunStatus.UNDOING:
        workflow.take_back(run, by=User.objects.get(pk=user_id), reason=reason)


@shared_task(acks_late=True)
def void_records(key: str, label: str, pks: list[int], user_id: int, reason: str) -> None:
    """作废 many records; delivered again after a worker's death it goes on with those that are left."""
    by = User.objects.get(pk=user_id)
    rows = apps.get_model(label).objects.visible_to(by)
    batches.void_all(key, rows, pks, by=by, reason=reason)


@shared_task(acks_late=True)
def adopt_rows(unit_id: int) -> None:
    """Give a unit the rows under its names that loads wrote while it became known."""
    naming.adopt_behind_loads(Organisation.objects.get(pk=unit_id))


@shared_task
def sweep_list_runs() -> None:
    """Mark runs whose worker died, and let files go whose time of keeping is over."""
    for run in ImportRun.objects.filter(status=RunStatus.RUNNING):
        workflow.note_interruption(run)
    workflow.discard_expired_files(timezone.now() - timedelta(days=settings.LIST_FILE_RETENTION_DAYS))
