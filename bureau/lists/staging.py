"""Accepted rows as database columns, copied into a temporary table beside the register that they are meant for."""

import csv
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

from django.db import connection, models

from bureau.personal import EncryptedTextField, blind_index, encrypt
from bureau.text import SearchTermsField, bigrams, name_key

from .kinds import Kind
from .organisations import Matches, Named, learn, put_on_work_list, relink
from .parsing import Parsed
from .places import Places

STAGE = "lists_stage"


@dataclass(slots=True)
class Staged:
    """What was copied: the columns present, in order, and what was learnt of units on the way."""

    kind: Kind
    columns: list[str]
    fresh: dict[str, list]  # Columns of the rows that meet no record: they go straight into the register.
    organisations_created: int
    rows_linked: int
    names_unmatched: int


def stage(parsed: Parsed, places: Places, run_id: int | None) -> Staged:
    """Copy the accepted rows of ``parsed`` into the temporary table ``lists_stage``. Call inside a transaction."""
    kind, accepted = parsed.kind, parsed.accepted
    values = parsed.values
    if len(accepted) != len(parsed.table.rows):
        values = {name: [column[n] for n in accepted] for name, column in values.items()}
        for name, positions in parsed.defaulted.items():
            parsed.defaulted[name] = {new for new, old in enumerate(accepted) if old in positions}
    columns = _columns(parsed, values, places)
    derived = values | (kind.derive(values) if kind.derive else {})
    matches, unmatched = _link(kind, derived, columns, places, run_id)
    met = _met(kind, columns)
    columns |= _search_column(kind, values, met)
    fresh, others = _divided(columns, met, accepted)
    _copy(kind, others, others.pop("n"))
    return Staged(kind, list(columns), fresh, matches.created, relink(matches.fresh_keys), unmatched)


def _columns(parsed: Parsed, values: dict[str, list], places: Places) -> dict[str, list]:
    """Database columns, apart from links to units and search terms."""
    kind = parsed.kind
    derived = kind.derive(values) if kind.derive else {}
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


def _link(kind: Kind, values: dict, columns: dict, places: Places, run_id) -> tuple[Matches, int]:
    """Add the foreign keys of the units that the rows name; returns what was learnt and how many names stay open."""
    matches, unmatched = Matches(), 0
    for party in kind.parties:
        names = values[party.name]
        keys = {name: name_key(name) for name in set(names)}
        codes = values.get(party.code) or [None] * len(names)
        learnt = learn(_evidence(party, values, names, codes, places), set(keys.values()))
        matches.created += learnt.created
        matches.fresh_keys |= learnt.fresh_keys
        found = {pair: learnt.find(pair[0], keys[pair[1]]) for pair in set(zip(codes, names, strict=True))}
        columns[party.link] = links = [found[pair] for pair in zip(codes, names, strict=True)]
        if party.key:
            columns[party.key] = [keys[name] for name in names]
        wanted = kind.named(values) if kind.named else [True] * len(names)
        lost = [
            name
            for name, link, want in zip(names, links, wanted or [False] * len(names), strict=True)
            if want and not link
        ]
        unmatched += put_on_work_list(kind.code, lost, run_id)
    return matches, unmatched


def _evidence(party, values: dict, names: list, codes: list, places: Places) -> dict[str, Named]:
    found: dict[str, Named] = {}
    if not party.code or party.code not in values:
        return found
    dates = values[party.dated]
    counties = values.get("county") or [None] * len(names)
    for name, code, on, county in zip(names, codes, dates, counties, strict=True):
        if code is None:
            continue
        named = found.setdefault(code, Named())
        named.names[name] = max(on or "", named.names.get(name, ""))
        named.division_id = named.division_id or places.ids.get(county)
    return found


def _met(kind: Kind, columns: dict[str, list]) -> list[bool | None]:
    """For each row: None where the register has no such key, else whether the record went with an undone run.

    Keys of several columns are left to the database: their rows all count as met by an undone record.
    """
    by_field = {column.field: column for column in kind.columns}
    names = [by_field[name].stored[0] for name in kind.key]
    keys = columns[names[0]]
    if len(names) > 1:
        return [True] * len(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{names[0]}", undone FROM "{kind.model._meta.db_table}" WHERE "{names[0]}" = ANY(%s)', [keys]
        )
        found = dict(cursor.fetchall())
    return [found.get(key) for key in keys]


def _divided(columns: dict[str, list], met: list, accepted: list[int]) -> tuple[dict, dict]:
    """The columns of the rows that are new, and of the others, each with the rows' positions as ``n``."""
    columns = {"n": accepted, **columns}
    if all(one is None for one in met):
        return columns, {name: [] for name in columns}
    if not any(one is None for one in met):
        return {name: [] for name in columns}, columns
    new = [one is None for one in met]
    old = [not one for one in new]
    return (
        {name: list(compress(column, new)) for name, column in columns.items()},
        {name: list(compress(column, old)) for name, column in columns.items()},
    )


def _search_column(kind: Kind, values: dict[str, list], met: list[bool | None]) -> dict[str, list]:
    field = next((f for f in kind.model._meta.concrete_fields if isinstance(f, SearchTermsField)), None)
    if field is None:
        return {}
    columns = [values[name] for name in field.sources if name in values]
    # Titles hardly ever repeat: remembering their terms would cost memory and save nothing.
    rows = zip(met, *columns, strict=True)
    return {
        "search": [
            None if undone is False else _array(bigrams(*(text.lower() for text in row if text)))
            for undone, *row in rows
        ]
    }


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
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(zip(*columns.values(), strict=False))
        file.seek(0)
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN WITH ({options})', file)


def _type(db_type: str) -> str:
    # Without a length: a temporary column need not check again what the reader has checked.
    return "text" if db_type.startswith("varchar") else db_type
