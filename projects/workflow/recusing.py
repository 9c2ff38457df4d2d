"""Who must step aside: entered by an officer, lifted for a reason. What an expert declares is with what follows: ``replacing``."""

from collections.abc import Sequence

from celery import current_app
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition
from projects import letters
from projects.choices import STANDING, RecusalSource, RoundStatus
from projects.models import Application, Assignment, Expert, Recusal, ReviewRound

from .submitting import said

RECUSE = Transition("recuse", "登记回避", None, None, "projects.decide_recusal")
LIFT = Transition("lift_recusal", "解除回避", None, None, "projects.decide_recusal")


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
        recusal = write(expert, application, by=by, ground=ground, evidence=evidence, source=source)
        alert([recusal])
    return recusal


def recuse_from(application: Application, *, by: User, expert: Expert, ground: str, evidence: str) -> Recusal:
    """The same, said of the application."""
    return recuse(expert, application, by=by, ground=ground, evidence=evidence)


def write(expert: Expert, application: Application, *, by: User, ground: str, evidence: str, source: str) -> Recusal:
    """The recusal on that ground; the one that stands, if one does. Who may was asked by the caller."""
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


def alert(recusals: Sequence[Recusal]) -> None:
    """For assignments that these recusals have blocked: have them passed on where the scheme says so, else tell officers."""
    by_pair = {(recusal.expert_id, recusal.application_id): recusal for recusal in recusals}
    rows = Assignment.objects.filter(
        expert__in={expert for expert, _application in by_pair},
        application__in={application for _expert, application in by_pair},
        status__in=STANDING,
    )
    passing: dict[int, bool] = {}
    for assignment in rows.select_related("application", "round__call"):
        recusal = by_pair.get((assignment.expert_id, assignment.application_id))
        if recusal is None:
            continue
        round = assignment.round
        if round.pk not in passing:
            passing[round.pk] = passes_on(round)
        if passing[round.pk]:
            _ring(assignment.pk)
        else:
            told = f"{recusal.get_ground_display()}（{recusal.evidence}）"
            letters.tell_assigners("review.blocked", assignment, reason=told)


def passes_on(round: ReviewRound) -> bool:
    """Whether reviews of the round that are blocked go to somebody else by themselves: a running round, and its scheme says so."""
    version = round.call.versions.last()
    scheme = version.terms.scheme if version else None
    return round.status == RoundStatus.REVIEWING and bool(scheme and scheme.replaces_recused)


def _ring(pk: int) -> None:
    """By name: the tasks call this module's verbs."""
    transaction.on_commit(lambda: current_app.signature("projects.tasks.pass_on", [pk]).apply_async(), robust=True)


def lift(recusal: Recusal, *, by: User, reason: str) -> None:
    """Let the expert review the application after all, for a reason; what it blocked goes on, unless another stands."""
    with LIFT(recusal, by=by, reason=reason):
        if recusal.lifted_at:
            raise Refused("该回避已解除。")
        recusal.reason = said(reason, "请写明解除的理由。")
        recusal.lifted_by, recusal.lifted_at = by, timezone.now()
