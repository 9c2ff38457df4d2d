"""Ready-made tables come in as their offices lay them out, and add up or say where they do not."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from django.utils import timezone

from bureau.accounts.choices import DivisionKind
from bureau.accounts.models import Division
from bureau.lists import workflow
from bureau.lists.commands import load_file
from patents.models import CitySummary, MonthlySummary, Population, StockSummary
from patents.pivot import answer
from patents.questions import Question

from .rows import patent

pytestmark = pytest.mark.django_db
HALF = ["月合计", "其中：发明", "实用新型", "外观设计", "发明专利累计", "年累计", "去年同期", "年增长率"]
UPPER = ["县（市、区）", "申请量", *[None] * 7, "授权量", *[None] * 7, "备注"]
LOWER = [None, *HALF, *HALF, None]
FILED, UTILITY, YTD, GRANTED, GRANTED_YTD, NOTE = 1, 3, 6, 9, 14, 17
"""Positions in a row."""


def line(county: str, invention: int, ytd: int | None, granted: int = 0) -> list:
    """A row: inventions beside one utility model, the year's sum, grants of designs."""
    filed = [invention + 1, invention, 1, None, None, ytd, 5, 0.1]
    return [county, *filed, granted, None, None, granted, None, None, None, None, None]


def city(*rows: list) -> list:
    """全市: the sum of the rows."""
    return ["全市", *(sum(row[at] or 0 for row in rows) for at in range(1, NOTE)), None]


@pytest.fixture
def table(workbook):
    """A municipal table of a month, in two rows of headings under a title."""

    def make(month: int, *rows: list):
        title = [f"赣州市2015年{month}月专利申请及授权统计表"]
        return workbook([title, ["单位：件"], UPPER, LOWER, *rows])

    return make


@pytest.fixture
def load(person):
    officer = person("officer")
    return lambda path, **more: load_file(path, by=officer, **more)[1]


def faults(result) -> list[tuple]:
    return [(one.row, one.column, one.reason) for sheet in result.sheets for one in sheet.rejected]


def test_a_municipal_table_is_read_with_its_two_rows_of_headings_and_the_month_of_its_title(load, table):
    rows = line("章贡区", 4, 12, 4), line("南康市", 2, 8)
    result = load(table(3, city(*rows), *rows))

    assert result.written, (result.error, faults(result))
    found = {row.county: row for row in MonthlySummary.objects.all()}
    assert set(found) == {"全市", "章贡区", "南康区"}
    assert {row.month for row in found.values()} == {date(2015, 3, 1)}
    assert (found["章贡区"].filed, found["章贡区"].filed_invention, found["章贡区"].filed_design) == (5, 4, 0)
    assert (found["章贡区"].granted, found["章贡区"].granted_ytd, found["章贡区"].filed_ytd_before) == (4, None, 5)
    assert found["全市"].division is None
    assert found["章贡区"].source.file_name.endswith(".xlsx")


def test_a_table_whose_month_nobody_tells_is_refused_by_name(load, workbook):
    result = load(workbook([UPPER, LOWER, line("章贡区", 4, 12)]))

    assert "统计月份" in result.sheets[0].error


def test_a_month_must_be_the_sum_of_its_types(load, table):
    wrong = line("南康区", 2, 8)
    wrong[1] = 9
    result = load(table(3, line("章贡区", 4, 12), wrong))

    assert not result.written
    assert faults(result) == [
        (6, "申请量月合计", "申请量月合计 9 不等于申请量发明 2 + 申请量实用新型 1 + 申请量外观设计 0 = 3，请核对后改正该行再导入")
    ]  # fmt: skip


def every_county(places) -> list[str]:
    return sorted({place.name for place in places.values() if place.kind != "zone"})


@pytest.mark.parametrize(("more", "is_right"), [(0, True), (1, True), (-1, False), (2, False)])
def test_the_city_is_the_sum_of_its_counties_with_or_without_zones(more, is_right, load, table, places):
    zone = next(place.name for place in places.values() if place.kind == "zone")
    rows = [line(name, 1, None) for name in every_county(places)]
    whole = city(*rows)
    whole[FILED], whole[UTILITY], whole[YTD] = 36 + more, 18 + more, None
    extra = [zone, 1, None, 1, *[None] * 14]

    result = load(table(1, whole, *rows, extra))

    assert result.written is is_right, faults(result)
    if not is_right:
        ((row, _column, reason),) = [fault for fault in faults(result) if fault[1] == "申请量月合计"]
        assert row == 5
        assert f"全市 {36 + more} 不等于各县（市、区）之和 36，加功能区为 37" in reason


def test_a_county_that_comes_alone_is_held_to_the_city_that_came_before(load, table, places):
    names = every_county(places)
    rows = [line(name, 1, None) for name in names]
    assert load(table(2, city(*rows), *rows[1:])).written

    result = load(table(2, line(names[0], 9, None)))

    assert not result.written
    assert "全市 36 不等于各县（市、区）之和 44" in faults(result)[0][2]
    assert load(table(2, rows[0])).written


