"""Who reviews what: a pair put by hand, taken back, replaced."""

import secrets

from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition
from projects.choices import UNFINISHED, AssignmentSource, AssignmentStatus, RoundStatus, SeatStatus
from projects.models import Application, Assignment, Expert, Recusal, ReviewRound, Seat

from .submitting import said

ASSIGN = Transition(
    "assign", "分配专家", (RoundStatus.PREPARING, RoundStatus.REVIEWING), None, "projects.assign_assignment"
)
CANCEL = Transition(
    "cancel_assignment", "取消分配", UNFINISHED, AssignmentStatus.CANCELLED, "projects.assign_assignment"
)
ALL = (CANCEL,)


def assign(
    round: ReviewRound, application: Application, expert: Expert, *, by: User, source: str = AssignmentSource.APPOINTED
) -> Assignment:
    """One expert is to review one application of the round."""
    with ASSIGN(round, by=by):
        demand_may_review(round, application, expert)
        seat = seat_of(round, expert, by=by, source=source)
        assignment = Assignment(
            round=round, application=application, expert=expert, number=seat.number, source=source, assigned_by=by,
            assigned_at=timezone.now(),
        )  # fmt: skip
        assignment.full_clean()
        assignment.save()
        record(assignment, "assign", by=by)
        fill_gap(round, seat, application)
    return assignment


def fill_gap(round: ReviewRound, seat: Seat, application: Application) -> None:
    """Where an expert stepped aside from the application and nobody was found, this seat is who it passed to."""
    gap = round.assignments.unplaced().filter(application=application).order_by("pk").first()
    if gap:
        gap.passed_to = seat
        gap.save(update_fields=["passed_to"])


def demand_may_review(round: ReviewRound, application: Application, expert: Expert) -> None:
    """Refuse what may not be: an application that is not in the round, an expert who is away, or has to step aside."""
    if not round.items.filter(application=application).exists():
        raise Refused(f"“{application}”不在本轮次中。")
    if not Expert.objects.active_on(timezone.localdate()).filter(pk=expert.pk).exists():
        raise Refused(f"专家“{expert}”不在库、暂停或信息过期，不能分配。")
    recusal = Recusal.objects.live().filter(expert=expert, application=application).first()
    if recusal:
        raise Refused(f"专家“{expert}”须回避“{application}”：{recusal.get_ground_display()}（{recusal.evidence}）。")
    if round.assignments.filter(expert=expert, application=application).exists():
        raise Refused(f"专家“{expert}”已分配过“{application}”。")


def seat_of(round: ReviewRound, expert: Expert, *, by: User, source: str) -> Seat:
    """The expert's place in the round; one who is appointed counts as having been asked and having said yes."""
    seat = round.seats.filter(expert=expert).first()
    if seat is None:
        now = timezone.now()
        seat = Seat.objects.create(
            round=round, expert=expert, number=free_numbers(round, 1)[0], source=source, status=SeatStatus.ACCEPTED,
            invited_by=by, invited_at=now, answered_at=now,
        )  # fmt: skip
    if seat.status != SeatStatus.ACCEPTED:
        raise Refused(f"专家“{expert}”在本轮次{seat.get_status_display()}，不能分配。")
    return seat


def free_numbers(round: ReviewRound, count: int) -> list[int]:
    """Numbers that say nothing about who came first: any that are free among twice as many."""
    used = set(round.seats.values_list("number", flat=True))
    free = [number for number in range(1, 2 * (len(used) + count) + 20) if number not in used]
    return secrets.SystemRandom().sample(free, count)


def cancel(assignment: Assignment, *, by: User, reason: str) -> None:
    """Take an application away from an expert who has not submitted a review of it."""
    with CANCEL(assignment, by=by, reason=reason):
        assignment.reason = said(reason, "请写明取消的理由。")
