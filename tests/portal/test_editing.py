"""Three readings by three persons, each signed; what is published, replaced, withdrawn."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.files import Unacceptable
from bureau.portal.choices import ArticleStatus
from bureau.portal.differences import changes
from bureau.portal.models import Article
from bureau.portal.tasks import publish_due
from bureau.portal.workflow import articles as workflow
from bureau.workflow import Refused

from .conftest import carry

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
DOCUMENT = {
    "document_number": "赣市科字〔2026〕12号", "issuing_organ": "赣州市科学技术局", "written_on": "2026-03-02", "validity": "in_force",
}  # fmt: skip


def test_an_article_is_signed_by_four_persons_and_the_book_has_each(make, hands):
    article = make(upto="published")

    article.refresh_from_db()
    assert [article.submitted_by, article.first_reviewed_by, article.second_reviewed_by, article.approved_by] == [
        hands["writer"], hands["first"], hands["second"], hands["last"],
    ]  # fmt: skip
    verbs = list(Entry.objects.about(article).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["add", "change", "send_in", "first_review", "second_review", "final_review", "publish"]


@pytest.mark.parametrize(
    ("status", "verb"),
    [("submitted", "first_review"), ("first_reviewed", "second_review"), ("second_reviewed", "approve")],
)
def test_nobody_reads_twice(make, hands, person, status, verb):
    article = make(upto=status)
    everything = person("web_editor")
    everything.user_permissions.set(_permissions("submit", "first_review", "second_review", "approve"))
    others = {"writer": "submitted_by", "first": "first_reviewed_by", "second": "second_reviewed_by"}
    signed = next(name for name in reversed(others.values()) if getattr(article, name))
    Article.objects.filter(pk=article.pk).update(**{signed: everything})

    with pytest.raises(Refused, match="不同的人"):
        getattr(workflow, verb)(article, by=everything)


def test_the_database_refuses_two_readings_by_one_person(make, hands):
    article = make(upto="first_reviewed")

    with pytest.raises(IntegrityError, match="portal_article_read_by_three"):
        Article.objects.filter(pk=article.pk).update(first_reviewed_by=hands["writer"])


def _permissions(*verbs):
    return Permission.objects.filter(codename__in=[f"{verb}_article" for verb in verbs])


@pytest.mark.parametrize("role", ["information_officer", "officer", "system_admin"])
def test_only_who_holds_the_step_may_take_it(make, person, role):
    article = make(upto="submitted")

    with pytest.raises(PermissionDenied):
        workflow.first_review(article, by=person(role))


@pytest.mark.parametrize(
    ("status", "who"),
    [("submitted", "first"), ("first_reviewed", "second"), ("second_reviewed", "last"), ("approved", "second")],
)
def test_each_step_may_return_with_a_reason_and_signatures_are_void(make, hands, status, who):
    article = make(upto=status)

    with pytest.raises(Refused, match="理由"):
        workflow.return_(article, by=hands[who], reason=" ")
    workflow.return_(article, by=hands[who], reason="附件缺页")

    article.refresh_from_db()
    assert (article.status, article.return_reason) == (ArticleStatus.DRAFT, "附件缺页")
    assert [article.submitted_by, article.first_reviewed_by, article.approved_at] == [None, None, None]
    carry(article, hands, "published")


def test_a_text_is_not_changed_once_it_is_sent_in(make, hands):
    article = make(upto="submitted")

    with pytest.raises(Refused, match="待初审"):
        workflow.write(article, by=hands["writer"], title="另一个")


def test_nothing_is_published_before_the_last_reading(make, hands):
    article = make(upto="second_reviewed")

    with pytest.raises(Refused, match="不能发布"):
        workflow.publish(article, by=hands["second"])
    with pytest.raises(IntegrityError, match="portal_article_"):
        Article.objects.filter(pk=article.pk).update(status="published")


def test_the_timer_publishes_what_is_due_and_each_once(make, hands, columns):
    now = timezone.now()
    due = make("到时的", publish_at=now - timedelta(minutes=1), upto="approved")
    make("未到时的", publish_at=now + timedelta(hours=1), upto="approved")
    make("没有定时的", upto="approved")

    assert [publish_due(), publish_due()] == [1, 0]
    assert list(Article.objects.published().listed()) == [due]
    assert Entry.objects.about(due).filter(verb="publish").get().signature == "定时发布"


def test_a_new_edition_replaces_the_old_at_the_same_number(make, hands):
    old = make(upto="published")
    released = Article.objects.get(pk=old.pk).released_at

    fresh = workflow.revise(old, by=hands["writer"])
    with pytest.raises(Refused, match="已有一版"):
        workflow.revise(old, by=hands["writer"])
    workflow.write(fresh, by=hands["writer"], title="更正后的通知")
    assert Article.objects.published().get(number=old.number).title == old.title
    carry(fresh, hands, "published")

    assert Article.objects.published().get(number=old.number) == fresh
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.status, fresh.edition, fresh.released_at) == (ArticleStatus.REPLACED, 2, released)


def test_withdrawing_asks_for_a_reason(make, hands):
    article = make(upto="published")

    with pytest.raises(Refused, match="理由"):
        workflow.withdraw(article, by=hands["second"], reason="")
    workflow.withdraw(article, by=hands["second"], reason="内容有误")

    assert Article.objects.published().listed().count() == 0
    with pytest.raises(IntegrityError, match="portal_article_withdrawn_iff_reasoned"):
        Article.objects.filter(pk=article.pk).update(withdraw_reason="")


def test_a_document_says_its_marks_and_gets_an_index_number(make, hands):
    bare = make("实施办法", column="policies")
    with pytest.raises(Refused, match="文号、发文机关、成文日期"):
        workflow.submit(bare, by=hands["writer"])
    with pytest.raises(Refused, match="六角括号"):
        workflow.write(bare, by=hands["writer"], **(DOCUMENT | {"document_number": "赣市科字[2026]12号"}))

    workflow.write(bare, by=hands["writer"], **DOCUMENT)
    carry(bare, hands, "published")

    bare.refresh_from_db()
    assert bare.index_number == f"KJJ/{bare.released_at:%Y}-{bare.number:05d}"


def test_a_guide_is_complete_before_it_is_sent_in(make, hands):
    guide = make("高新技术企业认定", column="guides", basis="国科发火〔2016〕32号", conditions="注册一年以上")

    with pytest.raises(Refused, match="办理材料"):
        workflow.submit(guide, by=hands["writer"])


def test_an_empty_article_is_not_sent_in(make, hands):
    article = make(body="<p> </p>")

    with pytest.raises(Refused, match="正文是空的"):
        workflow.submit(article, by=hands["writer"])


def test_versions_show_what_changed_word_by_word(make, hands):
    article = make(body="<p>截止日期为5月31日。</p><p>联系高新科。</p>")
    workflow.write(article, by=hands["writer"], body="<p>截止日期为6月30日。</p><p>联系高新科。</p>", title="改题")
    before, after = article.versions.order_by("-pk")[:2][::-1]

    found = {change.label: "".join(change.lines) for change in changes(before, after)}

    assert found["正文"] == "截止日期为<del>5</del><ins>6</ins>月3<del>1</del><ins>0</ins>日。"
    assert set(found) == {"标题", "正文"}


def test_a_version_shows_no_markup_of_the_text_as_markup(make, hands):
    article = make(title="甲")
    workflow.write(article, by=hands["writer"], title="<script>alert(1)</script>")
    after, before = article.versions.order_by("-pk")[:2]

    assert "<script>" not in "".join(line for change in changes(before, after) for line in change.lines)


def test_a_script_renamed_to_pdf_is_not_taken(make, hands):
    article = make()

    with pytest.raises(Unacceptable, match="文件内容"):
        workflow.attach(article, by=hands["writer"], file=SimpleUploadedFile("a.pdf", b"<script>alert(1)</script>"))
    with pytest.raises(Unacceptable):
        workflow.attach(article, by=hands["writer"], file=SimpleUploadedFile("a.pdf", PDF), is_picture=True)
    assert not article.attachments.exists()


def test_files_go_on_into_the_next_edition_at_their_address(make, hands, client):
    article = make()
    kept = workflow.attach(article, by=hands["writer"], file=SimpleUploadedFile("指南.pdf", PDF))
    address = kept.get_absolute_url()
    assert client.get(address).status_code == 404
    carry(article, hands, "published")
    assert b"".join(client.get(address).streaming_content) == PDF

    fresh = workflow.revise(article, by=hands["writer"])
    carry(fresh, hands, "published")

    assert b"".join(client.get(address).streaming_content) == PDF
    workflow.withdraw(fresh, by=hands["second"], reason="过期")
    assert client.get(address).status_code == 404


def test_a_picture_in_use_is_not_taken_away(make, hands):
    article = make()
    picture = workflow.attach(article, by=hands["writer"], file=SimpleUploadedFile("a.png", PNG), is_picture=True)
    workflow.write(article, by=hands["writer"], body=f'<p>图</p><img src="{picture.get_absolute_url()}" alt="甲">')

    with pytest.raises(Refused, match="正文里还在用"):
        workflow.detach(picture, by=hands["writer"])


def test_a_reader_is_warned_of_personal_numbers(make):
    article = make(body="<p>联系人张三，13800001234，身份证360702199001011234。</p><p>电话0797-8391234</p>")

    assert workflow.warnings(article) == ["疑似手机号：138****1234", "疑似身份证号：360***********1234"]
