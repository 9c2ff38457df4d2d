"""Said once for one event, sent at most once on each way, at a decent hour, and every trouble is written down."""

import threading
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from bureau.accounts.models import User
from bureau.celery import app
from bureau.messaging import backends, delivering, workflow
from bureau.messaging.choices import Channel, DeliveryStatus
from bureau.messaging.models import Delivery, Message, Template
from bureau.messaging.quiet import may_go_at
from tests.messaging.conftest import VALUES

pytestmark = pytest.mark.django_db

SHANGHAI = timezone.get_default_timezone()


@pytest.fixture(autouse=True)
def awake(settings):
    settings.MESSAGE_QUIET_HOURS = None


@pytest.fixture
def own_queue():
    """Tasks of a test that commits go where nobody listens, not into a demonstration's queue."""
    before, app.conf.task_default_queue = app.conf.task_default_queue, "test-unheard"
    yield
    app.conf.task_default_queue = before


def say(to, key="a:1", **more):
    return workflow.send("test.returned", to=to, key=key, context=VALUES, **more)


def only(channel) -> Delivery:
    return Delivery.objects.get(channel=channel)


def test_one_event_is_said_once_however_often_it_is_told(kind, applicant):
    other = User.objects.create_user(username="other", email="o@example.com")

    assert say(applicant) == 1
    assert say([applicant, other]) == 1
    assert say([applicant, other]) == 0
    assert sorted(Message.objects.values_list("user__username", flat=True)) == ["applicant", "other"]
    assert Delivery.objects.count() == 4
    with pytest.raises(IntegrityError, match="messaging_message_once_for_an_event"):
        Message.objects.bulk_create([Message(kind=kind.code, key="a:1", user=applicant, batch="0" * 32)])


@pytest.mark.django_db(transaction=True)
def test_two_at_once_about_one_event_say_it_once(kind, applicant, own_queue):
    ready, counts = threading.Barrier(2), []

    def tell():
        ready.wait()
        try:
            counts.append(say(applicant))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 1]
    assert Delivery.objects.count() == 2


def test_what_is_said_inside_a_verb_that_fails_was_never_said(kind, applicant, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        say(applicant)

    assert len(callbacks) == 2
    with pytest.raises(ValueError, match="reason"):
        workflow.send(kind.code, to=applicant, key="x", context={"title": "", "unit": ""})
    with pytest.raises(ValueError, match="no address of this portal"):
        say(applicant, key="y", url="//evil.example/")


def test_personal_numbers_are_masked_before_they_are_kept(kind, applicant):
    workflow.send(
        kind.code, to=applicant, key="x",
        context=VALUES | {"reason": "身份证 360702199001011234 与手机１３９００００１２３４ 不符 {title}"},
    )  # fmt: skip

    body = Message.objects.get().body
    assert body.endswith("原因：身份证 360***********1234 与手机139****1234 不符 {title}")


def test_mail_carries_the_words_and_the_way(kind, applicant, settings):
    settings.SITE_URL = "https://kjj.example.gov.cn"
    say(applicant, url="/workspace/")

    delivering.deliver(only(Channel.EMAIL).pk)

    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["wang@example.com"], f"{settings.SITE_NAME}：《钨合金刀具涂层研究》被退回")
    ]
    assert "赣州甲有限公司：您提交的" in mail.outbox[0].body
    assert "https://kjj.example.gov.cn/workspace/" in mail.outbox[0].body
    sent = only(Channel.EMAIL)
    assert (sent.status, sent.tries, sent.address) == (DeliveryStatus.SENT, 1, "wan*********.com")


def test_a_title_with_a_line_break_adds_no_header(kind, applicant):
    workflow.send(kind.code, to=applicant, key="x", context=VALUES | {"title": "甲\nBcc: thief@example.com"})

    delivering.deliver(only(Channel.EMAIL).pk)

    assert mail.outbox[0].recipients() == ["wang@example.com"]
    assert "\n" not in mail.outbox[0].subject


