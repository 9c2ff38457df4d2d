"""The registers beside the certificates: what their lists bring, what the database refuses, what is counted and what falls due."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from bureau.lists.commands import load_file
from bureau.portal.demonstration import listed
from bureau.reports.annual import measure
from bureau.reports.indicators.listed import INDICATORS
from enterprises.models import Commissioner, FinanceRecord, Incubator, Park, Platform, StartupGrant, TalentBase
from tests.admin_rows import DAY, row

MODELS = (Platform, Park, Incubator, TalentBase, StartupGrant, FinanceRecord, Commissioner)


@pytest.fixture
def shown(tmp_path, places, person):
    """The demonstration's lists of 2015, loaded as an officer loads them."""
    listed.write(tmp_path, 2015)
    for path in sorted(tmp_path.glob("*.xlsx")):
        _run, result = load_file(path, by=person("officer"))
        assert [(sheet.rejected_rows, sheet.created > 0) for sheet in result.sheets] == [(0, True)], path.name
        _run, result = load_file(path, by=person("officer"))
        assert [(sheet.created, sheet.updated) for sheet in result.sheets] == [(0, 0)], path.name


@pytest.mark.django_db(transaction=True)
def test_a_year_of_lists_gives_the_figures_that_stand_in_them(shown):
    values = measure(2015).values

    found = {indicator.code: values[indicator.code] for indicator in INDICATORS}
    assert {code: float(value) for code, value in found.items()} == {
        "platforms.national": 4, "platforms.total": 6, "platforms.new": 1, "platforms.building": 3, "platforms.to_accept": 1,
        "platforms.incubators": 4, "parks.total": 5, "parks.covered": 3, "parks.coverage_pct": 60,
        "talent.stations": 2, "talent.teams": 1, "commissioners.count": 4, "commissioners.services": 84,
        "startups.count": 2, "startups.amount_10k_yuan": 18, "finance.funds_100m_yuan": 2, "finance.investment_10k_yuan": 1500,
        "finance.loans.count": 2, "finance.loans.amount_10k_yuan": 800, "finance.compensation_10k_yuan": 100,
        "finance.pledges.count": 1, "finance.pledges.amount_10k_yuan": 800,
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_register_without_rows_says_nothing(places):
    values = measure(2015).values

    assert {values[indicator.code] for indicator in INDICATORS} == {None}


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_is_found_by_its_words_and_belongs_to_nobody_without_its_unit(model, places, person, somebody):
    one = row(model, places, 1)
    row(model, places, 2)

    assert one in model.objects.search(str(one)[-3:] if model is Platform else "甲") or model is Park
    assert model.objects.visible_to(person("officer")).count() == 2
    assert model.objects.visible_to(somebody("路人")).count() == 0


BROKEN = [
    (Platform, {"accepted_on": DAY - timedelta(days=1)}, "accepted_on_not_before_approved_on"),
    (Platform, {"build_years": 11}, "years_plausible"),
    (Park, {"ended_on": DAY - timedelta(days=1)}, "ended_on_not_before_approved_on"),
    (Incubator, {"ended_on": DAY - timedelta(days=1)}, "ended_on_not_before_approved_on"),
    (TalentBase, {"ended_on": DAY - timedelta(days=1)}, "ended_on_not_before_approved_on"),
    (StartupGrant, {"amount": 0}, "amount_positive"),
    (FinanceRecord, {"amount": -1}, "amount_positive"),
    (FinanceRecord, {"kind": "compensation"}, "compensation_iff_loan"),
    (FinanceRecord, {"loan_number": "DK9"}, "compensation_iff_loan"),
    (FinanceRecord, {"ends_on": DAY - timedelta(days=1)}, "ends_on_not_before_began_on"),
    (Commissioner, {"year": 1998}, "year_plausible"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "values", "claim"), BROKEN, ids=lambda value: str(value)[:40])
def test_the_database_refuses_what_cannot_be(model, values, claim, places):
    one = row(model, places, 1)

    with pytest.raises(IntegrityError, match=f"enterprises_{model._meta.model_name}_{claim}"):
        model.objects.filter(pk=one.pk).update(**values)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "model"), [("name", Platform), ("name", Park), ("number", FinanceRecord)])
