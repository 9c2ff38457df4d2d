"""Ready-made tables beside the lists of single patents: where the two say different things, row by row."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Sum

from bureau.accounts.models import Division

from .choices import WHOLE, Event, PatentKind
from .models import CoreCount, CumulativeSummary, MonthlySummary, StockSummary
from .questions import Measure, Question

EVENTS = {Measure.FILED: Event.FILED, Measure.GRANTED: Event.GRANTED}
STOCK_SIGNS = {Event.GRANTED: 1, Event.ENDED: -1, Event.UNDATED: -1}


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a table beside what the lists say. ``told`` None: the table has no such row."""

    month: date
    place: str
    place_id: int | None
    measure: Measure
    kind: PatentKind
    told: int | None
    counted: int
    summary: tuple[str, int] | None  # Model and key of the table's row.
    since: date | None = None  # The first month that it counts, where it is not the month alone.

    @property
    def difference(self) -> int:
        """List less table."""
        return self.counted - (self.told or 0)

    @property
    def query(self) -> str:
        """The register's address of the patents counted, after its question mark."""
        only = {"kind": self.kind.value} | ({"division": self.place_id} if self.place_id else {})
        return urlencode(
            {"cell": Question(self.measure, since=self.since or self.month, until=self.month, only=only).address()}
        )


def compare(since: date, until: date) -> list[Compared]:
    """Every figure of the tables of those months (first days) beside the lists: by month, place, measure, type."""
    return [*_flows(since, until), *_since_january(since, until), *_stock(since, until)]


def _flows(since: date, until: date) -> Iterator[Compared]:
    tables = MonthlySummary.objects.effective().filter(month__gte=since, month__lte=until)
    by_month: dict[date, dict] = defaultdict(dict)
    for row in tables:
        by_month[row.month][row.division_id] = row
    counted = _counted(since, until) if by_month else {}
    places = [(None, WHOLE), *((place.pk, place.name) for place in Division.objects.for_tables())]
    for month, rows in sorted(by_month.items()):
        for place, name in places:
            row = rows.get(place)
            for measure, event in EVENTS.items():
                for kind in PatentKind:
                    told = getattr(row, f"{measure.value}_{kind.value}") if row else None
                    n = counted.get((event, month, place, kind.value), 0)
                    if row or (n and place is not None):
                        key = ("monthlysummary", row.pk) if row else None
                        yield Compared(month, name, place, measure, kind, told, n, key)


def _since_january(since: date, until: date) -> Iterator[Compared]:
    """Of the cumulative tables: each sum beside the list's from January on."""
    tables = list(
        CumulativeSummary.objects.effective().filter(month__gte=since, month__lte=until).order_by("month", "pk")
    )
    if not tables:
        return
    counted = _counted(tables[0].month.replace(month=1), until)
    names = dict(Division.objects.values_list("pk", "name")) | {None: WHOLE}
    for row in tables:
        place, january = row.division_id, row.month.replace(month=1)
        for measure, event in EVENTS.items():
            for kind in PatentKind:
                months = (january.replace(month=number) for number in range(1, row.month.month + 1))
                n = sum(counted.get((event, month, place, kind.value), 0) for month in months)
                told, key = getattr(row, f"{measure.value}_{kind.value}"), ("cumulativesummary", row.pk)
                yield Compared(row.month, names[place], place, measure, kind, told, n, key, january)


def _counted(since: date, until: date) -> dict[tuple, int]:
    found: dict[tuple, int] = defaultdict(int)
    rows = CoreCount.objects.filter(event__in=EVENTS.values(), period__gte=since, period__lte=until)
    for event, month, place, kind, n in rows.values_list("event", "period", "division", "kind").annotate(n=Sum("n")):
        found[event, month, place, kind] += n
        found[event, month, None, kind] += n
    return found


def _stock(since: date, until: date) -> Iterator[Compared]:
    tables = list(StockSummary.objects.effective().filter(month__gte=since, month__lte=until).order_by("month", "pk"))
    if not tables:
        return
    moves = CoreCount.objects.filter(event__in=STOCK_SIGNS, period__lte=until)
    by_month: dict[date, dict] = defaultdict(lambda: defaultdict(int))
    for event, month, place, kind, n in moves.values_list("event", "period", "division", "kind").annotate(n=Sum("n")):
        for one in (place, None):
            by_month[month][one, kind] += STOCK_SIGNS[event] * n
    names = dict(Division.objects.values_list("pk", "name")) | {None: WHOLE}
    reached: dict[tuple, int] = defaultdict(int)
    waiting = sorted(by_month)
    for row in tables:
        while waiting and waiting[0] <= row.month:
            for key, n in by_month[waiting.pop(0)].items():
                reached[key] += n
        for kind in PatentKind:
            told = getattr(row, kind.value)
            if told is not None:
                place, key = row.division_id, ("stocksummary", row.pk)
                counted = reached[place, kind.value]
                yield Compared(row.month, names[place], place, Measure.STOCK, kind, told, counted, key)
