"""The SQL that keeps the counts true: by how much each statement on the register moves them, and what a recount would say.

A statement's rows are counted once, set by set, whatever they are: a list of a million by COPY or one correction. The counts
move in the transaction of the rows, so nobody ever sees the one without the other. Rows of a count are locked in the order of its key:
two loads wait for each other and never in a circle.
"""

MONTH, YEAR = "month", "year"
DIMENSIONS = ("division_id", "kind", "applicant_type")
TABLES = {
    "patents_corecount": (MONTH, DIMENSIONS),
    "patents_classcount": (YEAR, (*DIMENSIONS, "ipc_class")),
    "patents_unitcount": (YEAR, (*DIMENSIONS, "organisation_id")),
    "patents_placecount": (YEAR, (*DIMENSIONS, "park", "technology_field")),
    "patents_classmonthcount": (MONTH, ("kind", "ipc_class")),
    "patents_placemonthcount": (MONTH, ("kind", "park", "technology_field")),
    "patents_classparkcount": (YEAR, ("kind", "ipc_class", "park")),
    "patents_classfieldcount": (YEAR, ("kind", "ipc_class", "technology_field")),
}
"""Each table of counts: the period that it keeps, and by what. No table keeps all, for that would be the register again."""

_EVENTS = """(VALUES
    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)
) AS happened(event, on_day)"""
_TOLD_APART = tuple(dict.fromkeys(name for _period, names in TABLES.values() for name in names))


def _events(sources: dict[str, int]) -> str:
    """SELECT of what happened to the patents of relations with their columns: each a factor, 1 to add or -1 to take away."""
    return " UNION ALL ".join(
        f"SELECT event, on_day, {', '.join(f'p.{name}' for name in _TOLD_APART)}, {factor} AS moved "
        f"FROM {source} p CROSS JOIN LATERAL {_EVENTS} WHERE p.voided_at IS NULL AND on_day IS NOT NULL"
        for source, factor in sources.items()
    )


def key_of(table: str) -> str:
    """The columns that tell the rows of a table of counts apart."""
    return ", ".join(("event", "period", *TABLES[table][1]))


def counted(table: str, events: str = "") -> str:
    """SELECT of a table's rows, with n, from a relation of what happened: to all patents, if none is named."""
    events = events or f"({_events({'patents_patent': 1})}) AS happened"
    period, names = TABLES[table]
    columns = ", ".join(names)
    return (
        f"SELECT event, date_trunc('{period}', on_day::timestamp)::date AS period, {columns}, sum(moved)::integer AS n "
        f"FROM {events} GROUP BY 1, 2, {columns} HAVING sum(moved) <> 0"
    )


def body(old: str = "", new: str = "") -> str:
    """A trigger function's body: move every table of counts by what left (``old``) and what came (``new``).

    One statement, so that the rows are read once; its parts run in one order whoever runs it.
    """
    sources = {old: -1} if old else {}
    sources |= {new: 1} if new else {}
    moves = [
        f"INSERT INTO {table} AS kept ({key_of(table)}, n) {counted(table, 'happened')} ORDER BY {key_of(table)} "
        f"ON CONFLICT ({key_of(table)}) DO UPDATE SET n = kept.n + excluded.n"
        for table in TABLES
    ]
    parts = [f"happened AS MATERIALIZED ({_events(sources)})"]
    parts += [f"to_{table} AS ({move})" for table, move in zip(TABLES, moves[:-1], strict=False)]
    return "\n".join(["WITH " + ",\n".join(parts), f"{moves[-1]};", "RETURN NULL;"])


def difference(table: str) -> str:
    """SELECT of the keys whose count is not what a recount says, with ``kept`` and ``recounted``; none when all is well."""
    key = key_of(table)
    return (
        f"SELECT {key}, sum(kept) AS kept, sum(recounted) AS recounted FROM ("
        f"SELECT {key}, n AS kept, 0 AS recounted FROM {table} UNION ALL "
        f"SELECT {key}, 0, n FROM ({counted(table)}) AS fresh) AS beside "
        f"GROUP BY {key} HAVING sum(kept) <> sum(recounted)"
    )
