"""The site's search finds any two characters, ranks titles first, marks safely, and knows the switches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bureau import front
from bureau.accounts.models import User
from bureau.portal import searching
from bureau.portal.models import Article
from bureau.reports.choices import ReportStatus
from bureau.reports.models import AnnualReport

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


def report(year, *names, issued=True, version=1):
    """A report with a figure of each name, issued or not."""
    made = AnnualReport.objects.create(year=year, version=version)
    for n, name in enumerate(names):
        made.figures.create(
            indicator=f"x.{n}", name=name, unit="件", value=7, definition="申请日在本年的件数。", position=n
        )
    if issued:
        now, people = timezone.now(), [User.objects.create_user(f"r{made.pk}-{n}") for n in range(2)]
        AnnualReport.objects.filter(pk=made.pk).update(
            status=ReportStatus.ISSUED, prepared_by=people[0], prepared_at=now, reviewed_by=people[0], reviewed_at=now,
            issued_by=people[1], issued_at=now, workbook="x", computed_at=now,
        )  # fmt: skip
    return made


@pytest.mark.parametrize("text", ["专利申请量", "2015年专利申请", "申请日 本年", "2015 统计数据"])
def test_a_published_figure_is_found_by_year_name_and_definition(text, client, columns):
    report(2015, "专利申请量")

    hits = [line["hit"] for line in client.get("/search/", {"q": text}).context["lines"]]

    assert [(hit.title, hit.url, hit.kind) for hit in hits] == [
        ("2015年专利申请量：7件", "/statistics/2015/#x.0", "统计数据")
    ]
    assert 'id="x.0"' in client.get("/statistics/2015/").content.decode()


def test_a_figure_that_is_not_issued_is_not_found(client, columns):
    report(2016, "专利申请量", issued=False)

    assert titles(client, "专利申请量") == []


def test_kinds_are_counted_over_everything_found(make, client):
    make("专利申请量通知", upto="published")
    report(2015, "专利申请量", "企业专利申请量")
    context = client.get("/search/", {"q": "专利申请量", "kind": "统计数据"}).context

    assert dict(context["kinds"]) == {"通知公告": 1, "统计数据": 2}
    assert (context["total"], len(context["lines"])) == (3, 2)


def test_searching_costs_the_same_at_any_number_of_figures(client, columns):
    used = []
    for year, names in ((2014, ["指标一"]), (2015, ["指标一", "指标二", "指标三"])):
        report(year, *names)
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": "指标", "x": year})
        used.append(len(queries))

    assert used[0] == used[1] <= 12
