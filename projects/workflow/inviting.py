"""Asking who was drawn, and the next backup where somebody does not come."""

from collections import Counter
from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.messaging.workflow import send
from bureau.workdays import workdays_after
from bureau.workflow import Transition
from projects import drawing as pure
from projects.choices import HELD, AssignmentSource, PanelStatus, SeatStatus
from projects.models import Draw, DrawLine, Expert, PanelMember, Recusal, Seat

SYSTEM = "抽取程序"
_S = SeatStatus
INVITE = Transition("invite_expert", "邀请", (_S.BACKUP,), _S.INVITED, "projects.assign_assignment")
UNSEAT = Transition("unseat", "取消席位", (_S.BACKUP, *HELD), _S.CANCELLED, "projects.assign_assignment")


def invite(seat: Seat, *, by: User, stands_in: bool = False, note: str = "", seated_as: str = "") -> None:
    """Ask somebody who was drawn, with a term for the answer. Said by the draw itself, in the name of who watches or answers."""
    with INVITE(seat, by=SYSTEM):
        days = seat.line.draw.answer_days if seat.line else 2
        seat.invited_by, seat.invited_at, seat.stands_in = by, timezone.now(), stands_in
        seat.answer_by_day = workdays_after(timezone.localdate(), days)
        seat.note, seat.seated_as = note[:300], seated_as or seat.seated_as
        if seat.was_backup:
            seat.source = AssignmentSource.SUBSTITUTE
        if seat.expert.user:
            send(
                "seat.invited",
                to=seat.expert.user,
                key=f"seat:{seat.pk}:invited",
                context={"round": f"{seat.round.call}{seat.round}", "until": f"{seat.answer_by_day:%Y年%-m月%-d日}"},
                url=reverse("projects:seat", args=[seat.pk]),
            )


def used_in(year: int, experts: Collection[int] | None = None) -> Counter:
    """In how many rounds of the year each expert sits, drawn or put into a panel by hand; of these experts, where they are named."""
    seats = Seat.objects.held().filter(invited_at__year=year)
    members = PanelMember.objects.told().filter(invited_at__year=year).exclude(panel__status=PanelStatus.CANCELLED)
    if experts is not None:
        seats, members = seats.filter(expert__in=experts), members.filter(expert__in=experts)
    pairs = {*seats.values_list("expert", "round"), *members.values_list("expert", "panel__round")}
    return Counter(expert for expert, _round in pairs)


def call_next(seat: Seat) -> Seat | None:
    """Ask the backup who takes an empty place; officers are told where there is none.

    The next of the same line; of another line of the group only who could sit for this one, so that the mix of types stays.
    Where the group would have too few from outside the city, the first backup from outside is asked before the others. What
    could not be kept is written on the seat, for the log.
    """
    line = _line_of(seat)
    able = _able(seat, line) if line else []
    if not able:
        _say_nobody(seat)
        return None
    lacking, note = _lacking_outside(seat, line.draw), ""
    outside = {one["id"] for one in line.draw.content["candidates"] if one["outside"]}
    backup = able[0]
    if lacking > 0:
        backup = next((one for one in able if one.expert_id in outside), able[0])
        note = "为保持市外比例，先邀请市外备选。" if backup != able[0] else ""
        if backup.expert_id not in outside:
            note = f"备选中没有市外专家，本组市外少 {lacking} 人。"
    if backup.line_id != line.pk:
        note = f"“{line}”的备选已用尽，由“{backup.line}”的备选递补。{note}"
    told = f"递补{seat}（{seat.get_status_display()}）。{note}"
    invite(backup, by=seat.invited_by or line.draw.supervised_by, note=told, seated_as=line.type)
    return backup


def _line_of(seat: Seat) -> DrawLine | None:
    """What the place asks for: the seat's own line, or, where a backup of another line sat in it, the one of that type."""
    if seat.line_id is None or seat.seated_as in ("", seat.line.type):
        return seat.line
    others = seat.line.draw.lines.select_related("draw").filter(group=seat.group_id, type=seat.seated_as)
    return others.order_by("pk").first() or seat.line


def _able(seat: Seat, line: DrawLine) -> list[Seat]:
    """Backups of the group who wait and may take the place now, in their order: those of the line before the others."""
    draw, today = line.draw, timezone.localdate()
    rows = Seat.objects.filter(line__draw=draw, group=seat.group_id, status=_S.BACKUP)
    rows = list(
        rows.select_related("expert__user", "line__draw", "line__group", "round__call").order_by("line", "place")
    )
    rows.sort(key=lambda one: one.line_id != line.pk)
    experts = [one.expert_id for one in rows]
    active = set(Expert.objects.active_on(today).filter(pk__in=experts).values_list("pk", flat=True))
    applications = seat.group.items.values("application") if seat.group else ()
    live = Recusal.objects.live().filter(expert__in=experts, application__in=applications)
    aside, used = set(live.values_list("expert", flat=True)), used_in(today.year, experts)
    told = next(one for one in draw.content["plan"]["lines"] if one["id"] == line.pk)
    content = draw.content | {"seated": ()}
    fit = {one["id"] for one in draw.content["candidates"] if not pure.obstacle(one, told, content)}
    return [
        one
        for one in rows
        if one.expert_id in active
        and one.expert_id not in aside
        and used[one.expert_id] < draw.yearly_cap
        and (one.line_id == line.pk or one.expert_id in fit)
    ]


def _lacking_outside(seat: Seat, draw: Draw) -> int:
    """How many from outside the city the group lacks of those that the plan asks, while this place is empty."""
    outside = {one["id"] for one in draw.content["candidates"] if one["outside"]}
    held = Seat.objects.held().filter(line__draw=draw, group=seat.group_id, stands_in=False).exclude(pk=seat.pk)
    came = sum(expert in outside for expert in held.values_list("expert", flat=True))
    return pure.wanted_outside(draw.content["plan"])[seat.group_id] - came


def _say_nobody(seat: Seat) -> None:
    seat.note = f"{seat.note}没有能递补的同类备选，已提醒补充抽取。"[:300]
    seat.save(update_fields=["note"])
    send(
        "seat.short",
        to=User.objects.holding(UNSEAT.permission),
        key=f"seat:{seat.pk}:short",
        context={"round": f"{seat.round.call}{seat.round}", "group": str(seat.group or "不分组")},
        url=reverse("admin:projects_reviewround_change", args=[seat.round_id]),
    )
