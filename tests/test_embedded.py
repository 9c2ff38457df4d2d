"""The embedded servers, seen from outside: real commands in data directories of their own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from bureau import embedded

ASK = "from django.db import connection as c; from django.core.cache import cache; c.ensure_connection(); "
ANSWER = ASK + "cache.set('tried', 1); print(c.settings_dict['NAME'], cache.get('tried'))"
HOLD = ASK + "import time; print('up', flush=True); time.sleep(120)"


class Place:
    """A data directory, and commands that run in it without any address given."""

    def __init__(self, data_dir: Path):
        self.data_dir = data_dir
        gone = {"DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER"}
        self.environment = {name: value for name, value in os.environ.items() if name not in gone}
        self.environment |= {"BUREAU_DATA_DIR": str(data_dir), "BUREAU_ENV": "demo", "PYTHONWARNINGS": "error"}
        self.started: list[subprocess.Popen] = []

    def command(self, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-W", "default", "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def holder(self) -> subprocess.Popen:
        """A command that uses both servers until it is ended."""
        process = self.command("shell", "-v0", "-c", HOLD)
        assert process.stdout.readline() == "up\n", process.stderr.read()
        return process

    def servers(self) -> dict[str, int]:
        """The servers that run in this data directory, by name."""
        found = {}
        for process in psutil.process_iter(["name", "ppid"]):
            try:
                name, is_child = process.info["name"], process.info["ppid"] != 1
                if name in {"postgres", "redis-server"} and process.cwd().startswith(str(self.data_dir)):
                    if is_child and process.parent() and process.parent().name() == name:
                        continue
                    found[name] = process.pid
            except psutil.Error:
                continue
        return found

    def end(self) -> None:
        """End what this test started, servers too."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.communicate()
        if self.servers():
            embedded.servers(self.data_dir).release()


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path)
    yield made
    made.end()


def test_command_leaves_no_server_behind(place):
    command = place.command("shell", "-v0", "-c", ANSWER)

    answer, complaint = command.communicate(timeout=60)

    assert (answer, complaint, command.returncode) == ("bureau 1\n", "", 0)
    assert place.servers() == {}


def test_two_first_commands_at_once_share_the_servers(place):
    commands = [place.command("shell", "-v0", "-c", ANSWER) for _ in range(2)]

    answers = [command.communicate(timeout=300) for command in commands]

    assert answers == [("bureau 1\n", "")] * 2
    assert place.servers() == {}


def test_holder_keeps_the_servers_for_others_until_sigterm(place):
    holder = place.holder()
    running = place.servers()

    place.command("shell", "-v0", "-c", ANSWER).communicate(timeout=60)
    after_another = place.servers()
    holder.send_signal(signal.SIGTERM)
    holder.wait(60)

    assert set(running) == {"postgres", "redis-server"}
    assert after_another == running
    assert holder.returncode == 128 + signal.SIGTERM
    assert place.servers() == {}


def test_killed_holder_leaves_servers_that_the_next_command_uses_and_stops(place):
    holder = place.holder()
    holder.kill()
    holder.wait()
    left = place.servers()

    next_holder = place.holder()
    used = place.servers()
    next_holder.send_signal(signal.SIGTERM)
    next_holder.wait(60)

    assert set(left) == {"postgres", "redis-server"}
    assert used == left
    assert place.servers() == {}


def test_killed_servers_start_again_with_their_data(place):
    place.command("migrate", "-v0").communicate(timeout=300)
    holder = place.holder()
    for pid in place.servers().values():
        os.kill(pid, signal.SIGKILL)
    holder.kill()
    holder.wait()
    count = "from bureau.accounts.models import Division; print(Division.objects.exists())"

    answer, complaint = place.command("shell", "-v0", "-c", count).communicate(timeout=300)

    assert (answer, complaint) == ("True\n", "")
    assert place.servers() == {}


def test_forked_child_does_not_stop_the_servers(place):
    fork = ASK + "import os, sys; pid = os.fork(); pid or sys.exit(0); os.waitpid(pid, 0); c.close(); " + ANSWER

    answer, complaint = place.command("shell", "-v0", "-c", fork).communicate(timeout=60)

    assert (answer, complaint) == ("bureau 1\n", "")


def test_server_that_lost_its_pid_file_is_stopped_all_the_same(place):
    holder = place.holder()
    (place.data_dir / "postgres" / "postmaster.pid").unlink()

    holder.send_signal(signal.SIGTERM)
    holder.wait(60)

    assert place.servers() == {}


def test_forked_child_that_outlives_a_killed_holder_holds_nothing(place):
    fork = HOLD.replace("print(", "os.fork() and print(").replace("import time", "import os, time")
    parent = place.command("shell", "-v0", "-c", fork)
    assert parent.stdout.readline() == "up\n"
    children = psutil.Process(parent.pid).children()
    parent.kill()
    parent.wait()

    try:
        answer, _complaint = place.command("shell", "-v0", "-c", ANSWER).communicate(timeout=60)

        assert [child.is_running() for child in children] == [True]
        assert answer == "bureau 1\n"
        assert place.servers() == {}
    finally:
        for child in children:
            child.kill()


@pytest.mark.parametrize("name", ["长" * 60, "with a space, 'quote'"], ids=["long", "odd"])
def test_any_path_serves_as_data_directory(tmp_path, name):
    folder = tmp_path / name
    place = Place(folder)
    try:
        assert place.command("shell", "-v0", "-c", ANSWER).communicate(timeout=60) == ("bureau 1\n", "")
        assert place.servers() == {}
    finally:
        place.end()


@pytest.mark.parametrize("arguments", [["help"], ["--version"], ["migrate", "--help"]])
def test_command_without_data_starts_nothing(place, arguments):
    command = place.command(*arguments)

    _answer, complaint = command.communicate(timeout=30)

    assert (command.returncode, complaint) == (0, "")
    assert not (place.data_dir / "postgres").exists()
    assert not (place.data_dir / "redis").exists()


def test_old_pid_file_with_another_process_number_is_forgotten(place):
    place.command("shell", "-v0", "-c", ANSWER).communicate(timeout=60)
    (place.data_dir / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    begun = time.monotonic()

    answer, complaint = place.command("shell", "-v0", "-c", ANSWER).communicate(timeout=60)

    assert (answer, complaint) == ("bureau 1\n", "")
    assert time.monotonic() - begun < 30
