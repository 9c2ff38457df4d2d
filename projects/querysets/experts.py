"""Adjectives of experts and what belongs to them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bureau.text import SearchableQuerySet
from projects.choices import IN_BANK, ExpertStatus

FRESH_MONTHS = 12


def stale_before(today: date) -> date:
    """The day before which what an expert said of themselves has to be confirmed anew."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return today.replace(year=today.year - 1, day=day)


class ExpertQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff who may view experts see all that were handed in; everybody else their own record."""
        if user.is_staff:
            return self.exclude(status=ExpertStatus.DRAFT) if user.has_perm("projects.view_expert") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """The person's own record."""
        return self.none() if user.is_staff else self.filter(user_id=user.pk)

    def entered_by(self, user):
        """Drafts that an officer is entering."""
        return (
            self.filter(status=ExpertStatus.DRAFT, created_by_id=user.pk, user=None) if user.is_staff else self.none()
        )

    def claimable_by(self, user):
        """Entered by an officer under the mobile number that is proven to be this person's."""
        if user.is_staff or not user.mobile_index:
            return self.none()
        return self.filter(user=None, mobile_index=user.mobile_index).exclude(status=ExpertStatus.DRAFT)

    def in_bank(self):
        """Admitted, and neither left nor removed."""
        return self.filter(status__in=IN_BANK)

    def active_on(self, day: date):
        """May be asked to review: in the bank, not leaving, confirmed within the year, not away on the day."""
        away = Q(busy_from__lte=day) & (Q(busy_until=None) | Q(busy_until__gte=day))
        listed = self.filter(status__in=(ExpertStatus.LISTED, ExpertStatus.PAUSED))
        return listed.filter(confirmed_at__date__gte=stale_before(day)).exclude(away)

    def stale(self):
        """In the bank, but not confirmed within twelve months (信息过期)."""
        before = stale_before(timezone.localdate())
        return self.filter(status__in=IN_BANK, confirmed_at__date__lt=before)

    def for_list(self):
        """With what list pages show, newest first."""
        return self.select_related("organisation").order_by("-pk")


class ExpertPartQuerySet(models.QuerySet):
    """What belongs to an expert: as the expert's record itself."""

    def visible_to(self, user):
        """Whoever sees the expert's record sees its parts."""
        experts = self.model._meta.get_field("expert").related_model.objects.visible_to(user)
        return self.filter(expert__in=experts.values("pk"))

    def current(self):
        """Files that have not been replaced or taken away."""
        return self.filter(removed_at=None)


class ExpertiseFieldQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The tree of fields is public."""
        return self

    def under(self, code: str):
        """The field and everything below it: a child's code begins with its parent's."""
        return self.filter(code__startswith=code)
