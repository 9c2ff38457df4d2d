"""One measure in a scratch database on the configured PostgreSQL."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from benchmarks import assigning, deadline, filling, firms, matching, pages, peers, pivots, ranking, reviews, serving  # noqa: E402
from projects import assigning as solver  # noqa: E402

SCRATCH = "bureau_bench"
REQUESTS, TURNS = 2_000, 6
SMALL, LARGE = 1_000, 1_000_000


def scratch_database(name: str = SCRATCH) -> Callable[[], None]:
    """Make an empty database and use it; gives what removes it again."""
    home = settings.DATABASES["default"]["NAME"]

    def on_home(statement: str) -> None:
        pages.use(home)
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connections.close_all()

    on_home(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    on_home(f"CREATE DATABASE {name}")
    pages.use(name)
    call_command("migrate", verbosity=0)
    call_command("sync_roles", verbosity=0)
    return lambda: on_home(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def seconds(act: Callable, times: int = 1) -> float:
    """Median wall time of ``act``."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return median(found)


def memory_mb() -> int:
    """Peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def told(what: str, ours: float, peer: float, reach: float, note: str = "") -> None:
    """One line of the table."""
    ratio = ours / peer
    verdict = "✓" if ratio <= reach else "✗"
    print(f"| {what} | {ours:.3f} 秒{note} | {peer:.3f} 秒 | {ratio:.2f} | ≤ {reach} | {verdict} |", flush=True)


def measure_load(folder: Path) -> None:
    """A list of 120,000 patents: first load, second load, each beside reading and copying the same rows plainly."""
    path = peers.patent_list(folder)
    peer = seconds(lambda: peers.read_and_copy(path))
    first = seconds(lambda: peers.load(path))
    peak = memory_mb()
    again = seconds(lambda: peers.load(path))
    peer = median([peer, seconds(lambda: peers.read_and_copy(path))])
    told("导入专利清单 12 万行", first, peer, 4, f"，内存峰值 {peak} MB")
    told("再次导入（全部无变化）", again, first, 0.6)


MILLION_SCALE = 84  # Of the demonstration's list: 1,005,000 rows.


def measure_million(folder: Path) -> None:
    """A list of a million patents, written by another process: the load, its memory, and then the plain way to read and copy it."""
    subprocess.run([sys.executable, Path(__file__).with_name("listing.py"), folder, str(MILLION_SCALE)], check=True)
    path = folder / peers.PATENT_LIST
    command = [sys.executable, Path(__file__).with_name("loading.py"), path]
    own = {"DATABASE_URL": serving.database_address(), "REDIS_URL": settings.REDIS_URL}
    told_by_it = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | own,
    )
    took, peak = map(float, told_by_it.stdout.split())
    told("导入专利清单 100 万行", took, seconds(lambda: peers.read_and_copy(path)), 4)
    verdict = "✓" if peak <= 1500 else "✗"
    print(f"| 导入 100 万行的内存峰值 | {peak:.0f} MB | 1500 MB | {peak / 1500:.2f} | ≤ 1 | {verdict} |", flush=True)


def measure_compute(_folder: Path) -> None:
    """A year over 1,000,000 patents and 100,000 contacts, beside hand-written SQL for the same aggregates."""
    peers.fill_patents(1_000_000)
    peers.fill_contacts(100_000)
    peers.compute()
    told("计算一年（专利 100 万、对接 10 万）", seconds(peers.compute, 3), seconds(peers.aggregates_by_hand, 3), 1.3)


def measure_admin(_folder: Path) -> None:
    """The same pages in two databases, of 1,000 and of 1,000,000 rows, by turns: what else the machine does hits both."""
    _fill(SMALL)
    large = f"{SCRATCH}_large"
    remove_large = scratch_database(large)
    try:
        _fill(LARGE)
        sides = [pages.Side(name) for name in (SCRATCH, large)]
        for name, small, big, queries in pages.times(*sides):
            told(f"{name}（100 万行对 1 千行）", big, small, 2, f"，{queries} 次查询")
    finally:
        remove_large()
        pages.use(SCRATCH)


def _fill(count: int) -> None:
    peers.fill_organisations(count)
    peers.fill_patents(count)
    peers.fill_contacts(count)
    peers.fill_book(count)
    for model in filling.ROWS:
        filling.fill(model, count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure_workbook(_folder: Path) -> None:
    """50,000 rows of detail, beside bare openpyxl writing the same values and styles."""
    peers.fill_projects(50_000)
    report = peers.report()
    ours = seconds(lambda: peers.write_ours(report))
    peak = memory_mb()
    told("工作簿 5 万行明细", ours, seconds(lambda: peers.write_bare(report)), 1.5, f"，内存峰值 {peak} MB")


PEERS = {"none": "裸视图，无任何中间件", "startproject": "裸视图，startproject 的中间件"}


def measure_portal(folder: Path) -> None:
    """Home and list pages of the anonymous with 100,000 notices, beside bare Django views that return the same bytes."""
    peers.fill_words()
    serving.fill_notices(100_000)
    ours = {"DATABASE_URL": serving.database_address(), "REDIS_URL": settings.REDIS_URL}
    for name, address in (
        ("门户首页", "/"),
        ("通知列表", "/columns/notices/"),
        ("通知列表第 2000 页", "/columns/notices/?page=2000"),
    ):
        file = folder / "page.html"
        file.write_bytes(serving.bytes_of(address))
        with ExitStack() as stack:
            servers = [(*stack.enter_context(serving.served("bureau.wsgi", **ours)), address)]
            for middleware in PEERS:
                said = {"BARE_CONTENT": str(file), "BARE_MIDDLEWARE": middleware}
                servers.append((*stack.enter_context(serving.served("benchmarks.bare", **said)), "/"))
            taken, used = _asked_by_turns(servers)
        for position, peer in enumerate(PEERS.values(), 1):
            note = (
                f"/{REQUESTS} 次，{REQUESTS / taken[0]:.0f} 次/秒对 {REQUESTS / taken[position]:.0f} 次/秒，"
                f"每次 {used[0]:.2f} 对 {used[position]:.2f} CPU 毫秒"
            )
            told(f"{name}（10 万条通知；对照：{peer}）", taken[0], taken[position], 2, note)
    for word in ("稀土", "通知"):
        ours, peer = (seconds(lambda find=find, word=word: find(word), 3) for find in (serving.search, serving.scan))
        told(f"搜索“{word}”（10 万条通知，不用缓存；对照为逐行扫描）", ours, peer, 1)


def _asked_by_turns(servers: list[tuple]) -> tuple[list[float], list[float]]:
    """Each server's best seconds of some turns, and its CPU milliseconds for a request."""
    for port, _pid, path in servers:
        serving.ask(port, path, 400)
    before = [serving.cpu_seconds(pid) for _port, pid, _path in servers]
    rounds = [[serving.ask(port, path, REQUESTS) for port, _pid, path in servers] for _turn in range(TURNS)]
    after = [serving.cpu_seconds(pid) for _port, pid, _path in servers]
    used = [(now - was) / TURNS / REQUESTS * 1000 for now, was in zip(after, before, strict=True)]
    return [min(times) for times in zip(*rounds, strict=True)], used


