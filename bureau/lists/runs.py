"""A list run from upload to result, for whoever drives it: page, task or command."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.cache import cache
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.files import local_path

from .cells import shown
from .choices import RowOutcome, RunStatus
from .errors import write_error_workbook
from .loading import GivenUp, Result, holding, keep_sheets, load
from .models import ImportRun

KEPT_SECONDS = 3600
UNEXPECTED = "导入时发生意外错误，文件中的数据一行也没有写入。请重试；仍不成功请联系系统管理员。"
CANCELLED = "已按要求取消，文件中的数据一行也没有写入。"
LOOK_UP_SECONDS = 0.5


def _key_of(run: ImportRun, what: str) -> str:
    """Where the cache keeps something of this run; another database's run of that number came at another moment."""
    return f"import:{what}:{run.pk}:{run.created_at.timestamp()}"


def progress_key(run: ImportRun) -> str:
    """Where the cache tells how far a run is."""
    return _key_of(run, "progress")


def cancel_key(run: ImportRun) -> str:
    """Where the cache keeps the wish that the run stop."""
    return _key_of(run, "cancel")


def progress(run: ImportRun) -> dict:
    """{"stage", "share"} of a run at work."""
    return cache.get(progress_key(run)) or {"stage": run.get_status_display(), "share": 0.0}


def watcher(run: ImportRun) -> Callable[[str, float], None]:
    """Tells the cache how far it is, and looks up now and then whether somebody asked to stop. Raises GivenUp."""
    last = [0.0]

    def watch(stage: str, share: float) -> None:
        now = time.monotonic()
        if now - last[0] < LOOK_UP_SECONDS and share < 1:
            return
        last[0] = now
        cache.set(progress_key(run), {"stage": stage, "share": round(share, 3)}, KEPT_SECONDS)
        if cache.get(cancel_key(run)):
            raise GivenUp

    return watch


def ask_to_stop(run: ImportRun) -> None:
    """Let the worker know; it looks up at least at every stage."""
    cache.set(cancel_key(run), True, KEPT_SECONDS)


def signer_of(run: ImportRun) -> User | str:
    """Who answers for the run."""
    return run.created_by or run.signature


def preview(run: ImportRun) -> Result:
    """Say what loading the file would do, row by row; writes nothing but the run's own preview.

    A run that was cancelled meanwhile stays so, and shows nothing.
    """
    with holding(run) as held:
        run.refresh_from_db()
        if not held or run.status != RunStatus.UPLOADED:
            return Result()
        try:
            with local_path(run.file) as path:
                result = load(run, path, by=signer_of(run), write=False, watch=watcher(run))
        except GivenUp:
            _end_preview(run, Result(), RunStatus.CANCELLED, CANCELLED)
            return Result()
        if result.error:
            _end_preview(run, result, RunStatus.FAILED, result.error)
        elif faults := "".join(sheet.error for sheet in result.sheets):
            _end_preview(run, result, RunStatus.REFUSED, faults)
        else:
            _end_preview(run, result, RunStatus.PREVIEWED)
    return result


def _end_preview(run: ImportRun, result: Result, status: str, message: str = "") -> None:
    """Move the run on, unless somebody has moved it since: under its lock, so that nobody does meanwhile."""
    with transaction.atomic():
        run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update(of=("self",)))
        if run.status != RunStatus.UPLOADED:
            return
        keep_sheets(run, result)
        if status == RunStatus.PREVIEWED:
            _keep_preview(run, result)
            run.status = status
            run.save(update_fields=["preview", "status"])
            cache.delete(progress_key(run))
        else:
            _close(run, status, message)


