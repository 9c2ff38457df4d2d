"""A year of the site: notices, policies with their interpretations, guides, news, letters; through the verbs that people use."""

import io
from datetime import date, datetime, time, timedelta
from itertools import cycle
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from docx import Document

from bureau.portal.models import Article, Channel, Column, Feedback
from bureau.portal.scanning import scan
from bureau.portal.workflow import articles, feedback

from . import site_texts as texts

STEPS = ("submitted", "first_reviewed", "second_reviewed", "approved", "published")


class Site:
    """Writes the year before ``today`` with four persons' hands."""

    def __init__(self, users: dict, today: date):
        self.hands = {
            "writer": users["information_officer"], "first": users["section_head"], "second": users["web_editor"],
            "last": users["leader"],
        }  # fmt: skip
        self.today = today
        self.columns = {column.code: column for column in Column.objects.all()}

    def publish(self, column: str, title: str, days_ago: int, **content) -> Article:
        """Carry an article to the site; it then says the day on which such a one would have come."""
        article = self.carry(column, title, "published", **content)
        moment = self._moment(days_ago)
        Article.objects.filter(pk=article.pk).update(released_at=moment, published_at=moment)
        return article

    def carry(self, column: str, title: str, upto: str, files=(), **content) -> Article:
        """Write an article and let each hand do its part, until it is ``upto``."""
        article = articles.draft(self.columns[column], by=self.hands["writer"], title=title)
        articles.write(article, by=self.hands["writer"], **({"source": settings.SITE_ORGAN} | content))
        for file in files:
            articles.attach(article, by=self.hands["writer"], file=file)
        verbs = (
            lambda: articles.submit(article, by=self.hands["writer"]),
            lambda: articles.first_review(article, by=self.hands["first"], opinion="内容属实"),
            lambda: articles.second_review(article, by=self.hands["second"], opinion="格式规范"),
            lambda: articles.approve(article, by=self.hands["last"], opinion="同意发布"),
            lambda: articles.publish(article, by=self.hands["second"]),
        )
        for status, say in zip(STEPS, verbs, strict=True):
            if article.status == upto:
                break
            say()
            assert article.status == status  # noqa: S101 A demonstration that goes on past a refusal shows nothing.
        return article

    def _moment(self, days_ago: int) -> datetime:
        day = self.today - timedelta(days=days_ago)
        return timezone.make_aware(datetime.combine(day, time(9, (days_ago * 7) % 60)))


@transaction.atomic
def fill(users: dict, say) -> None:
    """Write the year, once."""
    if Article.objects.listed().exists():
        return
    site = Site(users, timezone.localdate())
    _policies(site)
    _guides(site)
    for number, title in enumerate(reversed(texts.NOTICES)):
        days_ago = (len(texts.NOTICES) - 1 - number) * 22 + 1
        year = (site.today - timedelta(days=days_ago)).year
        title = title.format(year=year)
        files = [_form("申报书（样式）")] if "申报" in title else []
        site.publish("notices", title, days_ago, body=texts.notice_body(title, year), files=files)
    for number, title in enumerate(reversed(texts.NEWS)):
        days_ago = (len(texts.NEWS) - 1 - number) * 12 + 3
        site.publish("news", title, days_ago, body=texts.news_body(title), source="本局办公室")
    _in_hand(site)
    _letters(users["web_editor"])
    scan()
    say(f"网站：{Article.objects.published().listed().count()} 篇文章，{Feedback.objects.count()} 封来信。")


def _policies(site: Site) -> None:
    for number, (title, topic, validity, is_explained) in enumerate(texts.POLICIES):
        days_ago = 20 + number * 28
        written_on = site.today - timedelta(days=days_ago + 6)
        marks = {
            "document_number": f"赣市科字〔{written_on.year}〕{40 - number * 3}号", "issuing_organ": settings.SITE_ORGAN,
            "written_on": written_on, "topic": topic, "validity": validity,
        }  # fmt: skip
        document = site.publish("policies", title, days_ago, body=texts.policy_body(title), **marks)
        if is_explained:
            body = texts.interpretation_body(title)
            site.publish("interpretations", f"《{title}》解读", days_ago - 2, body=body, interprets=document)


def _guides(site: Site) -> None:
    for number, (title, basis, conditions, materials, time_limit) in enumerate(texts.GUIDES):
        site.publish(
            "guides", title, 200 + number, basis=basis, conditions=conditions, materials=materials, time_limit=time_limit,
            procedure=texts.PROCEDURE, fee="不收费", place="市民中心科技窗口（演示）", phone=settings.SITE_CONTACT,
        )  # fmt: skip


def _in_hand(site: Site) -> None:
    """Something for everybody's to-do board."""
    year = site.today.year + 1
    for status, title in zip(
        cycle(("draft", *STEPS[:4])), ("科技金融政策宣讲会预告", "供需对接会邀请函", f"{year}年度项目指南征求意见", "节假日值班安排", "新版网站使用说明"), strict=False,
    ):  # fmt: skip
        publish_at = timezone.now() + timedelta(days=2) if status == "approved" else None
        site.carry("notices", title, status, body=texts.notice_body(title, site.today.year), publish_at=publish_at)


def _letters(editor) -> None:
    for number, (channel, subject, body, answer, is_published) in enumerate(texts.LETTERS):
        token = uuid5(NAMESPACE_URL, f"demo-letter-{number}")
        letter = feedback.receive(Channel.objects.get(code=channel), token=token, subject=subject, body=body)
        if answer:
            feedback.answer(letter, by=editor, text=answer, is_published=is_published)


def _form(title: str) -> SimpleUploadedFile:
    document, file = Document(), io.BytesIO()
    document.add_heading(title, 1)
    document.add_paragraph("（演示附件）请按栏目说明填写，盖章后上传扫描件。")
    document.save(file)
    return SimpleUploadedFile(f"{title}.docx", file.getvalue())
