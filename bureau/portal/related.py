"""What else to read: documents and their interpretations, the nearest by title, the article before and the one after."""

from django.db.models import Q

from bureau.text import bigrams, searchable

from .choices import ColumnKind
from .models import Article

LOOKED_AT = 200
SHOWN = 5
ALIKE_AT_LEAST = 0.12


def interpretations(article: Article) -> list[Article]:
    """Published interpretations of a document, whichever of its editions they were written for."""
    if article.kind != ColumnKind.DOCUMENT:
        return []
    return list(Article.objects.published().filter(interprets__number=article.number).for_list())


def interpreted(article: Article) -> Article | None:
    """The published document that an interpretation is about."""
    if article.interprets_id is None:
        return None
    return Article.objects.published().filter(number=article.interprets.number).for_list().first()


def related(article: Article) -> list[Article]:
    """The recent articles of the column whose titles share most with this one's."""
    mine = bigrams(searchable(article.title))
    others = Article.objects.published().filter(column=article.column_id).exclude(pk=article.pk).for_list()[:LOOKED_AT]

    def likeness(other: Article) -> float:
        theirs = bigrams(searchable(other.title))
        return len(mine & theirs) / (len(mine | theirs) or 1)

    ranked = sorted(((likeness(other), other.pk, other) for other in others), reverse=True)
    return [other for score, _pk, other in ranked[:SHOWN] if score >= ALIKE_AT_LEAST]


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The article published before this one in its column, and the one after."""
    same = Article.objects.published().filter(column=article.column_id).exclude(pk=article.pk).for_list()
    at = Q(released_at=article.released_at)
    before = same.filter(Q(released_at__lt=article.released_at) | at & Q(pk__lt=article.pk)).first()
    after = same.filter(Q(released_at__gt=article.released_at) | at & Q(pk__gt=article.pk))
    after = after.order_by("released_at", "pk").first()
    return before, after
