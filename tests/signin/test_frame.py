"""Every page of signing in wears the portal's frame and title."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.signin.test_codes import reauthenticate

pytestmark = pytest.mark.django_db

OPEN = ("account_login", "account_inactive", "socialaccount_login_cancelled", "socialaccount_login_error")
OWN = (
    "signin:account",
    "socialaccount_connections",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_activate_totp",
    "account_change_password",
)


def frame_of(response) -> tuple[str, str]:
    """(the title, the name above the page)."""
    page = response.content.decode()
    name = re.search(r'class="name"[^>]*><span>([^<]+)<', page)
    return re.search(r"<title>(.*?)</title>", page, re.S)[1].strip(), name[1] if name else ""


def test_pages_that_anybody_opens_are_the_portals(client):
    found = {name: frame_of(client.get(reverse(name), follow=True)) for name in OPEN}

    assert [name for name, (title, _above) in found.items() if not title.endswith(f" - {settings.SITE_NAME}")] == []
    assert {above for _title, above in found.values()} == {settings.SITE_NAME}
    assert len({title for title, _above in found.values()}) >= 3


def test_ones_own_pages_are_the_portals(browser, applicant, sign_in):
    client = browser()
    sign_in(client)
    reauthenticate(client)
    found = {name: frame_of(client.get(reverse(name), follow=True)) for name in OWN}

    assert [name for name, (title, _above) in found.items() if not title.endswith(f" - {settings.SITE_NAME}")] == []
    assert {above for _title, above in found.values()} == {settings.SITE_NAME}


def test_who_has_no_account_is_led_to_one(client):
    page = client.get(reverse("account_login")).content.decode()

    assert re.search(rf'class="entrance-links">.*href="{reverse("account_signup")}"', page)
