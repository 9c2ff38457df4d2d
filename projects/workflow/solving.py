"""Assigning a whole round: asked for by an officer, computed by a worker, looked at, adopted."""

import hashlib
import json
import time
import zlib
from collections.abc import Sequence

import numpy as np
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note, record
from bureau.workflow import Refused, Transition
from projects import assigning as solver
from projects import topics
from projects.choices import (
    HELD,
    STANDING,
    AssignmentSource,
    AssignmentStatus,
    ExpertType,
    PairingKind,
    PlanStatus,
    SeatStatus,
)
from projects.models import (
    Application,
    Assignment,
    AssignmentPlan,
    Expert,
    Pairing,
    Recusal,
    ReviewRound,
    Seat,
)

from . import deriving
from .assigning import ASSIGN, fill_gap, free_numbers
from .inviting import used_in
from .matching import knowledge_of, topics_of
from .submitting import said

WORKER = "分配任务"
_P, _MAY = PlanStatus, "projects.assign_assignment"
COMPUTE = Transition("solve_plan", "求解", (_P.WAITING,), _P.SOLVED, _MAY)
FAIL = Transition("fail_plan", "求解", (_P.WAITING,), _P.FAILED, _MAY)
ADOPT = Transition("adopt_plan", "采用", (_P.SOLVED,), _P.ADOPTED, _MAY)
STOP = Transition("stop_plan", "取消求解", (_P.WAITING,), _P.STOPPED, _MAY)
ALL = (COMPUTE, FAIL, ADOPT, STOP)
KEPT_SECONDS, LOOK_UP_SECONDS = 3600, 0.5


class Stopped(Exception):
    """Somebody does not want the computation any more."""


def pair(round: ReviewRound, *, by: User, application: Application, expert: Expert, kind: str, reason: str) -> Pairing:
    """Want a pair, or do not want it, in what is computed next. What is there already is changed."""
    with ASSIGN(round, by=by, reason=reason):
        if not round.items.filter(application=application).exists():
            raise Refused(f"“{application}”不在本轮次中。")
        live = Recusal.objects.live().filter(expert=expert, application=application)
        if kind == PairingKind.FIXED and live.exists():
            raise Refused(f"专家“{expert}”须回避“{application}”，不能固定。")
        values = {"kind": kind, "reason": said(reason, "请写明理由。"), "created_by": by, "created_at": timezone.now()}
        return Pairing.objects.update_or_create(round=round, application=application, expert=expert, defaults=values)[0]


def ask(round: ReviewRound, *, by: User) -> AssignmentPlan:
    """Freeze what is to be computed, and have a worker compute it."""
    with ASSIGN(round, by=by):
        deriving.derive(round)
        deriving.demand_clear(round)
        content = read_instance(round)
        plan = AssignmentPlan.objects.create(
            round=round, number=round.plans.count() + 1, instance=content, asked_by=by,
            digest=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        record(plan, "ask_plan", by=by)
    # By name: the tasks call this module.
    transaction.on_commit(
        lambda: current_app.signature("projects.tasks.solve_plan", [plan.pk]).apply_async(), robust=True
    )
    return plan


def read_instance(round: ReviewRound) -> bytes:
    """Everything that the computation depends on, as compressed JSON. Raises Refused where there is nothing to compute."""
    items = list(round.items.select_related("application", "field").order_by("application"))
    experts = pool(round)
    if not items or not experts:
        raise Refused("本轮次还没有项目，或没有可用的专家。")
    match = (topics.matches(topics_of(items), knowledge_of(experts)) * solver.SCALE).round().astype(int)
    places = {item.application_id: row for row, item in enumerate(items)}
    columns = {expert.pk: column for column, expert in enumerate(experts)}
    content = {
        "reviewers": round.per_application,
        "applications": list(places),
        "experts": list(columns),
        "match": match.tolist(),
        **_pairs(round, places, columns),
    }
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 6)


def pool(round: ReviewRound) -> list[Expert]:
    """Those who have said yes in this round; where nobody was asked, every technical expert who may be asked and is not full."""
    seats = round.seats.filter(status__in=(*HELD, SeatStatus.BACKUP))
    rows = Expert.objects.order_by("pk")
    if seats.exists():
        accepted = round.seats.filter(status=SeatStatus.ACCEPTED)
        return list(rows.filter(pk__in=accepted.values("expert")))
    today = timezone.localdate()
    full = [expert for expert, times in used_in(today.year).items() if times >= settings.REVIEW_YEARLY_CAP]
    able = rows.active_on(today).filter(types__contains=[ExpertType.TECHNICAL])
    return list(able.exclude(pk__in=full))