FIRMS_SMALL, FIRMS, WITHIN = 1_000, 50_000, 60.0


def measure_firms(_folder: Path) -> None:
    """Every firm of a year assessed by Celery's workers, beside the minute that is promised; the boards beside a thousand firms."""
    large = f"{SCRATCH}_large"
    remove_large = scratch_database(large)
    try:
        sides = []
        for name, count in ((large, FIRMS), (SCRATCH, FIRMS_SMALL)):
            pages.use(name)
            firms.write(count)
            with firms.workers():
                sides.append(seconds(firms.assess_all))
        told(
            f"评估 {FIRMS} 家企业（Celery，{firms.WORKERS} 个进程）",
            sides[0],
            WITHIN,
            1,
            f"，{FIRMS_SMALL} 家 {sides[1]:.1f} 秒",
        )
        for name, small, big, queries in firms.times(SCRATCH, large):
            told(f"{name}（{FIRMS} 家对 {FIRMS_SMALL} 家）", big, small, 2, f"，{queries} 次查询")
    finally:
        remove_large()
        pages.use(SCRATCH)


DRAFTS, EVERY, LASTS, SUBMISSIONS, PEAK, ANSWERED_IN = 2_000, 30, 90, 500, 5.0, 1.0


def measure_deadline(folder: Path) -> None:
    """The last minutes of a call on this machine, its load generator included: what was acknowledged is there, once."""
    settings.STORAGES["private"]["OPTIONS"]["location"] = folder / "private"
    drafts = list(deadline.fill(DRAFTS + SUBMISSIONS))
    ours = {"DATABASE_URL": serving.database_address(), "REDIS_URL": settings.REDIS_URL}
    with serving.served("bureau.wsgi", **ours) as (port, pid):
        serving.ask(port, "/calls/", 40)
        deadline.at_work(drafts)
        before = serving.cpu_seconds(pid)
        done = deadline.run(port, drafts, seconds=LASTS, every=EVERY, submissions=SUBMISSIONS, per_second=PEAK)
        each = (serving.cpu_seconds(pid) - before) / len(done) * 1000
    for kind, words in (("save", "自动保存"), ("submit", "提交")):
        count = sum(sent.kind == kind for sent in done)
        note = f"/p95，{count} 次，平均每次 {each:.0f} CPU 毫秒"
        told(
            f"截止日{words}（{DRAFTS} 份草稿每 {EVERY} 秒一存，每秒 {PEAK:.0f} 份提交）",
            deadline.percentile(done, kind, 0.95),
            ANSWERED_IN,
            1,
            note,
        )
    for fault in deadline.lost(done)[:10]:
        print(f"| ✗ {fault} | | | | | |", flush=True)


