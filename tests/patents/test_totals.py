"""The cumulative table (中山 2016): read as its office lays it out, held to what it must add up to, set beside the list."""

from datetime import date

import pytest
from django.utils import timezone

from bureau.lists.commands import load_file
from patents.models import CumulativeSummary, MonthlySummary
from patents.questions import Measure
from patents.reconciling import compare

from .rows import patent

pytestmark = pytest.mark.django_db
UPPER = ["县（市、区）", "申请受理", *[None] * 7, "授权", *[None] * 7, "备注"]
HALF = ["发明", "去年发明", "发明增长率%", "实用新型", "外观设计", "总计", "上年同期", "同比增长%"]
LOWER = [None, *HALF, *HALF, None]


def line(county: str, invention: int, granted: int = 0, before: int = 6, note: str | None = None) -> list:
    """Inventions beside four utility models and three designs; grants of utility models."""
    total = invention + 7
    filed = [invention, 1, 1.0, 4, 3, total, before, (total - before) / before]
    return [county, *filed, 0, 0, "-", granted, 0, granted, 0, "-", note]


def city(*rows: list) -> list:
    found = ["全市", *(sum(n for row in rows if isinstance(n := row[at], int)) for at in range(1, 17)), None]
    found[3] = found[8] = found[11] = found[16] = None
    return found


@pytest.fixture
def load(person, workbook):
    officer = person("officer")

    def make(month: int, *rows: list, year: int = 2016):
        title = [f"赣州市{year}年1—{month}月专利申请受理和授权情况表"]
        path = workbook([title, ["单位：件"], UPPER, LOWER, *rows])
        return load_file(path, by=officer)[1]

    return make


def faults(result) -> list[tuple]:
    return [(one.row, one.column, one.reason) for sheet in result.sheets for one in sheet.rejected]


def test_the_table_is_known_by_its_headings_and_its_growth_is_not_kept(load):
    rows = line("章贡区", 4, 2), line("南康区", 2)
    result = load(11, city(*rows), *rows)

    assert result.written, (result.error, faults(result))
    assert [sheet.kind.code for sheet in result.sheets] == ["patent_totals"]
    found = {row.county: row for row in CumulativeSummary.objects.all()}
    assert {row.month for row in found.values()} == {date(2016, 11, 1)}
    one = found["章贡区"]
    assert (one.filed, one.filed_invention, one.filed_invention_before, one.filed_before) == (11, 4, 1, 6)
    assert (one.granted, one.granted_utility_model, found["全市"].filed, found["全市"].division) == (2, 2, 20, None)
    assert not MonthlySummary.objects.exists()


def test_a_total_that_is_not_its_types_and_a_city_that_is_not_its_places_are_told(load, places):
    wrong = line("章贡区", 4)
    wrong[6] = 12
    assert "不等于申请受理发明 4 + 申请受理实用新型 4 + 申请受理外观设计 3 = 11" in faults(load(11, wrong))[0][2]
    rows = [line(name, 1) for name in sorted({p.name for p in places.values() if p.kind != "zone"})]
    whole = city(*rows)
    whole[1], whole[6] = whole[1] + 1, whole[6] + 1
    said = faults(load(11, whole, *rows))
    assert {column for _row, column, _reason in said} == {"申请受理总计", "申请受理发明"}
    assert "不等于各县（市、区）之和" in said[0][2]
    assert load(11, city(*rows), *rows).written


def test_a_year_never_shrinks_unless_the_row_says_why(load):
    assert load(10, line("章贡区", 9)).written
    said = faults(load(11, line("章贡区", 4)))
    assert "2016-11 的累计 11 小于 2016-10 的累计 16" in said[0][2]
    assert load(11, line("章贡区", 4, note="更正10月重复登记")).written
    assert load(1, line("章贡区", 1), year=2017).written  # A year begins anew.


def test_an_earlier_month_that_comes_later_is_held_to_the_same(load):
    assert load(11, line("章贡区", 4)).written
    assert "2016-11 的累计 11 小于 2016-10 的累计 16" in faults(load(10, line("章贡区", 9)))[0][2]


def test_last_years_figure_is_the_one_that_last_years_table_said(load):
    assert load(11, line("章贡区", 4), year=2015).written
    said = faults(load(11, line("章贡区", 9, before=6)))
    assert "上年同期 6 不是 2015-11 累计汇总表的 11" in said[0][2]
    assert load(11, line("章贡区", 9, before=11)).written


def test_the_sums_are_set_beside_the_list_from_january_on(places):
    for month in (1, 3, 5, 6):
        patent(places, filed_on=date(2015, month, 5))
    CumulativeSummary.objects.create(
        month=date(2015, 5, 1), county="章贡区", division=places["章贡区"], filed=2, filed_invention=2, changed_at=timezone.now()
    )  # fmt: skip
    found = [one for one in compare(date(2015, 5, 1), date(2015, 5, 1)) if one.difference]
    (one,) = found
    assert (one.measure, one.kind, one.told, one.counted, one.difference) == (Measure.FILED, "invention", 2, 3, 1)
    assert "since%3D2015-01" in one.query
