"""The yearly report 年度发展情况报表 that each holder owes by 31 May, and who missed it twice (国科发火〔2016〕32号 arts. 13, 19 (3)).

The national office's platform takes the reports; here stands who filed when, as an officer noted it. A year of which nothing was
noted is not counted as missed by anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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
    rows = _certificates(year)
    newest = rows.filter(credit_code=OuterRef("credit_code")).order_by("-issued_on", "-pk").values("pk")[:1]
    return _told(rows, year, years).filter(pk=Subquery(newest))


def _certificates(year: int) -> QuerySet[Recognition]:
    return Recognition.objects.high_tech().valid_on(due_day(year)).filter(issued_on__lte=date(year, 12, 31))


def _told(rows: QuerySet[Recognition], year: int, years: list[int] | None) -> QuerySet[Recognition]:
    known, today = years if years is not None else noted_years(), timezone.localdate()
    counted = [noted for noted in known if noted <= year and due_day(noted) < today]
    filed = YearlyFiling.objects.filter(organisation=OuterRef("organisation"), year=year).values("filed_on")
    misses = sum((_missed(noted) for noted in counted), start=Value(0, output_field=IntegerField()))
    return rows.annotate(filed_on=Subquery(filed[:1]), misses=misses)


def _missed(year: int) -> Case:
    due = due_day(year)
    kept = YearlyFiling.objects.filter(organisation=OuterRef("organisation"), year=year, filed_on__lte=due)
    owed = When(~Exists(kept), issued_on__lte=date(year, 12, 31), expires_on__gt=due, then=Value(1))
    return Case(owed, default=Value(0), output_field=IntegerField())


class Owed(NamedTuple):
    """How one firm's report stands, by its certificate."""

    pk: int
    filed_on: date | None
    misses: int


def owed(year: int, years: list[int]) -> list[Owed]:
    """Everybody's of ``year``, in one statement: the most often missed first, then what was not filed, then the latest."""
    # One for each firm by sorting once: thousands of look-ups of the newest certificate take thrice as long.
    newest = (
        _told(_certificates(year), year, years).order_by("credit_code", "-issued_on", "-pk").distinct("credit_code")
    )
    rows = map(Owed._make, newest.values_list("pk", "filed_on", "misses"))
    return sorted(rows, key=lambda row: (-row.misses, -(row.filed_on or date.max).toordinal(), row.pk))


def duty(year: int, rows: Iterable[Owed]) -> Duty:
    """The figures above the list of ``year``."""
    due, rows = due_day(year), list(rows)
    counts = {state: len(narrowed(rows, due, state)) for state in Filing}
    return Duty(
        year, due, len(rows), counts[Filing.ON_TIME], counts[Filing.LATE], counts[Filing.MISSING], counts[Filing.TWICE]
    )


def narrowed(rows: Iterable[Owed], due: date, state: str) -> list[Owed]:
    """Of the reports due on that day, the ones in one state; all of them where none is named."""
    tests = {
        Filing.MISSING: lambda row: row.filed_on is None,
        Filing.LATE: lambda row: row.filed_on is not None and row.filed_on > due,
        Filing.TWICE: lambda row: row.misses >= CANCEL_AT,
        Filing.ON_TIME: lambda row: row.filed_on is not None and row.filed_on <= due,
    }
    return [row for row in rows if state not in tests or tests[state](row)]


def shown(rows: Iterable[Owed]) -> list[tuple[Recognition, Owed]]:
    """The certificates of these rows, in their order, with what the page shows of each."""
    rows = list(rows)
    found = Recognition.objects.select_related("division", "organisation").in_bulk([row.pk for row in rows])
    return [(found[row.pk], row) for row in rows]
