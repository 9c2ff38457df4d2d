"""A real Chromium, a real Celery worker and one account for each role, on the test database."""

import os
import subprocess
import sys
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright

from bureau.accounts.models import User
from bureau.accounts.roles import ROLES
from bureau.celery import app
from tests.browser_setup import found

PASSWORD = "browser-Test-2015"
# The sync browser driver runs an event loop in the test's thread, where the tests also read the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


class Watched:
    """A browser whose pages are watched: what they ask of another machine, what the content policy stopped."""

    def __init__(self, browser):
        self.browser = browser
        self.outside: list[str] = []
        self.stopped: list[str] = []

    def new_context(self, **wishes):
        """A context of the browser, watched."""
        context = self.browser.new_context(**wishes)
        context.on("request", self._note_request)
        context.on("console", self._note_words)
        return context

    def new_page(self, **wishes):
        """A page in a context of its own."""
        return self.new_context(**wishes).new_page()

    def _note_request(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in ("localhost", "127.0.0.1"):
            self.outside.append(request.url)

    def _note_words(self, message):
        if "Content Security Policy" in message.text:
            self.stopped.append(f"{message.page.url if message.page else ''} {message.text}")


@pytest.fixture(scope="session")
def chromium():
    """One browser for the session."""
    path = found()
    assert path, "没有找到 Chromium，请执行 make test，它会安装或说明如何安装。"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield Watched(browser)
        browser.close()


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine(request):
    """Fail the test whose pages asked another machine for something, or broke the content policy."""
    if "chromium" not in request.fixturenames:
        yield
        return
    browser = request.getfixturevalue("chromium")
    browser.outside.clear()
    browser.stopped.clear()
    yield
    assert browser.outside == []
    assert browser.stopped == []


@pytest.fixture
def open_as(chromium, live_server, client):
    """Open pages as a person, with a display, at a width: ``open_as(user, display="care:on", width=360)``."""
    opened = []

    def enter(user=None, *, width: int = 1280, height: int = 900, display: str = "", **wishes):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **wishes)
        opened.append(context)
        cookies = {"display": display} if display else {}
        if user is not None:
            client.force_login(user)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        return context.new_page()

    yield enter
    for context in opened:
        context.close()


@pytest.fixture
def people(transactional_db):
    """A user for each role, by role code."""
    call_command("migrate", verbosity=0)
    call_command("sync_roles", verbosity=0)
    made = {}
    for role in ROLES:
        user = User.objects.create_user(username=role.code, password=PASSWORD, name=role.name, is_staff=True)
        user.groups.set([Group.objects.get(name=role.name)])
        made[role.code] = user
    return made


@pytest.fixture
def worker(transactional_db, tmp_path):
    """A Celery worker process of its own, listening to this test's queue on this test's database."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@{quote(database['HOST'], safe='')}:{database['PORT']}/{database['NAME']}"
    queue = f"test-{database['NAME']}"
    before = app.conf.task_default_queue
    app.conf.task_default_queue = queue
    environment = os.environ | {
        "DATABASE_URL": url if not database.get("PASSWORD") else settings.DATABASE_URL,
        "REDIS_URL": settings.REDIS_URL,
        "CELERY_QUEUE": queue,
        "BUREAU_DATA_DIR": str(settings.DATA_DIR),
    }
    command = [sys.executable, "-m", "celery", "-q", "-A", "bureau", "worker", "--concurrency", "1", "-l", "ERROR"]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)
    yield process
    process.terminate()
    process.wait(20)
    app.conf.task_default_queue = before


@pytest.fixture
def sign_in(chromium, live_server, people):
    """Open a page as somebody."""
    opened = []

    def enter(role: str, width: int = 1280):
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        opened.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/")
        page.fill("input[name=login]", role)
        page.fill("input[name=password]", PASSWORD)
        page.click("form button:has-text('登录')")
        page.wait_for_selector("text=您的待办")
        return page

    yield enter
    for context in opened:
        context.close()
