"""Adjectives of bulletins."""

from django.db import models

from .choices import FROZEN, OPEN, BulletinStatus


class BulletinQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see bulletins see all; everybody else what is published."""
        if user.is_authenticated and user.is_staff and user.has_perm("bulletins.view_bulletin"):
            return self
        return self.published()

    def published(self):
        """In force: of each month at most one version."""
        return self.filter(status=BulletinStatus.PUBLISHED)

    def around(self, month):
        """Other months of its year, of the last and of the next: what their sums and this month's tell together."""
        return self.filter(month__year__range=(month.year - 1, month.year + 1)).exclude(month=month)

    def frozen(self):
        """Published once, whether or not a correction has taken their place."""
        return self.filter(status__in=FROZEN)

    def open(self):
        """Still being made."""
        return self.filter(status__in=OPEN)

    def newest_of(self, month):
        """The newest version of a month, whatever its status, or None."""
        return self.filter(month=month).order_by("-version").first()

    def for_list(self):
        """Newest month first, of a month the newest version."""
        return self.order_by("-month", "-version")
