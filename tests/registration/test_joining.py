"""A person who finds their unit registered asks its 单位管理员 to be let in, and is told the answer."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Membership
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.registration.choices import JoiningStatus
from bureau.registration.models import Joining
from bureau.registration.workflow import joinings
from bureau.todos import todos_of
from bureau.workflow import Refused

from .conftest import fresh

pytestmark = pytest.mark.django_db
MANAGER = MembershipRole.MANAGER


def test_who_asks_is_let_in_and_told(unit, member, somebody, client):
    organisation = unit("赣州甲有限公司")
    manager, guest = member(organisation, MANAGER), somebody("赵客", mobile="13912345678")
    client.force_login(guest)
    assert reverse("registration:join") in client.get(reverse("workspace")).content.decode()
    typed = {"credit_code": organisation.credit_code.lower(), "words": "研发部"}
    answer = client.post(reverse("registration:join"), typed, follow=True)
    assert "已申请加入“赣州甲有限公司”" in answer.content.decode()
    assert Message.objects.get(user=manager).title == "赵客申请加入“赣州甲有限公司”"
    assert [todo.text for todo in todos_of(fresh(manager))] == ["赵客申请加入“赣州甲有限公司”"]

    client.force_login(manager)
    page = client.get(reverse("registration:unit-detail", args=[organisation.pk])).content.decode()
    assert "赵客" in page
    assert "13912345678" not in page
    client.post(reverse("registration:joining-grant", args=[Joining.objects.get().pk]))

    post = Membership.objects.get(user=guest)
    assert (post.role, post.organisation) == (MembershipRole.CONTRIBUTOR, organisation)
    assert Message.objects.get(user=guest).title == "加入“赣州甲有限公司”的申请已同意"
    assert list(Entry.objects.about(post).values_list("verb", flat=True)) == ["join"]


def test_who_is_declined_hears_why_and_may_ask_again(unit, member, somebody):
    organisation = unit()
    manager, guest = member(organisation, MANAGER), somebody()
    joining = joinings.ask(organisation, by=guest, words="研发部")

    with pytest.raises(Refused, match="请写明理由"):
        joinings.decline(joining, by=manager, reason=" ")
    joinings.decline(joining, by=manager, reason="不是本单位人员")

    assert "不是本单位人员" in Message.objects.get(user=guest).body
    assert not Membership.objects.filter(user=guest).exists()
    with pytest.raises(Refused, match="不能同意"):
        joinings.grant(joining, by=manager)
    assert joinings.ask(organisation, by=guest, words="研发部，工号 7")


def test_one_asks_once_where_there_is_somebody_to_answer(unit, member, somebody, person):
    organisation, guest = unit(), somebody()
    with pytest.raises(Refused, match="还没有单位管理员"):
        joinings.ask(organisation, by=guest, words="x")
    manager = member(organisation, MANAGER)
    with pytest.raises(Refused, match="已是"):
        joinings.ask(organisation, by=manager, words="x")
    with pytest.raises(PermissionDenied):
        joinings.ask(organisation, by=person("officer"), words="x")
    joinings.ask(organisation, by=guest, words="x")
    with pytest.raises(Refused, match="请等待单位管理员答复"):
        joinings.ask(organisation, by=guest, words="x")
    for _ in range(joinings.WAITING_AT_MOST - 1):
        other = unit()
        member(other, MANAGER)
        joinings.ask(other, by=guest, words="x")
    member(last := unit(), MANAGER)
    with pytest.raises(Refused, match="请先撤回"):
        joinings.ask(last, by=guest, words="x")
    joinings.withdraw(Joining.objects.filter(organisation=organisation).get(), by=guest)
    assert joinings.ask(last, by=guest, words="x")


def test_only_the_units_own_manager_answers(unit, member, somebody):
    organisation = unit()
    member(organisation, MANAGER)
    colleague, stranger = member(organisation), member(unit(), MANAGER)
    joining = joinings.ask(organisation, by=somebody(), words="x")

    for by in (colleague, stranger, joining.created_by):
        with pytest.raises(PermissionDenied):
            joinings.grant(joining, by=by)
        with pytest.raises(PermissionDenied):
            joinings.decline(joining, by=by, reason="x")


def test_the_database_keeps_answers_whole(unit, member, somebody):
    organisation = unit()
    manager = member(organisation, MANAGER)
    joining = joinings.ask(organisation, by=somebody(), words="x")
    rows = Joining.objects.filter(pk=joining.pk)

    with pytest.raises(IntegrityError, match="answered_iff_dated"), transaction.atomic():
        rows.update(status=JoiningStatus.GRANTED)
    joinings.decline(joining, by=manager, reason="x")
    with pytest.raises(IntegrityError, match="declined_says_why"), transaction.atomic():
        rows.update(reason="")


def test_what_is_known_of_the_unit_stands_on_the_form_itself(unit, member, draft, client):
    """Without JavaScript too: the form shows it once; a unit that has its 单位管理员 leads to asking, not to a dead end."""
    taken, listed = unit("赣州有主有限公司"), unit("赣州清单有限公司")
    member(taken, MANAGER)
    registration = draft()
    client.force_login(registration.created_by)
    page = reverse("registration:registration-part", args=[registration.pk, "unit"])
    typed = {"kind": "enterprise", "name": listed.name, "credit_code": listed.credit_code}
    typed["division"] = registration.division_id

    first = client.post(page, typed)
    assert "审核通过后由申请人认领" in first.content.decode()
    again = client.post(page, typed | {"told": first.context["said"]})
    assert again.status_code == 302

    for told in ("", first.context["said"]):
        stopped = client.post(page, typed | {"credit_code": taken.credit_code, "name": taken.name, "told": told})
        assert "但还不能继续" in stopped.content.decode()
        assert f"{reverse('registration:join')}?code={taken.credit_code}" in stopped.content.decode()
    assert "已在本平台注册" in client.get(page).content.decode()
