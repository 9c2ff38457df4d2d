"""Who must step aside: entered by an officer, declared by the expert, lifted for a reason."""

from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition
from projects import letters
from projects.choices import STANDING, UNFINISHED, AssignmentStatus, Ground, RecusalSource
from projects.models import Application, Assignment, Expert, Recusal

from .submitting import said

DECLARE = Transition(
    "declare_conflict", "声明回避", UNFINISHED, AssignmentStatus.RECUSED, "projects.review_assignment", rows="owned_by"
)
RECUSE = Transition("recuse", "登记回避", None, None, "projects.decide_recusal")
LIFT = Transition("lift_recusal", "解除回避", None, None, "projects.decide_recusal")
ALL = (DECLARE,)


def recuse(
    expert: Expert,
    application: Application,
    *,
    by: User,
    ground: str,
    evidence: str,
    source: str = RecusalSource.OFFICER,
) -> Recusal:
    """Write that an expert must not review an application. What is assigned already is blocked by the database."""
    with RECUSE(application, by=by):
        recusal = _write(expert, application, by=by, ground=ground, evidence=evidence, source=source)
        alert([recusal])
    return recusal


def recuse_from(application: Application, *, by: User, expert: Expert, ground: str, evidence: str) -> Recusal:
    """The same, said of the application."""
    return recuse(expert, application, by=by, ground=ground, evidence=evidence)


def _write(expert, application, *, by, ground, evidence, source) -> Recusal:
    known = Recusal.objects.live().filter(expert=expert, application=application, ground=ground).first()
    if known:
        return known
    recusal = Recusal(
        expert=expert, application=application, ground=ground, source=source, created_by=by, created_at=timezone.now(),
        evidence=said(evidence, "请写明回避的依据。")[:300],
    )  # fmt: skip
    recusal.full_clean()
    recusal.save()
    record(recusal, "add", by=by)
    return recusal


def declare(assignment: Assignment, *, by: User, reason: str, ground: str = Ground.DECLARED) -> Recusal:
    """The expert steps aside from one application; an officer is told, so that somebody else takes it."""
    with DECLARE(assignment, by=by, reason=reason):
        assignment.reason = said(reason, "请写明回避的理由。")
        recusal = _write(
            assignment.expert, assignment.application, by=by, ground=ground, evidence=assignment.reason,
            source=RecusalSource.EXPERT,
        )  # fmt: skip
        letters.tell_assigners("review.conflict_declared", assignment, reason=assignment.reason)
    return recusal


def alert(recusals) -> None:
    """Tell officers of assignments that these recusals have blocked."""
    for recusal in recusals:
        rows = Assignment.objects.filter(expert=recusal.expert_id, application=recusal.application_id)
        for assignment in rows.filter(status__in=STANDING).select_related("application", "round"):
            letters.tell_assigners(
                "review.blocked", assignment, reason=f"{recusal.get_ground_display()}（{recusal.evidence}）"
            )


def lift(recusal: Recusal, *, by: User, reason: str) -> None:
    """Let the expert review the application after all, for a reason; what it blocked goes on, unless another stands."""
    with LIFT(recusal, by=by, reason=reason):
        if recusal.lifted_at:
            raise Refused("该回避已解除。")
        recusal.reason = said(reason, "请写明解除的理由。")
        recusal.lifted_by, recusal.lifted_at = by, timezone.now()
