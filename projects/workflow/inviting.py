"""Asking who was drawn, and the next backup where somebody does not come."""

from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.messaging.workflow import send
from bureau.workdays import workdays_after
from bureau.workflow import Transition
from projects.choices import HELD, AssignmentSource, SeatStatus
from projects.models import Expert, Recusal, Seat

SYSTEM = "抽取程序"
_S = SeatStatus
INVITE = Transition("invite_expert", "邀请", (_S.BACKUP,), _S.INVITED, "projects.assign_assignment")
UNSEAT = Transition("unseat", "取消席位", (_S.BACKUP, *HELD), _S.CANCELLED, "projects.assign_assignment")


def invite(seat: Seat, *, by: User, stands_in: bool = False) -> None:
    """Ask somebody who was drawn, with a term for the answer. Said by the draw itself, in the name of who watches or answers."""
    with INVITE(seat, by=SYSTEM):
        days = seat.line.draw.answer_days if seat.line else 2
        seat.invited_by, seat.invited_at, seat.stands_in = by, timezone.now(), stands_in
        seat.answer_by_day = workdays_after(timezone.localdate(), days)
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


def call_next(seat: Seat) -> Seat | None:
    """The first backup of the same line who may still come; officers are told where there is none."""
    waiting = Seat.objects.none()
    if seat.line_id:
        waiting = Seat.objects.filter(line=seat.line, status=_S.BACKUP).select_related("expert", "line__draw", "round")
    active = Expert.objects.active_on(timezone.localdate())
    applications = seat.group.items.values("application") if seat.group else ()
    for backup in waiting.order_by("place"):
        steps_aside = Recusal.objects.live().filter(expert=backup.expert, application__in=applications).exists()
        if active.filter(pk=backup.expert_id).exists() and not steps_aside:
            invite(backup, by=seat.invited_by or seat.line.draw.supervised_by)
            return backup
    send(
        "seat.short",
        to=User.objects.holding(UNSEAT.permission),
        key=f"seat:{seat.pk}:short",
        context={"round": f"{seat.round.call}{seat.round}", "group": str(seat.group or "不分组")},
        url=reverse("admin:projects_reviewround_change", args=[seat.round_id]),
    )
    return None
