"""What everybody sees: only what is published, each with its date, at constant cost, safe whatever was typed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau import front
from bureau.portal import visits
from bureau.portal.models import Article, Attachment, Visit
from bureau.portal.workflow import articles as workflow

pytestmark = pytest.mark.django_db

EMPTY = [
    "/", "/?care=on", "/statistics/", "/registers/high-tech/", "/registers/platforms/", "/registers/parks/", "/registers/incubators/", "/columns/notices/", "/columns/policies/", "/columns/guides/", 
    "/columns/news/", "/columns/interpretations/", "/about/statement/", "/about/privacy/", "/about/accessibility/",
    "/about/contact/", "/sitemap/", "/search/", "/search/?q=稀土", "/feedback/", "/feedback/mistake/", "/feedback/query/",
    "/feed/", "/columns/news/feed/", "/sitemap.xml", "/sitemap-articles.xml", "/sitemap-columns.xml", "/robots.txt",
    "/api/v1/articles/",
]  # fmt: skip
XSS = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_database_shows_proper_pages(address, client, columns):
    response = client.get(address)

    assert response.status_code == 200
    text = response.content.decode()
    assert "None" not in text
    assert len(re.findall("<h1", text)) == ("html" in response["Content-Type"])


def test_an_empty_home_promises_nothing(client, columns):
    text = client.get("/").content.decode()

    for words in ("通知公告</h2>", "科技动态</h2>", "供需对接", "年度主要数据", "办事指南</h2>"):
        assert words not in text


@pytest.mark.parametrize("address", ["/", "/statistics/", "/account/login/"])
def test_every_footer_carries_what_a_government_site_must(address, client, columns, settings):
    footer = client.get(address).content.decode().partition('<footer class="site">')[2]

    for words in (settings.SITE_ORGAN, settings.SITE_CONTACT, settings.SITE_IDENTIFIER):
        assert words in footer
    for words, where in {
        settings.SITE_ICP: "https://beian.miit.gov.cn/", settings.SITE_GONGAN: "https://beian.mps.gov.cn/",
        "我为政府网站找错": "/feedback/mistake/", "联系我们": "/about/contact/", "网站声明": "/about/statement/",
        "隐私政策": "/about/privacy/", "无障碍声明": "/about/accessibility/", "站点地图": "/sitemap/",
    }.items():  # fmt: skip
        assert re.search(f'<a href="{where}"[^>]*>{re.escape(words)}</a>', footer), words


def test_home_leads_to_what_people_come_to_do(client, columns):
    text = client.get("/").content.decode()
    services = re.findall(r'<a href="([^"]+)">', text.partition('<ul class="services">')[2].partition("</ul>")[0])

    assert {"/workspace/", "/columns/guides/", "/statistics/", "/feedback/query/"} <= set(services)
    assert text.count("img/icons") == len(services) >= 8


def test_the_privacy_page_lists_each_item_as_a_table(client, columns):
    text = client.get("/about/privacy/").content.decode()

    for words in ("用途", "处理方式", "保存期限", "注销账号", "您的权利", "敏感个人信息"):
        assert words in text
    assert text.count("<tr>") >= 6


@pytest.mark.parametrize("status", ["draft", "submitted", "first_reviewed", "second_reviewed", "approved"])
def test_nothing_unpublished_is_shown_anywhere(status, make, client):
    article = make("内部讨论稿钨", upto=status)

    for address in (
        "/",
        "/columns/notices/",
        "/search/?q=内部讨论稿",
        "/feed/",
        "/sitemap-articles.xml",
        "/api/v1/articles/",
    ):
        assert "内部讨论稿钨" not in client.get(address).content.decode()
        assert f"/articles/{article.number}/" not in client.get(address).content.decode()
    assert client.get(article.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/articles/{article.number}/").status_code == 404


def test_an_article_page_says_where_when_and_what_else(make, client, hands):
    older = make("关于申报稀土项目的补充通知", upto="published")
    article = make(upto="published", source="江西省科学技术厅")
    Article.objects.filter(pk=older.pk).update(released_at=timezone.now() - timezone.timedelta(days=2))

    text = client.get(article.get_absolute_url()).content.decode()

    assert "来源：江西省科学技术厅" in text
    assert f"{timezone.localtime():%Y-%m-%d}" in text
    assert 'aria-label="当前位置"' in text
    assert "data-print" in text
    assert 'data-wish="size:1"' in text
    assert text.count(older.get_absolute_url()) == 2  # Related, and the one before.
    assert "访问量：1" in text
    assert "访问量：2" in client.get(article.get_absolute_url()).content.decode()


def test_a_document_shows_its_marks_and_its_interpretation(make, client):
    marks = {"document_number": "赣市科字〔2026〕12号", "issuing_organ": "赣州市科学技术局", "written_on": "2026-03-02", "validity": "in_force", "topic": "科技计划"}  # fmt: skip
    document = make("项目管理办法", column="policies", upto="published", **marks)
    interpretation = make("《项目管理办法》解读", column="interpretations", upto="published", interprets=document)

    text = client.get(document.get_absolute_url()).content.decode()
    for words in ("索引号", "KJJ/", "赣州市科学技术局", "2026年3月2日", "赣市科字〔2026〕12号", "有效", "科技计划"):
        assert words in text
    assert interpretation.get_absolute_url() in text
    assert document.get_absolute_url() in client.get(interpretation.get_absolute_url()).content.decode()
    assert client.get("/search/?q=〔2026〕12号").content.decode().count("<mark>") >= 1


def test_an_interpretation_follows_the_document_to_its_next_edition(make, client, hands):
    marks = {
        "document_number": "赣市科字〔2026〕12号",
        "issuing_organ": "本局",
        "written_on": "2026-03-02",
        "validity": "in_force",
    }
    document = make("项目管理办法", column="policies", upto="published", **marks)
    interpretation = make("解读", column="interpretations", upto="published", interprets=document)
    fresh = workflow.revise(document, by=hands["writer"])
    workflow.write(fresh, by=hands["writer"], title="项目管理办法（修订）")
    from_draft = {"writer": workflow.submit, "first": workflow.first_review, "second": workflow.second_review, "last": workflow.approve}  # fmt: skip
    for who, verb in from_draft.items():
        verb(fresh, by=hands[who])
    workflow.publish(fresh, by=hands["second"])

    assert "项目管理办法（修订）" in client.get(interpretation.get_absolute_url()).content.decode()
    assert interpretation.get_absolute_url() in client.get(fresh.get_absolute_url()).content.decode()


def test_a_withdrawn_article_says_so(make, client, hands):
    article = make(upto="published")
    workflow.withdraw(article, by=hands["second"], reason="附件有误，更正后重发")

    response = client.get(article.get_absolute_url())

    assert response.status_code == 410
    assert "附件有误，更正后重发" in response.content.decode()
    assert "各县（市、区）科技局" not in response.content.decode()


TYPED = ("title", "source", "summary", "body", "topic", "issuing_organ", "index_number")


@pytest.mark.parametrize("field", TYPED)
def test_nothing_typed_into_a_document_runs(field, make, client, hands):
    marks = {
        "document_number": "赣市科字〔2026〕1号",
        "issuing_organ": "本局",
        "written_on": "2026-01-05",
        "validity": "in_force",
    }
    typed = XSS[: Article._meta.get_field(field).max_length or 500]
    article = make(**({"column": "policies", "upto": "published", **marks} | {field: typed}))
    client.force_login(hands["first"])

    pages = [
        article.get_absolute_url(), "/", "/columns/policies/", "/search/?q=alert", "/feed/",
        reverse("admin:portal_article_change", args=[article.pk]), reverse("admin:portal_article_versions", args=[article.pk]),
        reverse("admin:portal_article_preview", args=[article.pk]), reverse("admin:portal_article_changelist"),
        reverse("admin:portal_article_verb", args=[workflow.revise(article, by=hands["writer"]).pk, "submit"]),
    ]  # fmt: skip
    for page in pages:
        text = client.get(page).content.decode()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page


@pytest.mark.parametrize(
    "field", ["basis", "conditions", "materials", "procedure", "time_limit", "fee", "place", "phone"]
)
def test_nothing_typed_into_a_guide_runs(field, make, client):
    whole = dict.fromkeys(("basis", "conditions", "materials", "procedure", "time_limit", "phone"), "按规定")
    typed = XSS[: Article._meta.get_field(field).max_length or 500]
    guide = make("认定指南", column="guides", upto="published", **(whole | {field: typed}))

    text = client.get(guide.get_absolute_url()).content.decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_a_file_name_does_not_run(make, client):
    article = make()
    Attachment.objects.create(
        article=article, name=XSS, mime="application/pdf", kind_name="PDF", extension=".pdf", size=1
    )
    Article.objects.filter(pk=article.pk).update(
        status="published", released_at=timezone.now(), published_at=timezone.now(), is_initial=True
    )

    assert "<script>alert" not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/columns/notices/", "/search/?q=通知", "/api/v1/articles/", "/feed/", "/sitemap-articles.xml"]
)
def test_a_list_costs_the_same_at_one_row_and_at_three(address, make, client):
    make("通知一", upto="published")
    client.get(address)
    used = []
    for more in ((), ("通知二", "通知三")):
        for title in more:
            make(title, upto="published")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        used.append(len(queries))

    assert used[0] == used[1] <= 15


def test_a_list_is_paged_and_narrowed_by_words_and_year(make, client):
    for n in range(21):
        make(f"通知{n}", upto="published")
    old = Article.objects.published().listed().order_by("pk").first()
    Article.objects.filter(pk=old.pk).update(released_at=timezone.now().replace(year=timezone.localdate().year - 1))

    assert len(client.get("/columns/notices/").context["page"]) == 20
    assert len(client.get("/columns/notices/?page=2").context["page"]) == 1
    last_year = client.get(f"/columns/notices/?year={timezone.localdate().year - 1}").context["page"]
    assert list(last_year) == [old]
    assert [article.title for article in client.get("/columns/notices/?q=知20").context["page"]] == ["通知20"]
    assert client.get("/columns/notices/?year=abc&page=999").status_code == 200


@pytest.fixture
def sections():
    """One section of an app of this test's with something open, one with nothing."""
    closes = timezone.now() + timezone.timedelta(days=3)
    item = front.Item("2026年度重点研发", "/x/", until=closes)
    front.show(front.Section("test.open", "本测试开放的", 10, lambda limit: [item]))
    front.show(front.Section("test.none", "本测试没有的", 20, lambda limit: []))
    yield
    for code in ("test.open", "test.none"):
        del front._sections[code]


