"""Adjectives of projects and award candidates."""

from django.db.models import Sum

from bureau.lists.querysets import RecordQuerySet
from projects.choices import FIRST_PRIZE, PROVINCIAL_OR_ABOVE, OnlineResult


class ProjectQuerySet(RecordQuerySet):
    def approved_in(self, year: int):
        """立项日期 in the year."""
        return self.filter(approved_on__year=year)

    def provincial_or_above(self):
        """国家级 and 省级."""
        return self.filter(level__in=PROVINCIAL_OR_ABOVE)

    def granted_total(self):
        """Their 财政经费, in yuan."""
        return self.aggregate(total=Sum("granted_amount", default=0))["total"]

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("division").order_by("-pk")


class AwardCandidateQuerySet(RecordQuerySet):
    def of_year(self, year: int):
        """Nominated in the year's round."""
        return self.filter(year=year)

    def shortlisted(self):
        """网评结果 候选."""
        return self.filter(online_result=OnlineResult.CANDIDATE)

    def recommended(self):
        """是否推荐省奖 是."""
        return self.filter(is_recommended=True)

    def first_prize(self):
        """省奖初评等级 一等奖."""
        return self.filter(provincial_grade=FIRST_PRIZE)

    def for_list(self):
        """With what the list page shows."""
        return self.order_by("-pk")
