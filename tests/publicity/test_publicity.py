"""公示: complete, free of numbers of persons, approved by another, long enough by the holiday calendar, fixed, and over by itself."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bureau.audit.models import Entry
from bureau.celery import app
from bureau.messaging.models import Message
from bureau.publicity import openers, workflow
from bureau.publicity.checks import calendar_note
from bureau.publicity.choices import PublicityStatus
from bureau.publicity.models import Item, Publicity
from bureau.workflow import Refused
from tests.publicity.conftest import COLUMNS, ROW, WORDS, values

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts_on", "days", "ends_on"),
    [
        (date(2026, 9, 29), 5, date(2026, 10, 10)),  # Over the National Day; Saturday 10 October is worked.
        (date(2025, 1, 23), 5, date(2025, 2, 5)),  # Sunday 26 January is worked; Spring Festival to 4 February.
        (date(2026, 4, 30), 5, date(2026, 5, 9)),  # Labour Day; Saturday 9 May is worked.
        (date(2026, 11, 23), 5, date(2026, 11, 27)),
        (date(2027, 10, 1), 5, date(2027, 10, 7)),  # Not arranged yet: Monday to Friday.
    ],
)
def test_the_last_day_is_counted_by_the_state_council_s_calendar(starts_on, days, ends_on, drawn):
    assert drawn(starts_on=starts_on, working_days=days).ends_on == ends_on


def test_a_year_without_an_arrangement_is_said():
    assert calendar_note(date(2026, 12, 30), date(2027, 1, 6)).startswith("2027年的节假日安排尚未公布")
    assert calendar_note(date(2026, 9, 29), date(2026, 10, 10)) == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"working_days": 4}, "不得少于 5 个工作日"),
        ({"starts_on": date(2026, 10, 1)}, "2026年10月01日不是工作日"),
        ({"basis": "《管理办法》"}, "“《管理办法》”没有文号"),
        ({"body": "联系人王研，身份证360702199001011234"}, "含有身份证号（360***********1234）"),
        ({"process": "联系 13800001234"}, "含有手机号（138****1234）"),
        ({"section_phone": "6222021234567890128"}, "含有银行账号"),
        ({"discipline": ""}, "此字段不能为空"),
    ],
)
def test_what_is_missing_or_may_not_be_printed_is_named(wrong, sentence, drawn):
    with pytest.raises(Refused) as refusal:
        drawn(**wrong)
    assert sentence in str(refusal.value)


def test_a_number_in_the_list_is_named_by_row_and_column(drawn):
    publicity = drawn()

    with pytest.raises(Refused, match="名单第 2 行“负责人”含有手机号"):
        workflow.list_items(
            publicity, by=publicity.created_by, columns=COLUMNS, rows=[ROW, ROW | {"leader": "王研 138 0000 1234"}]
        )
    assert publicity.items.count() == 1


def test_a_column_that_may_not_be_public_is_no_column(drawn):
    publicity = drawn()

    with pytest.raises(ValueError, match="score"):
        workflow.list_items(publicity, by=publicity.created_by, columns=["title", "score"], rows=[ROW])


def test_a_number_that_came_past_the_form_is_stopped_at_publishing(drawn, person, clock):
    clock(2026, 9, 28, 9)
    publicity = drawn()
    workflow.submit(publicity, by=publicity.created_by)
    Item.objects.filter(publicity=publicity).update(values=ROW | {"leader": "360702199001011234"})

    with pytest.raises(Refused, match="名单第 1 行“负责人”含有身份证号"):
        workflow.approve(publicity, by=person("section_head"))


def test_three_hands_and_the_calendar_publish_and_close(drawn, person, clock):
    clock(2026, 9, 28, 9)
    publicity, head = drawn(), person("section_head")
    workflow.submit(publicity, by=publicity.created_by)
    workflow.approve(publicity, by=head)
    assert publicity.status == PublicityStatus.APPROVED
    assert list(Publicity.objects.public()) == []

    clock(2026, 9, 29, 0, 1)
    workflow.turn()
    publicity.refresh_from_db()
    assert (publicity.status, publicity.content_hash) == (PublicityStatus.OPEN, publicity.digest())

    clock(2026, 10, 10, 23, 59)
    workflow.turn()
    assert Publicity.objects.get().status == PublicityStatus.OPEN
    clock(2026, 10, 11, 0, 1)
    workflow.turn()
    workflow.turn()

    publicity.refresh_from_db()
    assert publicity.status == PublicityStatus.CLOSED
    assert list(Publicity.objects.public()) == [publicity]
    told = Message.objects.filter(user=publicity.created_by).order_by("pk")
    assert [m.kind for m in told] == ["publicity.opened", "publicity.closed"]
    assert told[1].title.endswith("（公示无异议）")
    verbs = Entry.objects.about(publicity).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["draft", "revise", "submit", "approve", "publish", "close"]


def test_a_late_approval_begins_that_day_and_keeps_the_days(drawn, person, clock):
    clock(2026, 9, 28, 9)
    publicity = drawn()
    workflow.submit(publicity, by=publicity.created_by)
    clock(2026, 10, 3, 9)  # In the holiday: the first working day after it.
    workflow.approve(publicity, by=person("leader"))

    assert (publicity.starts_on, publicity.ends_on) == (date(2026, 10, 8), date(2026, 10, 13))
    assert publicity.status == PublicityStatus.APPROVED


def test_who_sent_it_cannot_approve_it(drawn, person, clock):
    clock(2026, 9, 28, 9)
    head = person("section_head")
    publicity = workflow.draft(by=head, columns=COLUMNS, rows=[ROW], **WORDS)
    workflow.submit(publicity, by=head)

    with pytest.raises(Refused, match="送审人不能批准"):
        workflow.approve(publicity, by=head)
    with pytest.raises(IntegrityError, match="publicity_publicity_approved_by_another"), transaction.atomic():
        Publicity.objects.update(approved_by=head, approved_at=publicity.submitted_at)


def test_an_empty_list_is_not_sent(person):
    officer = person("officer")
    publicity = workflow.draft(by=officer, **WORDS)

    with pytest.raises(Refused, match="名单是空的"):
        workflow.submit(publicity, by=officer)


def test_a_return_says_why_and_opens_the_draft_again(drawn, person):
    publicity = drawn()
    officer = publicity.created_by
    workflow.submit(publicity, by=officer)
    workflow.return_(publicity, by=person("leader"), reason="请补充合作单位")

    assert (publicity.status, publicity.return_reason, publicity.submitted_at) == ("draft", "请补充合作单位", None)
    assert Message.objects.get(user=officer).body.endswith("意见：请补充合作单位")
    workflow.revise(publicity, by=officer, body="现予公示。")
    workflow.submit(publicity, by=officer)


def test_what_is_published_cannot_be_changed_only_withdrawn(published, person, clock):
    clock(2026, 9, 29, 9)
    publicity = published()

    with pytest.raises(Refused, match="不能修改"):
        workflow.revise(publicity, by=publicity.created_by, body="改")
    with pytest.raises(Refused, match="不能修改"):
        workflow.list_items(publicity, by=publicity.created_by, columns=COLUMNS, rows=[])
    with pytest.raises(Refused, match="尚未届满"):
        workflow.close(publicity, by=person("leader"))
    with pytest.raises(PermissionDenied):
        workflow.withdraw(publicity, by=publicity.created_by, reason="错")
    workflow.withdraw(publicity, by=person("section_head"), reason="名单有误，另行公示")
    assert publicity.status == PublicityStatus.WITHDRAWN


def test_the_database_refuses_publishing_without_approval_or_hash(drawn):
    drawn()

    with pytest.raises(IntegrityError, match="publicity_publicity_published_is_approved_and_hashed"):
        Publicity.objects.update(status=PublicityStatus.OPEN)


def test_the_hash_tells_a_change_of_any_word(published, clock):
    clock(2026, 9, 29, 9)
    publicity = published()
    Item.objects.filter(publicity=publicity).update(values=ROW | {"amount": "31.00"})

    assert publicity.digest() != publicity.content_hash


def test_who_opened_it_is_rung_until_it_has_heard(drawn, person, clock, django_capture_on_commit_callbacks):
    rung = []

    @app.task(name="tests.publicity_ended")
    def ended(publicity_id):
        rung.append(publicity_id)

    openers.register(openers.Opener("test.call", "测试批次", "tests.publicity_ended"))
    app.conf.task_always_eager = True
    try:
        clock(2026, 9, 29, 9)
        publicity = drawn(opener="test.call", subject_id=7)
        workflow.submit(publicity, by=publicity.created_by)
        workflow.approve(publicity, by=person("section_head"))
        assert rung == []

        clock(2026, 10, 11, 9)
        with django_capture_on_commit_callbacks(execute=True):
            workflow.turn()
        workflow.turn()
        heard = len(rung)
        workflow.acknowledge(publicity)
        workflow.turn()
    finally:
        app.conf.task_always_eager = False
        del openers._registered["test.call"]

    assert heard >= 2
    assert rung == [publicity.pk] * heard


def test_an_unknown_opener_is_an_error_at_once(person):
    with pytest.raises(KeyError):
        workflow.draft(by=person("officer"), opener="nobody", **WORDS)


def test_an_objection_under_way_is_the_outcome(published, clock):
    clock(2026, 9, 29, 9)
    publicity = published()
    workflow.raise_objection(publicity, **values())

    clock(2026, 10, 11, 9)
    workflow.turn()

    assert workflow.outcome(publicity) == "有异议，正在处理"


RICH = "<p>现将<strong>拟立项</strong>名单予以公示。</p><table><tbody><tr><th>类别</th><td>重点研发</td></tr></tbody></table>"


def test_a_body_keeps_paragraphs_and_tables_and_nothing_that_runs(published, client):
    publicity = published(body=RICH + '<script>alert(1)</script><p onclick="x()" style="color:red">正文</p>')

    for name in ("publicity:detail", "publicity:print"):
        page = client.get(reverse(name, args=[publicity.pk])).content.decode()
        assert RICH in page
        assert "<p>正文</p>" in page
        assert "alert(1)" not in page
    publicity.refresh_from_db()
    assert publicity.content_hash == publicity.digest()


def test_words_of_an_app_become_paragraphs(published, client):
    publicity = published(body="第一段 < 5 万\n\n第二段 a & b")

    page = client.get(reverse("publicity:detail", args=[publicity.pk])).content.decode()

    assert "<p>第二段 a &amp; b</p>" in page


@pytest.mark.parametrize(
    "body",
    [
        "<p>请联系138<strong>0000</strong>5678</p>",
        "<p>请联系138&#8203;0000&#173;5678</p>",
        "<table><tbody><tr><td>138</td><td>0000</td><td>5678</td></tr></tbody></table>",
        '<p><a href="tel:13800005678">联系人</a></p>',
        '<p><a href="https://a.cn/?t=138%2D0000%2D5678">联系人</a></p>',
        '<p><a href="https://a.cn/" title="36072119900101123X">联系人</a></p>',
        "<p>138<script>x</script>00005678</p>",
        "<p>账号：6222 0210 0111 1122 223</p>",
        '<p><img src="/media/a.png" alt="名单"></p>',
    ],
)
def test_a_rich_body_prints_no_number_of_a_person(drawn, body):
    with pytest.raises(Refused, match=r"公示中不得出现|不能插入图片"):
        drawn(body=body)


def test_what_was_published_before_bodies_had_marks_keeps_its_words_and_hash(published, person, client, clock):
    """Closing saves the row: the words must not be cleaned into others then, or the hash that the page shows is wrong."""
    clock(2026, 9, 29, 9)
    publicity = published()
    Publicity.objects.filter(pk=publicity.pk).update(body="研发费用 < 5 万元的不予支持\n\n甲 & 乙<br>联合申报")
    publicity.refresh_from_db()
    Publicity.objects.update(content_hash=publicity.digest())

    clock(2026, 10, 11, 9)
    workflow.turn()

    publicity.refresh_from_db()
    assert publicity.status == PublicityStatus.CLOSED
    assert publicity.content_hash == publicity.digest()
    page = client.get(reverse("publicity:detail", args=[publicity.pk])).content.decode()
    assert "甲 &amp; 乙<br>联合申报" in page


def test_a_calendar_that_changes_later_moves_no_published_day(published, clock):
    """The State Council moved days at short notice before: the page, its hash and the last day are what was published."""
    clock(2026, 9, 29, 9)
    publicity = published()
    Publicity.objects.update(ends_on=date(2026, 10, 9))  # As another calendar would have had it.
    publicity.refresh_from_db()
    Publicity.objects.update(content_hash=publicity.digest())

    clock(2026, 10, 10, 9)
    workflow.turn()

    publicity.refresh_from_db()
    assert (publicity.status, publicity.ends_on) == (PublicityStatus.CLOSED, date(2026, 10, 9))
    assert publicity.content_hash == publicity.digest()


def test_one_that_cannot_begin_holds_up_no_other(drawn, person, clock):
    clock(2026, 9, 28, 9)
    head = person("section_head")
    faulty, sound = drawn(), drawn(title="2026年度赣州市科技计划拟立项项目（第二批）公示")
    for publicity in (faulty, sound):
        workflow.submit(publicity, by=publicity.created_by)
        workflow.approve(publicity, by=head)
    Item.objects.filter(publicity=faulty).update(values=ROW | {"leader": "360702199001011234"})

    clock(2026, 9, 29, 0, 1)
    workflow.turn()

    assert list(Publicity.objects.public()) == [sound]
    faulty.refresh_from_db()
    assert faulty.status == PublicityStatus.APPROVED
