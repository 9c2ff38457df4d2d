"""Adjectives of the registers beside the certificates: what stands on a day, what a year brought, what falls due."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Sum

from bureau.lists.querysets import RecordQuerySet
from enterprises.choices import RESEARCH_PLATFORMS, TALENT_STATIONS, FinanceKind, Level, TalentKind

ALERT_DAYS = 90
"""How long before its building period ends a platform is on the list of what falls due."""


class ListedQuerySet(RecordQuerySet):
    """Rows whose place and unit the list pages show."""

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("division").order_by("-pk")


class StandingQuerySet(ListedQuerySet):
    """What is approved on one day and may be struck off on a later one."""

    def standing_on(self, day: date):
        """Approved by then and not struck off by then; 撤销日期 ends it from that day on."""
        return self.effective().filter(Q(ended_on=None) | Q(ended_on__gt=day), approved_on__lte=day)

    def approved_in(self, year: int):
        """Approved in the year."""
        return self.effective().filter(approved_on__year=year)


class PlatformQuerySet(StandingQuerySet):
    def national_research(self):
        """国家重点实验室, 国家工程技术研究中心, 国家企业技术中心."""
        return self.filter(level=Level.NATIONAL, kind__in=RESEARCH_PLATFORMS)

    def building_on(self, day: date):
        """在建: standing and not accepted by then."""
        return self.standing_on(day).filter(Q(accepted_on=None) | Q(accepted_on__gt=day))

    def overdue_on(self, day: date):
        """The building period (three years unless the approval says otherwise) has passed without acceptance."""
        return self.building_on(day).filter(due_on__lte=day)

    def to_accept(self, today: date):
        """Overdue, or due within ``ALERT_DAYS``: whom an officer has to see about acceptance."""
        return self.building_on(today).filter(due_on__lte=today + timedelta(days=ALERT_DAYS))


class IncubatorQuerySet(StandingQuerySet):
    """Incubators, makerspaces and accelerators."""


class ParkQuerySet(StandingQuerySet):
    def covered_on(self, day: date, incubators: IncubatorQuerySet):
        """Parks in which one of ``incubators`` stands on the day: F39 of the bureau's plan, 孵化器全覆盖."""
        standing = incubators.standing_on(day).filter(park_name=OuterRef("name"))
        return self.standing_on(day).filter(Exists(standing))


class TalentQuerySet(StandingQuerySet):
    def stations(self):
        """院士工作站, 博士后科研工作站 and 博士后创新实践基地."""
        return self.filter(kind__in=TALENT_STATIONS)

    def teams(self):
        """科技人才团队."""
        return self.filter(kind=TalentKind.TEAM)


class GrantQuerySet(ListedQuerySet):
    def granted_in(self, year: int):
        """Granted in the year."""
        return self.effective().filter(granted_on__year=year)

    def amount_total(self):
        """Σ amount, in yuan."""
        return self.aggregate(total=Sum("amount", default=0))["total"]


class FinanceQuerySet(ListedQuerySet):
    def begun_in(self, year: int, kind: str):
        """Of one kind, begun in the year."""
        return self.effective().filter(kind=kind, began_on__year=year)

    def running_on(self, day: date, kind: str):
        """Of one kind, begun by then and not over by then; what has no end runs on."""
        rows = self.effective().filter(kind=kind, began_on__lte=day)
        return rows.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def overdue(self):
        """Loans and pledges that were not paid back when they should have been."""
        return self.effective().filter(is_overdue=True, kind__in=(FinanceKind.LOAN, FinanceKind.PLEDGE))

    def amount_total(self):
        """Σ amount, in yuan."""
        return self.aggregate(total=Sum("amount", default=0))["total"]


class CommissionerQuerySet(ListedQuerySet):
    def sent_in(self, year: int):
        """选派 for the year."""
        return self.effective().filter(year=year)

    def services_total(self):
        """Σ services."""
        return self.aggregate(total=Sum("services", default=0))["total"]
