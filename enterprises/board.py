"""The cultivation board: how many firms stand where, who looks after how many, what is due this month."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bureau.accounts.models import Division, User

from .choices import LOOKED_AFTER, ReserveStatus
from .entry import rule_on
from .models import Measure, Reserve, Ticket

STAGES = (
    ReserveStatus.CANDIDATE,
    ReserveStatus.APPLIED,
    ReserveStatus.ADMITTED,
    ReserveStatus.DECLARED,
    ReserveStatus.RECOGNISED,
    ReserveStatus.LEFT,
)


@dataclass(frozen=True, slots=True)
class Board:
    """What the page shows."""

    stages: tuple[str, ...]
    rows: list[tuple[str, list[int]]]
    total: list[int]
    workload: list[User]
    service_days: int
    unserved: QuerySet[Reserve]
    measures: QuerySet[Measure]
    tickets: QuerySet[Ticket]


def funnel() -> tuple[list[tuple[str, list[int]]], list[int]]:
    """Firms at each stage by place, in the order of the bureau's tables, and all of them."""
    found = {
        row["organisation__division"]: [row[stage] for stage in STAGES]
        for row in Reserve.objects.values("organisation__division").annotate(
            **{stage: Count("pk", filter=Q(status=stage)) for stage in STAGES}
        )
    }
    rows = [(division.name, found[division.pk]) for division in Division.objects.for_tables() if division.pk in found]
    if None in found:
        rows.append(("未写明", found[None]))
    return rows, [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)] or [0] * len(STAGES)


def board(today: date | None = None) -> Board:
    """The whole board, in a constant number of queries."""
    today = today or timezone.localdate()
    rule = rule_on(today)
    month_end = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    rows, total = funnel()
    mine = Q(reserves__status__in=LOOKED_AFTER)
    people = User.objects.filter(mine).annotate(firms=Count("reserves", filter=mine, distinct=True))
    measures = Measure.objects.filter(done_at=None, due_on__lt=month_end, reserve__status__in=LOOKED_AFTER)
    return Board(
        stages=tuple(stage.label for stage in STAGES),
        rows=rows,
        total=total,
        workload=list(people.order_by("-firms", "pk")),
        service_days=rule.service_days,
        unserved=Reserve.objects.without_service_in(rule.service_days).for_list(),
        measures=measures.select_related("reserve__organisation", "owner").order_by("due_on", "pk"),
        tickets=Ticket.objects.overdue().for_list(),
    )