def test_home_counts_down_what_an_app_has_open_and_leaves_out_what_is_empty(client, columns, sections):
    text = client.get("/").content.decode()

    assert "2026年度重点研发" in text
    assert re.search(r"<strong>3</strong>", text)
    assert "本测试开放的" in text
    assert "本测试没有的" not in text


def test_the_care_version_has_at_most_six_entries(client, columns, make):
    make(upto="published")

    text = client.get("/?care=on").content.decode()

    entries = text.partition('class="care-entries"')[2].partition("</ul>")[0]
    assert 1 <= entries.count("<li>") <= 6


def test_visits_are_counted_once_and_carried_over_once(make, client):
    article = make(upto="published")
    visits.flush()
    Visit.objects.all().delete()
    for _ in range(3):
        client.get(article.get_absolute_url())

    assert [visits.flush(), visits.flush()] == [3, 0]
    assert Visit.objects.get(number=article.number).count == 3
    client.get(article.get_absolute_url())
    visits.flush()
    assert Visit.objects.get(number=article.number).count == 4


def test_robots_feed_and_site_map_name_full_addresses(make, client):
    article = make(upto="published")

    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    for address in ("/sitemap-articles.xml", "/feed/", "/columns/notices/feed/"):
        assert f"http://testserver/articles/{article.number}/" in client.get(address).content.decode()
    assert client.get("/columns/nothing/feed/").status_code == 404


def test_the_interface_gives_published_articles_by_the_same_filters(make, client):
    article = make(upto="published")
    make("别的事项", upto="published", column="news")

    lines = client.get("/api/v1/articles/?column=notices&q=稀土").json()
    assert [line["number"] for line in lines["results"]] == [article.number]
    detail = client.get(f"/api/v1/articles/{article.number}/").json()
    assert detail["body"].startswith("<p>各县")
    assert client.post("/api/v1/articles/", {}).status_code in (403, 405)
    assert client.get("/api/v1/articles/?column=nothing").status_code == 400
