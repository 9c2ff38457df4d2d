"""Codes prove a number: for one purpose, once, in time, within five tries, and never to strangers."""

import pytest
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.cache import cache
from django.shortcuts import resolve_url
from django.urls import reverse

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.personal import blind_index
from bureau.signin import codes
from bureau.signin.models import Session
from bureau.workflow import Refused
from tests.signin.conftest import PASSWORD, code_of
from tests.signin.test_sign_in import said

pytestmark = pytest.mark.django_db
NUMBER = "13900001234"
NEW = "Quite-another-1"


def again(number=NUMBER):
    """As if a minute had passed."""
    cache.delete(f"signin:code:pause:{blind_index(number)}")


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_is_good_once_and_for_its_purpose(sent):
    codes.send(NUMBER, "registration")
    code = code_of(sent[0][1])

    assert not codes.check(NUMBER, "reset", code)
    assert not codes.check("13711112222", "registration", code)
    assert codes.check(NUMBER, "registration", f" {code} ")
    assert not codes.check(NUMBER, "registration", code)


def test_five_wrong_tries_make_a_code_worthless(sent):
    codes.send(NUMBER, "reset")
    code = code_of(sent[0][1])

    assert not any(codes.check(NUMBER, "reset", wrong(code)) for _ in range(5))
    assert not codes.check(NUMBER, "reset", code)


def test_codes_are_not_kept_readable(sent):
    codes.send(NUMBER, "reset")

    assert code_of(sent[0][1]) not in str(cache.get(f"signin:code:reset:{blind_index(NUMBER)}"))


def test_nobody_is_flooded_with_codes(sent):
    codes.send(NUMBER, "reset")
    with pytest.raises(Refused, match="60 秒"):
        codes.send(NUMBER, "reset")
    for _ in range(9):
        again()
        codes.send(NUMBER, "reset")
    again()
    with pytest.raises(Refused, match="明天"):
        codes.send(NUMBER, "reset")
    assert len(sent) == 10


def test_a_code_that_cannot_leave_is_said(settings):
    settings.SMS_BACKEND = "off"

    with pytest.raises(Refused, match="没有发送成功"):
        codes.send(NUMBER, "reset")


def test_a_forgotten_password_is_replaced(browser, applicant, sign_in, sent):
    elsewhere = browser()
    sign_in(elsewhere)
    client = browser()
    client.post(reverse("account_reset_password"), {"address": NUMBER})
    code = code_of(sent[0][1])
    confirm = reverse("account_reset_password_confirm")

    weak = client.post(confirm, {"code": code, "password1": "1234567890", "password2": "1234567890"})
    assert "code" not in weak.context["form"].errors
    assert "1234567890" not in weak.content.decode()
    done = client.post(confirm, {"code": code, "password1": NEW, "password2": NEW})

    assert done["Location"] == reverse("account_login")
    applicant.refresh_from_db()
    assert check_password(NEW, applicant.password)
    assert elsewhere.get(reverse("signin:account")).status_code == 302
    assert set(Session.objects.values_list("ending", flat=True)) == {"password"}
    assert Entry.objects.filter(verb="reset_password").count() == 1
    assert Message.objects.filter(user=applicant, kind="signin.password_changed").count() == 1
    again = client.post(confirm, {"code": code, "password1": PASSWORD, "password2": PASSWORD})
    assert again["Location"] == reverse("account_reset_password")


def test_a_stranger_learns_nothing_from_a_forgotten_password(browser, applicant, sent):
    def steps(number):
        client = browser()
        first = client.post(reverse("account_reset_password"), {"address": number})
        second = client.get(first["Location"])
        third = client.post(first["Location"], {"code": "123456", "password1": NEW, "password2": NEW})
        text = second.content.decode().replace(f"{number[:3]}****{number[-4:]}", "NUMBER")
        return first["Location"], text.count("NUMBER"), said(third)

    assert steps("13711112222") == steps(NUMBER)
    assert [number for number, _ in sent] == [NUMBER]


def test_a_closed_account_gets_no_code(browser, applicant, sent):
    User.objects.update(is_active=False)
    browser().post(reverse("account_reset_password"), {"address": NUMBER})

    assert sent == []


def test_a_forgotten_password_is_replaced_by_mail(browser, applicant, settings):
    User.objects.update(email="Zhang@example.cn")
    client = browser()
    client.post(reverse("account_reset_password"), {"address": "zhang@example.cn"})
    code = code_of(mail.outbox[0].body)

    client.post(reverse("account_reset_password_confirm"), {"code": code, "password1": NEW, "password2": NEW})

    applicant.refresh_from_db()
    assert check_password(NEW, applicant.password)


def reauthenticate(client):
    """Type the password once more."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_another_number_is_bound_by_its_code_alone(browser, applicant, sign_in, sent):
    client = browser()
    sign_in(client)
    change = reverse("signin:contact-change", args=["mobile"])
    assert client.get(change)["Location"].startswith(reverse("account_reauthenticate"))
    reauthenticate(client)
    client.post(change, {"value": "13655556666"})
    ((number, text),) = sent
    code, confirm = code_of(text), reverse("signin:contact-confirm")

    client.post(confirm, {"code": wrong(code)})
    applicant.refresh_from_db()
    assert (number, applicant.mobile) == ("13655556666", NUMBER)
    client.post(confirm, {"code": code})

    applicant.refresh_from_db()
    assert applicant.mobile == "13655556666"
    line = Entry.objects.get(verb="change_contact")
    assert line.changes["mobile"] == ["139****1234", "136****6666"]


def test_a_number_that_is_somebody_elses_is_refused_after_its_proof(browser, applicant, sign_in, sent):
    User.objects.create_user("other", mobile="13655556666")
    client = browser()
    sign_in(client)
    reauthenticate(client)
    change = client.post(reverse("signin:contact-change", args=["mobile"]), {"value": "13655556666"})
    assert change.status_code == 302

    response = client.post(reverse("signin:contact-confirm"), {"code": code_of(sent[0][1])})

    assert said(response) == ["该手机号已绑定另一个账号。请先在那个账号中更换手机号，或联系我们。"]


def test_a_text_message_is_asked_for_at_sign_in_of_who_wants_it(browser, applicant, sign_in, sent, settings):
    client = browser()
    sign_in(client)
    reauthenticate(client)
    client.post(reverse("signin:sms-factor"), {"on": "1"})

    other = browser()
    assert sign_in(other)["Location"] == reverse("signin:sms")
    assert other.get(reverse("signin:account")).status_code == 302
    code = code_of(sent[0][1])
    assert said(other.post(reverse("signin:sms"), {"code": wrong(code)}))
    assert other.get(reverse("signin:account")).status_code == 302
    assert other.post(reverse("signin:sms"), {"code": code})["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)
    assert other.get(reverse("signin:account")).status_code == 200


def test_a_new_device_is_told_and_the_first_is_not(browser, applicant, sign_in):
    sign_in(browser())
    assert Message.objects.count() == 0

    sign_in(browser())

    message = Message.objects.get(user=applicant)
    assert message.kind == "signin.new_device"
    assert "Chrome 130 · Windows" in message.body
