"""Fifty thousand firms with three years each, for measuring the assessment of all."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from bureau.accounts.models import Division, Organisation, User
from enterprises.models import Conversion, Enterprise, Product, Right, StaffMonth, YearlyData
from enterprises.models.yearly import RESEARCH_LINES

YEARS = (2023, 2024, 2025)
BATCH = 5_000


def write(count: int) -> None:
    """Make the firms, set-wise."""
    user = User.objects.create(username="bench")
    places = list(Division.objects.order_by("pk"))
    signed = {"status": "submitted", "submitted_by": user, "submitted_at": timezone.now()}
    for start in range(0, count, BATCH):
        _batch(range(start, min(start + BATCH, count)), places, signed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _batch(numbers, places, signed) -> None:
    firms = Organisation.objects.bulk_create(
        Organisation(name=f"企业{n}", name_key=f"企业{n}", division=places[n % len(places)]) for n in numbers
    )
    Enterprise.objects.bulk_create(
        Enterprise(organisation=firm, registered_on=date(2015, 1, 5), technology_field="40103") for firm in firms
    )
    rows = YearlyData.objects.bulk_create(
        YearlyData(organisation=firm, year=year, **_amounts(n, year), **signed)
        for n, firm in zip(numbers, firms, strict=True)
        for year in YEARS
    )
    latest = [row for row in rows if row.year == YEARS[-1]]
    StaffMonth.objects.bulk_create(
        StaffMonth(data=row, kind=kind, month=month, at_start=size, at_end=size + month % 2)
        for row in latest
        for kind, size in (("total", 100), ("science", 8 + row.pk % 30))
        for month in range(1, 13)
    )
    Right.objects.bulk_create(
        Right(data=row, code=f"IP{k}", name="装置", kind="utility_model", authorised_on=date(2020, 1, 1))
        for row in latest
        for k in range(row.pk % 6)
    )
    Product.objects.bulk_create(
        Product(data=row, code="PS01", name="产品", income=Decimal(5_000_000), ip=["IP0"]) for row in latest
    )
    Conversion.objects.bulk_create(
        Conversion(data=row, result=f"{row.year} 成果 {k}") for row in rows for k in range(row.pk % 4)
    )


def _amounts(n: int, year: int) -> dict:
    sales = Decimal(5_000_000 + n % 977 * 10_000 + (year - 2023) * 800_000)
    zeros = dict.fromkeys(RESEARCH_LINES, Decimal(0))
    return zeros | {
        "main_income": sales,
        "other_income": Decimal(0),
        "gross_income": sales,
        "non_taxable_income": Decimal(0),
        "product_income": Decimal(5_000_000),
        "service_income": Decimal(0),
        "technical_income": Decimal(0),
        "total_assets": sales * 2,
        "total_liabilities": sales,
        "personnel": Decimal(300_000),
        "no_incident": True,
    }
