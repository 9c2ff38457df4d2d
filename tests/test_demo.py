"""The demonstration as `make demo` runs it: prepared, served, killed, started again, ended."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest
from django.conf import settings

from bureau.portal.demonstration import running

SECONDS = 600  # No measure of speed: a machine with other work takes its time, and a demonstration that hangs is still found out.


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def said_within(process: subprocess.Popen, words: str) -> list[str]:
    """The lines up to the one with these words."""
    lines, deadline = [], time.monotonic() + SECONDS
    while time.monotonic() < deadline and (line := process.stdout.readline()):
        lines.append(line)
        if words in line:
            return lines
    pytest.fail("".join(lines))


def those_of(data_dir) -> list[psutil.Process]:
    """Children and servers of the demonstration of this directory."""
    found = []
    for process in psutil.process_iter():
        try:
            is_child = process.environ().get(running.MARK) == str(data_dir)
            if is_child or process.cwd().startswith(str(data_dir)):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_demo_serves_again_after_a_kill_and_leaves_nothing_when_ended(tmp_path):
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"BUREAU_DATA_DIR": str(tmp_path), "BUREAU_ENV": "demo", "PORT": str(port)}
    environment |= {"PYTHONUNBUFFERED": "1"}

    def start() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "demo"]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **options)

    first = start()
    try:
        said_within(first, "按 Ctrl-C 结束")
        first.kill()
        first.wait()
        left = those_of(tmp_path)

        second = start()
        said = said_within(second, "按 Ctrl-C 结束")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            page = answer.read().decode()
        second.send_signal(signal.SIGTERM)
        second.communicate(timeout=60)

        assert left
        assert any("沿用现有数据" in line for line in said)
        assert settings.SITE_NAME in page
        assert second.returncode in (0, 128 + signal.SIGTERM)
        assert those_of(tmp_path) == []
    finally:
        for process in those_of(tmp_path):
            process.kill()


def test_what_a_leftover_process_starts_while_it_is_ended_is_ended_too(tmp_path):
    successor = "trap 'sleep 300 & exit' TERM; echo up; while :; do sleep 0.1; done"
    environment = os.environ | running.mark(tmp_path)
    parent = subprocess.Popen(["sh", "-c", successor], env=environment, stdout=subprocess.PIPE, text=True)
    assert parent.stdout.readline() == "up\n"
    try:
        running.end_left(tmp_path)

        assert running.left(tmp_path) == []
    finally:
        for process in running.left(tmp_path):
            process.kill()
        parent.communicate()
