"""Answers to questions: from the smallest table of counts that knows enough, else from the register itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, Count, F, Max, QuerySet, Sum, Value, When
from django.utils import timezone

from .choices import Event
from .dimensions import DIMENSIONS, PERIODS, TRUNCATED, condition
from .models import COUNTS, CoreCount, Patent
from .questions import DEFINITIONS, Measure, Months, Question, Share, end_of, moved
from .residents import DEFINITION, Residents
from .told import CAN_ANSWER, MARK, ToldStock

SIGNS = {
    Measure.FILED: {Event.FILED: 1},
    Measure.GRANTED: {Event.GRANTED: 1},
    Measure.STOCK: {Event.GRANTED: 1, Event.ENDED: -1, Event.UNDATED: -1},
}
DAYS = {Event.FILED: "filed_on", Event.GRANTED: "granted_on", Event.ENDED: "ended_on", Event.UNDATED: "granted_on"}
ALL = "*"
"""The key of a total; of the one column of a table without columns."""
TENTH = Decimal("0.1")
SHOWN_AT_MOST = 300
"""Rows that a page shows, the largest first; the workbook has all."""
RANKED = ("unit", "park", "field", "ipc_class")
"""Dimensions without an order of their own: the largest stand first."""


@dataclass(slots=True)
class Cell:
    """A figure and the address of its patents; ``value`` None: not known, printed —."""

    value: int | Decimal | None
    address: str = ""
    mark: str = ""  # That the value is not from the lists.

    @property
    def query(self) -> str:
        """The register's address of the patents, after its question mark."""
        return urlencode({"cell": self.address})


@dataclass(slots=True)
class Line:
    """A row of the table."""

    label: str
    cells: list[Cell]


@dataclass(slots=True)
class Table:
    """An answer: headings, lines, the total's line, and what must be said of it."""

    question: Question
    corner: str
    headings: list[str]
    lines: list[Line]
    total: Line
    notes: list[str] = field(default_factory=list)

    @property
    def is_of_shares(self) -> bool:
        """Whether its figures are percentages."""
        return bool(self.question.columns) and self.question.share in (Share.OF_ROW, Share.OF_COLUMN)


def source_of(question: Question) -> type:
    """The model that answers: a table of counts that keeps every dimension asked for, and the months when they matter."""
    asked = {d.column for d in question.dimensions} | {DIMENSIONS[code].column for code in question.only}
    by_year = question.is_of_whole_years()
    for model in COUNTS:
        kept = {f.attname for f in model._meta.concrete_fields}
        if asked <= kept and (by_year or model is CoreCount):
            return model
    return Patent


def moves(question: Question) -> dict[tuple, int]:
    """(row key, column key) to the count; a period's key is its first day. Of stock: by how much it moved in each period, from the first."""
    return _grouped(question, SIGNS[question.measure], (question.rows, question.columns))


def _grouped(question: Question, signs: dict[Event, int], codes: tuple[str, str]) -> dict[tuple, int]:
    """Sums of the signed events by (row key, column key); ``ALL`` where a code is empty."""
    source, found = source_of(question), defaultdict(int)
    for rows, day, n in _register(signs) if source is Patent else _counts(source, signs):
        rows = rows.filter(**{f"{day}__gte": question.begin, f"{day}__lte": end_of(question.until)})
        for code, key in question.only.items():
            rows = rows.filter(condition(DIMENSIONS[code], key))
        names = {}
        for code in filter(None, codes):
            made = TRUNCATED[code](day) if code in PERIODS else DIMENSIONS[code].expression
            names[code] = f"by_{code}" if made is not None else DIMENSIONS[code].column
            if made is not None:
                rows = rows.annotate(**{names[code]: made})
        grouped = rows.order_by().values(*names.values()).annotate(total=n) if names else [rows.aggregate(total=n)]
        for line in grouped:
            row, column = (line[names[code]] if code else ALL for code in codes)
            found[row, column] += line["total"] or 0
    return found


def _counts(source, signs: dict[Event, int]) -> Iterator[tuple[QuerySet, str, Sum]]:
    """All events at once: (rows, the day's column, what sums them)."""
    sign = Case(*(When(event=event, then=Value(sign)) for event, sign in signs.items()))
    yield source.objects.filter(event__in=signs), "period", Sum(F("n") * sign)


def _register(signs: dict[Event, int]) -> Iterator[tuple[QuerySet, str, Count]]:
    """Event by event, for each has its own day."""
    for event, sign in signs.items():
        rows = Patent.objects.effective()
        if event == Event.UNDATED:
            rows = rows.filter(ended_undated=True)
        yield rows, DAYS[event], Count("*") * sign


