"""An objection: signed and in time, received once, kept secret, answered by its clock, told to the one who made it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from bureau.audit.models import Entry
from bureau.messaging.backends import NotSent
from bureau.messaging.models import Message
from bureau.publicity import tasks, workflow
from bureau.publicity.choices import ObjectionStatus
from bureau.publicity.models import Evidence, Objection
from bureau.unmasking import unmask
from bureau.workflow import Refused
from tests.messaging.conftest import platform as platform
from tests.publicity.conftest import pdf, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def publicity(published, clock):
    """Under way since 29 September 2026, until 10 October."""
    clock(2026, 9, 29, 9)
    return published()


@pytest.fixture
def supervisor(person):
    return person("supervision")


@pytest.mark.parametrize("name", ["匿名", "某某", "李", "知情群众", "王先生", "13800001234"])
def test_an_anonymous_objection_is_refused(name, publicity):
    with pytest.raises(Refused, match="匿名异议不予受理"):
        workflow.raise_objection(publicity, **values(name=name))


@pytest.mark.parametrize("phone", ["12345", "8391234", "", "电话"])
def test_an_objection_nobody_can_ask_back_is_refused(phone, publicity):
    with pytest.raises(Refused, match="能联系到您"):
        workflow.raise_objection(publicity, **values(phone=phone))


def test_the_last_minute_is_in_time_and_the_next_is_late(publicity, clock):
    clock(2026, 10, 10, 23, 59)
    workflow.raise_objection(publicity, **values())
    clock(2026, 10, 11, 0, 0)

    with pytest.raises(Refused, match="公示已于2026年10月10日结束，逾期提出的异议不予受理"):
        workflow.raise_objection(publicity, **values())
    workflow.turn()
    publicity.refresh_from_db()
    with pytest.raises(Refused, match="逾期"):
        workflow.raise_objection(publicity, **values())


def test_before_it_is_published_nobody_objects(drawn):
    with pytest.raises(Refused, match="起草中，现在不能提出异议"):
        workflow.raise_objection(drawn(), **values())


def test_a_second_click_is_the_same_objection(publicity, supervisor):
    told = values()

    first, second = workflow.raise_objection(publicity, **told), workflow.raise_objection(publicity, **told)

    assert first == second
    assert Message.objects.filter(user=supervisor, kind="publicity.objection_received").count() == 1
    first.pk, first.number = None, "YY1"
    with pytest.raises(IntegrityError, match="publicity_objection_once_for_an_opening"):
        first.save(force_insert=True)


def test_a_unit_names_itself_and_seals_its_paper(publicity):
    unit = {"kind": "unit", "organisation": "赣州乙有限公司", "legal_representative": "赵法人"}
    with pytest.raises(Refused, match="加盖公章"):
        workflow.raise_objection(publicity, **values(**unit))
    with pytest.raises(Refused, match="单位名称和法定代表人"):
        workflow.raise_objection(publicity, **values(kind="unit", seal=object()))

    seal, proof = pdf("异议书.pdf"), pdf()
    for file in (seal, proof):
        file.kind = type("Kind", (), {"mime": "application/pdf", "extensions": (".pdf",)})
    objection = workflow.raise_objection(publicity, **values(**unit, seal=seal, evidence=[proof]))

    assert sorted(Evidence.objects.values_list("name", "is_seal")) == [("异议书.pdf", True), ("证明.pdf", False)]
    assert objection.organisation == "赣州乙有限公司"


def test_who_objected_is_encrypted_masked_in_the_book_and_shown_for_a_reason(publicity, supervisor, person):
    objection = workflow.raise_objection(publicity, **values())

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM publicity_objection")
        assert not {"李实名", "13800005678"} & set(cursor.fetchone())
    entry = Entry.objects.about(objection).get()
    assert "李实名" not in str(entry.changes)
    assert entry.signature == "异议人（网上提交）"
    with pytest.raises(PermissionDenied):
        unmask(objection, "name", by=person("section_head"), reason="看看")
    assert unmask(objection, "phone", by=supervisor, reason="核实情况") == "13800005678"
    assert Entry.objects.about(objection).first().verb == "unmask"


def test_an_objection_is_accepted_investigated_decided_and_told(publicity, supervisor, clock):
    objection = workflow.raise_objection(publicity, **values())
    assert objection.due_on == date(2026, 10, 12)  # Five working days after 29 September, over the holiday.

    clock(2026, 10, 9, 9)
    workflow.accept(objection, by=supervisor)
    assert objection.due_on == date(2026, 10, 29)
    with pytest.raises(Refused, match="处理意见"):
        workflow.uphold(objection, by=supervisor, opinion=" ")
    workflow.uphold(objection, by=supervisor, opinion="经核实，内容重复，取消拟立项。")
    workflow.tell(objection, by=supervisor, how="电话")

    assert (objection.status, objection.due_on, objection.told_how) == (ObjectionStatus.UPHELD, None, "电话")
    with pytest.raises(Refused, match="不需要再次告知"):
        workflow.tell(objection, by=supervisor, how="电话")
    verbs = Entry.objects.about(objection).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["raise", "accept", "uphold", "tell"]


def test_a_declined_objection_says_why_and_is_not_decided(publicity, supervisor):
    objection = workflow.raise_objection(publicity, **values())
    workflow.decline(objection, by=supervisor, opinion="不属于公示内容。")

    with pytest.raises(Refused, match="不予受理，不能认定异议成立"):
        workflow.uphold(objection, by=supervisor, opinion="成立")
    with pytest.raises(IntegrityError, match="publicity_objection_answered_iff_reasoned"):
        Objection.objects.update(opinion="")


def test_only_the_supervising_section_acts(publicity, person):
    objection = workflow.raise_objection(publicity, **values())

    for role in ("officer", "section_head", "leader", "system_admin"):
        with pytest.raises(PermissionDenied):
            workflow.accept(objection, by=person(role))


def test_the_objector_is_texted_once_and_again_only_if_it_did_not_leave(
    publicity, supervisor, platform, settings, django_capture_on_commit_callbacks
):
    settings.SMS_BACKEND = "off"
    objection = workflow.raise_objection(publicity, **values())
    workflow.decline(objection, by=supervisor, opinion="不属于公示内容。")
    with django_capture_on_commit_callbacks() as callbacks:
        workflow.tell(objection, by=supervisor, how="短信")
    assert len(callbacks) == 1

    with pytest.raises(NotSent):
        tasks.text_objector(objection.pk)
    settings.SMS_BACKEND = "http"
    for _ in range(3):
        tasks.text_objector(objection.pk)

    assert len(platform.told) == 1
    assert objection.number in platform.told[0][1]["content"]


def test_a_landline_is_not_told_by_text(publicity, supervisor):
    objection = workflow.raise_objection(publicity, **values(phone="0797-8391234"))
    workflow.decline(objection, by=supervisor, opinion="不属于公示内容。")

    with pytest.raises(Refused, match="不是手机号"):
        workflow.tell(objection, by=supervisor, how="短信")


def test_a_clock_that_runs_out_is_told_once_a_day(publicity, supervisor, clock):
    workflow.raise_objection(publicity, **values())  # Due on Monday 12 October.
    told = Message.objects.filter(user=supervisor, kind="publicity.objection_due").order_by("pk")
    for day, count in ((9, 0), (10, 1), (12, 2), (13, 3)):
        clock(2026, 10, day, 8)
        workflow.remind()
        workflow.remind()
        assert told.count() == count, day

    assert "明天到期" not in told[0].title
    assert [m.title.split(" ", 2)[2] for m in told] == ["2026年10月12日到期", "今天到期", "已逾期 1 天"]


def test_an_objection_is_taken_back_until_it_is_accepted(publicity, supervisor, clock):
    objection = workflow.raise_objection(publicity, **values())
    clock(2026, 10, 9, 9)

    workflow.take_back(objection)

    assert (objection.status, objection.due_on) == (ObjectionStatus.TAKEN_BACK, None)
    assert workflow.outcome(publicity) == "公示无异议"
    told = Message.objects.filter(user=supervisor, kind="publicity.objection_taken_back")
    assert told.get().title == f"异议 {objection.number} 已由异议人撤回"
    assert Entry.objects.about(objection).latest("pk").verb == "take_back"
    for verb in (workflow.accept, workflow.decline):
        with pytest.raises(Refused, match="异议人已撤回"):
            verb(objection, by=supervisor, **({"opinion": "x"} if verb is workflow.decline else {}))


@pytest.mark.parametrize(("minutes", "goes"), [(10, True), (11, False)])
def test_in_the_first_ten_minutes_also_one_that_was_accepted(minutes, goes, publicity, supervisor, clock):
    objection = workflow.raise_objection(publicity, **values())
    workflow.accept(objection, by=supervisor)
    clock(2026, 9, 29, 9, minutes)

    if goes:
        workflow.take_back(objection)
    else:
        with pytest.raises(Refused, match="已受理，不能在网上撤回"):
            workflow.take_back(objection)
    assert (objection.status == ObjectionStatus.TAKEN_BACK) is goes


def test_what_was_decided_is_not_taken_back(publicity, supervisor):
    objection = workflow.raise_objection(publicity, **values())
    workflow.decline(objection, by=supervisor, opinion="不属于公示内容。")

    with pytest.raises(Refused, match="不能撤回"):
        workflow.take_back(objection)
