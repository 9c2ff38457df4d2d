"""What may be done with a list run, and with a row that a list brought."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, OrganisationFormerName
from bureau.audit.book import changes_between, compose, note, record, snapshot
from bureau.audit.models import Entry
from bureau.codes import credit_code_fault
from bureau.files import local_path
from bureau.personal import EncryptedTextField, decrypt
from bureau.text import name_key
from bureau.workflow import Refused, Transition

from .choices import CANCELLABLE, CONFIRMABLE, NameStatus, RunStatus
from .kinds import Party, all_kinds, get_kind
from .loading import KIND_LOCK, file_hash, is_being_worked_on
from .models import ImportRun, Record, UnmatchedName
from .organisations import Named, key_of, learn, relink

VOID = Transition("void", "作废", None, None, "{app}.void_{model}")
RESTORE = Transition("restore", "恢复", None, None, "{app}.void_{model}")
CORRECT = Transition("correct", "更正", None, None, "{app}.correct_{model}")
CONFIRM = Transition("confirm", "导入", CONFIRMABLE, RunStatus.QUEUED, "lists.load_importrun")
CANCEL = Transition("cancel", "取消", CANCELLABLE, None, "lists.load_importrun")
UNDO = Transition("undo", "撤销", (RunStatus.DONE,), RunStatus.UNDOING, "lists.undo_importrun")
RESOLVE = Transition("resolve", "处理", (NameStatus.OPEN,), None, "lists.resolve_unmatchedname")


def receive(
    file: File | Path, *, by, name: str = "", only_kind: str = "", skip_bad_rows: bool = False,
    only_places: Iterable[str] = (), only_units: Iterable[int] = (),
) -> ImportRun:  # fmt: skip
    """Keep a list file with its hash and open a run for it. ``by`` is a User or a signature.

    ``only_places``, ``only_units`` (ids): other rows are rejected, because whoever hands the list in answers for these alone.
    """
    user = by if isinstance(by, models.Model) else None
    run = ImportRun(
        file_name=(name or Path(file.name if isinstance(file, File) else file).name)[:255],
        only_kind=only_kind,
        only_places=list(only_places),
        only_units=list(only_units),
        skip_bad_rows=skip_bad_rows,
        signature=str(by)[:100],
        created_by=user,
    )
    if isinstance(file, Path):
        with file.open("rb") as stream:
            run.file.save("list.xlsx", File(stream), save=False)
    else:
        run.file.save("list.xlsx", file, save=False)
    run.size = run.file.size
    with local_path(run.file) as path:
        run.sha256 = file_hash(path)
    with transaction.atomic():
        run.save()
        note("receive_list", by=by, subject=str(run), model=run._meta.label_lower, object_id=run.pk)
    return run


def confirm(run: ImportRun, *, by, skip_bad_rows: bool, queue: Callable[[int], None]) -> None:
    """Let the previewed file be loaded; ``queue`` is told the run's id once that is committed."""
    with CONFIRM(run, by=by):
        run.skip_bad_rows, run.cancel_requested, run.message = skip_bad_rows, False, ""
        transaction.on_commit(lambda: queue(run.pk))


def cancel(run: ImportRun, *, by) -> None:
    """Stop a run: at once when nobody works on it yet, else as soon as the worker looks up. Nothing is written."""
    with CANCEL(run, by=by):
        run.cancel_requested = True
        if run.status != RunStatus.RUNNING or not is_being_worked_on(run):
            run.status, run.finished_at = RunStatus.CANCELLED, timezone.now()


def note_interruption(run: ImportRun) -> bool:
    """Mark a run whose worker died: nothing of it was written. Returns whether it was one."""
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.status != RunStatus.RUNNING or is_being_worked_on(fresh):
            return False
        fresh.status, fresh.finished_at = RunStatus.INTERRUPTED, timezone.now()
        fresh.message = "导入进程中断，文件中的数据一行也没有写入。可以重新导入。"
        fresh.save(update_fields=["status", "finished_at", "message"])
        note("interrupt_list", by="系统", subject=str(fresh), model=fresh._meta.label_lower, object_id=fresh.pk)
    return True


def undo(run: ImportRun, *, by, reason: str, queue: Callable[[int, int, str], None]) -> None:
    """撤销本次导入: ask that the run be taken back; ``queue`` is told the run, the person and the reason."""
    _demand_reason(reason)
    with UNDO(run, by=by, reason=reason):
        transaction.on_commit(lambda: queue(run.pk, by.pk, reason))


