"""Five failures lock the pair of account and address; exactly five, also at once; the system administrator opens it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.signin import lockout
from bureau.signin.models import Lock
from tests.signin.conftest import PASSWORD
from tests.signin.test_sign_in import said

pytestmark = pytest.mark.django_db


def fail(client, sign_in, times, name="zhangsan"):
    """Fail so many times; what the last failure said."""
    return [said(sign_in(client, name, "wrong")) for _ in range(times)][-1][0]


@pytest.mark.parametrize("name", ["zhangsan", "nobody"], ids=["an account", "no account"])
def test_five_failures_lock_and_strangers_read_the_same(name, browser, applicant, sign_in):
    client = browser()

    assert "不正确" in fail(client, sign_in, 4, name)
    assert "已锁定" in fail(client, sign_in, 1, name)
    assert "已锁定" in said(sign_in(client, name))[0]


def test_name_and_mobile_number_are_one_account(browser, applicant, sign_in):
    client = browser()
    fail(client, sign_in, 3)
    fail(client, sign_in, 2, "13900001234")

    assert "已锁定" in said(sign_in(client))[0]


def test_a_stranger_elsewhere_locks_nobody_out(browser, applicant, sign_in):
    fail(browser(), sign_in, 6)

    assert sign_in(browser()).status_code == 302


def test_failures_long_ago_are_forgotten_and_a_lock_ends(browser, applicant, sign_in):
    client = browser()
    fail(client, sign_in, 4)
    lock = Lock.objects.get()
    Lock.objects.update(failures=[moment - timedelta(minutes=15) for moment in lock.failures])
    assert "不正确" in fail(client, sign_in, 4)
    fail(client, sign_in, 1)
    lock.refresh_from_db()
    assert timedelta(minutes=29) < lock.locked_until - timezone.now() <= timedelta(minutes=30)

    Lock.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert sign_in(client).status_code == 302


def test_a_success_forgets_the_failures_before_it(browser, applicant, sign_in):
    client = browser()
    fail(client, sign_in, 4)
    sign_in(client)
    client.post(reverse("account_logout"))

    assert "不正确" in fail(client, sign_in, 4)


def test_the_system_administrator_lifts_a_lock_and_the_book_has_it(browser, applicant, sign_in, person):
    client = browser()
    fail(client, sign_in, 5)
    lock = Lock.objects.get(user=applicant)
    admin = person("system_admin")

    with pytest.raises(PermissionDenied):
        lockout.lift(lock, by=person("security_admin"))
    lockout.lift(lock, by=admin, reason="本人来电")

    assert sign_in(client).status_code == 302
    entry = Entry.objects.get(verb="lift_lock")
    assert (entry.actor, entry.reason) == (admin, "本人来电")


def test_a_lock_is_lifted_on_its_page(browser, applicant, sign_in, person, client):
    fail(browser(), sign_in, 5)
    lock = Lock.objects.get()
    client.force_login(person("system_admin"))

    listed = client.get(reverse("admin:signin_lock_changelist"))
    client.post(reverse("admin:signin_lock_lift_page", args=[lock.pk]), {"reason": "本人来电核实"})

    assert lock in listed.context["cl"].result_list
    lock.refresh_from_db()
    assert lock.locked_until is None


@pytest.mark.django_db(transaction=True)
def test_a_hundred_tries_at_once_are_five_tries():
    User.objects.create_user("zhangsan", password=PASSWORD)
    checked = []

    def wrong():
        checked.append(1)

    def one_try(_):
        try:
            lockout.attempt("zhangsan", "10.0.0.1", wrong)
        except lockout.Locked:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_try, range(24)))

    assert len(checked) == 5
