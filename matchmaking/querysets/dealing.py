"""Adjectives of what happens between two units: whose turn it is, who takes part, who may bind a unit."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from bureau.accounts.choices import MembershipRole
from matchmaking.choices import InterestStatus

STUCK_DAYS = 30


def _units_of(user, **role):
    """The units that ``user`` acts for today."""
    return user.memberships.filter(ended_at=None, **role).values("organisation")


class MandateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who follow negotiations see all; a unit's people what their unit gave or was given."""
        if user.is_staff and user.has_perm("matchmaking.view_interest"):
            return self
        units = _units_of(user)
        return self.filter(Q(client__in=units) | Q(broker__in=units))

    def given_by(self, user):
        """Of the units whose manager ``user`` is."""
        return self.filter(client__in=_units_of(user, role=MembershipRole.MANAGER))

    def in_force(self):
        """Not ended."""
        return self.filter(ended_at=None)

    def held_by(self, user):
        """Clients that ``user`` may act for, as somebody of their broker."""
        return self.in_force().filter(broker__in=_units_of(user))


class InterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who follow negotiations see all of them; otherwise the two sides and the broker of one."""
        if user.is_staff:
            return self if user.has_perm("matchmaking.view_interest") else self.none()
        return self.party_to(user)

    def party_to(self, user):
        """Those of the units that ``user`` acts for, whichever side."""
        units = _units_of(user)
        return self.filter(Q(asker__in=units) | Q(answerer__in=units) | Q(broker__in=units))

    def sent_by(self, user):
        """Asked by a unit of ``user``, or by it as broker."""
        units = _units_of(user)
        return self.filter(Q(asker__in=units) | Q(broker__in=units))

    def received_by(self, user):
        """To be answered by a unit of ``user``."""
        return self.filter(answerer__in=_units_of(user))

    def bound_by(self, user):
        """Those in which ``user`` may bind a side: its manager; a broker binds nobody."""
        units = _units_of(user, role=MembershipRole.MANAGER)
        return self.filter(Q(asker__in=units) | Q(answerer__in=units))

    def unanswered(self):
        """Waiting for the other side's yes or no."""
        return self.filter(status=InterestStatus.ASKED)

    def falling_due(self, day: date):
        """Unanswered, nobody reminded, the last day to answer not after ``day``."""
        return self.unanswered().filter(reminded_on=None, due_on__lte=day)

    def overdue(self, today: date):
        """Unanswered though the last day is over."""
        return self.unanswered().filter(due_on__lt=today)

    def asked_in(self, year: int):
        """提出日期 in the year."""
        return self.filter(asked_at__year=year)

    def stuck(self, now: datetime):
        """In talk, but for 30 days neither side said, proposed, wished or drafted anything."""
        since = now - timedelta(days=STUCK_DAYS)
        idle = Q()
        for moment in ("remarks__said_at", "meetings__proposed_at", "meetings__starts_at"):
            related, column = moment.split("__")
            rows = self.model._meta.get_field(related).related_model.objects
            idle &= ~models.Exists(rows.filter(interest=models.OuterRef("pk"), **{f"{column}__gt": since}))
        moved = Q(intention__asker_confirmed_at__gt=since) | Q(intention__answerer_confirmed_at__gt=since)
        moved |= Q(deal__drafted_at__gt=since) | Q(deal__agreed_at__isnull=False)
        return self.filter(idle, status=InterestStatus.ACCEPTED, answered_at__lte=since).exclude(
            pk__in=self.model.objects.filter(moved).values("pk")
        )

    def for_list(self):
        """Newest first, with what the list page shows."""
        rows = self.select_related("achievement", "demand", "asker", "answerer", "broker", "intention", "deal")
        secret = ("search", "contact_person", "contact_phone")
        return rows.defer(*(f"{side}__{name}" for side in ("achievement", "demand") for name in secret)).order_by("-pk")


class PartQuerySet(models.QuerySet):
    """What belongs to one interest: meetings, intention, deal."""

    def visible_to(self, user):
        """Whoever sees the interest."""
        interests = self.model._meta.get_field("interest").related_model.objects
        return self.filter(interest__in=interests.visible_to(user).values("pk"))

    def bound_by(self, user):
        """Those in which the person may bind a side."""
        interests = self.model._meta.get_field("interest").related_model.objects
        return self.filter(interest__in=interests.bound_by(user).values("pk"))

    def party_to(self, user):
        """Those of the units that the person acts for."""
        interests = self.model._meta.get_field("interest").related_model.objects
        return self.filter(interest__in=interests.party_to(user).values("pk"))


class DealQuerySet(PartQuerySet):
    def signed_in(self, year: int):
        """签约日期 in the year."""
        return self.filter(signed_on__year=year)


class RemarkQuerySet(models.QuerySet):
    def read_by(self, user):
        """What both sides said, and the notes of the person's own units. Staff read neither."""
        if user.is_staff:
            return self.none()
        interests = self.model._meta.get_field("interest").related_model.objects
        own = Q(organisation__in=_units_of(user))
        return self.filter(Q(is_private=False) | own, interest__in=interests.party_to(user).values("pk"))
