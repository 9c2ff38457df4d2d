"""Adjectives of publicities and objections."""

from django.db import models
from django.db.models import Count, F, Q

from bureau.text import SearchableQuerySet

from .choices import ANSWERED, ENDED, PUBLISHED, WAITING, ObjectionStatus, PublicityStatus


class PublicityQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff who may view publicities see all; everybody else what has been published."""
        if user.is_staff and user.has_perm("publicity.view_publicity"):
            return self
        return self.public()

    def public(self):
        """What the world may open: under way, ended, or published and taken back (which then says only that)."""
        return self.filter(Q(status__in=PUBLISHED) | Q(status=PublicityStatus.WITHDRAWN, published_at__isnull=False))

    def under_way(self):
        """公示中."""
        return self.filter(status=PublicityStatus.OPEN)

    def over(self):
        """公示已结束."""
        return self.filter(status=PublicityStatus.CLOSED)

    def for_list(self):
        """Newest first, without the long texts."""
        return self.defer("body", "process", "search").order_by("-published_at", "-pk")

    def to_begin(self, today):
        """Approved, and the first day has come."""
        return self.filter(status=PublicityStatus.APPROVED, starts_on__lte=today)

    def to_end(self, today):
        """The last day is over."""
        return self.filter(status=PublicityStatus.OPEN, ends_on__lt=today)

    def unheard(self):
        """Ended, and whoever opened it has not said that it heard."""
        return self.filter(status__in=ENDED, heard_at=None).exclude(opener="")

    def with_objections(self):
        """With ``objections_waiting``: how many are still being handled."""
        return self.annotate(objections_waiting=Count("objections", filter=Q(objections__status__in=WAITING)))


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The section that supervises, alone: an objector's identity is kept from everybody else."""
        return self if user.is_staff and user.has_perm("publicity.view_objection") else self.none()

    def received(self):
        """To be looked at: accepted or not."""
        return self.filter(status=ObjectionStatus.RECEIVED)

    def being_investigated(self):
        """Accepted, to be decided."""
        return self.filter(status=ObjectionStatus.ACCEPTED)

    def waiting(self):
        """Somebody is to act."""
        return self.filter(status__in=WAITING)

    def untold(self):
        """Answered, and the objector has not been told."""
        return self.filter(status__in=ANSWERED, told_at=None)

    def overdue(self, today):
        """Waiting for longer than is promised."""
        return self.waiting().filter(due_on__lt=today)

    def for_list(self):
        """What is due first comes first."""
        return self.select_related("publicity").order_by(F("due_on").asc(nulls_last=True), "-pk")
