"""Adjectives of calls and what belongs to them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bureau.text import SearchableQuerySet
from projects.choices import UNANNOUNCED, CallStatus


class CallQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff who may view calls see all; everybody else what has been published."""
        if user.is_staff and user.has_perm("projects.view_call"):
            return self
        return self.public()

    def announced(self):
        """Whatever has been published, cancelled since or not."""
        return self.exclude(status__in=UNANNOUNCED)

    def awaiting_signature(self):
        """Sent to be signed and neither published nor returned."""
        return self.filter(status=CallStatus.SIGNING)

    def public(self):
        """Published, whether open, to come or over."""
        return self.filter(status=CallStatus.PUBLISHED)

    def open_at(self, moment=None):
        """Published and taking applications, for one recommending unit at least."""
        moment = moment or timezone.now()
        own = self.model._base_manager.filter(windows__closes_at__gte=moment).values("pk")
        return self.public().filter(opens_at__lte=moment).filter(Q(closes_at__gte=moment) | Q(pk__in=own))

    def for_list(self):
        """The first to close first."""
        return self.order_by("closes_at", "pk")


class CallPartQuerySet(models.QuerySet):
    """What a call is composed of: as the call itself."""

    def visible_to(self, user):
        """Whoever may view calls at the bureau sees what they are composed of."""
        return self if user.is_staff and user.has_perm("projects.view_call") else self.none()


class RestrictionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers who may view restrictions see all; nobody else does."""
        return self if user.is_staff and user.has_perm("projects.view_restriction") else self.none()

    def in_force(self, day):
        """In force on ``day``."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))
