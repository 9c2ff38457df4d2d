"""What the bulletins and open data of a year tell together: no small number may follow from sums that are each fit to be told.

Every number told is an equation over the numbers of single months by place and type. What all equations together determine is known to
whoever subtracts: a month is the difference of two sums since January, a county the city less the others, and any mixture of these.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from patents.choices import PatentKind
from patents.opendata import open_table
from patents.questions import Measure
from patents.suppression import ALL, LEAST_APPLICANTS

DECEMBER = 12
NEARLY = 1e-7
"""Equations are of whole numbers: what is less is nothing."""


class Sum(NamedTuple):
    """A number: of a place and a type, or ``ALL`` of either, from one month of the year to another."""

    place: object
    kind: str
    since: int
    until: int


class Series:
    """A year of filings, or of grants: whose they are, and what is told of it elsewhere."""

    def __init__(self, places: Collection):
        self.places = {place: n for n, place in enumerate(places)}
        self.kinds = {kind: n for n, kind in enumerate(PatentKind.values)}
        self.holders: dict[tuple, set] = defaultdict(set)  # By place, type and month.
        self.told: set[Sum] = set()

    def saw(self, place, kind: str, month: int, holder: str) -> None:
        """An applicant's patent."""
        for key in product((place, ALL), (kind, ALL)):
            self.holders[*key, month].add(holder)

    def tell_year(self, year: int, measure: Measure) -> None:
        """The open data's year, which everybody may take beside the bulletins."""
        for (place, kind), n in open_table(year, measure, "kind").cells.items():
            if n is not None:
                self.told.add(Sum(place, kind, 1, DECEMBER))

    def given_away(self, own: set[Sum]) -> set[Sum]:
        """Of a bulletin's ``own`` numbers those that must not be told: without them no small number follows from all that is told.

        Others may follow then; ask again until none is given.
        """
        told = sorted(self.told | own, key=str)
        rows = np.array([self._row(one) for one in told])
        known = rows[rows.sum(axis=1) == 1].any(axis=0)  # Told as they are: all others are about the rest.
        is_open = rows.any(axis=0) & ~known
        equations = rows[:, is_open]
        free, inverse = _solved(equations)
        mine = np.array([one in own and one not in self.told for one in told])
        cost = np.array([self._cost(one) for one in told])
        found = set()
        for wanted in self._determined(is_open, known, free):
            used = np.abs(equations @ (inverse @ wanted[is_open])) > NEARLY
            touched = (wanted + rows[used].sum(axis=0) > 0) & known
            if not (used & mine).any():
                used = rows[:, touched].any(axis=1)
            if (used & mine).any():
                found.add(told[np.where(used & mine, cost, np.inf).argmin()])
        return found

    def _determined(self, is_open: np.ndarray, known: np.ndarray, free: np.ndarray) -> np.ndarray:
        """The small numbers that follow: none of what they add up is untouched, or moves."""
        told = self.small[~self.small[:, ~is_open & ~known].any(axis=1)]
        return told[np.abs(told[:, is_open] @ free.T).max(axis=1, initial=0) <= NEARLY]

    def _row(self, one: Sum) -> np.ndarray:
        """The equation of a number: 1 for each place, type and month that it adds up."""
        cube = np.zeros((len(self.places), len(self.kinds), DECEMBER))
        place = slice(None) if one.place == ALL else self.places[one.place]
        kind = slice(None) if one.kind == ALL else self.kinds[one.kind]
        cube[place, kind, one.since - 1 : one.until] = 1
        return cube.ravel()

    @cached_property
    def small(self) -> np.ndarray:
        """All numbers of a place, type and span of months that tell of one or two applicants."""
        found = []
        for place, kind in product((*self.places, ALL), (*self.kinds, ALL)):
            months = [self.holders.get((place, kind, month), set()) for month in range(1, DECEMBER + 1)]
            for since in range(1, DECEMBER + 1):
                holders: set = set()
                for until in range(since, DECEMBER + 1):
                    holders = holders | months[until - 1]
                    if len(holders) >= LEAST_APPLICANTS:
                        break
                    if holders:
                        found.append(self._row(Sum(place, kind, since, until)))
        return np.array(found).reshape(-1, len(self.places) * len(self.kinds) * DECEMBER)

    def _cost(self, one: Sum) -> float:
        """Totals are missed most, then what is of many; noughts protect nothing, and are hidden last."""
        holders = set().union(*(self.holders.get((*one[:2], month), ()) for month in range(one.since, one.until + 1)))
        if not holders:
            return 3
        return (one.place == ALL) + (one.kind == ALL) + len(holders) / (1 + len(holders))


def _solved(equations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By what the unknown may move without moving anything that the equations tell, a row for each way; and what solves them."""
    values, vectors = np.linalg.eigh(equations.T @ equations)
    is_free = values < NEARLY
    told = vectors[:, ~is_free]
    return vectors[:, is_free].T, (told / values[~is_free]) @ told.T
