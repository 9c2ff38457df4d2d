"""One running demonstration for each data directory, and the processes that a killed one left."""

import fcntl
import os
from pathlib import Path

import psutil

MARK = "BUREAU_DEMO_OF"
END_SECONDS = 10


class AlreadyRunning(RuntimeError):
    """A demonstration of this data directory runs."""


def claim(data_dir: Path) -> int:
    """Be the one that runs, until this process ends; end what an earlier one left. Raises AlreadyRunning.

    The lock is of the kind that children do not inherit, so that those of a killed demonstration do not hold it.
    """
    file = os.open(data_dir / "demo.running", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        raise AlreadyRunning(data_dir) from error
    end_left(data_dir)
    return file


def end_left(data_dir: Path) -> None:
    """End what an earlier demonstration left: asked once, then killed, until none is left that another one started since."""
    how, leftovers = "terminate", left(data_dir)
    while leftovers:
        for process in leftovers:
            _end(process, how)
        psutil.wait_procs(leftovers, timeout=END_SECONDS)
        how, leftovers = "kill", left(data_dir)


def left(data_dir: Path) -> list[psutil.Process]:
    """The processes of demonstrations of this directory."""
    return [process for process in psutil.process_iter() if _is_marked(process, data_dir)]


def mark(data_dir: Path) -> dict[str, str]:
    """The environment by which a child is known as this demonstration's."""
    return {MARK: str(data_dir)}


def _is_marked(process: psutil.Process, data_dir: Path) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(MARK) == str(data_dir)
    except psutil.Error:
        return False


def _end(process: psutil.Process, how: str) -> None:
    try:
        getattr(process, how)()
    except psutil.NoSuchProcess:
        return