def would_take_back(run: ImportRun) -> dict[str, int]:
    """What 撤销 would touch now: {"voided": rows still in force that the run created, "restored": rows it changed at most}."""
    kinds = [get_kind(code) for code in {sheet.kind for sheet in run.sheets.all()}]
    return {
        "voided": sum(kind.model.objects.brought_by(run).effective().count() for kind in kinds),
        "restored": sum(sheet.updated for sheet in run.sheets.all()),
    }


def take_back(run: ImportRun, *, by, reason: str, watch: Callable[[float], None] = lambda _share: None) -> dict:
    """Void the rows that ``run`` created and give those it changed their old values, unless changed since.

    Returns {"voided": n, "restored": n, "kept": [what was changed since and stays]}. One transaction.
    """
    report: dict = {"voided": 0, "restored": 0, "kept": []}
    with transaction.atomic():
        run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update(of=("self",)))
        if run.status != RunStatus.UNDOING:
            raise Refused(f"“{run}”{run.get_status_display()}，不能撤销。")
        kinds = [get_kind(code) for code in sorted({sheet.kind for sheet in run.sheets.all()})]
        with connection.cursor() as cursor:
            for rank in sorted(kind.rank for kind in kinds):
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [KIND_LOCK, rank])
        for done, kind in enumerate(kinds, 1):
            report["restored"] += _restore_values(run, kind, by, reason, report["kept"])
            report["voided"] += _void_created(run, kind, by, reason)
            watch(done / len(kinds))
        run.status, run.undone_by, run.undone_at = RunStatus.UNDONE, by, timezone.now()
        run.undo_reason, run.undo_report = reason, report
        run.save()
        note(
            "undo_list",
            by=by,
            subject=str(run),
            reason=reason,
            model=run._meta.label_lower,
            object_id=run.pk,
            changes={"voided": report["voided"], "restored": report["restored"], "kept": len(report["kept"])},
        )
    return report


def _void_created(run: ImportRun, kind, by, reason: str) -> int:
    now = timezone.now()
    rows = kind.model.objects.brought_by(run).effective()
    return rows.update(
        voided_at=now, voided_by=by, void_reason=f"撤销导入 {run.pk}：{reason}"[:500], undone=True, changed_at=now
    )


def _restore_values(run: ImportRun, kind, by, reason: str, kept: list) -> int:
    """Old values back, row by row, where the record still says what the run made it say."""
    table, restored = kind.model._meta.db_table, 0
    types = {f.column: f.db_type(connection) for f in kind.model._meta.concrete_fields}
    manager = kind.model._base_manager
    changes = run.changes.filter(kind=kind.code).order_by("pk")
    for change in changes.iterator(chunk_size=2000):
        obj = manager.select_for_update(of=("self",)).get(pk=change.object_id)
        if obj.source_id == run.pk:
            continue  # Created by this very run: voided as a whole.
        names = list(change.after)
        columns = ", ".join(f'"{name}"::text' for name in names)
        before = snapshot(obj)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {columns} FROM "{table}" WHERE id = %s', [obj.pk])
            now = dict(zip(names, cursor.fetchone(), strict=True))
            sets = ", ".join(f'"{name}" = %s::{_cast(types[name])}' for name in names)
            values = [change.before[name] for name in names]
            try:
                with transaction.atomic():
                    is_kept = _said(kind, now) != _said(kind, change.after)
                    if not is_kept:
                        cursor.execute(f'UPDATE "{table}" SET {sets} WHERE id = %s', [*values, obj.pk])
            except IntegrityError:
                is_kept = True  # What else was changed since does not go with the old value.
        if is_kept:
            kept.append({"subject": str(obj), "kind": kind.code, "object_id": obj.pk})
            continue
        obj.refresh_from_db()
        obj.changed_at = timezone.now()
        obj.save()
        Entry.objects.bulk_create(
            [compose("undo", by=by, obj=obj, changes=changes_between(obj, before, snapshot(obj)), reason=reason)]
        )
        restored += 1
    return restored


def _said(kind, values: dict) -> dict:
    """Stored values with personal data as it reads: two ciphertexts of one text are not equal."""
    secret = {f.column for f in kind.model._meta.concrete_fields if isinstance(f, EncryptedTextField)}
    return {name: decrypt(value) if name in secret and value else value for name, value in values.items()}


def _cast(db_type: str) -> str:
    return "text" if db_type.startswith("varchar") else db_type


