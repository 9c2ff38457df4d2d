"""A browser of its own address for every test, so that counters of one are no other's; persons with a password."""

import re
import secrets
from collections.abc import Sequence

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bureau.accounts.models import User
from bureau.personal import blind_index
from tests.messaging.conftest import platform as platform

PASSWORD = "Long-enough-2015"
NUMBERS = ("13900001234", "13711112222", "13655556666", "zhang@example.cn")


@pytest.fixture
def browser():
    """Make a browser at an address of its own."""

    def make(**headers):
        address = ".".join(["10", *(str(secrets.randbelow(250) + 1) for _ in range(3))])
        return Client(REMOTE_ADDR=address, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/130.0", **headers)

    return make


@pytest.fixture
def applicant(db):
    """Somebody of a unit."""
    return User.objects.create_user("zhangsan", password=PASSWORD, name="张三", mobile="13900001234")


@pytest.fixture
def clerk(db):
    """Somebody of the bureau."""
    return User.objects.create_user("lisi", password=PASSWORD, name="李四", is_staff=True)


@pytest.fixture
def sign_in():
    """Type a name and a password on the sign-in page."""

    def enter(client, name="zhangsan", password=PASSWORD, next_=""):
        url = reverse("account_login") + (f"?next={next_}" if next_ else "")
        return client.post(url, {"login": name, "password": password})

    return enter


@pytest.fixture
def sent(platform):
    """What reached the short-message platform: (number, text), in order."""
    return Sent(platform)


class Sent(Sequence):
    """Read anew at every look."""

    def __init__(self, platform):
        self.platform = platform

    def _all(self) -> list[tuple[str, str]]:
        return [(body["mobile"], body["content"]) for _path, body, _token in self.platform.told if "mobile" in body]

    def __getitem__(self, place):
        return self._all()[place]

    def __len__(self):
        return len(self._all())

    def __eq__(self, other):
        return self._all() == other

    __hash__ = None


@pytest.fixture(autouse=True)
def _fresh_codes():
    """Counters of codes are by number; those of another test are not this one's."""
    cache.delete_many([f"signin:code:pause:{blind_index(n)}" for n in NUMBERS])
    cache.delete("signin:code:hour:本机")
    cache.delete_many([f"signin:code:day:{blind_index(n)}" for n in NUMBERS])


def code_of(text: str) -> str:
    """The code in a text message."""
    return re.search(r"验证码 (\d{6})", text)[1]


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Passwords are hashed a thousand times faster than in service: these tests are about who may come in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
