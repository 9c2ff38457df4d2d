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
}
"""Each table of counts: the period that it keeps, and by what. No table keeps all, for that would be the register again."""

_EVENTS = """(VALUES
    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)
) AS happened(event, on_day)"""


def counted(table: str, sources: dict[str, int]) -> str:
    """SELECT of a table's rows, with n, from relations with the columns of patents: each a factor, 1 to add or -1 to take away."""
    period, names = TABLES[table]
    columns = ", ".join(names)
    parts = " UNION ALL ".join(
        f"SELECT event, date_trunc('{period}', on_day::timestamp)::date AS period, {columns}, {factor} AS moved "
        f"FROM {source} p CROSS JOIN LATERAL {_EVENTS} WHERE p.voided_at IS NULL AND on_day IS NOT NULL"
        for source, factor in sources.items()
    )
    return (
        f"SELECT event, period, {columns}, sum(moved)::integer AS n FROM ({parts}) AS rows "
        f"GROUP BY event, period, {columns} HAVING sum(moved) <> 0"
    )


def body(old: str = "", new: str = "") -> str:
    """A trigger function's body: move every table of counts by what left (``old``) and what came (``new``)."""
    sources = {old: -1} if old else {}
    sources |= {new: 1} if new else {}
    moves = []
    for table, (_period, names) in TABLES.items():
        key = ", ".join(("event", "period", *names))
        moves.append(
            f"INSERT INTO {table} AS kept ({key}, n) {counted(table, sources)} ORDER BY {key} "
            f"ON CONFLICT ({key}) DO UPDATE SET n = kept.n + excluded.n;"
        )
    return "\n".join([*moves, "RETURN NULL;"])


def difference(table: str) -> str:
    """SELECT of the keys whose count is not what a recount says, with ``kept`` and ``recounted``; none when all is well."""
    _period, names = TABLES[table]
    key = ", ".join(("event", "period", *names))
    return (
        f"SELECT {key}, sum(kept) AS kept, sum(recounted) AS recounted FROM ("
        f"SELECT {key}, n AS kept, 0 AS recounted FROM {table} UNION ALL "
        f"SELECT {key}, 0, n FROM ({counted(table, {'patents_patent': 1})}) AS fresh) AS beside "
        f"GROUP BY {key} HAVING sum(kept) <> sum(recounted)"
    )
