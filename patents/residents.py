"""Figures per 10,000 residents: 常住人口 at the end of the year before (rules.md 3.1), not 户籍."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bureau.accounts.choices import DivisionKind
from bureau.accounts.models import Division

from .models import Population

HUNDREDTH = Decimal("0.01")
DEFINITION = "每万人件数 = 件数 ÷ 上年末常住人口（万人），常住人口取自常住人口表；没有人口数的地方显示“—”。"


class Residents:
    """Every known population, read once: 万人 by place (None: the city) and year."""

    def __init__(self):
        rows = Population.objects.effective().values_list("division_id", "year", "residents")
        self.known: dict[tuple, Decimal] = {(place, year): residents for place, year, residents in rows}
        self._counties: set[int] | None = None

    def of(self, place: int | None, day: date) -> Decimal | None:
        """万人 by which a figure of ``day`` is divided; of a city without a row of its own, its counties' sum if all are known."""
        year = day.year - 1
        if place is None and (None, year) not in self.known:
            if self._counties is None:
                counties = Division.objects.exclude(kind=DivisionKind.ZONE)
                self._counties = set(counties.values_list("pk", flat=True))
            found = [self.known.get((county, year)) for county in self._counties]
            self.known[None, year] = None if None in found or not found else sum(found)
        return self.known.get((place, year))

    def per_10k(self, count: int | None, place: int | None, day: date) -> Decimal | None:
        """件/万人, two decimals, half up; None where either is not known."""
        residents = self.of(place, day)
        if count is None or not residents:
            return None
        return (Decimal(count) / residents).quantize(HUNDREDTH, ROUND_HALF_UP)
