"""The organiser's board of one schedule: slot by table, the total against the bound, the wishes that are not met and why."""

from dataclasses import dataclass, field

from bureau.accounts.models import Organisation

from .choices import MEASURED_SCHEDULES, WITH_MEETINGS, RuleKind
from .models import Absence, Event, MeetingSlot, PairRule, SchedulePlan, SlotMeeting
from .scheduling import why_not
from .wishes import pairs, places_of, request_of, unpacked

UNMET_SHOWN = 100


@dataclass
class Board:
    """What an event's schedules are made of, and one of them as it stands now."""

    event: Event
    plan: SchedulePlan | None
    slots: list[MeetingSlot] = field(init=False)
    rules: list[PairRule] = field(init=False)
    away: set[tuple[int, int]] = field(init=False)  # (slot, unit)

    def __post_init__(self):
        self.slots = list(self.event.slots.all())
        self.rules = list(self.event.pair_rules.select_related("one", "other", "slot").order_by("-made_at"))
        self.away = set(Absence.objects.filter(slot__event=self.event).values_list("slot", "organisation"))

    def told(self) -> dict:
        """What the next schedule would be made of."""
        wished = pairs(self.event)
        away = len({unit for _slot, unit in self.away})
        return {"pairs": len(wished), "mutual": sum(pair.is_mutual for pair in wished), "away": away}

    def shown(self) -> dict | None:
        """The plan slot by table; none before it was solved."""
        if self.plan is None or self.plan.status not in MEASURED_SCHEDULES:
            return None
        content = unpacked(self.plan)
        weights = {(one, other): weight for one, other, weight, *_rest in content["wishes"]}
        keys = {unit for pair in weights for unit in pair}
        units = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
        meetings = list(self.plan.meetings.all()) if self.plan.status in WITH_MEETINGS else []
        cells = self._cells(content, meetings)
        unmet = _unmet(content, why_not(request_of(content), places_of(self.plan, content, meetings)), meetings, units)
        reached = sum(weights[pair] for _at, pair, _pk in cells)
        columns = max((table for (_slot, table), _pair, _pk in cells), default=0)
        return {
            "columns": range(1, columns + 1), "lines": self._lines(cells, columns, units), "count": len(cells),
            "reached": reached, "share": int(reached * 1000 / self.plan.bound) / 10 if self.plan.bound else 100,
            "unmet": unmet[:UNMET_SHOWN], "unmet_count": len(unmet), "wished": len(weights),
        }  # fmt: skip

    def _cells(self, content: dict, meetings: list[SlotMeeting]) -> list[tuple]:
        """((slot, table), pair, meeting) of all that stand; a schedule that is not adopted has no meetings yet."""
        if self.plan.status in WITH_MEETINGS:
            standing = [one for one in meetings if not one.reason]
            return [((one.slot_id, one.table_number), (one.one_id, one.other_id), one.pk) for one in standing]
        wishes, slots, here = content["wishes"], content["slots"], {slot.pk for slot in self.slots}
        found = [((slots[slot], table), tuple(wishes[wish][:2]), None) for wish, slot, table in self.plan.places]
        return [cell for cell in found if cell[0][0] in here]

    def _lines(self, cells: list[tuple], columns: int, units: dict[int, str]) -> list[tuple]:
        """(slot, its cells by table, how many are taken)."""
        fixed = {(rule.one_id, rule.other_id) for rule in self.rules if rule.kind == RuleKind.FIXED}
        lines = {slot.pk: [None] * columns for slot in self.slots}
        for (slot, table), pair, pk in cells:
            lines[slot][table - 1] = {
                "names": [units[unit] for unit in pair], "pk": pk, "is_fixed": pair in fixed,
                "away": [units[unit] for unit in pair if (slot, unit) in self.away],
            }  # fmt: skip
        return [(slot, lines[slot.pk], sum(map(bool, lines[slot.pk]))) for slot in self.slots]


def _unmet(content: dict, reasons: dict, meetings: list[SlotMeeting], units: dict[int, str]) -> list[dict]:
    """The wishes without a meeting, the strongest first."""
    cancelled = {(one.one_id, one.other_id): one.reason for one in meetings if one.reason}
    found = []
    for number, why in reasons.items():
        one, other, weight, is_mutual, _interest = content["wishes"][number]
        words = f"已取消：{cancelled[one, other]}" if (one, other) in cancelled else why.label
        found.append({"names": [units[one], units[other]], "weight": weight, "is_mutual": is_mutual, "why": words})
    return sorted(found, key=lambda line: -line["weight"])
