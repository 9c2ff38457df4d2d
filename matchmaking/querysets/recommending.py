"""Adjectives of recommendations, of judgements of pairs, and of synonyms."""

from django.db import models


class RecommendationQuerySet(models.QuerySet):
    def of(self, profile):
        """The list of one achievement or demand, the best first, with the other side's rows."""
        side = profile._meta.model_name
        other = "demand" if side == "achievement" else "achievement"
        rows = self.filter(side=side, **{side: profile.pk}).select_related(other, f"{other}__division")
        return rows.defer(*(f"{other}__{name}" for name in ("search", "contact_person", "contact_phone"))).order_by(
            "rank"
        )

    def naming(self, profile):
        """The lists of the other side in which the profile stands."""
        own = profile._meta.model_name
        return self.filter(**{own: profile.pk}).exclude(side=own)

    def concerning(self, profile):
        """Its own list and every place in the others'."""
        return self.filter(**{profile._meta.model_name: profile.pk})


class JudgementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view judgements see all of them; a unit's people the irrelevant ones through their lists alone."""
        return self if user.is_staff and user.has_perm("matchmaking.view_judgement") else self.none()

    def irrelevant_to(self, profile):
        """Pairs that the profile's own side found irrelevant."""
        side = profile._meta.model_name
        return self.filter(side=side, grade=0, **{side: profile.pk})

    def for_list(self):
        """Newest first, with what the list page shows."""
        return self.select_related("achievement", "demand", "made_by").order_by("-pk")


class SynonymQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bureau's table."""
        return self if user.is_staff and user.has_perm("matchmaking.view_synonym") else self.none()
