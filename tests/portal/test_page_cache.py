"""A kept page is quick, and never older than the last publication."""

import time
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bureau import caching
from bureau.portal.models import Article
from bureau.portal.workflow import articles as workflow
from bureau.publicity import workflow as publicities
from bureau.publicity.models import Publicity
from bureau.store import redis
from tests.publicity.conftest import clock as clock
from tests.publicity.conftest import drawn as drawn
from tests.publicity.conftest import published as published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, columns):
    """Pages are kept; what earlier tests left is forgotten."""
    settings.PAGE_CACHE_SECONDS = 60
    caching._bump()


@pytest.mark.parametrize(
    "address", ["/", "/columns/notices/", "/search/?q=稀土", "/sitemap/", "/about/privacy/", "/publicity/", "/calls/"]
)
def test_a_kept_page_asks_the_database_nothing(address, client):
    first = client.get(address)

    with CaptureQueriesContext(connection) as queries:
        second = client.get(address)

    assert len(queries) == 0
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert client.get(address, headers={"If-None-Match": second["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/", "/columns/notices/", "/search/?q=稀土", "/feed/"])
def test_what_is_published_or_withdrawn_is_seen_at_once(
    address, make, hands, client, django_capture_on_commit_callbacks
):
    client.get(address)
    article = make("稀土项目申报通知", upto="approved")
    client.get(address)

    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(article, by=hands["second"])
    assert f"/articles/{article.number}/" in client.get(address).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(article, by=hands["second"], reason="重发")
    assert f"/articles/{article.number}/" not in client.get(address).content.decode()


def test_an_article_that_was_kept_is_gone_when_withdrawn(make, hands, client, django_capture_on_commit_callbacks):
    article = make(upto="published")
    caching._bump()
    address = article.get_absolute_url()
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]

    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(article, by=hands["second"], reason="重发")

    assert client.get(address).status_code == 410


def test_a_page_rendered_before_a_publication_is_not_kept_for_after_it(make, hands, rf):
    """A slow page: it reads, somebody publishes, it is kept."""
    article = make("迟到的通知", upto="approved")

    def slow(_request):
        titles = list(Article.objects.published().filter(title="迟到的通知").values_list("title", flat=True))
        if not titles:
            workflow.publish(article, by=hands["second"])
            caching._bump()
        return HttpResponse("、".join(titles))

    page = caching.kept_pages_middleware(caching.cached_page(slow))

    assert page(rf.get("/slow/")).content.decode() == ""
    assert page(rf.get("/slow/")).content.decode() == "迟到的通知"


def test_the_signed_in_get_their_own_page(client, person):
    client.get("/")
    client.force_login(person("officer"))

    assert "退出</button>" in client.get("/").content.decode()
    client.logout()
    assert "退出</button>" not in client.get("/").content.decode()


def test_a_page_is_kept_for_each_display(client):
    plain, care = client.get("/"), client.get("/?care=on")
    client.cookies["display"] = "care:on"

    assert "care-entries" in care.content.decode()
    assert "care-entries" in client.get("/").content.decode()
    assert "care-entries" not in plain.content.decode()


def test_a_form_with_a_token_is_never_kept(client):
    tokens = set()
    for _ in range(2):
        client.cookies.clear()
        tokens.add(client.get("/feedback/").cookies["csrftoken"].value)

    assert len(tokens) == 2


def test_without_redis_the_site_still_answers(client, settings, make):
    article = make(upto="published")
    settings.REDIS_URL = "redis://127.0.0.1:1"

    assert client.get("/columns/notices/").status_code == 200
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_page_at_hand_ends_by_itself(client, settings):
    settings.PAGE_CACHE_SECONDS = 1
    first = client.get("/")
    caching._pages.at_hand.clear()
    assert client.get("/").content == first.content
    time.sleep(1.1)

    with CaptureQueriesContext(connection) as queries:
        client.get("/")

    assert len(queries) > 0


def test_a_publicity_that_opens_closes_or_is_taken_back_is_seen_at_once(
    published, clock, client, django_capture_on_commit_callbacks
):
    clock(2026, 9, 29, 9)  # On a Saturday the days of a 公示 would begin on Monday.

    def home():
        found = {"第一批拟立项" in client.get(address).content.decode() for address in ("/", "/publicity/?state=open")}
        assert len(found) == 1, "the two pages differ"
        return client.get("/").content.decode()

    home()
    with django_capture_on_commit_callbacks(execute=True):
        open_one, other = (
            published(title="2026年度第一批拟立项项目公示"),
            published(title="2026年度第二批拟立项项目公示"),
        )
    assert "第一批拟立项" in home()

    with django_capture_on_commit_callbacks(execute=True):
        publicities.withdraw(other, by=other.approved_by, reason="名单有误")
    assert "第二批拟立项" not in home()

    Publicity.objects.filter(pk=open_one.pk).update(starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 7))
    assert "第一批拟立项" in home()
    with django_capture_on_commit_callbacks(execute=True):
        publicities.turn()
    assert "第一批拟立项" not in home()


def test_a_kept_page_says_all_that_a_rendered_one_says(client):
    rendered, kept = client.get("/columns/notices/"), client.get("/columns/notices/")

    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Vary"):
        assert kept[name] == rendered[name], name


def test_another_process_hears_of_a_publication_within_a_moment(client):
    client.get("/")
    before = caching.version()

    redis().incr(caching._version_key())  # As another process does it.
    assert caching.version() == before
    time.sleep(caching.VERSION_SECONDS)

    assert caching.version() == before + 1


def test_nothing_kept_is_shown_during_maintenance(client, settings):
    assert client.get("/").status_code == client.get("/").status_code == 200
    settings.MAINTENANCE = "今天 18:00"

    assert Client().get("/").status_code == 503


def test_nothing_kept_is_shown_to_another_host_or_without_the_lock(client, settings):
    client.get("/")
    settings.ALLOWED_HOSTS = ["kj.example.gov.cn"]

    assert client.get("/").status_code == 400
    assert client.get("/", headers={"host": "kj.example.gov.cn"}).status_code == 200
    settings.SECURE_SSL_REDIRECT = True
    assert Client(headers={"host": "kj.example.gov.cn:80"}).get("/").status_code == 301


def test_an_answer_with_a_cookie_is_not_kept(client):
    """A wish in the address is remembered by a cookie, for each visitor anew."""
    for _ in range(2):
        assert Client().get("/?care=on").cookies["display"].value == "care:on"
