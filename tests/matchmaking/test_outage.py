"""A real server, a real Redis and a real worker; the latter two are killed in the middle of an event. Nobody is lost."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import quote, urlencode

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu import Connection

from bureau.celery import app
from bureau.embedded import _Redis, for_celery
from matchmaking import headcounts
from matchmaking.models import Contact, Demand, Intention, Interest, Presence, Remark, SubVenue
from matchmaking.workflow import events
from tests.matchmaking.conftest import QUESTIONS
from tests.matchmaking.events import opened, over

pytestmark = pytest.mark.django_db(transaction=True)
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/130"


def wait_until(happened, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.1)


class Machines:
    """A Redis, a server and a worker of this test's own, on the test's database."""

    def __init__(self, folder):
        self.redis, self.url, self.running = _Redis(folder), "", {}
        self.redis.data_dir.mkdir(exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def environment(self) -> dict:
        database = connection.settings_dict
        url = (
            f"postgresql://{database['USER']}@{quote(database['HOST'], safe='')}:{database['PORT']}/{database['NAME']}"
        )
        return os.environ | {
            "DATABASE_URL": settings.DATABASE_URL if database.get("PASSWORD") else url, "REDIS_URL": self.url,
            "BUREAU_DATA_DIR": str(settings.DATA_DIR), "DJANGO_SETTINGS_MODULE": "bureau.settings", "ALLOWED_HOSTS": "127.0.0.1",
        }  # fmt: skip

    def start(self, *names: str) -> None:
        commands = {
            "server": ["gunicorn", "bureau.wsgi", "--bind", f"127.0.0.1:{self.port}", "--log-level", "error"],
            "worker": ["celery", "-A", "bureau", "worker", "-c", "1", "--loglevel", "ERROR"],
        }  # fmt: skip
        for name in names:
            if name == "redis":
                self.url = self.redis.start()
                continue
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *commands[name]], cwd=settings.BASE_DIR, env=self.environment()
            )
        if "server" in names:
            wait_until(lambda: socket.socket().connect_ex(("127.0.0.1", self.port)) == 0)

    def kill(self, name: str) -> None:
        """As a power failure does."""
        if name == "redis":
            place = str(self.redis.folder)
            for process in psutil.process_iter(["name"]):
                if process.info["name"] == "redis-server" and process.cwd().startswith(place):
                    process.kill()
                    process.wait(10)
            return
        parent = psutil.Process(self.running.pop(name).pid)
        for process in [*parent.children(recursive=True), parent]:
            process.send_signal(signal.SIGKILL)

    def flush(self) -> None:
        """What the timer asks each minute."""
        with Connection(for_celery(self.url)) as broker:
            app.send_task("matchmaking.tasks.flush_presence", connection=broker, queue="bureau")

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self.kill("redis")


@pytest.fixture
def machines(tmp_path):
    made = Machines(tmp_path)
    made.start("redis", "server", "worker")
    yield made
    made.end()


class Browser:
    """Somebody's browser: a session of theirs, and what they post."""

    def __init__(self, machines, user=None):
        self.port, self.token, self.cookies = machines.port, secrets.token_hex(16), ""
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}; "
        self.cookies += f"{settings.CSRF_COOKIE_NAME}={self.token}"

    def ask(self, method: str, path: str, values: dict | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"User-Agent": AGENT, "Cookie": self.cookies, "X-CSRFToken": self.token, "Accept": "text/html"}
        body = urlencode(values) if values is not None else None
        line.request(
            method, path, body, headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        )
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    def post(self, path: str, **values) -> int:
        return self.ask("POST", path, values)[0]


def test_redis_and_worker_killed_in_the_middle_lose_nobody_and_nothing(machines, person, manager, public):
    officer = person("officer")
    achievement, answering, _officer = public()
    demand, asking, _officer = public(Demand, title="钕铁硼永磁高温退磁难题")
    people = [asking, answering, *(manager()[1] for _ in range(8))]
    event = opened(officer)
    venue = SubVenue.objects.create(event=event, name="信丰")
    beat, join = (reverse(f"matchmaking:event-{name}", args=[event.pk]) for name in ("beat", "join"))
    browsers = [Browser(machines, user) for user in people]
    tickets = {}

    def come_in(n: int) -> None:
        assert browsers[n].post(join, role="audience", device=f"device{n}") == 302
        page = browsers[n].ask("GET", reverse("matchmaking:event-own", args=[event.pk]))[1]
        tickets[n] = page.split('data-ticket="')[1].split('"')[0]
        came = timezone.now() - timedelta(seconds=61)
        Presence.objects.filter(participant__user=people[n]).update(started_at=came, last_seen=came)
        assert sign(n, first=1) == 200

    def sign(n: int, first: int = 0) -> int:
        return Browser(machines).post(beat, device=f"device{n}", ticket=tickets[n], first=first)

    def last_seen() -> list:
        return list(Presence.objects.filter(venue=None).order_by("participant_id").values_list("last_seen", flat=True))

    for n in range(4):
        come_in(n)
    before = last_seen()
    assert [sign(n) for n in range(4)] == [200] * 4
    machines.flush()
    wait_until(lambda: all(later > earlier for later, earlier in zip(last_seen(), before, strict=True)))
    carried = last_seen()

    assert [sign(n) for n in range(4)] == [200] * 4  # Gathered, and lost with what comes now.
    machines.kill("worker")
    machines.kill("redis")
    for n in range(4, 8):
        come_in(n)
    assert [sign(n) for n in range(8)] == [200] * 8
    desk = Browser(machines)
    for n in range(3):
        mobile = people[0].mobile if n == 0 else f"1390000000{n}"
        assert (
            desk.post(
                reverse("matchmaking:sign-in", args=[venue.token]),
                name="王",
                mobile=mobile,
                role="audience",
                agreed="on",
            )
            == 200
        )
    ask = reverse("matchmaking:interest-new", args=["achievement", achievement.pk])
    assert browsers[0].post(ask, own=demand.pk, **QUESTIONS) == 302
    interest = Interest.objects.get()
    act = reverse("matchmaking:interest-act", args=[interest.pk])
    assert browsers[1].post(act, verb="accept") == 302
    assert browsers[0].post(act, verb="say", text="可以寄样品") == 302
    assert [browsers[0].post(act, verb="want") for _ in range(3)] + [browsers[1].post(act, verb="want")] == [302] * 4

    machines.start("redis", "worker")
    for n in range(8, 10):
        come_in(n)
    assert [sign(n) for n in range(10)] == [200] * 10
    machines.flush()
    seen = last_seen()
    wait_until(lambda: all(later > earlier for later, earlier in zip(last_seen(), seen, strict=True)))

    assert all(later >= earlier for later, earlier in zip(last_seen(), carried, strict=False))
    assert (interest.event, Contact.objects.get().event, Contact.objects.get().result) == (event, event, "intention")
    assert (Remark.objects.count(), Intention.objects.get().status) == (1, "agreed")
    events.close(over(event), by=officer)
    told = headcounts.figures(event)
    assert {name: told[name] for name in ("people", "online", "at_venues", "visits", "registered")} == {
        "people": 12, "online": 10, "at_venues": 3, "visits": 13, "registered": 12,
    }  # fmt: skip
