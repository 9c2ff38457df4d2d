"""Adjectives of tokens."""

from datetime import date

from django.db import models

from bureau.accounts.choices import MembershipRole


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view tokens see all; a unit's administrator sees the unit's."""
        if user.is_staff:
            return self if user.has_perm("enterprises.view_apitoken") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that the person administers now."""
        return self.filter(
            organisation__memberships__user=user,
            organisation__memberships__role=MembershipRole.MANAGER,
            organisation__memberships__ended_at=None,
        )

    def standing(self, today: date):
        """Neither revoked nor expired; the last day counts."""
        return self.filter(revoked_at=None, expires_on__gte=today)

    def held(self):
        """Whose holder still works for the unit and may still sign in."""
        return self.filter(
            created_by__is_active=True,
            organisation__memberships__user=models.F("created_by"),
            organisation__memberships__ended_at=None,
        )

    def for_list(self):
        """With what list pages show, the newest first."""
        return self.select_related("organisation", "created_by").order_by("-pk")
