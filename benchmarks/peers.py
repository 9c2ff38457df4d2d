"""What is measured, and what it is measured against: the plain way to the same result."""

import csv
import io
import random
import tempfile
from pathlib import Path

from django.db import connection
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from python_calamine import CalamineWorkbook

from bureau.lists.commands import load_file
from bureau.lists.demonstration.making import make
from bureau.reports import annual
from bureau.reports.detail import rows_of
from bureau.reports.layout import BODY, BORDER, LEFT, RIGHT
from bureau.reports.models import AnnualReport
from bureau.reports.workbook import write_report
from bureau.text import bigrams
from matchmaking.models import Achievement, Demand
from patents import upkeep

PATENT_LIST = "专利清单.xlsx"


def patent_list(folder: Path) -> Path:
    """A list of some 120,000 patents with every column."""
    make(folder, year=2015, scale=10, seed=2)
    return folder / PATENT_LIST


def load(path: Path) -> None:
    """The production load."""
    _run, result = load_file(path, by="测量", skip_bad_rows=True)
    assert result.written, result.error


def read_and_copy(path: Path) -> None:
    """calamine and COPY, nothing else."""
    workbook = CalamineWorkbook.from_path(str(path))
    rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).iter_rows()]
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as file, connection.cursor() as cursor:
        csv.writer(file).writerows(rows)
        file.seek(0)
        columns = ", ".join(f"c{n} text" for n in range(len(rows[0])))
        cursor.execute(f"DROP TABLE IF EXISTS plain; CREATE TABLE plain ({columns})")
        cursor.copy_expert("COPY plain FROM STDIN WITH (FORMAT csv)", file)


PATENTS = """
INSERT INTO patents_patent (application_number, check_digit, title, kind, applicants, first_applicant, applicant_type,
  organisation_key, division_id, county, filed_on, granted_on, grant_number, legal_status, ipc, address, technology_field,
  park, search, changed_at, corrected, void_reason, undone)
SELECT lpad((201510000000 + n)::text, 12, '0'), '0', '一种' || w.title || n, (ARRAY['invention','utility_model','design'])[1 + n %% 3],
  '赣州' || w.title || '有限公司', '', (ARRAY['企业','个人','大专院校','企业'])[1 + n %% 4], '', d.ids[1 + n %% array_length(d.ids, 1)],
  '章贡区', date '2013-06-01' + n %% 900, CASE WHEN n %% 3 > 0 THEN date '2013-06-01' + n %% 900 + 20 END, '', '', '', '', '', '',
  w.terms, now(), '{}', '', false
FROM generate_series(1, %s) n, (SELECT array_agg(id) ids FROM accounts_division) d,
  LATERAL (SELECT * FROM words WHERE words.k = n %% (SELECT count(*) FROM words)) w
"""


