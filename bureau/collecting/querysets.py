"""Adjectives of collections and of what each unit owes."""

from django.db import models
from django.db.models import Count, Q

from bureau.accounts.choices import RECOMMENDING
from bureau.text import SearchableQuerySet

from .choices import HANDED_IN, OWING, CollectionStatus, DutyStatus


class CollectionQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff who may view collections see all."""
        return self if user.is_staff and user.has_perm("collecting.view_collection") else self.none()

    def with_progress(self):
        """With how many units owe, have handed in, were returned and were confirmed."""
        return self.annotate(
            duties_all=Count("duties"),
            duties_done=Count("duties", filter=Q(duties__status__in=HANDED_IN)),
            duties_waiting=Count("duties", filter=Q(duties__status=DutyStatus.SUBMITTED)),
        )


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view collections see all; a recommending unit's people see their unit's."""
        if user.is_staff:
            return self if user.has_perm("collecting.view_collection") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """What the units that the person acts for owe."""
        return self.filter(
            unit__memberships__user_id=user.pk, unit__memberships__ended_at=None,
            unit__memberships__role__in=RECOMMENDING,
        )  # fmt: skip

    def owing(self):
        """The unit is to act, and may."""
        return self.filter(status__in=OWING, collection__status=CollectionStatus.OPEN)

    def overdue(self, today):
        """Owing, and the day is past."""
        return self.owing().filter(due_on__lt=today)

    def to_confirm(self):
        """The officer is to act."""
        return self.filter(status=DutyStatus.SUBMITTED)

    def for_list(self):
        """With what list pages show, what is due first on top."""
        return self.select_related("collection", "unit", "run").order_by("due_on", "unit__name")
