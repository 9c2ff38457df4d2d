"""The signed-in share a kept page: each sees in it what is their own, and nothing that is anybody else's."""

import re
from uuid import uuid4

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bureau import caching
from bureau.accounts.models import User
from bureau.messaging.models import Message
from bureau.portal.workflow import articles as workflow
from bureau.store import redis

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/", "/?care=on", "/columns/notices/", "/search/?q=稀土", "/sitemap/", "/about/privacy/", "/publicity/", "/calls/", "/solicitations/",
    "/market/", "/market/?q=稀土&kind=demand", "/challenges/", "/statistics/", "/statistics/patents/", "/registers/high-tech/",
)  # fmt: skip
TOKEN = re.compile(r'csrfmiddlewaretoken" value="(\w+)')


@pytest.fixture(autouse=True)
def kept(settings, columns):
    """Pages are kept; what earlier tests left is forgotten."""
    settings.PAGE_CACHE_SECONDS = 60
    caching._bump()


@pytest.fixture
def browser():
    """The browser of somebody who is signed in: ``browser("张三")``."""

    def make(name: str, **more) -> Client:
        client = Client()
        client.user = User.objects.create_user(username=f"u{User.objects.count()}", name=name, **more)
        client.force_login(client.user)
        return client

    return make


def test_a_page_that_one_opened_is_kept_for_the_next_and_neither_sees_the_others(browser):
    both = [browser("张三丰"), browser("李四光", is_staff=True)]
    for n, one in enumerate(both, 4):
        for m in range(n):
            Message.objects.create(user=one.user, kind="publicity.opened", key=str(m), title="公示", batch=uuid4())
    first = both[0].get("/columns/notices/")

    with CaptureQueriesContext(connection) as queries:
        second = both[1].get("/columns/notices/")

    assert [query["sql"] for query in queries if "portal_" in query["sql"]] == []
    tokens = set()
    for count, page, one, other in ((4, first, *both), (5, second, *reversed(both))):
        words = page.content.decode()
        assert f"{one.user.name}</a>" in words
        assert f'data-user="{one.user.pk}"' in words
        assert f'<span class="count">{count}<' in words
        assert ("业务管理" in words) == one.user.is_staff
        for foreign in (other.user.name, f'data-user="{other.user.pk}"', "<!--own:"):
            assert foreign not in words
        assert "no-store" in page["Cache-Control"]
        tokens.update(TOKEN.findall(words))
    assert len(tokens) == 2
    stored = [redis().get(name) for name in redis().scan_iter(caching.key("marked", caching.version(), "*"))]
    assert len(stored) == 1
    for secret in ("张三丰", "李四光", "data-user", "csrfmiddlewaretoken", "退出", *tokens):
        assert secret.encode() not in stored[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_with_the_pieces_in_it_a_kept_page_is_the_very_one_that_would_be_rendered(address, browser, settings):
    people = [browser("张三丰"), browser("李四光", is_staff=True)]
    kept = [one.get(address) for one in people]
    settings.PAGE_CACHE_SECONDS = 0

    rendered = [one.get(address) for one in people]

    for one, other in zip(kept, rendered, strict=True):
        assert (one.status_code, TOKEN.sub("", one.content.decode())) == (200, TOKEN.sub("", other.content.decode()))
        assert dict(one.headers) == dict(other.headers) | {name: one[name] for name in ("Content-Length", "Expires")}


def test_an_article_is_shared_too_and_counts_each_opening(browser, make, settings):
    article = make(upto="published")
    caching._bump()
    pages = [browser(name).get(article.get_absolute_url()).content.decode() for name in ("张三丰", "李四光")]

    assert [re.findall(r"访问量：(\d+)", page) for page in pages] == [["1"], ["2"]]
    assert ["张三丰" in page for page in pages] == [True, False]


def test_what_is_withdrawn_is_gone_for_the_signed_in_at_once(browser, make, hands, django_capture_on_commit_callbacks):
    article, one = make(upto="published"), browser("张三丰")
    caching._bump()
    assert [one.get(article.get_absolute_url()).status_code for _ in range(2)] == [200, 200]

    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(article, by=hands["second"], reason="重发")

    assert one.get(article.get_absolute_url()).status_code == 410


def test_the_token_in_a_kept_page_is_the_visitors_own(browser):
    for name in ("张三丰", "李四光"):
        client = browser(name)
        client.handler.enforce_csrf_checks = True
        token = TOKEN.findall(client.get("/columns/notices/").content.decode())[0]

        assert client.post("/account/logout/", {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
        assert client.post("/account/logout/", {"csrfmiddlewaretoken": token}).status_code == 302
        assert name not in client.get("/columns/notices/").content.decode()


def test_what_is_to_be_told_is_told_once(browser, rf):
    client = browser("张三丰")
    client.get("/columns/notices/")
    storage, answer = CookieStorage(rf.get("/")), HttpResponse()
    storage.add(messages.SUCCESS, "已保存。")
    storage.update(answer)
    client.cookies["messages"] = answer.cookies["messages"].value

    assert ["已保存。" in client.get("/columns/notices/").content.decode() for _ in range(2)] == [True, False]


def test_a_page_with_a_form_of_its_own_is_rendered_for_each(browser):
    tokens = {TOKEN.findall(browser(name).get("/feedback/").content.decode())[-1] for name in ("张三丰", "李四光")}

    assert len(tokens) == 2
