"""The bank of experts: applied for, decided, kept true, left; each verb by whom and when it may be said."""

import os
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.db.models import CheckConstraint
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.files import private_storage
from bureau.messaging.models import Message
from bureau.privacy import consents
from bureau.workflow import Refused
from projects import agreeing, expertlists
from projects.choices import ExpertStatus
from projects.models import Assignment, Avoidance, Expert, ExpertiseField, ExpertPaper
from projects.workflow import assigning, experts
from tests.projects.applying import id_number
from tests.registration.conftest import LICENCE

from .doors import EXPERTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]


@pytest.fixture
def officer(person):
    return person("officer")


def identity(**more) -> dict:
    known = {"name": "王教授", "id_number": id_number(1970), "gender": "male", "mobile": "13900007777", "education": "doctor", "rank": "senior", "unit_name": "江西理工大学", "city": "赣州市", "consents": "on"}  # fmt: skip
    return known | more


def knowledge(**more) -> dict:
    field = ExpertiseField.objects.get(code="1310")
    return {"types": ["technical"], "field1": field.pk, "keywords": "稀土、萃取", "speciality": "冶金"} | more


@pytest.fixture
def applied(somebody, client):
    """A record filled in and handed in through the pages."""

    def make(**more):
        user = somebody("王教授")
        client.force_login(user)
        client.post(reverse("projects:expert-begin"))
        for part, typed in (("identity", identity(**more)), ("knowledge", knowledge())):
            answer = client.post(reverse("projects:expert-edit", args=[part]), typed)
            assert answer.status_code == 302, answer.context["form"].errors
        assert client.post(reverse("projects:expert-verb", args=["submit"])).status_code == 302
        return Expert.objects.get(user=user)

    return make


def test_a_person_applies_and_is_admitted(applied, officer, client):
    record = applied()
    assert (record.status, record.is_outside, record.consented_at is not None) == ("pending", False, True)
    assert Message.objects.filter(kind="expert.applied", user=officer).count() == 1

    client.force_login(officer)
    client.post(reverse("admin:projects_expert_admit_page", args=[record.pk]))

    record.refresh_from_db()
    assert (record.status, record.number) == ("listed", f"ZJ{record.pk:06d}")
    assert Message.objects.filter(kind="expert.admitted", user=record.user).count() == 1
    client.force_login(record.user)
    page = client.get(reverse("projects:expert")).content.decode()
    assert record.number in page
    assert consents.is_given(agreeing.EXPERT, record)
    assert record.id_number not in page


def test_an_incomplete_record_is_not_handed_in(somebody, client):
    user = somebody("王教授")
    record = experts.begin(by=user)
    assert experts.begin(by=user) == record

    with pytest.raises(Refused, match=r"身份证号和手机号.*单独同意.*专家类型.*专业领域"):
        experts.submit(record, by=user)
    client.force_login(user)
    answer = client.post(reverse("projects:expert-edit", args=["identity"]), identity(consents=""))
    assert "敏感个人信息" in answer.content.decode()
    record.refresh_from_db()
    assert record.id_number == ""


def test_one_person_is_one_expert(applied, expert):
    number = id_number(1971)
    expert(id_number=number)

    with pytest.raises(AssertionError, match="此人已有专家记录"):
        applied(id_number=number)
    with pytest.raises(IntegrityError, match="projects_expert_one_per_person"):
        expert(id_number=number)


def test_changes_stand_in_the_book_old_and_new(expert):
    who = expert(fields=["1310"], id_number=id_number())

    experts.write(who, by=fresh(who), fields=[ExpertiseField.objects.get(code="1311")], keywords="钨")

    entry = Entry.objects.about(who).first()
    assert entry.changes["keywords"] == ["", "钨"]
    assert [row.field.code for row in who.expertise.all()] == ["1311"]
    assert {entry.verb for entry in Entry.objects.filter(model="projects.expertise")} == {"take_out", "add"}


def fresh(who):
    """The expert's account as it is now."""
    return type(who.user).objects.get(pk=who.user_id)


def test_at_most_three_fields(expert, officer):
    who = expert()
    fields = list(ExpertiseField.objects.filter(parent__isnull=False)[:4])

    with pytest.raises(Refused, match="最多 3 个"):
        experts.write(who, by=fresh(who), fields=fields)
    with pytest.raises(IntegrityError, match="projects_expertise_three_at_most"):
        who.expertise.create(field=fields[0], position=4)


