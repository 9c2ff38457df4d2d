"""A draw from its plan to everybody's answer: prepared, watched, invited, accepted or declined, the next one called."""

import hashlib
import secrets
from collections import Counter, defaultdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.audit.models import Entry
from bureau.text import name_key
from bureau.workflow import Refused, Transition
from projects import drawing, letters
from projects.choices import (
    HELD,
    UNFINISHED,
    AssignmentSource,
    DrawStatus,
    RoundStatus,
    SeatStatus,
)
from projects.models import Assignment, Draw, Expert, Recusal, ReviewRound, Seat

from . import assigning, deriving, replacing, reviewing
from .inviting import INVITE, SYSTEM, UNSEAT, invite, used_in
from .submitting import said

_D, _S = DrawStatus, SeatStatus
SETTINGS = ("outside_share", "least_rank", "per_unit", "yearly_cap", "rotation_rounds", "consecutive_cap")
PLAN = Transition("plan_draw", "编制抽取", (RoundStatus.PREPARING, RoundStatus.REVIEWING), None, "projects.add_draw")
PREPARE = Transition("prepare_draw", "准备抽取", (_D.DRAFT,), _D.PREPARED, "projects.change_draw")
REOPEN = Transition("reopen_draw", "退回编制", (_D.PREPARED,), _D.DRAFT, "projects.change_draw")
DRAW = Transition("draw_experts", "抽取", (_D.PREPARED,), _D.DRAWN, "projects.supervise_draw")
VOID = Transition("void_draw", "作废", (_D.DRAFT, _D.PREPARED), _D.VOID, "projects.change_draw")
ACCEPT = Transition(
    "accept_seat", "接受邀请", (_S.INVITED,), _S.ACCEPTED, "projects.review_assignment", rows="owned_by"
)
ACCEPT_FOR = Transition("accept_seat", "代为接受", (_S.INVITED,), _S.ACCEPTED, "projects.assign_assignment")
DECLINE = Transition("decline_seat", "婉拒", (_S.INVITED,), _S.DECLINED, "projects.review_assignment", rows="owned_by")
ALL = (PREPARE, REOPEN, DRAW, VOID)
OF_SEATS = (INVITE, ACCEPT, ACCEPT_FOR, DECLINE, UNSEAT)


def plan(round: ReviewRound, *, by: User, **values) -> Draw:
    """A new draw for the round, under the next number."""
    with PLAN(round, by=by):
        draw = Draw(
            round=round, number=round.draws.count() + 1, created_by=by, created_at=timezone.now(), **values
        )  # fmt: skip
        draw.full_clean()
        draw.save()
        record(draw, "add", by=by)
    return draw


def prepare(draw: Draw, *, by: User) -> None:
    """Look for everybody who has to step aside, then freeze who may be drawn; refused where a line has too few."""
    with PREPARE(draw, by=by):
        if draw.round.status == RoundStatus.ENDED:
            raise Refused("评审轮次已结束。")
        if not draw.lines.exists():
            raise Refused("请先写明抽取要求：每组各类专家几人。")
        deriving.derive(draw.round)
        deriving.demand_clear(draw.round)
        draw.content = read_content(draw, timezone.localdate())
        if lacking := told_shortages(draw):
            raise Refused("可抽取的专家不足：" + "；".join(lacking))
        draw.prepared_by, draw.prepared_at = by, timezone.now()


def told_shortages(draw: Draw) -> list[str]:
    """Lines that no seed can fill, in sentences."""
    lines = {line.pk: line for line in draw.lines.select_related("group")}
    found, outside = [], Counter()
    for counted in drawing.counts(draw.content):
        line = lines[counted["line"]]
        others = "、".join(f"{drawing.REASONS[why]} {number} 人" for why, number in counted["others"].items())
        outside[line.group_id] += min(counted["outside"], line.seats)
        if counted["eligible"] < line.seats:
            found.append(f"“{line}”只有 {counted['eligible']} 人（{others}）")
    groups = {line.group_id: str(line.group or "不分组") for line in lines.values()}
    for group, wanted in drawing.wanted_outside(draw.content["plan"]).items():
        if outside[group] < wanted:
            found.append(f"“{groups[group]}”须有市外 {wanted} 人，只有 {outside[group]} 人")
    return found


def read_content(draw: Draw, today: date) -> dict:
    """All that the result depends on beside the seed."""
    round, earlier = draw.round, _earlier(draw)
    return {
        "rules": drawing.RULES,
        "plan": plan_of(draw),
        "day": today.isoformat(),
        "rounds": earlier,
        "candidates": _candidates(today, earlier),
        "choices": _choices(draw),
        "recused": _recused(round),
        "seated": sorted(round.seats.values_list("expert", flat=True)),
    }


