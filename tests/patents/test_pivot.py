"""A table says of each cell what counting the patents one by one says, whichever table of counts answers; and its address leads to them."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from patents import pivot
from patents.counting import ALL, periods_of, source_of, spans, values
from patents.dimensions import DIMENSIONS, LOCARNO, PERIODS
from patents.models import (
    ClassCount,
    ClassFieldCount,
    ClassMonthCount,
    ClassParkCount,
    CoreCount,
    Patent,
    PlaceCount,
    PlaceMonthCount,
    UnitCount,
)
from patents.pivot import answer, growth, rows_of
from patents.questions import Question, Unanswerable, end_of

from .rows import patent, unit

pytestmark = pytest.mark.django_db


def ask(**parts) -> Question:
    """A question as an address asks it."""
    return Question.of({"since": "2015-01", "until": "2015-12"} | parts)


@pytest.mark.parametrize(
    ("parts", "source"),
    [
        ({}, CoreCount),
        ({"columns": "month"}, CoreCount),
        ({"rows": "kind", "columns": "applicant_type", "since": "2015-03"}, CoreCount),
        ({"rows": "ipc_class"}, ClassMonthCount),
        ({"rows": "section", "columns": "year"}, ClassMonthCount),
        ({"rows": "ipc_class", "columns": "month", "kind": "design"}, ClassMonthCount),
        ({"rows": "ipc_class", "columns": "division"}, ClassCount),
        ({"rows": "ipc_class", "columns": "month", "applicant_type": "企业"}, Patent),
        ({"rows": "ipc_class", "columns": "park"}, ClassParkCount),
        ({"rows": "section", "columns": "field"}, ClassFieldCount),
        ({"rows": "section", "columns": "field", "park": "甲"}, Patent),
        ({"rows": "unit", "columns": "kind"}, UnitCount),
        ({"rows": "park", "field": "稀土"}, PlaceMonthCount),
        ({"rows": "park", "columns": "month"}, PlaceMonthCount),
        ({"rows": "park", "columns": "division"}, PlaceCount),
        ({"rows": "unit", "columns": "month"}, Patent),
        ({"rows": "unit", "until": "2015-11"}, Patent),
        ({"rows": "unit", "columns": "ipc_class"}, Patent),
        ({"rows": "unit", "measure": "stock", "since": "2015-05"}, UnitCount),  # Stock asks of its end alone.
        ({"rows": "unit", "measure": "stock", "until": "2015-05"}, Patent),
    ],
)
def test_the_smallest_table_that_knows_enough_answers(parts, source):
    assert source_of(ask(**parts)) is source


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, [(CoreCount, date(2015, 1, 1), date(2015, 12, 31))]),
        ({"rows": "unit", "since": "2015-03"}, [(Patent, date(2015, 3, 1), date(2015, 12, 31))]),
        (
            {"rows": "unit", "since": "2013-03", "until": "2016-05"},
            [
                (UnitCount, date(2014, 1, 1), date(2015, 12, 31)),
                (Patent, date(2013, 3, 1), date(2013, 12, 31)),
                (Patent, date(2016, 1, 1), date(2016, 5, 31)),
            ],
        ),
        (  # Of stock the years before the first month are carried into it.
            {"rows": "ipc_class", "columns": "month", "measure": "stock", "since": "2014-03", "division": "1"},
            [(ClassCount, date.min, date(2013, 12, 31)), (Patent, date(2014, 1, 1), date(2015, 12, 31))],
        ),
        ({"rows": "ipc_class", "columns": "month"}, [(ClassMonthCount, date(2015, 1, 1), date(2015, 12, 31))]),
        ({"rows": "unit", "columns": "month"}, [(Patent, date(2015, 1, 1), date(2015, 12, 31))]),
        ({"rows": "unit", "columns": "park", "since": "2013-03"}, [(Patent, date(2013, 3, 1), date(2015, 12, 31))]),
    ],
)
def test_whole_years_are_read_off_counts_and_the_ends_off_the_register(parts, expected):
    assert spans(ask(**parts)) == expected


def key_of(code: str, one: Patent, day: date):
    """A patent's key in a dimension or period, told without the code under test."""
    if code == "year":
        return date(day.year, 1, 1)
    if code == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if code == "month":
        return day.replace(day=1)
    if code == "section":
        return LOCARNO if one.kind == "design" else one.ipc_class[:1]
    return getattr(one, DIMENSIONS[code].column) if code else ALL