ASSIGNED_IN = 60


def measure_assigning(_folder: Path) -> None:
    """Matching and assigning a large round, beside the minute that is promised; every promise is checked."""
    made = []
    ours = seconds(lambda: made.append((asked := assigning.instance(), solver.solve(asked))))
    asked, found = made[0]
    size = f"{assigning.APPLICATIONS} 项 × {assigning.EXPERTS} 名 × {assigning.REVIEWERS}"
    told(
        f"分配专家 {size}",
        ours,
        ASSIGNED_IN,
        1,
        f"，匹配度为上限的 {found.ratio:.4f}，每人 {found.loads[0]}–{found.loads[1]} 项",
    )
    for fault in assigning.faults(asked, found):
        print(f"| ✗ {fault} | | | | | |", flush=True)


REVIEWED_SMALL, REVIEWED = 1_000, 10_000
ELSEWHERE = {  # anchors: 10,000 applications with three reviews each, p50 in milliseconds, queries.
    "评审看板": "pretalx 6,551 毫秒，38 次查询", "项目申报列表": "Hypha 378 毫秒 142 次，pretalx 964 毫秒 23 次",
    "项目申报·搜索中文词": "Hypha 573 毫秒（找不到），pretalx 760 毫秒", "一项申报": "Hypha 137 毫秒 45–55 次，pretalx 318 毫秒 34 次",
}  # fmt: skip


