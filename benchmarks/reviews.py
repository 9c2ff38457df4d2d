"""A call's reviews at two sizes: applications with three sheets each and as many experts in the bank; every page, ranking, exports."""

import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks import pages, serving
from bureau.accounts.models import Division, Organisation, User
from bureau.portal.demonstration import calls as demonstration
from bureau.portal.demonstration.accounts import make_accounts
from projects import board
from projects.formdata.scheme import ready_scheme, total
from projects.models import (
    Application,
    Assignment,
    Call,
    Expert,
    Pledge,
    ReviewItem,
    ReviewRound,
    Sheet,
    Standing,
)
from projects.scoretables import write_scores
from projects.workflow import calls, ranking

PER_APPLICATION, EXPERTS, UNITS = 3, 300, 500
SEARCHED = "量子"  # Sixty titles hold it.
KNOWN = 60


def fill(count: int) -> None:
    """A call with ``count`` accepted applications in one round, each judged by three; past the triggers, then ranked."""
    users = make_accounts()
    call = _call(users)
    now, clerk = timezone.now(), users["officer"]
    applications = _applications(call, count, clerk, now)
    experts = _experts(clerk, now)
    _bank(count, clerk, now)
    held = ReviewRound.objects.create(
        call=call, name="测量", per_application=PER_APPLICATION, due_at=now + timedelta(days=9), created_by=clerk,
        status="reviewing", started_by=clerk, started_at=now,
    )  # fmt: skip
    ReviewItem.objects.bulk_create([ReviewItem(round=held, application=a) for a in applications], batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    _judged(held, applications, experts, clerk, now)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
    Pledge.objects.create(round=held, expert=experts[0], text="x", signed_by=experts[0].user, signed_at=now)


def _call(users) -> Call:
    until = timezone.now() + timedelta(days=1)
    make = demonstration.make_call
    call = make(users["officer"], "测量", "plan", until - timedelta(days=9), until)
    calls.use_scheme(call, by=users["officer"], code="plan")
    calls.send(call, by=users["officer"])
    calls.publish(call, by=users["section_head"])
    return call


def _applications(call: Call, count: int, clerk: User, now) -> list[Application]:
    place = Division.objects.get(name="章贡区")
    units = [Organisation(name=f"测量{n}有限公司", name_key=f"测量{n}有限公司", division=place) for n in range(UNITS)]
    units = Organisation.objects.bulk_create(units)
    signs = ("submitted", "recommended", "decided")
    signed = {f"{verb}_by": clerk for verb in signs} | {f"{verb}_at": now for verb in signs}
    version = call.versions.last()
    return Application.objects.bulk_create(
        [
            Application(
                call=call, version=version, organisation=units[n % UNITS], token=uuid.uuid4(), number=f"SB{n:08d}", status="accepted",
                title=f"{SEARCHED if n < KNOWN else '稀土'}材料制备关键技术研究之{n}", created_by=clerk, arrived_at=now, requested_amount=300_000,
                **signed,
            )
            for n in range(count)
        ],
        batch_size=2000,
    )  # fmt: skip


def _experts(clerk: User, now) -> list[Expert]:
    signed = {"created_by": clerk, "decided_by": clerk, "decided_at": now, "confirmed_by": clerk, "confirmed_at": now}
    user = User.objects.create(username="bench-expert", name="测量专家")
    return [
        Expert.objects.create(
            name=f"专家{n}", number=f"ZJ{n:06d}", unit_name="示例大学", city="赣州市", types=["technical"], status="listed",
            rank="senior", **({"user": user, "consented_at": now} if n == 0 else {}), **signed,
        )
        for n in range(EXPERTS)
    ]  # fmt: skip


def _bank(count: int, clerk: User, now) -> None:
    """As many more experts as there are applications, whom nobody has asked yet."""
    signed = {"created_by": clerk, "decided_by": clerk, "decided_at": now, "confirmed_by": clerk, "confirmed_at": now}
    Expert.objects.bulk_create(
        [
            Expert(
                name=f"库中专家{n}", number=f"ZK{n:06d}", unit_name=f"示例{n % 90}大学", city="赣州市", types=["technical"],
                status="listed", rank="senior", **signed,
            )
            for n in range(count)
        ],
        batch_size=2000,
    )  # fmt: skip


def _judged(held: ReviewRound, applications, experts, clerk: User, now) -> None:
    scheme, version = ready_scheme("plan"), held.call.versions.last()
    pairs = [(a, experts[(n * PER_APPLICATION + k) % EXPERTS], n, k) for n, a in enumerate(applications) for k in range(PER_APPLICATION)]  # fmt: skip
    assignments = Assignment.objects.bulk_create(
        [
            Assignment(
                round=held, application=a, expert=e, number=k + 1, source="solved", assigned_by=clerk, assigned_at=now,
                status="submitted" if n else "assigned", submitted_at=now if n else None,
            )
            for a, e, n, k in pairs
        ],
        batch_size=2000,
    )  # fmt: skip
    sheets = []
    for assignment, (_a, _e, n, k) in zip(assignments, pairs, strict=True):
        if n == 0:
            continue  # The first is still to be judged: by it the desk is measured.
        share = Decimal(50 + (n * 7 + k * 13) % 50) / 100
        marks = {c.code: (c.most * share).quantize(Decimal("0.1")) for c in scheme.criteria}
        said = {code: {"mark": str(mark), "words": "达到省内领先水平，依据充分。"} for code, mark in marks.items()}
        sheets.append(Sheet(
            assignment=assignment, version=version, marks=said, comment="技术路线可行，研究基础扎实。" * 8, recommendation="agree",
            familiarity="high", amount="20", total=total(scheme, marks), submitted_by=clerk, submitted_at=now,
        ))  # fmt: skip
    Sheet.objects.bulk_create(sheets, batch_size=2000)


class Side:
    """One of the two databases: who reads there, and where."""

    def __init__(self, database: str):
        self.database = database
        pages.use(database)
        self.client, self.desk = Client(), Client()
        self.head = User.objects.get(pk=make_accounts()["section_head"].pk)
        self.client.force_login(self.head)
        self.desk.force_login(User.objects.get(username="bench-expert"))
        self.call = Call.objects.get()
        start = time.perf_counter()
        ranking.rank(self.call, by=self.head)
        self.ranked_in = time.perf_counter() - start
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE projects_standing")

    def addresses(self) -> dict[str, tuple[Client, str]]:
        """Every page that is measured: whose, where."""
        pages.use(self.database)
        standing = Standing.objects.filter(place=1).order_by("pk")[0]
        owed = Assignment.objects.filter(status="assigned", expert__user__isnull=False).order_by("pk")[0]
        board, own = "/admin/projects/standing/board/", f"call={self.call.pk}"
        return {
            "评审看板": (self.client, f"{board}?{own}"),
            "评审看板·专家": (self.client, f"{board}?{own}&part=experts"),
            "评审看板·搜索中文词": (self.client, f"{board}?{own}&q={SEARCHED}"),
            "评审排名列表": (self.client, "/admin/projects/standing/"),
            "评审排名·搜索中文词": (self.client, f"/admin/projects/standing/?q={SEARCHED}"),
            "项目申报列表": (self.client, "/admin/projects/application/"),
            "项目申报·搜索中文词": (self.client, f"/admin/projects/application/?q={SEARCHED}"),
            "一项申报": (self.client, f"/admin/projects/application/{standing.application_id}/change/"),
            "一项申报的逐份评分": (self.client, f"/admin/projects/standing/{standing.pk}/sheets/"),
            "专家评分列表": (self.client, "/admin/projects/sheet/"),
            "评审任务列表": (self.client, "/admin/projects/assignment/"),
            "专家的评审台": (self.desk, f"/workspace/reviews/{owed.pk}/"),
            "专家的评审清单": (self.desk, "/workspace/reviews/"),
            "专家库·搜索中文词": (self.client, "/admin/projects/expert/?q=大学"),
        } | self._every_noun()

    def _every_noun(self) -> dict[str, tuple[Client, str]]:
        """The list of each noun of the app in the browser admin, and its first row."""
        found = {}
        for model, page in admin.site._registry.items():
            if model._meta.app_label != "projects":
                continue
            name, noun = model._meta.verbose_name, f"admin:projects_{model._meta.model_name}"
            found[f"{name}：清单"] = (self.client, reverse(f"{noun}_changelist"))
            first = model._default_manager.order_by("pk").first()
            if first is not None and page.get_queryset(_Asked(self.head)).filter(pk=first.pk).exists():
                found[f"{name}：一项"] = (self.client, reverse(f"{noun}_change", args=[first.pk]))
        return found


class _Asked:
    """As much of a request as a page's rows ask for."""

    def __init__(self, user):
        self.user, self.GET, self.method = user, {}, "GET"


def times(small: Side, large: Side) -> Iterator[tuple[str, float, float, int]]:
    """Each page's median seconds on both sides, by turns, and its queries on the large one."""
    sides = (small, large)
    known = [side.addresses() for side in sides]
    for name in known[1]:
        at = {side.database: found[name] for side, found in zip(sides, known, strict=True)}
        yield name, *_compared(sides, at)


def _compared(sides, at: dict) -> tuple[float, float, int]:
    taken: dict[str, list[float]] = {side.database: [] for side in sides}
    queries = 0
    for _ in range(pages.TIMES):
        for side in sides:
            pages.use(side.database)
            client, address = at[side.database]
            with pages._counting() as statements:
                response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)
            queries = len(statements)
            start = time.perf_counter()
            client.get(address)
            taken[side.database].append(time.perf_counter() - start)
    small, large = (sorted(taken[side.database])[pages.TIMES // 2] for side in sides)
    return small, large, queries


def found_by_search(side: Side) -> int:
    """How many of the sixty the board's search finds."""
    pages.use(side.database)
    return board.standings_of(side.call, text=SEARCHED).count()


def memory_of(side: Side, what: str) -> tuple[float, float]:
    """Megabytes of a process of its own before an export and at its peak."""
    pages.use(side.database)
    own = {"DATABASE_URL": serving.database_address(), "REDIS_URL": settings.REDIS_URL}
    command = [sys.executable, "benchmarks/memory.py", what]
    said = subprocess.run(
        command, env=os.environ | own, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    before, peak = said.stdout.split()[-2:]
    return float(before), float(peak)


def export(side: Side) -> tuple[float, int]:
    """Seconds and sheets of the whole workbook."""
    pages.use(side.database)
    with tempfile.TemporaryFile() as file:
        start = time.perf_counter()
        count = write_scores(side.call, file)
        return time.perf_counter() - start, count
