"""Columns, articles and their files, as everybody sees them."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bureau.caching import cached_page, cached_part
from bureau.files import IMAGES, PDF, hand_out
from bureau.portal import related, visits
from bureau.portal.choices import ArticleStatus, ColumnKind
from bureau.portal.filters import ColumnPageFilter
from bureau.portal.models import Article, Attachment, Column

PER_PAGE = 20
VISITS_MARK = b'<data id="visits"></data>'
SHOWN_INLINE = {kind.mime for kind in (PDF, *IMAGES)}


@login_not_required
@require_safe
@cached_page
def column(request, code: str):
    """A column: its articles, newest first, found by words, narrowed by year."""
    shown = get_object_or_404(Column.objects.listed(), code=code)
    rows = Article.objects.published().filter(column=shown).for_list()
    narrowed = ColumnPageFilter(request.GET or None, queryset=rows, column=shown)
    found = narrowed.qs if not narrowed.is_bound or narrowed.form.is_valid() else rows
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    is_narrowed = any(request.GET.get(name) for name in narrowed.filters)
    context = {
        "column": shown,
        "columns": Column.objects.listed(),
        "page": page,
        "filter": narrowed,
        "is_narrowed": is_narrowed,
        "clear": shown.get_absolute_url() if is_narrowed else "",
    }
    return render(request, "portal/column.html", context)


@login_not_required
@require_safe
def article(request, number: int):
    """An article. The page is kept; how often it was opened is written into it at the last moment."""
    response = _article_page(request, number)
    if response.status_code in (200, 304):
        opened = visits.count(number)
        if response.status_code == 200 and opened is not None:
            response.content = response.content.replace(VISITS_MARK, f"<span>访问量：{opened}</span>".encode(), 1)
    return response


@cached_part
def _article_page(request, number: int):
    found = Article.objects.published().select_related("column", "interprets").filter(number=number).first()
    if found is None:
        gone = Article.objects.filter(number=number, status=ArticleStatus.WITHDRAWN).order_by("-edition").first()
        if gone is None:
            raise Http404
        return render(request, "portal/withdrawn.html", {"article": gone}, status=410)
    return render(request, "portal/article.html", article_context(found))


@login_not_required
@require_safe
@cached_page
def page(request, slug: str):
    """One of the site's own pages: 网站声明, 隐私政策, 无障碍声明, 联系我们."""
    found = get_object_or_404(Article.objects.published().pages(), slug=slug)
    return render(request, "portal/page.html", {"article": found})


def article_context(shown: Article) -> dict:
    """All that the page of an article says, published or in preview."""
    before, after = related.neighbours(shown) if shown.released_at else (None, None)
    return {
        "article": shown,
        "column": shown.column,
        "is_document": shown.kind == ColumnKind.DOCUMENT,
        "guide_rows": _guide_rows(shown) if shown.kind == ColumnKind.GUIDE else [],
        "attachments": shown.attachments.filter(is_picture=False),
        "interpretations": related.interpretations(shown),
        "interpreted": related.interpreted(shown),
        "related": related.related(shown),
        "previous": before and (before.title, before.get_absolute_url()),
        "next": after and (after.title, after.get_absolute_url()),
    }


def _guide_rows(guide: Article) -> list[tuple[str, str]]:
    names = ("basis", "conditions", "materials", "procedure", "time_limit", "fee", "place", "phone")
    return [
        (str(Article._meta.get_field(name).verbose_name), getattr(guide, name))
        for name in names
        if getattr(guide, name)
    ]


@login_not_required
@require_safe
def file(request, key):
    """A file of a published article; of any other, for staff who may see that article."""
    rows = Attachment.objects.filter(key=key, article__in=Article.objects.visible_to(request.user))
    found = rows.order_by("-article_id").first()
    if found is None:
        raise Http404
    response = hand_out(found.file, found.name, mime=found.mime, inline=found.mime in SHOWN_INLINE)
    if found.article.is_published:
        response["Cache-Control"] = "private, max-age=300"
    return response
