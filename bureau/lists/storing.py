"""Staged rows against what is stored: new, changed, unchanged, in conflict; and the writing of them, set by set."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, repeat

from django.db import connection, models
from django.utils import timezone

from bureau.audit.book import compose
from bureau.audit.models import Entry
from bureau.personal import EncryptedTextField, decrypt, mask
from bureau.text import SearchTermsField, bigrams, searchable

from .choices import RowOutcome
from .kinds import Column, Kind
from .models import Change, ImportRun
from .parsing import Parsed
from .staging import STAGE, Staged, copy_rows

MET = "lists_met"
BATCH = 5000


@dataclass(slots=True)
class Stored:
    """What became of the accepted rows; positions are the table's."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: list[dict] = field(default_factory=list)
    created_hash: str = ""
    changes: dict[int, dict[str, list]] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)  # Only of rows that are not new.


@dataclass(slots=True)
class Target:
    """The register that a kind fills, as SQL sees it."""

    kind: Kind
    table: str
    present: list[str]  # Staged columns.
    fields: dict[str, models.Field]  # By database column.

    @classmethod
    def of(cls, kind: Kind, staged: Staged) -> "Target":
        fields = {f.column: f for f in kind.model._meta.concrete_fields}
        return cls(kind, kind.model._meta.db_table, staged.columns, fields)

    @property
    def key_columns(self) -> list[str]:
        by_field = {column.field: column for column in self.kind.columns}
        return [by_field[name].stored[0] for name in self.kind.key]

    def compared(self) -> Iterator[tuple[Column, str]]:
        """Columns of the list whose stored value tells a change, with the database column that tells it."""
        for column in self.kind.columns:
            if column.field not in self.kind.key and column.stored[0] in self.present:
                yield column, column.stored[0]

    def is_text(self, name: str) -> bool:
        """Whether blank is stored as the empty text."""
        return isinstance(self.fields[name], (models.CharField, models.TextField))

    def joined(self) -> str:
        """How a staged row finds its record."""
        parts = []
        for name in self.key_columns:
            staged = f's."{name}"' if name in self.present else "NULL::text"
            parts.append(f't."{name}" = ' + (f"coalesce({staged}, '')" if self.is_text(name) else staged))
        return " AND ".join(parts)


def store(parsed: Parsed, staged: Staged, run: ImportRun, *, by, watch: Callable[[float], None]) -> Stored:
    """Write the staged rows of ``parsed`` for ``run``. Call inside a transaction that holds the kind's lock.

    ``watch`` is told how far it is (0 to 1) and may raise to give up; the caller then rolls everything back.
    """
    target = Target.of(parsed.kind, staged)
    stored = Stored()
    with connection.cursor() as cursor:
        _meet(cursor, target)
        watch(0.2)
        revived = _revive(cursor, target, run)
        _sort_met(cursor, target, parsed, stored)
        watch(0.3)
        _update(cursor, target, parsed, stored, run, by=by)
        watch(0.5)
        inserted = _insert(cursor, target, run) + _insert_fresh(cursor, target, staged, run)
        watch(0.9)
    stored.created = inserted + len(revived)
    stored.unchanged = len(parsed.accepted) - stored.created - stored.updated
    met = _outcomes(stored, staged, revived)
    stored.created_hash = _hash_created(target, parsed, met)
    return stored


def _meet(cursor, target: Target) -> None:
    """Find the record of each staged row, and whether it says the same."""
    differs = [
        f'(s."{name}" IS NOT NULL AND s."{name}" IS DISTINCT FROM t."{name}")' for _column, name in target.compared()
    ]
    cursor.execute(f"DROP TABLE IF EXISTS {MET}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {MET} ON COMMIT DROP AS "
        f"SELECT s.n, t.id, t.undone, t.voided_at IS NOT NULL AS voided, ({' OR '.join(differs) or 'false'}) AS differs "
        f'FROM {STAGE} s JOIN "{target.table}" t ON {target.joined()}'
    )
    cursor.execute(f"ANALYZE {MET}")


def _value(target: Target, name: str) -> str:
    """The SQL of a new record's column: what was staged, else the blank of its type, else the list's default."""
    column = next((c for c in target.kind.columns if name in c.stored), None)
    staged = f's."{name}"' if name in target.present else "NULL"
    if column is not None and column.blank is not None:
        # A number, or True and False as SQL writes them too; never what a file says.
        return f"coalesce({staged}, {column.blank})"
    return f"coalesce({staged}, '')" if target.is_text(name) else staged


def _filled(target: Target) -> list[str]:
    """The database columns that a list of this kind fills, whether or not this file holds them all."""
    named = [name for column in target.kind.columns for name in column.stored]
    return list(dict.fromkeys([*named, *target.present]))