def by_hand(question: Question, everything: list[Patent]) -> dict:
    """The same table, patent by patent; noughts left out."""
    found = {}
    narrowed = [p for p in everything if all(key_of(code, p, date.max) == key for code, key in question.only.items())]
    if question.measure == "stock":
        for period in periods_of(question) if question.grain else [question.until]:
            months = {"month": 1, "quarter": 3, "year": 12}.get(question.grain, 1)
            last = min(end_of(date(period.year, period.month + months - 1, 1)), end_of(question.until))
            for p in narrowed:
                if p.granted_on and p.granted_on <= last and p.ended_on and p.ended_on > last:
                    keys = [key_of(code, p, period) for code in (question.rows, question.columns)]
                    found[tuple(keys)] = found.get(tuple(keys), 0) + 1
        return found
    for p in narrowed:
        day = p.filed_on if question.measure == "filed" else p.granted_on
        if day and question.since <= day <= end_of(question.until):
            keys = tuple(key_of(code, p, day) for code in (question.rows, question.columns))
            found[keys] = found.get(keys, 0) + 1
    return found


CODES = [*DIMENSIONS, *PERIODS]
ASKED = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["filed", "granted", "stock"]),
        "rows": st.sampled_from(CODES),
        "columns": st.sampled_from(["", *CODES]),
        "since": st.sampled_from(["2015-01", "2015-02", "2016-01"]),
        "until": st.sampled_from(["2016-12", "2017-05", "2018-12"]),
    },
    optional={
        "kind": st.sampled_from(["invention", "design"]),
        "section": st.sampled_from(["A", LOCARNO, ""]),
        "applicant_type": st.sampled_from(["企业", ""]),
        "park": st.sampled_from(["稀金谷", ""]),
        "ipc_class": st.sampled_from(["A01", ""]),
    },
)


@pytest.fixture
def thirty(places, person):
    """Thirty patents of every sort."""
    for n in range(30):
        patent(
            places, kind=("invention", "utility_model", "design")[n % 3], filed_on=date(2015 + n % 2, 1 + n % 12, 1 + n % 28),
            granted_on=date(2017, 1 + n % 12, 3) if n % 4 else None, legal_status="失效" if n % 5 == 1 else "有权",
            legal_status_on=date(2018, 1 + n % 9, 9) if n % 5 == 1 else None, ipc=("A01B 1/00", "H04L 9/00", "06-01", "")[n % 4],
            applicant_type=("企业", "个人", "")[n % 3 - n % 2], park=("", "稀金谷")[n % 2], technology_field=("稀土", "")[n % 2],
            organisation=(unit("甲"), unit("乙"), None)[n % 3], division=places[("章贡区", "南康区")[n % 2]],
        )  # fmt: skip
    patent(places, voided_at=timezone.now(), voided_by=person("officer"), void_reason="试")
    return list(Patent.objects.effective())


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(ASKED)
def test_a_table_says_what_counting_one_by_one_says(thirty, asked):
    try:
        question = Question.of(asked)
    except Unanswerable:
        return
    expected = by_hand(question, thirty)
    found = {
        key: n for key, n in values(question).items() if ALL not in key or (not question.columns and key[0] != ALL)
    }
    assert {key: n for key, n in found.items() if n} == expected
    table = answer(question, at_most=None)
    for line in [*table.lines, table.total]:
        for cell in line.cells:
            if cell.address:
                assert rows_of(Question.of(QueryDict(cell.address).dict())).count() == cell.value


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(ASKED, st.sampled_from(["", "1"]), st.integers(1, 3))
def test_a_page_shows_the_first_lines_of_the_whole_table(thirty, asked, running, at_most):
    try:
        question = Question.of(asked | {"running": running})
    except Unanswerable:
        return
    whole, page = answer(question, at_most=None), answer(question, at_most=at_most)

    assert page.lines == whole.lines[:at_most]
    assert (page.headings, page.total) == (whole.headings, whole.total)
    left_out = any(note.startswith(f"共 {len(whole.lines)} 行") for note in page.notes)
    assert left_out == (len(whole.lines) > at_most)


