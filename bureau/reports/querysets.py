"""Adjectives of reports."""

from django.db import models
from django.db.models import Case, Value, When

from .choices import OPEN, PlanOutline, ReportStatus


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

    def drafts(self):
        """Still being made, and not before somebody's eyes for signing: their figures may move."""
        return self.filter(status=ReportStatus.DRAFT)

    def published_for(self, year: int):
        """The version of ``year`` in force, or None."""
        return self.issued().filter(year=year).order_by("-version").first()

    def computed(self):
        """Those that hold figures."""
        return self.filter(computed_at__isnull=False)

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


def outline_place() -> Case:
    """Where an item's part of the outline stands, to order by."""
    return Case(*(When(outline=outline, then=Value(place)) for place, outline in enumerate(PlanOutline.values)))


class PlanQuerySet(StaffQuerySet):
    def in_order(self):
        """As the outline reads: 一条主线, 两大能力, 三项建设, 四大工程."""
        return self.order_by("year", outline_place(), "position")


class FigureManager(models.Manager.from_queryset(StaffQuerySet)):
    """Figures without the numbers of the rows behind them, of which there can be hundreds of thousands."""

    def get_queryset(self):
        return super().get_queryset().defer("row_ids")
