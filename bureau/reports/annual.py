"""Computing a year: every figure of one report sees the same moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from bureau.audit.book import note
from bureau.workflow import Refused

from .checks import Finding, run_checks
from .choices import ReportStatus
from .indicators import BY_CODE, INDICATORS, Indicator
from .measures import Measures
from .models import AnnualReport, Check, Figure
from .tables import compute_tables

YEAR_LOCK = 7314


FIRST_YEAR, LAST_YEAR = 1985, 2100
"""The patent law came into force in 1985; dates of lists are read up to 2100."""


class Settled(Exception):
    """The year's figures do not move now. ``report`` holds them."""

    words = ""

    def __init__(self, report: AnnualReport):
        self.report = report
        super().__init__(self.words.format(report=report))


class AlreadyPublished(Settled):
    """The year's report is issued; figures change only by a correction."""

    words = "《{report}》已签发，数据不再变动。如需修改，请由办公室发起更正。"


class UnderReview(Settled):
    """What has been sent for signing is what gets signed."""

    words = "《{report}》已送审，审核、签发期间数据不变。如需重新计算，请先退回。"


@dataclass(slots=True)
class Computed:
    """What one look at the registers gave."""

    values: dict[str, Decimal | None]
    previous: dict[str, Decimal | None]
    sources: dict[str, str]
    entered: set[str]
    tables: dict
    findings: list[Finding]
    snapshot_id: str
    moment: datetime


@contextmanager
def snapshot_transaction() -> Iterator[str]:
    """One REPEATABLE READ, read-only transaction; yields the snapshot's id."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_current_snapshot()::text")
        yield cursor.fetchone()[0]


def measure(year: int, watch: Callable[[str, float], None] = lambda _stage, _share: None) -> Computed:
    """Measure every indicator of ``year`` as of one moment. Writes nothing."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，不能是 {year}。")
    with snapshot_transaction() as snapshot_id:
        measures, moment, entered = Measures(year), timezone.now(), set()
        published, earlier = _published(year - 1), _Earlier(measures)
        values: dict[str, Decimal | None] = {}
        previous: dict[str, Decimal | None] = {}
        for done, indicator in enumerate(INDICATORS):
            watch(indicator.name, done / len(INDICATORS))
            previous[indicator.code] = published.get(indicator.code, _measured(indicator, measures, 1)[0])
            values[indicator.code], is_entered = _measured(indicator, measures, 0)
            entered |= {indicator.code} if is_entered else set()
            if indicator.derive:
                values[indicator.code] = indicator.derive(values, previous)
                previous[indicator.code] = published.get(indicator.code, indicator.derive(previous, earlier))
        tables = compute_tables(measures)
        findings = list(run_checks(measures, values, previous, tables))
        sources = {i.code: _source(i, measures, i.code in entered) for i in INDICATORS}
    return Computed(values, previous, sources, entered, tables, findings, snapshot_id, moment)


def _measured(indicator: Indicator, measures: Measures, back: int) -> tuple[Decimal | None, bool]:
    """The value, and whether it is an entered one (填报)."""
    entry = measures.entries.get((indicator.code, measures.year - back))
    value = indicator.measure(measures, back) if indicator.measure else None
    # A year before the records began keeps what was entered for it.
    if entry is not None and not value:
        return entry.value, True
    return None if value is None else Decimal(value), False


def _source(indicator: Indicator, measures: Measures, is_entered: bool) -> str:
    if is_entered:
        return f"填报：{measures.entries[indicator.code, measures.year].source_document}"
    if indicator.sourced:
        return indicator.sourced(measures)
    ranked = indicator.code.removesuffix(".rank")
    return measures.rank_source(ranked) if ranked != indicator.code else indicator.source


class _Earlier(dict):
    """Values of the year before last, looked up only where last year's growth needs them."""

    def __init__(self, measures: Measures):
        super().__init__()
        self.measures = measures
        self.published = _published(measures.year - 2)

    def __missing__(self, code: str):
        self[code] = self.published.get(code, _measured(BY_CODE[code], self.measures, 2)[0])
        return self[code]


def _published(year: int) -> dict[str, Decimal | None]:
    report = AnnualReport.objects.published_for(year)
    return dict(report.figures.values_list("indicator", "value")) if report else {}


def compute(year: int, *, by, watch: Callable[[str, float], None] = lambda _stage, _share: None) -> AnnualReport:
    """Measure ``year`` now and keep the figures in its open report. Idempotent until the report is issued.

    ``by`` is a User or a signature. Raises Settled when the newest version is issued or before somebody to be signed.
    Of two computations at once the one that looked later stays.
    """
    demand_draft(AnnualReport.objects.current_for(year))
    computed = measure(year, watch)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [YEAR_LOCK, year])
        current = AnnualReport.objects.select_for_update().current_for(year)
        demand_draft(current)
        if current is not None and current.computed_at and current.computed_at > computed.moment:
            return current
        report = current or AnnualReport(year=year)
        report.computed_at, report.snapshot_id, report.tables = computed.moment, computed.snapshot_id, computed.tables
        report.save()
        _keep_figures(report, computed)
        _keep_checks(report, computed.findings)
        note(
            "compute_report",
            by=by,
            subject=str(report),
            model=report._meta.label_lower,
            object_id=report.pk,
            changes={"snapshot": computed.snapshot_id},
        )
    return report


def demand_draft(report: AnnualReport | None) -> None:
    """Raise Settled where the figures of the year's newest report do not move now."""
    if report is None or report.status == ReportStatus.DRAFT:
        return
    raise AlreadyPublished(report) if report.is_issued else UnderReview(report)


def _keep_figures(report: AnnualReport, computed: Computed) -> None:
    # A correction's first draft is compared with the version that it corrects.
    drafted = dict(report.figures.values_list("indicator", "value")) or _published(report.year)
    report.figures.exclude(indicator__in=BY_CODE).delete()
    Figure.objects.bulk_create(
        [
            Figure(
                report=report,
                indicator=indicator.code,
                position=position,
                name=indicator.name,
                unit=indicator.unit,
                precision=indicator.precision,
                definition=indicator.definition,
                value=computed.values[indicator.code],
                previous=computed.previous[indicator.code],
                drafted=drafted.get(indicator.code),
                is_entered=indicator.is_entered or indicator.code in computed.entered,
                source=computed.sources[indicator.code],
            )
            for position, indicator in enumerate(INDICATORS, 1)
        ],
        update_conflicts=True,
        unique_fields=["report", "indicator"],
        update_fields=[
            "position", "name", "unit", "precision", "definition", "value", "previous", "drafted", "is_entered", "source",
        ],
    )  # fmt: skip


def _keep_checks(report: AnnualReport, findings: list[Finding]) -> None:
    """A signature stays with a difference that is still the same."""
    signed = {check.code: check for check in report.checks.exclude(signed_at=None)}
    report.checks.all().delete()
    kept = []
    for finding in findings:
        check = Check(report=report, **{name: getattr(finding, name) for name in finding.__slots__})
        old = signed.get(finding.code)
        if old and not finding.is_passed and (old.left, old.right) == (finding.left, finding.right):
            check.signed_by_id, check.signed_at, check.sign_reason = old.signed_by_id, old.signed_at, old.sign_reason
        kept.append(check)
    Check.objects.bulk_create(kept)
