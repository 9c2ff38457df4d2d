"""Adjectives of filings of technology contracts and of what is asked afterwards."""

from datetime import date

from django.db import models

from bureau.accounts.choices import MembershipRole
from matchmaking.choices import UNDER_REVIEW_FILINGS, FilingStatus


class FilingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view filings see what was handed in, never a draft; a unit's people see their unit's."""
        if user.is_staff:
            seen = self if user.has_perm("matchmaking.view_contractfiling") else self.none()
            return seen.exclude(status=FilingStatus.DRAFT)
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that ``user`` acts for today."""
        return self.filter(organisation__in=user.memberships.filter(ended_at=None).values("organisation"))

    def managed_by(self, user):
        """Of the units whose manager ``user`` is."""
        units = user.memberships.filter(ended_at=None, role=MembershipRole.MANAGER).values("organisation")
        return self.filter(organisation__in=units)

    def overdue(self, today: date):
        """Under review, the term for the decision over."""
        return self.filter(status__in=UNDER_REVIEW_FILINGS, due_on__lt=today)

    def awaiting_work(self):
        """Waiting for the registry."""
        return self.filter(status__in=(FilingStatus.SUBMITTED, *UNDER_REVIEW_FILINGS))

    def for_list(self):
        """Newest first, with what the list page shows."""
        return self.select_related("organisation", "contract").order_by("-pk")


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view them see all; a unit's people see their unit's."""
        if user.is_staff:
            return self if user.has_perm("matchmaking.view_followup") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of contracts that a unit of ``user`` registered."""
        return self.filter(filing__organisation__in=user.memberships.filter(ended_at=None).values("organisation"))

    def outstanding(self, today: date):
        """To be reported now: the day has come, nothing was said, the contract still stands."""
        return self.filter(due_on__lte=today, reported_at=None, filing__status=FilingStatus.REGISTERED)
