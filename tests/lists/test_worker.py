"""What goes on while a list is written: a worker killed, a task delivered twice, two people at once, somebody who cancels."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from bureau.accounts.models import Organisation
from bureau.accounts.naming import tell_named
from bureau.audit.models import Entry
from bureau.lists import runs, tasks, workflow
from bureau.lists.kinds import get_kind
from bureau.lists.loading import KIND_LOCK
from bureau.lists.models import ImportRun
from projects.models import Project
from tests.lists.good import CODE, GOOD

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 300
PERFORM = "from bureau.lists import runs; runs.perform({})"


@pytest.fixture
def confirmed(person, workbook):
    """A previewed and confirmed run of a list of projects; the same list each time."""
    officer = person("officer")
    rows = [GOOD["projects"] | {"项目编号": f"P{n}", "统一社会信用代码": CODE} for n in range(ROWS)]
    path = workbook([[*rows[0]], *[[*row.values()] for row in rows]])

    faulty = workbook([[*rows[0]], *[[*row.values()] for row in rows], [*(rows[0] | {"立项日期": "不知道"}).values()]])

    def make(*, bad: bool = False) -> ImportRun:
        run = workflow.receive(faulty if bad else path, by=officer)
        runs.preview(run)
        workflow.confirm(run, by=officer, skip_bad_rows=bad, queue=lambda _pk: None)
        return run

    return make


def in_a_process(run: ImportRun) -> subprocess.Popen:
    """A process of its own that performs the run on this test's database, as a worker's does."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@{quote(database['HOST'], safe='')}:{database['PORT']}/{database['NAME']}"
    location = settings.STORAGES["private"]["OPTIONS"]["location"]
    script = (
        "import django; django.setup(); from django.conf import settings; "
        f"settings.STORAGES['private'] = {{'BACKEND': 'django.core.files.storage.FileSystemStorage', "
        f"'OPTIONS': {{'location': {str(location)!r}}}}}; " + PERFORM.format(run.pk)
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bureau.settings",
        "DATABASE_URL": settings.DATABASE_URL if database.get("PASSWORD") else url,
        "REDIS_URL": settings.REDIS_URL,
        "BUREAU_DATA_DIR": str(settings.DATA_DIR),
    }
    return subprocess.Popen([sys.executable, "-c", script], env=environment, cwd=settings.BASE_DIR)


def in_a_thread(run: ImportRun) -> threading.Thread:
    def perform():
        runs.perform(run.pk)
        connections.close_all()

    thread = threading.Thread(target=perform)
    thread.start()
    return thread


def wait_until(happened, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.05)


def waits_for(sql: str) -> bool:
    """Whether some other session waits for a lock in a statement that begins so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # A transaction sees but one moment of the sessions.
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
            "AND query LIKE %s",
            [f"{sql}%"],
        )
        return cursor.fetchone()[0] > 0


@contextmanager
def held_up(lock: str, *arguments):
    """Hold a lock that the load will wait for."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(lock, arguments)
        yield


def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_everything(confirmed):
    run = confirmed()
    with held_up("LOCK TABLE lists_importsheet IN ACCESS EXCLUSIVE MODE"):
        worker = in_a_process(run)
        wait_until(lambda: waits_for('DELETE FROM "lists_importsheet"'))  # The rows are written, not yet committed.
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(20)

    wait_until(lambda: workflow.note_interruption(run))
    run.refresh_from_db()
    assert (run.status, Project.objects.count()) == ("interrupted", 0)
    assert "一行也没有写入" in run.message

    runs.perform(run.pk)  # Delivered again.
    run.refresh_from_db()
    assert (run.status, Project.objects.count()) == ("done", ROWS)


def test_a_task_delivered_twice_loads_once(confirmed):
    run = confirmed()
    with held_up("LOCK TABLE lists_importsheet IN ACCESS EXCLUSIVE MODE"):
        first = in_a_thread(run)
        wait_until(lambda: waits_for('DELETE FROM "lists_importsheet"'))
        second = in_a_thread(run)
        second.join(20)
        assert not second.is_alive()
    first.join(60)
    runs.perform(run.pk)

    assert Project.objects.count() == ROWS
    assert Entry.objects.filter(verb="load_list").count() == 1


def test_of_two_people_with_one_file_one_gets_unchanged(confirmed):
    both = [confirmed(), confirmed()]

    threads = [in_a_thread(run) for run in both]
    for thread in threads:
        thread.join(60)

    sheets = [run.sheets.get() for run in both]
    assert sorted((sheet.created, sheet.unchanged) for sheet in sheets) == [(0, ROWS), (ROWS, 0)]


def test_who_cancels_a_run_at_work_gets_nothing_written(confirmed, person):
    run = confirmed()
    with held_up("SELECT pg_advisory_xact_lock(%s, 30)", KIND_LOCK):
        thread = in_a_thread(run)
        wait_until(lambda: waits_for("SELECT pg_advisory_xact_lock"))
        time.sleep(runs.LOOK_UP_SECONDS)
        runs.ask_to_stop(run)
    thread.join(60)

    run.refresh_from_db()
    assert (run.status, Project.objects.count()) == ("cancelled", 0)


def test_who_cancels_a_preview_may_change_their_mind(confirmed, person):
    run, officer = confirmed(), person("officer")
    workflow.cancel(run, by=officer)
    runs.ask_to_stop(run)
    assert run.status == "cancelled"

    workflow.confirm(run, by=officer, skip_bad_rows=False, queue=lambda _pk: None)
    runs.perform(run.pk)

    run.refresh_from_db()
    assert (run.status, Project.objects.count()) == ("done", ROWS)


