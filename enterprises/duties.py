"""The yearly report 年度发展情况报表 that each holder owes by 31 May, and who missed it twice (国科发火〔2016〕32号 arts. 13, 19 (3)).

The national office's platform takes the reports; here stands who filed when, as an officer noted it. A year of which nothing was
noted is not counted as missed by anybody.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from .choices import Filing
from .models import Recognition, YearlyFiling
from .querysets import due_day

WARN_AT, CANCEL_AT = 1, 2


@dataclass(frozen=True, slots=True)
class Duty:
    """How the reports of one year stand."""

    year: int
    due_on: date
    owing: int
    on_time: int
    late: int
    missing: int
    twice: int


def noted_years() -> list[int]:
    """Years of which somebody's report was noted, newest first."""
    return sorted(set(YearlyFiling.objects.order_by().values_list("year", flat=True).distinct()), reverse=True)


def owing(year: int, years: list[int] | None = None) -> QuerySet[Recognition]:
    """One certificate for each firm that owes the report of ``year``, with ``filed_on`` and ``misses`` up to it.

    A firm owes it that was certified by the year's end and still holds that certificate on the due day. ``misses`` counts, in the
    same certificate's validity, the years whose report was not filed by its due day.
    """
    due = due_day(year)
    rows = Recognition.objects.high_tech().valid_on(due).filter(issued_on__lte=date(year, 12, 31))
    newest = rows.filter(credit_code=OuterRef("credit_code")).order_by("-issued_on", "-pk").values("pk")[:1]
    known, today = years if years is not None else noted_years(), timezone.localdate()
    counted = [noted for noted in known if noted <= year and due_day(noted) < today]
    filed = YearlyFiling.objects.filter(organisation=OuterRef("organisation"), year=year).values("filed_on")
    misses = sum((_missed(noted) for noted in counted), start=Value(0, output_field=IntegerField()))
    return rows.annotate(filed_on=Subquery(filed[:1]), misses=misses).filter(pk=Subquery(newest))


def _missed(year: int) -> Case:
    due = due_day(year)
    kept = YearlyFiling.objects.filter(organisation=OuterRef("organisation"), year=year, filed_on__lte=due)
    owed = When(~Exists(kept), issued_on__lte=date(year, 12, 31), expires_on__gt=due, then=Value(1))
    return Case(owed, default=Value(0), output_field=IntegerField())


def duty(year: int, years: list[int]) -> Duty:
    """The figures above the list of ``year``, in one statement."""
    due = due_day(year)
    found = list(owing(year, years).order_by().values_list("filed_on", "misses"))
    on_time = sum(1 for filed, _ in found if filed and filed <= due)
    late = sum(1 for filed, _ in found if filed and filed > due)
    twice = sum(1 for _, misses in found if misses >= CANCEL_AT)
    return Duty(year, due, len(found), on_time, late, len(found) - on_time - late, twice)


def narrowed(rows: QuerySet[Recognition], year: int, state: str) -> QuerySet[Recognition]:
    """Of those that owe the report of ``year``, the ones in one state."""
    if state == Filing.MISSING:
        return rows.filter(filed_on=None)
    if state == Filing.LATE:
        return rows.filter(filed_on__gt=due_day(year))
    if state == Filing.TWICE:
        return rows.filter(misses__gte=CANCEL_AT)
    return rows.filter(filed_on__lte=due_day(year)) if state == Filing.ON_TIME else rows
