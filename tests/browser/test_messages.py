"""A message by all ways: words from the office, sent by a real worker, to a real platform, a mailbox and the inbox."""

import os
import signal
import threading
import time

import psutil
import pytest
from playwright.sync_api import expect

from bureau.messaging.choices import DeliveryStatus
from bureau.messaging.models import Delivery
from bureau.messaging.workflow import send
from bureau.publicity import workflow
from tests.browser.waiting import until
from tests.messaging.conftest import Platform
from tests.publicity.conftest import COLUMNS, ROW, WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORKED = 60  # Seconds for what a worker does.


@pytest.fixture
def outside(monkeypatch, tmp_path):
    """Where the worker's messages go: a platform on the loopback and a folder of letters."""
    platform = Platform()
    letters = tmp_path / "letters"
    for name, value in {
        "SMS_BACKEND": "http", "SMS_URL": f"{platform.url}/sms", "WECOM_BACKEND": "http",
        "WECOM_WEBHOOK_URL": f"{platform.url}/robot", "EMAIL_URL": f"filemail:///{letters}", "MESSAGE_QUIET_HOURS": "",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    yield platform, letters
    platform.close()


def test_a_message_goes_by_all_ways_and_is_read(outside, settings, worker, sign_in, live_server, people):
    settings.MESSAGE_QUIET_HOURS = None
    platform, letters = outside
    leader = people["leader"]
    leader.email, leader.mobile = "leader@example.com", "13800005678"
    leader.save()
    office = sign_in("report_office")
    office.goto(f"{live_server.url}/admin/messaging/template/kind/publicity.submitted/")
    office.fill("[name=title]", "请批准《{title}》")
    for way in ("email", "sms", "wecom"):
        office.check(f"[name=channels][value={way}]")
    office.click("button[name=preview]")
    expect(office.locator("#preview").first).to_contain_text("请批准《2026年度科技计划拟立项项目公示》")
    office.click("button[name=save]")
    office.wait_for_selector("text=已改写")

    publicity = workflow.draft(by=people["officer"], columns=COLUMNS, rows=[ROW], **WORDS)
    workflow.submit(publicity, by=people["officer"])
    mine = Delivery.objects.filter(message__user=leader)
    until(lambda: mine.filter(status=DeliveryStatus.SENT).count() == 3, seconds=WORKED)

    told = {path: body for path, body, _token in platform.told if "13800005678" in str(body)}
    assert told["/sms"]["content"].endswith(f"请批准《{WORDS['title']}》")
    assert told["/robot"]["text"]["mentioned_mobile_list"] == ["13800005678"]
    assert [
        path.read_text().count("leader@example.com")
        for path in letters.iterdir()
        if "leader@example.com" in path.read_text()
    ] == [1]
    page = sign_in("leader")
    page.click("text=我的消息")
    page.click("main a.unread")
    page.wait_for_url("**/admin/publicity/publicity/*/change/")
    page.goto(f"{live_server.url}/workspace/messages/?unread=1")
    expect(page.locator("main").first).to_contain_text("没有未读消息")


def test_a_worker_killed_in_the_act_sends_nothing_twice(outside, settings, worker, people):
    settings.MESSAGE_QUIET_HOURS = None
    platform, _letters = outside
    platform.hold = threading.Event()
    clerk = people["supervision"]
    clerk.mobile = "13800005678"
    clerk.save()
    context = {"title": "公示", "number": "YY1", "due": "明天"}
    send("publicity.objection_received", to=clerk, key="1", context=context)

    until(lambda: platform.told, seconds=WORKED)
    for child in psutil.Process(worker.pid).children(recursive=True):
        os.kill(child.pid, signal.SIGKILL)
    platform.hold.set()
    send("publicity.objection_received", to=clerk, key="2", context=context)
    until(lambda: Delivery.objects.filter(status=DeliveryStatus.SENT).count() == 1, seconds=WORKED)
    time.sleep(2)

    assert len(platform.told) == 2
    first, second = Delivery.objects.order_by("pk")
    assert (first.status, first.tries, second.status) == (DeliveryStatus.SENDING, 1, DeliveryStatus.SENT)