def test_the_database_refuses_a_second_row_of_one_key(name, model, places):
    one, other = row(model, places, 1), row(model, places, 2)

    with pytest.raises(IntegrityError, match="one_per"):
        model.objects.filter(pk=other.pk).update(**{name: getattr(one, name)})


def built(places, n, **values) -> Platform:
    platform = row(Platform, places, n)
    Platform.objects.filter(pk=platform.pk).update(**values)
    return Platform.objects.get(pk=platform.pk)


@pytest.mark.django_db
def test_a_building_period_is_three_years_to_the_day_unless_the_approval_says_otherwise(places):
    plain = built(places, 1, approved_on=date(2013, 2, 28))
    leap = built(places, 2, approved_on=date(2012, 2, 29))
    longer = built(places, 3, approved_on=date(2013, 2, 28), build_years=5)

    assert [one.due_on for one in (plain, leap, longer)] == [date(2016, 2, 28), date(2015, 2, 28), date(2018, 2, 28)]
    assert set(Platform.objects.overdue_on(date(2016, 2, 27))) == {leap}
    assert set(Platform.objects.overdue_on(date(2016, 2, 28))) == {plain, leap}
    assert set(Platform.objects.to_accept(date(2015, 11, 29))) == {leap}
    assert set(Platform.objects.to_accept(date(2015, 11, 30))) == {plain, leap}  # Ninety days before.


@pytest.mark.django_db
def test_an_officer_sees_what_falls_due_on_the_first_page_and_in_the_list(places, person, client):
    today = timezone.localdate()
    three = today.replace(year=today.year - 3, day=min(today.day, 28))
    due = built(places, 1, approved_on=three + timedelta(days=20))
    built(places, 2, approved_on=three - timedelta(days=20), accepted_on=today - timedelta(days=1))
    built(places, 3, approved_on=three - timedelta(days=20), ended_on=today - timedelta(days=1))
    built(places, 4, approved_on=today - timedelta(days=20))
    client.force_login(person("officer"))

    todo = next(one for one in client.get(reverse("admin:index")).context["todos"] if "研发平台" in one["words"])

    assert todo["count"] == "1"
    page = client.get(todo["url"])
    assert list(page.context["cl"].queryset) == [due]
    assert "临近验收" in page.text
    client.force_login(person("leader"))
    assert [one for one in client.get(reverse("admin:index")).context["todos"] if "研发平台" in one["words"]] == []


@pytest.mark.django_db
def test_a_park_is_covered_while_an_incubator_stands_in_it(places):
    park, bare = row(Park, places, 1), row(Park, places, 2)
    hatching = row(Incubator, places, 1)
    Incubator.objects.filter(pk=hatching.pk).update(park_name=park.name, ended_on=date(2016, 1, 1))

    def covered(day):
        return set(Park.objects.covered_on(day, Incubator.objects.all()))

    assert covered(date(2015, 12, 31)) == {park}
    assert covered(date(2016, 1, 1)) == covered(DAY - timedelta(days=1)) == set()
    assert bare not in covered(date(2015, 12, 31))


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Platform, Park, Incubator], ids=lambda model: model.__name__)
def test_the_public_reads_what_stands_and_costs_the_same_at_any_length(
    model, places, client, django_assert_num_queries
):
    address = f"/registers/{model.__name__.lower()}s/"
    row(model, places, 1)
    client.get(address)
    for more in ((), (2, 3)):
        for n in more:
            row(model, places, n)
        with django_assert_num_queries(3):  # divisions of the filter, count, page
            page = client.get(address, {"page": 1 + len(more)})
        assert page.status_code == 200
    gone = model.objects.first()
    model.objects.filter(pk=gone.pk).update(ended_on=date(2016, 1, 1))

    names = [line.name for line, _cells in client.get(address, {"q": ""}).context["lines"]]

    assert len(names) == 2
    assert gone.name not in names
