"""What every test may ask for: the city's places, one person for each role, a list as a workbook."""

import json
import os
from base64 import b64decode
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from openpyxl import Workbook

from bureau.accounts.models import Division, User
from bureau.accounts.roles import BY_CODE
from bureau.celery import app
from bureau.embedded import for_celery

# A busy machine breaks no promise: examples may take long to make and to run.
hypothesis_settings.register_profile("bureau", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("bureau")


def pytest_configure():
    """Tests that run side by side have a Redis database each: one that empties its cache ends no session of another.

    The tests' server has a thread for each socket that a browser keeps open, and no bound on them: a thread that also kept
    its connection of the database between two requests would soon hold the last there is.
    """
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        number = 1 + int(worker.removeprefix("gw")) % 15
        address = settings.REDIS_URL.split("?")[0]
        own = f"{address}?db={number}"
        settings.REDIS_URL = settings.CACHES["default"]["LOCATION"] = own
        settings.CELERY_BROKER_URL = for_celery(settings.REDIS_URL)


@pytest.fixture(autouse=True)
def no_kept_pages(settings):
    """Pages are rendered anew; the tests of the page cache turn it on."""
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def places(db):
    """The divisions; a test that empties the tables takes the migration's rows with it."""
    if not Division.objects.exists():
        import_module("bureau.accounts.migrations.0002_divisions").fill(apps, None)
    return Division.objects.by_any_name()


@pytest.fixture
def person(places, settings, tmp_path):
    """Make somebody who holds a role: ``person("officer")``."""
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        }
    }
    call_command("sync_roles", verbosity=0)

    def make(role: str) -> User:
        user = User.objects.create_user(
            username=f"{role}-{User.objects.count()}", name=BY_CODE[role].name, is_staff=True
        )
        user.groups.set([Group.objects.get(name=BY_CODE[role].name)])
        return user

    return make


@pytest.fixture
def workbook(tmp_path):
    """Write rows as an Excel list: ``workbook([headings, row, …])`` gives its path."""
    count = [0]

    def write(*sheets: list[list], name: str = "") -> Path:
        book = Workbook()
        book.remove(book.active)
        for rows in sheets:
            sheet = book.create_sheet()
            for row in rows:
                sheet.append(row)
        count[0] += 1
        path = tmp_path / (name or f"list{count[0]}.xlsx")
        book.save(path)
        return path

    return write


@pytest.fixture
def queued():
    """A queue of this test's own that no worker hears: gives (task, arguments) of what was put there, in order."""
    before, app.conf.task_default_queue = app.conf.task_default_queue, f"test-{uuid4()}"
    name = app.conf.task_default_queue

    def waiting() -> list[tuple[str, list]]:
        with app.connection_for_read() as broker:
            messages = broker.default_channel.client.lrange(name, 0, -1)
        read = [json.loads(message) for message in reversed(messages)]
        return [(one["headers"]["task"], json.loads(b64decode(one["body"]))[0]) for one in read]

    yield waiting
    app.conf.task_default_queue = before
    with app.connection_for_write() as broker:
        broker.default_channel.client.delete(name)
