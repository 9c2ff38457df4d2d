"""Adjectives of an event's schedules and of the meetings that they make."""

from django.db import models
from django.db.models import Q

from matchmaking.choices import ScheduleStatus, SlotMeetingStatus


class EventPartQuerySet(models.QuerySet):
    """What the organiser makes of an event, and nobody else sees."""

    def visible_to(self, user):
        """Staff who may view events see all of them; nobody else does."""
        return self if user.is_staff and user.has_perm("matchmaking.view_event") else self.none()


class SlotMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view meetings see those of every schedule; a unit's people their own of the published one."""
        if user.is_staff:
            return self if user.has_perm("matchmaking.view_slotmeeting") else self.none()
        return self.party_to(user)

    def party_to(self, user):
        """Of the published schedule, those of the units that the person acts for, or whose interest they brokered."""
        units = user.memberships.filter(ended_at=None).values("organisation")
        own = Q(one__in=units) | Q(other__in=units) | Q(interest__broker__in=units)
        return self.filter(own, plan__status=ScheduleStatus.PUBLISHED)

    def of_unit(self, organisation):
        """Those of one unit, whichever side."""
        return self.filter(Q(one=organisation) | Q(other=organisation))

    def standing(self):
        """Not cancelled."""
        return self.filter(status=SlotMeetingStatus.PLANNED)

    def for_list(self):
        """In the order of the day, with what pages show."""
        return self.select_related("plan__event", "slot", "one", "other").order_by("slot__starts_at", "table_number")
