"""A person registers: proved by a code, with consent, and strangers learn nothing."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.privacy.models import Consent
from bureau.registration.workflow import persons
from bureau.workflow import Refused

pytestmark = pytest.mark.django_db
NUMBER = "13912345678"
PASSWORD = "zhangsan-and-Ganzhou"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    yield
    cache.clear()


def ask(client, capsys, number=NUMBER, next_=""):
    """Ask for a code; returns what the text message said."""
    client.post(reverse("account_signup") + next_, {"mobile": number})
    return capsys.readouterr().out


def typed(sent, **values):
    known = {"code": sent, "name": "张三", "email": "", "password1": PASSWORD, "password2": PASSWORD, "consent": "on"}
    return known | values


def code_in(said: str) -> str:
    return re.search(r"验证码 (\d{6})", said)[1]


def test_a_person_registers_and_is_in(client, capsys):
    code = code_in(ask(client, capsys, "+86 139-1234-5678"))

    response = client.post(reverse("account_signup_confirm"), typed(code))

    user = User.objects.get()
    assert response["Location"] == reverse("workspace")
    assert (user.mobile, user.name, user.is_staff) == (NUMBER, "张三", False)
    assert user.check_password(PASSWORD)
    assert client.get(reverse("workspace")).context["user"] == user
    assert "同意隐私政策" in Entry.objects.get(verb="register_person").reason
    agreed = Consent.objects.get(person=user)
    assert (agreed.kind, agreed.version) == ("privacy_policy", settings.PRIVACY_VERSION)
    assert NUMBER not in str(Entry.objects.get(verb="register_person").changes)
    client.logout()
    client.post(reverse("account_login"), {"login": NUMBER, "password": PASSWORD})
    assert client.get(reverse("workspace")).status_code == 200


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"consent": ""}, "请阅读并同意隐私政策"),
        ({"code": "000000x"}, "验证码不正确"),
        ({"password2": "another"}, "两次输入的密码不同"),
        ({"password1": "1234567890", "password2": "1234567890"}, "密码"),
        ({"name": ""}, "请填写姓名"),
    ],
)
def test_what_is_wrong_is_said_and_no_account_is_made(values, sentence, client, capsys):
    code = code_in(ask(client, capsys))

    response = client.post(reverse("account_signup_confirm"), typed(code, **values))

    assert sentence in response.content.decode()
    assert not User.objects.exists()


def test_consent_is_never_ticked_beforehand(client, capsys):
    ask(client, capsys)

    assert re.search(r'<input[^>]*name="consent"[^>]*>', client.get(reverse("account_signup_confirm")).content.decode())
    assert "checked" not in client.get(reverse("account_signup_confirm")).content.decode()


def test_a_number_with_an_account_is_told_to_its_holder_alone(client, capsys):
    User.objects.create_user(username="x", mobile=NUMBER)
    fresh = client.post(reverse("account_signup"), {"mobile": "13900000009"})
    capsys.readouterr()

    taken = client.post(reverse("account_signup"), {"mobile": NUMBER})
    said = capsys.readouterr().out

    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert "已注册账号" in said
    assert "验证码" not in said
    with pytest.raises(Refused, match="验证码不正确"):
        persons.register(mobile=NUMBER, code="", name="张三", email="", password=PASSWORD, consented=True)


def test_one_goes_on_to_where_one_came_from_but_not_elsewhere(client, capsys):
    code = code_in(ask(client, capsys, next_="?next=/invitation/abc/"))
    assert client.post(reverse("account_signup_confirm"), typed(code))["Location"] == "/invitation/abc/"

    client.logout()
    code = code_in(ask(client, capsys, "13900000008", next_="?next=https://evil.example/"))
    assert client.post(reverse("account_signup_confirm"), typed(code))["Location"] == reverse("workspace")


def test_the_session_that_registered_is_another_one(client, capsys):
    code = code_in(ask(client, capsys))
    before = client.session.session_key

    client.post(reverse("account_signup_confirm"), typed(code))

    assert client.session.session_key != before
