"""Adjectives of places and units."""

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models

from bureau.text import SearchableQuerySet, name_key


class DivisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Places are public."""
        return self

    def by_any_name(self) -> dict[str, "models.Model"]:
        """Every present or former name and code, as ``name_key`` writes it, to its one series."""
        found = {}
        for division in self.prefetch_related("former_names"):
            found[name_key(division.name)] = division
            if division.code:
                found[division.code] = division
            for former in division.former_names.all():
                found[name_key(former.name)] = division
                if former.code:
                    found[former.code] = division
        return found

    def for_tables(self):
        """Counties by code, then zones: the order of the bureau's tables."""
        return self.prefetch_related("former_names").order_by("position")


class OrganisationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff see every unit; a unit's people see their own."""
        if user.is_staff and user.has_perm("accounts.view_organisation"):
            return self
        return self.filter(memberships__user=user, memberships__ended_at=None)


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep accounts see every person; everybody sees themself."""
        if user.is_staff and user.has_perm("accounts.view_user"):
            return self
        return self.filter(pk=user.pk)


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    """Makes persons, and speaks of them."""
