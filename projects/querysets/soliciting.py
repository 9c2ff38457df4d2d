"""Adjectives of 征集 and the suggestions that come in."""

from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone

from bureau.text import SearchableQuerySet
from projects.choices import ANSWERED, RECEIVED, SolicitationStatus, SuggestionStatus

# An index has this order.
ANSWER_FIRST = Case(When(status=SuggestionStatus.SUBMITTED, then=Value(0)), default=Value(1))


class SolicitationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff who may view 征集 see all; everybody else what was published."""
        if user.is_staff and user.has_perm("projects.view_solicitation"):
            return self
        return self.public()

    def public(self):
        """Published, whatever became of it."""
        return self.exclude(status=SolicitationStatus.DRAFT)

    def open_at(self, moment=None):
        """Taking suggestions."""
        moment = moment or timezone.now()
        return self.filter(status=SolicitationStatus.OPEN, opens_at__lte=moment, closes_at__gte=moment)

    def to_sum_up(self, moment=None):
        """Closed, and not summed up."""
        return self.filter(status=SolicitationStatus.OPEN, closes_at__lt=moment or timezone.now())

    def with_counts(self):
        """With how many suggestions count, and how many of them have no answer."""
        return self.annotate(
            count_received=Count("suggestions", filter=Q(suggestions__status__in=RECEIVED)),
            count_waiting=Count("suggestions", filter=Q(suggestions__status=SuggestionStatus.SUBMITTED)),
        )


class SolicitedCallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the call sees from which 征集 it came."""
        calls = self.model._meta.get_field("call").related_model.objects.visible_to(user)
        return self.filter(call__in=calls.values("pk"))


class SuggestionQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff see what was handed in; a unit's people their unit's; a person the own ones."""
        if user.is_staff:
            handed_in = self.exclude(status=SuggestionStatus.DRAFT)
            return handed_in if user.has_perm("projects.view_suggestion") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that the person acts for, and what the person suggests for themself."""
        if user.is_staff:
            return self.none()
        of_units = self.model._base_manager.filter(
            organisation__memberships__user_id=user.pk, organisation__memberships__ended_at=None
        )
        return self.filter(Q(pk__in=of_units.values("pk")) | Q(organisation=None, created_by_id=user.pk))

    def of_section(self, user):
        """Of the 科室 to which the person belongs."""
        return self.filter(section_id=user.section_id) if user.section_id else self.none()

    def received(self):
        """What counts."""
        return self.filter(status__in=RECEIVED)

    def awaiting_answer(self):
        """Handed in, and nobody has said what comes of it."""
        return self.filter(status=SuggestionStatus.SUBMITTED)

    def overdue(self, moment=None):
        """Without an answer though the 征集 has closed."""
        return self.awaiting_answer().filter(
            solicitation__status=SolicitationStatus.OPEN, solicitation__closes_at__lt=moment or timezone.now()
        )

    def answered(self):
        """With an answer."""
        return self.filter(status__in=ANSWERED)

    def outcome(self):
        """What the public reads after 汇总: what was answered, by category."""
        rows = self.answered().filter(solicitation__status=SolicitationStatus.SUMMED_UP)
        return rows.select_related("organisation", "section", "created_by", "field").order_by("category", "number")

    def for_list(self):
        """The newest first."""
        return self.select_related("solicitation", "organisation", "section").order_by("-pk")
