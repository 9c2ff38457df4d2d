"""Who acts for a unit: invited once and in time, one 单位管理员, nobody of another unit."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Jurisdiction, Membership, Organisation, User
from bureau.accounts.roles import BY_CODE
from bureau.audit.models import Entry
from bureau.registration.models import Invitation, Registration, Renaming
from bureau.registration.workflow import members, renamings
from bureau.todos import todos_of
from bureau.workflow import Refused

from .conftest import fresh, scan

pytestmark = pytest.mark.django_db
MANAGER, CONTRIBUTOR, RECOMMENDER = MembershipRole.MANAGER, MembershipRole.CONTRIBUTOR, MembershipRole.RECOMMENDER


def test_an_invitation_is_accepted_once_by_its_link(unit, member, somebody):
    organisation = unit()
    manager, guest = member(organisation, MANAGER), somebody()

    invitation, token = members.invite(organisation, by=manager, name="赵六")
    post = members.accept(token, by=guest)

    assert (post.organisation, post.user, post.role) == (organisation, guest, CONTRIBUTOR)
    assert token not in str(Invitation.objects.values().get())
    assert Invitation.objects.get().accepted_by == guest
    with pytest.raises(Refused, match="已被使用"):
        members.accept(token, by=somebody())
    with pytest.raises(Refused, match="已被使用"):
        members.revoke(invitation, by=manager)
    assert [entry.verb for entry in Entry.objects.about(post)] == ["join"]


def test_an_invitation_ends_by_time_and_by_hand(unit, member, somebody):
    organisation = unit()
    manager = member(organisation, MANAGER)
    late, late_token = members.invite(organisation, by=manager, name="甲")
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    revoked, revoked_token = members.invite(organisation, by=manager, name="乙")
    members.revoke(revoked, by=manager)

    for token, sentence in ((late_token, "已过期"), (revoked_token, "已被单位管理员取消"), ("x", "链接不对")):
        with pytest.raises(Refused, match=sentence):
            members.accept(token, by=somebody())
    assert Membership.objects.count() == 1


def test_an_invitation_to_a_mobile_is_for_its_holder(unit, member, somebody):
    organisation = unit()
    _invitation, token = members.invite(organisation, by=member(organisation, MANAGER), name="甲", mobile="13912345678")

    with pytest.raises(Refused, match=r"139\*\*\*\*5678"):
        members.accept(token, by=somebody())

    assert members.accept(token, by=somebody(mobile="139 1234 5678")).organisation == organisation


def test_staff_and_members_accept_nothing(unit, member, person):
    organisation = unit()
    manager = member(organisation, MANAGER)
    _invitation, token = members.invite(organisation, by=manager, name="甲")

    with pytest.raises(Refused, match="工作人员账号"):
        members.accept(token, by=person("officer"))
    with pytest.raises(Refused, match="已是"):
        members.accept(token, by=manager)


def test_only_the_units_own_manager_invites_and_ends(unit, member):
    organisation, other = unit(), unit()
    manager, stranger, colleague = member(organisation, MANAGER), member(other, MANAGER), member(organisation)
    post = Membership.objects.get(user=colleague)
    member(organisation, CONTRIBUTOR, stranger)  # A member here, a manager elsewhere: the post does not travel.
    stranger = fresh(stranger)

    for by in (stranger, colleague):
        with pytest.raises(PermissionDenied):
            members.invite(organisation, by=by, name="甲")
        with pytest.raises(PermissionDenied):
            members.end(post, by=by, reason="x")
    members.end(post, by=manager, reason="调离")

    assert Membership.objects.get(pk=post.pk).ended_by == manager
    assert not Organisation.objects.visible_to(fresh(colleague)).exists()
    assert not fresh(colleague).has_perm("registration.view_renaming")


def test_recommenders_are_invited_by_recommending_units_alone(unit, member, places):
    organisation = unit()
    manager = member(organisation, MANAGER)

    with pytest.raises(Refused, match="不是推荐单位"):
        members.invite(organisation, by=manager, name="甲", role=RECOMMENDER)
    Jurisdiction.objects.create(unit=organisation, division=places["章贡区"])

    assert members.invite(organisation, by=manager, name="甲", role=RECOMMENDER)
    with pytest.raises(Refused, match="单位管理员由现任移交"):
        members.invite(organisation, by=manager, name="甲", role=MANAGER)


def test_the_last_manager_hands_over_before_leaving(unit, member):
    organisation = unit()
    manager, colleague = member(organisation, MANAGER), member(organisation)
    post, other = (Membership.objects.get(user=user) for user in (manager, colleague))

    with pytest.raises(Refused, match="请先把职务移交"):
        members.leave(post, by=manager)
    members.hand_over(post, by=manager, to=other)
    members.leave(post, by=fresh(manager))

    assert Membership.objects.managers().get().user == colleague
    assert Membership.objects.current().get().user == colleague


def test_the_post_goes_to_a_present_member_of_the_same_unit(unit, member):
    organisation = unit()
    manager, stranger, gone = member(organisation, MANAGER), member(unit()), member(organisation)
    post, outside, ended = (Membership.objects.get(user=user) for user in (manager, stranger, gone))
    members.end(ended, by=manager, reason="调离")

    for to in (outside, ended):
        with pytest.raises(Refused, match="已不是本单位成员"):
            members.hand_over(post, by=manager, to=to)
    with pytest.raises(Refused, match="另一位"):
        members.hand_over(post, by=manager, to=post)
    with pytest.raises(PermissionDenied):
        members.hand_over(outside, by=manager, to=post)

    assert Membership.objects.managers().get(organisation=organisation).user == manager


def test_an_officer_appoints_where_the_manager_is_gone(unit, member, somebody, person):
    organisation = unit()
    before, after, officer = member(organisation, MANAGER), somebody(), person("officer")

    with pytest.raises(Refused, match="请写明理由"):
        members.appoint(organisation, by=officer, user=after, reason="")
    with pytest.raises(Refused, match="工作人员账号"):
        members.appoint(organisation, by=officer, user=officer, reason="x")
    with pytest.raises(PermissionDenied):
        members.appoint(organisation, by=person("leader"), user=after, reason="x")
    members.appoint(organisation, by=officer, user=after, reason="原管理员离职，单位来函")

    assert Membership.objects.managers().get().user == after
    assert Membership.objects.get(user=before).role == CONTRIBUTOR


def test_the_database_keeps_one_manager_and_no_superuser(unit, member, somebody):
    organisation = unit()
    member(organisation, MANAGER)
    second = member(organisation)

    with pytest.raises(IntegrityError, match="one_manager"):
        Membership.objects.filter(user=second).update(role=MANAGER)


def test_there_is_no_superuser(somebody):
    with pytest.raises(IntegrityError, match="nobody_is_above_the_roles"):
        User.objects.filter(pk=somebody().pk).update(is_superuser=True)


def test_a_place_has_one_recommending_unit(unit, places, person, member):
    first, second, officer = unit(), unit(), person("officer")
    members.assign_places(first, by=officer, divisions=[places["章贡区"], places["南康区"]])

    with pytest.raises(Refused, match="已由"):
        members.assign_places(second, by=officer, divisions=[places["章贡区"]])
    members.assign_places(first, by=officer, divisions=[places["南康区"]])
    members.assign_places(second, by=officer, divisions=[places["章贡区"]])

    assert [str(j.division) for j in second.jurisdictions.all()] == ["章贡区"]


def test_a_recommending_unit_sees_the_units_of_its_places(unit, recommender):
    here, there = unit(place="章贡区"), unit(place="南康区")
    county = recommender("章贡区")

    seen = set(Organisation.objects.visible_to(county))

    assert here in seen
    assert there not in seen
    Jurisdiction.objects.all().delete()
    assert not fresh(county).has_perm("registration.decide_registration")
    assert here not in Organisation.objects.visible_to(fresh(county))


def test_a_department_recommends_its_units_wherever_they_are(unit, recommender, member, person):
    """主管部门: named units are its own, and no longer those of their places."""
    school, neighbour, elsewhere = unit(place="章贡区"), unit(place="章贡区"), unit(place="南康区")
    county, department, officer = recommender("章贡区"), unit("赣州市教育局"), person("officer")
    members.assign_units(department, by=officer, units=[school, elsewhere])
    clerk = member(department, RECOMMENDER)

    assert set(Organisation.objects.recommended_by(clerk)) == {school, elsewhere}
    assert set(Organisation.objects.visible_to(clerk)) == {school, elsewhere, department}
    assert school not in Organisation.objects.visible_to(county)
    assert neighbour in Organisation.objects.visible_to(county)

    members.assign_units(department, by=officer, units=[elsewhere])

    assert school in Organisation.objects.visible_to(county)
    assert set(Organisation.objects.recommended_by(fresh(clerk))) == {elsewhere}


def test_a_unit_has_one_department_and_never_itself(unit, person):
    school, first, second, officer = unit(), unit(), unit(), person("officer")
    members.assign_units(first, by=officer, units=[school])

    with pytest.raises(Refused, match="已由"):
        members.assign_units(second, by=officer, units=[school])
    with pytest.raises(Refused, match="不能推荐自己"):
        members.assign_units(second, by=officer, units=[second])
    with pytest.raises(PermissionDenied):
        members.assign_units(second, by=person("leader"), units=[])
    with pytest.raises(IntegrityError, match="never_of_itself"), transaction.atomic():
        Jurisdiction.objects.create(unit=second, organisation=second)
    with pytest.raises(IntegrityError, match="of_a_place_or_a_unit"), transaction.atomic():
        Jurisdiction.objects.create(unit=second, organisation=first, division=first.division)


def test_an_account_of_the_bureau_gains_nothing_through_a_unit(unit, member, person):
    clerk = person("system_admin")
    member(unit(), MANAGER, clerk)

    assert not fresh(clerk).has_perm("accounts.view_organisation")
    assert not fresh(clerk).has_perm("registration.send_invitation")


def test_a_renaming_keeps_the_former_name(unit, member, person):
    organisation = unit("赣州旧甲有限公司")
    manager, officer = member(organisation, MANAGER), person("officer")
    renaming = renamings.request(organisation, by=manager, name="赣州新甲有限公司", reason="变更登记", document=scan())
    with pytest.raises(Refused, match="已有一份更名申请"):
        renamings.request(organisation, by=manager, name="赣州乙有限公司", reason="x", document=scan())

    renamings.approve(renaming, by=officer)

    organisation.refresh_from_db()
    former = organisation.former_names.get()
    assert (organisation.name, former.name, organisation.named_on) == (
        "赣州新甲有限公司",
        "赣州旧甲有限公司",
        timezone.localdate(),
    )
    assert Entry.objects.about(organisation).first().changes["name"] == ["赣州旧甲有限公司", "赣州新甲有限公司"]


def test_a_renaming_is_refused_with_a_reason_or_taken_back(unit, member, person):
    organisation = unit()
    manager, officer, colleague = member(organisation, MANAGER), person("officer"), member(organisation)

    def asked():
        return renamings.request(organisation, by=manager, name="新名", reason="x", document=scan())

    renamings.withdraw(asked(), by=manager)
    refused = asked()
    with pytest.raises(PermissionDenied):
        renamings.withdraw(refused, by=colleague)
    with pytest.raises(Refused, match="请写明理由"):
        renamings.refuse(refused, by=officer, reason="")
    renamings.refuse(refused, by=officer, reason="没有变更登记")

    assert sorted(Renaming.objects.values_list("status", flat=True)) == ["refused", "withdrawn"]
    assert not organisation.former_names.exists()
    with pytest.raises(Refused, match="与现名称相同"):
        renamings.request(organisation, by=manager, name=f" {organisation.name}", reason="x", document=scan())


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_twice_at_once_lets_one_in(unit, member, somebody):
    organisation = unit()
    _invitation, token = members.invite(organisation, by=member(organisation, MANAGER), name="甲")
    guests, outcomes, together = [somebody(), somebody()], [], threading.Barrier(2)

    def enter(pk):
        try:
            together.wait()
            members.accept(token, by=User.objects.get(pk=pk))
            outcomes.append("in")
        except Refused:
            outcomes.append("out")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(guest.pk,)) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["in", "out"]
    assert Membership.objects.current().count() == 2


def test_a_role_of_the_bureau_gives_nothing_outside_it(somebody):
    """Whoever works there no more and keeps a personal account has only what their units bring."""
    guest = somebody()
    guest.groups.add(Group.objects.get(name=BY_CODE["officer"].name))
    guest.user_permissions.add(Permission.objects.get(codename="decide_registration"))

    assert not fresh(guest).has_perm("registration.decide_registration")
    assert not fresh(guest).has_perm("patents.view_patent")


def test_who_left_a_recommending_unit_recommends_no_more(unit, recommender, submitted, client):
    here, county, registration = unit(place="章贡区"), recommender("章贡区"), submitted()
    post = Membership.objects.get(user=county)
    members.leave(post, by=county)
    gone = fresh(county)

    assert here not in Organisation.objects.visible_to(gone)
    assert registration not in Registration.objects.visible_to(gone)
    assert not gone.has_perm("registration.decide_registration")


def test_a_recommending_unit_is_told_of_its_own_places_alone(recommender, submitted):
    other = recommender("南康区")
    submitted()

    assert not Registration.objects.decidable_by(other).exists()
    assert todos_of(other) == []
