"""Adjectives of reports."""

from django.db import models

from .choices import OPEN, ReportStatus


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see reports see all; everybody else what is issued."""
        if user.is_authenticated and user.is_staff and user.has_perm("reports.view_annualreport"):
            return self
        return self.issued()

    def issued(self):
        """Signed and published, every version of every year."""
        return self.filter(status=ReportStatus.ISSUED)

    def open(self):
        """Still being made."""
        return self.filter(status__in=OPEN)

    def published_for(self, year: int):
        """The version of ``year`` in force, or None."""
        return self.issued().filter(year=year).order_by("-version").first()

    def current_for(self, year: int):
        """The newest version of ``year``, open or issued, or None."""
        return self.filter(year=year).order_by("-version").first()

    def in_force(self):
        """The newest issued version of each year, newest year first."""
        return self.issued().order_by("-year", "-version").distinct("year")


class StaffQuerySet(models.QuerySet):
    """Rows that belong to whoever may see them at all."""

    def visible_to(self, user):
        """Everybody with the view permission sees all."""
        meta = self.model._meta
        allowed = user.is_staff and user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
        return self if allowed else self.none()


class FigureManager(models.Manager.from_queryset(StaffQuerySet)):
    """Figures without the numbers of the rows behind them, of which there can be hundreds of thousands."""

    def get_queryset(self):
        return super().get_queryset().defer("row_ids")
