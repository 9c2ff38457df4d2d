"""Which of a bulletin's figures the public is not told: those of fewer than three applicants, and what would give them away.

The rule is the open data's (``patents.suppression``), table by table: each half's month, its year and last year's by type, and
the stock; and what bulletins and open data of a year tell together (``series``) hides the more. A draft keeps every figure with the names of those to be hidden; ``told`` makes of it what is published.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import product

from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from bureau.accounts.models import Division
from patents.choices import ENTERPRISE, WHOLE, PatentKind
from patents.models import Patent
from patents.questions import Measure, end_of
from patents.suppression import ALL, LEAST_APPLICANTS, Counted, hidden

from .series import DECEMBER, Series, Sum

DAYS = {"filed": "filed_on", "granted": "granted_on"}
MEASURES = {"filed": Measure.FILED, "granted": Measure.GRANTED}
INVENTION = PatentKind.INVENTION.value
NAMES = {ALL: "ytd", INVENTION: "invention_ytd"}
"""The sums since January that a bulletin tells."""
OTHERS = "others"
"""Types that a table adds up without showing them."""
NOTE = f"“*”为不公布的数：申请人不足 {LEAST_APPLICANTS} 个的不公布（统计法第二十八条），为防止由合计推算，同行同列另有数一并不公布。"

Holdings = list[tuple[int, str, str, str, int]]


def hidden_in(month: date, stock: dict[str, tuple[int | None, str]], published: list[dict]) -> dict[str, list[str]]:
    """Keys not to be told, by the name of the place: “filed.month”, “stock”. ``stock``: figure and mark by place.

    ``published``: what the bulletins of this year and the last tell.
    """
    names = dict(Division.objects.values_list("pk", "name")) | {ALL: WHOLE}
    found: dict = defaultdict(set)
    for half in DAYS:
        for place, key in _Half(half, month, names, published).unshown():
            found[names[place]].add(f"{half}.{key}")
    for place in _of_stock(month, stock, names):
        found[names[place]] |= {"stock", "per_10k"}
    return {name: sorted(keys) for name, keys in found.items()}


class _Half:
    """A month's filings or grants among all that is told of its year and the last."""

    def __init__(self, half: str, month: date, names: dict, published: list[dict]):
        self.half, self.month, self.names, self.published = half, month, names, published
        january, before = month.replace(month=1), month.replace(year=month.year - 1)
        self.of_month = _table(_holdings(DAYS[half], month, month), names, PatentKind.values)
        self.of_year = _table(_holdings(DAYS[half], january, month), names, [PatentKind.INVENTION, OTHERS])
        last = _holdings(DAYS[half], before.replace(month=1), before)
        self.of_last = _table(last, names, [PatentKind.INVENTION, OTHERS])
        self.now, self.last = self._series(month.year), self._series(month.year - 1)

    def unshown(self) -> set[tuple]:
        """(place, figure) of what is not told: hidden the more until nothing that is told gives another away."""
        month, in_month, in_year, in_last, before = self.month.month, set(), set(), set(), None
        while before != (before := (len(in_month), len(in_year), len(in_last))):
            months, sums, last = (
                hidden(table, also)
                for table, also in ((self.of_month, in_month), (self.of_year, in_year), (self.of_last, in_last))
            )
            own = {Sum(*key, month, month) for key in self.of_month if key not in months}
            for one in self.now.given_away(own | _summed(self.names, month, sums)):
                in_month |= {one[:2]} if one.since == month else set()
                in_year |= {one[:2]} if one.since == 1 and one.kind in NAMES else set()
            in_last |= {one[:2] for one in self.last.given_away(_summed(self.names, month, last))}
        return _figures(months, sums, last)

    def _series(self, year: int) -> Series:
        """A year as the other bulletins and the open data tell it."""
        found, day = Series([place for place in self.names if place != ALL]), DAYS[self.half]
        rows = Patent.objects.effective().filter(**{f"{day}__year": year}).order_by()
        columns = ("division_id", "kind", ExtractMonth(day), "organisation_key")
        for one in rows.values_list(*columns).distinct():
            found.saw(*one)
        for data in self.published:
            if data["month"] != f"{self.month:%Y-%m}":
                found.told |= self._told(data, year)
        if year < timezone.localdate().year or self.month == date(year, DECEMBER, 1):
            found.tell_year(year, MEASURES[self.half])
        return found

    def _told(self, data: dict, year: int) -> set[Sum]:
        """What another bulletin tells of the year."""
        data_year, month = map(int, data["month"].split("-"))
        shown = {row["place"]: set(row[self.half]) - _own(row.get("hidden", ()), self.half) for row in data["rows"]}
        told = set()
        for place, name in self.names.items():
            figures = shown.get(name, set())
            if data_year == year:
                told |= {Sum(place, kind, month, month) for kind in PatentKind.values if kind in figures}
                told |= {Sum(place, ALL, month, month)} if "month" in figures else set()
                told |= {Sum(place, kind, 1, month) for kind, figure in NAMES.items() if figure in figures}
            elif data_year == year + 1:
                told |= {Sum(place, ALL, 1, month)} if "ytd_before" in figures else set()
                told |= {Sum(place, INVENTION, 1, month)} if {"invention_ytd", "invention_growth"} <= figures else set()
        return told


