"""Adjectives of the files of achievements and demands."""

from django.db import models
from django.db.models import Q

from matchmaking.choices import InterestStatus


class ProfileFileQuerySet(models.QuerySet):
    def of(self, profile):
        """Those of one achievement or demand."""
        return self.filter(**{profile._meta.model_name: profile.pk})

    def shown_to(self, user, interest):
        """The other side's of an accepted interest, to somebody of a unit that has looked whom to call."""
        units = user.memberships.filter(ended_at=None).values("organisation")
        looked = interest.disclosures.filter(organisation__in=units)
        if interest.status != InterestStatus.ACCEPTED or user.is_staff:
            return self.none()
        shown = Q(pk=None)
        for one in looked.values_list("shown", flat=True).distinct():
            shown |= Q(**{one: getattr(interest, f"{one}_id")})
        return self.filter(shown)
