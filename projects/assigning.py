"""Which expert reviews which application: as even as can be, and among those ways the best match. Exact, by a solver.

Assigning k reviewers to each application is a transportation problem: its linear programme has a whole-numbered optimum, and
a minimum-cost flow finds it. Costs are two-tiered: how uneven the loads are (the sum of their squares) comes before the
match, so loads lie within one of each other wherever the instance allows. ``bound`` proves the optimum without the solver:
prices of experts' time give, by duality, a total that no assignment as even can exceed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python import min_cost_flow

SCALE = 10_000  # A match of 1 in whole numbers: the flow knows no others.
SPARE = 4  # Reviews above an even load that are offered first; more only where these do not suffice.

Watch = Callable[[str, float], None]  # Hears what is being done and which share of it is done; may raise to stop it.


def _nobody(_stage: str, _share: float) -> None:
    """Nobody watches."""


class Impossible(Exception):
    """No assignment gives every application its reviewers. ``short`` names applications with too few experts left."""

    def __init__(self, short: list[int]):
        super().__init__(short)
        self.short = short


@dataclass(frozen=True)
class Instance:
    """What is to be assigned: rows of ``match`` are applications, columns experts; whole numbers from 0 to SCALE."""

    reviewers: int
    match: np.ndarray
    allowed: np.ndarray  # Of the same shape: False where somebody has to step aside, or was forbidden by hand.
    fixed: tuple[tuple[int, int], ...] = ()  # Pairs that are there already, or were fixed by hand.
    capacity: int | None = None  # No expert takes more.

    def __post_init__(self):
        wrong = [pair for pair in self.fixed if not self.allowed[pair]]
        if wrong:
            raise ValueError(f"fixed pairs that are not allowed: {wrong[:3]}")


@dataclass(frozen=True)
class Solution:
    """Who reviews what, and how good that is beside the best possible."""

    pairs: list[tuple[int, int]] = field(repr=False)
    total: int
    bound: int
    worst: int
    loads: tuple[int, int]

    @property
    def ratio(self) -> float:
        """The match reached as a share of what is possible."""
        return self.total / self.bound if self.bound else 1.0


def solve(instance: Instance, watch: Watch = _nobody) -> Solution:
    """The most even assignment, and among those the best matched. Raises Impossible, and whatever ``watch`` raises."""
    watch("核对算例", 0.02)
    need, _load, open_ = _remaining(instance)
    short = [row for row in range(len(need)) if need[row] > open_[row].sum()]
    if short:
        raise Impossible(short)
    pairs = [*instance.fixed, *_flow(instance, watch)]
    return described(instance, sorted(pairs), watch)


def _remaining(instance: Instance) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each application still needs, what each expert already has, and which pairs are open."""
    count, experts = instance.match.shape
    need, load, open_ = np.full(count, instance.reviewers), np.zeros(experts, int), instance.allowed.copy()
    for row, column in instance.fixed:
        need[row] -= 1
        load[column] += 1
        open_[row, column] = False
    return np.maximum(need, 0), load, open_


def _flow(instance: Instance, watch: Watch) -> list[tuple[int, int]]:
    """Source → application → expert → sink; an expert's n-th review costs n steps of unevenness."""
    count, experts = instance.match.shape
    need, load, open_ = _remaining(instance)
    total = int(need.sum())
    if not total:
        return []  # Every reviewer was fixed by hand.
    step = total * SCALE + 1  # One step of unevenness outweighs every match together.
    rows, columns = np.nonzero(open_)
    most = min(instance.capacity or count, -(-int(total + load.sum()) // experts) + SPARE)
    while True:
        watch(f"求解（每名专家至多 {most} 项）", 0.1)
        slots = [(e, n) for e in range(experts) for n in range(load[e], min(most, load[e] + int(open_[:, e].sum())))]
        found = _solved(count, experts, need, rows, columns, instance.match, slots, step, total)
        if found is not None:
            return found
        if most >= (instance.capacity or count):
            raise Impossible(list(np.nonzero(need)[0]))
        most = min(instance.capacity or count, most * 2)


def _solved(count, experts, need, rows, columns, match, slots, step, total) -> list[tuple[int, int]] | None:
    source, sink = count + experts, count + experts + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    applications = np.nonzero(need)[0]
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(len(applications), source), applications, need[applications], np.zeros(len(applications), int)
    )
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        rows, count + columns, np.ones(len(rows), int), SCALE - match[rows, columns].astype(int)
    )
    held = np.array(slots, int).reshape(-1, 2)
    flow.add_arcs_with_capacity_and_unit_cost(
        count + held[:, 0], np.full(len(held), sink), np.ones(len(held), int), held[:, 1] * step
    )
    flow.set_node_supply(source, total)
    flow.set_node_supply(sink, -total)
    if flow.solve() != flow.OPTIMAL:
        return None
    used = np.nonzero(flow.flows(arcs))[0]
    return [(int(rows[i]), int(columns[i])) for i in used]


