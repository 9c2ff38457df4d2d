"""How an expert reviews, in figures: on time, mild or strict, spread, agreement with the others, shortest comments.

One statement for any number of experts; totals (there iff submitted) and lengths of comments are read off an index. What
counts are reviews of online rounds that stand; "the others" of an application are all its submitted sheets but the expert's
own. A figure of too few reviews is none: it would be read as a trait of the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from projects.formdata.scheme import half_up
from projects.models import Call


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, from how many reviews on it is shown, and what its n counts."""

    code: str
    label: str
    least: int
    told: str
    places: int = 2
    unit: str = ""


MEASURES = (
    Measure("on_time", "按时率", 3, "截止前提交的份数占应提交份数（已提交或已过截止）的比例", 0, "%"),
    Measure(
        "severity", "偏宽（+）偏严（-）", 3, "本人总分与同一项目其他专家平均分之差的平均，只计有两份以上评审的项目"
    ),
    Measure("spread", "标准差", 3, "本人已提交总分的标准差"),
    Measure("agreement", "与他人一致", 5, "本人总分与其他专家平均分的等级相关系数（斯皮尔曼），1 为次序完全一致"),
    Measure("shortest", "意见最短比例", 3, "总体意见不超过最低字数一成的份数占已提交份数的比例", 0, "%"),
)
_FIGURES = """
WITH asked AS MATERIALIZED (
  SELECT v.id, (v.content -> 'scheme' ->> 'comment_least')::int AS least
    FROM projects_formversion v WHERE %(call)s::bigint IS NULL OR v.call_id = %(call)s::bigint
), own AS (
  SELECT a.expert_id, a.application_id, a.status = 'submitted' AS is_in, a.submitted_at <= r.due_at AS in_time,
         r.due_at < now() AS is_due, s.total, s.comment_length AS words,
         asked.least
    FROM projects_assignment a
    JOIN projects_reviewround r ON r.id = a.round_id AND r.kind = 'online'
    LEFT JOIN projects_sheet s ON s.assignment_id = a.id AND s.total IS NOT NULL
    LEFT JOIN asked ON asked.id = s.version_id
   WHERE a.expert_id = ANY(%(experts)s) AND a.blocked_at IS NULL AND a.status IN ('assigned', 'reviewing', 'submitted')
     AND (%(call)s::bigint IS NULL OR r.call_id = %(call)s::bigint)
), whole AS (
  SELECT a.application_id, sum(s.total) AS total, count(*) AS n
    FROM projects_assignment a
    JOIN projects_reviewround r ON r.id = a.round_id AND r.kind = 'online'
    JOIN projects_sheet s ON s.assignment_id = a.id AND s.total IS NOT NULL
   WHERE a.status = 'submitted' AND a.blocked_at IS NULL AND a.application_id IN (SELECT application_id FROM own WHERE is_in)
   GROUP BY a.application_id
), beside AS (
  SELECT own.expert_id, own.total, (whole.total - own.total) / (whole.n - 1) AS others
    FROM own JOIN whole USING (application_id) WHERE own.is_in AND whole.n > 1
), placed AS (
  SELECT expert_id, total - others AS above,
         rank() OVER (PARTITION BY expert_id ORDER BY total)
           + (count(*) OVER (PARTITION BY expert_id, total) - 1) / 2.0 AS own_place,
         rank() OVER (PARTITION BY expert_id ORDER BY others)
           + (count(*) OVER (PARTITION BY expert_id, others) - 1) / 2.0 AS others_place
    FROM beside
), agreed AS (
  SELECT expert_id, count(*) AS n, avg(above) AS severity, corr(own_place, others_place) AS agreement
    FROM placed GROUP BY expert_id
)
SELECT own.expert_id,
       count(*) FILTER (WHERE is_in OR is_due),
       100.0 * count(*) FILTER (WHERE is_in AND in_time) / nullif(count(*) FILTER (WHERE is_in OR is_due), 0),
       coalesce(max(agreed.n), 0), max(agreed.severity),
       count(*) FILTER (WHERE is_in), stddev_pop(own.total) FILTER (WHERE is_in),
       coalesce(max(agreed.n), 0), max(agreed.agreement),
       count(*) FILTER (WHERE is_in),
       100.0 * count(*) FILTER (WHERE is_in AND words <= 1.1 * least) / nullif(count(*) FILTER (WHERE is_in), 0)
  FROM own LEFT JOIN agreed USING (expert_id)
 GROUP BY own.expert_id
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one expert: ``value`` is None where there are too few reviews, or nothing to compare."""

    measure: Measure
    value: Decimal | None = None
    n: int = 0

    def __str__(self):
        return "—" if self.value is None else f"{self.value}{self.measure.unit}"

    @property
    def as_number(self) -> float | None:
        """As a workbook holds it."""
        return None if self.value is None else float(self.value)


def figures(experts: Iterable[int], *, call: Call | None = None) -> dict[int, list[Figure]]:
    """The measures of each of these experts, in the order of MEASURES: in one call, or in all. One statement."""
    asked = list(experts)
    found = {expert: [Figure(measure) for measure in MEASURES] for expert in asked}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"experts": asked, "call": call.pk if call else None})
        for expert, *told in cursor.fetchall():
            pairs = zip(MEASURES, told[::2], told[1::2], strict=True)
            found[expert] = [_figure(measure, n, value) for measure, n, value in pairs]
    return found


def _figure(measure: Measure, n: int, value) -> Figure:
    if value is None or n < measure.least:
        return Figure(measure, n=n)
    step = Decimal(1).scaleb(-measure.places)
    return Figure(measure, half_up(Fraction(str(value)), step), n)
