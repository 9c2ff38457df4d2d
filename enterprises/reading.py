"""What an assessment reads of firms: columns and no model objects, in a constant number of queries for however many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, Sum
from django.db.models.expressions import RawSQL

from . import models
from .assessment.averages import yearly_mean
from .assessment.inputs import Conversion, Product, Research, Right, Year
from .choices import StaffKind
from .models import Recognition, StaffMonth, YearlyData
from .models.yearly import sum_if_known

ENTERPRISE = "organisation__enterprise__"
LATEST = (
    "pk", "organisation", "year", "gross_income", "non_taxable_income", "product_income", "service_income", "technical_income",
    "total_costs", "deductible_research", "research_basis", "standards", "no_incident", "not_listed", "allowed_products",
    "organisation__name", f"{ENTERPRISE}registered_on", f"{ENTERPRISE}operating_from", f"{ENTERPRISE}technology_field",
    "judgement__values",
)  # fmt: skip
LINES = tuple("other_research" if name == "other" else name for name in Research.__dataclass_fields__)
ACCOUNTS = ("main_income", "other_income", "total_assets", "total_liabilities")
RIGHT = tuple(Right.__dataclass_fields__)


@dataclass(slots=True)
class Sheet:
    """Everything read of one firm, its last year first of all."""

    latest: tuple  # The columns of LATEST, by name.
    certified: bool
    years: dict[int, Year] = field(default_factory=dict)
    rights: list[Right] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
    persons: dict[str, Fraction | None] = field(default_factory=lambda: dict.fromkeys(StaffKind.values))

    @property
    def registered_on(self) -> date | None:
        """When the firm was registered; None: it has not said."""
        return self.latest.organisation__enterprise__registered_on

    @property
    def operating_from(self) -> date | None:
        """When it began to operate, where that was later."""
        return self.latest.organisation__enterprise__operating_from

    @property
    def began(self) -> date | None:
        """The first day that counts."""
        return self.registered_on and max(self.registered_on, self.operating_from or self.registered_on)


def sheets(pks: Iterable[int], *, day: date) -> list[Sheet]:
    """Of the yearly data with these keys, in order of key; ``day``: for which certificates are looked up."""
    rows = list(YearlyData.objects.filter(pk__in=_among(pks)).order_by("pk").values_list(*LATEST, named=True))
    firms = {row.organisation for row in rows}
    holding = Recognition.objects.high_tech().valid_on(day).filter(organisation__in=_among(firms))
    certified = set(holding.order_by().values_list("organisation", flat=True))
    found = {row.pk: Sheet(row, row.organisation in certified) for row in rows}
    _read_years(found, firms)
    of_data = {"data__in": _among(found)}
    for pk, *values in models.Right.objects.filter(**of_data).order_by("data", "code").values_list("data", *RIGHT):
        found[pk].rights.append(_right(values))
    products = models.Product.objects.filter(**of_data).order_by("data", "code")
    for pk, code, income, ip in products.values_list("data", "code", "income", "ip"):
        found[pk].products.append(Product(code=code, income=income, ip=tuple(ip)))
    _read_persons(found)
    return list(found.values())


def _among(keys: Iterable[int]) -> RawSQL:
    """These keys as one array: as a parameter each, they cost more to write down than to find."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


def _read_years(found: dict[int, Sheet], firms: set[int]) -> None:
    """The three fiscal years that an application on each sheet reads, with what was converted in them."""
    if not found:
        return
    wanted = defaultdict(list)
    for sheet in found.values():
        wanted[sheet.latest.organisation].append(sheet)
    last = {sheet.latest.year for sheet in found.values()}
    rows = YearlyData.objects.filter(
        organisation__in=_among(firms), year__gt=min(last) - 3, year__lte=max(last)
    ).order_by("year")
    readers: dict[int, tuple[int, list[Sheet]]] = {}
    for pk, organisation, number, *values in rows.values_list("pk", "organisation", "year", *ACCOUNTS, *LINES):
        mine = [sheet for sheet in wanted[organisation] if sheet.latest.year - 3 < number <= sheet.latest.year]
        year = _year(number, *values)
        for sheet in mine:
            sheet.years[number] = year
        readers[pk] = number, mine
    done = (
        models.Conversion.objects.filter(data__in=_among(readers))
        .order_by("data__year", "pk")
        .values_list("data", "result")
    )
    for pk, result in done:
        number, mine = readers[pk]
        for sheet in mine:
            sheet.conversions.append(Conversion(result=result, year=number))


def _year(number: int, main, other, assets, liabilities, *lines) -> Year:
    return Year(
        year=number,
        sales=sum_if_known(main, other),
        total_assets=assets,
        total_liabilities=liabilities,
        research=None if None in lines else Research(**dict(zip(Research.__dataclass_fields__, lines, strict=True))),
    )


def _right(values: list) -> Right:
    told = dict(zip(RIGHT, values, strict=True))
    years = told["licence_years"]
    told["same_right_as"] = told["same_right_as"] or None
    told["licence_years"] = None if years is None else Decimal(years)
    return Right(**told)


def _read_persons(found: dict[int, Sheet]) -> None:
    """The yearly means of every kind of staff: of a whole year added up by the database, of a first year month by month."""
    whole = {pk for pk, sheet in found.items() if _operated_all_year(sheet)}
    counts = StaffMonth.objects.filter(data__in=_among(whole)).order_by().values_list("data", "kind")
    for pk, kind, persons, months in counts.annotate(persons=Sum(F("at_start") + F("at_end")), months=Count("pk")):
        if months == 12:
            found[pk].persons[kind] = Fraction(persons, 24)
    rows = StaffMonth.objects.filter(data__in=_among(found.keys() - whole)).order_by()
    months: dict[tuple[int, str], dict[int, tuple[int, int]]] = defaultdict(dict)
    for pk, kind, month, start, end in rows.values_list("data", "kind", "month", "at_start", "at_end"):
        months[pk, kind][month] = (start, end)
    for (pk, kind), known in months.items():
        began = found[pk].began
        found[pk].persons[kind] = yearly_mean(known, began.month if began else 1)


def _operated_all_year(sheet: Sheet) -> bool:
    return sheet.began is None or sheet.began.year != sheet.latest.year
