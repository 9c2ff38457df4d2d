"""The site in a real browser: an article is written, read three times, published by the timer and found; nothing runs."""

import pytest
from django.utils import timezone

from bureau.portal.models import Article
from bureau.portal.tasks import publish_due
from tests.browser.waiting import fits
from tests.portal.conftest import columns  # noqa: F401 The site's columns.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPT = b"<script>alert(1)</script>"


def verb(page, live_server, article, name):
    """Open the page of a verb and say it."""
    page.goto(f"{live_server.url}/admin/portal/article/{article.pk}/verb/{name}/")
    page.click(".bureau-form button")
    page.wait_for_selector(".article-panel")


def test_an_article_is_written_read_published_and_found(sign_in, live_server, chromium, columns, tmp_path):  # noqa: F811
    foreign, alerts = [], []
    writer = sign_in("information_officer")
    writer.on("request", lambda request: request.url.startswith(live_server.url) or foreign.append(request.url))
    writer.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.accept("示意图")))
    writer.goto(f"{live_server.url}/admin/portal/article/add/")
    writer.select_option("select[name=column]", label="通知公告")
    writer.fill("input[name=title]", "关于征集钨合金涂层技术需求的通知")
    writer.click("button[name=_save]")
    writer.wait_for_selector(".tiptap")
    writer.click(".tiptap")
    writer.keyboard.type("现征集技术需求，截止六月底。<img src=x onerror=alert(1)>")
    picture = tmp_path / "a.png"
    picture.write_bytes(SCRIPT)
    writer.set_input_files("input[data-picture-for=body]", picture)
    writer.wait_for_selector("text=文件内容不是")
    writer.click("button[name=_save], button[name=_continue]")
    writer.wait_for_load_state()
    article = Article.objects.get(title="关于征集钨合金涂层技术需求的通知")
    assert "截止六月底" in article.body
    assert "<img" not in article.body

    writer.goto(f"{live_server.url}/admin/portal/article/{article.pk}/files/")
    disguised = tmp_path / "指南.pdf"
    disguised.write_bytes(SCRIPT)
    writer.set_input_files("input[type=file]", disguised)
    writer.click("button:has-text('上传')")
    writer.wait_for_selector("text=文件内容不是")
    assert not article.attachments.exists()

    verb(writer, live_server, article, "submit")
    for role, name in (("section_head", "first_review"), ("web_editor", "second_review"), ("leader", "approve")):
        verb(sign_in(role), live_server, article, name)
    article.refresh_from_db()
    assert article.status == "approved"
    assert publish_due() == 0
    editor = sign_in("web_editor")
    editor.goto(f"{live_server.url}/admin/portal/article/{article.pk}/verb/schedule/")
    editor.fill("input[name=publish_at]", f"{timezone.localtime():%Y-%m-%dT%H:%M}")
    editor.click(".bureau-form button")
    editor.wait_for_selector(".article-panel")
    assert [publish_due(), publish_due()] == [1, 0]

    public = chromium.new_page(viewport={"width": 360, "height": 740})
    public.on("dialog", lambda dialog: alerts.append(dialog.message))
    public.goto(f"{live_server.url}/")
    public.fill("#site-search", "合金涂层")
    public.press("#site-search", "Enter")
    public.click("a:has-text('关于征集')")
    public.wait_for_selector("text=截止六月底")
    fits(public, 360)
    public.close()
    assert (alerts, foreign) == ([], [])


def test_public_pages_of_the_site_fit_a_phone_and_need_no_other_machine(live_server, chromium, columns):  # noqa: F811
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    foreign, faults = [], []
    page.on("request", lambda request: request.url.startswith(live_server.url) or foreign.append(request.url))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    for address in (
        "/",
        "/?care=on",
        "/columns/policies/",
        "/about/privacy/",
        "/sitemap/",
        "/search/?q=隐私",
        "/feedback/mistake/",
    ):
        page.goto(f"{live_server.url}{address}")
        fits(page, 360)
    page.close()
    assert (foreign, faults) == ([], [])
