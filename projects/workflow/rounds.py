"""A round of reviews: what is reviewed in it, its groups, its beginning and end."""

from celery import current_app
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition
from projects.choices import ApplicationStatus, RoundStatus
from projects.models import Application, ExpertiseField, ReviewGroup, ReviewItem, ReviewRound

from . import materials, ranking, reviewing

_S = RoundStatus
COMPOSE = Transition("compose_round", "编排", (_S.PREPARING,), None, "projects.change_reviewround")
START = Transition("start_round", "启动评审", (_S.PREPARING,), _S.REVIEWING, "projects.run_reviewround")
END = Transition("end_round", "结束评审", (_S.REVIEWING,), _S.ENDED, "projects.run_reviewround")
ALL = (COMPOSE, START, END)


def take_in(
    round: ReviewRound,
    /,
    applications,
    *,
    by: User,
    group: ReviewGroup | None = None,
    field: ExpertiseField | None = None,
) -> int:
    """Have accepted applications of the call reviewed in the round; those that are in it change their group and field."""
    with COMPOSE(round, by=by):
        if group is not None and group.round_id != round.pk:
            raise Refused("分组不属于本轮次。")
        rows = Application.objects.filter(pk__in=[application.pk for application in applications])
        for application in rows.select_related("call"):
            if application.call_id != round.call_id or application.status != ApplicationStatus.ACCEPTED:
                raise Refused(f"“{application}”不是本批次已受理的申报。")
        values = {"group": group, "field": field or (group.field if group else None)}
        for application in rows:
            ReviewItem.objects.update_or_create(round=round, application=application, defaults=values)
        if reviewing.is_blind_round(round):
            task = current_app.signature("projects.tasks.read_attachments", [round.pk])
            transaction.on_commit(lambda: task.apply_async(), robust=True)
        return len(rows)


def put_group(round: ReviewRound, name: str, *, by: User, field: ExpertiseField | None = None) -> ReviewGroup:
    """A group of the round."""
    with COMPOSE(round, by=by):
        group = ReviewGroup(round=round, name=name.strip(), field=field)
        group.full_clean()
        group.save()
        record(group, "add", by=by)
    return group


def compose_group(
    round: ReviewRound, *, by: User, name: str, field: ExpertiseField | None = None, applications=()
) -> ReviewGroup:
    """A group with its applications; one of that name takes them in addition."""
    with COMPOSE(round, by=by):
        group = round.groups.filter(name=name.strip()).first() or put_group(round, name, by=by, field=field)
        if applications:
            take_in(round, applications, by=by, group=group, field=field)
    return group


def leave_out(item: ReviewItem, *, by: User, reason: str) -> None:
    """Do not review it in this round."""
    with COMPOSE(item.round, by=by, reason=reason):
        if item.application.assignments.standing().filter(round=item.round).exists():
            raise Refused("该项目已分配专家，请先取消分配。")
        record(item, "take_out", by=by, reason=reason)
        item.delete()


def start(round: ReviewRound, *, by: User) -> None:
    """Open the reviews to the experts: every application has as many as the round asks, and nobody among them steps aside."""
    is_blind = reviewing.is_blind_round(round)
    if is_blind and START.is_allowed(round, by):
        materials.read_missing(round)  # Kept, whether the round opens or not.
    with START(round, by=by):
        if round.due_at <= timezone.now():
            raise Refused("评审截止时间已过，请先改期。")
        if lacking := [str(item) for item in lacking_reviewers(round)]:
            told = "、".join(f"“{title}”" for title in lacking[:3])
            raise Refused(f"{len(lacking)} 个项目的专家不足 {round.per_application} 名：{told}等。")
        if not round.items.exists():
            raise Refused("本轮次还没有项目。")
        if is_blind:
            materials.demand_checked(round)
        round.started_by, round.started_at = by, timezone.now()
        ranking.prepare(round)


def lacking_reviewers(round: ReviewRound) -> list[ReviewItem]:
    """The applications with fewer experts than the round asks."""
    counts: dict[int, int] = {}
    for pk in round.assignments.standing().values_list("application_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    items = round.items.select_related("application")
    return [item for item in items if counts.get(item.application_id, 0) < round.per_application]


def end(round: ReviewRound, *, by: User) -> None:
    """Nothing more is reviewed. What was not submitted stays as it is, to be seen."""
    with END(round, by=by):
        round.ended_by, round.ended_at = by, timezone.now()
