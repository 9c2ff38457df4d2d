"""Ready-made tables against the lists: every difference by itself, leading to both sides."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bureau.lists import workflow
from patents.models import MonthlySummary, Patent, StockSummary
from patents.questions import Measure
from patents.reconciling import compare

from .rows import patent

pytestmark = pytest.mark.django_db
PAGE = "/admin/patents/patent/reconciliation/"
MAY = date(2015, 5, 1)


def table(place, county="章贡区", month=MAY, **more) -> MonthlySummary:
    """A month of a place: what is not said is nought."""
    for what in ("filed", "granted"):
        more[what] = sum(n for name, n in more.items() if name.startswith(f"{what}_"))
    return MonthlySummary.objects.create(month=month, division=place, county=county, changed_at=timezone.now(), **more)


def differing(since=MAY, until=MAY) -> set[tuple]:
    return {
        (one.place, one.measure, one.kind, one.told, one.counted)
        for one in compare(since, until)
        if one.difference or one.told is None
    }


def test_what_agrees_is_no_difference(places):
    patent(places)
    table(places["章贡区"], filed_invention=1)
    assert differing() == set()
    assert len(compare(MAY, MAY)) == 6  # Two measures of three types.


def test_each_type_of_each_place_and_measure_is_told_by_itself(places):
    patent(places)
    patent(places, kind="design", granted_on=date(2015, 5, 30))
    patent(places, kind="design", division=places["南康区"])
    table(places["章贡区"], filed_invention=2, filed_design=1, granted_utility_model=1)
    assert differing() == {
        ("章贡区", Measure.FILED, "invention", 2, 1),
        ("章贡区", Measure.GRANTED, "utility_model", 1, 0),
        ("章贡区", Measure.GRANTED, "design", 0, 1),
        ("南康区", Measure.FILED, "design", None, 1),  # The table has no such row.
    }


def test_the_citys_row_is_held_to_all_places(places):
    patent(places)
    patent(places, division=places["南康区"])
    table(None, "全市", filed_invention=3)
    assert ("全市", Measure.FILED, "invention", 3, 2) in differing()


def test_a_month_without_a_table_is_not_compared(places):
    patent(places, filed_on=date(2015, 6, 6))
    table(places["章贡区"], month=date(2015, 7, 1))
    assert {one.month for one in compare(date(2015, 1, 1), date(2015, 12, 1))} == {date(2015, 7, 1)}


def test_a_voided_row_of_either_side_counts_no_more(places, person):
    one, told = patent(places), table(places["章贡区"], filed_invention=1)
    workflow.void(one, by=person("section_head"), reason="重复")
    assert differing() == {("章贡区", Measure.FILED, "invention", 1, 0)}
    workflow.void(told, by=person("section_head"), reason="作废的报表")
    assert compare(MAY, MAY) == []


def test_stock_is_compared_at_the_end_of_the_tables_month(places):
    patent(places, filed_on=date(2012, 1, 1), granted_on=date(2014, 1, 1))
    patent(places, filed_on=date(2012, 1, 1), granted_on=date(2015, 5, 31))
    patent(places, filed_on=date(2012, 1, 1), granted_on=date(2015, 6, 1))
    for month, told in ((MAY, 2), (date(2015, 6, 1), 2)):
        where = {"month": month, "county": "章贡区", "division": places["章贡区"]}
        StockSummary.objects.create(invention=told, individuals=told, changed_at=timezone.now(), **where)
    assert differing() == set()
    assert differing(until=date(2015, 6, 1)) == {("章贡区", Measure.STOCK, "invention", 2, 3)}


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_difference_is_that_of_counting_one_by_one(data, places):
    Patent.objects.all().delete()
    MonthlySummary.objects.all().delete()
    homes, kinds = [places["章贡区"], places["南康区"]], ["invention", "utility_model", "design"]
    for _n in range(data.draw(st.integers(0, 6))):
        kind, home = data.draw(st.sampled_from(kinds)), data.draw(st.sampled_from(homes))
        patent(places, kind=kind, division=home, filed_on=date(2015, data.draw(st.integers(4, 6)), 3))
    told = {home: {f"filed_{kind}": data.draw(st.integers(0, 3)) for kind in kinds} for home in homes}
    for home, numbers in told.items():
        table(home, home.name, **numbers)
    everything = list(Patent.objects.all())
    for one in compare(MAY, MAY):
        if one.measure == Measure.FILED and one.place_id:
            by_hand = [
                p for p in everything if (p.kind, p.division_id, p.filed_on.month) == (one.kind, one.place_id, 5)
            ]
            assert one.counted == len(by_hand)
            assert one.told == told[next(home for home in homes if home.pk == one.place_id)][f"filed_{one.kind}"]


@pytest.fixture
def officer(person, client):
    user = person("officer")
    client.force_login(user)
    return user


def test_the_page_says_what_to_do_without_tables(officer, client):
    assert "没有汇总表" in client.get(PAGE).content.decode()


def test_a_difference_leads_to_the_tables_row_and_to_the_patents(officer, client, places):
    patent(places, title="一种稀土材料")
    patent(places, title="一种外壳", kind="design")
    told = table(places["章贡区"], filed_invention=2, filed_design=1)

    page = client.get(PAGE)

    assert page.context["differing_count"] == 1
    (one,) = page.context["differing"]
    assert reverse("admin:patents_monthlysummary_change", args=[told.pk]) in page.content.decode()
    listed = client.get(f"{reverse('admin:patents_patent_changelist')}?{one.query}").content.decode()
    assert "一种稀土材料" in listed
    assert "一种外壳" not in listed


def test_the_workbook_holds_every_difference_and_goes_into_the_book(officer, client, places):
    table(places["章贡区"], filed_invention=2, granted_design=1)

    response = client.get(PAGE, {"since": "2015-05", "until": "2015-05", "workbook": "1"})

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "2015-05"]
    assert rows == [
        ("2015-05", "章贡区", "申请量", "发明", 2, 0, -2),
        ("2015-05", "章贡区", "授权量", "外观设计", 1, 0, -1),
    ]


def test_wrong_months_are_told_in_words(officer, client):
    page = client.get(PAGE, {"since": "2016-01", "until": "2015-01"})
    assert page.status_code == 400
    assert "起始月份晚于截止月份" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_any_length(rows, officer, client, places, django_assert_max_num_queries):
    for month in range(1, rows + 1):
        table(places["章贡区"], month=date(2015, month, 1), filed_design=1)
    client.get(PAGE)
    with django_assert_max_num_queries(13):
        client.get(PAGE, {"since": "2015-01", "until": "2015-12"})
