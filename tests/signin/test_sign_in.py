"""One sign-in for everybody: by name or mobile number, telling nothing to strangers, going nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from bureau.accounts.models import User
from bureau.audit.models import Entry
from tests.signin.conftest import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "用户名（手机号）或密码不正确。"


def said(response) -> list[str]:
    """What the form says is wrong."""
    return [error for errors in response.context["form"].errors.values() for error in errors]


@pytest.mark.parametrize("name", ["zhangsan", "ZhangSan", "13900001234", "139 0000 1234", " zhangsan "])
def test_a_person_signs_in_by_user_name_or_mobile_number(name, browser, applicant, sign_in):
    client = browser()

    response = sign_in(client, name)

    assert response["Location"] == reverse("workspace")
    assert client.get(reverse("signin:account")).context["user"] == applicant


@pytest.mark.parametrize(
    ("name", "password"),
    [("nobody", PASSWORD), ("13711112222", PASSWORD), ("zhangsan", "wrong"), ("gone", PASSWORD)],
    ids=["no such name", "no such number", "wrong password", "closed account"],
)
def test_a_refusal_does_not_say_whether_the_account_exists(name, password, browser, applicant, sign_in):
    User.objects.create_user("gone", password=PASSWORD, is_active=False)

    response = sign_in(browser(), name, password)

    assert (response.status_code, said(response)) == (200, [WRONG])
    assert password not in response.content.decode()


@pytest.mark.parametrize("who", ["applicant", "clerk"])
def test_everybody_arrives_at_their_own_page(who, request, browser, sign_in):
    user = request.getfixturevalue(who)

    response = sign_in(browser(), user.username)

    assert response["Location"] == reverse("admin:index" if user.is_staff else "workspace")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_nobody_is_sent_to_another_site(target, browser, applicant, sign_in):
    client = browser()

    assert sign_in(client, next_=target)["Location"] == reverse("workspace")
    assert client.get(reverse("admin:login"), {"next": target}).status_code == 403
    assert "evil" not in browser().get(reverse("admin:login"), {"next": target})["Location"]


def test_who_was_on_the_way_arrives_there(browser, applicant, sign_in):
    client = browser()
    page = reverse("signin:sessions")

    assert client.get(page)["Location"] == f"{reverse('account_login')}?next={page}"
    assert sign_in(client, next_=page)["Location"] == page


def test_the_admin_sends_strangers_to_the_one_sign_in(browser, clerk):
    client = browser()

    first = client.get(reverse("admin:index"))
    second = client.get(first["Location"])

    assert second["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"


def test_the_admin_is_closed_to_who_does_not_work_at_the_bureau(browser, applicant, sign_in):
    client = browser()
    sign_in(client)

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_signing_in_changes_the_key_of_the_session(browser, applicant, sign_in):
    """Whoever planted a session key in somebody's browser is not signed in with them."""
    client = browser()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    sign_in(client)

    assert client.session.session_key != planted
    thief = browser()
    thief.cookies["sessionid"] = planted
    assert thief.get(reverse("signin:account")).status_code == 302


@pytest.mark.parametrize("name", ["account_login", "account_logout", "session-extend", "signin:session-end-others"])
def test_no_other_site_can_make_the_browser_act(name, applicant):
    client = Client(enforce_csrf_checks=True)
    client.force_login(applicant)

    assert client.post(reverse(name), {"login": "zhangsan", "password": PASSWORD}).status_code == 403


def test_the_book_tells_who_came_and_who_failed(browser, applicant, sign_in):
    client = browser()
    sign_in(client, "zhangsan", "wrong")
    sign_in(client, "secret-typed-in-the-wrong-field", "x")
    sign_in(client)
    client.post(reverse("account_logout"))

    lines = Entry.objects.exclude(verb="new_device").order_by("pk").values_list("verb", "subject", "origin")
    here = client.defaults["REMOTE_ADDR"]
    assert list(lines) == [
        ("sign_in_failed", "zhangsan", here),
        ("sign_in_failed", "未知账号 sec************************ield", here),
        ("sign_in", "张三", here),
        ("sign_out", "张三", here),
    ]


@pytest.mark.parametrize(("address", "status"), [("10.1.2.3", 302), ("10.9.2.3", 403)])
def test_the_admin_answers_to_the_bureaus_addresses_alone(address, status, settings):
    settings.ADMIN_ADDRESSES = ["10.1.0.0/16", "192.168.1.1"]
    client = Client(REMOTE_ADDR=address)

    assert client.get(reverse("admin:index")).status_code == status
    assert client.get(reverse("account_login")).status_code == 200


@pytest.mark.parametrize(("behind", "seen"), [(True, "203.0.113.9"), (False, "10.0.0.1")])
def test_only_our_own_proxy_is_believed(behind, seen, settings, applicant, sign_in):
    settings.BEHIND_PROXY = behind
    client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")

    sign_in(client, password="wrong")

    assert Entry.objects.get(verb="sign_in_failed").origin == seen


ACCOUNT_PAGES = (
    "account_reauthenticate", "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "socialaccount_connections", "account_logout",
    "socialaccount_login_cancelled", "signin:account", "signin:sessions", "signin:data",
)  # fmt: skip


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_every_page_of_the_account_bears_the_name_of_the_bureau(name, browser, applicant, sign_in, settings):
    settings.SITE_NAME = "某市科学技术局"
    client = browser()
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse(name), follow=True).content.decode()

    assert " - 某市科学技术局</title>" in page


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup", "account_inactive"])
def test_every_page_of_the_entrance_bears_the_name_of_the_bureau(name, browser, db, settings):
    settings.SITE_NAME = "某市科学技术局"

    assert " - 某市科学技术局</title>" in browser().get(reverse(name), follow=True).content.decode()
