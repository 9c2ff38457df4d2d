"""Registers and work lists of any length: rows by SQL, because nobody has a million of them."""

from django.db import connection, models
from django.db.models import GeneratedField

from bureau.accounts.models import Organisation, User
from bureau.lists.models import ImportRun, ImportSheet, UnmatchedName
from bureau.messaging.models import Delivery, Message
from bureau.text import bigrams
from enterprises.models import Assessment, Recognition, YearlyData
from matchmaking.models import Achievement, Appraisal, Attendance, Demand, TechnologyContract
from projects.models import AwardCandidate, Project

SELDOM, SELDOM_ROWS = "量子", 60
NAME = f"CASE WHEN n <= {SELDOM_ROWS} THEN '{SELDOM}' ELSE '' END || w.title || '有限公司'"
DIVISION = "d.ids[1 + n % array_length(d.ids, 1)]"
DAY = "date '2014-06-01' + n % 900"


def _nth(model: type[models.Model]) -> str:
    """The n-th row of a table that one statement filled."""
    return f"(SELECT min(id) - 1 FROM {model._meta.db_table}) + n"


def _owned(number: str, day: str, **more: str) -> dict[str, str]:
    return {"number": f"'{number}' || n", "title": f"'一种' || {NAME}", "organisation_name": NAME, day: DAY, **more}


# By model, the SQL of the columns that tell its rows apart; what is not named has its default, or is empty. In this order.
ROWS: dict[type[models.Model], dict[str, str]] = {
    Recognition: {
        "organisation_id": _nth(Organisation), "enterprise_name": NAME, "certificate_number": "'GR' || n", "issued_on": DAY,
        "division_id": DIVISION, "credit_code": "''",
    },
    Project: _owned("P", "approved_on", level="(ARRAY['national','provincial','municipal'])[1 + n % 3]", division_id=DIVISION),
    AwardCandidate: {"year": "2010 + n % 8", "title": f"{NAME} || n", "organisation_name": NAME, "online_result": "'candidate'"},
    Achievement: _owned("A", "collected_on"),
    Demand: _owned("D", "collected_on", division_id=DIVISION),
    Attendance: {"held_on": DAY, "county": f"{NAME} || n", "division_id": DIVISION},
    TechnologyContract: {
        "number": "'T' || n", "title": f"'一种' || {NAME}", "kind": "(ARRAY['development','service'])[1 + n % 2]",
        "seller_name": NAME, "buyer_name": "'乙'", "signed_on": DAY, "registered_on": DAY,
    },
    Appraisal: _owned("J", "appraised_on"),
    UnmatchedName: {"name": f"{NAME} || n", "name_key": f"{NAME} || n", "rows": "n % 50"},
    User: {"username": "'user' || n", "name": NAME, "mobile": "''", "is_active": "true"},
    ImportRun: {"file_name": "n || '.xlsx'", "sha256": "md5(n::text)", "signature": "'测量'"},
    ImportSheet: {"run_id": _nth(ImportRun), "sheet": "'1'", "kind": "'patents'", **dict.fromkeys(("read", "created", "updated", "unchanged", "repeated", "rejected_rows"), "0")},
    Message: {"kind": "'x'", "key": "n::text", "user_id": _nth(User), "title": "'通知'", "batch": "gen_random_uuid()"},
    Delivery: {"message_id": _nth(Message), "channel": "'sms'"},
    YearlyData: {
        "organisation_id": _nth(Organisation), "year": "2013 + n % 3", "status": "'submitted'", "submitted_by_id": _nth(User),
        "submitted_at": "now() - n * interval '1 second'",
    },
    Assessment: {
        "data_id": _nth(YearlyData), "rule_set": "'2016'", "apply_on": DAY, "status": "'met'", "score_min": "71", "score_max": "80",
    },
}  # fmt: skip


def fill(model: type[models.Model], count: int) -> None:
    """Make ``count`` more rows, a few of which hold a seldom word; past the triggers, which a scratch database need not keep."""
    insert(model, ROWS[model], f"generate_series(1, {count}) n")


def insert(model: type[models.Model], own: dict[str, str], source: str) -> None:
    """Make rows of ``model`` from ``source`` (a FROM clause that gives n) with the SQL of ``own`` for its columns."""
    table, columns = model._meta.db_table, _columns(model, own)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        indexes = _without_indexes(cursor, table)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {source}, "
            "(SELECT array_agg(id) ids FROM accounts_division) d, LATERAL (SELECT * FROM words WHERE words.k = n % 5000) w"
        )
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(f"VACUUM ANALYZE {table}")


def _columns(model: type[models.Model], own: dict[str, str]) -> dict[str, str]:
    unknown = set(own) - {field.attname for field in model._meta.concrete_fields}
    assert not unknown, (model, unknown)
    return {
        field.column: own.get(field.attname) or _plain(field)
        for field in model._meta.concrete_fields
        if (not field.primary_key or field.attname in own) and not isinstance(field, GeneratedField)
    }


def _plain(field: models.Field) -> str:
    """SQL of what a column holds that nobody asks for."""
    if field.attname == "search":
        return f"w.terms || CASE WHEN n <= {SELDOM_ROWS} THEN '{{{','.join(map(str, bigrams(SELDOM)))}}}'::int[] ELSE '{{}}' END"
    if field.null:
        return "NULL"
    kind = field.db_type(connection)
    if field.has_default() and not callable(field.default):
        return f"'{field.default}'"
    if kind == "jsonb" or kind.endswith("[]"):
        return "'[]'" if kind == "jsonb" and field.default is list else "'{}'"
    if kind.startswith(("varchar", "text")):
        return "''"
    return {"boolean": "false", "date": DAY, "timestamp with time zone": "now()"}.get(kind, "1")


def _without_indexes(cursor, table: str) -> list[str]:
    """Drop the table's indexes that no constraint needs; gives what makes them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = %s AND NOT EXISTS "
        "(SELECT FROM pg_constraint c WHERE c.conname = i.indexname)",
        [table],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]