def measure_reviews(_folder: Path) -> None:
    """Ten thousand applications judged three times each, beside a thousand by turns, and beside what peers take elsewhere."""
    reviews.fill(REVIEWED_SMALL)
    large = f"{SCRATCH}_large"
    remove_large = scratch_database(large)
    try:
        reviews.fill(REVIEWED)
        small, big = (reviews.Side(name) for name in (SCRATCH, large))
        for name, few, many, queries in reviews.times(small, big):
            elsewhere = f"；别处 {ELSEWHERE[name]}" if name in ELSEWHERE else ""
            told(f"{name}（{REVIEWED} 项对 {REVIEWED_SMALL} 项{elsewhere}）", many, few, 1.5, f"，{queries} 次查询")
        pages.use(large)
        found = reviews.found_by_search(big)
        print(
            f"| 搜索“{reviews.SEARCHED}” | 找到 {found} 项 | {reviews.KNOWN} 项 | | 全部 | {'✓' if found == reviews.KNOWN else '✗'} |"
        )
        print(
            f"| 计算排名（{REVIEWED} 项三份） | {big.ranked_in:.2f} 秒 | {small.ranked_in:.2f} 秒（{REVIEWED_SMALL} 项） | | | |",
            flush=True,
        )
        took, count = reviews.export(big)
        print(
            f"| 导出全部评分（{count} 份，十项指标） | {took:.1f} 秒，{1000 * took / count:.2f} 毫秒/份 | Hypha 6.3、pretalx 10 毫秒/行（CSV） | | | |",
            flush=True,
        )
        for what, words in (("scores", "导出全部评分"), ("applications", "导出全部申报")):
            (base, few), (_base, many) = (reviews.memory_of(side, what) for side in (small, big))
            print(
                f"| {words}的内存峰值（{REVIEWED} 项对 {REVIEWED_SMALL} 项，各一个进程） | {many:.0f} MB | {few:.0f} MB（导出前 {base:.0f}） "
                f"| {many / few:.2f} | ≤ 1.2 | {'✓' if many / few <= 1.2 else '✗'} |",
                flush=True,
            )
    finally:
        remove_large()
        pages.use(SCRATCH)


PIVOT_SECONDS = 0.3


def measure_patents(folder: Path) -> None:
    """What keeping the counts adds to a load; then the tables that people ask of a million patents."""
    path = peers.patent_list(folder)
    with pivots.upkeep_seconds() as spent:
        whole = seconds(lambda: peers.load(path))
    told("维护专利统计表的触发器所用时间（导入 12 万行，对导入全程）", spent[0], whole, 0.15)
    pivots.fill(1_000_000)
    for what, (table, raw, more, times) in pivots.BY_HAND.items():
        ours, plain = pivots.by_hand(seconds, table, raw, more)
        told(f"{what}（100 万件，对原表 GROUP BY）", ours, plain, round(1 / times, 3))
    times = [took for _asked, took in pivots.page_times()]
    worst = f"，最慢 {max(times):.3f} 秒"
    told(f"统计分析页（100 万件，{len(times)} 种查询的 p95，对限值）", pivots.p95(times), PIVOT_SECONDS, 1, worst)


BEST_OF_FEW_SECONDS, BEST_SECONDS, SAVE_SECONDS = 0.010, 0.025, 0.5


def measure_matching(_folder: Path) -> None:
    """The best of one demand at eleven and at a hundred thousand of each side, and one save at the latter, beside the promised times."""
    matching.fill(matching.FEW)
    told(
        f"一项需求的前 20 名（{matching.FEW} 项成果，p95，对限值）",
        pivots.p95(matching.best_times()),
        BEST_OF_FEW_SECONDS,
        1,
    )
    matching.fill(matching.ITEMS)
    size = f"{matching.ITEMS // 10_000} 万项成果、{matching.ITEMS // 10_000} 万项需求"
    told(f"一项需求的前 20 名（{size}，p95，对限值）", pivots.p95(matching.best_times()), BEST_SECONDS, 1)
    told(f"保存一项后重算其推荐和进入的推荐（{size}，p95，对限值）", pivots.p95(matching.save_times()), SAVE_SECONDS, 1)


def measure_ranking(_folder: Path) -> None:
    """Whether the re-ranker finds better than BM25 alone: a paired bootstrap over development queries."""
    for what, ours, plain in ranking.compared():
        print(ranking.line(what, ours, plain), flush=True)


if __name__ == "__main__":
    measures = {
        "load": measure_load,
        "million": measure_million,
        "compute": measure_compute,
        "admin": measure_admin,
        "workbook": measure_workbook,
        "portal": measure_portal,
        "firms": measure_firms,
        "deadline": measure_deadline,
        "assigning": measure_assigning,
        "reviews": measure_reviews,
        "patents": measure_patents,
        "matching": measure_matching,
        "ranking": measure_ranking,
    }
    remove = scratch_database()
    try:
        measures[sys.argv[1]](Path(sys.argv[2]))
    finally:
        remove()
