"""Adjectives of registered results."""

from django.db import models

from bureau.accounts.choices import MembershipRole
from matchmaking.choices import ResultStatus


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view them see what was handed in, never a draft; a unit's people see their unit's."""
        if user.is_staff:
            seen = self if user.has_perm("matchmaking.view_resultregistration") else self.none()
            return seen.exclude(status=ResultStatus.DRAFT)
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that ``user`` acts for today."""
        return self.filter(organisation__in=user.memberships.filter(ended_at=None).values("organisation"))

    def managed_by(self, user):
        """Of the units whose manager ``user`` is."""
        units = user.memberships.filter(ended_at=None, role=MembershipRole.MANAGER).values("organisation")
        return self.filter(organisation__in=units)

    def awaiting_decision(self):
        """Handed in, not decided upon."""
        return self.filter(status=ResultStatus.SUBMITTED)

    def for_list(self):
        """Newest first, with what the list page shows."""
        return self.select_related("organisation").order_by("-pk")
