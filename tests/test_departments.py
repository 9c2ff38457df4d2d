"""科室: everybody at the bureau reads, whose business it is changes."""

import pytest
from django.urls import reverse

from bureau.accounts.models import Department, User

pytestmark = pytest.mark.django_db


def at(user, department):
    """The person, working there, as their next request knows them."""
    User.objects.filter(pk=user.pk).update(section=department)
    return User.objects.get(pk=user.pk)


def test_a_department_changes_its_own_business_and_reads_the_others(person):
    high_tech = Department.objects.create(name="高新技术科", apps=["enterprises"])
    Department.objects.create(name="知识产权科", apps=["patents"])
    officer = at(person("officer"), high_tech)

    assert officer.has_perm("enterprises.correct_recognition")
    assert not officer.has_perm("patents.correct_patent")
    assert officer.has_perms(["patents.view_patent", "patents.export_patent"])
    assert officer.has_perm("projects.correct_project")  # Nobody's yet.
    assert officer.has_perm("lists.load_importrun")


def test_who_is_in_no_department_changes_nothing_that_is_owned(person):
    Department.objects.create(name="高新技术科", apps=["enterprises", "registration"])
    officer = person("officer")

    assert not officer.has_perm("enterprises.correct_recognition")
    assert not officer.has_perm("registration.decide_registration")
    assert officer.has_perm("registration.view_registration")


def test_a_department_gives_no_role(person):
    high_tech = Department.objects.create(name="高新技术科", apps=["enterprises"])

    assert not at(person("leader"), high_tech).has_perm("enterprises.correct_recognition")
    assert not at(person("system_admin"), high_tech).has_perm("enterprises.view_recognition")


def test_leaders_and_supervisors_are_of_no_department(person):
    """A decision is a leader's whichever 科室 owns the business, a draw is watched by those who do not own it."""
    plans = Department.objects.create(name="计划科", apps=["projects"])
    other = Department.objects.create(name="监督科", apps=["patents"])

    assert person("leader").has_perms(
        ["projects.approve_proposal", "projects.publish_call", "projects.release_proposal"]
    )
    assert at(person("supervision"), other).has_perm("projects.supervise_draw")
    head = person("section_head")
    assert not at(head, other).has_perm("projects.approve_proposal")
    assert at(head, plans).has_perm("projects.approve_proposal")


def test_the_security_administrator_alone_says_whose_business_it_is(person, client):
    officer, high_tech = person("officer"), Department.objects.create(name="高新技术科")
    account = reverse("admin:accounts_user_change", args=[officer.pk])
    client.force_login(person("system_admin"))
    assert client.get(reverse("admin:accounts_department_changelist")).status_code == 403
    client.post(
        account,
        {"username": officer.username, "name": "x", "is_active": "on", "is_staff": "on", "section": high_tech.pk},
    )
    assert User.objects.get(pk=officer.pk).section is None

    client.force_login(person("security_admin"))
    page = reverse("admin:accounts_department_change", args=[high_tech.pk])
    client.post(page, {"name": "高新技术科", "apps": ["enterprises"]})
    client.post(account, {"groups": [officer.groups.get().pk], "section": high_tech.pk})

    assert Department.objects.get().apps == ["enterprises"]
    assert User.objects.get(pk=officer.pk).section == high_tech
