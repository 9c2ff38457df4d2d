"""Accepted rows as database columns, copied into a temporary table beside the register that they are meant for."""

import csv
import io
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import compress, islice

from django.db import connection, models

from bureau.accounts.models import Organisation
from bureau.personal import EncryptedTextField, blind_index, encrypt
from bureau.text import SearchTermsField, bigrams

from .contradictions import refuse_contradictions
from .kinds import Kind
from .organisations import Matches, Named, key_of, learn, relink
from .parsing import Parsed
from .places import Places

STAGE = "lists_stage"
UNIT_NAME_LENGTH = Organisation._meta.get_field("name").max_length
COPIED_AT_ONCE = 500  # Rows: larger pieces take no less time and more memory.
NEW, SAME, OTHER, UNDONE, REFUSED = range(5)  # What a row meets in the register.


@dataclass(slots=True)
class Staged:
    """What was copied: the columns present, in order, and what was learnt of units on the way."""

    kind: Kind
    columns: list[str]
    fresh: dict[str, Iterable]  # Columns of the rows that meet no record: they go straight into the register.
    same: list[int]  # Positions of the rows whose record says the same already.
    lost: list[tuple[tuple[str, ...], dict[int, str]]]  # For each party its columns, and the names no unit bears.
    organisations_created: int
    rows_linked: int


def stage(parsed: Parsed, places: Places, run_id: int | None) -> Staged:
    """Copy the accepted rows of ``parsed`` that are neither new nor known word for word into ``lists_stage``.

    Call inside a transaction.
    """
    kind, accepted = parsed.kind, parsed.accepted
    values = parsed.values
    if len(accepted) != len(parsed.table):
        values = {name: list(map(column.__getitem__, accepted)) for name, column in values.items()}
        for name, positions in parsed.defaulted.items():
            parsed.defaulted[name] = {new for new, old in enumerate(accepted) if old in positions}
    derived = kind.derive(values) if kind.derive else {}
    columns = _columns(parsed, values, derived, places)
    matches, lost = _link(kind, values | derived, columns, places, accepted)
    met = _met(kind, columns)
    others = [index for index, one in enumerate(met) if one == OTHER or len(kind.key) > 1]
    for index in refuse_contradictions(parsed, values, others):
        met[index] = REFUSED
    for _told_by, names in lost:
        for position in parsed.bad & names.keys():
            del names[position]
    columns = {"n": accepted, **columns}
    fresh, others = _rows_that(columns, met, NEW), _rows_that(columns, met, OTHER, UNDONE)
    same = list(compress(accepted, (one == SAME for one in met)))
    if field := _search_field(kind):
        fresh["search"] = _terms(field, fresh)
        undone = [one == UNDONE for one in met if one in (OTHER, UNDONE)]
        others["search"] = [terms if gone else None for terms, gone in zip(_terms(field, others), undone, strict=True)]
    _copy(kind, others, others.pop("n"))
    # Of what was read only the keys are asked for once more; with half a million rows of a sheet the rest is some memory.
    parsed.values = {name: column for name, column in parsed.values.items() if name in kind.key}
    names = [name for name in columns if name != "n"] + (["search"] if field else [])
    return Staged(kind, names, fresh, same, lost, matches.created, relink(matches.fresh_keys, run_id))


def _columns(parsed: Parsed, values: dict[str, list], derived: dict[str, list], places: Places) -> dict[str, list]:
    """Database columns, apart from links to units and search terms."""
    kind = parsed.kind
    found: dict[str, list] = {}
    for name, cells in values.items():
        column = parsed.table.columns[name][1]
        cells = derived.get(name, cells)
        if name in parsed.defaulted:
            # What was not written must not overwrite; the default is for new records.
            blank = parsed.defaulted[name]
            cells = [None if n in blank else cell for n, cell in enumerate(cells)]
        for target in column.stored:
            found[target] = _stored(kind, target, name, cells, derived, places)
    return found


def _stored(kind: Kind, target: str, name: str, cells: list, derived: dict, places: Places) -> list:
    if target == "division_id":
        return [places.ids.get(cell) for cell in cells]
    if target in derived:
        return derived[target]
    if target.endswith("_index"):
        memo = {cell: blind_index(cell) if cell else None for cell in set(cells)}
        return [memo[cell] for cell in cells]
    if isinstance(_model_field(kind, target), EncryptedTextField):
        return [encrypt(cell) if cell else None for cell in cells]
    return cells


def _model_field(kind: Kind, column: str) -> models.Field:
    return next(f for f in kind.model._meta.concrete_fields if f.column == column)


def _link(kind: Kind, values: dict, columns: dict, places: Places, accepted: list[int]) -> tuple[Matches, list]:
    """Add the foreign keys of the units that the rows name; returns what was learnt and which names stay open."""
    matches, lost = Matches(), []
    for party in kind.parties:
        names = values[party.name]
        keys = {name: key_of(name) for name in set(names)}
        codes = values.get(party.code) or [None] * len(names)
        learnt = learn(_evidence(party, values, names, codes, places), set(keys.values()))
        matches.created += learnt.created
        matches.fresh_keys |= learnt.fresh_keys
        found = {pair: learnt.find(pair[0], keys[pair[1]]) for pair in set(zip(codes, names, strict=True))}
        columns[party.link] = links = [found[pair] for pair in zip(codes, names, strict=True)]
        if party.key:
            columns[party.key] = [keys[name] for name in names]
        wanted = kind.named(values) if kind.named else [True] * len(names)
        rows = zip(accepted, names, links, wanted or [False] * len(names), strict=True)
        lost.append((party.told_by, {n: name for n, name, link, want in rows if want and not link}))
    return matches, lost


