"""Adjectives of the reserve."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bureau.text import SearchableQuerySet
from enterprises.choices import LOOKED_AFTER, OPEN_RESERVE, ReserveStatus


class ReserveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see the reserve; a unit's people see their own, once it is more than a note of the bureau's."""
        if user.is_staff:
            return self if user.has_perm("enterprises.view_reserve") else self.none()
        return self.owned_by(user).exclude(status__in=[ReserveStatus.CANDIDATE, ReserveStatus.REFUSED], applied_at=None)

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        return self.filter(organisation__memberships__user=user, organisation__memberships__ended_at=None)

    def open(self):
        """Being looked at or looked after."""
        return self.filter(status__in=OPEN_RESERVE)

    def looked_after(self):
        """In the library, with a person who answers for the firm."""
        return self.filter(status__in=LOOKED_AFTER)

    def waiting(self):
        """To be decided upon."""
        return self.filter(status=ReserveStatus.APPLIED)

    def looked_after_by(self, user):
        """This person's firms."""
        return self.looked_after().filter(responsible=user)

    def without_service_in(self, days: int):
        """In the library for that long, and not served in it."""
        since = timezone.localdate() - timedelta(days=days)
        services = self.model._meta.get_field("services").related_model
        served = services.objects.filter(reserve=OuterRef("pk"), served_on__gt=since)
        return self.looked_after().filter(Q(decided_at__date__lte=since)).exclude(Exists(served))

    def for_list(self):
        """With what list pages show."""
        return self.select_related("organisation", "responsible").order_by("-pk")


class ReservePartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the firm in the reserve sees what is planned and done for it."""
        reserve = self.model._meta.get_field("reserve").related_model
        return self.filter(reserve__in=reserve.objects.visible_to(user))

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        reserve = self.model._meta.get_field("reserve").related_model
        return self.filter(reserve__in=reserve.objects.owned_by(user))


class TicketQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff see all questions; a unit's people see their own."""
        if user.is_staff:
            return self if user.has_perm("enterprises.view_ticket") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        return self.filter(organisation__memberships__user=user, organisation__memberships__ended_at=None)

    def waiting(self):
        """Not answered yet."""
        return self.filter(answered_at=None)

    def overdue(self):
        """Waiting for longer than is promised."""
        return self.waiting().filter(due_on__lt=timezone.localdate())

    def for_list(self):
        """Longest waiting first, then what was answered last."""
        return self.select_related("organisation", "answered_by").order_by(
            models.F("answered_at").desc(nulls_first=True), "due_on", "pk"
        )