def test_the_years_sum_goes_on_from_the_month_before_unless_the_row_says_why_not(load, table):
    load(table(1, line("章贡区", 4, 5)))

    result = load(table(2, line("章贡区", 2, 9)))
    assert not result.written
    assert faults(result)[0][:2] == (5, "申请量年累计")
    assert "2015-02 的申请量年累计 9 不等于上月申请量年累计 5 + 申请量月合计 3 = 8" in faults(result)[0][2]
    assert "备注" in faults(result)[0][2]

    noted = line("章贡区", 2, 9)
    noted[NOTE] = "1月漏报1件，省局已更正"
    assert load(table(2, noted)).written
    assert MonthlySummary.objects.get(month=date(2015, 2, 1)).note == "1月漏报1件,省局已更正"


def test_an_earlier_month_that_comes_later_is_held_to_what_follows_it(load, table):
    load(table(2, line("章贡区", 2, 8)))

    result = load(table(1, line("章贡区", 5, 6)))

    assert not result.written
    assert "2015-02 的申请量年累计 8" in faults(result)[0][2]


@pytest.mark.parametrize("seed", range(4))
def test_any_split_in_any_order_gives_the_same(seed, load, table, places):
    rng, names = Random(seed), every_county(places)[:5]  # noqa: S311
    months = {m: [line(name, rng.randint(0, 5), None, rng.randint(0, 3)) for name in names] for m in (1, 2, 3)}
    sums = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for rows in months.values():
        for row in rows:
            for at, place, total in ((YTD, 0, row[FILED]), (GRANTED_YTD, 1, row[GRANTED])):
                sums[place][row[0]] += total
                row[at] = sums[place][row[0]]
    parts = [(m, row) for m, rows in months.items() for row in rows]
    parts += rng.sample(parts, 4)
    rng.shuffle(parts)

    for start in range(0, len(parts), 4):
        for m in {m for m, _row in parts[start : start + 4]}:
            assert load(table(m, *[row for month, row in parts[start : start + 4] if month == m])).written

    found = {(r.month.month, r.county): (r.filed, r.filed_ytd, r.granted_ytd) for r in MonthlySummary.objects.all()}
    assert found == {
        (m, row[0]): (row[FILED], row[YTD], row[GRANTED_YTD]) for m, rows in months.items() for row in rows
    }


def test_an_empty_cell_of_a_corrected_table_is_a_nought(load, table):
    load(table(3, line("章贡区", 4, 12)))
    corrected = line("章贡区", 4, 11)
    corrected[FILED], corrected[UTILITY] = 4, None

    assert load(table(3, corrected)).written
    row = MonthlySummary.objects.get()
    assert (row.filed, row.filed_utility_model, row.filed_ytd) == (4, 0, 11)


def test_a_row_that_does_not_go_with_an_officers_correction_is_refused(load, table, person):
    load(table(3, line("章贡区", 4, 12)))
    row = MonthlySummary.objects.get()
    workflow.correct(row, by=person("officer"), reason="县里来函", filed_invention=3, filed_design=1)

    result = load(table(3, line("章贡区", 6, 14)))

    assert not result.written
    assert "已登记的值" in faults(result)[0][2]


STOCK_UPPER = ["地区", "有效量", "职务", *[None] * 4, "非职务", "常住人口（万人）"]
STOCK_LOWER = [None, None, "大专院校", "科研单位", "工矿企业", "机关团体", "职务总计", "个人", None]


def test_a_table_of_valid_inventions_is_read(load, workbook):
    rows = [["章贡区", 20, 3, 2, 10, 1, 16, 4, 50.1], ["合 计", 20, 3, 2, 10, 1, 16, 4, 900]]
    result = load(workbook([["2015年11月有效发明专利"], STOCK_UPPER, STOCK_LOWER, *rows]))

    assert result.written, (result.error, faults(result))
    assert set(StockSummary.objects.values_list("county", "month", "invention", "enterprises")) == {
        ("章贡区", date(2015, 11, 1), 20, 10),
        ("全市", date(2015, 11, 1), 20, 10),
    }


NATIONAL = ["地区", "排序", "当年累计", "月累计", "发明", "实用新型", "外观设计", "个人", "大专院校", "科研单位", "企业", "机关团体"]  # fmt: skip


def test_the_national_layout_gives_the_cities_of_the_province(load, workbook):
    row = ["南昌", 1, 900, 268, 86, 106, 76, 17, 188, 3, 59, 1]
    result = load(workbook([["江西省2015年1—3月专利授权情况"], NATIONAL, row, ["赣州市", 2, *row[2:]]]))

    assert result.written, (result.error, faults(result))
    assert set(CitySummary.objects.values_list("city", "measure", "month")) == {
        ("南昌市", "granted", date(2015, 3, 1)),
        ("赣州市", "granted", date(2015, 3, 1)),
    }


