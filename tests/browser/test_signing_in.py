"""Signing in with an authenticator, in the browser: set up, signed out, signed in again; and a session that is ended elsewhere."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from bureau.accounts.models import User
from tests.browser.conftest import PASSWORD
from tests.browser.waiting import fits, until
from tests.signin.oidc_provider import PERSON
from tests.signin.test_oidc import provider, unified  # noqa: F401 Fixtures.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def code(secret: str) -> str:
    """What the authenticator shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def enter(page, name, password=PASSWORD):
    """Type a name and a password."""
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.click(".entrance form:has(input[name=password]) button")


def test_a_person_of_the_bureau_sets_up_an_authenticator_and_signs_in_with_it(chromium, live_server, people, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    wrong = []
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{live_server.url}/admin/")
    enter(page, "system_admin")
    page.wait_for_selector("h1:has-text('请再输入一次密码')")
    page.fill("input[name=password]", PASSWORD)
    page.click("text=继续")
    page.wait_for_selector("h1:has-text('设置身份验证器')")
    secret = page.inner_text("code.secret")
    until(lambda: page.evaluate("document.querySelector('img.qr').naturalWidth") > 0)
    fits(page, 360)
    page.fill("input[name=code]", code(secret))
    page.click("text=完成设置")
    page.wait_for_selector("h1:has-text('恢复代码')")
    spare = re.findall(r"\d{8}", page.inner_text("ul.codes"))
    assert len(spare) == 10

    page.click("text=我已保存，继续")
    page.wait_for_selector("h1:has-text('我的账号')")
    page.goto(f"{live_server.url}/admin/")
    page.wait_for_selector("text=您的待办")
    context.clear_cookies()

    user = User.objects.get(username="system_admin")
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code(secret)}")
    page.goto(f"{live_server.url}/admin/")
    enter(page, "system_admin")
    page.wait_for_selector("h1:has-text('二次验证')")
    page.fill("input[name=code]", code(secret))
    page.click(".entrance form:has(input[name=code]) button:has-text('登录')")
    page.wait_for_selector("text=您的待办")
    assert wrong == []
    context.close()


def test_a_session_is_ended_from_another_device(sign_in, live_server):
    here, there = sign_in("officer"), sign_in("officer", width=360)
    here.goto(f"{live_server.url}/account/sessions/")
    here.click("text=在此设备退出")
    here.wait_for_selector("text=已在")

    there.goto(f"{live_server.url}/admin/")
    there.wait_for_selector("h1:has-text('登录')")


def test_a_passkey_signs_in_without_a_password(chromium, live_server, people):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    home = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{home}/account/factors/passkeys/add/")
    enter(page, "officer")
    page.wait_for_selector("h1:has-text('请再输入一次密码')")
    page.fill("input[name=password]", PASSWORD)
    page.click("text=继续")
    page.wait_for_selector("h1:has-text('添加通行密钥')")
    page.check("input[name=passwordless]")
    page.click("#passkey-button")
    page.wait_for_selector("h1:has-text('恢复代码')")
    context.clear_cookies()

    page.goto(f"{home}/account/login/")
    page.click("#passkey-button")
    page.wait_for_selector("text=您的待办")
    context.close()


def test_unified_sign_in_leads_over_hosts_that_the_policy_never_heard_of(chromium, live_server, people, unified):  # noqa: F811
    """Told at one address, entered at a second, signed in at a third: none of them is in ``form-action``."""
    officer = people["officer"]
    SocialAccount.objects.create(user=officer, provider="unified", uid=PERSON["sub"])
    page = chromium.new_page()
    page.goto(f"{live_server.url}/account/login/?next=/admin/")
    page.click("text=统一身份认证登录")

    page.wait_for_selector("text=您的待办")
