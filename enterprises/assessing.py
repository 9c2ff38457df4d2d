"""From the rows of a firm to the rules, and the answer back into a row."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from operator import attrgetter

from django.utils import timezone

from .assessment import engine
from .assessment.engine import Unreadable
from .assessment.inputs import Firm, Income, Judgements, Staff, TechSme, Year
from .assessment.packing import pack
from .assessment.results import MANUAL, NOT_MET
from .assessment.results import Assessment as Answer
from .assessment.rules import RuleSet
from .assessment.rulesets import RULE_SETS, in_force
from .assessment.schema import Problem, read
from .choices import StaffKind
from .models import Assessment, Wording, YearlyData
from .models.yearly import sum_if_known
from .reading import Sheet, sheets

AS_THEY_ARE = frozenset({type(None), str, int, bool})


def application_day(year: int) -> date:
    """The day for which data of ``year`` are assessed: today in the year after it, else that year's last day."""
    today = timezone.localdate()
    return today if today.year == year + 1 else date(year + 1, 12, 31)


def firm_of(sheet: Sheet, *, day: date) -> Firm:
    """The firm as the rules read it. Raises Unreadable with what is missing or contradicts itself."""
    if sheet.registered_on is None:
        raise Unreadable([Problem("企业信息", "请先填写注册成立日期。")])
    latest, persons = sheet.latest, sheet.persons
    wanted = range(max(latest.year - 2, min(sheet.began.year, latest.year)), latest.year + 1)
    return Firm(
        name=latest.organisation__name,
        apply_on=day,
        registered_on=sheet.registered_on,
        operating_from=sheet.operating_from,
        field=latest.organisation__enterprise__technology_field or None,
        years=tuple(sheet.years.get(year) or _unknown(year) for year in wanted),
        income=Income(
            gross=latest.gross_income,
            non_taxable=latest.non_taxable_income,
            high_tech=sum_if_known(latest.product_income, latest.service_income, latest.technical_income),
        ),
        staff=Staff(
            total=persons[StaffKind.TOTAL],
            science=persons[StaffKind.SCIENCE],
            college_science=persons[StaffKind.COLLEGE_SCIENCE],
            research=persons[StaffKind.RESEARCH],
        ),
        ip=tuple(sheet.rights),
        products=tuple(sheet.products) or None,
        conversions=tuple(sheet.conversions),
        standards=latest.standards,
        no_incident=latest.no_incident,
        judgements=_judgements(latest.judgement__values),
        tech_sme=_tech_sme(sheet),
    )


@cache
def _unknown(year: int) -> Year:
    return Year(year=year, sales=None, total_assets=None, total_liabilities=None, research=None)


def _judgements(values: dict | None) -> Judgements:
    if not values:
        return NOBODY
    found, _ = read(Judgements, values)
    return found or NOBODY


NOBODY = Judgements()


def _tech_sme(sheet: Sheet) -> TechSme:
    latest = sheet.latest
    return TechSme(
        staff=sheet.persons[StaffKind.TOTAL],
        science_staff=sheet.persons[StaffKind.SCIENCE],
        research=latest.deductible_research,
        costs=latest.total_costs,
        basis=latest.research_basis or None,
        resident=True,
        allowed_products=latest.allowed_products,
        no_incident=latest.no_incident,
        not_listed=latest.not_listed,
        valid_certificate=sheet.certified,
    )


def answer_for(latest: YearlyData, *, rules: RuleSet | None = None, day: date | None = None) -> tuple[Firm, Answer]:
    """What the rules say of the firm with ``latest`` as its last fiscal year."""
    day = day or application_day(latest.year)
    (sheet,) = sheets([latest.pk], day=day)
    firm = firm_of(sheet, day=day)
    return firm, engine.assess(firm, rules or rules_on(day))


def rules_on(day: date) -> RuleSet:
    """The rules in force on the day of application; the earliest for a day before them."""
    return in_force(day) or RULE_SETS["2008"]


def kept(latest: int, firm: Firm, answer: Answer) -> Assessment:
    """The answer about the data of that key as a row, unsaved."""
    lines, (words, said) = answer.conditions, pack(answer)
    return Assessment(
        data_id=latest,
        rule_set=answer.rule_set,
        version=answer.version,
        apply_on=firm.apply_on,
        status=answer.status,
        score_min=Decimal(str(float(answer.score.minimum))),
        score_max=Decimal(str(float(answer.score.maximum))),
        failing=[line.code for line in lines if line.status == NOT_MET],
        undecided=[line.code for line in lines if line.status == MANUAL],
        inputs=plain_inputs(firm),
        wording=_wording(words),
        said=said,
        made_at=timezone.now(),
    )


@lru_cache(maxsize=512)
def _wording(words: tuple) -> Wording:
    """The row that keeps these words, unsaved."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return Wording(digest=hashlib.sha256(text.encode()).hexdigest(), content=words)


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
    if hasattr(kind, "__dataclass_fields__"):
        names, cells = _cells_of(kind)
        pairs = zip(names, cells(value), strict=True)
        return {name: cell if type(cell) in AS_THEY_ARE else plain_inputs(cell) for name, cell in pairs}
    return str(value) if isinstance(value, str) else value.isoformat()


@cache
def _cells_of(kind: type) -> tuple[tuple[str, ...], attrgetter]:
    names = tuple(kind.__dataclass_fields__)
    return names, attrgetter(*names)


def keep(rows: Iterable[Assessment]) -> None:
    """Write the answers, each in place of the one before it under the same rule set."""
    rows = list(rows)
    Wording.objects.bulk_create({row.wording for row in rows}, ignore_conflicts=True)
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
            "wording",
            "said",
            "made_at",
        ],
        batch_size=500,
    )