def test_swapped_headings_of_applicants_show_in_their_sum(load, workbook):
    row = ["南昌", 1, 900, 268, 86, 106, 76, 18, 188, 3, 59, 1]
    result = load(workbook([["江西省2015年3月专利申请情况"], NATIONAL, row]))

    assert faults(result)[0][:2] == (3, "月累计")
    assert "个人 18 + 大专院校 188" in faults(result)[0][2]


def test_residents_are_read_with_the_year_of_the_title(load, workbook):
    assert load(
        workbook([["2014年末常住人口"], ["县（市、区）", "年末常住人口（万人）"], ["全市", 850.5], ["赣县", "54.61"]])
    ).written
    assert {(p.county, p.year, str(p.residents)) for p in Population.objects.all()} == {
        ("全市", 2014, "850.5000"),
        ("赣县区", 2014, "54.6100"),
    }


def now() -> dict:
    return {"changed_at": timezone.now()}


def cells(**parts) -> tuple[dict, list[str]]:
    """The first column of an answer by row, with its mark, and what is said of it."""
    table = answer(Question.of({"since": "2015-01", "until": "2015-12"} | parts))
    lines = [*table.lines, table.total]
    return {line.label: (line.cells[0].value, line.cells[0].mark) for line in lines}, table.notes


def test_stock_that_no_list_can_tell_is_taken_from_the_table_and_marked(places):
    lapsed = {"legal_status": "无权", "granted_on": date(2014, 6, 1), "filed_on": date(2013, 1, 1)}
    patent(places, ipc="A01B 1/00", **lapsed)
    patent(places, filed_on=date(2013, 1, 1), granted_on=date(2014, 6, 1), division=places["南康区"])
    known, notes = cells(measure="stock", kind="invention")
    assert (known["章贡区"], known["南康区"], known["合计"]) == ((None, ""), (1, ""), (None, ""))

    month, place = date(2015, 12, 1), places["章贡区"]
    StockSummary.objects.create(month=month, county="章贡区", division=place, invention=7, individuals=7, **now())
    known, notes = cells(measure="stock", kind="invention")
    assert (known["章贡区"], known["南康区"], known["合计"]) == ((7, "†"), (1, ""), (None, ""))
    assert "标“†”的格不是由清单算出，取自2015年12月有效专利汇总表。" in notes
    assert cells(measure="stock")[0]["章贡区"] == (None, "")  # The table tells of inventions alone.
    assert cells(measure="stock", kind="invention", section="A")[0]["章贡区"] == (None, "")  # And of no IPC section.


def test_figures_per_ten_thousand_take_the_residents_of_the_year_before(places):
    for n in range(3):
        patent(places, filed_on=date(2015, 2, 1 + n))
    patent(places, filed_on=date(2014, 2, 1))
    for year, residents in ((2014, "0.8"), (2013, "2"), (2015, "100")):
        place = {"county": "章贡区", "division": places["章贡区"]}
        Population.objects.create(year=year, residents=residents, **place, **now())
    Population.objects.create(year=2014, county="全市", residents=40, **now())

    known, notes = cells(share="residents")

    assert (known["章贡区"], known["南康区"], known["合计"]) == (
        (Decimal("3.75"), ""),
        (None, ""),
        (Decimal("0.08"), ""),
    )
    assert any("上年末常住人口" in note for note in notes)
    table = answer(Question.of({"since": "2015-01", "until": "2015-12", "share": "residents"}))
    line = next(line for line in table.lines if line.label == "章贡区")
    assert [cell.value for cell in line.cells] == [Decimal("3.75"), Decimal("0.50"), 200, 100]


def test_a_voided_population_counts_no_more(places, person):
    patent(places)
    row = Population.objects.create(year=2014, county="全市", residents=1, **now())
    assert cells(share="residents")[0]["合计"][0] == 1
    workflow.void(row, by=person("section_head"), reason="录错")
    assert cells(share="residents")[0]["合计"][0] is None


def test_without_a_row_of_its_own_the_city_has_its_counties_residents_and_no_zones(places):
    """A zone's people live in a county: they would be counted twice. One county that is not known leaves the city unknown."""
    for _n in range(4):
        patent(places)
    counties = list(Division.objects.exclude(kind=DivisionKind.ZONE))
    rows = [
        Population.objects.create(year=2014, county=place.name, division=place, residents=residents, **now())
        for of_kind, residents in ((counties, 2), (Division.objects.filter(kind=DivisionKind.ZONE), 50))
        for place in of_kind
    ]
    assert cells(share="residents")[0]["合计"][0] == (Decimal(4) / (2 * len(counties))).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )
    rows[0].delete()
    assert cells(share="residents")[0]["合计"][0] is None
