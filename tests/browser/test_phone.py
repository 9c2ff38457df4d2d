"""On the phone: tags taken, a policy pushed, read, its receipt seen, a tag left; and a page where there is no network."""

import pytest
from playwright.sync_api import expect

from bureau.messaging.models import Message
from bureau.news import workflow
from bureau.news.models import Item
from bureau.portal.models import Article
from bureau.portal.workflow import articles
from tests.browser.waiting import becomes
from tests.enterprises.conftest import firm, member, somebody, unit  # noqa: F401 Fixtures.
from tests.portal.conftest import carry, columns  # noqa: F401 The site's columns.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hands(people):
    """The four who carry an article."""
    return {
        "writer": people["information_officer"],
        "first": people["section_head"],
        "second": people["web_editor"],
        "last": people["leader"],
    }


def publish(columns, hands, title):  # noqa: F811
    """A policy with the tag 资金, carried through its three readers."""
    article = articles.draft(columns["notices"], by=hands["writer"], title=title)
    articles.write(article, by=hands["writer"], body="<p>奖补研发投入。</p>", tags=["funds"])
    carry(article, hands, "published")
    workflow.gather()  # As the timer does every minute.


def test_a_policy_is_pushed_read_and_receipted(open_as, sign_in, live_server, firm, columns, hands):  # noqa: F811
    _data, owner = firm("赣州稀土新材料有限公司")
    phone = open_as(owner, width=360, height=740)
    phone.goto(f"{live_server.url}/workspace/news/")
    phone.click("text=选择标签")
    phone.check("[name=tags][value=funds]")
    phone.check("[name=tags][value=talent]")
    phone.click("button:has-text('保存')")
    expect(phone.locator("main")).to_contain_text("还没有新信息")

    publish(columns, hands, "企业研发投入奖补办法")
    phone.reload()
    expect(phone.locator(".feed")).to_contain_text("企业研发投入奖补办法")
    expect(phone.locator(".feed")).to_contain_text("未读")
    becomes(phone, "document.documentElement.scrollWidth <= 360", True)
    item = Item.objects.get()

    office = sign_in("officer")
    office.goto(f"{live_server.url}/admin/news/item/{item.pk}/receipts/")
    expect(office.locator("tbody tr")).to_contain_text("未读")
    phone.click(".feed a")
    expect(phone.locator("h1")).to_have_text("企业研发投入奖补办法")
    office.reload()
    expect(office.locator("tbody tr")).to_contain_text("赣州稀土新材料有限公司")
    expect(office.locator("tbody tr .bureau-tag")).to_have_text("已读")

    phone.click("button:has-text('退订“资金”')")
    expect(phone.locator(".notice, [role=status]").first).to_contain_text("已退订“资金”")
    publish(columns, hands, "第二份奖补办法")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("还没有新信息")
    expect(phone.locator("main")).not_to_contain_text("第二份奖补办法")
    assert Article.objects.published().filter(title="第二份奖补办法").exists()
    assert Message.objects.filter(user=owner, kind=Item.MESSAGE).count() == 1


def test_the_inbox_leaves_a_tag_with_one_press(open_as, live_server, firm, columns, hands):  # noqa: F811
    _data, owner = firm()
    workflow.choose(by=owner, tags=["funds"])
    publish(columns, hands, "企业研发投入奖补办法")
    phone = open_as(owner, width=360, height=740)
    phone.goto(f"{live_server.url}/workspace/messages/")
    phone.click("button:has-text('退订这一类')")
    expect(phone.locator("main")).to_contain_text("已退订“资金”")

    assert owner.news_subscriptions.count() == 0


def test_without_network_a_page_of_the_portals_own_is_shown(open_as, live_server, firm):  # noqa: F811
    _data, owner = firm()
    phone = open_as(owner, width=360, height=740)
    phone.goto(f"{live_server.url}/workspace/news/")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.wait_for_function("navigator.serviceWorker.controller !== null")
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/workspace/messages/")
    expect(phone.locator("h1")).to_have_text("现在没有网络")
    expect(phone.locator("main")).to_contain_text("提交以服务器收到为准")
    expect(phone.locator("a.button")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    phone.context.set_offline(False)
    phone.click("text=重试")
    expect(phone.locator("h1")).to_have_text("消息")


def test_the_portal_can_be_put_among_the_apps(open_as, live_server, firm):  # noqa: F811
    _data, owner = firm()
    phone = open_as(owner, width=360, height=740)
    phone.goto(f"{live_server.url}/workspace/news/")
    told = phone.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")

    assert (told["display"], told["start_url"], told["lang"]) == ("standalone", "/workspace/news/", "zh-CN")
    becomes(phone, f"fetch('{told['icons'][0]['src']}').then((answer) => answer.ok)", True)
