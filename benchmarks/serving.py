"""Pages as the public asks for them: gunicorn on a scratch database, beside a bare Django view that returns the same bytes."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from bureau.portal import searching
from bureau.portal.models import Column

ROOT = Path(__file__).resolve().parent
CONNECTIONS = 8
READY_SECONDS = 30
NOTICES = """
INSERT INTO portal_article (number, edition, column_id, kind, slug, title, source, summary, body, text, publish_at, status,
  is_initial, return_reason, withdraw_reason, released_at, published_at, document_number, issuing_organ, topic, validity,
  index_number, basis, conditions, materials, procedure, time_limit, fee, place, phone, search)
SELECT 1000000 + n, 1, %s, 'article', '', '关于' || w.title || '的通知' || n, '测量', '', '<p>' || repeat(w.title, 60) || '</p>',
  repeat(w.title, 60), NULL, 'published', true, '', '', now() - n * interval '5 minutes', now() - n * interval '5 minutes',
  '', '', '', '', '', '', '', '', '', '', '', '', '', w.terms
FROM generate_series(1, %s) n, LATERAL (SELECT * FROM words WHERE words.k = n %% (SELECT count(*) FROM words)) w
"""


def fill_notices(count: int) -> None:
    """Make the first column hold ``count`` published notices."""
    column = Column.objects.get(code="notices")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_article WHERE column_id = %s", [column.pk])
        cursor.execute(NOTICES, [column.pk, count])
        cursor.execute("ANALYZE portal_article; SELECT gin_clean_pending_list('article_search')")


def bytes_of(address: str) -> bytes:
    """What a page says."""
    response = Client(headers={"host": "127.0.0.1"}).get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content


@contextmanager
def served(application: str, **environment: str) -> Iterator[tuple[int, int]]:
    """gunicorn with ``application``, as gunicorn.conf.py has it; gives its port and its first process."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT.parent, env=os.environ | environment)
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def ask(port: int, address: str, count: int) -> float:
    """``count`` requests over a few lasting connections; returns the seconds they took. Each must be a 200."""
    start = time.perf_counter()
    asyncio.run(_ask_all(port, address, count))
    return time.perf_counter() - start


async def _ask_all(port: int, address: str, count: int) -> None:
    await asyncio.gather(*(_ask_some(port, address, count // CONNECTIONS) for _ in range(CONNECTIONS)))


async def _ask_some(port: int, address: str, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n".encode()
    for _ in range(count):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:80]
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
    writer.close()


def search(word: str) -> None:
    """The site's own search."""
    searching.search(word)


def scan(word: str) -> None:
    """The plain way: read every row for the word, titles first, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title, text FROM portal_article WHERE status = 'published' AND (title ILIKE %s OR text ILIKE %s) "
            "ORDER BY title ILIKE %s DESC, released_at DESC LIMIT 200",
            [f"%{word}%"] * 3,
        )
        cursor.fetchall()


def database_address() -> str:
    """The scratch database, as an environment writes it."""
    return settings.DATABASE_URL.rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("gunicorn did not start")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and all below it, those that ended included, as Linux counts them."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(cpu_seconds(int(child)) for child in children)
