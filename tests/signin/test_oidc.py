"""统一身份认证 against a provider in a process of its own: off by default; known persons come in, unknown ones are told how."""

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.html import escape

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.settings import oidc_providers
from tests.signin.oidc_provider import CLIENT, PERSON, SECRET
from tests.signin.test_codes import reauthenticate

pytestmark = pytest.mark.django_db


class Stay(urllib.request.HTTPRedirectHandler):
    """Look where one is sent and do not go."""

    def redirect_request(self, *args, **kwargs):
        return None


@pytest.fixture(scope="module")
def provider():
    """The address of a running provider."""
    program = Path(__file__).with_name("oidc_provider.py")
    with subprocess.Popen([sys.executable, program, "0"], stdout=subprocess.PIPE, text=True) as process:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture
def unified(provider, settings):
    """The portal, set to use it."""
    settings.OIDC_NAME = "统一身份认证"
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(settings.OIDC_NAME, provider, CLIENT, SECRET)


def login() -> str:
    """Where one leaves for the provider."""
    return reverse("openid_connect_login", args=["unified"])


def come_back(client, url):
    """Leave for the provider, who knows the person, and come back."""
    there = client.post(url).context["there"].replace("/front?", "/authorize?")
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.build_opener(Stay).open(there)
    back = answer.value.headers["Location"]
    answer.value.close()
    return client.get(back.removeprefix("http://testserver"))


def test_the_way_there_is_no_part_of_our_form(unified, browser):
    page = browser().post(login())

    assert f'content="0; url={escape(page.context["there"])}"' in page.content.decode()
    assert "form-action 'self';" in page["Content-Security-Policy"] + ";"
    assert browser().get(login()).status_code == 405


def test_it_is_off_unless_set(browser):
    client = browser()

    assert "统一身份认证" not in client.get(reverse("account_login")).content.decode()
    assert client.post(login()).status_code == 404


def test_a_bound_person_comes_in(unified, browser, applicant, sign_in):
    assert "统一身份认证登录" in browser().get(reverse("account_login")).content.decode()
    here = browser()
    sign_in(here)
    reauthenticate(here)
    come_back(here, f"{login()}?process=connect")
    assert SocialAccount.objects.get().user == applicant
    assert Entry.objects.filter(verb="add_identity", actor=applicant).count() == 1

    client = browser()
    response = come_back(client, login())

    assert response["Location"] == resolve_url("workspace")
    assert client.get(reverse("signin:account")).context["user"] == applicant
    assert Entry.objects.filter(verb="sign_in", actor=applicant).count() == 2


def test_a_second_factor_is_asked_for_there_too(unified, browser, applicant):
    SocialAccount.objects.create(user=applicant, provider="unified", uid=PERSON["sub"])
    TOTP.activate(applicant, "JBSWY3DPEHPK3PXP")
    client = browser()

    assert come_back(client, login())["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("signin:account")).status_code == 302


def test_a_closed_account_stays_closed(unified, browser, applicant):
    SocialAccount.objects.create(user=applicant, provider="unified", uid=PERSON["sub"])
    User.objects.update(is_active=False)
    client = browser()
    come_back(client, login())

    assert client.get(reverse("signin:account")).status_code == 302


def test_an_unknown_person_is_told_how(unified, browser, applicant):
    response = come_back(browser(), login())

    assert "还没有绑定本站账号" in response.content.decode()
    assert User.objects.count() == 1


def test_an_unknown_person_gets_an_account_where_that_is_set(unified, browser, settings):
    settings.OIDC_OPENS_ACCOUNTS = True
    come_back(browser(), login())

    made = User.objects.get()
    assert (made.name, made.mobile, made.is_staff, made.has_usable_password()) == ("王五", "13655556666", False, False)


def test_a_number_that_somebody_has_is_not_taken_from_the_provider(unified, browser, settings):
    settings.OIDC_OPENS_ACCOUNTS = True
    User.objects.create_user("old", mobile="13655556666")
    come_back(browser(), login())

    assert User.objects.exclude(username="old").get().mobile == ""


def test_a_forged_return_opens_nothing(unified, browser, applicant):
    client = browser()
    response = client.get(reverse("openid_connect_callback", args=["unified"]), {"code": "code-0", "state": "forged"})

    assert "没有登录成功" in response.content.decode()
    assert client.get(reverse("signin:account")).status_code == 302
