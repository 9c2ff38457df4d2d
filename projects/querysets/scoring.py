"""Adjectives of sheets and standings."""

from django.db import models


class ReviewPartQuerySet(models.QuerySet):
    """What belongs to an assignment: as the assignment itself."""

    def visible_to(self, user):
        """Officers who may view sheets see all; an expert, the own ones."""
        if user.is_staff:
            return self if user.has_perm("projects.view_sheet") else self.none()
        assignments = self.model._meta.get_field("assignment").related_model.objects.owned_by(user)
        return self.filter(assignment__in=assignments.values("pk"))

    def submitted(self):
        """Handed in by an expert who does not have to step aside: what scores are made of."""
        return self.filter(assignment__in=_assignments(self.model).counting())


def _assignments(model):
    return model._meta.get_field("assignment").related_model.objects.all()


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view standings see all; nobody else does: scores are not the applicants'."""
        return self if user.is_staff and user.has_perm("projects.view_standing") else self.none()

    def ranked(self):
        """With a place, the first first."""
        return self.exclude(place=None).order_by("place", "pk")

    def flagged(self):
        """The highest and lowest too far apart."""
        return self.filter(is_dispersed=True)

    def lacking(self):
        """Too few reviews to be ranked."""
        return self.filter(is_enough=False)

    def for_list(self):
        """With what list pages show, the first first, those without a place last."""
        return self.select_related("application__organisation", "call").order_by("call", "place", "pk")
