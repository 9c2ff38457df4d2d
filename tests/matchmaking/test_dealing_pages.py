"""The pages of a talk: its two sides' alone, and what is typed arrives or stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.todos import todos_of
from matchmaking.choices import DealStatus, InterestStatus
from matchmaking.models import Deal, Demand, Interest, Mandate, Meeting, Remark
from matchmaking.workflow import dealing, mandates
from matchmaking.workflow import profiles as workflow

from .conftest import QUESTIONS, complete, drafted_deal, paper
from .doors import DEALING_DOORS

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def page(name, *numbers) -> str:
    """The address of a page."""
    return reverse(f"matchmaking:{name}", args=numbers)


def arguments(name, interest, meeting, remark, mandate) -> list:
    """What the address names."""
    if name == "matchmaking:interest-new":
        return ["achievement", interest.achievement_id]
    if name == "matchmaking:mandate-end":
        return [mandate.pk]
    if name.endswith("-list"):
        return []
    more = {"matchmaking:remark-file": remark.pk}.get(name) or (meeting.pk if ":meeting" in name else None)
    return [interest.pk, *([more] if more else [])]


@pytest.mark.parametrize("name", DEALING_DOORS)
def test_a_page_opens_to_the_two_sides_alone(name, agreed, manager, person, client):
    interest, asking, answering = agreed()
    drafted_deal(interest, asking)
    client.force_login(asking)
    client.post(page("interest-act", interest.pk), {"verb": "say", "text": "样品单", "file": paper("样品.pdf")})
    tomorrow = f"{TODAY + timedelta(days=1):%Y-%m-%d}"
    typed = {"verb": "propose", "day": tomorrow, "time": "09:30", "minutes": "30", "place": "线上会议"}
    client.post(page("interest-act", interest.pk), typed)
    mandate = mandates.grant(interest.asker, manager()[0], by=asking)
    url = reverse(name, args=arguments(name, interest, Meeting.objects.get(), Remark.objects.get(), mandate))
    method = DEALING_DOORS[name]
    posted = {"verb": "agree"} if "interest-act" in name else {"verb": "confirm"}
    client.logout()

    knock = getattr(client, method)
    assert "/login/" in knock(url, posted)["Location"]
    whole = name.endswith(("-list", "interest-new"))
    for stranger in (manager()[1], person("officer"), User.objects.create_user("x")):
        client.force_login(stranger)
        seen = 200 if stranger.is_staff and name == "matchmaking:deal-file" else 404
        assert knock(url, posted).status_code == (200 if whole else seen)
    client.force_login(asking if name == "matchmaking:mandate-end" else answering)
    assert knock(url, posted).status_code == (302 if method == "post" and not name.endswith("contact") else 200)


def test_three_questions_are_asked_and_answered_on_pages(public, client):
    achievement, answering, _officer = public()
    demand, asking, _officer = public(Demand, title="钕铁硼永磁高温退磁难题")
    client.force_login(asking)
    ask = page("interest-new", "achievement", achievement.pk)
    typed = {"own": str(demand.pk), **QUESTIONS}
    refused = client.post(ask, typed | {"unclear": ""})
    assert "联合开发" in refused.content.decode()
    assert not Interest.objects.exists()

    client.post(ask, typed)

    interest = Interest.objects.get()
    assert (interest.unclear, interest.asked_by) == (QUESTIONS["unclear"], asking)
    text = client.get(page("interest-detail", interest.pk)).content.decode()
    assert "撤回意向" in text
    assert "查看联系人和电话" not in text
    client.force_login(answering)
    (todo,) = [one for one in todos_of(answering) if "对接意向" in one.text]
    assert (todo.due_on, todo.url) == (interest.due_on, page("interest-detail", interest.pk))
    assert interest.demand.title in client.get(page("interest-list")).content.decode()
    client.post(page("interest-act", interest.pk), {"verb": "accept"})
    interest.refresh_from_db()
    assert interest.status == InterestStatus.ACCEPTED


def test_any_of_several_profiles_of_ones_own_may_be_asked_for(public, client):
    achievement, _answering, officer = public()
    first, asking, _officer = public(Demand)
    second = workflow.begin(Demand, first.organisation, by=asking, **complete(Demand, title="另一项需求"))
    workflow.submit(second, by=asking)
    workflow.publish(second, by=officer)
    client.force_login(asking)

    for own in (first, second):
        client.post(page("interest-new", "achievement", achievement.pk), QUESTIONS | {"own": own.pk})

    assert set(Interest.objects.values_list("demand", flat=True)) == {first.pk, second.pk}


def test_without_a_public_profile_of_ones_own_one_is_led_to_write_it(public, manager, client):
    achievement, _owner, _officer = public()
    client.force_login(manager()[1])

    text = client.get(page("interest-new", "achievement", achievement.pk)).content.decode()

    assert page("demand-new") in text
    assert "<textarea" not in text


def test_contact_data_stands_on_no_page_but_the_answer_to_the_click(talking, client):
    interest, asking, _answering = talking()
    client.force_login(asking)
    assert "13900001234" not in client.get(page("interest-detail", interest.pk)).content.decode()

    shown = client.post(page("interest-contact", interest.pk))

    assert "13900001234" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert client.get(page("interest-contact", interest.pk)).status_code == 405
    assert "查看了成果方的联系方式" in client.get(page("interest-detail", interest.pk)).content.decode()


def test_what_is_refused_keeps_what_was_typed(agreed, client):
    interest, asking, _answering = agreed()
    client.force_login(asking)
    typed = {"verb": "draft", "kind": "development", "title": "永磁电机联合开发协议", "amount": "80"}

    text = client.post(page("interest-act", interest.pk), typed).content.decode()

    assert "永磁电机联合开发协议" in text
    assert not Deal.objects.exists()
    bad = paper("协议.pdf")
    bad.file.truncate(0)
    client.post(page("interest-act", interest.pk), typed | {"file": bad})
    assert not Deal.objects.exists()


def test_a_deal_goes_its_way_on_pages_and_its_file_comes_back(agreed, client):
    interest, asking, answering = agreed()
    act = page("interest-act", interest.pk)
    client.force_login(asking)
    typed = {"kind": "development", "title": "联合开发协议", "amount": "80", "file": paper()}
    client.post(act, {"verb": "draft", **typed})
    assert Deal.objects.get().amount == 800_000
    client.force_login(answering)
    client.post(act, {"verb": "agree"})
    client.post(act, {"verb": "sign", "signed_on": f"{TODAY:%Y-%m-%d}"})

    deal = Deal.objects.get()
    assert (deal.status, deal.signed_on) == (DealStatus.SIGNED, TODAY)
    response = client.get(page("deal-file", interest.pk))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert "已签约" in client.get(page("interest-list")).content.decode()
    assert client.post(act, {"verb": "nonsense"}).status_code == 404


def test_a_private_note_and_its_file_are_ones_own(talking, client):
    interest, asking, answering = talking()
    client.force_login(asking)
    typed = {"verb": "say", "text": "底价二十万", "file": paper("底价.pdf"), "is_private": "on"}
    client.post(page("interest-act", interest.pk), typed)
    remark = Remark.objects.get()
    assert client.get(page("remark-file", interest.pk, remark.pk)).status_code == 200

    client.force_login(answering)

    assert client.get(page("remark-file", interest.pk, remark.pk)).status_code == 404
    assert "底价" not in client.get(page("interest-detail", interest.pk)).content.decode()


@pytest.mark.parametrize("tab", ["received", "sent"])
def test_the_list_costs_the_same_at_any_length(tab, public, client):
    achievement, answering, _officer = public()
    demand, asking, _officer = public(Demand)
    dealing.ask(demand, achievement, by=asking, **QUESTIONS)
    client.force_login(answering if tab == "received" else asking)
    client.get(page("interest-list"), {"tab": tab})
    with CaptureQueriesContext(connection) as one:
        client.get(page("interest-list"), {"tab": tab})
    values = Interest.objects.values(
        "side", "asker", "answerer", "cooperation_sought", "unclear", "introduction", "asked_by", "asked_at", "due_on"
    ).get()
    for _ in range(2):
        more, _owner, _officer = public(title="再一项")
        Interest.objects.create(
            achievement=more, demand=demand, **{f"{k}_id" if k in {"asker", "answerer", "asked_by"} else k: v for k, v in values.items()}
        )  # fmt: skip

    with CaptureQueriesContext(connection) as three:
        rows = client.get(page("interest-list"), {"tab": tab}).context["page"]

    assert len(rows) == 3
    assert len(three) == len(one) <= 12


def test_a_talk_costs_the_same_at_any_length(talking, client):
    interest, asking, _answering = talking()
    client.force_login(asking)
    act, detail = page("interest-act", interest.pk), page("interest-detail", interest.pk)
    counts = []
    for more in (1, 2):
        for number in range(more):
            client.post(act, {"verb": "say", "text": f"第{number}句"})
        client.get(detail)
        with CaptureQueriesContext(connection) as used:
            client.get(detail)
        counts.append(len(used))

    assert counts[0] == counts[1] <= 20


def test_a_broker_is_chosen_by_its_code(manager, client):
    organisation, owner = manager()
    agency, broker = manager("赣州技术转移中心")
    client.force_login(owner)

    client.post(page("mandate-list"), {"credit_code": "91360702XXXXXXXXXX"})
    assert not Mandate.objects.exists()
    client.post(page("mandate-list"), {"credit_code": agency.credit_code.lower()})

    mandate = Mandate.objects.get()
    assert (mandate.client, mandate.broker) == (organisation, agency)
    client.force_login(broker)
    assert organisation.name in client.get(page("mandate-list")).content.decode()
    client.force_login(owner)
    client.post(page("mandate-end", mandate.pk))
    mandate.refresh_from_db()
    assert mandate.ended_by == owner
