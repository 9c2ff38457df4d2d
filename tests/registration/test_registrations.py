"""A unit's registration: what it must hold, who decides, what becomes of the unit and of the person."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Membership, Organisation, User
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.registration.checks import code_fault, findings
from bureau.registration.choices import RegistrationStatus
from bureau.registration.models import Registration
from bureau.registration.workflow import members, registrations
from bureau.todos import todos_of
from bureau.workflow import Refused

from .conftest import credit_code, fresh

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_approval_makes_the_unit_and_its_manager_and_is_in_the_book(submitted, person):
    registration = submitted(name="赣州新甲有限公司")
    officer = person("officer")

    registrations.approve(registration, by=officer)

    unit = Organisation.objects.get(credit_code=registration.credit_code)
    post = Membership.objects.get(organisation=unit)
    assert (unit.name, str(unit.division)) == ("赣州新甲有限公司", "章贡区")
    assert (post.user, post.role) == (registration.created_by, MembershipRole.MANAGER)
    assert (registration.organisation, registration.decided_by) == (unit, officer)
    assert Entry.objects.about(registration).first().changes["status"] == ["submitted", "approved"]
    assert fresh(registration.created_by).has_perm("registration.send_invitation")


def test_a_unit_that_a_list_brought_is_claimed_and_renamed_not_duplicated(submitted, unit, person):
    known = unit("赣州旧甲有限公司", "南康区")
    registration = submitted(credit_code=known.credit_code, name="赣州新甲有限公司")

    registrations.approve(registration, by=person("officer"))

    known.refresh_from_db()
    assert Organisation.objects.filter(credit_code=known.credit_code).count() == 1
    assert (known.name, str(known.division)) == ("赣州新甲有限公司", "章贡区")
    assert list(known.former_names.values_list("name", flat=True)) == ["赣州旧甲有限公司"]
    assert known.named_on == timezone.localdate()
    assert Organisation.objects.search("新甲").get() == known


def test_a_unit_known_by_name_alone_gets_its_code(submitted, unit, person):
    known = unit("赣州新甲有限公司")
    Organisation.objects.filter(pk=known.pk).update(credit_code=None)
    registration = submitted(name="赣州新甲 有限公司")

    registrations.approve(registration, by=person("officer"))

    assert Organisation.objects.get(pk=known.pk).credit_code == registration.credit_code


def test_a_unit_with_a_manager_is_not_registered_again_and_says_whom_to_ask(draft, unit, member):
    known = unit()
    member(known, MembershipRole.MANAGER)
    registration = draft(credit_code=known.credit_code)

    with pytest.raises(Refused, match="单位管理员是李\\*\\*") as refusal:
        registrations.submit(registration, by=registration.created_by)

    assert known.memberships.get().user.mobile not in str(refusal.value)
    assert Registration.objects.get().status == RegistrationStatus.DRAFT


def test_a_manager_appointed_while_it_waited_is_found_at_approval(submitted, unit, member, person):
    known = unit()
    registration = submitted(credit_code=known.credit_code)
    member(known, MembershipRole.MANAGER)

    with pytest.raises(Refused, match="已在本平台注册"):
        registrations.approve(registration, by=person("officer"))

    assert Registration.objects.get(pk=registration.pk).status == RegistrationStatus.SUBMITTED


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"credit_code": ""}, "请填写统一社会信用代码"),
        ({"name": ""}, "请填写单位名称"),
        ({"licence": ""}, "请上传营业执照"),
        ({"contact_phone": ""}, "请填写联系电话"),
        ({"kind": "university"}, "表示企业"),
    ],
)
def test_nothing_incomplete_is_handed_in(draft, values, sentence):
    registration = draft(**values)

    with pytest.raises(Refused, match=sentence):
        registrations.submit(registration, by=registration.created_by)


def test_returned_is_corrected_and_handed_in_under_the_same_number(submitted, person):
    registration = submitted()
    number, applicant, officer = registration.number, registration.created_by, person("officer")
    with pytest.raises(Refused, match="请写明理由"):
        registrations.return_(registration, by=officer, reason=" ")

    registrations.return_(registration, by=officer, reason="证照不清晰")
    registrations.fill_in(registration, by=applicant, address="章贡区2号")
    assert (registration.status, registration.reason) == (RegistrationStatus.RETURNED, "证照不清晰")
    registrations.submit(registration, by=applicant)

    assert (registration.number, registration.status) == (number, RegistrationStatus.SUBMITTED)
    registrations.refuse(registration, by=officer, reason="不在本市")
    assert (registration.status, registration.reason) == (RegistrationStatus.REFUSED, "不在本市")
    with pytest.raises(Refused, match="不能修改"):
        registrations.fill_in(registration, by=applicant, name="x")


def test_withdrawn_is_decided_by_nobody(submitted, person):
    registration = submitted()
    registrations.withdraw(registration, by=registration.created_by)

    with pytest.raises(Refused, match="已撤回，不能通过"):
        registrations.approve(registration, by=person("officer"))


def test_the_place_decides_which_recommending_unit_may_say_the_verb(submitted, recommender):
    registration = submitted()
    own, other = recommender("章贡区"), recommender("南康区")

    with pytest.raises(PermissionDenied):
        registrations.approve(registration, by=other)
    with pytest.raises(PermissionDenied):
        registrations.approve(registration, by=registration.created_by)
    registrations.approve(registration, by=own)

    assert Registration.objects.get().decided_by == own


def test_the_department_of_a_known_unit_decides_in_the_place_of_its_place(
    submitted, recommender, unit, member, person, client
):
    county, department = recommender("章贡区"), unit("赣州市教育局")
    school = unit("赣州第一中学", code=credit_code("12360702"))
    members.assign_units(department, by=person("officer"), units=[school])
    clerk = member(department, MembershipRole.RECOMMENDER)

    registration = submitted(name=school.name, credit_code=school.credit_code, kind="public")

    assert not Registration.objects.visible_to(county).exists()
    assert Message.objects.get(title__contains="待审核").user == clerk
    client.force_login(registration.created_by)
    assert "赣州市教育局审核" in client.get(f"/workspace/registrations/{registration.pk}/").content.decode()
    registrations.approve(registration, by=clerk)
    assert school.memberships.get().user == registration.created_by


def test_it_is_promised_by_working_days(submitted, recommender, settings):
    """Handed in before the National Day holiday, it is not late while offices are closed."""
    settings.REGISTRATION_DAYS = 5
    county = recommender("章贡区")
    with time_machine.travel(datetime(2026, 9, 29, 15, tzinfo=SHANGHAI), tick=False):
        registration = submitted()
    assert registration.due_on == date(2026, 10, 12)
    assert "2026年10月12日 前审核" in Message.objects.get(title__contains="待审核").body

    with time_machine.travel(datetime(2026, 10, 12, 23, 59, tzinfo=SHANGHAI), tick=False):
        (todo,) = todos_of(fresh(county))
        assert (registration.is_overdue, Registration.objects.overdue().exists(), todo.urgent) == (False, False, False)
        assert todo.due_on == date(2026, 10, 12)
    with time_machine.travel(datetime(2026, 10, 13, 0, 1, tzinfo=SHANGHAI), tick=False):
        (todo,) = todos_of(fresh(county))
        assert (registration.is_overdue, Registration.objects.overdue().exists(), todo.urgent) == (True, True, True)


def test_nobody_decides_upon_their_own(draft, recommender):
    county = recommender("章贡区")
    registration = draft(by=county)
    registrations.submit(registration, by=county)

    with pytest.raises(Refused, match="不能审核本人"):
        registrations.approve(registration, by=county)
    assert not registrations.may_decide(registration, county)


def test_a_recommending_unit_corrects_nothing_of_others(submitted, recommender):
    registration, county = submitted(), recommender("章贡区")

    for verb in (registrations.submit, registrations.withdraw):
        with pytest.raises(PermissionDenied):
            verb(registration, by=county)


def test_a_person_has_one_draft_and_staff_have_none(somebody, person):
    applicant = somebody()

    assert registrations.begin(by=applicant) == registrations.begin(by=applicant)
    with pytest.raises(Refused, match="工作人员"):
        registrations.begin(by=person("officer"))


def test_two_registrations_of_one_unit_do_not_wait_at_once(submitted, draft):
    first = submitted()
    second = draft(credit_code=first.credit_code)

    assert findings(first.credit_code, "", but=second)[-1].stops
    with pytest.raises(Refused, match="正在审核"):
        registrations.submit(second, by=second.created_by)
    with pytest.raises(IntegrityError, match="one_waiting"), transaction.atomic():
        Registration.objects.filter(pk=second.pk).update(
            status="submitted", submitted_at=timezone.now(), submitted_by=second.created_by, number="x"
        )


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"licence": ""}, "handed_in_complete"),
        ({"division": None}, "handed_in_complete"),
        ({"credit_code": "123"}, "code_shaped"),
        ({"status": "approved"}, "decided_iff_dated|approved_has_unit"),
        ({"status": "returned", "reason": ""}, "says_why"),
        ({"status": "withdrawn"}, "withdrawn_iff_dated"),
        ({"submitted_at": None}, "submitted_signed|handed_in_dated"),
        ({"decided_at": timezone.now()}, "decided"),
    ],
)
def test_the_database_refuses_what_cannot_be(submitted, values, constraint):
    registration = submitted()

    with pytest.raises(IntegrityError, match=constraint):
        Registration.objects.filter(pk=registration.pk).update(**values)


def test_the_database_refuses_a_decision_by_the_applicant(submitted, unit):
    registration = submitted()

    with pytest.raises(IntegrityError, match="decided_by_another"):
        Registration.objects.filter(pk=registration.pk).update(
            status="approved",
            organisation=unit(),
            decided_by=registration.created_by,
            decided_at=timezone.now(),
        )


def test_personal_data_is_stored_as_ciphertext(submitted):
    submitted()

    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_name, contact_phone FROM registration_registration")
        assert all(value.startswith("aes.v") for value in cursor.fetchone())


@pytest.mark.parametrize(
    ("code", "kind", "says"),
    [
        ("91360702PDY00001X6", "enterprise", ""),
        ("91360702PDY00001X7", "enterprise", "末位应为“6”"),
        ("91360702PDY00001X", "enterprise", "应为 18 位，现为 17 位"),
        ("91360702PDY0O001X6", "enterprise", "第 13 位“O”不是允许的字符"),
        ("12360700PDY0000444", "enterprise", "前两位“12”表示事业单位"),
        ("12360700PDY0000444", "university", ""),
        ("91360702PDY00001X6", "other", ""),
        (credit_code("99360702"), "other", "前两位“99”不是已知的登记管理部门"),
    ],
)
def test_a_wrong_code_is_told_with_the_reason(code, kind, says):
    fault = code_fault(code, kind)

    assert (says in fault) if says else fault == ""


def test_what_is_known_of_a_name_is_told(unit, places):
    known = unit("赣州旧甲有限公司", "南康区")
    known.former_names.create(name="赣州老甲有限公司", name_key="赣州老甲有限公司")

    told = findings(known.credit_code, "赣州新甲有限公司", division=places["章贡区"])
    by_name = findings(credit_code(), "赣州老甲 有限公司")

    assert [finding.tone for finding in told] == ["info", "warning", "warning"]
    assert "曾使用这个名称" in by_name[0].text
    assert not any(finding.stops for finding in (*told, *by_name))


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_make_one_manager(submitted, person):
    registration, officers = submitted(), [person("officer"), person("section_head")]
    outcomes, together = [], threading.Barrier(2)

    def say(officer_id):
        try:
            together.wait()
            registrations.approve(Registration.objects.get(pk=registration.pk), by=User.objects.get(pk=officer_id))
            outcomes.append("approved")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=say, args=(officer.pk,)) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["approved", "refused"]
    assert Membership.objects.count() == 1
