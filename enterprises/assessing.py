"""From the rows of a firm to the rules, and the answer back into a row."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet
from django.utils import timezone

from .assessment import engine
from .assessment.averages import yearly_mean
from .assessment.engine import Unreadable
from .assessment.inputs import (
    Conversion,
    Firm,
    Income,
    Judgements,
    Product,
    Research,
    Right,
    Staff,
    TechSme,
    Year,
)
from .assessment.results import MANUAL, NOT_MET
from .assessment.results import Assessment as Answer
from .assessment.rules import RuleSet
from .assessment.rulesets import RULE_SETS, in_force
from .assessment.schema import Problem, read
from .choices import RecognitionKind, StaffKind
from .models import Assessment, YearlyData

RIGHT_FIELDS = tuple(Right.__dataclass_fields__)
AS_THEY_ARE = frozenset({type(None), str, int, bool})
LINES = {name: "other_research" if name == "other" else name for name in Research.__dataclass_fields__}


def application_day(year: int) -> date:
    """The day for which data of ``year`` are assessed: today in the year after it, else that year's last day."""
    today = timezone.localdate()
    return today if today.year == year + 1 else date(year + 1, 12, 31)


def rows_of(latest: YearlyData) -> QuerySet[YearlyData]:
    """The three fiscal years that an application on ``latest`` reads."""
    rows = YearlyData.objects.filter(organisation=latest.organisation_id)
    return rows.filter(year__lte=latest.year, year__gt=latest.year - 3).with_parts().order_by("year")


def firm_of(rows: Iterable[YearlyData], *, day: date, certified: bool = False) -> Firm:
    """The firm as the rules read it. Raises Unreadable with what is missing or contradicts itself."""
    rows = list(rows)
    latest, organisation = rows[-1], rows[-1].organisation
    enterprise = getattr(organisation, "enterprise", None)
    if enterprise is None or enterprise.registered_on is None:
        raise Unreadable([Problem("企业信息", "请先填写注册成立日期。")])
    began = max(enterprise.registered_on, enterprise.operating_from or enterprise.registered_on)
    known, persons = {row.year: row for row in rows}, means(latest, began)
    wanted = range(max(latest.year - 2, min(began.year, latest.year)), latest.year + 1)
    return Firm(
        name=organisation.name,
        apply_on=day,
        registered_on=enterprise.registered_on,
        operating_from=enterprise.operating_from,
        field=enterprise.technology_field or None,
        years=tuple(_year(year, known.get(year)) for year in wanted),
        income=Income(
            gross=latest.gross_income, non_taxable=latest.non_taxable_income, high_tech=latest.high_tech_income
        ),
        staff=_staff(persons),
        ip=tuple(_right(right) for right in latest.rights.all()),
        products=tuple(Product(code=p.code, income=p.income, ip=tuple(p.ip)) for p in latest.products.all()) or None,
        conversions=tuple(
            Conversion(result=done.result, year=row.year) for row in rows for done in row.conversions.all()
        ),
        standards=latest.standards,
        no_incident=latest.no_incident,
        judgements=_judgements(latest),
        tech_sme=_tech_sme(latest, persons, certified),
    )


def _year(number: int, row: YearlyData | None) -> Year:
    if row is None:
        return Year(year=number, sales=None, total_assets=None, total_liabilities=None, research=None)
    lines = {name: getattr(row, column) for name, column in LINES.items()}
    return Year(
        year=number,
        sales=row.sales,
        total_assets=row.total_assets,
        total_liabilities=row.total_liabilities,
        research=None if None in lines.values() else Research(**lines),
    )


def means(row: YearlyData, began: date) -> dict[str, Fraction | None]:
    """The yearly means of every kind of staff, over the months of operation.

    ``row.full_year_means``, where a bulk load has set it, stands for the months of a firm that operated all year.
    """
    known = getattr(row, "full_year_means", None)
    if known is not None and began.year != row.year:
        return {kind: known.get(kind) for kind in StaffKind.values}
    months: dict[str, dict[int, tuple[int, int]]] = {kind: {} for kind in StaffKind.values}
    for count in row.staff_months.all():
        months[count.kind][count.month] = (count.at_start, count.at_end)
    first = began.month if began.year == row.year else 1
    return {kind: yearly_mean(found, first) for kind, found in months.items()}