def plan_of(draw: Draw) -> dict:
    """The plan as it counts."""
    lines = draw.lines.select_related("field").order_by("pk")
    return {
        **{name: getattr(draw, name) for name in SETTINGS},
        "lines": [
            {
                "id": line.pk, "group": line.group_id, "field": line.field.code if line.field else "", "type": line.type,
                "seats": line.seats, "backups": line.backups,
            }
            for line in lines
        ],
    }  # fmt: skip


def _earlier(draw: Draw) -> list[int]:
    """The latest rounds of the same plan category before this one in which anybody sat: as many as the plan looks at."""
    deep = max(draw.rotation_rounds, draw.consecutive_cap)
    if not deep:
        return []
    rows = ReviewRound.objects.filter(call__category=draw.round.call.category, pk__lt=draw.round_id)
    return list(
        rows.filter(seats__in=Seat.objects.held()).distinct().order_by("-pk").values_list("pk", flat=True)[:deep]
    )


def _choices(draw: Draw) -> list[dict]:
    return [
        {"kind": one.kind, "expert": one.expert_id, "unit": name_key(one.unit_name), "reason": one.reason}
        for one in draw.choices.order_by("pk")
    ]


def _candidates(today: date, earlier: list[int]) -> list[dict]:
    active = set(Expert.objects.active_on(today).values_list("pk", flat=True))
    used, fields, sat = used_in(today.year), defaultdict(list), defaultdict(list)
    for expert, round in Seat.objects.held().filter(round__in=earlier).values_list("expert", "round"):
        sat[expert].append(earlier.index(round))
    rows = Expert.objects.in_bank().order_by("pk")
    for row in rows.prefetch_related("expertise__field"):
        fields[row.pk] = [known.field.code for known in row.expertise.all()]
    return [
        {
            "id": row.pk, "active": row.pk in active, "types": sorted(row.types), "fields": fields[row.pk],
            "rank": row.rank, "unit": name_key(row.unit_name), "outside": row.is_outside, "used": used[row.pk],
            "sat": sorted(sat[row.pk]),
        }
        for row in rows
    ]  # fmt: skip


def _recused(round: ReviewRound) -> dict[str, list[int]]:
    """By group, who steps aside from any of its applications. Where there are no groups nobody is out: pairs are avoided."""
    groups = {item.application_id: item.group_id for item in round.items.all()}
    found = defaultdict(set)
    rows = Recusal.objects.live().filter(application__in=groups, expert__in=Expert.objects.in_bank())
    for application, expert in rows.values_list("application", "expert"):
        if groups[application]:
            found[str(groups[application])].add(expert)
    return {group: sorted(experts) for group, experts in sorted(found.items())}


def reopen(draw: Draw, *, by: User) -> None:
    """Back to the plan, before anything was drawn."""
    with REOPEN(draw, by=by):
        draw.content = {}
        draw.prepared_by = draw.prepared_at = None


def void(draw: Draw, *, by: User, reason: str) -> None:
    """Give it up; its number stays taken."""
    with VOID(draw, by=by, reason=reason):
        draw.reason = said(reason, "请写明作废的理由。")


def supervise(draw: Draw, *, by: User) -> None:
    """Another person watches: the seed is made now, the lot decides, everything is sealed, the first are invited."""
    with DRAW(draw, by=by):
        if draw.prepared_by_id == by.pk:
            raise Refused("监督人不能是操作人本人，请另一人确认。")
        if read_content(draw, timezone.localdate()) != draw.content:
            raise Refused("准备之后专家库、回避或要求有变化，请退回编制后重新准备。")
        draw.seed = secrets.token_hex(16)
        draw.result = drawing.draw(draw.content, draw.seed)
        if lacking := drawing.shortages(draw.content, draw.result):
            raise Refused(f"同一单位人数的限制使抽取不满（{'；'.join(lacking)}），请放宽后重新准备。")
        draw.supervised_by, draw.supervised_at = by, timezone.now()
        draw.digest = digest_of(draw)
        _seat_everybody(draw, by)


def digest_of(draw: Draw) -> str:
    """The fingerprint of all that was decided: one changed bit is another one."""
    sealed = {
        "round": draw.round_id, "number": draw.number, "content": draw.content, "seed": draw.seed, "result": draw.result,
        "operator": draw.prepared_by_id, "prepared_at": draw.prepared_at.isoformat(),
        "supervisor": draw.supervised_by_id, "supervised_at": draw.supervised_at.isoformat(),
    }  # fmt: skip
    return hashlib.sha256(drawing.canonical(sealed)).hexdigest()


def _seat_everybody(draw: Draw, by: User) -> None:
    lines = {line.pk: line for line in draw.lines.all()}
    numbers = assigning.free_numbers(draw.round, len(draw.result))
    for drawn, number in zip(draw.result, numbers, strict=True):
        line = lines[drawn["line"]]
        seat = Seat.objects.create(
            round=draw.round, expert_id=drawn["expert"], group_id=line.group_id, number=number, seated_as=line.type,
            source=AssignmentSource.DRAWN, line=line, place=drawn["place"], was_backup=drawn["is_backup"],
        )  # fmt: skip
        if not drawn["is_backup"]:
            invite(seat, by=by)


