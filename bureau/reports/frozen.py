"""The rows behind an issued report: which they were when it was issued, and what became of them since.

The lists can hold hundreds of thousands of numbers, so they stay in the database: made, cut and compared there.
"""

from collections.abc import Iterator

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from bureau.audit.models import Entry
from bureau.lists.kinds import all_kinds
from bureau.lists.loading import lock_kinds

from .indicators import BY_CODE
from .models import AnnualReport, Figure

REMEMBERED_FOR = 600  # Seconds.

_FREEZE = """
UPDATE reports_figure SET (row_ids, rows_hash) = (
  SELECT coalesce(array_agg(t.id ORDER BY t.id), '{{}}'), encode(sha256(convert_to(coalesce(string_agg(
    t.id || '@' || extract(epoch FROM t.changed_at), ',' ORDER BY t.id), ''), 'UTF8')), 'hex')
  FROM "{table}" t WHERE t.id IN ({rows})
) WHERE id = %s
"""


def freeze_rows(report: AnnualReport) -> None:
    """Keep which rows each figure counted, and a hash of what they said. Waits for loads under way."""
    lock_kinds(all_kinds())
    with connection.cursor() as cursor:
        for figure in report.figures.all():
            rows = _counted_now(report, figure)
            if rows is not None:
                sql, params = rows.order_by().values("pk").query.sql_with_params()
                statement = _FREEZE.format(table=rows.model._meta.db_table, rows=sql)
                cursor.execute(statement, [*params, figure.pk])


def frozen_rows(figure: Figure):
    """The rows that ``figure`` counted when it was issued, as a queryset by primary key."""
    model = _counted_now(figure.report, figure).model
    return model._base_manager.filter(pk__in=_ids_of(figure)).order_by("pk")


class FrozenPage:
    """The frozen rows as a sequence that a paginator cuts, without reading the numbers of the other pages."""

    def __init__(self, figure: Figure):
        self.figure, self.model = figure, _counted_now(figure.report, figure).model

    def __len__(self) -> int:
        return self._ask("cardinality(row_ids)")

    def __getitem__(self, part: slice) -> list:
        numbers = self._ask("row_ids[%s:%s]", part.start + 1, part.stop)
        found = self.model._base_manager.in_bulk(numbers)
        return [found[number] for number in numbers]

    def _ask(self, what: str, *parameters):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {what} FROM reports_figure WHERE id = %s", [*parameters, self.figure.pk])
            return cursor.fetchone()[0]


def as_issued(rows: list[models.Model], report: AnnualReport) -> dict[int, dict[str, object]]:
    """What the book says that ``rows`` of one register said when ``report`` was issued: {pk: {name: old value}}.

    Only what has changed since is named. Personal data stands in the book as masks, and no list of rows shows it.
    """
    moved = {row.pk: type(row) for row in rows if row.changed_at > report.issued_at}
    old: dict[int, dict[str, object]] = {pk: {} for pk in moved}
    if not moved:
        return old
    model = next(iter(moved.values()))
    entries = Entry.objects.filter(model=model._meta.label_lower, object_id__in=moved, at__gt=report.issued_at)
    # The first change after the issue holds the value of that day: read backwards, it is written last.
    for pk, changes in entries.order_by("-pk").values_list("object_id", "changes"):
        old[pk] |= {name: _typed(model, name, pair[0]) for name, pair in changes.items()}
    return old


def _typed(model: type[models.Model], name: str, kept):
    """A value of the book as the field's own type; a choice that the book keeps as its label stays a label."""
    field = next((f for f in model._meta.concrete_fields if name in (f.attname, f.name)), None)
    try:
        return field.to_python(kept) if field is not None else kept
    except (ValidationError, ValueError, TypeError):
        return kept


def changed_since(report: AnnualReport) -> dict[str, int]:
    """发布后变动: how many rows behind each figure of an issued report have changed, come or gone since.

    Counted once for each state of the registers; a change that commits late is told within ten minutes.
    """
    key = f"changed-since:{report.pk}:{'|'.join(_states())}"
    if (found := cache.get(key)) is None:
        found = _count_changed(report)
        cache.set(key, found, REMEMBERED_FOR)
    return found


def _count_changed(report: AnnualReport) -> dict[str, int]:
    parts, parameters = [], []
    for figure in report.figures.exclude(row_ids=None):
        for sql, params in _moved(report, figure):
            parts.append(f"SELECT %s AS code, moved.id FROM ({sql}) moved(id)")
            parameters += [figure.indicator, *params]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT code, count(DISTINCT id) FROM ({' UNION ALL '.join(parts)}) rows GROUP BY code", parameters
        )
        return dict(cursor.fetchall())


def _moved(report: AnnualReport, figure: Figure) -> Iterator[tuple[str, tuple]]:
    """Rows that count now and changed since, and rows that were frozen and changed since: each as SQL."""
    now = _counted_now(report, figure)
    model = now.model
    if now.query.distinct:
        now = model.objects.filter(pk__in=now.values("pk"))
    frozen = model.objects.filter(pk__in=_ids_of(figure))
    for rows in (now, frozen):
        moved = rows.filter(changed_at__gt=report.issued_at).order_by().values("pk")
        yield moved.query.sql_with_params()


def _counted_now(report: AnnualReport, figure: Figure):
    indicator = BY_CODE.get(figure.indicator)
    return indicator.rows(report.year) if indicator and indicator.rows else None


def _ids_of(figure: Figure) -> RawSQL:
    numbers = "SELECT unnest(row_ids) FROM reports_figure WHERE id = %s"
    return RawSQL(numbers, [figure.pk], output_field=BigIntegerField())  # noqa: S611 Nothing of a person's in it.


def _states() -> list[str]:
    """When each register changed last."""
    newest = ", ".join(f'(SELECT max(changed_at) FROM "{kind.model._meta.db_table}")' for kind in all_kinds())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        return [f"{changed.timestamp():.6f}" if changed else "" for changed in cursor.fetchone()]