def _insert(cursor, target: Target, run: ImportRun) -> int:
    names = _filled(target)
    constants = _constants(target, names, run)
    columns = ", ".join(f'"{name}"' for name in [*names, *constants])
    values = ", ".join([*(_value(target, name) for name in names), *(["%s"] * len(constants))])
    cursor.execute(
        f'INSERT INTO "{target.table}" ({columns}) SELECT {values} FROM {STAGE} s '
        f"WHERE NOT EXISTS (SELECT 1 FROM {MET} m WHERE m.n = s.n) ORDER BY s.n",
        list(constants.values()),
    )
    return cursor.rowcount


def _insert_fresh(cursor, target: Target, staged: Staged, run: ImportRun) -> int:
    """Rows that meet no record go into the register as they are, without the way through the staging table."""
    columns = dict(staged.fresh)
    count = len(columns.pop("n"))
    if not count:
        return 0
    for column in target.kind.columns:
        if column.blank is not None:
            given = columns.get(column.field, repeat(None, count))
            columns[column.field] = [column.blank if value is None else value for value in given]
    blank = [name for name in _filled(target) if name not in columns and target.is_text(name)]
    constants = _constants(target, _filled(target), run) | dict.fromkeys(blank, "")
    for name, value in constants.items():
        columns[name] = repeat("{}" if value == [] else value, count)
    copy_rows(cursor, target.table, columns, not_null=[name for name in columns if target.is_text(name)])
    return count


def _constants(target: Target, names: list[str], run: ImportRun) -> dict[str, object]:
    """Columns that the list does not fill, as every new record has them."""
    found: dict[str, object] = {}
    for name, described in target.fields.items():
        if name in names or isinstance(described, models.GeneratedField) or described.primary_key:
            continue
        value = run.pk if name == "source_id" else timezone.now() if name == "changed_at" else described.get_default()
        found[name] = "" if value is None and target.is_text(name) else value
    return found


def _revive(cursor, target: Target, run: ImportRun) -> set[int]:
    """Rows that went with an undone run come back as this file has them; returns their positions."""
    cursor.execute(f"SELECT n FROM {MET} WHERE undone")
    positions = {n for (n,) in cursor.fetchall()}
    if not positions:
        return positions
    names = [name for name in _filled(target) if name not in target.key_columns]
    constants = _constants(target, _filled(target), run)
    sets = [f'"{name}" = {_value(target, name)}' for name in names] + [f'"{name}" = %s' for name in constants]
    cursor.execute(
        f'UPDATE "{target.table}" t SET {", ".join(sets)} FROM {STAGE} s JOIN {MET} m ON m.n = s.n '
        f"WHERE m.undone AND t.id = m.id",
        list(constants.values()),
    )
    cursor.execute(f"UPDATE {MET} SET differs = false, voided = false WHERE undone")
    return positions


def _sort_met(cursor, target: Target, parsed: Parsed, stored: Stored) -> None:
    """A record that an officer voided stays voided; the run says so."""
    cursor.execute(
        f'SELECT m.n, t.void_reason FROM {MET} m JOIN "{target.table}" t ON t.id = m.id WHERE m.voided ORDER BY m.n'
    )
    for n, reason in cursor.fetchall():
        stored.conflicts.append(
            {
                "row": parsed.table.numbers[n],
                "column": "",
                "kept": f"已作废（{reason}）",
                "offered": "清单中仍有这一行",
            }
        )
    cursor.execute(f"UPDATE {MET} SET differs = false WHERE voided")


def _update(cursor, target: Target, parsed: Parsed, stored: Stored, run: ImportRun, *, by) -> None:
    """Change the records whose rows say something else, but never a value that an officer corrected."""
    compared = list(target.compared())
    if not compared:
        return
    columns = list(dict.fromkeys(name for column, _ in compared for name in column.stored if name in target.present))
    old = ", ".join(f't."{name}"::text' for name in columns)
    new = ", ".join(f's."{name}"::text' for name in columns)
    cursor.execute(
        f"SELECT m.n, t.id, t.corrected, {old}, {new} FROM {MET} m JOIN {STAGE} s ON s.n = m.n "
        f'JOIN "{target.table}" t ON t.id = m.id WHERE m.differs ORDER BY m.n FOR UPDATE OF t'
    )
    rows = cursor.fetchall()
    changed: list[tuple[int, int, dict]] = []
    for n, pk, corrected, *values in rows:
        before = dict(zip(columns, values[: len(columns)], strict=True))
        after = dict(zip(columns, values[len(columns) :], strict=True))
        moved = _moves(target, compared, before, after, corrected, parsed, n, stored)
        if moved:
            changed.append((n, pk, moved))
    _write_updates(cursor, target, changed, columns, run)
    _sign_updates(target, changed, run, by=by)
    stored.updated = len(changed)
    stored.changes = {n: _readable(target, moved) for n, _pk, moved in changed}