def fill_words() -> None:
    """5,000 titles with their terms, which the registers are filled from."""
    rng = random.Random(1)  # noqa: S311 Nothing is kept secret with it.
    signs = "稀土钨脐橙家具电子新能源生物医药矿山装备环保检测软件农业食品纺织节能再生数控机器智能回收分离提取"
    words = ["".join(rng.sample(signs, 4)) for _ in range(5000)]
    rows = [(k, w, sorted(bigrams(f"一种{w}", f"赣州{w}有限公司"))) for k, w in enumerate(words)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS words; CREATE TABLE words (k int, title text, terms int[])")
        cursor.executemany("INSERT INTO words VALUES (%s, %s, %s)", rows)


def fill_patents(count: int) -> None:
    """Make the register hold ``count`` patents, 60 of which hold a seldom word."""
    fill_words()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE patents_patent, {', '.join(upkeep.TABLES)}")
        cursor.execute(PATENTS, [count])
        seldom = "一种量子器件"
        cursor.execute(
            "UPDATE patents_patent SET title = %s, search = %s WHERE id IN (SELECT id FROM patents_patent LIMIT 60)",
            [seldom, sorted(bigrams(seldom))],
        )
        cursor.execute("ANALYZE patents_patent; SELECT gin_clean_pending_list('patent_search')")


def fill_contacts(count: int) -> None:
    """Make 1,000 achievements, 1,000 demands and ``count`` contacts between them; 60 of each have a seldom word."""
    common = "'', now(), '{}', '', false FROM generate_series(1, 1000) n"
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matchmaking_contact, matchmaking_achievement, matchmaking_demand")
        for table in ("achievement", "demand"):
            extra = (
                "organisation_type, stage, summary" if table == "achievement" else "credit_code, county, description"
            )
            cursor.execute(
                f"INSERT INTO matchmaking_{table} (number, title, organisation_name, collected_on, search, organisation_key, "
                f"technology_field, contact_person, contact_person_index, contact_phone, contact_phone_index, {extra}, "
                "changed_at, corrected, void_reason, undone) SELECT n, CASE WHEN n <= 60 THEN '量子' ELSE '技术' END || n, '甲', "
                f"date '2015-03-03', '{{}}', '', '', '', '', '', '', '', '', {common}"
            )
        for model in (Achievement, Demand):
            rows = list(model.objects.all())
            for row in rows:
                row.search = sorted(bigrams(row.title))
            model.objects.bulk_update(rows, ["search"])
        cursor.execute(
            "INSERT INTO matchmaking_contact (achievement_id, demand_id, met_on, result, changed_at, corrected, void_reason, "
            "undone) SELECT a.ids[1 + n %% 1000], d.ids[1 + n / 1000 %% 1000], date '2014-06-01' + n %% 500, "
            "(ARRAY['met','intention','agreement'])[1 + n %% 3], now(), '{}', '', false FROM generate_series(1, %s) n, "
            "(SELECT array_agg(id ORDER BY id) ids FROM matchmaking_achievement) a, "
            "(SELECT array_agg(id ORDER BY id) ids FROM matchmaking_demand) d",
            [count],
        )
        cursor.execute("ANALYZE")


def fill_organisations(count: int) -> None:
    """Make ``count`` units beside the present ones, 60 of which have a seldom word in their names."""
    names = "CASE WHEN n <= 60 THEN '量子' ELSE '' END || w.title || '有限公司'"
    fill_words()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_organisation CASCADE")
        cursor.execute(
            "INSERT INTO accounts_organisation (name, name_key, kind, division_id, created_at, search) "
            f"SELECT {names}, {names}, (ARRAY['enterprise','university','public'])[1 + n %% 3], "
            "d.ids[1 + n %% array_length(d.ids, 1)], now(), w.terms || CASE WHEN n <= 60 THEN %s::int[] ELSE '{}' END "
            "FROM generate_series(1, %s) n, (SELECT array_agg(id) ids FROM accounts_division) d, "
            "LATERAL (SELECT * FROM words WHERE words.k = n %% (SELECT count(*) FROM words)) w",
            [sorted(bigrams("量子")), count],
        )
        cursor.execute("ANALYZE accounts_organisation; SELECT gin_clean_pending_list('organisation_search')")


def fill_book(count: int) -> None:
    """Make ``count`` lines of the book; past its triggers, which a scratch database need not keep."""
    often, seldom = sorted(bigrams("更正专利登记")), sorted(bigrams("更正量子专利"))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; TRUNCATE audit_entry")
        cursor.execute(
            "INSERT INTO audit_entry (at, signature, origin, verb, model, object_id, subject, reason, changes, mac, "
            "transaction_id, search) SELECT now(), '测量', '', (ARRAY['correct','void','update'])[1 + n %% 3], "
            "'patents.patent', n, CASE WHEN n <= 60 THEN '更正量子专利' ELSE '更正专利登记' END, '', '{}', '', 0, "
            "CASE WHEN n <= 60 THEN %s::int[] ELSE %s::int[] END FROM generate_series(1, %s) n",
            [seldom, often, count],
        )
        cursor.execute("SET session_replication_role = origin; ANALYZE audit_entry")
        cursor.execute("SELECT gin_clean_pending_list('entry_search')")


def compute() -> None:
    """The production computation, figures and tables."""
    annual.measure(2015)


YEARS = {0: ("2015-01-01", "2016-01-01"), 1: ("2014-01-01", "2015-01-01"), 2: ("2013-01-01", "2014-01-01")}


def _counts(column: str, years=(0, 1), condition: str = "true") -> str:
    return ", ".join(
        f"count(*) FILTER (WHERE {column} >= '{YEARS[y][0]}' AND {column} < '{YEARS[y][1]}' AND {condition})"
        for y in years
    )


def aggregates_by_hand() -> None:
    """The same figures as somebody would write them in SQL: one statement for each register."""
    intentions = _counts("met_on", condition="result <> 'met'")
    agreements = _counts("met_on", condition="result = 'agreement'")
    either = " OR ".join(f"({c} >= '2013-01-01' AND {c} < '2016-01-01')" for c in ("filed_on", "granted_on"))
    statements = [
        f"SELECT division_id, kind, applicant_type = '企业', {_counts('filed_on', (0, 1, 2))}, {_counts('granted_on', (0, 1, 2))} "
        f"FROM patents_patent WHERE voided_at IS NULL AND ({either}) GROUP BY 1, 2, 3",
        "SELECT credit_code, issued_on, expires_on, cancelled_on, division_id FROM enterprises_recognition "
        "WHERE voided_at IS NULL AND issued_on <= '2015-12-31'",
        f"SELECT level, category, {_counts('approved_on')}, sum(granted_amount) FROM projects_project WHERE voided_at IS NULL GROUP BY 1, 2",
        f"SELECT kind, {_counts('registered_on')}, sum(value), sum(technology_value) FROM matchmaking_technologycontract "
        "WHERE voided_at IS NULL GROUP BY 1",
        f"SELECT {_counts('met_on')}, {intentions}, {agreements} FROM matchmaking_contact WHERE voided_at IS NULL "
        "AND met_on >= '2014-01-01' AND met_on < '2016-01-01'",
        f"SELECT {_counts('collected_on')} FROM matchmaking_achievement WHERE voided_at IS NULL",
        f"SELECT {_counts('collected_on')} FROM matchmaking_demand WHERE voided_at IS NULL",
        f"SELECT {_counts('appraised_on')} FROM matchmaking_appraisal WHERE voided_at IS NULL",
        "SELECT sum(people) FROM matchmaking_attendance WHERE voided_at IS NULL AND held_on >= '2014-01-01' AND held_on < '2016-01-01'",
        "SELECT year, count(*), count(*) FILTER (WHERE is_recommended) FROM projects_awardcandidate WHERE voided_at IS NULL GROUP BY 1",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def fill_projects(count: int) -> None:
    """Make ``count`` provincial projects of 2015."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO projects_project (number, title, organisation_name, organisation_key, credit_code, level, category, "
            "county, leader, approved_on, granted_amount, search, changed_at, corrected, void_reason, undone) "
            "SELECT 'P' || n, '钨合金刀具涂层关键技术研究' || n, '赣州某某有限公司', '', '', 'provincial', '重点研发', '章贡区', '王伟', "
            "date '2015-01-01' + n %% 360, n %% 1000, '{}', now(), '{}', '', false FROM generate_series(1, %s) n",
            [count],
        )


def report() -> AnnualReport:
    """The year's open report."""
    return annual.compute(2015, by="测量")


def write_ours(report_: AnnualReport) -> None:
    """The whole workbook, its 50,000 rows of detail in one of its sheets."""
    write_report(report_, io.BytesIO())


def write_bare(report_: AnnualReport) -> None:
    """openpyxl alone: the same ten columns with the same styles."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("明细")
    fields = (
        "number",
        "title",
        "organisation_name",
        "county",
        "level",
        "category",
        "granted_amount",
        "approved_on",
        "leader",
    )
    rows = rows_of(report_, "projects.provincial_or_above.count").order_by("level", "number").values_list(*fields)
    for number, row in enumerate(rows.iterator(chunk_size=2000), 1):
        cells = []
        for value in (number, *row):
            cell = WriteOnlyCell(sheet, value)
            cell.font, cell.alignment, cell.border = BODY, LEFT if isinstance(value, str) else RIGHT, BORDER
            cells.append(cell)
        sheet.append(cells)
    workbook.save(io.BytesIO())
