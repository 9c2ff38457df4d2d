"""How far things come: what was published, asked, brought together, wished, agreed and signed in a year, by field, county or event.

Every figure is a cell, and every cell is rows: the admin's lists open on exactly those that it counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet

from bureau.accounts.models import Division

from .choices import FIELD_CHOICES
from .eventfigures import brought_to
from .models import Achievement, Contact, Deal, Demand, Event, Interest

FIELD, PLACE, EVENT = "field", "place", "event"
DIMENSIONS = {FIELD: "领域", PLACE: "县（市、区）", EVENT: "对接会"}
ALL, UNTOLD = "all", "none"
_FIELDS = dict(FIELD_CHOICES)
_CODES = {name: code for code, name in FIELD_CHOICES}


@dataclass(frozen=True, slots=True)
class Stage:
    """A step: its rows of a year, and by which path a row says its field and place (a pair says its demand's) and its event.

    What is offered or wanted says no event: those have it that collected it or have its unit's booth, which may be several.
    """

    code: str
    label: str
    model: type[Model]
    rows: Callable[[int], QuerySet]
    path: str = ""
    event: str = ""

    def at(self, event: Event) -> Q:
        """Which of its rows are of the event."""
        return Q(**{self.event: event.pk}) if self.event else brought_to(event)


STAGES = {
    stage.code: stage
    for stage in (
        Stage("achievements", "发布成果", Achievement, lambda year: Achievement.objects.effective().collected_in(year)),
        Stage("demands", "发布需求", Demand, lambda year: Demand.objects.effective().collected_in(year)),
        Stage("interests", "提出对接意向", Interest, lambda year: Interest.objects.asked_in(year), "demand__", "event"),
        Stage("contacts", "技术对接", Contact, lambda year: Contact.objects.effective().met_in(year), "demand__", "event"),
        Stage(
            "intentions", "产生意向", Contact, lambda year: Contact.objects.effective().met_in(year).with_intention(), "demand__", "event"
        ),
        Stage(
            "agreements", "达成协议", Contact, lambda year: Contact.objects.effective().met_in(year).with_agreement(), "demand__", "event"
        ),
        Stage("deals", "签约", Deal, lambda year: Deal.objects.signed_in(year), "interest__demand__", "interest__contact__event"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: which step, which year, for which value of which dimension."""

    stage: Stage
    year: int
    dimension: str = FIELD
    value: str = ALL

    @classmethod
    def read(cls, text: str) -> "Cell | None":
        """What an address says; None for what is none."""
        parts = text.split(".")
        if len(parts) != 4 or parts[0] not in STAGES or parts[2] not in DIMENSIONS:
            return None
        stage, year, dimension, value = parts
        known = value in {ALL, UNTOLD} or (value in _FIELDS if dimension == FIELD else value.isdecimal())
        if not year.isdecimal() or not 1900 < int(year) < 3000 or not known or len(value) > 9:
            return None
        return cls(STAGES[stage], int(year), dimension, value)

    def __str__(self):
        return f"{self.stage.code}.{self.year}.{self.dimension}.{self.value}"

    @property
    def list_name(self) -> str:
        """The name of the address whose list opens on the rows."""
        return f"admin:matchmaking_{self.stage.model._meta.model_name}_changelist"

    @property
    def words(self) -> str:
        """The cell as a person reads it."""
        of = {ALL: "全市", UNTOLD: f"{DIMENSIONS[self.dimension]}未注明"}.get(self.value)
        if of is None:
            named = Division if self.dimension == PLACE else Event
            of = (
                _FIELDS[self.value]
                if self.dimension == FIELD
                else named.objects.filter(pk=self.value).first() or self.value
            )
        return f"{self.year} 年{self.stage.label}，{of}"

    def rows(self) -> QuerySet:
        """Exactly what the figure counts."""
        rows, path = self.stage.rows(self.year), self.stage.path
        if self.value == ALL:
            return rows
        if self.dimension == EVENT:
            events = Event.objects.held_in(self.year)
            if self.value == UNTOLD:
                return rows.exclude(_any(self.stage.at(event) for event in events))
            return rows.filter(_any(self.stage.at(event) for event in events.filter(pk=self.value)))
        if self.dimension == PLACE:
            return rows.filter(**{f"{path}division": None if self.value == UNTOLD else int(self.value)})
        field, written = f"{path}field", f"{path}technology_field"
        if self.value == UNTOLD:
            return rows.filter(**{field: ""}).exclude(**{f"{written}__in": _CODES})
        return rows.filter(Q(**{field: self.value}) | Q(**{field: "", written: _FIELDS[self.value]}))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: its words, and for each step the cell and its figure."""

    label: str
    cells: list[tuple[Cell, int]]


def funnel(year: int, dimension: str) -> list[Line]:
    """The table: a line for each value of the dimension that has any row, then all of the city; one statement a step."""
    if dimension == EVENT:
        return _by_event(year)
    counts = {stage.code: _counted(stage, year, dimension) for stage in STAGES.values()}
    if dimension == FIELD:
        values = list(_FIELDS.items())
    else:
        values = [(str(place.pk), place.name) for place in Division.objects.order_by("position")]
    lines = [
        Line(words, [(Cell(stage, year, dimension, value), counts[stage.code][value]) for stage in STAGES.values()])
        for value, words in [*values, (UNTOLD, "未注明")]
        if any(counts[stage.code][value] for stage in STAGES.values())
    ]
    whole = [(Cell(stage, year, dimension), counts[stage.code].total()) for stage in STAGES.values()]
    return [*lines, Line("全市", whole)]


def _any(conditions: Iterable[Q]) -> Q:
    """Of any of them; of none, no row."""
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _by_event(year: int) -> list[Line]:
    """A line for each event of the year, then what belongs to none; one statement a step."""
    events = list(Event.objects.held_in(year).order_by("starts_at", "pk"))
    values = [*((str(event.pk), event.name) for event in events), (UNTOLD, "不在对接会上"), (ALL, "全市")]
    counts = {}
    for stage in STAGES.values():
        asked = {str(event.pk): stage.at(event) for event in events}
        asked |= {UNTOLD: ~_any(asked.values()), ALL: Q()}
        filters = {f"of_{value}": Count("pk", filter=condition) for value, condition in asked.items()}
        counts[stage.code] = stage.rows(year).order_by().aggregate(**filters)
    return [
        Line(words, [(Cell(stage, year, EVENT, value), counts[stage.code][f"of_{value}"]) for stage in STAGES.values()])
        for value, words in values
    ]


def _counted(stage: Stage, year: int, dimension: str) -> Counter:
    columns = ("field", "technology_field") if dimension == FIELD else ("division",)
    rows = stage.rows(year).order_by().values_list(*(f"{stage.path}{name}" for name in columns))
    found: Counter = Counter()
    for *said, count in rows.annotate(count=Count("pk")):
        if dimension == FIELD:
            value = said[0] or _CODES.get(said[1], UNTOLD)
        else:
            value = UNTOLD if said[0] is None else str(said[0])
        found[value] += count
    return found
