"""A file into the registers: all of it or nothing, told as it goes, once however often it is asked.

The run's own status moves in transactions of its own, so that everybody sees where it is; the rows, the run's last status
and its line in the book are one transaction. While it works, the run holds an advisory lock: a run that says 正在导入 and
whose lock is free was killed, and wrote nothing.
"""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from psycopg2.errors import DeadlockDetected

from bureau.audit.book import note

from .bulk import in_bulk
from .choices import RowOutcome, RunStatus
from .errors import write_error_workbook
from .kinds import Kind, get_kind
from .models import ImportRun, ImportSheet
from .organisations import put_on_work_list
from .parsing import Parsed, Rejection, merge_repeats, parse
from .places import Places
from .reader import MissingHeading, NotAList, Table, find_tables
from .scope import Scope, keep_within
from .staging import Staged, stage
from .storing import Stored, store

RUN_LOCK, KIND_LOCK = 7312, 7313
UNITS = 0  # Beside the ranks of kinds: held by a load that makes and renames units, which others' rows then follow.
ATTEMPTS = 3
KEPT_FAULTS = 1000  # In the database; the error workbook holds them all.


class GivenUp(Exception):
    """Somebody asked that the run stop; nothing of it is written."""


class _Unwritten(Exception):
    """Leaves the transaction without a trace: a preview, or a file with faults."""


@dataclass(slots=True)
class SheetResult:
    """What became of one sheet; the five counts add up to ``read``."""

    sheet: str
    kind: Kind
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    rejected_rows: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    conflicts: list[dict] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    created_hash: str = ""
    error: str = ""
    parsed: Parsed | None = None
    stored: Stored | None = None


@dataclass(slots=True)
class Result:
    """What became of a file. ``error`` is the sentence for a file that is no list; ``written`` whether rows were."""

    sheets: list[SheetResult] = field(default_factory=list)
    error: str = ""
    written: bool = False

    @property
    def has_faults(self) -> bool:
        return any(sheet.rejected_rows or sheet.error for sheet in self.sheets)


def file_hash(path: Path | str) -> str:
    """SHA-256 of the file, hex."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def holding(run: ImportRun) -> Iterator[bool]:
    """Hold the run's lock for as long as somebody works on it; yields whether it could be had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [RUN_LOCK, run.pk])
        (held,) = cursor.fetchone()
    try:
        yield held
    finally:
        # A connection that broke has taken its lock along.
        with suppress(InterfaceError, OperationalError), connection.cursor() as cursor:
            if held:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [RUN_LOCK, run.pk])


def is_being_worked_on(run: ImportRun) -> bool:
    """Whether a living process holds the run's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [RUN_LOCK, run.pk],
        )
        return cursor.fetchone()[0]


def load(
    run: ImportRun,
    path: Path | str,
    *,
    by,
    write: bool = True,
    watch: Callable[[str, float], None] = lambda _stage, _share: None,
    errors: Path | None = None,
) -> Result:
    """Read the file of ``run`` and write its rows, or, with ``write`` off, only say what would happen.

    ``by`` is a User or a signature. ``watch`` is told the stage and the share done (0 to 1) and may raise GivenUp.
    With one bad row nothing is written unless ``run.skip_bad_rows``. Moves the run to 已导入 in the transaction that
    writes the rows. Raises nothing for a bad file: ``Result.error`` says it.
    """
    result = _attempt(run, path, by, write, watch)
    for _again in range(ATTEMPTS - 1):
        if result is None:
            result = _attempt(run, path, by, write, watch)
    if result is None:
        raise OperationalError("A load met another one in every attempt.")
    if errors is not None and any(sheet.rejected for sheet in result.sheets):
        write_error_workbook(result.sheets, errors)
    return result


def _attempt(run: ImportRun, path: Path | str, by, write: bool, watch) -> Result | None:
    """Read and write once; None when the database ended the attempt because two loads waited for each other."""
    result = Result()
    try:
        with _no_cycle_collection(), transaction.atomic():
            _load_sheets(run, path, result, by, watch)
            if not write or (result.has_faults and not (run.skip_bad_rows and not _unreadable(result))):
                raise _Unwritten
            watch("正在写入", 0.95)
            _finish(run, result, by)
    except _Unwritten:
        pass
    except NotAList as error:
        result.error = str(error)
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        return None
    return result


def _unreadable(result: Result) -> bool:
    return any(sheet.error for sheet in result.sheets)


def _load_sheets(run: ImportRun, path, result: Result, by, watch) -> None:
    watch("正在读取文件", 0.0)
    found = list(find_tables(path, get_kind(run.only_kind) if run.only_kind else None))
    tables = _wanted(found, run.only_kind)
    places = Places()
    lock_kinds(table.kind for table in tables)
    ranked = sorted(tables, key=lambda table: table.kind.rank)
    for _kind, group in groupby(ranked, key=lambda table: table.kind):
        whole = list(group)
        read = [table for table in whole if isinstance(table, Table)]
        result.sheets += [_lacking(table) for table in whole if isinstance(table, MissingHeading)]
        part = _part(watch, len(result.sheets), len(read), len(tables))
        result.sheets += _load_kind(run, read, places, by, part)
    others = [table for table in found if table not in tables]
    result.sheets[0].notes += [f"工作表“{table.sheet}”是{table.kind.label}，未导入。" for table in others]


def _wanted(tables: list[Table | MissingHeading], only_kind: str) -> list[Table | MissingHeading]:
    """The sheets of the kind that was asked for. Raises NotAList when the file holds only others."""
    wanted = [table for table in tables if not only_kind or table.kind.code == only_kind]
    if not wanted:
        found = "、".join(dict.fromkeys(table.kind.label for table in tables))
        raise NotAList(f"这是{found}，不是{get_kind(only_kind).label}。请选对种类后再导入。")
    return wanted


@contextmanager
def _no_cycle_collection() -> Iterator[None]:
    """A load makes millions of values and no cycles: looking for cycles among them took a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _part(watch, position: int, length: int, of: int):
    """``watch`` for ``length`` sheets from ``position`` of ``of``: it is told the share of those alone."""

    def told(stage_name: str, share: float) -> None:
        watch(stage_name, 0.1 + 0.85 * (position + length * share) / of)

    return told


