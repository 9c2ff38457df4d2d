"""The site's search: articles, documents, guides, what other apps offer, and the site's own switches (A1)."""

import html
import re
from itertools import islice

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from bureau import front
from bureau.text import searchable

from .choices import ColumnKind
from .models import Article

AT_MOST = 200  # Hits of one source.
AROUND = 48
SWITCHES = (
    ("关怀版（长辈版、老年版、大字版）", "/?care=on", "大字号、一栏、只留常用入口。点开即切换，可随时退出。"),
    ("高新技术企业名录", "/registers/high-tech/", "按企业名称、所在地、认定年份和到期年份查询高企证书。"),
    ("公示异议查询", "/publicity/objections/", "凭受理号和电话查询异议的办理情况。"),
    ("来信答复查询", "/feedback/query/", "凭受理编号查询意见反馈和网站找错的答复。"),
    ("无障碍（字号、配色、朗读、大字屏、读屏）", "/?access=on", "放大字号、高对比度配色、大光标、阅读线、朗读正文。"),
)


def words_of(text: str) -> list[str]:
    """The words of a question, each once, longest first."""
    return sorted(dict.fromkeys(searchable(text).split()), key=len, reverse=True)[:8]


def search(text: str) -> list[front.Hit]:
    """Everything found, in the order of the sources."""
    return [hit for source in [SWITCHES_SOURCE, *front.sources()] for hit in source.search(text, AT_MOST)]


def _switches(text: str, limit: int) -> list[front.Hit]:
    words = words_of(text)
    return [
        front.Hit(title, url, "网站功能", text=lead)
        for title, url, lead in SWITCHES
        if words and all(word in searchable(title + lead) for word in words)
    ]


SWITCHES_SOURCE = front.Source("switches", "网站功能", _switches)


def _articles(text: str, limit: int) -> list[front.Hit]:
    """Those that have the words in their title first, each group newest first."""
    words = words_of(text)
    if not words:
        return []
    rows = Article.objects.published().search(" ".join(words)).select_related("column").order_by("-released_at", "-pk")
    in_title = Q()
    for word in words:
        in_title &= Q(title__icontains=word) | Q(document_number__icontains=word)
    found = list(rows.filter(in_title).defer("body", "search")[:limit])
    if len(found) < limit:
        found += rows.exclude(in_title).defer("body", "search")[: limit - len(found)]
    return [_hit(article) for article in found]


def _hit(article: Article) -> front.Hit:
    on = None if article.kind == ColumnKind.PAGE else article.released_at
    title = f"{article.title}（{article.document_number}）" if article.document_number else article.title
    return front.Hit(
        title, article.get_absolute_url(), article.column.name, on=on, text=article.summary or article.text
    )


ARTICLES_SOURCE = front.Source("articles", "文章", _articles)


def marked(text: str, words: list[str]) -> SafeString:
    """``text``, safe, with each of ``words`` marked."""
    if not words:
        return mark_safe(html.escape(text))  # noqa: S308 Escaped here.
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts += [html.escape(text[at : match.start()]), "<mark>", html.escape(match.group()), "</mark>"]
        at = match.end()
    return mark_safe("".join([*parts, html.escape(text[at:])]))  # noqa: S308 Every part is escaped.


def excerpt(text: str, words: list[str]) -> str:
    """The surroundings of the first word that the text holds, or its beginning."""
    flat = " ".join(text.split())
    lower = flat.lower()
    places = islice((place for word in words if (place := lower.find(word)) >= 0), 1)
    start = max(0, next(places, 0) - AROUND)
    end = start + 3 * AROUND
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")
