"""Adjectives of visits to applicants."""

from django.db import models

from projects.choices import VisitStatus


class SiteVisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view visits see all; an expert, those that the expert goes on."""
        if user.is_staff:
            return self if user.has_perm("projects.view_sitevisit") else self.none()
        return self.gone_on_by(user)

    def gone_on_by(self, user):
        """The person is one of the experts who go."""
        return self.none() if user.is_staff else self.filter(members__expert__user_id=user.pk)

    def planned(self):
        """Still to be done, or to be written down."""
        return self.filter(status=VisitStatus.PLANNED)

    def done(self):
        """Found, signed and closed."""
        return self.filter(status=VisitStatus.DONE)

    def overdue(self, moment):
        """Planned for a time that is over, and not closed."""
        return self.planned().filter(starts_at__lt=moment)


class VisitMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view visits see all; an expert, the own part."""
        if user.is_staff:
            return self if user.has_perm("projects.view_sitevisit") else self.none()
        return self.signed_for(user)

    def signed_for(self, user):
        """Whose signature is this person's own to give."""
        return self.filter(officer_id=user.pk) if user.is_staff else self.filter(expert__user_id=user.pk)

    def unsigned(self):
        """Who has not signed yet."""
        return self.filter(signed_at=None)
