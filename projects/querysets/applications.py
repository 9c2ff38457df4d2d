"""Adjectives of applications and what belongs to them."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from bureau.accounts.choices import RECOMMENDING, MembershipRole
from bureau.text import SearchableQuerySet
from projects.choices import COUNTED, ENDED, PUT_FORWARD, ApplicationStatus, CallStatus

# An index has this order: what is asked otherwise is sorted row by row.
WAITS_FIRST = Case(When(status=ApplicationStatus.RECOMMENDED, then=Value(0)), default=Value(1))


class ApplicationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff see what was submitted; a unit's people their own; a recommending unit's people what came to it."""
        if user.is_staff:
            return self.exclude(submitted_at=None) if user.has_perm("projects.view_application") else self.none()
        return self.filter(Q(pk__in=self._own(user)) | Q(pk__in=self._sent_to(user)))

    def _own(self, user, **post):
        """What was sealed under a challenge is no application to its unit: it reads of it where it was sealed."""
        posts = {f"organisation__memberships__{name}": value for name, value in post.items()}
        return (
            self.model._base_manager.exclude(call__status=CallStatus.HOSTED)
            .filter(organisation__memberships__user_id=user.pk, organisation__memberships__ended_at=None, **posts)
            .values("pk")
        )

    def _sent_to(self, user):
        return (
            self.model._base_manager.exclude(submitted_at=None)
            .filter(
                recommender__memberships__user_id=user.pk,
                recommender__memberships__ended_at=None,
                recommender__memberships__role__in=RECOMMENDING,
                recommender__jurisdictions__isnull=False,
            )
            .values("pk")
        )

    def owned_by(self, user):
        """Of the units that the person acts for."""
        return self.none() if user.is_staff else self.filter(pk__in=self._own(user))

    def managed_by(self, user):
        """Of the units whose 单位管理员 the person is."""
        return self.none() if user.is_staff else self.filter(pk__in=self._own(user, role=MembershipRole.MANAGER))

    def recommended_by(self, user):
        """That came to the recommending unit that the person acts for; to the bureau where no unit recommends."""
        if user.is_staff:
            return self.visible_to(user).filter(recommender=None)
        return self.filter(pk__in=self._sent_to(user))

    def counted(self):
        """In the running: what quotas count."""
        return self.filter(status__in=COUNTED)

    def put_forward(self):
        """Recommended, and not rejected."""
        return self.filter(status__in=PUT_FORWARD)

    def not_ended(self):
        """Something may still be asked of the unit."""
        return self.exclude(status__in=ENDED)

    def awaiting_recommendation(self):
        """A recommending unit is to decide."""
        return self.filter(status=ApplicationStatus.SUBMITTED)

    def awaiting_check(self):
        """An officer is to examine."""
        return self.filter(status=ApplicationStatus.RECOMMENDED)

    def correction_overdue(self):
        """The term of the one correction has passed."""
        return self.filter(status=ApplicationStatus.CORRECTING, correction_due__lt=timezone.localdate())

    def for_list(self):
        """With what list pages show, newest first."""
        return self.select_related("call", "organisation", "recommender").order_by("-pk")


class ApplicationPartQuerySet(models.QuerySet):
    """What an application is made of: as the application itself."""

    def visible_to(self, user):
        """Whoever sees the application sees its parts."""
        applications = self.model._meta.get_field("application").related_model.objects.visible_to(user)
        return self.filter(application__in=applications.values("pk"))

    def owned_by(self, user):
        """Of the units that the person acts for."""
        applications = self.model._meta.get_field("application").related_model.objects.owned_by(user)
        return self.filter(application__in=applications.values("pk"))

    def current(self):
        """Files that have not been replaced or taken away."""
        return self.filter(removed_at=None)
