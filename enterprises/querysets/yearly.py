"""Adjectives of yearly data, their parts and assessments."""

from django.db import models
from django.db.models import Exists, OuterRef

from enterprises.choices import EDITABLE, HANDED_IN, YearlyStatus


class YearlyDataQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see what was submitted; a unit's people see their own."""
        if user.is_staff:
            may = user.has_perm("enterprises.view_yearlydata")
            return self.exclude(status=YearlyStatus.DRAFT) if may else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of the units that the person acts for now."""
        return self.filter(organisation__memberships__user=user, organisation__memberships__ended_at=None)

    def handed_in(self):
        """Submitted or confirmed: what is assessed."""
        return self.filter(status__in=HANDED_IN)

    def editable(self):
        """The firm is to fill in or correct."""
        return self.filter(status__in=EDITABLE)

    def waiting(self):
        """Submitted, and somebody is to decide."""
        return self.filter(status=YearlyStatus.SUBMITTED)

    def confirmed(self):
        """What counts."""
        return self.filter(status=YearlyStatus.CONFIRMED)

    def for_list(self):
        """With what list pages show, newest year first."""
        return self.select_related("organisation").order_by("-year", "-pk")


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the yearly data sees its parts."""
        data = self.model._meta.get_field("data").related_model
        return self.filter(data__in=data.objects.visible_to(user))


class AssessmentQuerySet(PartQuerySet):
    def of_rules(self, code: str):
        """Under one rule set."""
        return self.filter(rule_set=code)

    def latest_of_firm(self):
        """Of each firm's last handed-in year."""
        data = self.model._meta.get_field("data").related_model.objects.handed_in()
        later = data.filter(organisation=OuterRef("data__organisation"), year__gt=OuterRef("data__year"))
        return self.exclude(Exists(later))

    def for_list(self):
        """With what list pages show."""
        return self.select_related("data__organisation").order_by("-made_at", "-pk")
