"""Adjectives of saved searches."""

from django.db import models


class SavedSearchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody's own."""
        return self.filter(user=user)