def test_the_first_line_of_a_running_count_is_the_largest_of_its_last_year(places):
    for _n in range(3):
        patent(places, organisation=unit("早"), filed_on=date(2015, 3, 1))
    patent(places, organisation=unit("晚"), filed_on=date(2016, 3, 1))
    question = ask(rows="unit", columns="year", until="2016-12", running="1")

    assert [line.label for line in answer(question, at_most=None).lines] == ["晚", "早"]
    assert [line.label for line in answer(question, at_most=1).lines] == ["晚"]


def test_a_page_shows_the_largest_columns_and_the_workbook_all(places):
    for number in range(pivot.COLUMNS_AT_MOST + 2):
        for _more in range(1 + (number != 3)):
            patent(places, ipc=f"{'ABCDE'[number // 10]}{number:02}B 1/00")
    question = ask(columns="ipc_class")
    page, whole = answer(question), answer(question, at_most=None)

    assert len(whole.headings) == pivot.COLUMNS_AT_MOST + 3
    assert len(page.headings) == pivot.COLUMNS_AT_MOST + 1
    assert "A03" in whole.headings
    assert "A03" not in page.headings
    assert page.total.cells[-1].value == whole.total.cells[-1].value == 2 * pivot.COLUMNS_AT_MOST + 3
    assert [note for note in page.notes if note.startswith("共 42 列")]
    assert not [note for note in whole.notes if "列，先列" in note]


def test_beside_many_rows_stand_fewer_columns(places):
    for number in range(pivot.COLUMNS_AT_LEAST + 2):
        patent(places, ipc=f"A{number:02}B 1/00")
    page = answer(ask(rows="month", columns="ipc_class", since="2005-01"))

    assert len(page.headings) == pivot.COLUMNS_AT_LEAST + 1
    assert page.total.cells[-1].value == pivot.COLUMNS_AT_LEAST + 2
    assert [note for note in page.notes if note.startswith(f"共 {pivot.COLUMNS_AT_LEAST + 2} 列")]


def test_a_cells_link_holds_its_address_whatever_the_list_says(places):
    patent(places, park="甲+乙 100% & 丙=丁")
    cell = answer(ask(rows="park")).lines[0].cells[0]

    assert QueryDict(cell.query).dict() == {"cell": cell.address}
    assert rows_of(Question.of(QueryDict(cell.address).dict())).count() == 1


def test_beside_each_figure_stands_last_years_its_growth_and_its_share(places):
    for month, how_many in ((date(2014, 6, 1), 2), (date(2015, 6, 1), 3)):
        for _one in range(how_many):
            patent(places, filed_on=month)
    patent(places, division=places["南康区"], filed_on=date(2015, 1, 1))
    table = answer(ask())
    lines = {line.label: [cell.value for cell in line.cells] for line in table.lines}
    assert lines["章贡区"] == [3, 2, Decimal("50.0"), Decimal("75.0")]
    assert lines["南康区"] == [1, 0, None, Decimal("25.0")]  # From nothing: —.
    assert lines["大余县"] == [0, 0, None, Decimal("0.0")]  # A place without a patent stands there all the same.
    assert [cell.value for cell in table.total.cells] == [4, 2, Decimal("100.0"), Decimal("100.0")]
    assert "申请日在期间内" in table.notes[0]


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (2511, 2174, Decimal("15.5")),
        (0, 5, Decimal("-100.0")),
        (0, 0, None),
        (5, 0, None),
        (2001, 2000, Decimal("0.1")),
    ],
)
def test_growth_is_half_up_and_of_nothing_none(now, before, told):
    assert growth(now, before) == told


