"""From the rows of a firm to the rules, and the answer back into a row."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from .assessment import engine
from .assessment.engine import Unreadable
from .assessment.inputs import Firm, Income, Judgements, Staff, TechSme, Year
from .assessment.packing import pack
from .assessment.results import MANUAL, NOT_MET, Line
from .assessment.results import Assessment as Answer
from .assessment.rules import Part, RuleSet
from .assessment.rulesets import RULE_SETS, in_force
from .assessment.schema import Problem, read
from .choices import StaffKind
from .models import Wording, YearlyData
from .models.yearly import sum_if_known
from .reading import Sheet, sheets


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


def judged_parts(latest: YearlyData) -> tuple[RuleSet, dict[str, tuple[Part, Line | None]]]:
    """The firm's rules, and what experts judge under them by the name of the judgement: the sub-item, what the data leave open of it.

    No line where the data cannot be assessed yet.
    """
    rules = rules_on(application_day(latest.year))
    parts = [part for item in rules.items for part in item.parts]
    try:
        firm, _answer = answer_for(latest)
    except Unreadable:
        return rules, {part.judgement: (part, None) for part in parts}
    unjudged = engine.assess(replace(firm, judgements=NOBODY), rules)
    lines = [line for item in unjudged.score.items for line in item.parts]
    return rules, {part.judgement: (part, line) for part, line in zip(parts, lines, strict=True)}


class Kept(NamedTuple):
    """One row of the answers, as it is written: numbers and JSON as text."""

    data: int
    rule_set: str
    version: str
    apply_on: date
    status: str
    score_min: str
    score_max: str
    failing: str
    undecided: str
    inputs: str
    wording: str
    said: str


def kept(latest: int, firm: Firm, answer: Answer) -> tuple[Kept, Wording]:
    """The answer about the data of that key as a row, and the words that it shares with others."""
    lines, (words, said) = answer.conditions, pack(answer)
    wording = _wording(words)
    row = Kept(
        latest,
        answer.rule_set,
        answer.version,
        firm.apply_on,
        answer.status,
        str(float(answer.score.minimum)),
        str(float(answer.score.maximum)),
        _codes(lines, NOT_MET),
        _codes(lines, MANUAL),
        to_json(firm),
        wording.digest,
        to_json(said),
    )
    return row, wording


def _codes(lines: Iterable[Line], status: str) -> str:
    """The conditions with that status, as an array's text."""
    return "{" + ",".join([line.code for line in lines if line.status == status]) + "}"


@lru_cache(maxsize=512)
def _wording(words: tuple) -> Wording:
    """The row that keeps these words, unsaved."""
    text = to_json(words)
    return Wording(digest=hashlib.sha256(text.encode()).hexdigest(), content=words)


def _plain(value) -> object:
    """What JSON has no kind for: numbers are kept exactly, as text, and a group of fields by their names."""
    kind = type(value)  # Told by the type itself: this is said of every cell of every firm.
    if kind is Decimal:
        return f"{value:f}"
    if kind is Fraction:
        return f"{value.numerator}/{value.denominator}"
    if hasattr(kind, "__dataclass_fields__"):
        names, cells = _cells_of(kind)
        return dict(zip(names, cells(value), strict=True))
    return value.isoformat()


@cache
def _cells_of(kind: type) -> tuple[tuple[str, ...], attrgetter]:
    names = tuple(kind.__dataclass_fields__)
    return names, attrgetter(*names)


to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain).encode
"""JSON of a firm's data, as ``manage.py assess`` reads them, or of what was said of it."""

KEEP = """
INSERT INTO enterprises_assessment (
    data_id, rule_set, version, apply_on, status, score_min, score_max, failing, undecided, inputs, wording_id, said, made_at
)
SELECT f.data, f.rule_set, f.version, f.apply_on, f.status, f.score_min, f.score_max,
    f.failing::varchar[], f.undecided::varchar[], f.inputs::jsonb, f.wording, f.said::jsonb, %s
FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::date[], %s::text[], %s::numeric[], %s::numeric[],
    %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]
) AS f (data, rule_set, version, apply_on, status, score_min, score_max, failing, undecided, inputs, wording, said)
ON CONFLICT (data_id, rule_set) DO UPDATE SET
    version = EXCLUDED.version, apply_on = EXCLUDED.apply_on, status = EXCLUDED.status, score_min = EXCLUDED.score_min,
    score_max = EXCLUDED.score_max, failing = EXCLUDED.failing, undecided = EXCLUDED.undecided, inputs = EXCLUDED.inputs,
    wording_id = EXCLUDED.wording_id, said = EXCLUDED.said, made_at = EXCLUDED.made_at
"""


def keep(answers: Iterable[tuple[Kept, Wording]]) -> None:
    """Write the answers, each in place of the one before it under the same rule set: whole columns in one statement."""
    rows, wordings = zip(*answers, strict=True) if (answers := list(answers)) else ((), ())
    if not rows:
        return
    Wording.objects.bulk_create(set(wordings), ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [timezone.now(), *(list(column) for column in zip(*rows, strict=True))])
