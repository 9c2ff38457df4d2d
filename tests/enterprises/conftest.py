"""Firms with their yearly data, and the persons who look after them."""

from datetime import date
from decimal import Decimal

import pytest

from enterprises.choices import StaffKind
from enterprises.models import Enterprise, YearlyData
from enterprises.models.yearly import RESEARCH_LINES
from enterprises.workflow import yearly
from tests.registration.conftest import member, somebody, unit  # noqa: F401 Fixtures.

WAN = Decimal(10_000)


def amounts(**more) -> dict:
    """The amounts and declarations of a year in which 1000 万 were sold, in 万元 but for what is not an amount."""
    wan = dict.fromkeys(RESEARCH_LINES, 0) | {
        "main_income": 1000,
        "other_income": 0,
        "gross_income": 1000,
        "non_taxable_income": 0,
        "product_income": 800,
        "service_income": 0,
        "technical_income": 0,
        "total_assets": 1500,
        "total_liabilities": 500,
        "personnel": 100,
    }
    plain = {"no_incident": True, "not_listed": True, "allowed_products": True}
    return {name: value * WAN for name, value in (wan | more).items()} | plain


def staff(data, total=100, science=20) -> None:
    """The same number at both ends of every month."""
    rows = data.staff_months.model
    rows.objects.bulk_create(
        rows(data=data, kind=kind, month=month, at_start=count, at_end=count)
        for kind, count in ((StaffKind.TOTAL, total), (StaffKind.SCIENCE, science))
        for month in range(1, 13)
    )


def invention(data, code="IP01", **more):
    """A class I right of the year."""
    values = {"name": "稀土萃取方法", "kind": "invention", "authorised_on": date(2014, 5, 1)} | more
    return data.rights.create(code=code, **values)


@pytest.fixture
def firm(unit, member):  # noqa: F811
    """A unit of three filled-in years and one of its people: ``firm()`` gives (the latest year's data, the person)."""

    def make(name="", place="章贡区", years=(2013, 2014, 2015), **more):
        organisation = unit(name, place)
        Enterprise.objects.create(organisation=organisation, registered_on=date(2010, 1, 5), technology_field="40103")
        for year in years:
            data = YearlyData.objects.create(organisation=organisation, year=year, **amounts(**more))
            staff(data)
            data.activities.create(code="RD01", name="研发", began_on=date(year, 1, 1), spent=100 * WAN)
            data.products.create(code="PS01", name="稀土永磁", income=800 * WAN, ip=["IP01"])
            invention(data)
            for number in range(5):
                data.conversions.create(result=f"{year} 年成果 {number}")
        return data, member(organisation)

    return make


@pytest.fixture
def submitted(firm):
    """The same, handed in: (data, the person)."""

    def make(*args, **more):
        data, owner = firm(*args, **more)
        yearly.submit(data, by=owner)
        return data, owner

    return make