def accept(seat: Seat, *, by: User) -> None:
    """The expert comes, signs with it what the desk would ask for, and gets the applications of the group."""
    with ACCEPT(seat, by=by):
        seat.answered_at = timezone.now()
        reviewing.sign(seat.round, seat.expert, by=by)
        _assign_group(seat)


def accept_for(seat: Seat, *, by: User) -> None:
    """An officer enters what an expert without an account said on the telephone; the promise is the expert's own to sign."""
    with ACCEPT_FOR(seat, by=by):
        seat.answered_at = timezone.now()
        _assign_group(seat)


def _assign_group(seat: Seat) -> None:
    if seat.stands_in or seat.group_id is None:
        for ended in seat.called_for.select_related("round__call", "application", "assigned_by"):
            _take_over(ended, seat)
        return
    recused = Recusal.objects.live().filter(expert=seat.expert).values("application")
    rows = seat.group.items.exclude(application__in=recused).order_by("application")
    now = timezone.now()
    Assignment.objects.bulk_create(
        [
            Assignment(
                round_id=seat.round_id, application_id=item.application_id, expert=seat.expert, number=seat.number,
                source=seat.source, assigned_by=seat.invited_by, assigned_at=now,
            )
            for item in rows
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _take_over(ended: Assignment, seat: Seat) -> None:
    """What the seat was called for; somebody else where a recusal came up between the invitation and the answer."""
    live = Recusal.objects.live().filter(expert=seat.expert, application=ended.application)
    if live.exists():
        done = replacing.replace(ended)
        letters.tell_assigners("review.passed_on", ended, reason="备选专家须回避", next=done, key=f":{seat.pk}")
    else:
        replacing.give(ended, seat)


def decline(seat: Seat, *, by: User, reason: str) -> Seat | None:
    """The expert does not come, for a reason; the next backup is asked at once."""
    with transaction.atomic():
        with DECLINE(seat, by=by, reason=reason):
            seat.reason, seat.answered_at = said(reason, "请写明不能参加的理由。"), timezone.now()
        return replacing.vacate(seat)


def unseat(seat: Seat, *, by: User, reason: str) -> Seat | None:
    """An officer takes a seat back; what was not submitted is cancelled, and the next backup asked.

    In a group the backup gets the group's applications; without groups, those that were cancelled, or else others of the round do.
    """
    was_held, lost = seat.status in HELD, []
    with transaction.atomic():
        replacing.hold(seat.round_id)
        with UNSEAT(seat, by=by, reason=reason):
            seat.reason = said(reason, "请写明取消的理由。")
            rows = Assignment.objects.filter(round=seat.round, expert=seat.expert, status__in=UNFINISHED)
            for assignment in rows.select_related("round__call", "application", "assigned_by", "expert").order_by("pk"):
                assigning.cancel(assignment, by=by, reason=seat.reason)
                lost.append(assignment)
        return replacing.vacate(seat, lost) if was_held else None


def lapse(today: date | None = None) -> int:
    """Each night: who has not answered in time has declined."""
    late = Seat.objects.filter(status=_S.INVITED, answer_by_day__lt=today or timezone.localdate())
    seats = list(late.select_related("round__call", "group", "line__draw"))
    for seat in seats:
        with transaction.atomic():
            with DECLINE(seat, by=SYSTEM):
                seat.reason, seat.answered_at = "逾期没有答复", timezone.now()
            replacing.vacate(seat)
    return len(seats)


def faults(draw: Draw) -> list[str]:
    """What of a draw is not as it was drawn, in sentences: recomputed from the record, compared with seats, plan and book."""
    found = []
    if draw.digest != digest_of(draw):
        found.append("指纹不符：输入、种子、结果、操作人、监督人或时间被改动。")
    if draw.result != drawing.draw(draw.content, draw.seed):
        found.append("按保存的输入和种子重新抽取，结果不同。")
    sealed, now = draw.content.get("plan", {}), plan_of(draw)
    if {name: now.get(name) for name in sealed} != sealed or _choices(draw) != draw.content.get("choices", []):
        found.append("抽取要求与抽取时不同。")
    written = [
        {"line": seat.line_id, "expert": seat.expert_id, "place": seat.place, "is_backup": seat.was_backup}
        for seat in Seat.objects.filter(line__draw=draw).order_by("line", "place")
    ]
    if written != sorted(draw.result, key=lambda seat: (seat["line"], seat["place"])):
        found.append("席位与抽取结果不同。")
    entry = Entry.objects.about(draw).filter(verb=DRAW.verb).first()
    if entry is None or entry.changes.get("digest", ["", ""])[1] != draw.digest:
        found.append("审计台账中的指纹与抽取记录不同。")
    return found
