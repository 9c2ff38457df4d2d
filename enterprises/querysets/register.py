"""Adjectives of what happens to certificates, and of yearly reports."""

from datetime import date

from django.db import models

from enterprises.choices import MOVES


class RegisterEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view the register see what happened in it."""
        may = user.is_staff and user.has_perm("enterprises.view_registerevent")
        return self if may else self.none()

    def in_force(self):
        """Not taken back."""
        return self.filter(revoked_at=None)

    def moves(self):
        """What may put a certificate into another place: relocations within the city, returns to it."""
        return self.in_force().filter(kind__in=MOVES)

    def for_list(self):
        """With what list pages show, the latest first."""
        return self.select_related("recognition", "recorded_by").order_by("-happened_on", "-pk")


class YearlyFilingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view the register see who filed."""
        may = user.is_staff and user.has_perm("enterprises.view_yearlyfiling")
        return self if may else self.none()


def due_day(year: int) -> date:
    """The last day for the report of ``year``: 31 May of the year after (国科发火〔2016〕32号 art. 13)."""
    return date(year + 1, 5, 31)
