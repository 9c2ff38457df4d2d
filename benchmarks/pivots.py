"""A million patents, what keeping their counts costs, and the tables that people ask of them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, product
from statistics import quantiles

from django.db import connection

from benchmarks import pages, peers
from patents import upkeep
from patents.dimensions import DIMENSIONS, PERIODS
from patents.questions import Measure, Question, Unanswerable

FILL = """
WITH units AS (SELECT row_number() OVER (ORDER BY id) - 1 AS k, id FROM accounts_organisation),
places AS (SELECT row_number() OVER (ORDER BY id) - 1 AS k, id FROM accounts_division),
numbers AS (
  SELECT n, n %% 5 > 0 AS has_unit, (n::bigint * 7919 * (n %% 97 + 1)) %% (SELECT count(*) FROM units) AS unit,
    date '2004-01-01' + n %% 4380 AS filed
  FROM generate_series(1, %s) n
)
INSERT INTO patents_patent (application_number, check_digit, title, kind, applicants, first_applicant, applicant_type,
  organisation_id, organisation_key, division_id, county, filed_on, granted_on, grant_number, legal_status, legal_status_on, ipc,
  address, technology_field, park, search, changed_at, corrected, void_reason, undone)
SELECT (201500000000 + n)::text, '0', '一种方法' || n, (ARRAY['invention','utility_model','design','utility_model'])[1 + n / 7 %% 4],
  '甲', '', CASE WHEN has_unit THEN (ARRAY['企业','企业','企业','大专院校','科研单位'])[1 + unit %% 5] ELSE '个人' END,
  units.id, '', places.id, '章贡区', filed, CASE WHEN n %% 3 > 0 THEN filed + 300 END, '',
  CASE WHEN n %% 11 = 0 THEN '失效' ELSE '有权' END, CASE WHEN n %% 11 = 0 THEN filed + 1500 END,
  chr(65 + n %% 8) || lpad((n / 11 %% 17)::text, 2, '0') || 'B 1/00', '', (ARRAY['稀土','家具','电子','脐橙',''])[1 + unit %% 5],
  CASE WHEN unit %% 2 = 0 THEN '' ELSE '园区' || unit %% 17 END, '{}', now(), '{}', '', false
FROM numbers
LEFT JOIN units ON has_unit AND units.k = unit
JOIN places ON places.k = CASE WHEN has_unit THEN unit ELSE n END %% (SELECT count(*) FROM places)
"""
UNITS = 20_000

WHOLE, PART = {"since": "2005-01", "until": "2015-12"}, {"since": "2014-03", "until": "2015-10"}
NARROWED = ({"division": "3"}, {"kind": "utility_model"}, {"applicant_type": "企业"}, {"section": "A"})
"""What the page's form narrows by."""
BY_HAND = {
    "县区×类型×申请人×月": (
        "patents_corecount",
        "division_id, kind, applicant_type, date_trunc('month', filed_on)",
        "",
        50,
    ),
    "县区×类型×申请人×年×大类": (
        "patents_classcount",
        "division_id, kind, applicant_type, date_trunc('year', filed_on), ipc_class",
        ", ipc_class",
        5,
    ),
    "县区×类型×申请人×年×单位": (
        "patents_unitcount",
        "division_id, kind, applicant_type, date_trunc('year', filed_on), organisation_id",
        ", organisation_id",
        5,
    ),
}
"""The table of counts, the raw GROUP BY, what it keeps beyond the core, by how many times it must be quicker."""


def fill(count: int) -> float:
    """Make the register hold ``count`` patents of 20,000 units in one statement; gives its seconds."""
    peers.fill_organisations(UNITS)
    clear()
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(FILL, [count])
        took = time.perf_counter() - start
        cursor.execute("VACUUM ANALYZE patents_patent")
        for table in upkeep.TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return took


def clear() -> None:
    """Empty the register and its counts."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE patents_patent, {', '.join(upkeep.TABLES)} CASCADE")


@contextmanager
def upkeep_seconds() -> Iterator[list[float]]:
    """Afterwards the list holds how long the triggers that keep the counts ran, as PostgreSQL's own statistics tell."""
    asked = (
        "SELECT coalesce(sum(total_time), 0) / 1000 FROM pg_stat_user_functions WHERE funcname LIKE 'pgtrigger_count_%'"
    )
    found: list[float] = []
    with connection.cursor() as cursor:
        cursor.execute("SET track_functions = 'pl'")
        cursor.execute(asked)
        before = cursor.fetchone()[0]
        yield found
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(asked)
        found.append(cursor.fetchone()[0] - before)


def asked() -> Iterator[dict]:
    """Every table that the page's form can ask, by measure, row and column: of whole years, of months that cut two of them, and these narrowed."""
    narrowed = cycle(NARROWED)
    for measure, rows, columns in product(Measure.values, [*DIMENSIONS, *PERIODS], ["", *DIMENSIONS, *PERIODS]):
        plain = {"measure": measure, "rows": rows, "columns": columns}
        try:
            Question.of(plain)
        except Unanswerable:
            continue
        yield from (plain | WHOLE, plain | PART)
        only = next(one for one in narrowed if not {rows, columns} & one.keys())
        yield plain | PART | only | ({"running": "1"} if {rows, columns} & PERIODS.keys() else {})


def page_times() -> Iterator[tuple[dict, float]]:
    """Every question asked twice of the page, in process, as a section head: its second answer's seconds."""
    reader = pages.Reader(connection.settings_dict["NAME"])
    for question in asked():
        for _once in range(2):
            start = time.perf_counter()
            response = reader.client.get("/admin/patents/patent/pivot/", question)
            took = time.perf_counter() - start
            assert response.status_code == 200, question
        yield question, took


def p95(found: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(found, n=20)[-1]


def by_hand(seconds: Callable, table: str, raw: str, more: str) -> tuple[float, float]:
    """Seconds of the table's sums and of the same by GROUP BY on the register, medians of five as ``seconds`` takes them."""
    ours = f"SELECT division_id, kind, applicant_type, period{more}, n FROM {table} WHERE event = 1"  # Its rows are the groups.
    plain = (
        f"SELECT {raw}, count(*) FROM patents_patent WHERE voided_at IS NULL GROUP BY 1, 2, 3, 4{', 5' if more else ''}"
    )

    def run(sql: str):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS grouped")

    return seconds(lambda: run(ours), 5), seconds(lambda: run(plain), 5)