def _moves(target, compared, before, after, corrected, parsed, n, stored) -> dict[str, list]:
    """{database column: [old, new]} of what the row changes; notes what an officer's correction keeps."""
    moved: dict[str, list] = {}
    for column, name in compared:
        if after[name] is None or after[name] == before[name]:
            continue
        if column.field in corrected:
            stored.conflicts.append(
                {
                    "row": parsed.table.numbers[n],
                    "column": column.heading,
                    "kept": _words(target, column, before),
                    "offered": _words(target, column, after),
                }
            )
            continue
        for part in column.stored:
            if part in before:
                moved[part] = [before[part], after[part]]
    return moved


def _words(target: Target, column: Column, values: dict) -> str:
    name = column.stored[-1] if column.stored[0].endswith("_index") else column.stored[0]
    return _readable(target, {name: [None, values[name]]})[name][1]


def _readable(target: Target, moved: dict[str, list]) -> dict[str, list]:
    """Changes as the book and the pages show them: personal data masked, helper columns left out."""
    found = {}
    for name, pair in moved.items():
        described = target.fields[name]
        if name.endswith("_index") or name == "division_id":
            continue
        if isinstance(described, EncryptedTextField):
            pair = [mask(decrypt(value)) if value else value for value in pair]
        elif described.choices:
            words = dict(described.flatchoices)
            pair = [words.get(value, value) for value in pair]
        found[name] = pair
    return found


def _write_updates(cursor, target: Target, changed: list, columns: list[str], run: ImportRun) -> None:
    """Set-wise: each record takes the staged value where this run moves it, else keeps its own."""
    by_columns: dict[tuple[str, ...], list[int]] = {}
    for n, _pk, moved in changed:
        by_columns.setdefault(tuple(moved), []).append(n)
    for names, positions in by_columns.items():
        sets = [f'"{name}" = s."{name}"' for name in names]
        sets += [
            f'"{party.link}" = s."{party.link}"' + (f', "{party.key}" = s."{party.key}"' if party.key else "")
            for party in target.kind.parties
            if set(party.told_by) & set(names)
        ]
        cursor.execute(
            f'UPDATE "{target.table}" t SET {", ".join(sets)}, changed_at = %s FROM {MET} m JOIN {STAGE} s ON s.n = m.n '
            f"WHERE t.id = m.id AND m.n = ANY(%s)",
            [timezone.now(), positions],
        )
    _refresh_search(target, changed)


def _refresh_search(target: Target, changed: list) -> None:
    field_ = next((f for f in target.fields.values() if isinstance(f, SearchTermsField)), None)
    if field_ is None:
        return
    pks = [pk for _n, pk, moved in changed if set(field_.sources) & set(moved)]
    for start in range(0, len(pks), BATCH):
        rows = list(target.kind.model._base_manager.filter(pk__in=pks[start : start + BATCH]))
        for row in rows:
            row.search = sorted(bigrams(*(searchable(getattr(row, name) or "") for name in field_.sources)))
        target.kind.model._base_manager.bulk_update(rows, ["search"], batch_size=1000)


def _sign_updates(target: Target, changed: list, run: ImportRun, *, by) -> None:
    """One line of the book, and one kept change, for each updated record."""
    label = target.kind.model._meta.label_lower
    reason = f"清单导入 {run.pk}：{run.file_name}"
    for start in range(0, len(changed), BATCH):
        part = changed[start : start + BATCH]
        named = target.kind.model._base_manager.in_bulk([pk for _n, pk, _moved in part])
        Entry.objects.bulk_create(
            compose(
                "update",
                by=by,
                model=label,
                object_id=pk,
                subject=str(named[pk]),
                reason=reason,
                changes=_readable(target, moved),
            )
            for _n, pk, moved in part
        )
        Change.objects.bulk_create(
            Change(
                run=run,
                kind=target.kind.code,
                object_id=pk,
                before={name: pair[0] for name, pair in moved.items()},
                after={name: pair[1] for name, pair in moved.items()},
            )
            for _n, pk, moved in part
        )


def _outcomes(stored: Stored, staged: Staged, revived: set[int]) -> set[int]:
    """Say what became of every row that met a record; returns their positions."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT n FROM {MET}")
        met = {n for (n,) in cursor.fetchall()} - revived | set(staged.same)
    stored.outcomes = {n: RowOutcome.UPDATED if n in stored.changes else RowOutcome.UNCHANGED for n in met}
    return met


def _hash_created(target: Target, parsed: Parsed, met: set[int]) -> str:
    """SHA-256 over the created keys in order: what the book keeps of them. Empty when nothing was created."""
    keys = [parsed.values[name] for name in target.kind.key if name in parsed.values]
    made = [n for n in parsed.accepted if n not in met] if met else parsed.accepted
    if not made:
        return ""
    told = (map(str, map(column.__getitem__, made)) for column in keys)
    lines, digest, between = map("|".join, zip(*told, strict=True)), hashlib.sha256(), ""
    while some := list(islice(lines, BATCH)):
        digest.update((between + "\n".join(some)).encode())
        between = "\n"
    return digest.hexdigest()
