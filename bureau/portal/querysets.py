"""Adjectives of what the site publishes."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from bureau.text import SearchableQuerySet

from .choices import OPEN, ArticleStatus, ColumnKind, FeedbackStatus, FindingStatus


class ColumnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Columns are public."""
        return self

    def listed(self):
        """Columns with a list page of their own."""
        return self.filter(is_shown=True).exclude(kind=ColumnKind.PAGE).order_by("position")

    def with_newest(self):
        """Each with the time of its newest publication."""
        published = Q(articles__status=ArticleStatus.PUBLISHED)
        return self.annotate(newest=Max("articles__published_at", filter=published))


class ArticleQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff who may view articles see all versions; everybody sees what is published."""
        if user.is_staff and user.has_perm("portal.view_article"):
            return self
        return self.published()

    def published(self):
        return self.filter(status=ArticleStatus.PUBLISHED)

    def unfinished(self):
        return self.filter(status__in=OPEN)

    def due(self, now):
        """Approved, and the time set for them has come."""
        return self.filter(status=ArticleStatus.APPROVED, publish_at__lte=now)

    def pages(self):
        return self.filter(column__kind=ColumnKind.PAGE)

    def listed(self):
        """Everything but the site's own pages."""
        return self.exclude(column__kind=ColumnKind.PAGE)

    def for_list(self):
        """What a line of a list needs, newest first."""
        return (
            self.select_related("column")
            .only(
                "number", "kind", "slug", "title", "released_at", "source", "document_number", "validity", "column__code",
                "column__name", "column__kind",
            )
            .order_by("-released_at", "-pk")
        )  # fmt: skip

    def released_in(self, year: int):
        return self.filter(released_at__year=year)


class FeedbackQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Those who answer see all messages; a sender asks with the receipt number."""
        if user.is_staff and user.has_perm("portal.view_feedback"):
            return self
        return self.none()

    def waiting(self):
        return self.filter(status=FeedbackStatus.RECEIVED)

    def overdue(self, day):
        return self.waiting().filter(due_on__lt=day)

    def shown(self):
        """Answers that were published."""
        return self.filter(status=FeedbackStatus.ANSWERED, is_published=True).order_by("-answered_at")


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All, to whoever looks after the site."""
        return self

    def outstanding(self):
        return self.filter(status=FindingStatus.OPEN)


class VisitQuerySet(models.QuerySet):
    def recent(self, days: int = 30):
        return self.filter(on__gt=timezone.localdate() - timedelta(days=days))

    def total_of(self, number: int) -> int:
        """How often the article was opened."""
        return self.filter(number=number).aggregate(total=models.Sum(F("count"), default=0))["total"]
