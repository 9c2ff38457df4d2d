"""Adjectives of rows that came from lists, and of the runs that brought them."""

from django.db import models
from django.db.models import Count

from bureau.text import SearchableQuerySet

from .choices import WAITING, NameStatus


class RecordQuerySet(SearchableQuerySet):
    """Rows of a register. Every figure starts from ``effective()``."""

    def visible_to(self, user):
        """Staff who may view the register see all of it; a unit's people see their unit's rows."""
        meta = self.model._meta
        if user.is_staff and user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            return self
        return self.owned_by(user)

    def owned_by(self, user):
        """Rows of the units that ``user`` acts for; a register without a unit has none."""
        if "organisation" not in {field.name for field in self.model._meta.get_fields()}:
            return self.none()
        return self.filter(organisation__memberships__user=user, organisation__memberships__ended_at=None)

    def effective(self):
        """Not voided: what counts."""
        return self.filter(voided_at=None)

    def voided(self):
        """Taken out of every figure, kept as evidence."""
        return self.exclude(voided_at=None)

    def brought_by(self, run):
        """Rows that one list run created and that are still its."""
        return self.filter(source=run)


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody who may see list runs sees all: a list belongs to the bureau, not to who loaded it."""
        return self if user.is_staff and user.has_perm("lists.view_importrun") else self.none()

    def waiting(self):
        """Something is still to happen without a person."""
        return self.filter(status__in=WAITING)

    def unlimited(self):
        """The bureau's own: not handed in by a unit for its places and units alone."""
        return self.filter(only_places=[], only_units=[])

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("created_by").prefetch_related("sheets").order_by("-pk")


class UnmatchedNameQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """The work list of those who look after units."""
        return self if user.is_staff and user.has_perm("lists.view_unmatchedname") else self.none()

    def outstanding(self):
        """Still to be decided."""
        return self.filter(status=NameStatus.OPEN)


def counted(rows) -> int:
    """How many rows, as one query."""
    return rows.aggregate(n=Count("pk"))["n"]
