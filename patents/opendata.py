"""What the public may read of the register: numbers by place and one more dimension, small cells hidden, nobody named."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.db.models.functions import ExtractYear

from .choices import Event
from .dimensions import DIMENSIONS
from .models import CoreCount, Patent
from .questions import DEFINITIONS, Measure
from .suppression import ALL, LEAST_APPLICANTS, Counted, hidden

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
    """Count the year from the register, applicants with it, and hide what tells of few."""
    day = "filed_on" if measure == Measure.FILED else "granted_on"
    rows = Patent.objects.effective().filter(**{f"{day}__gte": date(year, 1, 1), f"{day}__lt": date(year + 1, 1, 1)})
    dimension = DIMENSIONS[by]
    if dimension.expression is not None:
        rows = rows.annotate(**{dimension.name: dimension.expression})
    found: dict[tuple, Counted] = {}
    for names in (("division_id", dimension.name), ("division_id",), (dimension.name,), ()):
        counted = {"n": Count("pk"), "applicants": Count("organisation_key", distinct=True)}
        grouped = rows.order_by().values(*names).annotate(**counted) if names else [rows.aggregate(**counted)]
        for line in grouped:
            key = tuple(line[name] if name in names else ALL for name in ("division_id", dimension.name))
            found[key] = Counted(line["n"], line["applicants"])
    places = DIMENSIONS["division"].named({row for row, _column in found if row != ALL})
    columns = dimension.named({column for _row, column in found if column != ALL})
    whole = {
        (row, column): found.get((row, column), Counted(0, 0)) for row in [*places, ALL] for column in [*columns, ALL]
    }
    unshown = hidden(whole)
    cells = {key: None if key in unshown else cell.n for key, cell in whole.items()}
    return OpenTable(year, measure, by, columns, places, cells)
