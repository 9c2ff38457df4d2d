"""Adjectives of challenges (揭榜挂帅) and of the bids that are sealed for them."""

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from matchmaking.choices import NOT_YET_PUBLIC, PAST_OPENING, BidStatus, ChallengeStatus


def _units(user, **more):
    return user.memberships.filter(ended_at=None, **more).values("organisation")


class ChallengeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view them see what was handed in, never a draft; a unit's people their unit's."""
        if user.is_staff:
            seen = self if user.has_perm("matchmaking.view_challenge") else self.none()
            return seen.exclude(status=ChallengeStatus.DRAFT)
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that ``user`` acts for today."""
        return self.none() if user.is_staff else self.filter(organisation__in=_units(user))

    def managed_by(self, user):
        """Of the units whose manager ``user`` is."""
        return self.none() if user.is_staff else self.filter(organisation__in=_units(user, role=MembershipRole.MANAGER))

    def public(self):
        """Published, whatever has become of it since."""
        return self.exclude(status__in=NOT_YET_PUBLIC)

    def taking_bids(self, moment=None):
        """Published, its deadline to come."""
        return self.filter(status=ChallengeStatus.PUBLISHED, closes_at__gt=moment or timezone.now())

    def awaiting_decision(self):
        """Handed in, neither published nor returned."""
        return self.filter(status=ChallengeStatus.SUBMITTED)

    def awaiting_opening(self, moment=None):
        """Its deadline has passed, nothing is opened yet."""
        return self.filter(status=ChallengeStatus.PUBLISHED, closes_at__lte=moment or timezone.now())

    def with_counts(self):
        """With how many bids stand in each."""
        return self.annotate(bid_count=Count("bids", filter=~Q(bids__status=BidStatus.WITHDRAWN)))

    def for_list(self):
        """With what list pages show, the newest first."""
        return self.select_related("organisation").order_by("-pk")


class BidQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view challenges see bids once they are opened; a unit's people their unit's at any time."""
        if user.is_staff:
            seen = self if user.has_perm("matchmaking.view_challenge") else self.none()
            return seen.filter(challenge__status__in=PAST_OPENING)
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that ``user`` acts for today."""
        return self.none() if user.is_staff else self.filter(organisation__in=_units(user))

    def standing(self):
        """Not withdrawn."""
        return self.exclude(status=BidStatus.WITHDRAWN)

    def for_list(self):
        """With what list pages show, the newest first."""
        return self.select_related("challenge__organisation", "organisation").order_by("-pk")


class BidPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody: what is sealed is opened by its verb alone."""
        return self.none()
