"""The yearly report of the site: each figure is counted from records, by the bureau's year, and the workbook says the same."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bureau.portal import yearly
from bureau.portal.models import Article, Channel, Feedback, Visit
from bureau.portal.workflow import articles as workflow
from bureau.portal.workflow import feedback

pytestmark = pytest.mark.django_db
ADDRESS = "admin:portal_column_yearly"


def said(year) -> dict:
    """The report as a mapping."""
    return {line.name: line.value for line in yearly.lines(year)}


def released(article, *moment):
    Article.objects.filter(number=article.number).update(released_at=datetime(*moment, tzinfo=UTC))


def letter(received, answered=None, due="2025-03-10", **more):
    """A message that came and was answered at these moments."""
    channel = Channel.objects.get(code="message")
    made = feedback.receive(channel, token=uuid4(), subject="何时申报", body="请问何时开始？")
    values = {"received_at": received, "due_on": due} | more
    Feedback.objects.filter(pk=made.pk).update(**values)
    return made, answered


def test_an_article_counts_once_in_the_bureaus_year_of_its_first_release(make, hands):
    corrected, late, gone = (make(f"通知{n}", upto="published") for n in range(3))
    news = make("动态", column="news", upto="published")
    released(corrected, 2025, 5, 1)
    released(late, 2024, 12, 31, 16, 30)  # Half past midnight on 1 January in Shanghai.
    released(gone, 2024, 12, 31, 15, 30)  # Still the old year there.
    released(news, 2025, 6, 1)
    fresh = workflow.revise(Article.objects.get(pk=corrected.pk), by=hands["writer"])
    for who, verb in (
        ("writer", workflow.submit),
        ("first", workflow.first_review),
        ("second", workflow.second_review),
        ("last", workflow.approve),
    ):
        verb(fresh, by=hands[who])
    workflow.publish(fresh, by=hands["second"])
    make("草稿")

    found = said(2025)
    assert (found["信息发布总数"], found["其中：通知公告"], found["其中：科技动态"], found["其中：政策文件"]) == (
        3,
        2,
        1,
        0,
    )
    assert said(2024)["信息发布总数"] == 1


def test_letters_answered_in_time_and_late_are_told_apart(columns, hands):
    editor = hands["second"]
    for received, answered, due in (
        ((2025, 3, 3, 2), (2025, 3, 5, 2), "2025-03-10"),
        ((2025, 3, 3, 2), (2025, 3, 10, 15, 30), "2025-03-10"),  # 23:30 of the last day in Shanghai.
        ((2025, 3, 3, 2), (2025, 3, 10, 16, 30), "2025-03-10"),  # 00:30 of the day after.
    ):
        message, _ = letter(datetime(*received, tzinfo=UTC), due=due)
        feedback.answer(Feedback.objects.get(pk=message.pk), by=editor, text="请看通知。", is_published=True)
        Feedback.objects.filter(pk=message.pk).update(answered_at=datetime(*answered, tzinfo=UTC))
    letter(datetime(2025, 12, 31, 2, tzinfo=UTC), due="2026-01-09")

    found = said(2025)
    assert (found["收到留言数量"], found["办结留言数量"], found["按时办结数量"], found["公开答复数量"]) == (4, 3, 2, 3)
    assert found["按时办结率"] == Decimal("66.7")
    assert found["平均办理时间"] == Decimal("5.7")  # 2, 7.5625 and 7.6042 days: 5.72.
    assert said(2026)["按时办结率"] is None


def test_visits_are_of_the_year(columns):
    for on, count in (("2024-12-31", 5), ("2025-01-01", 7), ("2025-12-31", 11)):
        Visit.objects.create(number=1, on=on, count=count)

    assert said(2025)["文章访问总量"] == 18
    assert said(2025)["独立用户访问总量"] is None


def test_what_is_handled_adds_up(columns):
    found = said(2025)

    assert found["网上办件总数"] == sum(found[f"其中：{words}"] for words, _model, _done in yearly.HANDLED) == 0


def test_the_workbook_says_what_the_page_says(make, hands, client):
    released(make(upto="published"), 2025, 5, 1)
    client.force_login(hands["second"])

    page = client.get(reverse(ADDRESS), {"year": 2025})
    file = client.get(reverse(ADDRESS), {"year": 2025, "as": "xlsx"})
    rows = list(load_workbook(io.BytesIO(b"".join(file.streaming_content))).active.values)

    assert rows[0] == ("类别", "项目", "数值", "单位", "统计口径")
    assert {row[1]: row[2] for row in rows[1:]} == said(2025)
    assert "信息发布总数" in page.content.decode()
    for wrong in ("abc", "99999", ""):
        assert client.get(reverse(ADDRESS), {"year": wrong}).status_code == 200


def test_the_report_costs_the_same_at_any_length(make, hands, client):
    client.force_login(hands["second"])
    make(upto="published")
    client.get(reverse(ADDRESS))
    used = []
    for more in (0, 2):
        for n in range(more):
            make(f"通知{n}", upto="published")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(ADDRESS))
        used.append(len(queries))

    assert used[0] == used[1] <= 30