def _pairs(round: ReviewRound, places: dict[int, int], columns: dict[int, int]) -> dict[str, list]:
    """Pairs that must not be, and pairs that are or shall be, by row and column."""

    def placed(rows) -> set[tuple[int, int]]:
        keys = rows.filter(application__in=places, expert__in=columns).values_list("application", "expert")
        return {(places[application], columns[expert]) for application, expert in keys}

    recused = placed(Recusal.objects.live())
    by_hand = round.pairings.filter(kind=PairingKind.FORBIDDEN)
    given_back = round.assignments.exclude(status__in=STANDING)
    there = placed(round.assignments.standing())
    fixed = placed(round.pairings.filter(kind=PairingKind.FIXED)) - recused
    forbidden = (recused | placed(by_hand) | placed(given_back)) - there
    return {"forbidden": sorted(forbidden), "fixed": sorted(there | (fixed - forbidden)), "there": sorted(there)}


def instance_of(content: bytes) -> tuple[solver.Instance, list[int], list[int]]:
    """The instance as the solver takes it, with the keys of its rows and columns."""
    told = json.loads(zlib.decompress(content))
    match = np.array(told["match"])
    allowed = np.ones(match.shape, bool)
    for row, column in told["forbidden"]:
        allowed[row, column] = False
    fixed = tuple((row, column) for row, column in told["fixed"])
    return solver.Instance(told["reviewers"], match, allowed, fixed), told["applications"], told["experts"]


def compute(plan: AssignmentPlan, heard: solver.Watch = lambda _stage, _share: None) -> None:
    """What a worker does: exact, and the same each time. ``heard`` is told each stage after the cache was."""
    instance, applications, experts = instance_of(bytes(plan.instance))
    told = _watcher(plan)

    def watch(stage: str, share: float) -> None:
        told(stage, share)
        heard(stage, share)

    try:
        found = solver.solve(instance, watch)
    except Stopped:
        return
    except solver.Impossible as error:
        titles = Application.objects.filter(pk__in=[applications[row] for row in error.short[:3]])
        told = "、".join(f"“{title}”" for title in titles)
        with FAIL(plan, by=WORKER):
            plan.reason = (
                f"{len(error.short)} 个项目回避后可用的专家不足 {instance.reviewers} 名（{told}等），请增加专家。"
            )
        return
    try:
        with COMPUTE(plan, by=WORKER):
            plan.pairs = [[applications[row], experts[column]] for row, column in found.pairs]
            plan.total, plan.bound, plan.worst = found.total, found.bound, found.worst
            plan.least_load, plan.most_load = found.loads
            plan.solved_at = timezone.now()
    except Refused:  # Stopped at the last moment: its result is nobody's.
        if AssignmentPlan.objects.get(pk=plan.pk).status != _P.STOPPED:
            raise


def stop(plan: AssignmentPlan, *, by: User) -> None:
    """Have no more of it computed; the worker looks up between its steps."""
    with STOP(plan, by=by):
        plan.reason = "由工作人员取消"


def progress(plan: AssignmentPlan) -> dict:
    """{"stage", "share"} of a computation, as its worker told last."""
    return cache.get(_progress_key(plan)) or {"stage": "等待计算", "share": 0.0}


def _progress_key(plan: AssignmentPlan) -> str:
    return f"plan:{plan.pk}:{plan.asked_at.timestamp()}"  # Another database's plan of that number was asked at another moment.


def _watcher(plan: AssignmentPlan) -> solver.Watch:
    """Tells the cache how far it is, at most twice a second, and looks up whether it is still wanted. Raises Stopped."""
    last, stage_told = 0.0, ""

    def watch(stage: str, share: float) -> None:
        nonlocal last, stage_told
        now = time.monotonic()
        if stage == stage_told and now - last < LOOK_UP_SECONDS:
            return
        last, stage_told = now, stage
        cache.set(_progress_key(plan), {"stage": stage, "share": round(share, 3)}, KEPT_SECONDS)
        if not AssignmentPlan.objects.filter(pk=plan.pk, status=_P.WAITING).exists():
            raise Stopped

    return watch


