"""Persons of the bureau: complexity, history, age; everybody else: length and no common password."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.signin import passwords
from bureau.signin.models import Credential, PastPassword
from tests.signin.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def is_good(password, user) -> bool:
    """Whether the rules let the person take it."""
    try:
        validate_password(password, user)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("password", "staff", "others"),
    [
        ("Short-1234"[:9], False, False),
        ("correct horse battery", False, True),
        ("correct horse Battery", True, True),
        ("Abcdefgh12", True, True),
        ("abcdefgh12x", False, True),
        ("1234567890", False, False),
        ("password123", False, False),
        ("Xlisi-2015!", False, True),
        ("zhaowang88!", True, True),
        ("汉字密码也可以A1b", True, True),
    ],
)
def test_the_rules(password, staff, others, settings):
    clerk = User.objects.create_user("lisi", is_staff=True)
    applicant = User.objects.create_user("zhaoyi")

    assert (is_good(password, clerk), is_good(password, applicant)) == (staff, others)
    settings.STAFF_PASSWORD_RULES = False
    assert is_good(password, clerk) == others


def test_the_last_five_are_not_taken_again(clerk, applicant):
    used = [f"Password-of-{n}th" for n in range(6)]
    for password in used:
        clerk.set_password(password)
        clerk.save()

    assert [is_good(password, clerk) for password in used] == [True, False, False, False, False, False]
    assert PastPassword.objects.filter(user=clerk).count() == 5
    assert not PastPassword.objects.filter(user=applicant).exists()


@pytest.mark.parametrize(("who", "goes"), [("clerk", "account_change_password"), ("applicant", None)])
def test_a_password_of_ninety_days_is_changed_before_anything_else(who, goes, request, browser, sign_in, settings):
    settings.STAFF_PASSWORD_DAYS = 90
    user = request.getfixturevalue(who)
    Credential.objects.create(user=user, password_changed_at=timezone.now() - timedelta(days=91))
    client = browser()
    sign_in(client, user.username)

    response = client.get(reverse("signin:sessions"))

    assert response.get("Location") == (reverse(goes) if goes else None)


def test_a_password_from_another_is_good_for_one_sign_in(browser, clerk, sign_in):
    passwords.make_temporary(clerk)
    client = browser()
    sign_in(client, "lisi")
    change = reverse("account_change_password")

    assert client.get(reverse("admin:index"))["Location"] == change
    assert client.get(reverse("home")).status_code == 200
    same = client.post(change, {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert same.status_code == 200
    client.post(change, {"oldpassword": PASSWORD, "password1": "Mine-alone-2015", "password2": "Mine-alone-2015"})

    assert client.get(reverse("admin:index")).status_code == 200


def test_the_administrator_gives_a_password_for_one_sign_in(browser, clerk, sign_in, person, client):
    there = browser()
    sign_in(there, "lisi")
    client.force_login(person("system_admin"))
    new = "Given-by-admin-1"
    client.post(
        reverse("admin:auth_user_password_change", args=[clerk.pk]),
        {"usable_password": "true", "password1": new, "password2": new},
    )

    assert there.get(reverse("signin:account")).status_code == 302
    here = browser()
    sign_in(here, "lisi", new)
    assert here.get(reverse("admin:index"))["Location"] == reverse("account_change_password")


def test_a_new_account_begins_with_a_password_for_one_sign_in(person, client):
    client.force_login(person("system_admin"))
    new = "Given-by-admin-1"
    client.post(
        reverse("admin:accounts_user_add"),
        {"username": "wangwu", "name": "王五", "section": "", "is_staff": "on", "usable_password": "true", "password1": new, "password2": new},
    )  # fmt: skip

    assert User.objects.get(username="wangwu").credential.is_temporary