def _own(hidden_figures: Iterable[str], half: str) -> set[str]:
    """Of the hidden figures those of a half."""
    return {one.removeprefix(f"{half}.") for one in hidden_figures if one.startswith(f"{half}.")}


def _summed(places: Iterable, month: int, unshown: set[tuple]) -> set[Sum]:
    """The sums since January that are told."""
    return {Sum(*key, 1, month) for key in product(places, NAMES) if key not in unshown}


def _figures(months: set[tuple], sums: set[tuple], last: set[tuple]) -> set[tuple]:
    """(place, figure) of the bulletin's line that cells of its tables by type stand for."""
    found = {(place, "month" if kind == ALL else kind) for place, kind in months}
    for place, kind in sums:
        found |= {
            (place, key)
            for key in {ALL: ("ytd", "growth"), INVENTION: ("invention_ytd", "invention_growth")}.get(kind, ())
        }
    for place, kind in last:  # Growth and this year's figure would give last year's away.
        found |= {
            (place, key) for key in {ALL: ("ytd_before", "growth"), INVENTION: ("invention_growth",)}.get(kind, ())
        }
    return found


def _of_stock(month: date, stock: dict, names: dict) -> set:
    """Places whose stock tells of few holders; what another office told in a table of its own is its to answer for."""
    if any(mark for _n, mark in stock.values()):
        return set()
    rows = Patent.objects.effective().in_force_on(end_of(month)).filter(kind=PatentKind.INVENTION)
    return {place for place, _kind in hidden(_table(_grouped(rows), names, [PatentKind.INVENTION]))}


def _holdings(day: str, since: date, until: date) -> Holdings:
    span = {f"{day}__gte": since, f"{day}__lte": end_of(until)}
    return _grouped(Patent.objects.effective().filter(**span))


def _grouped(rows) -> Holdings:
    keys = ("division_id", "kind", "applicant_type", "organisation_key")
    return list(rows.order_by().values_list(*keys).annotate(n=Count("pk")))


def _table(rows: Holdings, names: dict, kinds: list) -> dict[tuple, Counted]:
    """A table of places by ``kinds``, sums under ``ALL``."""
    counts, holders = defaultdict(int), defaultdict(set)
    for place, kind, _type, holder, n in rows:
        for key in {(row, column) for row in (place, ALL) for column in (kind if kind in kinds else OTHERS, ALL)}:
            counts[key] += n
            holders[key].add(holder)
    return {
        (row, column): Counted(counts[row, column], len(holders[row, column]))
        for row in names
        for column in [*kinds, ALL]
    }


def enterprise_is_telling(month: date) -> bool:
    """Whether the sentence on enterprises' inventions of the year tells of one or two of them."""
    rows = [row for row in _holdings("filed_on", month.replace(month=1), month) if row[2] == ENTERPRISE]
    inventions = {holder for _place, kind, _type, holder, _n in rows if kind == PatentKind.INVENTION}
    everything = {holder for _place, _kind, _type, holder, _n in rows}
    return any(0 < len(holders) < LEAST_APPLICANTS for holders in (inventions, everything))


def told(data: dict) -> dict:
    """What the public is told of ``data``: hidden figures are None, each row names them under “hidden”, and a note says why."""
    if not (any(row.get("hidden") for row in data["rows"]) or data["enterprise"].get("hidden")):
        return data
    rows = [_told(row) for row in data["rows"]]
    enterprise = data["enterprise"]
    if enterprise.get("hidden"):
        enterprise = dict.fromkeys(enterprise) | {"hidden": True}
    return {**data, "rows": rows, "enterprise": enterprise, "notes": [*data["notes"], NOTE]}


def _told(row: dict) -> dict:
    unshown = row.get("hidden", ())
    plain = {key: None if key in unshown else value for key, value in row.items()}
    for half in DAYS:
        plain[half] = {key: None if f"{half}.{key}" in unshown else value for key, value in row[half].items()}
    return plain
