"""What is held on a person goes out whole and to nobody else; requests have an answer in time; who leaves, leaves."""

import io
import json
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook

from bureau.accounts.models import Membership, Organisation, User
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.privacy import consents
from bureau.signin import personal_data
from bureau.signin import requests as data_requests
from bureau.signin.models import DataRequest, Device, Session
from bureau.workdays import workdays_after
from bureau.workflow import Refused
from tests.signin.conftest import PASSWORD
from tests.signin.test_codes import reauthenticate

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(applicant):
    """A unit whose 单位管理员 the applicant is."""
    made = Organisation.objects.create(name="赣州甲有限公司", name_key="赣州甲有限公司")
    Membership.objects.create(user=applicant, organisation=made, role="manager")
    return made


@pytest.fixture
def inside(browser, applicant, sign_in):
    """The applicant, signed in, password typed once more."""
    client = browser()
    sign_in(client)
    reauthenticate(client)
    return client


def test_a_person_takes_everything_along(inside, applicant, unit, clerk):
    Device.objects.create(user=clerk, key="x", label="别人的设备")
    exported = json.loads(inside.post(reverse("signin:data-export"), {"as": "json"}).content)["内容"]
    book = inside.post(reverse("signin:data-export"), {"as": "xlsx"})
    sheets = load_workbook(io.BytesIO(b"".join(book.streaming_content)))

    assert exported["账号"][0]["手机号"] == "13900001234"
    assert exported["单位成员"][0]["单位"] == "赣州甲有限公司"
    assert {"账号", "单位成员", "登录凭据", "登录设备", "会话", "操作记录"} <= set(exported)
    assert {row["操作"] for row in exported["操作记录"]} >= {"登录", "在新设备登录"}
    text = json.dumps(exported, ensure_ascii=False)
    assert "别人的设备" not in text
    assert applicant.password not in text
    assert inside.session.session_key not in text
    assert set(sheets.sheetnames) >= {"账号", "会话"}
    assert Entry.objects.filter(verb="export_personal", actor=applicant).count() == 2


def test_an_export_asks_for_the_password_first(browser, applicant, sign_in):
    client = browser()
    sign_in(client)

    assert client.post(reverse("signin:data-export"))["Location"].startswith(reverse("account_reauthenticate"))


def test_every_table_about_persons_is_in_the_export():
    """A unit's person takes along what they handed in; what persons of the bureau did is the bureau's."""
    own = {model._meta.label for model in personal_data._relations(with_deeds=False)}
    deeds = {model._meta.label for model in personal_data._relations(with_deeds=True)}

    assert {"accounts.Membership", "signin.Session", "messaging.Message"} <= own
    assert "registration.Registration" in deeds - own
    assert "signin.PastPassword" not in deeds


def test_a_request_is_due_in_fifteen_working_days(inside, applicant):
    response = inside.post(reverse("signin:data-request", args=["correction"]), {"text": "毕业院校应为赣南师范大学"})

    made = DataRequest.objects.get()
    assert response["Location"] == reverse("signin:data")
    assert (made.user, made.status) == (applicant, "submitted")
    assert made.due_on == workdays_after(date.today(), 15)  # noqa: DTZ011
    again = inside.post(reverse("signin:data-request", args=["correction"]), {"text": "又一次"})
    assert again.context["form"].non_field_errors() == ["您已提出过同类申请，正在办理。"]


def test_who_agreed_sees_to_what_and_may_take_it_back(inside, applicant, person):
    consents.give(consents.SECRET, applicant, by=applicant)
    page = inside.get(reverse("signin:data")).content.decode()
    assert consents.SECRET.words in page
    assert consents.SECRET.version in page

    inside.post(reverse("signin:data-request", args=["consent"]), {"text": "不再申报，撤回对银行账号的同意"})
    assert DataRequest.objects.get().kind == "consent"
    made = data_requests.file(applicant, kind="closing", text="")
    data_requests.fulfil(made, by=person("system_admin"), answer="已注销。")

    assert not applicant.consents.standing().exists()


def test_numbers_have_no_place_in_a_request(inside):
    response = inside.post(
        reverse("signin:data-request", args=["correction"]), {"text": "身份证号 11010519491231002X 有误"}
    )

    assert "请删去" in str(response.context["form"].errors)
    assert not DataRequest.objects.exists()


