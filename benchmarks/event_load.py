"""The crowd of an event, as a process of its own: signs of life, pages, joins, contacts and intentions, each due at its moment.

Open-loop: a request is due whether or not earlier ones were answered, and its time runs from when it was due. Reads its orders
from a file, writes what came of them into another, its own CPU seconds with them. It shares the machine with the portal, so it
does as little as it can: bare connections, each moment looked at once.
"""

import asyncio
import gc
import json
import random
import sys
import time
from collections import deque
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlencode

CONNECTIONS = 48
TICK = 0.005  # Seconds between two looks at what is due.
TOKEN = "c" * 32
QUESTIONS = {"cooperation_sought": "联合开发", "unclear": "中试规模", "introduction": "本市企业"}
THINKS = 1.5  # Seconds between what one side did and what the other does.
HEAD = (
    "{} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/130\r\nAccept: text/html\r\n"
)
FORM = "X-CSRFToken: " + TOKEN + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n"


class Line(asyncio.Protocol):
    """A lasting connection: one request at a time; one that the server closed meanwhile is asked again on another."""

    def __init__(self, load: "Load", job: tuple):
        self.load, self.job, self.transport = load, job, None

    def connection_made(self, transport):
        """Ask what the line was opened for."""
        self.transport = transport
        self.ask(self.job)

    def ask(self, job: tuple) -> None:
        """Send a request."""
        self.job, self.got, self.length = job, bytearray(), 0
        self.transport.write(job[-1])

    def data_received(self, data):
        """Take what comes until the answer is whole."""
        self.got += data
        if not self.length:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return
            self.head = bytes(self.got[:end])
            _said, is_told, rest = self.head.lower().partition(b"\r\ncontent-length:")
            self.length = end + 4 + (int(rest.partition(b"\r")[0]) if is_told else 0)
        if len(self.got) >= self.length:
            job, self.job = self.job, None
            if b"\r\nConnection: close" in self.head:
                self.transport.close()
            self.load.answered(job, self.head, self.got)
            self.load.free(self)

    def connection_lost(self, _error):
        """Give back what was not answered."""
        self.load.lost(self, self.job)


