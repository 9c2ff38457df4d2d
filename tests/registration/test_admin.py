"""The bureau's side: what waits first, verbs as pages, units with their people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Jurisdiction, Membership
from bureau.audit.models import Entry
from bureau.registration.choices import RegistrationStatus
from bureau.registration.models import Registration
from bureau.registration.workflow import renamings

from .conftest import scan

pytestmark = pytest.mark.django_db
LIST = "admin:registration_registration_changelist"


def page(name, obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{name}", args=[obj.pk])


def test_what_waits_longest_comes_first_and_late_is_said(submitted, draft, person, client, settings):
    decided, newer, older = submitted(name="甲"), submitted(name="乙"), submitted(name="丙")
    draft(name="丁")
    long_ago = timezone.now() - timedelta(days=1 + 2 * settings.REGISTRATION_DAYS + 7)  # Weekends, a golden week.
    Registration.objects.filter(pk=older.pk).update(submitted_at=long_ago)
    officer = person("officer")
    client.force_login(officer)
    client.post(page("refuse_page", decided), {"reason": "不在本市"})

    response = client.get(reverse(LIST))

    assert [row.name for row in response.context["cl"].result_list] == ["丙", "乙", "甲"]
    assert response.content.decode().count("天，已超期") == 1
    late = client.get(reverse(LIST), {"todo": "overdue"}).context["cl"].result_list
    assert [row.name for row in late] == ["丙"]
    board = client.get(reverse("admin:index")).context["todos"]
    assert [(todo["count"], todo["words"]) for todo in board] == [("2", "个单位注册待审核"), ("1", "个单位注册已超期")]
    assert newer in Registration.objects.waiting()


def test_an_officer_approves_returns_and_refuses_on_pages(submitted, unit, person, client):
    known = unit("赣州旧甲有限公司")
    registration = submitted(credit_code=known.credit_code)
    client.force_login(person("officer"))
    asked = client.get(page("approve_page", registration)).content.decode()
    assert "原名称作为曾用名保留" in asked
    client.post(page("return_page", registration), {"reason": ""})
    assert Registration.objects.get().status == RegistrationStatus.SUBMITTED

    client.post(page("approve_page", registration))

    assert Membership.objects.managers().get().organisation == known
    again = client.post(page("return_page", registration), {"reason": "x"}, follow=True)
    assert "已通过，不能退回" in again.content.decode()


def test_the_scan_is_shown_to_the_bureau_and_noted(submitted, person, client):
    registration = submitted()
    client.force_login(person("leader"))

    response = client.get(page("licence_page", registration))

    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert Entry.objects.filter(verb="view_licence", object_id=registration.pk).count() == 1


def test_personal_data_is_masked_in_the_admin(submitted, person, client):
    registration = submitted()
    client.force_login(person("officer"))

    shown = client.get(page("change", registration)).content.decode()

    assert "139****1234" in shown
    assert "13900001234" not in shown


def test_an_officer_appoints_by_user_name_or_mobile(unit, member, somebody, person, client):
    organisation, after = unit(), somebody(mobile="13912345678")
    member(organisation, MembershipRole.MANAGER)
    client.force_login(person("officer"))
    missing = client.post(page("appoint_page", organisation), {"account": "无此人", "reason": "x"}, follow=True)
    assert "没有用户名或手机号是" in missing.content.decode()

    client.post(page("appoint_page", organisation), {"account": "139 1234 5678", "reason": "原管理员离职"})

    assert Membership.objects.managers().get().user == after
    assert "单位管理员" in client.get(page("change", organisation)).content.decode()


def test_an_officer_says_which_places_a_unit_answers_for(unit, places, person, client):
    organisation = unit()
    client.force_login(person("officer"))

    client.post(page("places_page", organisation), {"divisions": [places["章贡区"].pk]})

    assert Jurisdiction.objects.get().unit == organisation


def test_an_officer_names_the_units_of_a_department(unit, person, client):
    school, hall, department = unit("赣州第一中学"), unit("赣州科技馆"), unit("赣州市教育局")
    client.force_login(person("officer"))
    typed = {"units": f"{school.credit_code} 随便写\n没有这个单位\n"}

    refused = client.post(page("units_page", department), typed).content.decode()
    client.post(page("units_page", department), {"units": f"{school.credit_code.lower()} 中学\n 赣州科技馆 \n\n"})

    assert "第 2 行：没有找到“没有这个单位”" in refused
    assert set(Jurisdiction.objects.values_list("unit", "organisation")) == {
        (department.pk, school.pk),
        (department.pk, hall.pk),
    }
    assert f"{school.credit_code} 赣州第一中学" in client.get(page("units_page", department)).content.decode()


def test_an_officer_decides_upon_a_renaming(unit, member, person, client):
    organisation = unit("赣州旧甲有限公司")
    manager = member(organisation, MembershipRole.MANAGER)
    renaming = renamings.request(organisation, by=manager, name="赣州新甲有限公司", reason="变更", document=scan())
    client.force_login(person("officer"))

    client.post(page("approve_page", renaming))

    organisation.refresh_from_db()
    assert organisation.name == "赣州新甲有限公司"
