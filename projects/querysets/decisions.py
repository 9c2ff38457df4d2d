"""Adjectives of proposals."""

from django.db import models
from django.db.models import Count, Q, Sum

from projects.choices import DecisionOutcome, ProposalStatus


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view proposals see all; nobody else does before results are told."""
        return self if user.is_staff and user.has_perm("projects.view_proposal") else self.none()

    def awaiting_approval(self):
        """A leader is to decide."""
        return self.filter(status=ProposalStatus.SUBMITTED)

    def with_totals(self):
        """With how many are approved, kept in reserve, rejected, and the money."""
        live = Q(lines__struck_at=None)
        counts = {
            f"count_{outcome}": Count("lines", filter=Q(lines__outcome=outcome) & live, distinct=True)
            for outcome in DecisionOutcome.values
        }
        return self.annotate(granted=Sum("lines__amount", filter=live, default=0), **counts)


class ProposalPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees proposals sees what they say of each application."""
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        return self.filter(proposal__in=proposals.values("pk"))

    def approved(self):
        """To be projects: proposed so, and not taken out after an objection."""
        return self.filter(outcome=DecisionOutcome.APPROVE, struck_at=None)

    def told(self):
        """Of proposals whose results are released."""
        return self.filter(proposal__status=ProposalStatus.RELEASED)
