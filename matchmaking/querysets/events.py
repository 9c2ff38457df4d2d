"""Adjectives of events, of who takes part, and of sub-venues."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from matchmaking.choices import PUBLIC_EVENTS, Counting, EventStatus


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view events see all of them; everybody else what was announced."""
        return self if user.is_staff and user.has_perm("matchmaking.view_event") else self.public()

    def public(self):
        """Announced, in session or over."""
        return self.filter(status__in=PUBLIC_EVENTS)

    def in_session(self):
        """Open now."""
        return self.filter(status=EventStatus.OPEN)

    def going_on(self, now: datetime):
        """Open, and its last hour not over; one that is held open by hand goes on until it is closed."""
        return self.in_session().filter(Q(ends_at__gt=now) | Q(is_by_hand=True))

    def to_open(self, now: datetime):
        """Announced, its hour has come and is not over, and no officer keeps the opening to themselves."""
        return self.filter(status=EventStatus.PUBLISHED, is_by_hand=False, starts_at__lte=now, ends_at__gt=now)

    def to_close(self, now: datetime):
        """Open beyond its end, and no officer holds it open."""
        return self.in_session().filter(is_by_hand=False, ends_at__lte=now)

    def counted_here(self):
        """Over, and the portal's own count is what holds."""
        return self.filter(status=EventStatus.CLOSED, counting=Counting.PORTAL)

    def taken_part_in_by(self, user):
        """Those whose hall the person has joined, or where a sub-venue signed the person's account in."""
        rows = self.model._meta.get_field("participants").related_model.objects
        return self.filter(pk__in=rows.filter(user=user).who_were_there().values("event"))

    def held_in(self, year: int):
        """Announced, and opening in the year."""
        return self.public().filter(starts_at__year=year)

    def for_list(self):
        """The newest first."""
        return self.order_by("-starts_at", "-pk")


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view participants; a person sees only themselves."""
        if user.is_staff and user.has_perm("matchmaking.view_participant"):
            return self
        return self.filter(user=user)

    def who_were_there(self):
        """Those with a time in the hall or at a sub-venue; the two are asked apart, because each has an index of its own."""
        times = self.model._meta.get_field("presences").related_model.objects.filter(participant=OuterRef("pk"))
        return self.filter(Exists(times.online()) | Exists(times.at_venues()))

    def for_list(self):
        """The newest first, with what the list page shows."""
        return self.select_related("event", "division").order_by("-pk")


class PresenceQuerySet(models.QuerySet):
    def online(self):
        """In the hall."""
        return self.filter(venue=None)

    def at_venues(self):
        """Signed in at a sub-venue."""
        return self.filter(venue__isnull=False)


class SubVenueQuerySet(models.QuerySet):
    def clerked_by(self, user):
        """Where the person signs people in."""
        return self.filter(clerks=user)
