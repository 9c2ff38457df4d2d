"""Reading pages that look at nobody keeps a signed-in session going, for next to nothing."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.signin import reading, sessions
from bureau.signin.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(person, client):
    """Somebody of the bureau is signed in, last seen so many seconds ago; nobody has looked at the session."""

    def make(ago: float = 0, **mark):
        client.force_login(person("officer"))
        client.get(reverse("admin:index"))
        session = client.session
        session[sessions.MARK] = session[sessions.MARK] | {"seen": time.time() - ago} | mark
        session.save()
        reading._looked.clear()
        return session.session_key

    return make


def seen(client) -> float:
    return time.time() - client.session[sessions.MARK]["seen"]


def test_reading_keeps_the_session_going(signed_in, client):
    for _ in range(3):
        signed_in(800)  # Of 900 seconds.
        client.get("/events/")
        assert seen(client) < 5
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_next_page_costs_nothing_and_looks_at_nothing(signed_in, client):
    signed_in(800)
    client.get("/events/")
    before = client.get("/events/")
    with CaptureQueriesContext(connection) as queries:
        after = client.get("/events/")

    assert not [query for query in queries if "session" in query["sql"]]
    assert after.content == before.content
    assert not after.cookies


def test_a_process_remembers_so_many_sessions_and_no_more():
    reading._looked.clear()
    assert all(reading._is_due(str(n)) for n in range(reading.AT_HAND + 1))

    assert len(reading._looked) == reading.AT_HAND
    assert not reading._is_due(str(reading.AT_HAND))  # The last is remembered, the first is not.
    assert reading._is_due("0")
    reading._looked.clear()


def test_a_session_that_is_fresh_is_not_written(signed_in, client):
    session = signed_in(10)
    row = Session.objects.get(key=session)
    with CaptureQueriesContext(connection) as queries:
        client.get("/events/")

    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]
    assert Session.objects.get(key=session).seen_at == row.seen_at


@pytest.mark.parametrize("mark", [{"seen": 0}, {"at": 0}])
def test_what_is_over_is_not_kept_going(mark, signed_in, client):
    signed_in(**mark)
    client.get("/events/")

    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("head", [{"X-Background": "1"}, {"Accept": "application/json"}])
def test_what_a_page_asks_for_by_itself_is_nobodys_work(head, signed_in, client):
    signed_in(800)
    client.get("/events/", headers=head)

    assert seen(client) > 790


def test_a_session_that_is_not_there_makes_none(client):
    client.cookies["sessionid"] = "x" * 32
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/events/").status_code == 200

    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_without_redis_the_session_is_kept_going_too(signed_in, client, settings):
    signed_in(800)
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    client.get("/events/")

    assert seen(client) < 5
