"""The site's search finds any two characters, ranks titles first, marks safely, and knows the switches."""

import pytest
from django.utils import timezone

from bureau import front
from bureau.portal import searching
from bureau.portal.models import Article

pytestmark = pytest.mark.django_db


def titles(client, text):
    return [line["hit"].title for line in client.get("/search/", {"q": text}).context["lines"]]


@pytest.mark.parametrize("text", ["土项", "稀土 通知", "２０２６", "稀土项目的通知"])
def test_any_characters_are_found(text, make, client):
    make("关于2026年稀土项目的通知", upto="published")
    make("脐橙保鲜", body="<p>果品</p>", upto="published")

    assert titles(client, text) == ["关于2026年稀土项目的通知"]


def test_a_title_comes_before_a_text_however_old(make, client):
    old = make("钨合金刀具", upto="published")
    make("别的", body="<p>文中提到钨合金</p>", upto="published")
    Article.objects.filter(pk=old.pk).update(released_at=timezone.now() - timezone.timedelta(days=900))

    assert titles(client, "钨合金") == ["钨合金刀具", "别的"]


@pytest.mark.parametrize("text", ["关怀版", "长辈版", "老年版", "大字"])
def test_the_care_version_is_found(text, client, columns):
    hits = client.get("/search/", {"q": text}).context["lines"]

    assert hits[0]["hit"].url == "/?care=on"


def test_a_site_page_is_found(client, columns):
    assert "隐私政策" in titles(client, "个人信息处理清单")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b>", "&lt;", '"onmouseover="alert(1)', "%_\\", "a" * 500]
)
def test_a_question_is_only_text(text, make, client):
    make("含有<script>alert(1)</script>和 &lt; 的标题", upto="published")

    response = client.get("/search/", {"q": text})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert '"onmouseover="' not in response.content.decode()


def test_marks_stand_around_each_word_and_nothing_else():
    assert searching.marked("稀土与<稀土>", ["稀土"]) == "<mark>稀土</mark>与&lt;<mark>稀土</mark>&gt;"
    assert searching.marked("a&b", []) == "a&amp;b"


def test_an_excerpt_shows_the_surroundings():
    text = "前" * 300 + "钨合金" + "后" * 300

    assert "钨合金" in searching.excerpt(text, ["钨合金"])
    assert searching.excerpt(text, ["钨合金"]).startswith("…前")


@pytest.fixture
def source():
    """Something of an app of this test's to look through."""
    hit = front.Hit("重点研发指南", "/calls/1/", "本测试的指南")
    front.find(front.Source("test.calls", "本测试的指南", lambda text, limit: [hit]))
    yield
    del front._sources["test.calls"]


def test_another_app_is_searched_and_can_be_picked_out(make, client, source):
    make("重点研发通知", upto="published")

    assert set(titles(client, "重点研发")) == {"重点研发指南", "重点研发通知"}
    lines = client.get("/search/", {"q": "重点研发", "kind": "本测试的指南"}).context["lines"]
    assert [line["hit"].url for line in lines] == ["/calls/1/"]
