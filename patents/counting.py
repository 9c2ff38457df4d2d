"""Counting what a question asks: from the smallest table of counts that knows enough, else from the register itself."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When

from .choices import Event
from .dimensions import DIMENSIONS, PERIODS, TRUNCATED, among, condition
from .models import COUNTS, Patent
from .questions import Measure, Months, Question, end_of, moved
from .upkeep import MONTH

SIGNS = {
    Measure.FILED: {Event.FILED: 1},
    Measure.GRANTED: {Event.GRANTED: 1},
    Measure.STOCK: {Event.GRANTED: 1, Event.ENDED: -1, Event.UNDATED: -1},
}
DAYS = {Event.FILED: "filed_on", Event.GRANTED: "granted_on", Event.ENDED: "ended_on", Event.UNDATED: "granted_on"}
ALL = "*"
"""The key of a total; of the one column of a table without columns."""


class Span(NamedTuple):
    """What answers for the days from ``begin`` to ``end``: a table of counts, or the register."""

    source: type
    begin: date
    end: date


def source_of(question: Question) -> type:
    """The model that answers: a table of counts that keeps every dimension asked for, and the months when they matter."""
    are_years = question.is_of_whole_years()
    return next((model for model in _keeping(question) if are_years or model.keeps == MONTH), Patent)


def _keeping(question: Question) -> list[type]:
    """The tables of counts that keep every dimension asked for, the smaller first."""
    codes = {code for code in (question.rows, question.columns, *question.only) if code in DIMENSIONS}
    asked = {DIMENSIONS[code].column for code in codes}
    return [model for model in COUNTS if asked <= {f.attname for f in model._meta.concrete_fields}]


def spans(question: Question) -> list[Span]:
    """All days that the question counts: whole years from counts by year, what is left at either end from the register."""
    source, begin, end = source_of(question), question.begin, end_of(question.until)
    keeping = _keeping(question)
    if source is not Patent or not keeping:
        return [Span(source, begin, end)]
    first = begin.year + (begin != date(begin.year, 1, 1))
    last = question.until.year - (question.until.month < 12)
    if question.grain not in ("", "year"):  # Of stock carried on from month to month, the years before the first.
        last = min(last, question.since.year - 1) if question.measure == Measure.STOCK else first - 1
    if last < first:
        return [Span(Patent, begin, end)]
    found = [Span(keeping[0], date(first, 1, 1), date(last, 12, 31))]
    if begin < found[0].begin:
        found.append(Span(Patent, begin, date(first - 1, 12, 31)))
    if end > found[0].end:
        found.append(Span(Patent, date(last + 1, 1, 1), end))
    return found


def moves(question: Question, keys: Collection | None = None) -> dict[tuple, int]:
    """(row key, column key) to the count; a period's key is its first day. Of stock: by how much it moved in each period, from the first.

    ``keys``: of these rows alone.
    """
    return grouped(question, SIGNS[question.measure], (question.rows, question.columns), keys)


def grouped(
    question: Question, signs: dict[Event, int], codes: tuple[str, str], keys: Collection | None = None
) -> dict[tuple, int]:
    """Sums of the signed events by (row key, column key); ``ALL`` where a code is empty."""
    parts = list(_parts(question, signs, codes, keys))
    if not any(codes):
        return {(ALL, ALL): sum(rows.aggregate(total=n)["total"] or 0 for rows, _names, n in parts)}
    found = defaultdict(int)
    for *key, total in _fetched(*_summed(parts, [code for code in codes if code])):
        found[key[0] if codes[0] else ALL, key[-1] if codes[1] else ALL] += total
    return found


def largest(question: Question, most: int) -> tuple[dict, int]:
    """Row key to the total of its line, of the ``most`` largest and of those as large as the least of them; and how many rows there are.

    A line's total is the whole period's count; of a running count the last year's.
    """
    plain, is_stock = replace(question, columns="", is_running=False), question.measure == Measure.STOCK
    whole = plain if is_stock else replace(plain, since=question.begin)
    asked = [(whole, 1)]
    if question.is_running and question.grain and not is_stock:
        asked = [(whole, 0), (replace(plain, since=date(question.until.year, 1, 1)), 1)]
    signs, codes = SIGNS[question.measure], (question.rows, "")
    parts = [
        (rows, names, n * Value(weight)) for one, weight in asked for rows, names, n in _parts(one, signs, codes, None)
    ]
    sql, params = _union(parts)
    sums = f"SELECT key, sum(n)::bigint AS total FROM ({sql}) AS parts(key, n) GROUP BY key"
    # The whole is summed once, and twenty thousand sums stay where they are.
    sql = (
        f"SELECT key, total, count(*) OVER () FROM ({sums}) AS lines ORDER BY total DESC FETCH FIRST %s ROWS WITH TIES"
    )
    found = _fetched(sql, [*params, most])
    return {key: total for key, total, _count in found}, found[0][2] if found else 0


def _parts(
    question: Question, signs: dict[Event, int], codes: tuple[str, str], keys: Collection | None
) -> Iterator[tuple[QuerySet, dict, Sum | Count]]:
    """What is to be added up: rows, the columns or aliases that they are grouped by, and what sums them."""
    for span in spans(question):
        for rows, day, n in _register(span, signs, codes) if span.source is Patent else _counts(span, signs):
            for code, key in question.only.items():
                rows = rows.filter(condition(DIMENSIONS[code], key))
            for part in [Q()] if keys is None else among(DIMENSIONS[codes[0]], keys):
                yield rows.filter(part), _named(span.source, codes, day), n


def _summed(parts: list[tuple], codes: list[str]) -> tuple[str, list]:
    """SQL of the parts' groups added up: the keys by code, a period's as a day, and the sum."""
    if not parts:
        return "", []
    sql, params = _union(parts)
    names = ["a", "b"][: len(codes)]
    shown = ", ".join(f"{name}::date" if code in PERIODS else name for name, code in zip(names, codes, strict=True))
    n, groups = ("n", "") if len(parts) == 1 else ("sum(n)::bigint", f"GROUP BY {', '.join(names)}")
    return f"SELECT {shown}, {n} FROM ({sql}) AS parts({', '.join(names)}, n) {groups}", params


def _union(parts: list[tuple]) -> tuple[str, list]:
    """SQL of the parts' groups, one below the other."""
    found = []
    for rows, names, n in parts:
        rows = rows.annotate(**{name: made for name, made in names.items() if made is not None})
        rows = rows.order_by().values(*names).annotate(total=n).values_list(*names, "total")
        found.append(rows.query.sql_with_params())
    return " UNION ALL ".join(f"({sql})" for sql, _params in found), [one for _sql, params in found for one in params]


