"""What the public may read of the register: numbers by place and one more dimension, small cells hidden, nobody named."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.db.models.functions import ExtractYear

from .choices import Event, PatentKind
from .dimensions import DIMENSIONS, LOCARNO
from .models import CoreCount, Patent
from .questions import DEFINITIONS, Measure
from .suppression import ALL, LEAST_APPLICANTS, Counted, Together

BY = ("kind", "applicant_type", "section")
MEASURES = (Measure.FILED, Measure.GRANTED)
EVENTS = {Measure.FILED: Event.FILED, Measure.GRANTED: Event.GRANTED}
HIDDEN_NOTE = f"“*”为不公布的数：申请人不足 {LEAST_APPLICANTS} 个的格不公布（统计法第二十八条），为防止由合计推算，同行同列另有一格一并不公布。"


@dataclass(slots=True)
class OpenTable:
    """A year's numbers by place and another dimension. A cell is a number, or None where it is not published."""

    year: int
    measure: Measure
    by: str
    columns: dict  # Key to words.
    rows: dict
    cells: dict[tuple, int | None]

    @property
    def notes(self) -> list[str]:
        """What must be said of it."""
        return [DEFINITIONS[self.measure], HIDDEN_NOTE]

    def lines(self) -> list[tuple[str, list[int | None]]]:
        """Rows as tables print them: the places, then all."""
        named = [*self.rows.items(), (ALL, "全市")]
        return [(label, [self.cells[key, column] for column in [*self.columns, ALL]]) for key, label in named]


def years() -> list[int]:
    """The years with filings or grants, newest first; what ends in years to come is no reason to offer them."""
    events = [EVENTS[measure] for measure in MEASURES]
    found = CoreCount.objects.filter(n__gt=0, event__in=events).annotate(year=ExtractYear("period"))
    return sorted(set(found.order_by().values_list("year", flat=True).distinct()), reverse=True)


def newest_year(measure: Measure) -> int | None:
    """The last year that is counted to its end, for a list of three months tells little; else the last that has any."""
    counted = CoreCount.objects.filter(n__gt=0, event=EVENTS[measure]).annotate(year=ExtractYear("period"))
    last = counted.aggregate(whole=Max("year", filter=Q(period__month=12)), any=Max("year"))
    return last["whole"] or last["any"]


def open_table(year: int, measure: Measure, by: str) -> OpenTable:
    """One of the year's tables, as ``open_tables`` hides it beside the others."""
    return open_tables(year, measure)[by]


def open_tables(year: int, measure: Measure) -> dict[str, OpenTable]:
    """Count the year from the register by place and each of ``BY``, applicants with it, and hide what tells of few.

    All at once: who takes one table may take the others.
    """
    day = "filed_on" if measure == Measure.FILED else "granted_on"
    rows = Patent.objects.effective().filter(**{f"{day}__gte": date(year, 1, 1), f"{day}__lt": date(year + 1, 1, 1)})
    named = {code: DIMENSIONS[code].name for code in BY}
    made = {one.name: one.expression for one in map(DIMENSIONS.get, BY) if one.expression is not None}
    grouped = rows.annotate(**made).order_by().values_list("division_id", "organisation_key", *named.values())
    counts: Counter = Counter()
    holders: dict[tuple, set] = defaultdict(set)
    keys: dict[str, set] = {code: set() for code in BY}
    for place, holder, *values, n in grouped.annotate(n=Count("pk")):
        for code, value in zip(BY, values, strict=True):
            keys[code].add(value)
            for key in ((code, place, value), (code, ALL, value)):
                counts[key] += n
                holders[key].add(holder)
        for key in ((place, ALL), (ALL, ALL)):
            counts[key] += n
            holders[key].add(holder)
    places = DIMENSIONS["division"].named({key[0] for key in counts if len(key) == 2 and key[0] != ALL})
    columns = {code: DIMENSIONS[code].named(found) for code, found in keys.items()}

    def counted(code: str, row, column) -> Counted:
        key = (row, ALL) if column == ALL else (code, row, column)
        return Counted(counts[key], len(holders[key]))

    tables = {
        code: {(row, column): counted(code, row, column) for row in [*places, ALL] for column in [*columns[code], ALL]}
        for code in BY
    }
    unshown = Together(tables, alike).hidden()
    return {
        code: OpenTable(
            year,
            measure,
            code,
            columns[code],
            places,
            {key: None if key in unshown[code] else cell.n for key, cell in table.items()},
        )
        for code, table in tables.items()
    }


def alike(code: str, key: tuple) -> tuple:
    """The number that a cell shows: totals by place stand in every table, designs are a type and have a section of their own."""
    row, column = key
    if column == ALL:
        return (row, ALL)
    if (code, column) == ("section", LOCARNO):
        return ("kind", row, PatentKind.DESIGN)
    return (code, row, column)