def test_a_request_is_withdrawn_by_its_person_alone(inside, applicant, clerk, client):
    made = data_requests.file(applicant, kind="deletion", text="旧地址")
    client.force_login(clerk)

    assert client.post(reverse("signin:data-withdraw", args=[made.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        data_requests.withdraw(made, by=clerk)
    inside.post(reverse("signin:data-withdraw", args=[made.pk]))
    made.refresh_from_db()
    assert made.status == "withdrawn"


def test_requests_are_answered_by_the_keeper_of_accounts(applicant, person, client):
    made = data_requests.file(applicant, kind="correction", text="姓名有误")
    with pytest.raises(PermissionDenied):
        data_requests.fulfil(made, by=person("security_admin"), answer="好")
    keeper = person("system_admin")
    client.force_login(keeper)
    with pytest.raises(Refused, match="答复"):
        data_requests.fulfil(made, by=keeper, answer=" ")

    client.post(reverse("admin:signin_datarequest_fulfil_page", args=[made.pk]), {"answer": "已核实并更正。"})

    made.refresh_from_db()
    assert (made.status, made.answer, made.decided_by) == ("done", "已核实并更正。", keeper)
    message = Message.objects.get(user=applicant, kind="signin.request_answered")
    assert "已核实并更正。" in message.body
    with pytest.raises(Refused):
        data_requests.refuse(made, by=keeper, answer="晚了")


def test_a_decided_request_has_an_answer():
    user = User.objects.create_user("a")
    with pytest.raises(IntegrityError, match="decided_iff"):
        DataRequest.objects.create(user=user, kind="closing", status="done", due_on=date(2026, 1, 1))


def test_who_leaves_is_asked_to_agree_and_is_told_what_stays(inside):
    url = reverse("signin:data-request", args=["closing"])
    page = inside.get(url).content.decode()
    assert all(what in page and why in page for what, why in personal_data.KEPT)
    assert 'name="agreed"' in page
    assert "checked" not in page.partition('name="agreed"')[2][:80]

    inside.post(url, {"text": ""})
    assert not DataRequest.objects.exists()
    inside.post(url, {"text": "", "agreed": "on"})
    assert DataRequest.objects.get().kind == "closing"


def test_who_leaves_leaves_nothing_that_no_law_keeps(inside, applicant, unit, person, browser, sign_in):
    TOTP.activate(applicant, "JBSWY3DPEHPK3PXP")
    made = data_requests.file(applicant, kind="closing", text="离职")
    pk = applicant.pk

    data_requests.fulfil(made, by=person("system_admin"), answer="已注销。")

    gone = User.objects.get(pk=pk)
    assert (gone.username, gone.name, gone.mobile, gone.mobile_index, gone.email) == (
        f"closed-{pk}", "已注销用户", "", "", "",
    )  # fmt: skip
    assert not (gone.is_active)
    assert not (gone.has_usable_password())
    assert not (gone.groups.exists())
    assert not any(getattr(gone, name).exists() for name in ("devices", "past_passwords", "inbox", "authenticator_set"))
    assert not Membership.objects.filter(user=gone, ended_at=None).exists()
    assert Session.objects.get(user=gone).ending == "closed"
    assert inside.get(reverse("signin:account")).status_code == 302
    assert sign_in(browser()).status_code == 200
    assert Entry.objects.filter(actor=gone, verb="sign_in", signature="张三").exists()
    User.objects.create_user("zhangsan", password=PASSWORD, mobile="13900001234")


def test_who_manages_a_unit_with_others_hands_it_over_first(inside, applicant, unit, person):
    other = User.objects.create_user("other")
    made = data_requests.file(applicant, kind="closing", text="")
    Membership.objects.create(user=other, organisation=unit)

    with pytest.raises(Refused, match="移交"):
        data_requests.fulfil(made, by=person("system_admin"), answer="好")
    with pytest.raises(Refused, match="移交"):
        data_requests.file(applicant, kind="closing", text="")
    assert "移交" in inside.get(reverse("signin:data-request", args=["closing"])).content.decode()
    assert User.objects.get(pk=applicant.pk).is_active


def test_accounts_of_the_bureau_are_not_closed_by_themselves(clerk):
    with pytest.raises(Refused, match="系统管理员"):
        data_requests.file(clerk, kind="closing", text="")
