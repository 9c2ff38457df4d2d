"""摸排: who might be brought to recognition, found over all registers.

Three ways in, each read along an index, so that the first page costs the same among a thousand firms and fifty thousand: firms
whose data are near the thresholds (fewest conditions lacking first, then the highest score within reach), firms with patents,
firms with projects. None of them holds a valid certificate or stands in the reserve. Patents and projects are read through the
reverse relations of their foreign keys to Organisation, so that this app need not know theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Organisation

from .assessment.results import NOT_MET
from .assessment.rulesets import RULE_SETS, in_force
from .choices import Evidence
from .models import Assessment, Recognition, Reserve

REGISTERS = {Evidence.PATENTS: "patents", Evidence.PROJECTS: "projects"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm, what the registers hold of it, and what its newest data lack, each with the arithmetic."""

    organisation: Organisation
    patents: int
    projects: int
    assessment: Assessment | None
    lacking: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """In a line, for the record."""
        parts = [f"专利 {self.patents} 件", f"立项项目 {self.projects} 项"]
        if self.assessment:
            found = self.assessment
            parts.append(
                f"预评估 {found.score_min.normalize():f}—{found.score_max.normalize():f} 分，差 {found.gaps} 项条件"
            )
        return "；".join(parts)


def free(path: str, today: date) -> tuple:
    """Conditions on rows whose ``path`` leads to a firm: it has no valid certificate and is not in the reserve."""
    valid = Recognition.objects.high_tech().valid_on(today).filter(organisation=OuterRef(path))
    return ~Exists(valid), ~Exists(Reserve.objects.open().filter(organisation=OuterRef(path)))


def near(today: date | None = None, *, gaps: int | None = None) -> QuerySet[Assessment]:
    """Each free firm's newest assessment under the rules in force; ``gaps``: at most so many conditions lacking."""
    today = today or timezone.localdate()
    rules = in_force(today) or RULE_SETS["2016"]
    rows = Assessment.objects.of_rules(rules.code).latest_of_firm().filter(*free("data__organisation", today))
    rows = rows.filter(data__organisation__kind=OrganisationKind.ENTERPRISE)
    if gaps is not None:
        rows = rows.filter(gaps__lte=gaps)
    return rows.select_related("data__organisation__division", "wording").order_by("gaps", "-score_max", "-pk")


def holding(evidence: str, today: date | None = None) -> QuerySet[Organisation]:
    """Free firms that a register names, the units made last first."""
    today = today or timezone.localdate()
    rows = _register(evidence).effective().filter(organisation=OuterRef("pk"))
    firms = Organisation.objects.filter(*free("pk", today), Exists(rows), kind=OrganisationKind.ENTERPRISE)
    return firms.select_related("division").order_by("-pk")


def _register(evidence: str) -> QuerySet:
    return Organisation._meta.get_field(REGISTERS[evidence]).related_model.objects


def found(evidence: str, *, words: str = "", division=None, gaps: int | None = None) -> QuerySet:
    """What the page lists: assessments for firms found by their data, organisations otherwise."""
    by_data = evidence == Evidence.DATA
    rows = near(gaps=gaps) if by_data else holding(evidence)
    path = "data__organisation__" if by_data else ""
    if division:
        rows = rows.filter(**{f"{path}division": division})
    if words:
        rows = rows.filter(**{f"{path}pk__in": Organisation.objects.search(words).values("pk")})
    return rows


def told(rows: Iterable[Assessment | Organisation]) -> list[Candidate]:
    """The rows of a page with what else is known of the firms, in three statements."""
    rows = list(rows)
    firms = [row.data.organisation if isinstance(row, Assessment) else row for row in rows]
    known = {row.data.organisation_id: row for row in rows if isinstance(row, Assessment)}
    if missing := [firm.pk for firm in firms if firm.pk not in known]:
        newest = (
            Assessment.objects.filter(data__organisation__in=missing).latest_of_firm().select_related("data", "wording")
        )
        known |= {row.data.organisation_id: row for row in newest.order_by("rule_set")}
    counts = {evidence: _counts(evidence, firms) for evidence in REGISTERS}
    return [
        Candidate(
            organisation=firm,
            patents=counts[Evidence.PATENTS].get(firm.pk, 0),
            projects=counts[Evidence.PROJECTS].get(firm.pk, 0),
            assessment=known.get(firm.pk),
            lacking=_lacking(known.get(firm.pk)),
        )
        for firm in firms
    ]


def _counts(evidence: str, firms: list[Organisation]) -> dict[int, int]:
    rows = _register(evidence).effective().filter(organisation__in=[firm.pk for firm in firms])
    return dict(rows.order_by().values_list("organisation").annotate(Count("pk")))


def _lacking(assessment: Assessment | None) -> tuple[str, ...]:
    lines = assessment.result.get("conditions", ()) if assessment else ()
    return tuple(f"{line['label']}：{line['reason']}" for line in lines if line["status"] == NOT_MET)


def evidence_of(organisation: Organisation) -> str:
    """What the registers hold of one firm, in a line, its last certificate included."""
    (candidate,) = told([organisation])
    last = organisation.recognitions.high_tech().order_by("-expires_on").first()
    more = f"；高企证书 {last.certificate_number} 至 {last.expires_on}" if last else ""
    return (candidate.evidence + more)[:500]
