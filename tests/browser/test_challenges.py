"""揭榜挂帅 in the browser: put up, sealed, refused to be opened early, opened, and the receipt in one's hand is the published one."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from matchmaking.models import Bid, Challenge, Demand
from tests.browser.test_dealing import published, said
from tests.enterprises.conftest import member, somebody, unit  # noqa: F401 Units and their people.
from tests.matchmaking.challenging import BID, CRITERIA, pass_deadline
from tests.registration.conftest import LICENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_demand_to_the_opened_bids(unit, member, person, open_as, client, live_server, places):  # noqa: F811
    officer = person("officer")
    firm, university = unit("赣州示例电机有限公司"), unit("赣州示例大学")
    maker, teacher = (member(one, MembershipRole.MANAGER) for one in (firm, university))
    demand = published(Demand, firm, maker, officer, title="钕铁硼永磁高温退磁难题")

    owner = open_as(maker)
    owner.goto(f"{live_server.url}{reverse('matchmaking:demand-detail', args=[demand.pk])}")
    owner.click("button:has-text('就这项需求发榜')")
    said(owner, "提交前还要")
    owner.fill("[name=indicators]", "一百八十度下退磁率低于百分之一")
    owner.fill("[name=reward]", "200")
    owner.fill("[name=closes_at]", f"{timezone.localtime() + timedelta(days=30):%Y-%m-%dT%H:%M}")
    owner.fill("[name=criteria]", CRITERIA)
    owner.click("button:has-text('保存草稿')")
    owner.click("button:has-text('提交审核')")
    said(owner, "待审核")
    challenge = Challenge.objects.get()

    client.cookies.clear()  # Else the next to sign in ends the first one's session.
    desk = open_as(officer)
    desk.goto(f"{live_server.url}{reverse('admin:matchmaking_challenge_announce_page', args=[challenge.pk])}")
    desk.click(".bureau-form button:has-text('发布')")
    expect(desk.locator("body")).to_contain_text("已发布")

    anybody = open_as()
    anybody.goto(f"{live_server.url}{reverse('matchmaking:challenges')}")
    anybody.click(".hits a")
    said(anybody, "怎样揭榜")
    address = anybody.url

    client.cookies.clear()
    bidder = open_as(teacher)
    bidder.goto(address)
    bidder.click("a:has-text('填写揭榜方案')")
    for name, words in BID.items():
        bidder.fill(f"[name={name}]", words)
    bidder.set_input_files("[name=file1]", {"name": "图纸.pdf", "mimeType": "application/pdf", "buffer": LICENCE})
    bidder.click("main button:has-text('封存方案')")
    said(bidder, "已封存")
    expect(bidder.locator("main")).not_to_contain_text(BID["approach"])
    receipt = bidder.locator("main .code").inner_text()
    assert receipt == Bid.objects.get().digest

    opening = f"{live_server.url}{reverse('admin:matchmaking_challenge_open_page', args=[challenge.pk])}"
    desk.goto(opening)
    desk.click(".bureau-form button:has-text('开封')")
    expect(desk.locator("body")).to_contain_text("截止前任何人都不能开封")
    with transaction.atomic():
        pass_deadline(challenge)
    desk.goto(opening)
    desk.click(".bureau-form button:has-text('开封')")
    expect(desk.locator("body")).to_contain_text("已开封")
    expect(desk.locator("body")).to_contain_text("赣州示例大学")

    anybody.goto(address)
    expect(anybody.locator("main .code")).to_have_text(receipt)
    bidder.reload()
    said(bidder, "已开封")