def test_a_text_message_reaches_the_platform_once_though_the_task_is_told_again(kind, applicant, platform):
    say(applicant)
    pk = only(Channel.SMS).pk

    for _ in range(3):
        delivering.deliver(pk)

    assert [(path, body["mobile"], token) for path, body, token in platform.told] == [
        ("/sms", "13900001234", "Bearer token")
    ]
    assert platform.told[0][1]["content"].endswith("】《钨合金刀具涂层研究》被退回")
    assert only(Channel.SMS).address == "139****1234"


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_delivery_send_it_once(kind, applicant, platform, own_queue):
    say(applicant)
    pk, platform.hold = only(Channel.SMS).pk, threading.Event()

    def work():
        try:
            delivering.deliver(pk)
        finally:
            connections.close_all()

    first, second = threading.Thread(target=work), threading.Thread(target=work)
    first.start()
    second.start()
    second.join(1)
    platform.hold.set()
    first.join()
    second.join()

    assert len(platform.told) == 1
    assert only(Channel.SMS).status == DeliveryStatus.SENT


def test_a_refusal_is_tried_again_later_and_at_last_given_up(kind, applicant, platform):
    say(applicant)
    pk, platform.status, waits = only(Channel.SMS).pk, 503, []
    for _ in range(10):
        delivering.deliver(pk)
        delivery = only(Channel.SMS)
        if delivery.status != DeliveryStatus.WAITING:
            break
        waits.append(round((delivery.due_at - timezone.now()).total_seconds() / 60))
        delivering.deliver(pk)  # Not due: nothing goes out.
        Delivery.objects.filter(pk=pk).update(due_at=timezone.now())

    assert waits == [1, 5, 15, 60, 240]
    assert len(platform.told) == 6
    assert (delivery.status, delivery.tries) == (DeliveryStatus.GIVEN_UP, 6)
    assert "503" in delivery.error


@pytest.mark.parametrize(
    ("status", "answer", "becomes"),
    [
        (200, {"code": 0}, DeliveryStatus.SENT),
        (200, {"code": 17, "message": "余额不足"}, DeliveryStatus.WAITING),
        (429, {}, DeliveryStatus.WAITING),
        (400, {}, DeliveryStatus.SKIPPED),
    ],
)
def test_what_the_platform_answers_decides(status, answer, becomes, kind, applicant, platform):
    say(applicant)
    platform.status, platform.answer = status, answer

    delivering.deliver(only(Channel.SMS).pk)

    assert only(Channel.SMS).status == becomes


def test_a_platform_that_cannot_be_reached_is_tried_again(kind, applicant, platform):
    say(applicant)
    pk = only(Channel.SMS).pk
    platform.close()
    delivering.deliver(pk)
    assert only(Channel.SMS).status == DeliveryStatus.WAITING
    assert "连接不上" in only(Channel.SMS).error


def test_silence_is_called_uncertain_and_nobody_tries_again(kind, applicant, platform, settings):
    settings.PLATFORM_SECONDS = 0.2
    say(applicant)
    pk, platform.hold = only(Channel.SMS).pk, threading.Event()

    delivering.deliver(pk)
    platform.hold.set()
    delivering.deliver(pk)

    assert only(Channel.SMS).status == DeliveryStatus.UNCERTAIN
    assert len(platform.told) == 1


def test_what_a_dead_worker_left_is_named_and_not_sent_again(kind, applicant, platform):
    say(applicant)
    pk = only(Channel.SMS).pk
    Delivery.objects.filter(pk=pk).update(
        status=DeliveryStatus.SENDING, started_at=timezone.now() - timedelta(minutes=6), tries=1
    )

    delivering.deliver(pk)
    assert delivering.note_lost(timezone.now()) == 1
    delivering.deliver(pk)

    assert platform.told == []
    assert only(Channel.SMS).status == DeliveryStatus.UNCERTAIN


