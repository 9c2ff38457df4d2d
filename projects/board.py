"""What the review board shows: rounds, applications and experts, each counted in the database."""

from datetime import datetime

from django.db.models import Avg, Count, F, Max, Q, QuerySet
from django.utils import timezone

from projects.choices import STANDING, UNFINISHED, AssignmentStatus, PanelStatus, RoundKind, RoundStatus
from projects.models import Application, Assignment, Call, Opinion, Panel, ReviewRound, Standing

COUNTS = Q(status=AssignmentStatus.SUBMITTED, blocked_at=None)
OWED = Q(status__in=UNFINISHED, blocked_at=None)
UNPLACED = Q(status=AssignmentStatus.RECUSED, passed_to=None)  # As the queryset's adjective of that name.
FLAGS = {"dispersed": "分差过大", "lacking": "评审份数不足", "ranked": "已有名次"}


def calls_under_review() -> QuerySet[Call]:
    """Calls that have an online round that began, or a panel that sat; the latest first."""
    rounds = ReviewRound.objects.filter(kind=RoundKind.ONLINE).exclude(status=RoundStatus.PREPARING)
    panels = Panel.objects.filter(status__in=(PanelStatus.SITTING, PanelStatus.ENDED))
    found = Q(pk__in=rounds.values("call")) | Q(pk__in=panels.values("round__call"))
    return Call.objects.filter(found).order_by("-plan_year", "-pk")


def counts_of(call: Call) -> list[dict]:
    """For each round and each of its experts, how many reviews there are to be, are handed in, are owed, have to be given to others.

    One walk along the index that carries all of it; the board's rounds, the order of its experts and whether its places
    still hold are read off these few rows.
    """
    return list(
        Assignment.objects.filter(round__in=list(call.rounds.values_list("pk", flat=True)))
        .values("round", "expert")
        .annotate(
            total=Count("pk", filter=Q(status__in=STANDING)),
            submitted=Count("pk", filter=COUNTS),
            owed=Count("pk", filter=OWED),
            blocked=Count("pk", filter=Q(status__in=STANDING, blocked_at__isnull=False) | UNPLACED),
            latest=Max("submitted_at"),
        )
        .order_by()
    )


def rounds_of(call: Call, counts: list[dict] | None = None) -> list[dict]:
    """Each round of the call with its reviews: how many there are to be, are handed in, are late, have to be given to others."""
    sums, now = {}, timezone.now()
    for line in counts_of(call) if counts is None else counts:
        held = sums.setdefault(line["round"], dict.fromkeys(("total", "submitted", "owed", "blocked", "experts"), 0))
        for name in held:
            held[name] += line[name] if name != "experts" else bool(line["total"])
    found = []
    for round in call.rounds.order_by("pk"):
        line = sums.get(round.pk) or dict.fromkeys(("total", "submitted", "owed", "blocked", "experts"), 0)
        late = line["owed"] if round.due_at < now else 0
        share = 100 * line["submitted"] // line["total"] if line["total"] else 0
        found.append(
            line | {"round": round, "late": late, "share": share, "is_open": round.status == RoundStatus.REVIEWING}
        )
    return found


def standings_of(call: Call, *, flag: str = "", text: str = "") -> QuerySet[Standing]:
    """The call's applications, the first first; those without a place last."""
    rows = Standing.objects.filter(call=call).select_related("application__organisation")
    if text.strip():
        rows = rows.filter(application__in=Application.objects.search(text).filter(call=call).values("pk"))
    if flag in FLAGS:
        rows = {"dispersed": rows.flagged, "lacking": rows.lacking, "ranked": lambda: rows.exclude(place=None)}[flag]()
    return rows.order_by(F("place").asc(nulls_last=True), "pk")


def add_progress(standings: list[Standing]) -> None:
    """On each of one page's rows, how many reviews there are to be."""
    rows = Assignment.objects.filter(
        application__in=[s.application_id for s in standings],
        status__in=STANDING,
        blocked_at=None,
        round__kind=RoundKind.ONLINE,
    )
    counts = dict(rows.values_list("application").annotate(count=Count("pk")).order_by("application"))
    for standing in standings:
        standing.expected = counts.get(standing.application_id, 0)


def expert_order(rounds: list[dict], counts: list[dict]) -> list[int]:
    """The experts of online rounds, those who owe most in rounds that are over first, then those with most reviews."""
    late = {line["round"].pk: bool(line["late"]) for line in rounds if line["round"].kind == RoundKind.ONLINE}
    sums: dict[int, list[int]] = {}
    for line in counts:
        if line["round"] in late and line["total"]:
            held = sums.setdefault(line["expert"], [0, 0])
            held[0] += line["owed"] if late[line["round"]] else 0
            held[1] += line["total"]
    return sorted(sums, key=lambda expert: (-sums[expert][0], -sums[expert][1], expert))


def _online(call: Call) -> list[int]:
    return list(call.rounds.filter(kind=RoundKind.ONLINE).values_list("pk", flat=True))


def experts_of(call: Call, experts: list[int] | None = None) -> QuerySet:
    """Each expert's progress and mean; the late first. How they review is ``quality``'s."""
    now = timezone.now()
    rows = Assignment.objects.filter(round__in=_online(call), status__in=STANDING)
    rows = rows if experts is None else rows.filter(expert__in=experts)
    return (
        rows.values("expert", "expert__name", "expert__number", "expert__unit_name")
        .annotate(
            total=Count("pk"),
            submitted=Count("pk", filter=COUNTS),
            late=Count("pk", filter=OWED & Q(round__due_at__lt=now)),
            mean=Avg("sheet__total", filter=COUNTS),
            latest=Max("submitted_at"),
        )
        .order_by("-late", "-total", "expert")
    )


def ranked_at(call: Call) -> datetime | None:
    """When the places were given last."""
    return Standing.objects.filter(call=call).aggregate(at=Max("computed_at"))["at"]


def is_stale(call: Call, at: datetime | None, counts: list[dict] | None = None) -> bool:
    """Whether a sheet was handed in or a panel's opinion signed since, so that the places are no longer what they would be."""
    counts = counts_of(call) if counts is None else counts
    opinions = Opinion.objects.filter(item__panel__round__call=call)
    told = opinions.aggregate(signed=Max("signed_at"), reopened=Max("reopened_at"))
    latest = max(filter(None, (*(line["latest"] for line in counts), *told.values())), default=None)
    return bool(latest and (at is None or latest > at))
