"""Somebody else for a review whose expert steps aside: a backup of the draw first, else the best match in the round.

The best match is the one that the optimal assignment would add: the fewest reviews, and among those the nearest to the
application (``assigning.successor``). Everything is written with the recusal, in one transaction; where nobody fits, officers
are told how many were looked at and why not.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Transition
from projects import assigning as pure
from projects import letters, topics
from projects.choices import (
    STANDING,
    UNFINISHED,
    AssignmentSource,
    AssignmentStatus,
    Ground,
    PairingKind,
    RecusalSource,
    RoundStatus,
    SeatStatus,
)
from projects.models import Assignment, Expert, Recusal, ReviewRound, Seat

from . import inviting, recusing
from .matching import knowledge_of, topics_of
from .submitting import said

SYSTEM = "改派程序"
DECLARE = Transition(
    "declare_conflict", "声明回避", UNFINISHED, AssignmentStatus.RECUSED, "projects.review_assignment", rows="owned_by"
)
PASS_ON = Transition("pass_on", "改派", STANDING, AssignmentStatus.RECUSED, "projects.assign_assignment")
ALL = (DECLARE, PASS_ON)
NAMED_AT_MOST = 5
_REASONS = {
    "had": "已评或曾评该项目",
    "recused": "须回避",
    "forbidden": "禁止配对",
    "away": "暂停、退库或信息过期",
}


def declare(assignment: Assignment, *, by: User, reason: str, ground: str = Ground.DECLARED) -> Recusal:
    """The expert steps aside from one application, and somebody else is found at once; officers hear of both."""
    with transaction.atomic():
        hold(assignment.round_id)
        with DECLARE(assignment, by=by, reason=reason):
            assignment.reason = said(reason, "请写明回避的理由。")
            recusal = recusing.write(
                assignment.expert, assignment.application, by=by, ground=ground, evidence=assignment.reason,
                source=RecusalSource.EXPERT,
            )  # fmt: skip
        letters.tell_assigners(
            "review.conflict_declared", assignment, reason=assignment.reason, next=replace(assignment)
        )
    return recusal


def pass_on(assignment: Assignment, *, by: User | str = SYSTEM) -> bool:
    """Give to somebody else what a later recusal has blocked. Returns whether it was still blocked."""
    with transaction.atomic():
        hold(assignment.round_id)
        assignment.refresh_from_db()
        if assignment.status not in STANDING or not assignment.blocked_at:
            return False  # Lifted, or passed on already.
        hit = Recusal.objects.live().filter(expert=assignment.expert, application=assignment.application).first()
        with PASS_ON(assignment, by=by):
            assignment.reason = f"{hit.get_ground_display()}（{hit.evidence}）"[:500]
        letters.tell_assigners("review.passed_on", assignment, reason=assignment.reason, next=replace(assignment))
    return True


def hold(round_id: int) -> None:
    """Lock the round before any expert is: two who step aside at once do not wait for each other."""
    ReviewRound.objects.select_for_update().get(pk=round_id)


def replace(ended: Assignment) -> str:
    """Find who takes over an ended review, within the caller's transaction. Returns what was done, for officers."""
    if ended.round.status == RoundStatus.ENDED:
        return "本轮评审已结束，不再改派。"
    now_with, told = _backup(ended), ""
    if now_with is None:
        now_with, told = _best_of_round(ended)
    ended.passed_to = now_with
    ended.save(update_fields=["passed_to"])
    if now_with is None:
        return f"没有可改派的专家（{told}），请人工改派。"
    if now_with.status == SeatStatus.BACKUP:
        inviting.invite(now_with, by=ended.assigned_by, stands_in=True)
    if now_with.status == SeatStatus.INVITED:
        return f"已邀请备选专家 {now_with.number:02d}，接受后评审该项目。"
    give(ended, now_with)
    return f"已改派给专家 {now_with.number:02d}。"


def give(ended: Assignment, seat: Seat) -> Assignment:
    """The application to the expert of a seat that was accepted, who is told."""
    made = Assignment(
        round=ended.round, application=ended.application, expert=seat.expert, number=seat.number,
        source=AssignmentSource.REPLACED, assigned_by=ended.assigned_by, assigned_at=timezone.now(),
    )  # fmt: skip
    made.full_clean(validate_constraints=False)  # The database's own to check.
    made.save()
    record(made, "assign", by=SYSTEM)
    if seat.expert.user and ended.round.status == RoundStatus.REVIEWING:  # Else the desk shows nothing yet.
        until = f"{timezone.localtime(ended.round.due_at):%Y年%-m月%-d日 %H:%M}"
        context = {"round": f"{ended.round.call}{ended.round}", "until": until}
        url = reverse("projects:review-list")
        send("review.given", to=seat.expert.user, key=f"assignment:{made.pk}:given", context=context, url=url)
    return made


