"""Computing a year: every figure of one report sees the same moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from bureau.audit.book import note

from .checks import Finding, run_checks
from .indicators import BY_CODE, INDICATORS, Indicator
from .measures import Measures
from .models import AnnualReport, Check, Figure
from .tables import compute_tables

YEAR_LOCK = 7314


class AlreadyPublished(Exception):
    """The year's report is issued; figures change only by a correction. ``report`` is the one in force."""

    def __init__(self, report: AnnualReport):
        self.report = report
        super().__init__(f"《{report}》已签发，数据不再变动。如需修改，请由办公室发起更正。")


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


@contextmanager
def snapshot_transaction() -> Iterator[str]:
    """One REPEATABLE READ, read-only transaction; yields the snapshot's id."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_current_snapshot()::text")
        yield cursor.fetchone()[0]


def measure(year: int, watch: Callable[[str, float], None] = lambda _stage, _share: None) -> Computed:
    """Measure every indicator of ``year`` as of one moment. Writes nothing."""
    with snapshot_transaction() as snapshot_id:
        measures = Measures(year)
        published, earlier = _published(year - 1), _Earlier(measures)
        values: dict[str, Decimal | None] = {}
        previous: dict[str, Decimal | None] = {}
        for done, indicator in enumerate(INDICATORS):
            watch(indicator.name, done / len(INDICATORS))
            previous[indicator.code] = published.get(indicator.code, _measured(indicator, measures, 1))
            values[indicator.code] = _measured(indicator, measures, 0)
            if indicator.derive:
                values[indicator.code] = indicator.derive(values, previous)
                previous[indicator.code] = published.get(indicator.code, indicator.derive(previous, earlier))
        tables = compute_tables(measures)
        findings = list(run_checks(measures, values, previous, tables))
        entries = {code: entry for (code, of), entry in measures.entries.items() if of == year}
    entered = {code for code in entries if BY_CODE.get(code) and BY_CODE[code].is_entered}
    sources = {
        i.code: f"填报：{entries[i.code].source_document}" if i.code in entered else i.source for i in INDICATORS
    }
    return Computed(values, previous, sources, entered, tables, findings, snapshot_id)


def _measured(indicator: Indicator, measures: Measures, back: int) -> Decimal | None:
    entry = measures.entries.get((indicator.code, measures.year - back))
    entered = entry.value if entry else None
    if indicator.measure is None:
        return entered
    value = indicator.measure(measures, back)
    # A year before the records began keeps what was entered for it.
    return entered if not value and entered is not None else None if value is None else Decimal(value)


class _Earlier(dict):
    """Values of the year before last, looked up only where last year's growth needs them."""

    def __init__(self, measures: Measures):
        super().__init__()
        self.measures = measures
        self.published = _published(measures.year - 2)

    def __missing__(self, code: str):
        self[code] = self.published.get(code, _measured(BY_CODE[code], self.measures, 2))
        return self[code]


def _published(year: int) -> dict[str, Decimal | None]:
    report = AnnualReport.objects.published_for(year)
    return dict(report.figures.values_list("indicator", "value")) if report else {}


def compute(year: int, *, by, watch: Callable[[str, float], None] = lambda _stage, _share: None) -> AnnualReport:
    """Measure ``year`` now and keep the figures in its open report. Idempotent until the report is issued.

    ``by`` is a User or a signature. Raises AlreadyPublished when the newest version is issued.
    """
    current = AnnualReport.objects.current_for(year)
    if current is not None and current.is_issued:
        raise AlreadyPublished(current)
    computed = measure(year, watch)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [YEAR_LOCK, year])
        current = AnnualReport.objects.select_for_update().current_for(year)
        if current is not None and current.is_issued:
            raise AlreadyPublished(current)
        report = current or AnnualReport(year=year)
        report.computed_at, report.snapshot_id, report.tables = timezone.now(), computed.snapshot_id, computed.tables
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


def _keep_figures(report: AnnualReport, computed: Computed) -> None:
    drafted = dict(report.figures.values_list("indicator", "value"))
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
                is_entered=indicator.is_entered,
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