def test_nobody_leaves_while_a_review_is_open(accepted, expert, round_of, officer):
    application, who = accepted()[0], expert()
    round_ = round_of(application)
    assignment = assigning.assign(round_, application, who, by=officer)

    with pytest.raises(Refused, match="还有 1 项评审没有完成"):
        experts.ask_leave(who, by=fresh(who), reason="退休")
    Assignment.objects.filter(pk=assignment.pk).update(status="cancelled", reason="x")
    who.seats.update(status="cancelled", reason="x")
    experts.ask_leave(who, by=fresh(who), reason="退休")
    experts.let_go(who, by=officer)

    assert who.status == "left"
    assert not fresh(who).is_expert


def test_misconduct_removes_until_a_day_and_takes_the_reviews_away(accepted, expert, round_of, officer, people):
    application, who = accepted()[0], expert()
    assignment = assigning.assign(round_of(application), application, who, by=officer)
    until = timezone.localdate() + timedelta(days=365)

    experts.remove(who, by=officer, until=until, reason="泄露评审信息")

    assignment.refresh_from_db()
    assert (who.status, who.removed_until, assignment.status) == ("removed", until, "cancelled")
    assert Message.objects.filter(kind="review.lost", user=officer).count() == 1
    with pytest.raises(Refused, match="期满后可重新申请"):
        experts.apply_again(who, by=fresh(who))
    Expert.objects.filter(pk=who.pk).update(removed_until=timezone.localdate() - timedelta(days=1))
    experts.apply_again(who, by=fresh(who))
    assert who.status == "draft"
    assert not consents.is_given(agreeing.EXPERT, who)  # Asked for anew.


def test_the_night_brings_back_and_reminds_once(expert):
    today = timezone.localdate()
    away = expert(status="paused", busy_from=today - timedelta(days=9), busy_until=today - timedelta(days=1))
    ending = expert()
    Expert.objects.filter(pk=ending.pk).update(confirmed_at=timezone.now() - timedelta(days=340))

    experts.tend()
    experts.tend()

    away.refresh_from_db()
    assert (away.status, away.busy_from) == ("listed", None)
    assert list(Message.objects.filter(kind="expert.stale").values_list("user", flat=True)) == [ending.user_id]
    experts.confirm(ending, by=fresh(ending))
    assert ending in Expert.objects.active_on(today)


def test_an_officer_confirms_for_who_has_no_account_alone(expert, officer):
    old = timezone.now() - timedelta(days=400)
    without, with_one = expert(has_account=False, confirmed_at=old), expert(confirmed_at=old)
    assert set(Expert.objects.stale()) == {without, with_one}

    experts.confirm_for(without, by=officer)
    with pytest.raises(Refused, match="由本人确认"):
        experts.confirm_for(with_one, by=officer)

    assert set(Expert.objects.stale()) == {with_one}


def test_an_officers_entry_waits_and_its_person_claims_it(person, somebody, client):
    clerk, user = person("officer"), somebody("陈会计", mobile="13911112222")
    client.force_login(clerk)
    typed = {**identity(name="陈会计", mobile="13911112222", consents=""), **knowledge(types=["financial"]), "bank_name": "", "bank_account": "", "avoidances-TOTAL_FORMS": "0", "avoidances-INITIAL_FORMS": "0"}  # fmt: skip
    response = client.post(reverse("admin:projects_expert_add"), typed)
    assert response.status_code == 302, response.context["errors"]
    record = Expert.objects.get()
    assert (record.status, record.user, record.submitted_by) == ("pending", None, clerk)
    with pytest.raises(Refused, match="由工作人员录入"):
        experts.return_(record, by=clerk, reason="x")

    client.force_login(user)
    assert "陈会计" in client.get(reverse("projects:expert")).content.decode()
    client.post(reverse("projects:expert-begin"), {"claim": "1"})
    record.refresh_from_db()
    assert record.user is None  # Not without consent.
    client.post(reverse("projects:expert-begin"), {"claim": "1", "consents": "on"})
    record.refresh_from_db()
    assert (record.user, record.consented_at is not None) == (user, True)


def test_an_officer_changes_a_record_without_seeing_its_secrets(expert, person, client):
    who, clerk = expert(id_number=id_number(), mobile="13900007777", fields=["1310"]), person("officer")
    client.force_login(clerk)
    url = reverse("admin:projects_expert_change", args=[who.pk])
    page = client.get(url).content.decode()
    assert who.id_number not in page
    assert "13900007777" not in page

    client.post(reverse("admin:projects_expert_contact_page", args=[who.pk]), {"mobile": "13900008888"})

    again = Expert.objects.get(pk=who.pk)
    assert (again.mobile, again.id_number) == ("13900008888", who.id_number)
    assert Entry.objects.about(who).first().verb == "change"


