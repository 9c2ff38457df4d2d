"""The cultivation board: how many firms stand where, who looks after how many, what is due this month, what the year will bring."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone

from bureau.accounts.models import User

from .assessment.fields import placed
from .choices import LOOKED_AFTER, Need, ReserveStatus
from .entry import rule_on
from .forecast import Forecast, forecast
from .models import Measure, Reserve, ServiceRecord, Ticket

STAGES = (
    ReserveStatus.CANDIDATE,
    ReserveStatus.APPLIED,
    ReserveStatus.ADMITTED,
    ReserveStatus.DECLARED,
    ReserveStatus.RECOGNISED,
    ReserveStatus.LEFT,
)
SHOWN = 50  # Most urgent first; a page of hundreds is read by nobody, and the lists have the rest.
UNSAID = "未写明"
Funnel = list[tuple[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a firm needs this month: what, of whom, until when."""

    need: Need
    pk: int
    firm: str
    on: date | None
    person: str
    told: str

    @property
    def is_about_a_question(self) -> bool:
        """Whether ``pk`` is a ticket's; else it is the stay's in the reserve."""
        return self.need == Need.ANSWER


@dataclass(frozen=True, slots=True)
class Board:
    """What the page shows."""

    stages: tuple[str, ...]
    by_place: Funnel
    by_field: Funnel
    total: list[int]
    workload: list[User]
    service_days: int
    forecast: Forecast
    dues: list[Due]


def funnels() -> tuple[Funnel, Funnel, list[int]]:
    """Firms at each stage by place (in the order of the bureau's tables), by field, and all of them; in one statement."""
    places: dict[tuple, Counter] = defaultdict(Counter)
    fields: dict[str, Counter] = defaultdict(Counter)
    whole: Counter = Counter()
    place, code = (
        ("organisation__division__position", "organisation__division__name"),
        "organisation__enterprise__technology_field",
    )
    counted = Reserve.objects.order_by().values_list(*place, code, "status").annotate(Count("pk"))
    for position, name, field, status, count in counted:
        places[position is None, position, name or UNSAID][status] += count
        fields[placed(field or "")[0] or UNSAID][status] += count
        whole[status] += count
    by_place = [(key[2], _stages(places[key])) for key in sorted(places, key=lambda key: (key[0], key[1] or 0))]
    by_field = sorted(
        ((name, _stages(found)) for name, found in fields.items()), key=lambda row: (-sum(row[1]), row[0])
    )
    return by_place, by_field, _stages(whole)


def _stages(found: Counter) -> list[int]:
    return [found[stage] for stage in STAGES]


def dues(today: date, service_days: int, term: int) -> list[Due]:
    """What is to be done until the month's end, what is late first; in one statement."""
    last = (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    parts = (
        _six(Reserve.objects.certified(), Need.RECOGNISE, "", None, "responsible", Value("登记已有新证书，可办认定出库")),
        _six(Reserve.objects.over(today, term), Need.DECIDE, "", None, "responsible", Value("培育期已满，续培或出库")),
        _six(Measure.objects.due_by(last), Need.MEASURE, "reserve__", F("due_on"), "owner", F("action")),
        _six(_next_services(last), Need.SERVE, "reserve__", F("next_on"), "reserve__responsible", F("content")),
        _six(
            Reserve.objects.without_service_in(service_days), Need.SERVE, "", None, "responsible",
            Value(f"{service_days} 天内没有服务"),
        ),
        _six(Ticket.objects.waiting().filter(due_on__lte=last), Need.ANSWER, None, F("due_on"), None, F("subject")),
    )  # fmt: skip
    rows = parts[0].union(*parts[1:], all=True)
    found = [Due(Need(need), pk, firm, on, person, told) for need, pk, firm, on, person, told in rows]
    return sorted(found, key=lambda due: (due.on or date.min, due.firm))


def _next_services(last: date) -> QuerySet[ServiceRecord]:
    """The next visit that a service record promised, where none followed."""
    later = ServiceRecord.objects.filter(reserve=OuterRef("reserve"), served_on__gt=OuterRef("served_on"))
    rows = ServiceRecord.objects.filter(next_on__lte=last, reserve__status__in=LOOKED_AFTER)
    return rows.exclude(Exists(later))


def _six(rows: QuerySet, need: Need, path: str | None, on, person: str | None, told):
    """need, key of the page, firm, day, person, words: the same columns of each source."""
    day = on if on is not None else Value(None, output_field=DateField())
    named = Coalesce(NullIf(f"{person}__name", Value("")), f"{person}__username") if person else Value("")
    key = F(f"{path}pk") if path else F("pk")
    columns = (key, F(f"{path or ''}organisation__name"), Cast(day, DateField()), named, Cast(told, CharField()))
    return rows.order_by("pk" if on is None else on)[: SHOWN + 1].values_list(Value(need.value), *columns)


def workload(people: Iterable[User] | None = None) -> QuerySet[User]:
    """Those who answer for firms: ``firms``, and ``served`` of them in the last thirty days."""
    mine, since = Q(reserves__status__in=LOOKED_AFTER), timezone.localdate() - timedelta(days=30)
    lately = mine & Q(reserves__services__served_on__gt=since)
    people = people if people is not None else User.objects.all()
    return people.filter(mine).annotate(
        firms=Count("reserves", filter=mine, distinct=True), served=Count("reserves", filter=lately, distinct=True)
    )


def board(today: date | None = None) -> Board:
    """The whole board, in a constant number of queries."""
    today = today or timezone.localdate()
    rule = rule_on(today)
    by_place, by_field, total = funnels()
    return Board(
        stages=tuple(stage.label for stage in STAGES),
        by_place=by_place,
        by_field=by_field,
        total=total,
        workload=list(workload().order_by("-firms", "pk")),
        service_days=rule.service_days,
        forecast=forecast(today.year, today),
        dues=dues(today, rule.service_days, rule.years),
    )