def _keep_preview(run: ImportRun, result: Result) -> None:
    with tempfile.NamedTemporaryFile("w+b", suffix=".jsonl") as file:
        for line in _preview_lines(result):
            file.write(json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")
        file.seek(0)
        run.preview.save("preview.jsonl", File(file), save=False)


def _preview_lines(result: Result) -> Iterator[dict]:
    for sheet in result.sheets:
        if sheet.parsed is None:
            continue
        reasons: dict[int, list[str]] = {}
        for rejection in sheet.rejected:
            reasons.setdefault(rejection.row, []).append(f"{rejection.column}：{rejection.reason}")
        repeated = set(sheet.parsed.repeated)
        for position, number in enumerate(sheet.parsed.table.numbers):
            line = {
                "sheet": sheet.sheet,
                "row": number,
                "key": _key(sheet, position),
                "name": _name(sheet, position),
                "outcome": RowOutcome.CREATED,
                "detail": "",
            }
            if position in sheet.parsed.bad:
                line |= {"outcome": RowOutcome.REJECTED, "detail": "；".join(reasons.get(number, []))}
            elif position in repeated:
                line["outcome"] = RowOutcome.REPEATED
            elif position in sheet.stored.outcomes:
                line["outcome"] = sheet.stored.outcomes[position]
                line["detail"] = _moves(sheet, sheet.stored.changes.get(position, {}))
            yield line


def _key(sheet, position: int) -> str:
    columns = sheet.parsed.table.columns
    cells = sheet.parsed.table.row(position)
    return " ".join(shown(cells[columns[name][0]]) for name in sheet.kind.key if name in columns)


def _name(sheet, position: int) -> str:
    """What the row calls itself: its first required column of text beside the key."""
    columns, cells = sheet.parsed.table.columns, sheet.parsed.table.row(position)
    for column in sheet.kind.required:
        if column.field not in sheet.kind.key and column.field in columns and not column.is_private:
            return shown(cells[columns[column.field][0]])[:60]
    return ""


def _moves(sheet, changes: dict) -> str:
    words = {f.column: str(f.verbose_name) for f in sheet.kind.model._meta.concrete_fields}
    return "；".join(f"{words.get(name, name)}：{old or '（空）'} → {new}" for name, (old, new) in changes.items())


def perform(run_id: int) -> bool:
    """Load a confirmed run. Safe to be told twice: the second finds the lock held, or nothing left to do.

    Returns whether that was all: not while the preview of a run cancelled and confirmed again has yet to look up.
    """
    run = ImportRun.objects.get(pk=run_id)
    with holding(run) as held:
        run.refresh_from_db()
        if not held:
            return run.status != RunStatus.QUEUED
        if run.status in (RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.INTERRUPTED):
            _perform(run)
    cache.delete(progress_key(run))
    return True


def _perform(run: ImportRun) -> None:
    if run.status == RunStatus.QUEUED:
        cache.delete(cancel_key(run))  # Who confirmed it again has changed their mind.
    run.status, run.started_at = RunStatus.RUNNING, timezone.now()
    run.save(update_fields=["status", "started_at"])
    try:
        with tempfile.TemporaryDirectory() as folder, local_path(run.file) as path:
            errors = Path(folder) / "errors.xlsx"
            result = load(run, path, by=signer_of(run), watch=watcher(run))
            if write_error_workbook(result.sheets, errors):
                with errors.open("rb") as file:
                    run.error_workbook.save("errors.xlsx", File(file), save=False)
                run.save(update_fields=["error_workbook"])
    except GivenUp:
        _close(run, RunStatus.CANCELLED, CANCELLED)
        return
    except Exception:
        run.refresh_from_db()
        if run.status == RunStatus.RUNNING:  # Else it was written, and only its error workbook was not.
            _close(run, RunStatus.FAILED, UNEXPECTED)
        raise
    if not result.written:
        status = RunStatus.FAILED if result.error else RunStatus.REFUSED
        _close(run, status, result.error or "文件中有错误的行，没有写入任何数据。请改正后重新上传，或选择跳过这些行。")
        keep_sheets(run, result)


def _close(run: ImportRun, status: str, message: str) -> None:
    run.status, run.message, run.finished_at = status, message, timezone.now()
    run.save(update_fields=["status", "message", "finished_at"])
    cache.delete_many([progress_key(run), cancel_key(run)])


def preview_rows(run: ImportRun, outcome: str, page: int, per_page: int = 50) -> tuple[list[dict], int]:
    """One page of the preview's rows with that outcome (all of them for ""), and how many there are."""
    if not run.preview:
        return [], 0
    found, total, first = [], 0, (page - 1) * per_page
    mark = f'"outcome": "{outcome}"'.encode() if outcome else b""
    with run.preview.open("rb") as file:
        for line in file:
            if mark in line:
                if first <= total < first + per_page:
                    found.append(json.loads(line))
                total += 1
    return found, total