def test_papers_and_avoidances_are_ones_own(expert, client):
    who, other = expert(), expert()
    client.force_login(fresh(who))
    file = SimpleUploadedFile("职称.pdf", LICENCE, "application/pdf")
    client.post(reverse("projects:paper-add"), {"kind": "rank", "file": file})
    client.post(reverse("projects:avoidance-add"), {"reason": "part_time", "unit_name": "甲公司"})
    paper, avoidance = ExpertPaper.objects.get(), Avoidance.objects.get()
    assert client.get(reverse("projects:paper-show", args=[paper.pk])).status_code == 200

    client.force_login(fresh(other))

    assert client.get(reverse("projects:paper-show", args=[paper.pk])).status_code == 404
    assert client.post(reverse("projects:avoidance-remove", args=[avoidance.pk])).status_code == 404
    client.force_login(fresh(who))
    Avoidance.objects.update(source="officer")
    client.post(reverse("projects:avoidance-remove", args=[avoidance.pk]))
    assert Avoidance.objects.exists()


def test_pages_are_ones_own(expert, person, client):
    who = expert()
    paper = ExpertPaper.objects.create(
        expert=who, kind="rank", name="x.pdf", mime="application/pdf", size=1, uploaded_by=who.user
    )
    avoidance = Avoidance.objects.create(expert=who, reason="other", unit_name="甲")
    things = {"paper": paper.pk, "avoidance": avoidance.pk, "seat": 1}
    wrong = []
    for name, (method, names) in EXPERTS.items():
        url = reverse(name, kwargs={key: things.get(value, value) for key, value in names.items()})
        client.logout()
        if "/login/" not in getattr(client, method)(url).get("Location", ""):
            wrong.append((name, "nobody"))
        for stranger in (person("officer"), person("system_admin")):
            client.force_login(stranger)
            if getattr(client, method)(url).status_code not in (403, 404):
                wrong.append((name, "staff"))

    assert wrong == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_own_page_costs_the_same_at_any_length(expert, client, rows):
    who = expert(fields=["1310"])
    for n in range(rows):
        Avoidance.objects.create(expert=who, reason="other", unit_name=f"甲{n}")
    client.force_login(fresh(who))
    client.get(reverse("projects:expert"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("projects:expert"))

    assert len(queries) <= 12


HEADINGS = ["姓名", "身份证号", "手机", "职称", "工作单位", "所在市", "专家类型", "专业领域", "关键词"]


def listed(name, number="", **more) -> list:
    known = {
        "职称": "教授",
        "工作单位": "南昌大学",
        "所在市": "南昌市",
        "专家类型": "技术、管理",
        "专业领域": "稀土材料与冶金、1010",
    }
    return [name, number, "13900001234", *(more.get(key, value) for key, value in known.items()), "稀土、萃取"]


def uploaded(workbook, *rows) -> SimpleUploadedFile:
    content = workbook([["专家清单"], HEADINGS, *rows]).read_bytes()
    return SimpleUploadedFile("专家.xlsx", content)


def test_a_list_names_every_fault_at_once_and_writes_what_is_confirmed(officer, client, workbook, expert):
    number, known = id_number(), expert(id_number=id_number())
    rows = [
        listed("甲", number), listed("乙", number), listed("丙", "360702197001010010"), listed("丁", 职称="大师"),
        listed("", 工作单位=""), listed("戊", known.id_number), listed("己", 专业领域="炼金术", 专家类型="玄学"), listed("庚", id_number()),
    ]  # fmt: skip
    client.force_login(officer)
    url = reverse("admin:projects_expert_import_page")

    page = client.post(url, {"file": uploaded(workbook, *rows)})

    told = {row.number: "".join(row.problems) for row in page.context["faulty"]}
    assert set(told) == {4, 5, 6, 7, 8, 9}
    for line, words in ((4, "与第 3 行相同"), (5, "校验位"), (6, "“大师”不认识"), (7, "没有填姓名"), (7, "没有填工作单位"), (8, "已有专家记录"), (9, "“炼金术”不在领域表中"), (9, "“玄学”不认识")):  # fmt: skip
        assert words in told[line]
    assert Expert.objects.count() == 1  # Nothing before somebody confirms.
    client.post(url, {"token": page.context["token"]})
    made = Expert.objects.filter(status="pending").order_by("name")
    assert [one.name for one in made] == ["庚", "甲"]
    assert (made[1].is_outside, made[1].rank, made[1].types) == (True, "senior", ["technical", "management"])
    assert [row.field.code for row in made[1].expertise.all()] == ["1310", "1010"]
    client.post(url, {"token": page.context["token"]})
    assert Expert.objects.count() == 3  # A preview is confirmed once.
    client.post(reverse("admin:projects_expert_changelist"), {"action": "admit_selected", "_selected_action": [one.pk for one in made]})  # fmt: skip
    assert Expert.objects.filter(status="listed").count() == 3


def test_a_workbook_that_is_no_list_is_said(officer, client, workbook):
    client.force_login(officer)
    url = reverse("admin:projects_expert_import_page")
    file = SimpleUploadedFile("x.xlsx", workbook([["甲", "乙"], [1, 2]]).read_bytes())
    assert "没有找到表头" in client.post(url, {"file": file}).content.decode()
    file = SimpleUploadedFile("x.xlsx", workbook([["姓名", "职称", "工作单位"], ["甲", "教授", "乙"]]).read_bytes())
    assert "缺少这些列：所在市、专家类型、专业领域" in client.post(url, {"file": file}).content.decode()
    client.post(url, {"token": "forged"})
    assert not Expert.objects.exists()


def test_a_list_that_nobody_confirmed_is_forgotten(officer, client, workbook):
    client.force_login(officer)
    client.post(reverse("admin:projects_expert_import_page"), {"file": uploaded(workbook, listed("甲"))})
    assert expertlists.forget() == 0
    store = private_storage()
    name = store.listdir(expertlists.FOLDER)[1][0]
    past = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(store.path(f"{expertlists.FOLDER}/{name}"), (past, past))

    assert expertlists.forget() == 1


WHO = {
    "projects.apply_expert": {"owner"},
    "projects.add_expert": set(),  # Only a draft that one is entering: tested above.
    "projects.decide_expert": {"officer", "section_head"},
}
DAY = timezone.localdate() + timedelta(days=10)
SAY = {
    experts.WRITE: lambda e, by: experts.write(e, by=by, keywords="x"),
    experts.SUBMIT: lambda e, by: experts.submit(e, by=by),
    experts.ADMIT: lambda e, by: experts.admit(e, by=by),
    experts.RETURN: lambda e, by: experts.return_(e, by=by, reason="x"),
    experts.REFUSE: lambda e, by: experts.refuse(e, by=by, reason="x"),
    experts.AGAIN: lambda e, by: experts.apply_again(e, by=by),
    experts.CONFIRM: lambda e, by: experts.confirm(e, by=by),
    experts.CONFIRM_FOR: lambda e, by: experts.confirm_for(e, by=by),
    experts.PAUSE: lambda e, by: experts.pause(e, by=by, busy_from=DAY),
    experts.RESUME: lambda e, by: experts.resume(e, by=by),
    experts.ASK_LEAVE: lambda e, by: experts.ask_leave(e, by=by, reason="x"),
    experts.STAY: lambda e, by: experts.stay(e, by=by),
    experts.LET_GO: lambda e, by: experts.let_go(e, by=by),
    experts.KEEP: lambda e, by: experts.keep(e, by=by, reason="x"),
    experts.REMOVE: lambda e, by: experts.remove(e, by=by, until=DAY, reason="x"),
}


@pytest.fixture
def cast(expert, person, people):
    who = expert()
    users = {code: person(code) for code in ("officer", "section_head", "leader", "report_office", "system_admin")}
    _unit, contributor, manager, office = people()
    users |= {"owner": fresh(who), "stranger": fresh(expert()), "contributor": contributor, "manager": manager}
    return who, users | {"office": office}


def test_an_experts_verbs_are_refused_to_every_wrong_person(cast):
    who, users = cast
    assert set(SAY) == set(experts.ALL) - {experts.ENTER}
    for transition, say in SAY.items():
        allowed = {name for name, user in users.items() if transition.is_allowed(who, user)}
        assert allowed == WHO[transition.permission], transition
        for name in users.keys() - allowed:
            with pytest.raises(PermissionDenied):
                say(who, users[name])


def test_an_experts_verbs_are_refused_in_every_wrong_state(cast):
    who, users = cast
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in Expert._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                cursor.execute(f'ALTER TABLE {Expert._meta.db_table} DROP CONSTRAINT "{constraint.name}"')
    Expert.objects.filter(pk=who.pk).update(user=None)
    Expert.objects.filter(pk=who.pk).update(user=users["owner"])
    wrong = []
    for transition, say in SAY.items():
        user = users[sorted(WHO[transition.permission])[0]]
        for status in set(ExpertStatus.values) - set(transition.sources):
            Expert.objects.filter(pk=who.pk).update(status="listed")
            type(user).objects.filter(pk=user.pk).update(is_expert=True)
            Expert.objects.filter(pk=who.pk).update(status=status)
            try:
                say(who, user)
            except PermissionDenied:  # Nobody at the bureau sees a draft.
                told = None if (status, user.is_staff) == ("draft", True) else "denied"
            except Refused as refusal:
                told = str(refusal)
            else:
                told = "said"
            if told is not None and f"不能{transition.label}" not in told:
                wrong.append((transition.verb, status, told))

    assert wrong == []
