"""Answers to questions as tables: which lines are shown, what stands in their cells, what must be said of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from heapq import nlargest

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone

from .choices import Event
from .counting import ALL, grouped, is_carried, largest, periods_of, values
from .dimensions import DIMENSIONS, LONG, PERIODS, condition
from .models import Patent
from .questions import DEFINITIONS, Measure, Months, Question, Share, end_of, moved, written
from .residents import DEFINITION, Residents
from .told import CAN_ANSWER, MARK, ToldStock

TENTH = Decimal("0.1")
SHOWN_AT_MOST = 300
"""Rows that a page shows, the largest first; the workbook has all."""
CELLS_AT_MOST, ROWS_AT_LEAST = 1_200, 20
"""A wide table shows fewer: each cell is a link to its patents."""
COLUMNS_AT_MOST, COLUMNS_AT_LEAST = 40, 12
"""Columns that a page shows of a dimension without an order, the largest; the workbook has all."""
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
        words = self.address.replace("%", "%25").replace("+", "%2B")  # As urlencode has it: nothing else needs quoting.
        return "cell=" + words.replace("=", "%3D").replace("&", "%26")


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
    rows, count, figures = _chosen(question, at_most)
    found, unknown = figures(question), _unknown(question)
    sources = _Sources(question, unknown)
    columns = named(question.columns, {c for _r, c in found if c != ALL}, question) if question.columns else {}
    wide = len(columns)
    if at_most is not None and question.columns in RANKED and wide > (most := _columns_at_most(len(rows))):
        largest = set(nlargest(most, columns, key=lambda key: found[ALL, key]))
        columns = {key: words for key, words in columns.items() if key in largest}
    notes = [DEFINITIONS[question.measure]]
    if count > len(rows):
        notes.append(f"共 {count} 行，先列最多的 {len(rows)} 行；合计为全部，导出的工作簿有全部行。")
    if wide > len(columns):
        notes.append(f"共 {wide} 列，先列最多的 {len(columns)} 列；合计为全部，导出的工作簿有全部列。")
    if unknown:
        notes.append(_of_unknown(unknown))
    if columns:
        line = lambda key, label: _crossed(question, found, columns, key, label, sources)  # noqa: E731
        headings = [*columns.values(), "期末" if is_carried(question) and question.columns in PERIODS else "合计"]
    else:
        before, broken = figures(question.year_before()), broken_by(question)
        notes += [broken] if broken else []
        line = lambda key, label: _compared(question, found, before, key, label, sources, broken)  # noqa: E731
        headings = ["本期", "上年同期", "同比（%）", "占比（%）"]
    total = line(ALL, "期末" if is_carried(question) and question.rows in PERIODS else "合计")
    corner = PERIODS.get(question.rows) or DIMENSIONS[question.rows].label
    lines = [line(key, label) for key, label in rows.items()]
    return Table(question, corner, headings, lines, total, [*notes, *sources.notes()])


def _chosen(question: Question, at_most: int | None) -> tuple[dict, int, Callable[[Question], dict]]:
    """The rows that are shown with their words, how many there are in all, and what gives the figures of those and the totals.

    A page shows some of twenty thousand units: which they are is asked first, their cells alone afterwards.
    """
    if at_most is None or question.rows not in LONG:
        found = values(question)
        rows, most = _rows(question, found), at_most
        if at_most is not None and question.rows in RANKED:
            most = _most(at_most, {column for _row, column in found})
        return dict(list(rows.items())[:most]), len(rows), lambda asked: found if asked is question else values(asked)
    totals = values(replace(question, rows=""))
    at_most = _most(at_most, totals)
    ends, count = largest(question, at_most)
    rows = _rows(question, {(key, ALL): n for key, n in ends.items()})
    shown = dict(list(rows.items())[:at_most])
    known = {(key, ALL): ends[key] for key in shown} | totals if not (question.columns or question.grain) else None

    def figures(asked: Question) -> dict:
        if asked is question and known is not None:
            return known
        return _of_shown(asked, shown, totals if asked is question else None)

    return shown, count, figures


def _most(at_most: int, columns: Collection) -> int:
    """How many lines of so many columns a page shows."""
    return min(at_most, max(ROWS_AT_LEAST, CELLS_AT_MOST // min(COLUMNS_AT_MOST, max(1, len(columns)))))


def _columns_at_most(rows: int) -> int:
    """How many columns without an order a page shows beside so many rows."""
    return min(COLUMNS_AT_MOST, max(COLUMNS_AT_LEAST, CELLS_AT_MOST // max(1, rows)))


def _of_shown(question: Question, keys: Collection, totals: dict | None) -> dict[tuple, int]:
    """As ``values`` gives them, of these rows, with the totals of all."""
    found = {key: n for key, n in values(question, keys).items() if key[0] != ALL}
    return found | (values(replace(question, rows="")) if totals is None else totals)


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
        self.addresses = {asked.since: _Addresses(asked) for asked in (question, question.year_before())}

    def cell(self, question: Question, found: dict, row, column) -> Cell:
        """The count, or what stands in its place where the lists cannot tell it."""
        value, mark = found.get((row, column), 0), ""
        if _is_not_known(question, self.unknown, row, column):
            place, kind = _key_of("division", question, row, column), _key_of("kind", question, row, column)
            value = self.told.of(place, kind or "", _last_month(question, row, column)) if self.told else None
            mark = MARK if value is not None else ""
        return Cell(value, "" if mark else self.addresses[question.since].of(row, column), mark)

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


class _Addresses:
    """The addresses of a table's cells: the same question narrowed to one row and one column.

    A table has a thousand: what a row and a column narrow is written once each.
    """

    def __init__(self, question: Question):
        self.question, self.words = question, {}

    def of(self, row, column) -> str:
        """Empty where the question leaves the cell out: it has no patents to show."""
        question = self.question
        (only, since, until), (more, since_too, until_too) = (
            self._part(question.rows, row),
            self._part(question.columns, column),
        )
        if only is None or more is None:
            return ""
        since = since or since_too or f"{question.since:%Y-%m}"
        until = until or until_too or f"{question.until:%Y-%m}"
        return f"{self.plain}&since={since}&until={until}{self.rest}{only}{more}"

    @cached_property
    def plain(self) -> str:
        """What every address begins with."""
        return Question(self.question.measure).address().partition("&since=")[0]

    @cached_property
    def rest(self) -> str:
        """What the question itself is narrowed to."""
        return "".join(f"&{code}={written(key)}" for code, key in self.question.only.items())

    def _part(self, code: str, key) -> tuple[str | None, str, str]:
        """By what a row or column narrows: a dimension's value, and the months of a period."""
        if (code, key) not in self.words:
            self.words[code, key] = self._narrowed(code, key)
        return self.words[code, key]

    def _narrowed(self, code: str, key) -> tuple[str | None, str, str]:
        question = self.question
        if key == ALL or not code:
            return "", "", ""
        if code in PERIODS:
            since = date(key.year, 1, 1) if question.is_running else max(question.since, key)
            until = min(question.until, moved(key, Months[code.upper()] - 1))
            return "", f"{since:%Y-%m}", f"{until:%Y-%m}"
        if code in question.only:
            return ("" if question.only[code] == key else None), "", ""
        return f"&{code}={written(key)}", "", ""


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
    told = Patent.objects.effective().filter(ended_undated=True).aggregate(last=Max("changed_at"))["last"]
    if told is None:
        return None
    counts = defaultdict(int)
    plain = tuple("" if code in PERIODS else code for code in (question.rows, question.columns))
    for (row, column), n in grouped(question, {Event.UNDATED: 1}, plain).items():
        for key in {(row, column), (ALL, column), (row, ALL), (ALL, ALL)}:
            counts[key] += n
    return Unknown(dict(counts), timezone.localtime(told).date()) if any(counts.values()) else None


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
