"""消零: how many firms of a cohort have no patent, where, and how that moved (rules.md 3.5: cohort, kind and measure are chosen).

The cohort is the register's on the chosen day and stays the same along the trend, so that the figure moves by firms that file and
by nothing else. A firm has a patent when it is the first applicant of one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enterprises.choices import RecognitionKind
from enterprises.models import Recognition, Reserve

from .choices import Cohort, PatentKind
from .models import Patent, SavedCohort
from .pivot import TENTH, half_up
from .questions import Measure, end_of, moved

TREND_MONTHS = 13


@dataclass(frozen=True, slots=True)
class Firm:
    """A unit of the cohort and where it is."""

    pk: int
    place: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Of so many firms so many have none."""

    firms: int
    zero: int

    @property
    def having_pct(self) -> Decimal | None:
        """有专利企业占比."""
        return half_up(Decimal(self.firms - self.zero) * 100 / self.firms, TENTH) if self.firms else None


Firms = Cohort | SavedCohort
"""What names a cohort: a register, or a kept question to several."""


def cohort_on(cohort: Firms, day: date) -> list[Firm]:
    """The cohort's firms on a day. The reserve keeps no history of who was in it: its firms are those of today."""
    if not isinstance(cohort, SavedCohort):
        return [Firm(pk, place) for pk, place in _register_on(cohort, day).items()]
    found: dict[int, int | None] = {}
    for code in cohort.registers:
        found = _register_on(Cohort(code), day) | found
    for code in cohort.without:
        for pk in _register_on(Cohort(code), day):
            found.pop(pk, None)
    places = set(cohort.divisions.values_list("pk", flat=True))
    return [Firm(pk, place) for pk, place in found.items() if not places or place in places]


def _register_on(cohort: Cohort, day: date) -> dict[int, int | None]:
    if cohort == Cohort.RESERVE:
        rows = Reserve.objects.looked_after().values_list("organisation_id", "organisation__division_id")
    else:
        kind = {Cohort.HIGH_TECH: RecognitionKind.HIGH_TECH, Cohort.TECH_SME: RecognitionKind.TECH_SME}[cohort]
        held = Recognition.objects.effective().filter(kind=kind, organisation__isnull=False).held_on(day)
        rows = held.values_list("organisation_id", "division_id")
    return dict(rows)


class Holdings:
    """From when to when each firm of a cohort has a patent that counts."""

    def __init__(self, firms: Iterable[Firm], measure: Measure, *, only_inventions: bool):
        rows = Patent.objects.effective().filter(organisation_id__in=[firm.pk for firm in firms])
        if only_inventions:
            rows = rows.filter(kind=PatentKind.INVENTION)
        begins = "filed_on" if measure == Measure.FILED else "granted_on"
        rows = rows.filter(**{f"{begins}__isnull": False})
        self.spans: dict[int, list[tuple[date, date]]] = {}
        for firm, begun, ended, undated in rows.values_list("organisation_id", begins, "ended_on", "ended_undated"):
            if measure == Measure.STOCK and undated:
                continue
            end = ended if measure == Measure.STOCK else date.max
            self.spans.setdefault(firm, []).append((begun, end))

    def has_on(self, firm: int, day: date) -> bool:
        """Whether the firm has one on the day."""
        return any(begun <= day < end for begun, end in self.spans.get(firm, ()))


@dataclass(slots=True)
class Zeroing:
    """The answer: the firms without, by place, and the trend by month's end."""

    zero: list[Firm]
    by_place: dict[int | None, Standing]
    whole: Standing
    trend: list[tuple[date, Standing]]


def zeroing(cohort: Firms, day: date, measure: Measure, *, only_inventions: bool = False) -> Zeroing:
    """Of the cohort on ``day``: who has no patent, by place, and at the end of each of the twelve months before."""
    firms = cohort_on(cohort, day)
    held = Holdings(firms, measure, only_inventions=only_inventions)
    zero = [firm for firm in firms if not held.has_on(firm.pk, day)]
    by_place = {}
    for place in {firm.place for firm in firms}:
        of_place = [firm for firm in firms if firm.place == place]
        by_place[place] = Standing(len(of_place), sum(firm.place == place for firm in zero))
    first = moved(day.replace(day=1), 1 - TREND_MONTHS)
    ends = [end_of(moved(first, step)) for step in range(TREND_MONTHS - 1)] + [day]
    trend = [(end, Standing(len(firms), sum(not held.has_on(firm.pk, end) for firm in firms))) for end in ends]
    return Zeroing(zero, by_place, Standing(len(firms), len(zero)), trend)


def rate(trend: list[tuple[date, Standing]]) -> Decimal | None:
    """消零率: of the firms without a patent at the trend's start, what part has one at its end."""
    base, now = trend[0][1].zero, trend[-1][1].zero
    return half_up(Decimal(base - now) * 100 / base, TENTH) if base else None
