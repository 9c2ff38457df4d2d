"""Invention share by both denominators, concentration, 消零: each equals what counting by hand says."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from enterprises.models import Recognition
from patents.choices import Cohort
from patents.models import Patent
from patents.questions import Measure, Question
from patents.special import concentration, invention_shares, zero_tables
from patents.zeroing import cohort_on, rate, zeroing

from .rows import patent, unit

pytestmark = pytest.mark.django_db
YEAR = (date(2015, 1, 1), date(2015, 12, 1))


def by_label(table) -> dict:
    return {line.label: tuple(line.cells) for line in [*table.lines, *([table.total] if table.total else [])]}


def test_the_invention_share_has_both_denominators_and_names_them(places):
    patent(places)
    patent(places, kind="design")
    patent(places, applicant_type="个人")
    patent(places, applicant_type="")
    patent(places, division=places["南康区"], filed_on=date(2014, 12, 31))

    table = invention_shares(*YEAR)

    assert table.headings[-2:] == ["占企业申请量（%）", "占全部申请量（%）"]
    assert by_label(table)["章贡区"] == by_label(table)["全市"] == (1, 2, 4, Decimal("50.0"), Decimal("25.0"))
    assert by_label(table)["南康区"] == (0, 0, 0, None, None)


def asked(**more) -> Question:
    return Question(Measure.FILED, rows="unit", since=YEAR[0], until=YEAR[1], **more)


def test_the_largest_units_come_first_with_what_they_hold_together(places):
    for name, count in (("甲", 3), ("乙", 1), ("丙", 2)):
        for _n in range(count):
            patent(places, organisation=unit(name))
    for _n in range(4):
        patent(places, applicants="张三", applicant_type="个人")

    table = concentration(asked(), top=2)

    assert by_label(table) == {
        "1. 甲": (3, Decimal("30.0"), Decimal("30.0")),
        "2. 丙": (2, Decimal("20.0"), Decimal("50.0")),
        "全部": (10, Decimal("100.0"), None),
    }
    assert any("共 3 个单位" in note and "4 件" in note for note in table.notes)
    assert "张三" not in str(table)


def firm(places, name: str, *, issued=date(2014, 6, 1), place="章贡区", kind="high_tech"):
    """A unit with a certificate of three years."""
    one = unit(name)
    Recognition.objects.create(
        kind=kind, organisation=one, enterprise_name=name, credit_code=f"91360702PDY{one.pk % 100000:05d}X6"[:18],
        certificate_number=f"GR{one.pk}{issued}", issued_on=issued, division=places[place], changed_at=timezone.now(),
    )  # fmt: skip
    return one


def test_the_cohort_is_the_register_of_the_day(places):
    early, late = firm(places, "甲"), firm(places, "乙", issued=date(2015, 6, 1))
    other = firm(places, "丙", kind="tech_sme")
    assert {one.pk for one in cohort_on(Cohort.HIGH_TECH, date(2015, 1, 1))} == {early.pk}
    assert {one.pk for one in cohort_on(Cohort.HIGH_TECH, date(2015, 12, 31))} == {early.pk, late.pk}
    assert {one.pk for one in cohort_on(Cohort.HIGH_TECH, date(2017, 6, 1))} == {late.pk}
    assert {one.pk for one in cohort_on(Cohort.TECH_SME, date(2015, 1, 1))} == {other.pk}
    assert cohort_on(Cohort.RESERVE, date(2015, 1, 1)) == []


@pytest.mark.parametrize(
    ("measure", "only_inventions", "zero"),
    [
        (Measure.FILED, False, {"丁"}),
        (Measure.FILED, True, {"乙", "丁"}),
        (Measure.GRANTED, False, {"甲", "丁"}),
        (Measure.STOCK, False, {"甲", "丙", "丁"}),
    ],
)
def test_who_counts_as_having_a_patent_is_chosen(measure, only_inventions, zero, places):
    old = {"filed_on": date(2013, 1, 1), "granted_on": date(2014, 1, 1)}
    patent(places, organisation=firm(places, "甲"))
    patent(places, organisation=firm(places, "乙"), kind="design", **old)
    patent(places, organisation=firm(places, "丙"), legal_status="无权", legal_status_on=date(2015, 3, 3), **old)
    firm(places, "丁")
    found = zeroing(Cohort.HIGH_TECH, date(2015, 12, 31), measure, only_inventions=only_inventions)
    assert {unit(name).pk for name in zero} == {one.pk for one in found.zero}


def test_the_trend_follows_the_same_firms(places):
    for name, day in (("甲", date(2014, 12, 30)), ("乙", date(2015, 3, 31)), ("丙", date(2015, 4, 1))):
        patent(places, organisation=firm(places, name), filed_on=day)
    firm(places, "丁", place="南康区")
    found = zeroing(Cohort.HIGH_TECH, date(2015, 12, 31), Measure.FILED)
    zero = {day: one.zero for day, one in found.trend}
    assert (zero[date(2014, 12, 31)], zero[date(2015, 2, 28)], zero[date(2015, 3, 31)]) == (3, 3, 2)
    assert (zero[date(2015, 4, 30)], zero[date(2015, 12, 31)], len(zero)) == (1, 1, 13)
    assert rate(found.trend) == Decimal("66.7")
    by_place, trend = zero_tables(Cohort.HIGH_TECH, date(2015, 12, 31), Measure.FILED, only_inventions=False)
    assert by_label(by_place) == {
        "章贡区": (3, 0, Decimal("100.0")),
        "南康区": (1, 1, Decimal("0.0")),
        "全市": (4, 1, Decimal("75.0")),
    }
    assert "66.7%" in trend.notes[0]


def test_an_empty_cohort_is_told_without_a_rate(places):
    by_place, trend = zero_tables(Cohort.HIGH_TECH, date(2015, 12, 31), Measure.FILED, only_inventions=False)
    assert by_label(by_place) == {"全市": (0, 0, None)}
    assert "—" in trend.notes[0]


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_each_day_is_what_counting_by_hand_says(data, places):
    Patent.objects.all().delete()
    Recognition.objects.all().delete()
    firms = [firm(places, name) for name in "甲乙丙丁"]
    for _n in range(data.draw(st.integers(0, 5))):
        filed = date(2014, 10, 1) + timezone.timedelta(days=data.draw(st.integers(0, 500)))
        patent(places, organisation=data.draw(st.sampled_from(firms)), filed_on=filed)
    everything = list(Patent.objects.all())
    for day, one in zeroing(Cohort.HIGH_TECH, date(2015, 12, 31), Measure.FILED).trend:
        having = {p.organisation_id for p in everything if p.filed_on <= day}
        assert one.zero == len([f for f in firms if f.pk not in having])


PAGES = {"shares": {}, "leaders": {}, "zero": {}}


@pytest.fixture
def officer(person, client):
    user = person("officer")
    client.force_login(user)
    return user


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_without_a_question_and_without_data(page, officer, client):
    response = client.get(f"/admin/patents/patent/{page}/")
    assert response.status_code == 200
    assert response.context["tables"]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_gives_its_tables_as_a_workbook(page, officer, client, places):
    patent(places, organisation=firm(places, "甲"))
    response = client.get(f"/admin/patents/patent/{page}/", {"workbook": "1"})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert any(str(row[0]).startswith("注：") for row in book.active.iter_rows(values_only=True))


def test_a_figure_leads_to_its_patents(officer, client, places):
    patent(places, title="一种稀土材料")
    patent(places, title="一种外壳", kind="design")
    table = client.get("/admin/patents/patent/shares/", {"since": "2015-01", "until": "2015-12"}).context["tables"][0]
    query = next(line.query for line in table.lines if line.label == "章贡区")
    listed = client.get(f"/admin/patents/patent/?{query}").content.decode()
    assert "一种稀土材料" in listed
    assert "一种外壳" not in listed


@pytest.mark.parametrize(
    ("page", "given", "words"),
    [
        ("shares", {"since": "2016-01", "until": "2015-01"}, "起始月份晚于截止月份"),
        ("leaders", {"since": "2015-x"}, "不是月份"),
        ("zero", {"day": "2015-02-30"}, "日期请按"),
        ("zero", {"day": "2999-01-01"}, "今天以前"),
    ],
)
def test_a_wrong_question_is_told_in_words(page, given, words, officer, client):
    response = client.get(f"/admin/patents/patent/{page}/", given)
    assert response.status_code == 400
    assert words in response.content.decode()