def test_a_cancelled_upload_stays_cancelled_whatever_its_preview_says(workbook, person):
    run = workflow.receive(workbook([[*GOOD["projects"]], [*GOOD["projects"].values()]]), by=person("officer"))
    workflow.cancel(run, by=run.created_by)
    runs.ask_to_stop(run)

    runs.preview(ImportRun.objects.get(pk=run.pk))

    run.refresh_from_db()
    assert (run.status, bool(run.preview)) == ("cancelled", False)


@pytest.fixture
def uploaded(workbook, person):
    """A run whose file nobody has looked at."""
    return workflow.receive(workbook([[*GOOD["projects"]], [*GOOD["projects"].values()]]), by=person("officer"))


@contextmanager
def previewing(run: ImportRun):
    """A preview at work in another session, held up before it reads the rows; let on at the end."""
    held = [KIND_LOCK, get_kind("projects").rank]
    thread = threading.Thread(target=lambda: (runs.preview(ImportRun.objects.get(pk=run.pk)), connections.close_all()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", held)
        thread.start()
        wait_until(lambda: waits_for("SELECT pg_advisory_xact_lock"))
        try:
            yield lambda: cursor.execute("SELECT pg_advisory_unlock(%s, %s)", held)
        finally:
            cursor.execute("SELECT pg_advisory_unlock_all()")
            thread.join(30)


@pytest.mark.parametrize("is_told", [True, False], ids=["gives up", "reads to the end"])
def test_a_cancel_that_a_preview_races_is_what_stands(uploaded, is_told):
    """The preview comes to its end while the cancel is not committed yet."""
    with previewing(uploaded) as let_on, transaction.atomic():
        workflow.cancel(uploaded, by=uploaded.created_by)
        if is_told:
            runs.ask_to_stop(uploaded)
        let_on()
        wait_until(lambda: waits_for('SELECT "lists_importrun"'))

    uploaded.refresh_from_db()
    assert (uploaded.status, bool(uploaded.preview), uploaded.sheets.count()) == ("cancelled", False, 0)


def test_a_wish_of_another_database_stops_nobody(uploaded):
    """Its run had the same number, and came at another moment."""
    theirs = ImportRun(pk=uploaded.pk, created_at=uploaded.created_at - timedelta(days=1))
    runs.ask_to_stop(theirs)
    assert runs.cancel_key(theirs) != runs.cancel_key(ImportRun.objects.get(pk=uploaded.pk))

    runs.preview(uploaded)

    uploaded.refresh_from_db()
    assert uploaded.status == "previewed"


def test_a_preview_that_was_told_to_stop_says_cancelled(uploaded):
    runs.ask_to_stop(uploaded)

    runs.preview(uploaded)

    uploaded.refresh_from_db()
    assert (uploaded.status, bool(uploaded.preview)) == ("cancelled", False)
    assert "一行也没有写入" in uploaded.message


def test_a_run_confirmed_while_its_cancelled_preview_ends_is_loaded_after_it(uploaded):
    with previewing(uploaded):
        workflow.cancel(uploaded, by=uploaded.created_by)
        workflow.confirm(uploaded, by=uploaded.created_by, skip_bad_rows=False, queue=lambda _pk: None)
        is_all = runs.perform(uploaded.pk)

    assert not is_all
    assert runs.perform(uploaded.pk)
    uploaded.refresh_from_db()
    assert (uploaded.status, Project.objects.count()) == ("done", 1)


@contextmanager
def files_no_longer_than(count: int):
    """As on a disk that is full: this process may write no longer file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_result_that_cannot_be_kept_is_not_called_unwritten(confirmed):
    run = confirmed(bad=True)

    with files_no_longer_than(100), pytest.raises(OSError, match="File too large"):
        runs.perform(run.pk)

    run.refresh_from_db()
    assert (run.status, Project.objects.count()) == ("done", ROWS)


def test_a_load_that_runs_while_a_unit_is_approved_leaves_no_row_behind(workbook, person, queued):
    """The load asks who bears the name, the unit is approved, the load writes: its rows are the unit's all the same."""
    run = workflow.receive(workbook([[*GOOD["projects"]], [*GOOD["projects"].values()]]), by=person("officer"))
    runs.preview(run)
    workflow.confirm(run, by=run.created_by, skip_bad_rows=False, queue=lambda _pk: None)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE lists_importsheet IN ACCESS EXCLUSIVE MODE")
        load = in_a_thread(run)
        wait_until(lambda: waits_for('DELETE FROM "lists_importsheet"'))  # Written without a unit, not committed.
        made = approved_elsewhere(GOOD["projects"]["承担单位"])
        adopting = threading.Thread(target=lambda: (tasks.adopt_rows(made), connections.close_all()))
        adopting.start()
        wait_until(lambda: waits_for("SELECT pg_advisory_xact_lock"))
        cursor.execute("COMMIT")
    load.join(60)
    adopting.join(60)

    assert ("bureau.lists.tasks.adopt_rows", [made]) in queued()
    assert Project.objects.get().organisation_id == made


def approved_elsewhere(name: str) -> int:
    """Another session makes the unit known and commits."""
    found = []

    def approve():
        with transaction.atomic():
            unit = Organisation.objects.create(name=name, name_key=name)
            tell_named(unit)
        found.append(unit.pk)
        connections.close_all()

    thread = threading.Thread(target=approve)
    thread.start()
    thread.join(30)
    return found[0]
