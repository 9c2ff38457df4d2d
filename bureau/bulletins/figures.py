"""What a month's bulletin says: the municipal table (rules.md 3.3) and the figures of its sentences, as plain data.

Counts are of the list of single patents. A percentage is kept as text with one decimal, half up; what has no base is None.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum

from bureau.accounts.choices import CITIES
from bureau.accounts.models import Division
from bureau.reports.numbers import growth_pct, ratio_pct, rounded
from patents.choices import ENTERPRISE, WHOLE, CityMeasure, Event, PatentKind
from patents.models import CitySummary, CoreCount
from patents.pivot import answer, broken_by
from patents.questions import DEFINITIONS, Measure, Question, end_of
from patents.residents import Residents
from patents.told import MARK

from .hiding import enterprise_is_telling, hidden_in

HALVES = (("filed", Event.FILED, Measure.FILED), ("granted", Event.GRANTED, Measure.GRANTED))
Counts = dict[tuple, list[tuple[date, str, str, int]]]
NOTES = (
    "统计依据：局专利清单。" + DEFINITIONS[Measure.FILED],
    DEFINITIONS[Measure.GRANTED],
    "县（市、区）与功能区分别归属，互不重复；全市为各行之和。增长率以上年同期为基数，基数为零或没有可比口径的用“—”表示。",
)


def compute(month: date, published: Iterable[dict] = ()) -> dict:
    """Everything that the bulletin of ``month`` (its first day) says, ready to be kept as JSON, with what is not for the public.

    ``published``: what the bulletins of this year and the last say.
    """
    counts = _counts(month)
    places = list(Division.objects.for_tables())
    broken = broken_by(Question(Measure.FILED, since=month.replace(month=1), until=month))
    stock = _stock(month)
    residents, end, unshown = Residents(), end_of(month), hidden_in(month, stock, list(published))
    rows = []
    for place, name in [(None, WHOLE), *((place.pk, place.name) for place in places)]:
        row = {"place": name, "is_zone": place is not None and not next(p for p in places if p.pk == place).code}
        for half, event, measure in HALVES:
            row[half] = _half(counts, event, place, month, broken if measure == Measure.FILED else "")
        row["stock"], row["stock_mark"] = stock.get(name, (None, ""))
        row["per_10k"] = _text(residents.per_10k(row["stock"], place, end))
        row["hidden"] = unshown.get(name, [])
        rows.append(row)
    marked = any(row["stock_mark"] for row in rows)
    notes = [*NOTES, *([broken] if broken else []), *([f"标“{MARK}”的有效量取自有效专利汇总表。"] if marked else [])]
    return {
        "month": f"{month:%Y-%m}",
        "city": settings.SITE_CITY,
        "rows": rows,
        "enterprise": _enterprise(counts, month),
        "ranks": {half: _rank(measure, month) for half, measure in (("filed", CityMeasure.FILED), ("granted", CityMeasure.GRANTED))},
        "notes": notes,
    }  # fmt: skip


def _counts(month: date) -> Counts:
    """By event and place (None: all): period's first day, type, applicant's kind and number, of this year and the last."""
    events = [event for _half, event, _measure in HALVES]
    rows = CoreCount.objects.filter(event__in=events, period__gte=date(month.year - 1, 1, 1), period__lte=month)
    keys = ("event", "period", "division", "kind", "applicant_type")
    found: Counts = defaultdict(list)
    for event, period, place, kind, holder, n in rows.values_list(*keys).annotate(n=Sum("n")):
        for one in (place, None):
            found[event, one].append((period, kind, holder, n))
    return found


def _sum(counts: Counts, event: int, place, since: date, until: date, kind: str = "", holder: str = "") -> int:
    return sum(
        n for day, k, h, n in counts[event, place] if since <= day <= until and kind in ("", k) and holder in ("", h)
    )


def _half(counts: Counts, event: int, place, month: date, broken: str) -> dict:
    """One half of a place's line: the month by type, the year's inventions and all, last year's, and how much they grew."""
    january, before = month.replace(month=1), month.replace(year=month.year - 1)
    found = {kind.value: _sum(counts, event, place, month, month, kind) for kind in PatentKind}
    invention, ytd = (_sum(counts, event, place, january, month, kind) for kind in (PatentKind.INVENTION, ""))
    invention_before, ytd_before = (
        _sum(counts, event, place, before.replace(month=1), before, kind) for kind in (PatentKind.INVENTION, "")
    )
    return {
        "month": sum(found.values()),
        **found,
        "invention_ytd": invention,
        "invention_growth": _text(None if broken else _tenth(growth_pct(invention, invention_before))),
        "ytd": ytd,
        "ytd_before": ytd_before,
        "growth": _text(None if broken else _tenth(growth_pct(ytd, ytd_before))),
    }


def _stock(month: date) -> dict[str, tuple[int | None, str]]:
    """Valid inventions at the month's end by place, and the mark of those that another office told."""
    only = {"kind": PatentKind.INVENTION.value}
    table = answer(Question(Measure.STOCK, since=month, until=month, only=only), at_most=None)
    found = {line.label: (line.cells[0].value, line.cells[0].mark) for line in table.lines}
    return found | {WHOLE: (table.total.cells[0].value, table.total.cells[0].mark)}


def _enterprise(counts: Counts, month: date) -> dict:
    """Enterprises' inventions of the year to date, by both denominators, each named."""
    january = month.replace(month=1)
    inventions, own = (
        _sum(counts, Event.FILED, None, january, month, kind, ENTERPRISE) for kind in (PatentKind.INVENTION, "")
    )
    everybody = _sum(counts, Event.FILED, None, january, month)
    return {
        "inventions": inventions,
        "filed": own,
        "share_of_enterprise": _text(_tenth(ratio_pct(inventions, own))),
        "share_of_all": _text(_tenth(ratio_pct(inventions, everybody))),
        "hidden": enterprise_is_telling(month),
    }


def _rank(measure: CityMeasure, month: date) -> dict:
    """The city's place among the province's cities by the year's sum; None until every city's row is there."""
    rows = CitySummary.objects.effective().at(month).filter(measure=measure)
    known = dict(rows.values_list("city", "ytd"))
    own = known.get(settings.SITE_CITY)
    place = None if own is None or len(known) < len(CITIES) else 1 + sum(value > own for value in known.values())
    return {"place": place, "known": len(known), "of": len(CITIES)}


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, 1)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
