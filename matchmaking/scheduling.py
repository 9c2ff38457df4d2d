"""Meeting slots at an event: who meets whom when and at which table, for the most mutual interest under everyone's availability.

A pure module. Parties are any hashable things (numbers of units, of persons), slots are numbered from 0. The problem is a matching
in every slot under one budget of tables, solved exactly by CP-SAT (ortools); what the organiser has fixed stands. The same
request gives the same schedule: one worker, one seed, and a limit that counts the solver's own steps, not the clock's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from .choices import WhyNot

STEPS = 20.0  # Deterministic time at the most: some tens of seconds on a slow core.
EARLIER = 0.25  # The share of them, on top, for what comes early.
SEED = 1


class Impossible(Exception):
    """What the organiser fixed cannot be. ``str()`` says why, for a person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Two who could meet. ``weight`` (above 0) is how much both want it: what one of them alone wants should weigh less."""

    one: Hashable
    other: Hashable
    weight: int
    also: tuple[
        Hashable, ...
    ] = ()  # Who comes with them and can be at one table at a time, too: the person who acts for a client.

    @property
    def who(self) -> tuple[Hashable, ...]:
        """Everybody who sits at the table."""
        return self.one, self.other, *self.also

    def __post_init__(self):
        if self.one == self.other or self.weight <= 0:
            raise ValueError(f"not a wish: {self}")


@dataclass(frozen=True, slots=True)
class Place:
    """A wish's slot and table. Which table is of no weight: within a slot they are taken in the order of the wishes."""

    wish: int  # Its index in the request.
    slot: int
    table: int


@dataclass(frozen=True)
class Request:
    """All that a schedule is made of. Who is not in ``available`` can come to every slot."""

    wishes: tuple[Wish, ...]
    slots: int
    tables: int
    available: Mapping[Hashable, Collection[int]] = field(default_factory=dict)
    most: int | None = None  # Meetings of one party at the most.
    fixed: tuple[tuple[int, int], ...] = ()  # (wish, slot) as the organiser put it, whatever anybody's availability.
    barred: frozenset[int] = frozenset()  # Wishes that the organiser has taken out.

    def may_meet(self, wish: int) -> list[int]:
        """The slots to which both can come."""
        return [
            slot
            for slot in range(self.slots)
            if all(slot in self.available.get(who, (slot,)) for who in self.wishes[wish].who)
        ]


@dataclass(frozen=True)
class Schedule:
    """Who meets when; ``total`` is the weight reached, ``bound`` what no schedule exceeds: equal when it is the best."""

    places: tuple[Place, ...]
    total: int
    bound: int

    @property
    def is_best(self) -> bool:
        """Whether nothing better is possible."""
        return self.total == self.bound


Watch = Callable[[float, float, float], bool]
"""Hears of each better schedule: its weight, the bound, the share of the steps; says whether to go on."""


class _Heard(cp_model.CpSolverSolutionCallback):
    def __init__(self, watch: Watch, steps: float):
        super().__init__()
        self.watch, self.steps = watch, steps

    def on_solution_callback(self):
        if not self.watch(
            self.objective_value, self.best_objective_bound, min(self.deterministic_time / self.steps, 1)
        ):
            self.stop_search()


def schedule(request: Request, *, steps: float = STEPS, watch: Watch = lambda *_told: True) -> Schedule:
    """The best schedule, or the best found within ``steps``; among equals one whose meetings are early.

    Raises Impossible when what is fixed contradicts itself.
    """
    _refuse_contradictions(request)
    model, chosen = cp_model.CpModel(), {}
    fixed = dict(request.fixed)
    for number in range(len(request.wishes)):
        if number in request.barred:
            continue
        slots = [fixed[number]] if number in fixed else request.may_meet(number)
        for slot in slots:
            chosen[number, slot] = model.new_bool_var(f"{number} {slot}")
        if number in fixed:
            model.add(chosen[number, fixed[number]] == 1)
        else:
            model.add_at_most_one(chosen[number, slot] for slot in slots)
    _limit(model, request, chosen)
    weight = sum(request.wishes[number].weight * used for (number, _slot), used in chosen.items())
    model.maximize(weight)
    solver = _solver(steps)
    status = solver.solve(model, _Heard(watch, steps))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):  # What is fixed is feasible by itself: too few steps.
        kept = sorted(request.fixed)
        return _told(request, kept, sum(wish.weight for wish in request.wishes))
    bound = int(solver.best_objective_bound)
    return _told(request, _earliest(model, weight, chosen, solver, steps * EARLIER), bound)