def _evidence(party, values: dict, names: list, codes: list, places: Places) -> dict[str, Named]:
    found: dict[str, Named] = {}
    if not party.code or party.code not in values:
        return found
    dates = values[party.dated]
    counties = values.get("county") or [None] * len(names)
    for name, code, on, county in zip(names, codes, dates, counties, strict=True):
        if code is None:
            continue
        found.setdefault(code, Named()).saw(name[:UNIT_NAME_LENGTH], on or "", places.ids.get(county))
    return found


def _met(kind: Kind, columns: dict[str, list]) -> list[int]:
    """For each row whether its key is new to the register, meets a record that says the same, or another one.

    Keys of several columns are left to the database: their rows all count as meeting what went with an undone run.
    """
    by_field = {column.field: column for column in kind.columns}
    names = [by_field[name].stored[0] for name in kind.key]
    keys = columns[names[0]]
    if len(names) > 1:
        return [UNDONE] * len(keys)
    compared = [column.stored[0] for column in kind.columns if column.stored[0] in columns]
    said = " || E'\\x1f' || ".join(_as_text(_model_field(kind, name)) for name in compared)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT \"{names[0]}\", CASE WHEN undone THEN NULL WHEN voided_at IS NOT NULL THEN '' ELSE {said} END "
            f'FROM "{kind.model._meta.db_table}" WHERE "{names[0]}" = ANY(%s)',
            [keys],
        )
        found = dict(cursor.fetchall())
    if not found:
        return [NEW] * len(keys)
    rows = zip(keys, zip(*(columns[name] for name in compared), strict=True), strict=True)
    return [_meets(found[key], row) if key in found else NEW for key, row in rows]


def _meets(said: str | None, row: tuple) -> int:
    if said is None:
        return UNDONE
    return SAME if said == "\x1f".join(["" if cell is None else str(cell) for cell in row]) else OTHER


def _as_text(field: models.Field) -> str:
    """A stored value as SQL text, written as Python writes the value that was read; blanks are empty.

    Where the two should ever differ the row takes the longer way through the staging table, where types compare.
    """
    if isinstance(field, models.DateField):
        return f"coalesce(to_char(\"{field.column}\", 'YYYY-MM-DD'), '')"
    return f"coalesce(\"{field.column}\"::text, '')"


def _rows_that(columns: dict[str, list], met: list[int], *wanted: int) -> dict[str, Iterable]:
    """The columns of the rows that meet the ``wanted``."""
    chosen = [one in wanted for one in met]
    if all(chosen):
        return dict(columns)
    if not any(chosen):
        return {name: [] for name in columns}
    return {name: list(compress(column, chosen)) for name, column in columns.items()}


def _search_field(kind: Kind) -> SearchTermsField | None:
    return next((f for f in kind.model._meta.concrete_fields if isinstance(f, SearchTermsField)), None)


def _terms(field: SearchTermsField, columns: dict[str, list]) -> Iterator[str]:
    """The search terms of each row, made when they are wanted: the database stores while the next are made."""
    # Titles hardly ever repeat: remembering their terms would cost memory and save nothing.
    count = len(columns["n"])
    texts = [columns.get(name) or [None] * count for name in field.sources]
    return (_array(bigrams(*(text.lower() for text in row if text))) for row in zip(*texts, strict=True))


def _array(terms: set[int]) -> str:
    return "{" + str(list(terms))[1:-1] + "}"


def _copy(kind: Kind, columns: dict[str, list], positions: list[int]) -> None:
    types = {f.column: f.db_type(connection) for f in kind.model._meta.concrete_fields}
    described = ", ".join(f'"{name}" {_type(types[name])}' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGE} (n integer, {described}) ON COMMIT DROP")
        if positions:
            copy_rows(cursor, STAGE, {"n": positions, **columns})
            cursor.execute(f"ANALYZE {STAGE}")


def copy_rows(cursor, table: str, columns: dict[str, Iterable], *, not_null: Iterable[str] = ()) -> None:
    """COPY whole columns into ``table``; None is NULL, except in the ``not_null`` columns, where it is empty text."""
    names = ", ".join(f'"{name}"' for name in columns)
    forced = ", ".join(f'"{name}"' for name in not_null)
    options = "FORMAT csv, ENCODING 'UTF8'" + (f", FORCE_NOT_NULL ({forced})" if forced else "")
    with ThreadPoolExecutor(1) as ahead:
        lines = _Lines(zip(*columns.values(), strict=False), ahead)
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN WITH ({options})', lines, size=2**16)


class _Lines:
    """Rows as a file of CSV lines that is written while it is read: the next are made while the database stores some."""

    def __init__(self, rows: Iterator[tuple], ahead: Executor):
        self.rows, self.ahead, self.ready = rows, ahead, io.BytesIO()
        self.coming = ahead.submit(self._some)

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        if piece := self.ready.read(size):
            return piece
        if some := self.coming.result():
            self.ready, self.coming = io.BytesIO(some), self.ahead.submit(self._some)
        return self.ready.read(size)

    def _some(self) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(islice(self.rows, COPIED_AT_ONCE))
        return text.getvalue().encode()


def _type(db_type: str) -> str:
    # Without a length: a temporary column need not check again what the reader has checked.
    return "text" if db_type.startswith("varchar") else db_type