def vacate(seat: Seat, lost: Iterable[Assignment] = ()) -> Seat | None:
    """Who sat there does not come: the next backup for the whole place, somebody else for each application passed on.

    ``lost`` are the reviews that were cancelled with the seat. In a group the backup gets them with the group; without groups they
    are passed on like the others.
    """
    following = None if seat.stands_in else inviting.call_next(seat)
    waiting = seat.called_for.exclude(application__in=_reviewed_by(seat))
    ended = list(waiting.select_related("round__call", "application", "assigned_by", "expert").order_by("pk"))
    if seat.group_id is None:
        known = {one.application_id for one in ended}
        return _hand_on(seat, [*ended, *(one for one in lost if one.application_id not in known)], following)
    for one in ended:
        done = replace(one)
        key = f":{seat.pk}"
        letters.tell_assigners("review.passed_on", one, reason=seat.reason or "专家不能参加", next=done, key=key)
        following = following or one.passed_to
    return following


def _hand_on(seat: Seat, ended: list[Assignment], following: Seat | None) -> Seat | None:
    """All of it to the backup who was asked for the place, else each to the best of the round; officers are told once of all.

    Returns who was asked or given to first.
    """
    aside = set()
    if following:
        live = Recusal.objects.live().filter(expert=following.expert)
        aside = set(live.values_list("application", flat=True))
    for one in ended:
        if following and one.application_id not in aside:
            one.passed_to = following
            one.save(update_fields=["passed_to"])
        else:
            replace(one)
    if ended:
        send(
            "seat.handed_on",
            to=User.objects.holding(inviting.UNSEAT.permission),
            key=f"seat:{seat.pk}:handed_on",
            context={
                "round": f"{seat.round.call}{seat.round}", "number": f"{seat.number:02d}", "count": len(ended),
                "next": _handed_on(ended, following),
            },
            url=reverse("admin:projects_reviewround_change", args=[seat.round_id]),
        )  # fmt: skip
    return following or next((one.passed_to for one in ended if one.passed_to), None)


def _handed_on(ended: list[Assignment], following: Seat | None) -> str:
    unplaced = [one.application.number for one in ended if one.passed_to is None]
    with_backup = sum(following is not None and one.passed_to == following for one in ended)
    singly = len(ended) - len(unplaced) - with_backup
    told = f"{with_backup} 项由备选专家 {following.number:02d} 接受邀请后评审。" if with_backup else ""
    told += f"{singly} 项已逐项改派给本轮次其他专家。" if singly else ""
    if not unplaced:
        return told
    named = "、".join(unplaced[:NAMED_AT_MOST]) + ("等" if len(unplaced) > NAMED_AT_MOST else "")
    return f"{told}{len(unplaced)} 项没有可改派的专家，请补充抽取后人工分配：{named}。"


def _reviewed_by(seat: Seat):
    """What the expert of the seat has: submitted, it needs nobody else."""
    rows = Assignment.objects.filter(round=seat.round_id, expert=seat.expert_id, status__in=STANDING)
    return rows.values("application")


def _backup(ended: Assignment) -> Seat | None:
    """The first backup of the draw who may: one who has come or was asked for single applications already, else the next."""
    line = Seat.objects.filter(round=ended.round, expert=ended.expert).values("line")
    rows = Seat.objects.filter(line__in=line, was_backup=True).select_related("expert__user", "line__draw", "round")
    asked = rows.filter(status=SeatStatus.INVITED, stands_in=True)
    waiting = rows.filter(status__in=(SeatStatus.ACCEPTED, SeatStatus.BACKUP)) | asked
    barred = _barred(ended)
    return next((seat for seat in waiting.order_by("place") if seat.expert_id not in barred), None)


def _best_of_round(ended: Assignment) -> tuple[Seat | None, str]:
    """Of those who have come to the round, who the optimal assignment would add; else why nobody is."""
    seats = list(ended.round.seats.filter(status=SeatStatus.ACCEPTED).select_related("expert__user").order_by("expert"))
    barred = _barred(ended)
    item = ended.round.items.select_related("application", "field").filter(application=ended.application).first()
    if item is None or all(seat.expert_id in barred for seat in seats):
        counted = Counter(barred[seat.expert_id] for seat in seats if seat.expert_id in barred)
        told = "、".join(f"{words} {counted[why]} 人" for why, words in _REASONS.items() if counted[why])
        return None, f"本轮次已确认的专家 {len(seats)} 人" + (f"：{told}" if told else "")
    match = topics.matches(topics_of([item]), knowledge_of([seat.expert for seat in seats]))[0] * pure.SCALE
    loads = Counter(ended.round.assignments.standing().values_list("expert", flat=True))
    place = pure.successor(
        [loads[seat.expert_id] for seat in seats],
        match.round().astype(int),
        [seat.expert_id not in barred for seat in seats],
    )
    return (None if place is None else seats[place]), ""


def _barred(ended: Assignment) -> dict[int, str]:
    """Who may not take the application, and why; of several reasons the first of the list of reasons."""
    application, round = ended.application_id, ended.round
    away = Expert.objects.exclude(pk__in=Expert.objects.active_on(timezone.localdate()).values("pk"))
    forbidden = round.pairings.filter(application=application, kind=PairingKind.FORBIDDEN)
    found = dict.fromkeys(away.filter(seats__round=round).values_list("pk", flat=True), "away")
    found |= dict.fromkeys(forbidden.values_list("expert", flat=True), "forbidden")
    live = Recusal.objects.live().filter(application=application, expert__seats__round=round)
    found |= dict.fromkeys(live.values_list("expert", flat=True), "recused")
    had = round.assignments.filter(application=application).values_list("expert", flat=True)
    return found | dict.fromkeys(had, "had")
