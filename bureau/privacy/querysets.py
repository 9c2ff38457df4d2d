"""Adjectives of the registers on personal information."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .choices import AssessmentStatus, BreachStatus, ProcessorStatus


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever keeps or approves the register sees all of it."""
        return self if user.has_perm("privacy.view_impactassessment") else self.none()

    def approved(self):
        return self.filter(status=AssessmentStatus.APPROVED)

    def to_review(self, today):
        """Approved, and the day of the next look is past."""
        return self.approved().filter(review_on__lte=today)


class ProcessorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever keeps or approves the register sees all of it; the public page names those in force."""
        return self if user.has_perm("privacy.view_processor") else self.none()

    def in_force(self):
        return self.filter(status=ProcessorStatus.IN_FORCE)

    def expired(self, today):
        """The contract is over and nobody has said what became of the data."""
        return self.in_force().filter(ends_on__lt=today)


class BreachQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever keeps or approves the register sees all of it."""
        return self if user.has_perm("privacy.view_breach") else self.none()

    def open(self):
        return self.exclude(status=BreachStatus.CLOSED)

    def authority_untold(self):
        return self.open().filter(authority_told_at=None)

    def persons_untold(self):
        return self.open().filter(persons_told_at=None, persons_exempt="")

    def late(self, authority_before, persons_before):
        """A clock has run out: found before these moments, and not told."""
        untold = Q(authority_told_at=None, found_at__lt=authority_before)
        untold |= Q(persons_told_at=None, persons_exempt="", found_at__lt=persons_before)
        return self.open().filter(untold)


class ConsentQuerySet(models.QuerySet):
    def about(self, obj):
        """What was agreed to for one record."""
        return self.filter(model=obj._meta.label_lower, object_id=obj.pk)

    def standing(self):
        return self.filter(withdrawn_at=None)

    def withdraw(self, *, now=None):
        """Consents end with what they were given for."""
        return self.standing().update(withdrawn_at=now or timezone.now())
