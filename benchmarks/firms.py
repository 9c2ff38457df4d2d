"""Firms by the ten thousand with three years each, their patents, projects, certificates and care: by SQL, in seconds."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection

from benchmarks import pages
from benchmarks.filling import insert
from benchmarks.peers import fill_words
from benchmarks.serving import ROOT, database_address
from bureau.accounts.models import Organisation, User
from bureau.celery import app
from enterprises import bulk
from enterprises.models import (
    Assessment,
    Conversion,
    Enterprise,
    Product,
    Recognition,
    Reserve,
    Right,
    ServiceRecord,
    StaffMonth,
    YearlyData,
)
from enterprises.models.yearly import RESEARCH_LINES
from enterprises.tasks import assess_year
from patents.models import Patent
from projects.models import Project

YEARS = (2023, 2024, 2025)
LAST = YEARS[-1]
WORKERS, LONGEST, READY = 2, 600, 120
CODE = "'91360702PDY' || lpad(n::text, 5, '0') || 'X0'"
SALES = "(5000000 + n % 977 * 10000 + (y - 2023) * 800000)"
NAME = "w.title || n || '有限公司'"
PAGES = {
    "摸排": "/admin/enterprises/reserve/candidates/",
    "摸排·近门槛": "/admin/enterprises/reserve/candidates/?near=3",
    "培育看板": "/admin/enterprises/reserve/board/",
    "年度台账": "/admin/enterprises/recognition/ledger/?year=2025",
    "培育库": "/admin/enterprises/reserve/",
    "年报填报": "/admin/enterprises/yearlyfiling/duty/?year=2025",
}


def write(count: int) -> None:
    """Make ``count`` firms in an empty database. Every tenth is certified, every twentieth in the reserve."""
    fill_words()
    user = User.objects.create(username="officer-of-the-bench", name="经办人", is_staff=True)
    user.groups.set(Group.objects.filter(name="经办人"))
    all_firms, signed = f"generate_series(1, {count}) n", {"submitted_by_id": str(user.pk), "submitted_at": "now()"}
    insert(
        Organisation,
        {"id": "n", "name": NAME, "name_key": NAME, "credit_code": CODE, "kind": "'enterprise'",
         "division_id": "d.ids[1 + n % array_length(d.ids, 1)]"},
        all_firms,
    )  # fmt: skip
    insert(
        Enterprise, {"organisation_id": "n", "registered_on": "date '2015-01-05'", "technology_field": "'40103'"}, all_firms
    )  # fmt: skip
    amounts = dict.fromkeys(RESEARCH_LINES, "0") | {
        "main_income": SALES, "other_income": "0", "gross_income": SALES, "non_taxable_income": "0", "personnel": "300000",
        "product_income": "5000000", "service_income": "0", "technical_income": "0", "total_assets": f"{SALES} * 2",
        "total_liabilities": SALES, "no_incident": "true",
    }  # fmt: skip
    years = f"{all_firms}, generate_series({YEARS[0]}, {LAST}) y"
    mine = f"n * 3 + y - {LAST}"
    insert(
        YearlyData, {"id": mine, "organisation_id": "n", "year": "y", "status": "'submitted'", **amounts, **signed}, years
    )  # fmt: skip
    _parts(all_firms, years, mine)
    _registers(all_firms, user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _parts(all_firms: str, years: str, mine: str) -> None:
    """Twelve months of staff, rights and a product in the last year; conversions in each."""
    for kind, size in (("total", "100"), ("science", "8 + n % 30")):
        counts = {"kind": f"'{kind}'", "month": "m", "at_start": size, "at_end": f"{size} + m % 2"}
        insert(StaffMonth, {"data_id": "n * 3", **counts}, f"{all_firms}, generate_series(1, 12) m")
    right = {
        "code": "'IP' || j",
        "name": "'装置'",
        "kind": "'utility_model'",
        "authorised_on": "date '2020-01-01'",
        "owners": "1",
    }
    truths = dict.fromkeys(("in_force", "in_china", "related"), "true")
    insert(Right, {"data_id": "n * 3", **right, **truths}, f"{all_firms}, generate_series(1, n % 6) j")
    product = {"code": "'PS01'", "name": "'产品'", "income": "5000000", "ip": "ARRAY['IP1']"}
    insert(Product, {"data_id": "n * 3", **product}, all_firms)
    insert(Conversion, {"data_id": mine, "result": "y || ' 成果 ' || j"}, f"{years}, generate_series(1, (n + y) % 4) j")


def _registers(all_firms: str, user: User) -> None:
    """What the other registers hold of the firms, and how some are looked after."""
    insert(
        Patent,
        {"application_number": "lpad((202010000000 + n * 4 + j)::text, 12, '0')", "title": "'一种' || w.title",
         "kind": "'utility_model'", "organisation_id": "n", "division_id": "d.ids[1]"},
        f"{all_firms}, generate_series(1, n % 4) j",
    )  # fmt: skip
    project = {"number": "'P' || n", "title": "'一种' || w.title", "level": "'provincial'", "organisation_id": "n"}
    insert(Project, project, f"(SELECT * FROM {all_firms} WHERE n % 7 = 0) n")
    for share, issued in ((10, "date '2024-06-01'"), (25, "date '2023-03-01'"), (40, "date '2025-05-01'")):
        insert(
            Recognition,
            {"organisation_id": "n", "enterprise_name": NAME, "credit_code": CODE, "kind": "'high_tech'",
             "certificate_number": f"'GR{share}' || n", "issued_on": issued, "division_id": "d.ids[1 + n % array_length(d.ids, 1)]",
             "technology_field": "'新材料'", "valid_years": "3"},
            f"(SELECT * FROM {all_firms} WHERE n % {share} = 0) n",
        )  # fmt: skip
    reserve = {
        "id": "n", "organisation_id": "n", "status": "'admitted'", "tier": "'key'", "plan_year": "2026",
        "responsible_id": str(user.pk), "decided_by_id": str(user.pk), "decided_at": "now() - interval '90 days'",
    }  # fmt: skip
    some = f"(SELECT * FROM {all_firms} WHERE n % 20 = 1) n"
    insert(Reserve, reserve, some)
    service = {
        "reserve_id": "n", "served_on": "current_date - (n % 60)::int", "mode": "'visit'", "kind": "'policy'",
        "served_by_id": str(user.pk), "served_at": "now()",
    }  # fmt: skip
    insert(ServiceRecord, service, some)


@contextmanager
def workers() -> Iterator[None]:
    """A Celery worker with two processes on the present database, at work on a queue of this measure's own."""
    queue, before = f"bench-{os.getpid()}-{connection.settings_dict['NAME']}", app.conf.task_default_queue
    environment = os.environ | {
        "DATABASE_URL": database_address(), "REDIS_URL": settings.REDIS_URL, "CELERY_QUEUE": queue, "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "celery",
        "-q",
        "-A",
        "bureau",
        "worker",
        "--concurrency",
        str(WORKERS),
        "-l",
        "ERROR",
    ]
    app.conf.task_default_queue = queue
    process = subprocess.Popen(command, cwd=ROOT.parent, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(queue)
        yield
    finally:
        process.terminate()
        process.wait(30)
        app.conf.task_default_queue = before


def _wait_for(queue: str) -> None:
    """Until a worker listens to the queue: how long Celery takes to start is not what is measured."""
    until = time.monotonic() + READY
    while queue not in str(app.control.inspect(timeout=1).active_queues()):
        if time.monotonic() > until:
            raise TimeoutError("Celery 没有启动。")


def assess_all() -> None:
    """Have every firm of the last year assessed, and wait for the progress to say so; given up after ten minutes."""
    count = YearlyData.objects.filter(year=LAST).count()
    bulk.note_start(LAST, count)
    assess_year.delay(LAST)
    until = time.monotonic() + LONGEST
    while (bulk.progress(LAST) or (0, 1))[0] < count:
        if time.monotonic() > until:
            raise TimeoutError(f"{LONGEST} 秒内只评估了 {bulk.progress(LAST)[0]} 家")
        time.sleep(0.2)
    assert Assessment.objects.count() == count


def times(small: str, large: str) -> Iterator[tuple[str, float, float, int]]:
    """Each page with its median seconds over few and over many firms, and its number of queries over many."""
    sides = pages.Reader(small), pages.Reader(large)
    for name, address in PAGES.items():
        yield name, *pages.compared(sides, lambda _side, at=address: at)