def values(question: Question) -> dict[tuple, int]:
    """(row key, column key) to the figure, totals under ``ALL`` included: counts added up, stock carried on from period to period."""
    found = moves(question)
    if question.grain and _is_carried(question):
        found = _carried(question, found)
    elif question.grain:
        periods = set(periods_of(question))
        found = {key: n for key, n in found.items() if periods & set(key)}
    sums = defaultdict(int)
    for (row, column), n in found.items():
        for key in {(row, column), (ALL, column), (row, ALL), (ALL, ALL)}:
            sums[key] += n
    if question.grain and _is_carried(question):
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
        for period in periods:
            total = sum(
                n
                for day, n in moved_in.items()
                if day <= period and (question.measure == Measure.STOCK or day.year == period.year)
            )
            carried[(period, other) if at == 0 else (other, period)] = total
    return carried


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


def named(code: str, keys: Iterable, question: Question) -> dict:
    """Key to words, in the table's order."""
    if code not in PERIODS:
        return DIMENSIONS[code].named(keys)
    return {day: _period_words(code, day) for day in periods_of(question)}


def _period_words(code: str, day: date) -> str:
    if code == "quarter":
        return f"{day.year}年{(day.month + 2) // 3}季度"
    return f"{day.year}年" if code == "year" else f"{day.year}年{day.month}月"


def half_up(value: Decimal, step: Decimal) -> Decimal:
    """四舍五入 to a step."""
    return value.quantize(step, ROUND_HALF_UP)


def growth(now: int | None, before: int | None) -> Decimal | None:
    """Percent, one decimal, half up; of nothing before none (printed —, as the municipal tables do)."""
    if now is None or not before:
        return None
    return (Decimal(now - before) * 100 / before).quantize(TENTH, ROUND_HALF_UP)


def _share(part: Cell, whole: int | None) -> Decimal | None:
    if part.value is None or part.mark or not whole:  # What others told is no part of what the lists count.
        return None
    return (Decimal(part.value) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)


def broken_by(question: Question) -> str:
    """The series break between the period and last year's, in words; empty when there is none.

    国家统计: applications were counted anew from 2017, and are published within limits from 2021.
    """
    if question.measure != Measure.FILED:
        return ""
    before = question.year_before()
    for year, words in settings.PATENT_SERIES_BREAKS.items():
        if before.since.year < year <= question.until.year:
            return words
    return ""


def answer(question: Question, at_most: int | None = SHOWN_AT_MOST) -> Table:
    """The table, its total and its notes. ``at_most`` rows (None: all); what is left out is in the total and told."""
    found, unknown = values(question), _unknown(question)
    sources = _Sources(question, unknown)
    columns = named(question.columns, {c for _r, c in found if c != ALL}, question) if question.columns else {}
    rows = _rows(question, found)
    shown = list(rows)[:at_most]
    notes = [DEFINITIONS[question.measure]]
    if len(rows) > len(shown):
        notes.append(f"共 {len(rows)} 行，先列最多的 {len(shown)} 行；合计为全部，导出的工作簿有全部行。")
    if unknown:
        notes.append(_of_unknown(unknown))
    if columns:
        line = lambda key, label: _crossed(question, found, columns, key, label, sources)  # noqa: E731
        headings = [*columns.values(), "期末" if _is_carried(question) and question.columns in PERIODS else "合计"]
    else:
        before, broken = values(question.year_before()), broken_by(question)
        notes += [broken] if broken else []
        line = lambda key, label: _compared(question, found, before, key, label, sources, broken)  # noqa: E731
        headings = ["本期", "上年同期", "同比（%）", "占比（%）"]
    total = line(ALL, "期末" if _is_carried(question) and question.rows in PERIODS else "合计")
    corner = PERIODS.get(question.rows) or DIMENSIONS[question.rows].label
    lines = [line(key, rows[key]) for key in shown]
    return Table(question, corner, headings, lines, total, [*notes, *sources.notes()])


def _is_carried(question: Question) -> bool:
    return question.measure == Measure.STOCK or question.is_running


def _rows(question: Question, found: dict[tuple, int]) -> dict:
    keys = {row for row, _column in found if row != ALL}
    rows = named(question.rows, keys, question)
    if question.rows in RANKED:
        return dict(sorted(rows.items(), key=lambda item: (-found.get((item[0], ALL), 0), str(item[1]))))
    return rows


class _Sources:
    """What besides the counts a table's figures need: stock that other offices told, and residents."""

    def __init__(self, question: Question, unknown: "Unknown | None"):
        self.unknown, codes = unknown, {question.rows, question.columns, *question.only}
        can_tell = unknown is not None and codes <= CAN_ANSWER | PERIODS.keys()
        self.told = ToldStock(moved(question.since, -12), question.until) if can_tell else None
        self.residents = Residents() if question.share == Share.PER_10K else None

    def cell(self, question: Question, found: dict, row, column) -> Cell:
        """The count, or what stands in its place where the lists cannot tell it."""
        value, mark = found.get((row, column), 0), ""
        if _is_not_known(question, self.unknown, row, column):
            place, kind = _key_of("division", question, row, column), _key_of("kind", question, row, column)
            value = self.told.of(place, kind or "", _last_month(question, row, column)) if self.told else None
            mark = MARK if value is not None else ""
        return Cell(value, "" if mark else _address(question, row, column), mark)

    def per_10k(self, question: Question, value: int | None, row, column) -> Decimal | None:
        """The count by the residents of the cell's place."""
        place, day = _key_of("division", question, row, column), _last_month(question, row, column)
        return self.residents.per_10k(value, place, day)

    def notes(self) -> list[str]:
        """Where figures are from."""
        said = [self.told.note()] if self.told else []
        return [words for words in [*said, DEFINITION if self.residents else ""] if words]


