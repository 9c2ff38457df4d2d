"""Adjectives of the reserve."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from bureau.text import SearchableQuerySet
from enterprises.choices import LOOKED_AFTER, OPEN_RESERVE, ReserveStatus


class ReserveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see the reserve; a unit's people see their own, once it is more than a note of the bureau's."""
        if user.is_staff:
            return self if user.has_perm("enterprises.view_reserve") else self.none()
        return self.owned_by(user).exclude(status__in=[ReserveStatus.CANDIDATE, ReserveStatus.REFUSED], applied_at=None)

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        return self.filter(organisation__memberships__user=user, organisation__memberships__ended_at=None)

    def open(self):
        """Being looked at or looked after."""
        return self.filter(status__in=OPEN_RESERVE)

    def looked_after(self):
        """In the library, with a person who answers for the firm."""
        return self.filter(status__in=LOOKED_AFTER)

    def waiting(self):
        """To be decided upon."""
        return self.filter(status=ReserveStatus.APPLIED)

    def looked_after_by(self, user):
        """This person's firms."""
        return self.looked_after().filter(responsible=user)

    def without_service_in(self, days: int):
        """In the library for that long, and not served in it."""
        since = timezone.localdate() - timedelta(days=days)
        services = self.model._meta.get_field("services").related_model
        served = services.objects.filter(reserve=OuterRef("pk"), served_on__gt=since)
        return self.looked_after().filter(Q(decided_at__date__lte=since)).exclude(Exists(served))

    def certified(self):
        """In the library though the register holds a certificate issued since: to be taken out as recognised."""
        rows = self.model._meta.get_field("recognition").related_model.objects.high_tech()
        new = rows.filter(organisation=OuterRef("organisation"), issued_on__gte=OuterRef("since"), cancelled_on=None)
        since = TruncDate("decided_at", tzinfo=timezone.get_default_timezone())
        return self.looked_after().alias(since=since).filter(Exists(new))

    def over(self, today: date, years: int):
        """In the library for longer than the rule's term."""
        try:
            since = today.replace(year=today.year - years)
        except ValueError:  # 29 February
            since = today.replace(year=today.year - years, day=28)
        return self.looked_after().filter(decided_at__date__lte=since)

    def for_list(self):
        """With what list pages show."""
        return self.select_related("organisation", "responsible").order_by("-pk")


class ReservePartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the firm in the reserve sees what is planned and done for it."""
        reserve = self.model._meta.get_field("reserve").related_model
        return self.filter(reserve__in=reserve.objects.visible_to(user))

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        reserve = self.model._meta.get_field("reserve").related_model
        return self.filter(reserve__in=reserve.objects.owned_by(user))


class MeasureQuerySet(ReservePartQuerySet):
    def due_by(self, day: date):
        """Not done, of firms in the library."""
        return self.filter(done_at=None, due_on__lte=day, reserve__status__in=LOOKED_AFTER)


class ServiceFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the service sees its papers."""
        service = self.model._meta.get_field("service").related_model
        return self.filter(service__in=service.objects.visible_to(user))

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        service = self.model._meta.get_field("service").related_model
        return self.filter(service__in=service.objects.owned_by(user))


class TicketQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff see all questions; a unit's people see their own."""
        if user.is_staff:
            return self if user.has_perm("enterprises.view_ticket") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        return self.filter(organisation__memberships__user=user, organisation__memberships__ended_at=None)

    def waiting(self):
        """Not answered yet."""
        return self.filter(answered_at=None)

    def overdue(self):
        """Waiting for longer than is promised."""
        return self.waiting().filter(due_on__lt=timezone.localdate())

    def for_list(self):
        """Longest waiting first, then what was answered last."""
        return self.select_related("organisation", "answered_by").order_by(
            models.F("answered_at").desc(nulls_first=True), "due_on", "pk"
        )