def _fetched(sql: str, params: list) -> list[tuple]:
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _named(source: type, codes: tuple[str, str], day: str) -> dict:
    """Column or alias of each code to what makes it; None where it is a column."""
    found = {}
    for code in filter(None, codes):
        if code not in PERIODS:
            found[DIMENSIONS[code].name] = DIMENSIONS[code].expression
        elif source is not Patent and source.keeps == code:
            found[day] = None
        else:
            found[f"by_{code}"] = TRUNCATED[code](day)
    return found


def _counts(span: Span, signs: dict[Event, int]) -> Iterator[tuple[QuerySet, str, Sum]]:
    """All events at once: (rows, the day's column, what sums them)."""
    sign = Case(*(When(event=event, then=Value(sign)) for event, sign in signs.items()))
    rows = span.source.objects.filter(event__in=signs, period__gte=span.begin, period__lte=span.end)
    yield rows, "period", Sum(F("n") * sign)


def _register(span: Span, signs: dict[Event, int], codes: tuple[str, str]) -> Iterator[tuple[QuerySet, str, Count]]:
    """Event by event, for each has its own day; what is in force after all of them, at once."""
    if span.begin == date.min and signs == SIGNS[Measure.STOCK] and not PERIODS.keys() & set(codes):
        yield Patent.objects.effective().in_force_on(span.end), "", Count("*")
        return
    for event, sign in signs.items():
        rows = Patent.objects.effective()
        if event == Event.UNDATED:
            rows = rows.filter(ended_undated=True)
        day = DAYS[event]
        yield rows.filter(**{f"{day}__gte": span.begin, f"{day}__lte": span.end}), day, Count("*") * sign


def values(question: Question, keys: Collection | None = None) -> dict[tuple, int]:
    """(row key, column key) to the figure, totals under ``ALL`` included: counts added up, stock carried on from period to period.

    ``keys``: of these rows alone, and so the totals.
    """
    found = moves(question, keys)
    if question.grain and is_carried(question):
        found = _carried(question, found)
    elif question.grain:
        periods = set(periods_of(question))
        found = {key: n for key, n in found.items() if periods & set(key)}
    sums = defaultdict(int)
    for (row, column), n in found.items():
        for key in {(row, column), (ALL, column), (row, ALL), (ALL, ALL)}:
            sums[key] += n
    if question.grain and is_carried(question):
        _close(question, sums)
    return dict(sums)


def _carried(question: Question, found: dict[tuple, int]) -> dict[tuple, int]:
    """Figures at each period's end: of stock all that moved until then, of a running count what moved in its year."""
    at = 0 if question.rows in PERIODS else 1
    by_key, periods = defaultdict(dict), periods_of(question)
    for key, n in found.items():
        by_key[key[1 - at]][key[at]] = n
    carried = {}
    for other, moved_in in by_key.items():
        for period, total in _ends(moved_in, periods, anew=question.measure != Measure.STOCK):
            carried[(period, other) if at == 0 else (other, period)] = total
    return carried


def _ends(moved_in: dict[date, int], periods: list[date], *, anew: bool) -> Iterator[tuple[date, int]]:
    """Each period with the sum of what moved until its end; ``anew``: since its year began."""
    waiting, total, year = deque(sorted(moved_in.items())), 0, None
    for period in periods:
        while waiting and waiting[0][0] <= period:
            day, n = waiting.popleft()
            total, year = (n if anew and day.year != year else total + n), day.year
        yield period, total if year == period.year or not anew else 0


def _close(question: Question, sums: dict) -> None:
    """Sums over periods of what is carried on mean nothing: the last period's figure stands in their place."""
    last = periods_of(question)[-1]
    for row, column in list(sums):
        if question.rows in PERIODS and row == ALL:
            sums[row, column] = sums.get((last, column), 0)
        elif question.columns in PERIODS and column == ALL:
            sums[row, column] = sums.get((row, last), 0)


def periods_of(question: Question) -> list[date]:
    """The first days of the periods that the table shows."""
    step = Months[question.grain.upper()]
    first = moved(question.since, -((question.since.month - 1) % step))
    found = []
    while first <= question.until:
        found.append(first)
        first = moved(first, step)
    return found


def is_carried(question: Question) -> bool:
    return question.measure == Measure.STOCK or question.is_running