def test_the_robot_is_told_for_staff_alone_and_only_the_title(kind, applicant, person, platform):
    clerk = person("officer")
    clerk.mobile = "13800005678"
    clerk.save()
    Template.objects.create(
        kind=kind.code,
        title=kind.title,
        body=kind.body,
        channels=["wecom"],
        changed_by=clerk,
        changed_at=timezone.now(),
    )
    say([applicant, clerk])

    delivering.deliver(only(Channel.WECOM).pk)

    ((path, body, _token),) = platform.told
    assert (path, body["text"]["mentioned_mobile_list"]) == ("/robot", ["13800005678"])
    assert body["text"]["content"] == "经办人：《钨合金刀具涂层研究》被退回（请登录门户查看）"


@pytest.mark.parametrize(
    ("at", "urgent", "goes"),
    [
        ((2026, 5, 6, 21, 59), False, (2026, 5, 6, 21, 59)),
        ((2026, 5, 6, 22, 0), False, (2026, 5, 7, 7, 0)),
        ((2026, 5, 7, 3, 30), False, (2026, 5, 7, 7, 0)),
        ((2026, 5, 7, 7, 0), False, (2026, 5, 7, 7, 0)),
        ((2026, 12, 31, 23, 0), False, (2027, 1, 1, 7, 0)),
        ((2026, 5, 6, 23, 0), True, (2026, 5, 6, 23, 0)),
    ],
)
def test_nobody_is_woken_unless_it_is_urgent(at, urgent, goes, settings):
    settings.MESSAGE_QUIET_HOURS = (time(22), time(7))

    assert may_go_at(datetime(*at, tzinfo=SHANGHAI), is_urgent=urgent) == datetime(*goes, tzinfo=SHANGHAI)


def test_a_message_of_the_night_waits_in_the_log_and_not_in_the_inbox(kind, applicant, settings, platform):
    now = timezone.localtime()
    settings.MESSAGE_QUIET_HOURS = ((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    say(applicant)
    delivery = only(Channel.SMS)

    delivering.deliver(delivery.pk)
    Delivery.objects.update(due_at=timezone.now())  # A retry that falls into the night waits as well.
    delivering.deliver(delivery.pk)

    assert Message.objects.unread().count() == 1
    assert platform.told == []
    assert only(Channel.SMS).due_at > timezone.now()
    assert delivering.due_ids(timezone.now()) == [only(Channel.EMAIL).pk]


def test_the_database_refuses_sent_without_a_time(kind, applicant):
    say(applicant)

    with pytest.raises(IntegrityError, match="messaging_delivery_sent_iff_dated"):
        Delivery.objects.filter(channel="sms").update(status=DeliveryStatus.SENT)


def test_a_code_is_sent_at_once_at_any_hour(platform, settings):
    settings.MESSAGE_QUIET_HOURS = (time(0), time(23, 59))

    backends.send_sms("13900001234", "验证码 123456，10 分钟内有效。")

    assert platform.told[0][1]["content"].endswith("】验证码 123456，10 分钟内有效。")


def test_a_way_that_is_off_says_so(settings):
    settings.SMS_BACKEND = "off"

    with pytest.raises(backends.Unsendable, match="没有开通"):
        backends.send_sms("13900001234", "x")


def test_the_console_shows_the_text_and_masks_the_number(settings, capsys):
    settings.SMS_BACKEND = "console"

    backends.send_sms("13900001234", "验证码 123456")

    assert capsys.readouterr().out == f"[短信] 139****1234 【{settings.SMS_SIGN}】验证码 123456\n"
    assert connection.vendor == "postgresql"


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_down_stops_no_verb(kind, applicant):
    pools = app._pool, app.amqp._producer_pool
    before, app.conf.broker_url = app.conf.broker_url, "redis://127.0.0.1:1/0"
    retried, app.conf.task_publish_retry = app.conf.task_publish_retry, False
    app._pool = app.amqp._producer_pool = None
    try:
        assert say(applicant) == 1
    finally:
        app.conf.broker_url, app.conf.task_publish_retry = before, retried
        app._pool, app.amqp._producer_pool = pools

    assert len(delivering.due_ids(timezone.now())) == 2
