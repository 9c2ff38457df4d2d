"""What comes out of the printer: the text with its name plate, from the first sheet on, without what can only be clicked."""

import re

import pytest
from playwright.sync_api import expect

from tests.portal.conftest import *  # noqa: F403 The site's columns and articles.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GONE = ("nav.main", ".aids", ".breadcrumb", ".side", "[data-print]", "[data-close-page]", ".pager", "footer.site ul")


@pytest.fixture
def article(make, open_as, live_server):
    """A published article with another one beside it, open."""
    make("关于申报稀土项目的补充通知", upto="published")
    shown = make(upto="published")
    page = open_as()
    page.goto(f"{live_server.url}{shown.get_absolute_url()}")
    return page


def test_an_article_is_printed_without_the_frame(article):
    expect(article.locator(".side").first).to_be_visible()
    article.emulate_media(media="print")

    for part in GONE:
        expect(article.locator(part).first).to_be_hidden()
    for part in ("header .name", ".article h1", ".article .body", "footer.site >> text=主办单位"):
        expect(article.locator(part).first).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", article.pdf(format="A4"))) == 1


def test_an_article_can_be_closed(article, live_server):
    article.goto(f"{live_server.url}/columns/notices/?year=")
    article.click(".links a >> nth=0")
    article.click("text=关闭")
    article.wait_for_url("**/columns/notices/?year=")

    article.click(".links a >> nth=0")
    with article.expect_popup() as opened:
        article.evaluate("window.open(location.href)")
    with opened.value.expect_event("close"):
        opened.value.click("text=关闭")


def test_without_scripts_closing_leads_to_the_column(article, open_as):
    page = open_as(java_script_enabled=False)
    page.goto(article.url)
    page.click("text=关闭")

    expect(page).to_have_url(re.compile("/columns/notices/$"))