def _solver(steps: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, SEED
    solver.parameters.max_deterministic_time = steps
    return solver


def _earliest(model, weight, chosen: dict, found: cp_model.CpSolver, steps: float) -> list[tuple[int, int]]:
    """Of the schedules that weigh as much as the one ``found``, one with the earliest meetings that ``steps`` reach."""
    used = sorted(pair for pair, variable in chosen.items() if found.boolean_value(variable))
    model.add(weight >= int(found.objective_value))
    for variable in chosen.values():
        model.add_hint(variable, found.boolean_value(variable))
    model.minimize(sum(slot * variable for (_number, slot), variable in chosen.items()))
    solver = _solver(steps)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return used
    return sorted(pair for pair, variable in chosen.items() if solver.boolean_value(variable))


def _limit(model: cp_model.CpModel, request: Request, chosen: dict) -> None:
    """Nobody in two places, no more meetings than tables, nobody over the limit; what is fixed may exceed the limit."""
    in_slot, of_party, at_once = defaultdict(list), defaultdict(list), defaultdict(list)
    for (number, slot), used in chosen.items():
        in_slot[slot].append(used)
        for who in request.wishes[number].who:
            at_once[who, slot].append(used)
        for who in (request.wishes[number].one, request.wishes[number].other):
            of_party[who].append(used)
    for used in at_once.values():
        model.add_at_most_one(used)
    for used in in_slot.values():
        model.add(sum(used) <= request.tables)
    if request.most is not None:
        held = _counts(request)
        for who, used in of_party.items():
            model.add(sum(used) <= max(request.most, held[who]))


def _counts(request: Request) -> Mapping[Hashable, int]:
    found = defaultdict(int)
    for number, _slot in request.fixed:
        for who in (request.wishes[number].one, request.wishes[number].other):
            found[who] += 1
    return found


def _refuse_contradictions(request: Request) -> None:
    seen, taken, full = set(), set(), defaultdict(int)
    for number, slot in request.fixed:
        wish = request.wishes[number]
        if number in seen or number in request.barred:
            raise Impossible("同一对接不能固定两次，也不能既固定又取消。")
        if not 0 <= slot < request.slots:
            raise Impossible("固定的时段不在本场之内。")
        if taken & {(wish.one, slot), (wish.other, slot)}:
            raise Impossible("同一单位在同一时段固定了两场洽谈。")
        if taken & {(who, slot) for who in wish.also}:
            raise Impossible("同一技术经理人在同一时段固定了两场洽谈。")
        seen.add(number)
        taken |= {(who, slot) for who in wish.who}
        full[slot] += 1
    if any(count > request.tables for count in full.values()):
        raise Impossible("同一时段固定的洽谈多于桌数。")


def _told(request: Request, used: list[tuple[int, int]], bound: int) -> Schedule:
    tables, places = defaultdict(int), []
    for number, slot in used:
        tables[slot] += 1
        places.append(Place(number, slot, tables[slot]))
    total = sum(request.wishes[number].weight for number, _slot in used)
    return Schedule(tuple(sorted(places, key=lambda one: (one.slot, one.table))), total, max(bound, total))


def why_not(request: Request, places: Collection[Place]) -> dict[int, WhyNot]:
    """Of each wish without a place, why it has none."""
    met = {one.wish for one in places}
    sides = {number: (wish.one, wish.other) for number, wish in enumerate(request.wishes)}
    busy = {(who, one.slot) for one in places for who in request.wishes[one.wish].who}
    held = Counter(who for one in places for who in sides[one.wish])
    full = {slot for slot, count in Counter(one.slot for one in places).items() if count >= request.tables}
    found = {}
    for number in (number for number in sides if number not in met):
        slots = request.may_meet(number)
        if number in request.barred:
            found[number] = WhyNot.BARRED
        elif not slots:
            found[number] = WhyNot.APART
        elif request.most is not None and any(held[who] >= request.most for who in sides[number]):
            found[number] = WhyNot.MOST
        elif full.issuperset(slots):
            found[number] = WhyNot.TABLES
        elif all(slot in full or any((who, slot) in busy for who in request.wishes[number].who) for slot in slots):
            found[number] = WhyNot.BUSY
        else:
            found[number] = WhyNot.FREE
    return found