def void(obj: Record, *, by, reason: str) -> None:
    """作废: take a record out of every figure; it stays as evidence."""
    _demand_reason(reason)
    with VOID(obj, by=by, reason=reason):
        if obj.voided_at:
            raise Refused(f"“{obj}”已经作废。")
        obj.voided_by, obj.voided_at, obj.void_reason = by, timezone.now(), reason
        obj.changed_at = timezone.now()


def restore(obj: Record, *, by, reason: str) -> None:
    """恢复: let a voided record count again."""
    _demand_reason(reason)
    with RESTORE(obj, by=by, reason=reason):
        if not obj.voided_at:
            raise Refused(f"“{obj}”没有作废，不需要恢复。")
        obj.voided_by = obj.voided_at = None
        obj.void_reason, obj.undone, obj.changed_at = "", False, timezone.now()


def correct(obj: Record, *, by, reason: str, **values) -> None:
    """更正: set ``values`` by field name; no later list overwrites them."""
    _demand_reason(reason)
    with CORRECT(obj, by=by, reason=reason):
        if obj.voided_at:
            raise Refused(f"“{obj}”已经作废，不能更正。")
        changed = [name for name, value in values.items() if getattr(obj, name) != value]
        if not changed:
            raise Refused("没有任何一项改变，无需更正。")
        for name in changed:
            setattr(obj, name, values[name])
        _follow(obj, changed)
        obj.corrected = sorted({*obj.corrected, *changed})
        obj.changed_at = timezone.now()


def _follow(obj: Record, changed: list[str]) -> None:
    """Let what is derived from corrected values follow them: the county's name its place, the unit its name and code.

    ``changed`` grows by what was derived, so that no later list overwrites it either.
    """
    kind = next(kind for kind in all_kinds() if kind.model is type(obj))
    if "division" in changed:
        obj.county = obj.division.name if obj.division else ""
        changed.append("county")
    for party in kind.parties:
        if set(party.told_by) & set(changed):
            _follow_unit(obj, party)


def _follow_unit(obj: Record, party: Party) -> None:
    name = party.name_in(obj)
    key, code = key_of(name), getattr(obj, party.code) if party.code else ""
    if code and (fault := credit_code_fault(code)):
        raise Refused(f"{fault}。")
    on = getattr(obj, party.dated) if code else None
    named = Named()
    if code:
        named.saw(name, on.isoformat(), obj.division_id)
    found = learn({code: named} if code else {}, {key})
    setattr(obj, party.link, found.find(code, key))
    if party.key:
        setattr(obj, party.key, key)


@transaction.atomic
def resolve(unmatched: UnmatchedName, *, by, organisation: Organisation | None) -> int:
    """Decide which unit a name on lists is, or (None) that it is none. Returns how many rows it links.

    The decision is learnt: the name becomes a former name of the unit, so later lists find it by themselves; of a name
    that several units bear the decision alone says whose it is.
    """
    with RESOLVE(unmatched, by=by):
        unmatched.resolved_by, unmatched.resolved_at = by, timezone.now()
        unmatched.organisation = organisation
        unmatched.status = NameStatus.LINKED if organisation else NameStatus.SET_ASIDE
        if organisation is None:
            return 0
        key = name_key(unmatched.name)
        if len(key) > OrganisationFormerName._meta.get_field("name_key").max_length:
            raise Refused("名称过长，像是几个单位写在一起，不能对应到一个单位。")
        if organisation.name_key != key:
            known = {"name": unmatched.name}
            _former, is_new = organisation.former_names.get_or_create(name_key=key, defaults=known)
            if is_new:
                record(organisation, "learn_name", by=by, reason=f"清单名称“{unmatched.name}”")
    return relink([key])


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明理由。")


def discard_expired_files(before) -> int:
    """Remove list files, previews and error workbooks of runs finished before ``before``; the runs and hashes stay."""
    storage, removed = storages["private"], 0
    for run in ImportRun.objects.filter(finished_at__lt=before).exclude(file="").iterator():
        for name in (run.file.name, run.preview.name, run.error_workbook.name):
            if name:
                storage.delete(name)
                removed += 1
        run.file = run.preview = run.error_workbook = ""
        run.save(update_fields=["file", "preview", "error_workbook"])
    return removed


def kinds_of(run: ImportRun) -> list:
    """The kinds of list that the run's file held."""
    codes = {sheet.kind for sheet in run.sheets.all()}
    return [kind for kind in all_kinds() if kind.code in codes]
