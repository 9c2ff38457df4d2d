"""The admin's doors to the verbs: begin, write, send in, read, publish; what somebody else saved is not overwritten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bureau.portal.models import Article, Feedback
from bureau.portal.workflow import articles as workflow

from .test_editing import PDF, PNG

pytestmark = pytest.mark.django_db


def change(article):
    return reverse("admin:portal_article_change", args=[article.pk])


def verb(article, name):
    return reverse("admin:portal_article_verb", args=[article.pk, name])


def typed(article, **more):
    newest = article.versions.order_by("-pk").first()
    return {
        "column": article.column_id, "title": article.title, "source": "", "summary": "", "body": article.body,
        "saved": newest.pk if newest else "", **more,
    }  # fmt: skip


def test_an_article_goes_from_an_empty_form_to_the_site(columns, hands, client):
    client.force_login(hands["writer"])
    client.post(reverse("admin:portal_article_add"), {"column": columns["notices"].pk, "title": "申报通知"})
    article = Article.objects.get(title="申报通知")
    client.post(change(article), typed(article, body="<p>正文<script>alert(1)</script></p>"))
    article.refresh_from_db()
    assert article.body == "<p>正文</p>"

    steps = (
        ("writer", "submit"),
        ("first", "first_review"),
        ("second", "second_review"),
        ("last", "approve"),
        ("second", "publish"),
    )
    for who, name in steps:
        client.force_login(hands[who])
        assert client.get(verb(article, name)).status_code == 200
        client.post(verb(article, name), {"reason": "同意"})
    client.logout()

    assert "申报通知" in client.get("/columns/notices/").content.decode()
    client.force_login(hands["first"])
    page = client.get(change(article)).content.decode()
    for words in ("送审", "初审通过", "复审通过", "终审通过", "同意"):
        assert words in page


def test_two_who_edit_do_not_overwrite_each_other(make, hands, client):
    article = make()
    opened = typed(article, title="我的标题")
    workflow.write(article, by=hands["writer"], title="别人的标题")
    client.force_login(hands["writer"])

    page = client.post(change(article), opened).content.decode()

    assert "别人保存过这篇文章" in page
    assert "我的标题" in page
    article.refresh_from_db()
    assert article.title == "别人的标题"


def test_what_cannot_be_saved_is_said_at_its_field(make, hands, client):
    article = make("办法", column="policies")
    client.force_login(hands["writer"])

    page = client.post(change(article), typed(article, document_number="赣市科字[2026]1号")).content.decode()

    assert "六角括号" in page


def test_a_reader_sees_the_text_but_cannot_change_it(make, hands, client):
    article = make(upto="submitted")
    client.force_login(hands["first"])

    assert client.get(change(article)).status_code == 200
    assert client.post(change(article), typed(article, title="改了")).status_code == 403
    assert "待初审" in client.get(change(article)).content.decode()


def test_a_personal_number_is_pointed_out_before_publishing(make, hands, client):
    article = make(body="<p>13800001234</p>", upto="approved")
    client.force_login(hands["second"])

    assert "疑似手机号：138****1234" in client.get(verb(article, "publish")).content.decode()


def test_a_return_needs_a_reason_and_the_writer_sees_it(make, hands, client):
    article = make(upto="submitted")
    client.force_login(hands["first"])
    client.post(verb(article, "return"), {"reason": ""})
    article.refresh_from_db()
    assert article.status == "submitted"

    client.post(verb(article, "return"), {"reason": "附件缺页"})

    client.force_login(hands["writer"])
    assert "附件缺页" in client.get(change(article)).content.decode()
    assert "篇我的草稿" in client.get(reverse("admin:index")).content.decode()


def test_a_verb_that_is_not_mine_stays_closed(make, hands, client):
    article = make(upto="first_reviewed")
    client.force_login(hands["first"])

    assert client.get(verb(article, "second_review")).status_code == 403
    assert client.post(verb(article, "return"), {"reason": "x"}).status_code == 403
    assert client.get(verb(article, "nothing")).status_code == 403


def test_a_picture_is_uploaded_from_the_editor_and_a_script_is_not(make, hands, client):
    article = make()
    client.force_login(hands["writer"])
    address = reverse("admin:portal_article_files", args=[article.pk])
    as_json = {"Accept": "application/json"}

    good = client.post(address, {"file": SimpleUploadedFile("a.png", PNG), "is_picture": "on"}, headers=as_json)
    bad = client.post(address, {"file": SimpleUploadedFile("a.png", b"<script>"), "is_picture": "on"}, headers=as_json)
    pdf = client.post(address, {"file": SimpleUploadedFile("a.pdf", PDF), "is_picture": "on"}, headers=as_json)

    assert good.json()["url"] == article.attachments.get().get_absolute_url()
    assert (bad.status_code, pdf.status_code) == (400, 400)
    assert "文件内容" in bad.json()["error"]
    client.post(reverse("admin:portal_article_detach", args=[article.pk, article.attachments.get().pk]))
    assert not article.attachments.exists()


def test_a_preview_is_for_staff_and_says_so(make, hands, client):
    article = make()
    address = reverse("admin:portal_article_preview", args=[article.pk])
    client.force_login(hands["writer"])
    assert "未发布的内容" in client.get(address).content.decode()

    client.logout()
    assert client.get(address).status_code == 302


def test_the_editor_s_page_loads_nothing_inline(make, hands, client):
    article = make()
    client.force_login(hands["writer"])

    page = client.get(change(article)).content.decode()

    assert "importmap" not in page
    assert '<script src="/static/js/article-editor.js" type="module">' in page


def test_a_letter_is_answered_in_the_admin(columns, client, person):
    client.post(
        "/feedback/mistake/", {"token": "7f3e2f0e-6f1c-4f1e-9c57-0a2d4f9b9a11", "subject": "错字", "body": "有错字"}
    )
    letter = Feedback.objects.get()
    client.force_login(person("web_editor"))
    assert "封来信待答复" in client.get(reverse("admin:index")).content.decode()

    client.post(reverse("admin:portal_feedback_answer_page", args=[letter.pk]), {"text": "已改正，谢谢。"})

    letter.refresh_from_db()
    assert (letter.status, letter.answer) == ("answered", "已改正，谢谢。")


def test_what_can_no_longer_be_changed_is_read_as_it_is_shown(make, hands, client):
    client.force_login(hands["second"])
    article = make(upto="published", body="<p>各县<strong>注意</strong></p>")

    text = client.get(change(article)).content.decode()

    assert "<p>各县<strong>注意</strong></p>" in text
    assert "&lt;p&gt;" not in text
