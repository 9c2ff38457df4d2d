"""Adjectives of sessions and locks."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from .choices import RequestStatus


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody's own sessions."""
        return self.filter(user=user)

    def running(self):
        """Neither ended nor past the longest time a session may last."""
        return self.filter(ended_at=None, until__gt=timezone.now())

    def for_list(self):
        return self.order_by("-seen_at")


class LockQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep accounts see every lock."""
        return self if user.is_staff and user.has_perm("signin.view_lock") else self.none()

    def in_force(self):
        return self.filter(locked_until__gt=timezone.now())

    def spent(self):
        """Neither locked nor counted any more."""
        long_ago = timezone.now() - timedelta(days=1)
        return self.filter(models.Q(locked_until=None) | models.Q(locked_until__lt=long_ago), failed_at__lt=long_ago)


class CredentialQuerySet(models.QuerySet):
    def of(self, user):
        """The person's own; made on first need."""
        return self.get_or_create(user=user)[0]


class DataRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own; all, to those who answer them."""
        if user.is_staff and user.has_perm("signin.view_datarequest"):
            return self
        return self.filter(user=user)

    def open(self):
        return self.filter(status=RequestStatus.SUBMITTED)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)
