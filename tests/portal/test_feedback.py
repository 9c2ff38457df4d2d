"""A message gets a number and a day, is answered once, and names nobody in public."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.portal.models import Channel, Feedback
from bureau.portal.workflow import feedback as workflow
from bureau.workdays import workdays_after
from bureau.workflow import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unlimited():
    """The limits begin anew."""
    cache.delete_many(["portal:limit:feedback:127.0.0.1", "portal:limit:feedback-query:127.0.0.1"])


@pytest.fixture
def message(columns):
    return workflow.receive(
        Channel.objects.get(code="message"), token=uuid4(), subject="何时开始申报", body="请问何时开始？"
    )


def sent(**more):
    return {
        "token": str(uuid4()),
        "subject": "链接打不开",
        "body": "附件下载不了",
        "page_url": "https://kjj.example/a",
        **more,
    }


def test_a_message_is_received_with_a_number_and_its_day(columns, client):
    page = client.post("/feedback/mistake/", sent(mobile="13800001234", name="李老师"), follow=True).content.decode()

    stored = Feedback.objects.get()
    assert stored.receipt in page
    assert stored.due_on == workdays_after(timezone.localdate(stored.received_at), 3)
    assert "13800001234" not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile FROM portal_feedback")
        assert "13800001234" not in cursor.fetchone()[0]
    assert "13800001234" not in str(list(Entry.objects.about(stored).values_list("changes", flat=True)))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"subject": ""}, "这个字段是必填项"),
        ({"mobile": "12345"}, "手机号应为 11 位"),
        ({"page_url": "javascript:alert(1)"}, "网页地址要以"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(columns, client, wrong, words):
    response = client.post("/feedback/mistake/", sent(body="很长的内容", **wrong))

    text = response.content.decode()
    assert response.status_code == 422
    assert words in text or "必填" in text
    assert "很长的内容" in text
    assert not Feedback.objects.exists()


def test_a_second_click_is_the_same_message(columns, client):
    form = sent()

    addresses = {client.post("/feedback/mistake/", form)["Location"] for _ in range(2)}

    assert len(addresses) == Feedback.objects.count() == 1


def test_too_many_in_an_hour_are_put_off_without_losing_the_text(columns, client):
    for _ in range(10):
        client.post("/feedback/mistake/", sent())

    response = client.post("/feedback/mistake/", sent(body="第十一封"))

    assert Feedback.objects.count() == 10
    assert "太多了" in response.content.decode()
    assert "第十一封" in response.content.decode()


def test_the_number_alone_shows_the_answer(message, client, person):
    workflow.answer(message, by=person("web_editor"), text="三月开始，见通知。")

    assert "三月开始" in client.get(f"/feedback/query/?receipt={message.receipt.lower()} ").content.decode()
    other = client.get("/feedback/query/?receipt=20260101-AAAAA-BBBBB").content.decode()
    assert "没有这个受理编号" in other
    assert "三月开始" not in other
    assert client.get(f"/feedback/query/?receipt={message.receipt}")["Cache-Control"].count("no-store")


def test_an_answer_is_signed_said_once_and_by_who_may(message, person):
    with pytest.raises(PermissionDenied):
        workflow.answer(message, by=person("officer"), text="好")
    with pytest.raises(Refused, match="答复内容"):
        workflow.answer(message, by=person("web_editor"), text=" ")
    workflow.answer(message, by=person("web_editor"), text="三月开始。")
    with pytest.raises(Refused, match="已答复"):
        workflow.close(message, by=person("web_editor"), reason="重复")
    with pytest.raises(IntegrityError, match="portal_feedback_done_iff_answered"):
        Feedback.objects.filter(pk=message.pk).update(answer="")


def test_a_published_answer_names_nobody(message, client, person):
    editor = person("web_editor")
    with pytest.raises(Refused, match="手机号"):
        workflow.answer(message, by=editor, text="请致电13800001234", is_published=True)

    workflow.answer(message, by=editor, text="请看通知公告<script>alert(1)</script>", is_published=True)

    text = client.get("/feedback/").content.decode()
    assert "请看通知公告" in text
    assert "<script>alert" not in text


def test_what_is_not_published_is_not_shown(message, client, person):
    workflow.answer(message, by=person("web_editor"), text="只答复您本人。")

    assert "只答复您本人" not in client.get("/feedback/").content.decode()


def test_the_clock_runs_by_working_days_over_a_holiday(columns):
    evening = datetime(2025, 9, 26, 16, 30, tzinfo=UTC)  # In Shanghai it is Saturday already.
    with time_machine.travel(evening, tick=False):
        message = workflow.receive(Channel.objects.get(code="message"), token=uuid4(), subject="主题", body="内容")

    assert message.due_on == date(2025, 10, 10)  # 28, 29, 30 September, 9, 10 October.
    assert [Feedback.objects.overdue(date(2025, 10, day)).count() for day in (10, 11)] == [0, 1]


@pytest.mark.parametrize("field", ["subject", "body", "name", "page_url"])
def test_nothing_typed_runs_in_the_admin(field, columns, client, person):
    attack = "<script>alert(1)</script>"
    content = {"subject": "主题", "body": "内容", "name": "", "page_url": ""} | {field: attack[:30]}
    message = workflow.receive(Channel.objects.get(code="mistake"), token=uuid4(), **content)
    client.force_login(person("web_editor"))

    for page in ("change", "answer_page", "close_page"):
        text = client.get(f"/admin/portal/feedback/{message.pk}/{'change/' if page == 'change' else page.removesuffix('_page')}").content.decode()  # fmt: skip
        assert "<script>alert" not in text
