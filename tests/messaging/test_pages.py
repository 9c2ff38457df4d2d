"""The inbox is a person's own, costs the same at any length, and says nothing that a browser would run."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.messaging import workflow
from bureau.messaging.choices import Channel, DeliveryStatus
from bureau.messaging.models import Delivery, Message, Template
from bureau.workflow import Refused
from tests.messaging.conftest import VALUES

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def say(to, key="a:1", **more):
    return workflow.send("test.returned", to=to, key=key, context=VALUES, **more)


@pytest.mark.parametrize("unread", ["", "?unread=1"])
def test_the_inbox_costs_the_same_at_one_message_and_at_three(unread, kind, applicant, client):
    client.force_login(applicant)
    used = []
    for keys in ("a", "bc"):
        for key in keys:
            say(applicant, key)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("messaging:inbox") + unread)
        used.append(len(queries))

    assert len(response.context["page"]) == 3
    assert used[0] == used[1] <= 8


def test_opening_reads_it_and_goes_to_its_page(kind, applicant, client):
    say(applicant, "a", url="/statistics/")
    say(applicant, "b")
    client.force_login(applicant)
    with_page, without = Message.objects.order_by("pk")

    assert client.get(reverse("messaging:message-open", args=[with_page.pk]))["Location"] == "/statistics/"
    assert "缺少查新报告" in client.get(reverse("messaging:message-open", args=[without.pk])).text
    assert Message.objects.unread().count() == 0


def test_another_person_s_message_is_not_there(kind, applicant, client):
    other = User.objects.create_user(username="other")
    say(applicant)
    message = Message.objects.get()
    client.force_login(other)

    assert client.get(reverse("messaging:message-open", args=[message.pk])).status_code == 404
    client.post(reverse("messaging:message-read-all"))
    assert Message.objects.unread().count() == 1


def test_all_are_read_at_once(kind, applicant, client):
    say(applicant, "a")
    say(applicant, "b")
    client.force_login(applicant)

    client.post(reverse("messaging:message-read-all"))

    assert Message.objects.unread().count() == 0


def test_an_inbox_holds_one_s_own_alone(kind, applicant, client):
    say(applicant)
    stranger = User.objects.create_user("stranger")
    client.force_login(stranger)
    assert list(client.get(reverse("messaging:inbox")).context["page"]) == []
    client.force_login(applicant)
    assert list(client.get(reverse("messaging:inbox")).context["page"]) == [Message.objects.get()]


def test_what_was_said_is_text_and_never_markup(kind, applicant, client):
    workflow.send(kind.code, to=applicant, key="x", context=VALUES | {"reason": SCRIPT, "title": SCRIPT})
    client.force_login(applicant)

    pages = [
        client.get(reverse("messaging:inbox")).text,
        client.get(reverse("messaging:message-open", args=[Message.objects.get().pk])).text,
    ]

    assert all(SCRIPT not in page and "&lt;script&gt;" in page for page in pages)


def test_a_person_chooses_the_ways_of_a_kind(kind, applicant, client):
    client.force_login(applicant)
    page = reverse("messaging:preferences")
    assert client.get(page).context["form"]["test.returned"].initial == ["email", "sms"]

    client.post(page, {"test.returned": ["sms"]})
    say(applicant)

    assert list(Delivery.objects.values_list("channel", flat=True)) == [Channel.SMS]
    assert client.get(page).context["form"]["test.returned"].initial == ["sms"]


def test_what_may_not_be_switched_off_stays_on(kind, applicant, client):
    object.__setattr__(kind, "may_switch_off", False)
    client.force_login(applicant)

    client.post(reverse("messaging:preferences"), {})
    say(applicant)

    assert Delivery.objects.count() == 2


def test_staff_rewrite_the_words_and_a_wrong_placeholder_is_named(kind, applicant, person, client):
    office = person("report_office")
    client.force_login(office)
    page = reverse("admin:messaging_rewrite", args=[kind.code])
    wrong = {"title": "{titel}退回", "body": "{reason.__class__}", "brief": "", "channels": ["sms"], "save": "1"}

    faults = client.post(page, wrong).context["form"].errors
    assert "“{titel}”不是这类消息的占位符" in faults["title"][0]
    assert "“{reason.__class__}”不是" in faults["body"][0]
    assert Template.objects.count() == 0
    with pytest.raises(Refused, match="大括号没有成对"):
        workflow.rewrite(kind, by=office, title="{title", body="x", brief="", channels=[])

    right = wrong | {"title": "请修改《{title}》", "body": "{reason}，请在三日内修改。"}
    seen = client.post(page, {k: v for k, v in right.items() if k != "save"} | {"preview": "1"})
    assert seen.context["preview"]["title"] == "请修改《钨合金刀具涂层研究》"
    assert Template.objects.count() == 0
    client.post(page, right)
    say(applicant)
    assert Message.objects.get().title == "请修改《钨合金刀具涂层研究》"
    assert Entry.objects.about(Template.objects.get()).get().actor == office

    client.post(reverse("admin:messaging_restore_default", args=[kind.code]))
    say(applicant, "b")
    assert Message.objects.latest("pk").title == "《钨合金刀具涂层研究》被退回"


def test_only_what_was_not_sent_is_sent_again_and_a_reason_is_kept(kind, applicant, person, client):
    say(applicant)
    sent = Delivery.objects.get(channel="email")
    lost = Delivery.objects.get(channel="sms")
    Delivery.objects.filter(pk=lost.pk).update(status=DeliveryStatus.GIVEN_UP, tries=6, error="503")
    keeper = person("system_admin")
    client.force_login(keeper)

    client.post(reverse("admin:messaging_delivery_resend_page", args=[lost.pk]), {"reason": "平台已恢复"})
    with pytest.raises(Refused, match="不能重新发送"):
        workflow.resend(sent, by=keeper, reason="再发")
    with pytest.raises(Refused, match="理由"):
        workflow.resend(lost, by=keeper, reason=" ")

    lost.refresh_from_db()
    assert (lost.status, lost.tries) == (DeliveryStatus.WAITING, 0)
    assert Entry.objects.about(lost).get().reason == "平台已恢复"


def test_the_admin_shows_how_many_wait(kind, person, client):
    clerk = person("officer")
    say(clerk)
    client.force_login(clerk)

    assert "我的消息" in client.get(reverse("admin:index")).text
    page = client.get(reverse("messaging:inbox")).text
    assert '<span class="count">1<span class="visually-hidden">条未读</span></span>' in page


def test_the_keeper_of_sending_hears_once_a_day_what_did_not_arrive(kind, applicant, person):
    keeper = person("system_admin")
    person("officer")
    say(applicant)
    Delivery.objects.update(status=DeliveryStatus.UNCERTAIN, started_at=timezone.now())

    workflow.tell_of_failures()
    workflow.tell_of_failures()

    assert [(m.user, m.title) for m in Message.objects.filter(kind="messaging.failed")] == [
        (keeper, "2 条消息没有送达")
    ]


def test_several_are_sent_again_after_a_page_that_says_which(kind, applicant, person, client):
    for key in "abc":
        say(applicant, key)
    lost = Delivery.objects.filter(channel="sms")
    lost.update(status=DeliveryStatus.GIVEN_UP, tries=6, error="503")
    Delivery.objects.filter(channel="email").update(
        status=DeliveryStatus.SENT, started_at=timezone.now(), sent_at=timezone.now()
    )
    client.force_login(person("system_admin"))
    page = reverse("admin:messaging_delivery_changelist")
    chosen = {"action": "resend_selected", "_selected_action": list(Delivery.objects.values_list("pk", flat=True))}

    asked = client.post(page, chosen)
    assert (len(asked.context["taken"]), len(asked.context["skipped"])) == (3, 3)
    client.post(page, chosen | {"confirmed": "1", "reason": ""})
    assert lost.filter(status=DeliveryStatus.GIVEN_UP).count() == 3
    client.post(page, chosen | {"confirmed": "1", "reason": "短信网关已恢复"})

    assert lost.filter(status=DeliveryStatus.WAITING).count() == 3
    assert Delivery.objects.filter(status=DeliveryStatus.SENT).count() == 3
    assert Entry.objects.filter(verb="resend", reason="短信网关已恢复").count() == 3


def test_settings_are_one_table_and_say_what_stays_on(kind, applicant, client):
    object.__setattr__(kind, "may_switch_off", False)
    client.force_login(applicant)

    page = client.get(reverse("messaging:preferences")).text

    assert page.count("<table") == 1
    row = page.partition(f'<th scope="row">{kind.name}')[2].partition("</tr>")[0]
    assert "不能关闭" in row.partition("</th>")[0]
    assert row.count("disabled") == row.count('type="checkbox"') == 2
    for way in ("电子邮件", "短信"):
        assert f"{kind.name}：{way}" in row
