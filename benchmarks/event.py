"""`make bench-event`: the event hour at its rates with all 24,000 people, bounded to two minutes. Writes nothing into the repository.

Each person gives a sign every 120 s and opens a page every 90 s; 5,000 contacts and 2,000 intentions an hour, some clicked twice.
Afterwards the event is closed, and what the records say is compared with what was acknowledged. People are signed in as a
sign-in leaves it: the session in PostgreSQL and in Redis, last seen at some moment of the time in which that is written once.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.cached_db import KEY_PREFIX, SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from kombu import Connection  # noqa: E402

from benchmarks import matching, serving  # noqa: E402
from benchmarks.measure import scratch_database  # noqa: E402
from bureau.accounts.choices import MembershipRole  # noqa: E402
from bureau.accounts.models import Division, Membership, Organisation, User  # noqa: E402
from bureau.accounts.roles import BY_CODE  # noqa: E402
from bureau.celery import app  # noqa: E402
from bureau.signin.models import Session as Running  # noqa: E402
from bureau.signin.sessions import MARK, WRITTEN_IN  # noqa: E402
from bureau.store import redis  # noqa: E402
from matchmaking import headcounts, presence  # noqa: E402
from matchmaking.models import Achievement, Contact, Demand, Event, Intention, Interest, Participant, Presence  # noqa: E402
from matchmaking.workflow import events  # noqa: E402

PEOPLE, SECONDS, BEAT, FIRST, PAGE = 24_000, 120, 120, 60, 90
ACHIEVEMENTS, DEMANDS, UNITS = 1_300, 754, 300
CONTACTS, INTENTIONS = 5_000, 2_000  # An hour.
LIMIT = 1.0
KINDS = {
    "心跳": ("beat",),
    "页面": ("page", "own"),
    "进入会场": ("join",),
    "对接与意向": ("ask", "accept", "want_a", "want_b"),
}
WORDS = ("稀土", "永磁", "电机", "脐橙", "钨", "锂电池", "家具", "中药", "检测", "机器人")


def fill() -> tuple[Event, list[User]]:
    """An open event, 24,000 accounts, the units' items."""
    places = list(Division.objects.order_by("position"))
    units = Organisation.objects.bulk_create(
        Organisation(name=f"测量{n}", name_key=f"测量{n}", division=places[n % len(places)]) for n in range(UNITS)
    )
    users = User.objects.bulk_create(
        [User(username=f"p{n}", name=f"人{n}", mobile=f"13{n:09d}") for n in range(PEOPLE)],
        batch_size=2000,
    )
    Membership.objects.bulk_create(
        Membership(user=users[n], organisation=units[n], role=MembershipRole.MANAGER) for n in range(UNITS)
    )
    for model, count, first in ((Achievement, ACHIEVEMENTS, 0), (Demand, DEMANDS, UNITS // 2)):
        matching.fill_one(model, count, random.Random(first))  # noqa: S311 Measuring, no secrets.
        rows = list(model.objects.defer("search").order_by("pk"))
        for n, row in enumerate(rows):
            row.organisation = units[first + n % (UNITS // 2)]
        model.objects.bulk_update(rows, ["organisation"], batch_size=500)
    officer = User.objects.create(username="officer", name="经办人", is_staff=True)
    officer.groups.set(officer.groups.model.objects.filter(name=BY_CODE["officer"].name))
    now = timezone.now()
    event = Event.objects.create(
        name="测量", notice="通知", collect_from="2025-12-01", collect_until="2026-12-31", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=2)
    )  # fmt: skip
    events.publish(event, by=officer)
    events.open_(event, by=officer)
    return event, users


def sessions(users: list[User]) -> list[str]:
    """A session for everybody."""
    now, store = time.time(), SessionStore()
    idle, rows, at_hand = settings.SESSION_IDLE_MINUTES * 60, [], {}
    for n, user in enumerate(users):
        seen = now - n * idle / WRITTEN_IN / len(users)
        values = {
            SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(), MARK: {"at": seen, "seen": seen, "idle": idle},
        }  # fmt: skip
        row = Session(
            session_key=f"{n:032x}",
            expire_date=timezone.now() + timedelta(hours=9),
            session_data=store.encode(values),
        )
        rows.append(row)
        at_hand[KEY_PREFIX + row.session_key] = values
    Session.objects.bulk_create(rows, batch_size=2000)
    until = timezone.now() + timedelta(hours=9)
    Running.objects.bulk_create(
        [
            Running(key=row.session_key, user=user, device="Chrome", began_at=timezone.now(), seen_at=timezone.now(), until=until)
            for row, user in zip(rows, users, strict=True)
        ],
        batch_size=2000,
    )  # fmt: skip
    cache.set_many(at_hand, timeout=3600)
    return [row.session_key for row in rows]


def orders(event: Event, users: list[User], port: int) -> dict:
    """Who does what: most have joined a little while ago and are not counted yet; as many as join in such minutes still will."""
    keys, now = sessions(users), timezone.now()
    joining = PEOPLE * SECONDS // 3600
    joined = range(PEOPLE - joining)
    rows = Participant.objects.bulk_create(
        [
            Participant(event=event, user=users[n], mobile=users[n].mobile, role="audience", registered_at=now)
            for n in joined
        ],
        batch_size=2000,
    )
    since = now - timedelta(minutes=5)
    devices = [presence.device_of(f"device{n}") for n in range(PEOPLE)]
    Presence.objects.bulk_create(
        [
            Presence(participant=row, device=devices[n], source="web", started_at=since, last_seen=since)
            for n, row in enumerate(rows)
        ],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    people = [{"device": f"device{n}", "session": keys[n]} for n in range(PEOPLE)]
    for n, row in enumerate(rows):
        people[n]["ticket"] = presence.ticket(event.pk, row.pk, devices[n])
    pairs, per_run = [], CONTACTS * SECONDS // 3600
    achievements = list(Achievement.objects.order_by("pk").values_list("pk", "organisation__name")[:per_run])
    demands = list(Demand.objects.order_by("pk").values_list("pk", "organisation__name")[:per_run])
    for n, ((achievement, theirs), (demand, own)) in enumerate(zip(achievements, demands, strict=True)):
        pairs.append({
            "ask": reverse("matchmaking:interest-new", args=["achievement", achievement]), "demand": demand,
            "asker": keys[int(own[2:])], "answerer": keys[int(theirs[2:])], "is_doubled": n % 5 == 0,
            "is_wanted": n * INTENTIONS // CONTACTS != (n + 1) * INTENTIONS // CONTACTS,
        })  # fmt: skip
    hall, items = (reverse(f"matchmaking:event-{name}", args=[event.pk]) for name in ("hall", "items"))
    own = reverse("matchmaking:event-own", args=[event.pk])
    pages = {hall: 40, items: 10, own: 10} | {
        f"{items}?kind={kind}&q={quote(word)}": 1 for word in WORDS for kind in ("achievement", "demand")
    }
    pages |= {reverse("matchmaking:market-achievement", args=[pk]): 1 for pk, _name in achievements[:20]}
    return {
        "seed": 1, "port": port, "seconds": SECONDS, "beat_every": BEAT, "beat_first": FIRST, "page_every": PAGE, "people": people,
        "pairs": pairs, "pages": [list(pages), list(pages.values())], "own": own,
        "beat": reverse("matchmaking:event-beat", args=[event.pk]), "join": reverse("matchmaking:event-join", args=[event.pk]),
    }  # fmt: skip


def faults(asked: dict, done: list, event: Event) -> list[str]:
    """What was acknowledged and is not there, or is there twice; who was there and is not counted, or counted twice."""
    expected = {"beat": 200, "page": 200, "own": 200}
    wrong = Counter((kind, status) for kind, _took, status in done if status != expected.get(kind, 302))
    found = [f"{kind}：{count} 次应答 {status}" for (kind, status), count in wrong.items()]
    wanted = sum(pair["is_wanted"] for pair in asked["pairs"])
    for words, has, should in (
        ("意向提出", Interest.objects.filter(event=event).count(), len(asked["pairs"])),
        ("对接", Contact.objects.filter(event=event).count(), len(asked["pairs"])),
        ("双方确认的意向", Intention.objects.filter(status="agreed").count(), wanted),
        ("参会人数", headcounts.figures(event)["people"], PEOPLE),
        ("参会人次", headcounts.figures(event)["visits"], PEOPLE),
    ):
        if has != should:
            found.append(f"{words}：应有 {should}，实有 {has}")
    return found


def percentile(done: list, kinds: tuple[str, ...], share: float = 0.95) -> float:
    """The time within which that share of the requests of those kinds were answered."""
    times = sorted(took for kind, took, _status in done if kind in kinds)
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def machines(web: int, worker: int) -> dict[str, int]:
    """Whose CPU is told, by process; those of PostgreSQL and Redis where they run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    found = {"门户": web, "Celery": worker, "Redis": redis().info("server")["process_id"]}
    if backend.exists():
        found["PostgreSQL"] = int(backend.read_text().rpartition(")")[2].split()[1])
    return {name: pid for name, pid in found.items() if Path(f"/proc/{pid}").exists()}


def main(folder: Path) -> int:
    """Fill, serve, let the crowd in, count; 1 when a promise is broken."""
    event, users = fill()
    environment = os.environ | {"DATABASE_URL": serving.database_address(), "REDIS_URL": settings.REDIS_URL}
    environment |= {"CELERY_QUEUE": "bench-event"}
    worker = subprocess.Popen([sys.executable, "-m", "celery", "-q", "-A", "bureau", "worker", "-c", "1", "-l", "ERROR"], cwd=serving.ROOT.parent, env=environment)  # fmt: skip
    try:
        ours = {name: environment[name] for name in ("DATABASE_URL", "REDIS_URL", "CELERY_QUEUE")}
        with serving.served("bureau.wsgi", **ours) as (port, web):
            asked = orders(event, users, port)
            (folder / "orders.json").write_text(json.dumps(asked))
            serving.ask(port, reverse("matchmaking:event-list"), 40)
            pids = machines(web, worker.pid)
            before = {name: serving.cpu_seconds(pid) for name, pid in pids.items()}
            crowd = subprocess.Popen([sys.executable, str(serving.ROOT / "event_load.py"), str(folder / "orders.json"), str(folder / "answers.json")])  # fmt: skip
            _flush_each_minute(crowd)
            spent = {name: serving.cpu_seconds(pid) - before[name] for name, pid in pids.items()}
        answers = json.loads((folder / "answers.json").read_text())
    finally:
        worker.terminate()
        worker.wait(30)
        cache.delete_many(f"{KEY_PREFIX}{n:032x}" for n in range(PEOPLE))
    Event.objects.filter(pk=event.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    event.refresh_from_db()
    events.close(event, by=event.opened_by)
    return tell(asked, answers, spent | {"发生器": answers["cpu"]}, event)


def _flush_each_minute(crowd: subprocess.Popen) -> None:
    """What the timer does, as long as the crowd is there."""
    while crowd.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            crowd.wait(60)
        with Connection(settings.CELERY_BROKER_URL) as broker:
            app.send_task("matchmaking.tasks.flush_presence", connection=broker, queue="bench-event")


def tell(asked: dict, answers: dict, spent: dict[str, float], event: Event) -> int:
    """Print the table; 1 when a promise is broken."""
    done = answers["done"]
    found = faults(asked, done, event)
    print(
        f"对接会 {SECONDS} 秒：{PEOPLE} 人，{len(done)} 次请求，每秒 {len(done) / SECONDS:.0f} 次；{ACHIEVEMENTS} 项成果、{DEMANDS} 项需求"
    )
    print("| 请求 | 次数 | p50 秒 | p95 秒 | p99 秒 | 要求 p95 | |\n|---|---|---|---|---|---|---|")
    is_late = False
    for words, kinds in KINDS.items():
        p50, p95, p99 = (percentile(done, kinds, share) for share in (0.5, 0.95, 0.99))
        is_late |= p95 > LIMIT
        count = sum(kind in kinds for kind, _took, _status in done)
        print(f"| {words} | {count} | {p50:.3f} | {p95:.3f} | {p99:.3f} | ≤ {LIMIT} | {'✓' if p95 <= LIMIT else '✗'} |")
    print("CPU 秒：" + "，".join(f"{name} {seconds:.0f}" for name, seconds in spent.items()), end="；")
    print(f"门户平均每次 {spent['门户'] / len(done) * 1000:.2f} 毫秒，共占 {sum(spent.values()) / SECONDS:.2f} 核。")
    told = headcounts.figures(event)
    print(f"参会人数 {told['people']}（应为 {PEOPLE}），峰值 {told['peak']}，访问量 {told['views']}。")
    print("错误、丢失、重复：" + ("无" if not found else "；".join(found)))
    return int(is_late or bool(found))


if __name__ == "__main__":
    remove = scratch_database("bureau_bench_event")
    try:
        with tempfile.TemporaryDirectory(prefix="bureau-event-") as place:
            status = main(Path(place))
    finally:
        remove()
    sys.exit(status)