class Load:
    """What is to be done, what was."""

    def __init__(self, orders: dict):
        self.orders, self.done, self.due = orders, [], []
        self.waiting: deque[tuple] = deque()  # (moment, kind, what, is_again, bytes): due, and no line free.
        self.idle: list[Line] = []
        self.lines = self.open = 0
        self.rng = random.Random(orders["seed"])  # noqa: S311 Measuring, no secrets.
        pages, weights = orders["pages"]
        self.pages, self.weights = pages, list(accumulate(weights))

    def plan(self) -> None:
        """Every moment at which something is due."""
        o, seconds = self.orders, self.orders["seconds"]
        people = o["people"]
        for n, one in enumerate(people):
            if "ticket" in one:
                self.due.append((n / len(people) * o["beat_every"], "beat", one))
            moment = self.rng.random() * o["page_every"]
            while moment < seconds:
                self.due.append((moment, "page", one))
                moment += o["page_every"]
        joining = [one for one in people if "ticket" not in one]
        for n, one in enumerate(joining):
            self.due.append((n / max(1, len(joining)) * (seconds - o["beat_first"] - 2), "join", one))
        for n, pair in enumerate(o["pairs"]):
            for _click in range(1 + pair["is_doubled"]):
                self.due.append((n / len(o["pairs"]) * (seconds - 4 * THINKS), "ask", pair))
        self.due.sort(key=lambda one: one[0], reverse=True)

    async def run(self) -> None:
        """Send everything, and what follows from it."""
        self.loop = asyncio.get_running_loop()
        self.start = time.perf_counter() + 0.5
        while self.due or self.open:
            now = time.perf_counter() - self.start
            while self.due and self.due[-1][0] <= now:
                self.put(*self.due.pop())
            await asyncio.sleep(TICK)

    def put(self, moment: float, kind: str, what: dict) -> None:
        """Something is due."""
        self.open += 1
        self.send((moment, kind, what, False, self.request(kind, what)))

    def send(self, job: tuple) -> None:
        """On a free line, on a new one, or when one is free."""
        if self.idle:
            self.idle.pop().ask(job)
        elif self.lines < CONNECTIONS:
            self.lines += 1
            self.loop.create_task(self.connect(job))
        else:
            self.waiting.append(job)

    async def connect(self, job: tuple) -> None:
        """Open a line for the job."""
        try:
            await self.loop.create_connection(lambda: Line(self, job), "127.0.0.1", self.orders["port"])
        except OSError:
            self.lost(None, job)

    def free(self, line: Line) -> None:
        """A line has its answer."""
        if not line.transport.is_closing():
            if self.waiting:
                line.ask(self.waiting.popleft())
            else:
                self.idle.append(line)

    def lost(self, line: Line | None, job: tuple | None) -> None:
        """A line is gone; what it was asked is asked once more."""
        self.lines -= 1
        if line in self.idle:
            self.idle.remove(line)
        if job and job[3]:
            self.answered(job, b"- 0 ", b"")
        elif job:
            self.send((*job[:3], True, job[4]))
        elif self.waiting:
            self.send(self.waiting.popleft())

    def answered(self, job: tuple, head: bytes, got: bytes) -> None:
        """Note how long it took, and what follows."""
        moment, kind, what, _again, _bytes = job
        status = int(head.split(b" ", 2)[1])
        self.done.append((kind, round(time.perf_counter() - self.start - moment, 4), status))
        self.follow(kind, what, status, head, got)
        self.open -= 1

    def later(self, seconds: float, kind: str, what: dict) -> None:
        """What follows: due so long after now."""
        moment = time.perf_counter() - self.start + seconds
        self.open += 1
        self.loop.call_later(seconds, self.put_later, moment, kind, what)

    def put_later(self, moment: float, kind: str, what: dict) -> None:
        """It was counted when it was promised."""
        self.open -= 1
        self.put(moment, kind, what)

    def request(self, kind: str, what: dict) -> bytes:
        """The bytes of a request."""
        o = self.orders
        if kind == "beat":
            said = f"device={what['device']}&ticket={what['ticket']}&first={what.get('first', 0)}&views=1"
            return _post(o["beat"], said, "")
        if kind == "page":
            page = self.rng.choices(self.pages, cum_weights=self.weights)[0]
            return _get(page, what["session"])
        if kind == "own":
            return _get(o["own"], what["session"])
        if kind == "join":
            return _post(o["join"], f"role=audience&device={what['device']}", what["session"])
        if kind == "ask":
            return _post(what["ask"], urlencode(QUESTIONS | {"own": what["demand"]}), what["asker"])
        verb, who = {"accept": ("accept", "answerer"), "want_a": ("want", "asker"), "want_b": ("want", "answerer")}[
            kind
        ]
        return _post(what["act"], f"verb={verb}", what[who])

    def follow(self, kind: str, what: dict, status: int, head: bytes, got: bytes) -> None:
        """What a person does next."""
        if kind == "join" and status == 302:
            self.later(0.2, "own", what)
        elif kind == "own" and status == 200 and b'data-ticket="' in got:
            what |= {"ticket": got.split(b'data-ticket="')[1].split(b'"')[0].decode(), "first": 1}
            self.later(self.orders["beat_first"], "beat", what)
        elif kind == "ask" and status == 302 and "act" not in what:
            what["act"] = head.lower().partition(b"\r\nlocation: ")[2].partition(b"\r")[0].decode() + "act/"
            self.later(THINKS, "accept", what)
        elif kind == "accept" and status == 302 and what["is_wanted"]:
            self.later(THINKS, "want_a", what)
            self.later(THINKS, "want_b", what)
            self.later(THINKS, "want_b", what)  # A second click.


def _cookie(session: str) -> str:
    return f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\n" if session else ""


def _get(path: str, session: str) -> bytes:
    return f"{HEAD.format(f'GET {path}')}{_cookie(session)}\r\n".encode()


def _post(path: str, said: str, session: str) -> bytes:
    return f"{HEAD.format(f'POST {path}')}{_cookie(session)}{FORM.format(len(said))}\r\n{said}".encode()


def main(orders: str, answers: str) -> None:
    """Run the orders of one file into the other."""
    load = Load(json.loads(Path(orders).read_text()))
    load.plan()
    gc.freeze()
    before = time.process_time()
    asyncio.run(load.run())
    Path(answers).write_text(json.dumps({"done": load.done, "cpu": time.process_time() - before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