def successor(loads: Sequence[int], match: Sequence[int], allowed: Sequence[bool]) -> int | None:
    """Who is added when one application lacks one reviewer and all else stays: what the flow would find, without a flow.

    One more review costs as many steps as the expert has reviews, and a step outweighs every match: so the fewest reviews
    come first, then the best match, then the first in order. None where nobody is allowed.
    """
    able = [place for place, may in enumerate(allowed) if may]
    return min(able, key=lambda place: (loads[place], -match[place], place), default=None)


def described(instance: Instance, pairs: list[tuple[int, int]], watch: Watch = _nobody) -> Solution:
    """Any assignment beside the best of its evenness."""
    chosen = np.zeros(instance.match.shape, bool)
    for pair in pairs:
        chosen[pair] = True
    loads = chosen.sum(axis=0)
    taken = instance.match[chosen]
    return Solution(
        pairs=pairs, total=int(taken.sum()), bound=max(bound(instance, chosen, watch), int(taken.sum())),
        worst=int(taken.min()) if len(taken) else 0, loads=(int(loads.min()), int(loads.max())),
    )  # fmt: skip


def bound(instance: Instance, chosen: np.ndarray, watch: Watch = _nobody) -> int:
    """A total of matches that no assignment as even as this one can exceed.

    Evenness is paid for as in the flow: an expert's n-th review costs n steps. For any prices p of experts' time the best total
    less its steps is at most Σ over applications (their best k of match - p) + Σ over experts (what their reviews earn: each p
    less its step). The prices come from the cheapest ways to move one review from expert to expert.
    """
    need, load, open_ = _remaining(instance)
    step = int(need.sum()) * SCALE + 1
    match, loads = instance.match.astype(np.int64), chosen.sum(axis=0)
    prices = _prices(match, chosen & open_, open_, load, loads, step, watch)
    worth = np.where(open_, match - prices, np.iinfo(np.int64).min // 4)
    best = -np.sort(-worth, axis=1)
    picked = np.arange(best.shape[1])[None, :] < need[:, None]
    places = np.arange(int(open_.sum(axis=0).max(initial=0)))
    earned = np.maximum(prices[:, None] - step * (load[:, None] + places[None, :]), 0).sum()
    paid = step * int((loads * (loads - 1) // 2 - load * (load - 1) // 2).sum())
    given = sum(int(instance.match[pair]) for pair in instance.fixed)
    return given + int(best[picked].sum()) + int(earned) + paid


def _prices(match, moved, open_, load, loads, step: int, watch: Watch) -> np.ndarray:
    """Shortest ways in the graph of exchanges: expert e gives a review to f at a loss of match; the last node is nobody."""
    experts = match.shape[1]
    far = np.int64(1) << 50
    loss = np.full((experts + 1, experts + 1), far)
    for e in range(experts):
        watch("计算可达上限", 0.6 + 0.35 * e / experts)
        mine = np.nonzero(moved[:, e])[0]
        if len(mine):
            ways = np.where(open_[mine] & ~moved[mine], match[mine, e][:, None] - match[mine], far)
            loss[e, :experts] = ways.min(axis=0)
    loss[experts, :experts] = np.where(loads > load, -step * (loads - 1), far)  # One review less saves its step,
    loss[:experts, experts] = step * loads  # one more costs the next.
    distance = np.zeros(experts + 1, np.int64)
    for _ in range(experts + 1):
        nearer = np.minimum(distance, (distance[:, None] + loss).min(axis=0))
        if (nearer == distance).all():
            break
        distance = nearer
    return distance[experts] - distance[:experts]
