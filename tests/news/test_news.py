"""What is pushed by tag: gathered once, told to those who take the tag, read, left with one press."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Membership
from bureau.messaging.models import Message
from bureau.news import workflow
from bureau.news.models import Item, Reading
from bureau.news.receipts import firms_told, persons_of
from bureau.portal.workflow import articles
from enterprises.models import Enterprise
from matchmaking.models import Achievement
from projects.models import Call
from tests.portal.conftest import carry
from tests.projects.conftest import drafted, published, tree  # noqa: F401 A call that is open.

pytestmark = pytest.mark.django_db


@pytest.fixture
def taker(firm):
    """A firm's person who takes tags: ``taker("funds")``."""

    def make(*tags):
        _data, owner = firm()
        workflow.choose(by=owner, tags=tags)
        return owner

    return make


def told(user):
    return list(Message.objects.filter(user=user, kind=Item.MESSAGE).order_by("pk").values_list("title", flat=True))


def test_an_article_with_a_tag_reaches_who_takes_it_once(make, taker):
    money, people, nobody = taker("funds"), taker("talent", "results"), taker()
    make("奖补办法", upto="published", tags=["funds", "technology"])
    make("无标签", upto="published")
    assert (workflow.gather(), workflow.gather()) == (1, 0)

    assert told(money) == ["政策与通知：奖补办法"]
    assert told(people) == told(nobody) == []


def test_a_draft_is_no_news_and_a_withdrawn_article_is_taken_back(make, taker, hands):
    owner = taker("funds")
    make("草稿", tags=["funds"])
    article = make("撤下的", upto="published", tags=["funds"])
    workflow.gather()
    articles.withdraw(article, by=hands["second"], reason="有误")
    workflow.gather()

    assert told(owner) == ["政策与通知：撤下的"]
    assert list(Item.objects.visible_to(owner)) == []


def test_an_old_article_and_a_new_edition_are_not_pushed_again(make, taker, hands):
    owner = taker("funds")
    article = make("办法", upto="published", tags=["funds"])
    workflow.gather()
    fresh = articles.revise(article, by=hands["writer"])
    carry(fresh, hands, "published")
    old = make("旧文", upto="published", tags=["funds"])
    type(old).objects.filter(pk=old.pk).update(released_at=timezone.now() - timedelta(days=61))

    assert workflow.gather() == 0
    assert told(owner) == ["政策与通知：办法"]


def test_a_call_is_news_and_its_end_is_told_a_week_before(published, taker):  # noqa: F811
    call, owner = published(), taker("funds")
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() + timedelta(days=8))
    workflow.gather()
    assert [title.partition("：")[0] for title in told(owner)] == ["申报批次"]
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() + timedelta(days=6))
    workflow.gather()

    assert [title.partition("：")[0] for title in told(owner)] == ["申报批次", "截止提醒"]


def test_leaving_a_tag_with_one_press_stops_it_and_no_other(make, taker, client):
    owner = taker("funds", "talent")
    make("资金一", upto="published", tags=["funds"])
    workflow.gather()
    item = Item.objects.get()
    client.force_login(owner)
    client.post(reverse("news:item-leave", args=[item.pk, "funds"]))
    make("资金二", upto="published", tags=["funds"])
    make("人才一", upto="published", tags=["talent"])
    workflow.gather()

    assert told(owner) == ["政策与通知：资金一", "政策与通知：人才一"]


def test_the_link_of_a_message_stops_its_tags_without_signing_in(make, taker):
    owner = taker("funds")
    make("资金一", upto="published", tags=["funds"])
    workflow.gather()
    address = Message.objects.get(kind=Item.MESSAGE).leave_url
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.get(address).status_code == 200
    assert owner.news_subscriptions.count() == 1  # A mail scanner looked; nothing changed.
    assert "已退订" in stranger.post(address).content.decode()
    assert owner.news_subscriptions.count() == 0
    assert stranger.post(address[:-3] + "xx/").status_code == 404


def test_who_opens_an_item_is_known_by_firm(make, taker, person, client):
    reader, other = taker("funds"), taker("funds")
    make("奖补办法", upto="published", tags=["funds"])
    workflow.gather()
    item = Item.objects.get()
    client.force_login(reader)
    message = Message.objects.get(kind=Item.MESSAGE, user=reader)
    client.get(reverse("messaging:message-open", args=[message.pk]), follow=True)
    client.get(reverse("news:item", args=[item.pk]))
    message.refresh_from_db()

    assert message.read_at is not None
    assert Reading.objects.count() == 1
    firms = {firm.memberships.get().user: (firm.read, firm.told) for firm in firms_told(item)}
    assert firms == {reader: (1, 1), other: (0, 1)}
    assert [firm.memberships.get().user for firm in firms_told(item, only_unread=True)] == [other]
    (post,) = persons_of(item, [firms_told(item).last().pk]).popitem()[1]
    assert (post.user, post.read_at is not None) == (reader, True)

    client.force_login(person("officer"))
    text = client.get(reverse("admin:news_item_receipts", args=[item.pk])).content.decode()
    assert text.count("已读</span>") == text.count("未读</span>") == 1
    assert Reading.objects.count() == 1  # An officer's look is no receipt.


def test_somebody_who_left_the_firm_is_not_counted_for_it(make, taker):
    gone = taker("funds")
    make("奖补办法", upto="published", tags=["funds"])
    workflow.gather()
    Membership.objects.filter(user=gone).update(ended_at=timezone.now(), ended_by=gone)

    assert list(firms_told(Item.objects.get())) == []


def test_achievements_are_of_the_firms_own_field(taker, client):
    owner = taker("results")
    Enterprise.objects.update(technology_field="40103")
    for number, field in enumerate(["新材料", "电子信息"]):
        Achievement.objects.create(
            number=f"A{number}", title=f"成果{field}", organisation_name="江西理工大学", technology_field=field,
            collected_on="2026-01-05", contact_person="张三丰", contact_phone="13900001234",
            changed_at=timezone.now(),
        )  # fmt: skip
    client.force_login(owner)
    text = client.get(reverse("news:feed")).content.decode()

    assert "成果新材料" in text
    assert "成果电子信息" not in text
    assert "13900001234" not in text


def test_the_feed_shows_what_one_takes(make, taker, client):
    owner = taker("talent")
    make("资金一", upto="published", tags=["funds"])
    make("人才一", upto="published", tags=["talent"])
    workflow.gather()
    client.force_login(owner)
    text = client.get(reverse("news:feed")).content.decode()

    assert "人才一" in text
    assert "资金一" not in text


def test_the_pages_cost_the_same_at_any_length(make, taker, person, client):
    used = []
    for more in (1, 2):
        for _ in range(more):
            owner = taker("funds", "results")
            make(f"资金{more}{_}", upto="published", tags=["funds"])
        workflow.gather()
        item = Item.objects.order_by("pk").first()
        pages = {
            reverse("news:feed"): owner,
            reverse("admin:news_item_changelist"): person("officer"),
            reverse("admin:news_item_receipts", args=[item.pk]): person("officer"),
        }
        for address, reader in pages.items():
            client.force_login(reader)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            used.append(len(queries))

    assert used[:3] == used[3:]
    assert max(used) <= 15