def lock_kinds(kinds) -> None:
    """Two loads of one kind go one after the other, so that the second sees what the first wrote.

    So do two that make units, whatever their kinds: each also touches the rows that the other's units bear.
    """
    kinds = list(kinds)
    units = {UNITS for kind in kinds for party in kind.parties if party.code}
    with connection.cursor() as cursor:
        for rank in sorted({kind.rank for kind in kinds} | units):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [KIND_LOCK, rank])


def _load_kind(run: ImportRun, tables: list[Table], places: Places, by, watch) -> list[SheetResult]:
    """The sheets of one kind: all are read before one is stored, because a row may repeat one of another sheet."""
    read, count = [], len(tables)
    for done, table in enumerate(tables):
        read.append(parse(table, places, lambda share, done=done: watch("正在核对各行", 0.4 * (done + share) / count)))
    if run.is_limited:
        scope = Scope.of(run.only_places, run.only_units)
        for parsed in read:
            keep_within(parsed, scope)
    merge_repeats(read)
    if not read:
        return []
    with in_bulk(read[0].kind.model._meta.db_table, sum(len(parsed.accepted) for parsed in read)):
        return [
            _store(
                run, parsed, places, by, lambda name, share, done=done: watch(name, 0.4 + 0.6 * (done + share) / count)
            )
            for done, parsed in enumerate(read)
        ]


def _store(run: ImportRun, parsed: Parsed, places: Places, by, watch) -> SheetResult:
    table = parsed.table
    watch("正在比对已有记录", 0.0)
    staged = stage(parsed, places, run.pk)
    watch("正在写入", 0.3)
    stored = store(parsed, staged, run, by=by, watch=lambda share: watch("正在写入", 0.3 + 0.7 * share))
    unmatched = _keep_lost_names(staged, stored, run)
    if staged.organisations_created:
        parsed.notes.append(f"新建单位 {staged.organisations_created} 个。")
    if staged.rows_linked:
        parsed.notes.append(f"此前 {staged.rows_linked} 行因此对应到单位。")
    if unmatched:
        parsed.notes.append(f"{unmatched} 个单位名称尚无对应单位，列入“未对应的单位名称”。")
    return SheetResult(
        sheet=table.sheet,
        kind=table.kind,
        read=len(table),
        created=stored.created,
        updated=stored.updated,
        unchanged=stored.unchanged,
        repeated=len(parsed.repeated),
        rejected_rows=len(parsed.bad),
        rejected=parsed.rejected,
        conflicts=stored.conflicts,
        ignored_columns=table.ignored,
        notes=parsed.notes,
        created_hash=stored.created_hash,
        parsed=parsed,
        stored=stored,
    )


def _keep_lost_names(staged: Staged, stored: Stored, run: ImportRun) -> int:
    """Names that new rows, or rows that now say another name, bear and no unit does; returns how many of them."""
    found = 0
    for told_by, names in staged.lost:
        renamed = {n for n, moved in stored.changes.items() if set(told_by) & set(moved)}
        lost = (name for n, name in names.items() if n not in stored.outcomes or n in renamed)
        found += put_on_work_list(staged.kind.code, lost, run.pk)
    return found


def _lacking(missing: MissingHeading) -> SheetResult:
    return SheetResult(sheet=missing.sheet, kind=missing.kind, error=str(missing))


def _finish(run: ImportRun, result: Result, by) -> None:
    """The run's last status, its sheets and its line in the book, in the transaction of the rows."""
    result.written = True
    run.status, run.finished_at, run.message = RunStatus.DONE, timezone.now(), ""
    run.save(update_fields=["status", "finished_at", "message"])
    keep_sheets(run, result)
    counts = {
        sheet.sheet: {
            "kind": sheet.kind.code,
            **{
                name: getattr(sheet, name) for name in ("read", *RowOutcome.values[:4], "rejected_rows", "created_hash")
            },
        }
        for sheet in result.sheets
    }
    note(
        "load_list",
        by=by,
        subject=str(run),
        model=run._meta.label_lower,
        object_id=run.pk,
        changes={"sha256": run.sha256, "sheets": counts},
    )


def keep_sheets(run: ImportRun, result: Result) -> None:
    """Store what became of each sheet beside the run."""
    run.sheets.all().delete()
    ImportSheet.objects.bulk_create(
        ImportSheet(
            run=run,
            sheet=sheet.sheet[:100],
            kind=sheet.kind.code,
            read=sheet.read,
            created=sheet.created,
            updated=sheet.updated,
            unchanged=sheet.unchanged,
            repeated=sheet.repeated,
            rejected_rows=sheet.rejected_rows,
            rejected=[rejection.as_json() for rejection in sheet.rejected[:KEPT_FAULTS]],
            conflicts=sheet.conflicts[:KEPT_FAULTS],
            ignored_columns=sheet.ignored_columns,
            notes=sheet.notes + ([sheet.error] if sheet.error else []),
            created_hash=sheet.created_hash,
        )
        for sheet in result.sheets
    )