def _key_of(code: str, question: Question, row, column):
    """The cell's key in a dimension; None where it spans all."""
    for asked, key in ((question.rows, row), (question.columns, column)):
        if asked == code and key != ALL:
            return key
    return question.only.get(code)


def _last_month(question: Question, row, column) -> date:
    """The last month that the cell counts."""
    end = question.until
    for code, key in ((question.rows, row), (question.columns, column)):
        if code in PERIODS and key != ALL:
            end = min(end, moved(key, Months[code.upper()] - 1))
    return end


def _crossed(question: Question, found: dict, columns: dict, row, label: str, sources: _Sources) -> Line:
    cells = []
    for column in [*columns, ALL]:
        cell = sources.cell(question, found, row, column)
        if question.share == Share.OF_ROW:
            cell.value = _share(cell, found.get((row, ALL), 0))
        elif question.share == Share.OF_COLUMN:
            cell.value = _share(cell, found.get((ALL, column), 0))
        elif question.share == Share.PER_10K:
            cell.value = sources.per_10k(question, cell.value, row, column)
        cells.append(cell)
    return Line(label, cells)


def _compared(question: Question, found: dict, before: dict, row, label: str, sources: _Sources, broken: str) -> Line:
    year_before = question.year_before()
    now = sources.cell(question, found, row, ALL)
    was = sources.cell(year_before, before, *_a_year_before(question, row))
    grown = Cell(None if broken else growth(now.value, was.value))
    share = Cell(_share(now, found.get((ALL, ALL), 0)))
    if question.share == Share.PER_10K:
        now.value = sources.per_10k(question, now.value, row, ALL)
        was.value = sources.per_10k(year_before, was.value, *_a_year_before(question, row))
    return Line(label, [now, was, grown, share])


def _a_year_before(question: Question, row) -> tuple:
    if question.rows in PERIODS and row != ALL:
        row = moved(row, -12)
    return row, ALL


def _address(question: Question, row, column) -> str:
    """The cell's patents: the same question narrowed to one row and one column."""
    only, since, until = dict(question.only), question.since, question.until
    for code, key in ((question.rows, row), (question.columns, column)):
        if key == ALL or not code:
            continue
        if code not in PERIODS:
            if only.setdefault(code, key) != key:
                return ""  # What the question leaves out has no patents to show.
            continue
        since, until = max(since, key), min(until, moved(key, Months[code.upper()] - 1))
        if question.is_running:
            since = date(key.year, 1, 1)
    return replace(
        question, rows="division", columns="", share=Share.NONE, is_running=False, since=since, until=until, only=only
    ).address()


def rows_of(question: Question) -> QuerySet:
    """The patents that a cell counts."""
    rows = Patent.objects.effective()
    for code, key in question.only.items():
        rows = rows.filter(condition(DIMENSIONS[code], key))
    if question.measure == Measure.STOCK:
        return rows.in_force_on(end_of(question.until))
    day = "filed_on" if question.measure == Measure.FILED else "granted_on"
    return rows.filter(**{f"{day}__gte": question.since, f"{day}__lte": end_of(question.until)})


@dataclass(slots=True)
class Unknown:
    """Rights that lapsed on a day that no list tells: how many by row and column key, and until when their stock is not known."""

    counts: dict[tuple, int]
    until: date


def _unknown(question: Question) -> Unknown | None:
    if question.measure != Measure.STOCK:
        return None
    counts = defaultdict(int)
    plain = tuple("" if code in PERIODS else code for code in (question.rows, question.columns))
    for (row, column), n in _grouped(question, {Event.UNDATED: 1}, plain).items():
        for key in {(row, column), (ALL, column), (row, ALL), (ALL, ALL)}:
            counts[key] += n
    if not any(counts.values()):
        return None
    told = Patent.objects.effective().filter(ended_undated=True).aggregate(last=Max("changed_at"))["last"]
    return Unknown(dict(counts), timezone.localtime(told).date())


def _of_unknown(unknown: Unknown) -> str:
    return (
        f"其中 {unknown.counts[ALL, ALL]} 件已失效而清单没有法律状态日期，只能说明清单之日（{unknown.until}）以后的存量；"
        "此前的存量不能由清单算出，含有这些专利的格显示“—”，请以汇总表为准。"
    )


def _is_not_known(question: Question, unknown: Unknown | None, row, column) -> bool:
    """Stock of a day before the list's own, where some right lapsed nobody says when."""
    if unknown is None:
        return False
    end = _last_month(question, row, column)
    plain = tuple(ALL if code in PERIODS else key for code, key in ((question.rows, row), (question.columns, column)))
    return end_of(end) < unknown.until and unknown.counts.get(plain, 0) > 0