def _staff(found: dict[str, Fraction | None]) -> Staff:
    return Staff(
        total=found[StaffKind.TOTAL],
        science=found[StaffKind.SCIENCE],
        college_science=found[StaffKind.COLLEGE_SCIENCE],
        research=found[StaffKind.RESEARCH],
    )


def _right(right) -> Right:
    values = {name: getattr(right, name) for name in RIGHT_FIELDS}
    years = values["licence_years"]
    return Right(
        **values
        | {
            "same_right_as": values["same_right_as"] or None,
            "licence_years": None if years is None else Decimal(years),
        }
    )


def _judgements(row: YearlyData) -> Judgements:
    judgement = getattr(row, "judgement", None)
    found, _ = read(Judgements, judgement.values if judgement else {})
    return found or Judgements()


def _tech_sme(row: YearlyData, found: dict[str, Fraction | None], certified: bool) -> TechSme:
    return TechSme(
        staff=found[StaffKind.TOTAL],
        science_staff=found[StaffKind.SCIENCE],
        research=row.deductible_research,
        costs=row.total_costs,
        basis=row.research_basis or None,
        resident=True,
        allowed_products=row.allowed_products,
        no_incident=row.no_incident,
        not_listed=row.not_listed,
        valid_certificate=certified,
    )


def has_certificate(latest: YearlyData, day: date) -> bool:
    """Whether the firm holds a valid 高新技术企业 certificate on ``day``."""
    rows = latest.organisation.recognitions.high_tech()
    return rows.filter(kind=RecognitionKind.HIGH_TECH).valid_on(day).exists()


def answer_for(latest: YearlyData, *, rules: RuleSet | None = None, day: date | None = None) -> tuple[Firm, Answer]:
    """What the rules say of the firm with ``latest`` as its last fiscal year."""
    day = day or application_day(latest.year)
    rules = rules or in_force(day) or RULE_SETS["2008"]
    firm = firm_of(rows_of(latest), day=day, certified=has_certificate(latest, day))
    return firm, engine.assess(firm, rules)


def kept(latest: YearlyData, firm: Firm, answer: Answer) -> Assessment:
    """The answer as a row, unsaved."""
    lines = answer.conditions
    return Assessment(
        data=latest,
        rule_set=answer.rule_set,
        version=answer.version,
        apply_on=firm.apply_on,
        status=answer.status,
        score_min=Decimal(str(float(answer.score.minimum))),
        score_max=Decimal(str(float(answer.score.maximum))),
        failing=[line.code for line in lines if line.status == NOT_MET],
        undecided=[line.code for line in lines if line.status == MANUAL],
        inputs=plain_inputs(firm),
        result=answer.as_dict(),
        made_at=timezone.now(),
    )


def plain_inputs(value) -> object:
    """The firm's data as JSON would hold them: what ``manage.py assess`` reads. Numbers are kept exactly, as text."""
    kind = type(value)  # Told by the type itself: this is said of every cell of every firm.
    if kind in AS_THEY_ARE:
        return value
    if kind is Decimal:
        return f"{value:f}"
    if kind is tuple:
        return [plain_inputs(item) for item in value]
    if kind is Fraction:
        return f"{value.numerator}/{value.denominator}"
    if (names := getattr(kind, "__dataclass_fields__", None)) is not None:
        return {name: plain_inputs(getattr(value, name)) for name in names}
    return str(value) if isinstance(value, str) else value.isoformat()


def keep(rows: Iterable[Assessment]) -> None:
    """Write the answers, each in place of the one before it under the same rule set."""
    Assessment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["data", "rule_set"],
        update_fields=[
            "version",
            "apply_on",
            "status",
            "score_min",
            "score_max",
            "failing",
            "undecided",
            "inputs",
            "result",
            "made_at",
        ],
        batch_size=500,
    )