@pytest.mark.parametrize(
    ("measure", "since", "until", "is_broken"),
    [
        ("filed", "2016-01", "2016-12", False),
        ("filed", "2017-01", "2017-12", True),
        ("filed", "2018-01", "2018-12", False),
        ("filed", "2020-07", "2021-06", True),
        ("granted", "2017-01", "2017-12", False),
    ],
)
def test_no_growth_is_told_across_a_series_break(places, measure, since, until, is_broken):
    for day in (since, f"{int(since[:4]) - 1}{since[4:]}"):
        year, month = map(int, day.split("-"))
        patent(places, filed_on=date(year, month, 2), granted_on=date(year, month, 3))
    table = answer(ask(measure=measure, since=since, until=until))
    now, before, grown, _share = (cell.value for cell in table.total.cells)
    assert (now, before) == (1, 1)
    assert grown == (None if is_broken else Decimal("0.0"))
    assert any("口径" in note or "限制发布" in note for note in table.notes) == is_broken


def test_a_break_whose_years_were_restated_breaks_nothing(places, settings):
    settings.PATENT_SERIES_BREAKS = {}
    patent(places, filed_on=date(2016, 5, 5))
    assert answer(ask(since="2017-01", until="2017-12")).total.cells[2].value == Decimal("-100.0")


def test_running_counts_begin_anew_each_year(places):
    for day in (date(2014, 11, 1), date(2015, 1, 5), date(2015, 3, 5)):
        patent(places, filed_on=day)
    table = answer(ask(columns="month", since="2014-12", until="2015-04", running="1", rows="kind"))
    assert [cell.value for cell in table.lines[0].cells] == [1, 1, 1, 2, 2, 2]
    assert table.headings[-1] == "期末"
    assert rows_of(Question.of(QueryDict(table.lines[0].cells[4].address).dict())).count() == 2
    turned = answer(ask(rows="month", since="2014-12", until="2015-04", running="1", columns="kind"))
    assert turned.total.cells[0].value == 2, "Below the months stands where they end, not their sum."


def test_stock_that_no_list_can_tell_is_not_told(places):
    patent(places, granted_on=date(2016, 1, 1))
    patent(places, granted_on=date(2016, 1, 1), legal_status="失效", division=places["南康区"])  # Since when?
    table = answer(ask(measure="stock", columns="year", since="2016-01", until="2017-12"))
    lines = {line.label: [cell.value for cell in line.cells] for line in table.lines}
    assert lines["章贡区"] == [1, 1, 1]
    assert lines["南康区"] == [None, None, None]
    assert table.total.cells[-1].value is None
    assert any("没有法律状态日期" in note for note in table.notes)
    today = f"{timezone.localdate():%Y-%m}"
    now = answer(ask(measure="stock", since=today, until=today))
    assert {line.label: line.cells[0].value for line in now.lines}["南康区"] == 0  # On the list's own day it is known.


def test_shares_add_up_by_row_and_by_column(places):
    for kind in ("invention", "invention", "design"):
        patent(places, kind=kind)
    of_row = answer(ask(columns="kind", share="row")).lines[0]
    assert [cell.value for cell in of_row.cells] == [Decimal("66.7"), Decimal("0.0"), Decimal("33.3"), Decimal("100.0")]
    of_column = answer(ask(columns="kind", share="column")).lines[0]
    assert [cell.value for cell in of_column.cells] == [Decimal("100.0"), None, Decimal("100.0"), Decimal("100.0")]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"measure": "x"}, "没有这种统计量"),
        ({"rows": "x"}, "没有这种分组"),
        ({"rows": "kind", "columns": "kind"}, "不能是同一种"),
        ({"rows": "year", "columns": "month"}, "不能是同一种"),
        ({"columns": "unit"}, "请把它放在行里"),
        ({"since": "2015"}, "不是月份"),
        ({"since": "2015-13"}, "不是月份"),
        ({"since": "1900-01"}, "不早于 1985"),
        ({"since": "2016-01"}, "起始月份晚于截止月份"),
        ({"division": "x"}, "筛选值不认识"),
        ({"unit": "1; DROP TABLE"}, "筛选值不认识"),
    ],
)
def test_a_question_that_means_nothing_is_told_what_is_wrong(parts, words):
    with pytest.raises(Unanswerable, match=words):
        ask(**parts)
