"""Sessions end by themselves, are seen by their owner, and leave nothing behind."""

from pathlib import Path

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.audit.models import Entry
from bureau.signin import sessions
from bureau.signin.models import Device, Session
from tests.signin.conftest import PASSWORD

pytestmark = pytest.mark.django_db
HERE = "signin:account"


def later(client, seconds, *, seen=True, began=False):
    """As if that time had passed since the person was last seen, or since the session began."""
    session = client.session
    mark = session[sessions.MARK]
    session[sessions.MARK] = mark | {
        "seen": mark["seen"] - seconds * seen, "at": mark["at"] - seconds * began
    }  # fmt: skip
    session.save()


@pytest.mark.parametrize(("who", "minutes"), [("applicant", 30), ("clerk", 15)])
def test_a_session_without_work_ends_on_the_server(who, minutes, request, browser, sign_in):
    user = request.getfixturevalue(who)
    client = browser()
    sign_in(client, user.username)
    key = client.session.session_key

    later(client, minutes * 60 - 5)
    assert client.get(reverse(HERE)).status_code == 200
    later(client, minutes * 60)
    response = client.get(reverse(HERE), follow=True)

    assert response.redirect_chain == [(f"{reverse('account_login')}?next={reverse(HERE)}", 302)]
    assert response.context["ended"] == "无操作超时"
    assert not SessionStore().exists(key)
    assert Session.objects.get(key=key).ending == "idle"
    assert Entry.objects.get(verb="sign_out").reason == "无操作超时"


def test_a_session_ends_after_twelve_hours_of_work(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    later(client, 12 * 3600, seen=False, began=True)

    assert client.get(reverse(HERE), follow=True).context["ended"] == "超过最长时限"


def test_a_session_without_its_clock_is_no_session(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    session = client.session
    del session[sessions.MARK]
    session.save()

    assert client.get(reverse("session-extend")).json()["left"] == 0
    assert client.get(reverse(HERE)).status_code == 302


def test_work_keeps_a_session_and_asking_for_the_time_does_not(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    later(client, 1000)
    clock = reverse("session-extend")

    asked = client.get(clock).json()
    assert asked["left"] in (799, 800)
    assert asked["warn"] >= 60
    assert client.get(clock, headers={"X-Background": "1"}).json()["left"] in (799, 800)
    assert client.post(clock).json()["left"] in (1799, 1800)
    assert client.get(clock).json()["left"] in (1799, 1800)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    later(client, 1799)
    client.get(reverse(HERE), headers={"X-Background": "1"})
    later(client, 10)

    assert client.get(reverse(HERE)).status_code == 302


def test_the_clock_says_nothing_to_strangers(browser):
    assert browser().get(reverse("session-extend")).status_code == 302


def test_pages_cost_no_query_for_the_clock(browser, applicant, sign_in, django_assert_num_queries):
    client = browser()
    sign_in(client)
    client.get(reverse("home"))

    with django_assert_num_queries(1):  # The person; the session is in the cache, its clock in the session.
        client.get(reverse("session-extend"))


def test_signing_out_leaves_nothing(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    key = client.session.session_key
    client.post(reverse("account_logout"))

    assert not SessionStore().exists(key)
    thief = browser()
    thief.cookies["sessionid"] = key
    assert thief.get(reverse(HERE)).status_code == 302


def test_a_person_signs_out_on_another_device(browser, applicant, clerk, sign_in):
    here, there, stranger = browser(), browser(), browser()
    sign_in(here)
    sign_in(there)
    sign_in(stranger, "lisi")
    rows = {row.key: row for row in here.get(reverse("signin:sessions")).context["sessions"]}
    assert set(rows) == {here.session.session_key, there.session.session_key}
    row = rows[there.session.session_key]
    assert (row.device, row.address) == ("Chrome 130 · Windows", there.defaults["REMOTE_ADDR"])

    assert stranger.post(reverse("signin:session-end", args=[row.pk])).status_code == 404
    here.post(reverse("signin:session-end", args=[row.pk]))

    assert there.get(reverse(HERE)).status_code == 302
    assert here.get(reverse(HERE)).status_code == 200


def test_another_password_ends_the_other_sessions(browser, applicant, sign_in):
    here, there = browser(), browser()
    sign_in(here)
    sign_in(there)
    key = there.session.session_key
    new = "Another-one-2016"

    response = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert response["Location"] == reverse(HERE)
    assert here.get(reverse(HERE)).status_code == 200
    assert not SessionStore().exists(key)
    assert Session.objects.get(key=key).ending == "password"
    assert Entry.objects.filter(verb="change_password", actor=applicant).count() == 1


def test_the_list_of_sessions_costs_the_same_at_any_length(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    client.get(reverse("signin:sessions"))
    used = []
    for more in (0, 2):
        for _ in range(more):
            sign_in(browser())
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(reverse("signin:sessions")).context["sessions"]
        used.append((len(rows), len(queries)))

    assert [length for length, _ in used] == [1, 3]
    assert used[0][1] == used[1][1] <= 12


def test_a_device_is_known_again_by_its_cookie(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    client.post(reverse("account_logout"))
    sign_in(client)
    assert Device.objects.filter(user=applicant).count() == 1

    sign_in(browser())
    assert Device.objects.filter(user=applicant).count() == 2
    assert Entry.objects.filter(verb="new_device").count() == 2


def test_every_part_that_polls_says_that_it_does():
    polling = [
        p for p in Path("templates").rglob("*.html") if "every " in p.read_text() and "hx-trigger" in p.read_text()
    ]

    assert polling
    assert [p for p in polling if "X-Background" not in p.read_text()] == []
