"""Show the whole portal running with a year of data."""

import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.request

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from bureau.portal.demonstration import (
    accounts,
    bulletins,
    business,
    calls,
    challenges,
    event,
    firms,
    judged,
    panels,
    patents,
    reviews,
    running,
    site,
    solicitations,
    units,
    year,
)

READY_SECONDS = 60


class Command(BaseCommand):
    help = "准备一年的演示数据并启动门户（网站、后台任务、定时任务）；Ctrl-C 结束。"

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="只准备数据，不启动服务")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args, no_serve, port, **options):
        if settings.PRODUCTION:
            raise CommandError("演示命令不能在生产环境（BUREAU_ENV=production）中执行。")
        if not no_serve:
            try:
                running.claim(settings.DATA_DIR)
            except running.AlreadyRunning as error:
                raise CommandError(
                    f"{settings.DATA_DIR} 的演示已在运行。请先结束它，或用 BUREAU_DATA_DIR 另设目录。"
                ) from error
            _demand_free(port)
        self._prepare()
        if no_serve:
            self.stdout.write("演示数据已就绪。执行 make demo 启动门户。")
            return
        connections.close_all()
        sys.exit(self._serve(port))

    def _prepare(self) -> None:
        say = self.stdout.write
        say("正在建立数据库结构……")
        call_command("migrate", verbosity=0)
        call_command("sync_roles", verbosity=0)
        users = accounts.make_accounts()
        say("正在导入演示清单……")
        year.make_year(users, say)
        bulletins.make(users, year.YEAR)
        patents.make(users, year.YEAR)
        units.make(users, accounts.PASSWORD)
        firms.make(users, accounts.PASSWORD)
        calls.make(users)
        reviews.make(users, accounts.PASSWORD)
        judged.make(users)
        panels.make(users)
        solicitations.make(users)
        challenges.make(users)
        business.make_publicities(users)
        business.make_collections(users, accounts.PASSWORD)
        say("正在撰写和发布网站内容……")
        event.make(users)
        site.fill(users, say)
        call_command("schedule_tasks", verbosity=0)

    def _serve(self, port: int) -> int:
        # honcho belongs to the demonstration: production has its own process manager.
        from honcho.manager import Manager

        environment = os.environ | {
            "DATABASE_URL": settings.DATABASE_URL,
            "REDIS_URL": settings.REDIS_URL,
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        }
        environment |= running.mark(settings.DATA_DIR)
        python = f"exec {shlex.quote(sys.executable)}"
        manager = Manager()
        web = f"{python} -m gunicorn bureau.wsgi --bind 127.0.0.1:{port} --log-level warning"
        worker = f"{python} -m celery -q -A bureau worker --loglevel WARNING --concurrency 2"
        beat = f"{python} -m celery -q -A bureau beat --loglevel WARNING --pidfile="
        for name, command in (("web", web), ("worker", worker), ("beat", beat)):
            manager.add_process(name, command, env=environment, cwd=str(settings.BASE_DIR))
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, _hang_up)
        threading.Thread(target=self._announce, args=(port,), daemon=True).start()
        manager.loop()
        return 0 if manager.returncode in (None, 0, 130, 143, -2, -15) else manager.returncode

    def _announce(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{address}/", timeout=5):  # noqa: S310 Our own address.
                    break
            except OSError:
                time.sleep(0.3)
        else:
            self.stderr.write("网站没有在一分钟内应答，请查看上面的输出。")
            return
        lines = [
            "",
            f"门户：{address}/",
            f"管理后台：{address}/admin/",
            f"统计数据：{address}/statistics/",
            f"接口说明：{address}/interface/",
        ]
        self.stdout.write(
            "\n".join([*lines, *accounts.lines(), *business.lines(), *reviews.lines(), "按 Ctrl-C 结束。", ""])
        )


def _hang_up(*_signal) -> None:
    """The terminal was closed: end as on Ctrl-C, without writing to what is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(nowhere, output)
    signal.raise_signal(signal.SIGTERM)


def _demand_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"端口 {port} 已被占用。请先结束占用它的程序，或用 PORT=8001 make demo 换一个端口。"
            ) from error