def faults(plan: AssignmentPlan) -> list[str]:
    """What differs when a plan is computed again from what is stored, in sentences."""
    content = bytes(plan.instance)
    if hashlib.sha256(content).hexdigest() != plan.digest:
        return ["算例与指纹不符：算例被改动。"]
    instance, applications, experts = instance_of(content)
    again = solver.solve(instance)
    rows, columns = ({key: place for place, key in enumerate(keys)} for keys in (applications, experts))
    pairs = [(rows.get(application), columns.get(expert)) for application, expert in plan.pairs]
    found = []
    if any(None in pair or not instance.allowed[pair] for pair in pairs):
        return ["方案中有算例以外或须回避的配对。"]
    told = solver.described(instance, pairs)
    counts = np.bincount([row for row, _column in pairs], minlength=len(applications))
    if len(set(pairs)) != len(pairs) or (counts < instance.reviewers).any():
        found.append("有的项目专家不足或重复。")
    measured = (told.total, told.worst, *told.loads)
    if measured != (plan.total, plan.worst, plan.least_load, plan.most_load):
        found.append("匹配度或任务数与配对不符。")
    if (again.total, again.loads) != (plan.total, (plan.least_load, plan.most_load)):
        found.append("重新求解的结果不同。")
    return found


def adopt(plan: AssignmentPlan, *, by: User) -> int:
    """Make the pairs of a plan assignments; refused where a recusal came up since, or an expert left."""
    with ADOPT(plan, by=by):
        round = ReviewRound.objects.select_for_update().get(pk=plan.round_id)
        if round.plans.filter(status=PlanStatus.ADOPTED, pk__gt=plan.pk).exists():
            raise Refused("后来的方案已经采用。")
        there = set(round.assignments.values_list("application", "expert"))
        wanted = [(application, expert) for application, expert in plan.pairs if (application, expert) not in there]
        _demand_still_possible(wanted)
        seats = _seats(round, sorted({expert for _application, expert in wanted}), by=by)
        now = timezone.now()
        made = Assignment.objects.bulk_create(
            Assignment(
                round=round, application_id=application, expert_id=expert, number=seats[expert].number, assigned_by=by,
                assigned_at=now, source=AssignmentSource.SOLVED, status=AssignmentStatus.ASSIGNED,
            )
            for application, expert in sorted(wanted, key=lambda pair: (pair[1], pair[0]))
        )  # fmt: skip
        for gap in round.assignments.unplaced().select_related("application"):
            if taker := next((expert for application, expert in wanted if application == gap.application_id), None):
                fill_gap(round, seats[taker], gap.application)
        plan.adopted_by, plan.adopted_at = by, now
        note("assign_all", by=by, subject=str(plan), model=plan._meta.label_lower, object_id=plan.pk,
             changes={"pairs": len(made)})  # fmt: skip
    return len(made)


def _demand_still_possible(wanted: Sequence[tuple[int, int]]) -> None:
    experts = {expert for _application, expert in wanted}
    recused = set(Recusal.objects.live().filter(expert__in=experts).values_list("application", "expert"))
    if hit := [pair for pair in wanted if pair in recused]:
        raise Refused(f"求解之后有 {len(hit)} 对须回避，请重新求解。")
    here = set(Expert.objects.active_on(timezone.localdate()).filter(pk__in=experts).values_list("pk", flat=True))
    if experts - here:
        raise Refused(f"求解之后有 {len(experts - here)} 名专家退库、暂停或信息过期，请重新求解。")


def _seats(round: ReviewRound, experts: list[int], *, by: User) -> dict[int, Seat]:
    """Everybody's place in the round; new ones get numbers that say nothing."""
    known = {seat.expert_id: seat for seat in round.seats.filter(expert__in=experts)}
    if gone := [seat for seat in known.values() if seat.status != SeatStatus.ACCEPTED]:
        raise Refused(f"求解之后有 {len(gone)} 名专家不再参加本轮，请重新求解。")
    fresh, now = [pk for pk in experts if pk not in known], timezone.now()
    numbers = free_numbers(round, len(fresh))
    made = Seat.objects.bulk_create(
        Seat(
            round=round, expert_id=pk, number=number, source=AssignmentSource.SOLVED, status=SeatStatus.ACCEPTED,
            invited_by=by, invited_at=now, answered_at=now,
        )
        for pk, number in zip(fresh, numbers, strict=True)
    )  # fmt: skip
    return known | {seat.expert_id: seat for seat in made}
