"""Adjectives of pairs of like texts."""

from django.db import models
from django.db.models import Q

from projects.choices import PairStatus


class SimilarPairQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bureau's people who may: what resembles what is told to nobody outside."""
        return self if user.is_staff and user.has_perm("projects.view_similarpair") else self.none()

    def open(self):
        """Nobody has said yet what they are."""
        return self.filter(status=PairStatus.OPEN)

    def about(self, application):
        """Pairs with this application (or its key) on either side."""
        return self.filter(Q(application=application) | Q(other__application=application))

    def for_list(self):
        """With what lists and pages show of both sides."""
        return self.select_related(
            "application__call", "application__organisation", "other__application__call",
            "other__application__organisation", "other__project__organisation", "decided_by",
        )  # fmt: skip
