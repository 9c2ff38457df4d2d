"""Who should meet whom at an event, told by what units did in the portal; and the request that a solver takes.

Nobody is put at a table for a recommendation alone: one of the two asked, or the organiser fixed the pair.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from .choices import OPEN_INTERESTS, WITH_MEETINGS, InterestStatus, RuleKind, ScheduleStatus
from .eventfigures import brought_to, met_at
from .models import Absence, Achievement, Demand, Event, Interest, SchedulePlan, SlotMeeting
from .scheduling import Place, Request, Wish

MUTUAL, ONE_SIDED = 10, 4  # Both want it; one asked and the other has not answered.
FURTHER, FURTHER_AT_MOST = 1, 3  # Each further interest of the pair, up to so many.


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units, the lower key first, how much they want to meet, and the interest that says it best."""

    one: int
    other: int
    weight: int
    is_mutual: bool
    interest: int | None = None
    attendant: int | None = None  # The person who asked for a client as its broker, and comes with it.


def pairs(event: Event) -> list[Pair]:
    """By open interests about what the event brings together, or asked at it or while it collects; and by its contacts."""
    asked: dict[tuple[int, int], list] = defaultdict(list)
    rows = Interest.objects.filter(_concerns(event), status__in=OPEN_INTERESTS).order_by("pk")
    columns = ("pk", "status", "asker", "answerer", "broker", "asked_by")
    for pk, status, asker, answerer, broker, person in rows.values_list(*columns):
        said = (status != InterestStatus.ACCEPTED, pk, asker, person if broker else None)
        asked[min(asker, answerer), max(asker, answerer)].append(said)
    met = met_at(event).exclude(achievement__organisation=None).exclude(demand__organisation=None)
    for sides in met.order_by().values_list("achievement__organisation", "demand__organisation"):
        if sides[0] != sides[1]:
            asked.setdefault((min(sides), max(sides)), [])
    return [_pair(*key, said) for key, said in sorted(asked.items())]


def _concerns(event: Event) -> Q:
    collecting = (event.collect_from, event.collect_until)
    items = {
        f"{model._meta.model_name}__in": model.objects.filter(brought_to(event)).order_by().values("pk")
        for model in (Achievement, Demand)
    }
    return Q(event=event) | Q(asked_at__date__range=collecting) | Q(**items, _connector=Q.OR)


def _pair(one: int, other: int, said: list) -> Pair:
    """``said`` holds (not accepted, key, asker, broker's person) of each interest; none where a contact alone tells of the pair."""
    is_mutual = not said or not min(one[0] for one in said) or len({asker for _open, _pk, asker, _person in said}) == 2
    further = min(max(len(said) - 1, 0), FURTHER_AT_MOST) * FURTHER
    weight = (MUTUAL if is_mutual else ONE_SIDED) + further
    _open, interest, _asker, attendant = min(said, key=lambda one: one[:2]) if said else (False, None, None, None)
    return Pair(one, other, weight, is_mutual, interest, attendant)


def content_of(event: Event, *, keeps: bool) -> dict:
    """All that the next schedule is made of; nothing new begins in a slot that has begun. With ``keeps`` the meetings that were published stay where they are."""
    slots, now = dict(event.slots.values_list("pk", "starts_at")), timezone.now()
    rules = {(rule.one_id, rule.other_id): rule for rule in event.pair_rules.all()}
    wished = {(pair.one, pair.other): pair for pair in pairs(event)}
    for key, rule in rules.items():
        if rule.kind == RuleKind.FIXED and key not in wished:
            wished[key] = Pair(*key, ONE_SIDED, is_mutual=False)
    fixed = {key: rule.slot_id for key, rule in rules.items() if rule.kind == RuleKind.FIXED}
    stays = {(one, other): at for one, other, *at in (_published(event) if keeps else ()) if (one, other) not in rules}
    fixed |= {key: slot for key, (slot, _table) in stays.items() if key in wished}
    places = {pk: place for place, pk in enumerate(slots)}
    absent = defaultdict(list)
    for unit, slot in Absence.objects.filter(slot__event=event).values_list("organisation", "slot").order_by("pk"):
        absent[unit].append(places[slot])
    keys = sorted(wished)
    numbers = {key: number for number, key in enumerate(keys)}
    return {
        "slots": list(slots), "past": [places[pk] for pk, begins in slots.items() if begins <= now], "tables": event.tables, "most": event.most_meetings,
        "wishes": [[*key, wished[key].weight, wished[key].is_mutual, wished[key].interest] for key in keys],
        "attendants": [[numbers[key], wished[key].attendant] for key in keys if wished[key].attendant],
        "absent": sorted(absent.items()), "fixed": sorted([numbers[key], places[slot]] for key, slot in fixed.items()),
        "barred": sorted(numbers[key] for key in keys if key in rules and rules[key].kind == RuleKind.BARRED),
        "kept": sorted([numbers[key], places[slot], table] for key, (slot, table) in stays.items() if key in wished and table <= event.tables),
    }  # fmt: skip


def _published(event: Event) -> list[tuple[int, int, int, int]]:
    """(one, other, slot, table) of the meetings that were published and stand."""
    rows = SlotMeeting.objects.standing().filter(plan__event=event, plan__status=ScheduleStatus.PUBLISHED)
    return list(rows.values_list("one", "other", "slot", "table_number"))


def packed(content: dict) -> bytes:
    """As a plan keeps it."""
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode())


def unpacked(plan: SchedulePlan) -> dict:
    """What ``packed`` wrote."""
    return json.loads(zlib.decompress(bytes(plan.content)))


def request_of(content: dict) -> Request:
    """The content as the solver takes it."""
    absent, everywhere = (
        defaultdict(set, {unit: set(slots) for unit, slots in content["absent"]}),
        range(len(content["slots"])),
    )
    units = {unit for one, other, *_rest in content["wishes"] for unit in (one, other)}
    with_them = attendants(content)
    away = {unit: absent[unit].union(content["past"]) for unit in sorted(units)}
    return Request(
        wishes=tuple(
            Wish(one, other, weight, (("person", with_them[number]),) if with_them[number] else ())
            for number, (one, other, weight, *_rest) in enumerate(content["wishes"])
        ),
        slots=len(everywhere),
        tables=content["tables"], available={unit: [n for n in everywhere if n not in slots] for unit, slots in away.items() if slots},
        most=content["most"], fixed=tuple((wish, slot) for wish, slot in content["fixed"]), barred=frozenset(content["barred"]),
    )  # fmt: skip


def attendants(content: dict) -> list[int | None]:
    """Of each wish the person who comes with a client; plans of before they were asked about have none."""
    found = dict(content.get("attendants", ()))
    return [found.get(number) for number in range(len(content["wishes"]))]


def places_of(plan: SchedulePlan, content: dict, meetings: Collection[SlotMeeting]) -> list[Place]:
    """What a plan gives its wishes; once it was adopted, as its meetings stand now. A slot that was added since is numbered on."""
    if plan.status not in WITH_MEETINGS:
        return [Place(*place) for place in plan.places]
    wishes = {(one, other): number for number, (one, other, *_rest) in enumerate(content["wishes"])}
    slots = {pk: number for number, pk in enumerate(content["slots"])}
    return [
        Place(wishes[one.one_id, one.other_id], slots.setdefault(one.slot_id, len(slots)), one.table_number)
        for one in meetings
        if not one.reason
    ]
